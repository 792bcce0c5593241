"""A vacancy that is not saved yet, as far as matching reads it."""

from typing import Any, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from app.schemas.common.base import CommuneCode, Slug
from app.schemas.demand.vacancies import MatchedWork


class MatchPreview(MatchedWork):
    """Xếp hạng thử người phù hợp với một việc chưa lưu; không lưu gì."""

    commune_code: CommuneCode | None = Field(
        default=None, description="Xã, phường nơi làm; bỏ trống thì phải có zone_code.", examples=["30463"]
    )
    zone_code: Slug | None = Field(
        default=None,
        description="Khu; nơi làm là xã, phường của khu khi bỏ trống commune_code.",
        examples=["kcn-binh-long"],
    )

    @model_validator(mode="before")
    @classmethod
    def _names_a_trade(cls, data: Any) -> Any:  # noqa: ANN401 - whatever was sent.
        if isinstance(data, dict) and data.get("occupation_code") is None:
            raise PydanticCustomError("trade_required", "trade", {"pointer": "/occupation_code"})
        return data

    @model_validator(mode="after")
    def _names_a_place(self) -> Self:
        if self.commune_code is None and self.zone_code is None:
            raise PydanticCustomError("workplace_required", "place", {"pointer": "/commune_code"})
        return self
