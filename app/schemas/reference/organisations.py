"""Organisations."""

from uuid import UUID

from pydantic import Field

from app.schemas.common.base import EXAMPLE_ID, CommuneCode, In, Line200, Out, PageQuery, ProvinceCode, SearchText, Slug
from app.vocabulary import OrganisationKind


class OrganisationQuery(PageQuery):
    """Lọc danh sách cơ quan, đơn vị."""

    q: SearchText | None = Field(default=None, description="Tên, có dấu hoặc không.", examples=["dich vu viec lam"])
    kind: OrganisationKind | None = Field(default=None, description="Loại.", examples=["job_centre"])


class OrganisationCreate(In):
    """Thêm cơ quan, đơn vị."""

    code: Slug = Field(description="Mã, chữ thường không dấu.", examples=["ubnd-xa-chau-phu"])
    name: Line200 = Field(description="Tên.", examples=["Ủy ban nhân dân xã Châu Phú"])
    kind: OrganisationKind = Field(description="Loại.", examples=["commune"])
    province_code: ProvinceCode = Field(description="Mã tỉnh.", examples=["91"])
    commune_code: CommuneCode | None = Field(default=None, description="Mã xã.", examples=["30463"])
    parent_id: UUID | None = Field(default=None, description="Cơ quan cấp trên.", examples=[None])


class OrganisationOut(Out):
    """Cơ quan, đơn vị."""

    id: UUID = Field(description="Mã định danh.", examples=[EXAMPLE_ID])
    code: str = Field(description="Mã.", examples=["ttdvvl-ag"])
    name: str = Field(description="Tên.", examples=["Trung tâm Dịch vụ việc làm tỉnh An Giang"])
    kind: OrganisationKind = Field(description="Loại.", examples=["job_centre"])
    province_code: str = Field(description="Mã tỉnh.", examples=["91"])
    commune_code: str | None = Field(description="Mã xã.", examples=[None])
    parent_id: UUID | None = Field(description="Cơ quan cấp trên.", examples=[None])
