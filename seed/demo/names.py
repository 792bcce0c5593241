"""Names of invented people: common Vietnamese surnames, middle and given names, drawn apart and put together."""

import numpy as np

from app.core.text import fold
from app.vocabulary import Sex
from seed.demo.bulk import Flags, Integers

# Shares in per cent, roughly as family names are spread in the south-west.
SURNAMES = {
    "Nguyễn": 31,
    "Trần": 11,
    "Lê": 10,
    "Phạm": 7,
    "Huỳnh": 7,
    "Võ": 5,
    "Phan": 4,
    "Trương": 3,
    "Bùi": 2,
    "Đặng": 3,
    "Đỗ": 2,
    "Ngô": 2,
    "Hồ": 2,
    "Dương": 2,
    "Đinh": 1,
    "Lý": 1,
    "Lâm": 1,
    "Danh": 1,
    "Châu": 1,
    "Thạch": 1,
    "Mai": 1,
    "Cao": 1,
    "Tô": 1,
}
MIDDLE = {
    Sex.FEMALE: "Thị Thị Thị Ngọc Kim Thanh Thùy Mỹ Cẩm Bích Hồng Tuyết Phương Thu Như Diễm".split(),
    Sex.MALE: "Văn Văn Văn Hữu Minh Thanh Hoàng Quốc Đức Công Trọng Chí Tấn Phước Nhật Thành".split(),
}
GIVEN = {
    Sex.FEMALE: (
        "Lan Hoa Hương Mai Nga Loan Phượng Thủy Trang Thảo Linh Hạnh Yến Nhung Oanh Hằng Vân Thúy Ngân Trinh Duyên "
        "Trâm My Tiên Huyền Giang Quyên Liên Diệu Thơ Nhi Như Tuyền Xuân Đào Hiền Phúc Kiều Lệ Nguyệt Ánh Châu"
    ).split(),
    Sex.MALE: (
        "Hùng Dũng Tuấn Minh Hải Phong Long Nam Sơn Tâm Tài Phúc Lộc Thọ Khánh Khoa Đạt Thắng Trung Kiên Hiếu Nghĩa "
        "Nhân Tín Bình An Toàn Thịnh Vinh Quang Huy Duy Vũ Lâm Đông Giàu Sang Hậu Đức Cường Khang Lợi Phát Tiến"
    ).split(),
}


class NameBook:
    """Every full name there is, once as written and once folded for search, to be looked up by number."""

    def __init__(self) -> None:
        self._surname_shares = np.array(list(SURNAMES.values()), dtype=float) / sum(SURNAMES.values())
        self._offset = {}
        self.written: list[str] = []
        self.folded: list[str] = []
        for sex in (Sex.FEMALE, Sex.MALE):
            self._offset[sex] = len(self.written)
            parts = (list(SURNAMES), MIDDLE[sex], GIVEN[sex])
            self.written += _products(*parts)
            self.folded += _products(*([fold(part) for part in words] for words in parts))

    def draw(self, rng: np.random.Generator, women: Flags) -> Integers:
        """One number of a name for each person."""
        count = len(women)
        surname = rng.choice(len(SURNAMES), count, p=self._surname_shares)
        numbers = np.empty(count, dtype=np.int64)
        for sex, who in ((Sex.FEMALE, women), (Sex.MALE, ~women)):
            middle = rng.integers(0, len(MIDDLE[sex]), count)
            given = rng.integers(0, len(GIVEN[sex]), count)
            number = (surname * len(MIDDLE[sex]) + middle) * len(GIVEN[sex]) + given + self._offset[sex]
            numbers[who] = number[who]
        return numbers


def _products(surnames: list[str], middles: list[str], givens: list[str]) -> list[str]:
    return [f"{surname} {middle} {given}" for surname in surnames for middle in middles for given in givens]
