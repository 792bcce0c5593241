"""The one error shape (RFC 9457)."""

from pydantic import BaseModel, ConfigDict, Field


class ProblemField(BaseModel):
    """Một trường sai."""

    model_config = ConfigDict(extra="forbid")

    pointer: str | None = Field(description="Con trỏ JSON tới trường trong nội dung.", examples=["/tax_code"])
    parameter: str | None = Field(description="Tên tham số trên địa chỉ.", examples=[None])
    code: str = Field(description="Mã lỗi ổn định.", examples=["tax_code_check_digit"])
    detail: str = Field(description="Sai gì, sửa thế nào.", examples=["Mã số thuế sai chữ số kiểm tra."])


class Problem(BaseModel):
    """Tài liệu lỗi application/problem+json."""

    model_config = ConfigDict(extra="forbid")

    type: str = Field(description="Địa chỉ nhận diện loại lỗi.", examples=["/problems/invalid_content"])
    title: str = Field(description="Tên ngắn của lỗi.", examples=["Nội dung chưa đúng"])
    status: int = Field(description="Mã HTTP.", examples=[422])
    detail: str = Field(description="Sai gì, ở đâu, làm gì tiếp.", examples=["Một số trường chưa đúng."])
    instance: str = Field(description="Đường dẫn đã gọi.", examples=["/api/v1/enterprises"])
    code: str = Field(description="Mã lỗi ổn định để chương trình dựa vào.", examples=["invalid_content"])
    request_id: str = Field(description="Mã yêu cầu để tra nhật ký.", examples=["01939f3e9c5d7c1e8a2b"])
    errors: list[ProblemField] = Field(description="Từng trường sai; rỗng khi lỗi không thuộc trường nào.")
