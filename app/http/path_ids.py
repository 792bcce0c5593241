"""Identifiers in addresses, each with its description and an example."""

from typing import Annotated
from uuid import UUID

from fastapi import Path

from app.schemas.common.base import EXAMPLE_ID

AliasIdPath = Annotated[UUID, Path(description="Mã tên gọi đã xác nhận.", examples=[EXAMPLE_ID])]
OrganisationIdPath = Annotated[UUID, Path(description="Mã cơ quan, đơn vị.", examples=[EXAMPLE_ID])]
EnterpriseIdPath = Annotated[UUID, Path(description="Mã doanh nghiệp.", examples=[EXAMPLE_ID])]
RoundIdPath = Annotated[UUID, Path(description="Mã đợt khảo sát.", examples=[EXAMPLE_ID])]
SurveyIdPath = Annotated[UUID, Path(description="Mã phiếu khảo sát.", examples=[EXAMPLE_ID])]
LineIdPath = Annotated[UUID, Path(description="Mã dòng nhu cầu trên phiếu.", examples=[EXAMPLE_ID])]
RequestIdPath = Annotated[UUID, Path(description="Mã yêu cầu hỗ trợ.", examples=[EXAMPLE_ID])]
VacancyIdPath = Annotated[UUID, Path(description="Mã việc làm trống.", examples=[EXAMPLE_ID])]
JobseekerIdPath = Annotated[UUID, Path(description="Mã người tìm việc.", examples=[EXAMPLE_ID])]
ReferralIdPath = Annotated[UUID, Path(description="Mã lượt giới thiệu.", examples=[EXAMPLE_ID])]
PlacementIdPath = Annotated[UUID, Path(description="Mã việc làm đã giải quyết.", examples=[EXAMPLE_ID])]
LabourUseIdPath = Annotated[UUID, Path(description="Mã số lao động.", examples=[EXAMPLE_ID])]
AccountIdPath = Annotated[UUID, Path(description="Mã tài khoản.", examples=[EXAMPLE_ID])]
InvitationIdPath = Annotated[UUID, Path(description="Mã lời mời.", examples=[EXAMPLE_ID])]
ClientIdPath = Annotated[UUID, Path(description="Mã hệ thống được cấp quyền.", examples=[EXAMPLE_ID])]
ConsentIdPath = Annotated[UUID, Path(description="Mã sự đồng ý.", examples=[EXAMPLE_ID])]
DataRequestIdPath = Annotated[UUID, Path(description="Mã yêu cầu của chủ thể dữ liệu.", examples=[EXAMPLE_ID])]
