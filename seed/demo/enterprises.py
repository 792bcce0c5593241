"""Made-up enterprises: in parks, border-gate zones, one sample cluster and outside, with their headcounts.

Tax codes begin with 99, which no tax office gives out, and pass the real check digit; names carry ``MARK``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import numpy as np

from app.core.text import fold
from app.models import Enterprise, LabourUse, Survey, Zone
from app.vocabulary import (
    EnterpriseKind,
    EnterpriseStage,
    Industry,
    LabourUseSource,
    SizeBand,
    ZoneKind,
    ZoneStatus,
)
from seed.demo.world import FIRST_DAY, HOME_PROVINCE, MARK, World

CLUSTER = "ccn-mau-01"
TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
WORKERS = {
    ZoneKind.INDUSTRIAL_PARK: 30_500,
    ZoneKind.BORDER_GATE_ZONE: 3_600,
    ZoneKind.INDUSTRIAL_CLUSTER: 700,
}
"""People reported at the end; in the parks below the plan's 40,000, so that something is left to do."""

# How many enterprises operate, or operated, where; None is outside any zone.
PLACES: dict[str | None, int] = {
    "kcn-thanh-loc": 28,
    "kcn-binh-hoa": 26,
    "kcn-thuan-yen": 12,
    "kcn-binh-long": 12,
    "kcn-xuan-to": 10,
    "kktck-tinh-bien": 9,
    "kktck-ha-tien": 8,
    "kktck-vinh-xuong": 6,
    "kktck-khanh-binh": 5,
    CLUSTER: 5,
    None: 25,
}
INVESTORS = ("kcn-vam-cong", "kcn-thanh-loc", "kcn-xuan-to", "kcn-binh-hoa")
CLOSED = (7, 33, 92)
SILENT = (5, 21, 40, 58, 70, 83, 97, 118)
"""Positions of enterprises that operate but never reported a headcount."""

# Outside the zones every sixth is a cooperative and every sixth a household business, each in lines that suit it.
OUTSIDE_KINDS = {0: EnterpriseKind.COOPERATIVE, 3: EnterpriseKind.HOUSEHOLD}
SMALL_LINES = {
    EnterpriseKind.COOPERATIVE: ("farming", "rice"),
    EnterpriseKind.HOUSEHOLD: ("trade", "rice", "wood", "building"),
}
REPORT_DAYS = (date(2026, 1, 15), date(2026, 3, 31), date(2026, 6, 5), date(2026, 9, 30), date(2026, 12, 5))
BANDS = tuple(zip((9, 50, 100, 200, 500, 1000, 3000, 10_000), SizeBand, strict=False))


@dataclass(frozen=True)
class Line:
    """One line of business: words for names, products, usual number of workers, share of women among them."""

    words: str
    product: str
    industry: Industry
    workers: int
    women: float
    zones: float
    outside: float


LINES: dict[str, Line] = {
    "garment": Line("May mặc", "Quần áo may sẵn", Industry.C, 620, 0.82, 24, 6),
    "footwear": Line("Giày da", "Giày thể thao, mũ giày", Industry.C, 950, 0.78, 12, 1),
    "seafood": Line("Thủy sản", "Cá tra phi lê đông lạnh", Industry.C, 420, 0.62, 22, 12),
    "rice": Line("Lương thực", "Gạo xuất khẩu", Industry.C, 110, 0.28, 10, 14),
    "mechanics": Line("Cơ khí", "Máy nông nghiệp, kết cấu thép", Industry.C, 90, 0.12, 10, 8),
    "electronics": Line("Điện tử", "Linh kiện, bộ dây điện", Industry.C, 480, 0.7, 8, 0),
    "wood": Line("Chế biến gỗ", "Đồ gỗ nội thất", Industry.C, 130, 0.34, 6, 6),
    "packaging": Line("Bao bì", "Bao bì nhựa, thùng giấy", Industry.C, 120, 0.44, 8, 4),
    "trade": Line("Thương mại dịch vụ", "Kho vận, bán buôn", Industry.G, 40, 0.4, 6, 18),
    "farming": Line("Nông nghiệp", "Cá giống, lúa giống", Industry.A, 24, 0.4, 0, 16),
    "building": Line("Xây dựng", "Xây lắp công trình", Industry.F, 55, 0.1, 0, 10),
}
FIRST_WORDS = "Sao Nắng Trăng Mây Gió Sóng Ngàn Bạc Vàng Lam Hồng Tím Xanh Ngọc Thuyền Lá".split()
SECOND_WORDS = "Bãi Rạch Cồn Đồng Vườn Bến Núi Suối Giồng Láng".split()


@dataclass
class Firm:
    """An enterprise with what the other files need to know of it."""

    row: Enterprise
    line: str
    workers: int
    reports: bool

    @property
    def operating(self) -> bool:
        """True unless it closed or has not begun."""
        return self.row.stage is EnterpriseStage.OPERATING


def tax_code(base: str) -> str | None:
    """Nine digits with their check digit: 10 − (weighted sum mod 11); None when that would be 10."""
    check = 10 - sum(weight * int(digit) for weight, digit in zip(TAX_WEIGHTS, base, strict=True)) % 11
    return None if check == 10 else f"{base}{check}"


def sample_cluster(world: World) -> Zone:
    """The reference list has no industrial cluster, so the demonstration brings one."""
    commune = next(commune for commune in world.communes if commune.name == "Xã Châu Phú")
    name = f"CCN Mẫu Châu Phú {MARK}"
    zone = Zone(
        code=CLUSTER,
        name=name,
        kind=ZoneKind.INDUSTRIAL_CLUSTER,
        status=ZoneStatus.OPERATING,
        province_code=HOME_PROVINCE,
        commune_code=commune.code,
        area_ha=50.0,
        managing_organisation_id=world.organisations["sct-ag"],
        location_basis="cụm không có thật, đặt tại một xã có thật",
        source="số liệu mẫu",
        search=fold(f"{name} {commune.name}"),
    )
    world.zones[CLUSTER] = zone
    return zone


def make_firms(world: World) -> list[Firm]:
    """150 enterprises: 146 that operate or operated, 4 investors that do not yet."""
    names = [f"{first} {second}" for first in FIRST_WORDS for second in SECOND_WORDS]
    world.rng.shuffle(names)
    places = [place for place, count in PLACES.items() for _ in range(count)]
    firms = [_firm(world, number, place, names.pop()) for number, place in enumerate(places)]
    firms += [_investor(world, place, names.pop()) for place in INVESTORS]
    for kind, total in WORKERS.items():
        _scale_to(total, [firm for firm in firms if _counts_in(world, firm, kind)])
    for firm in firms:
        firm.row.search = fold(f"{firm.row.name} {firm.row.tax_code or ''}")
        if firm.workers:
            firm.row.size_band = next((band for top, band in BANDS if firm.workers <= top), SizeBand.OVER_10000)
    return firms


def _counts_in(world: World, firm: Firm, kind: ZoneKind) -> bool:
    zone = world.zones.get(firm.row.zone_code or "")
    return firm.operating and firm.reports and zone is not None and zone.kind is kind


def _scale_to(total: int, firms: list[Firm]) -> None:
    factor = total / sum(firm.workers for firm in firms)
    for firm in firms:
        firm.workers = max(8, round(firm.workers * factor))


def _firm(world: World, number: int, place: str | None, name: str) -> Firm:
    small = OUTSIDE_KINDS.get(number % 6) if place is None else None
    lines = SMALL_LINES[small] if small else tuple(LINES)
    name_of_line = world.choose({key: (LINES[key].zones if place else LINES[key].outside) for key in lines})
    line = LINES[name_of_line]
    kind = small or _kind(world, name_of_line, place)
    size = 8 if kind is EnterpriseKind.HOUSEHOLD else line.workers * (1.4 if place else 0.5)
    workers = max(4, round(size * float(np.exp(world.rng.normal(-0.3, 0.75)))))
    row = _row(world, place, kind, line, name)
    row.tax_code = _new_tax_code(world, number)
    row.operating_from = date(world.between(2006, 2025), world.between(1, 12), world.between(1, 28))
    if number in CLOSED:
        row.stage, row.operating_until = EnterpriseStage.CLOSED, world.day(0.3 + 0.1 * CLOSED.index(number))
    return Firm(row, name_of_line, workers, number not in SILENT)


def _investor(world: World, place: str, name: str) -> Firm:
    name_of_line = world.choose({key: line.zones for key, line in LINES.items()})
    row = _row(world, place, EnterpriseKind.FDI, LINES[name_of_line], name)
    row.stage = EnterpriseStage.INVESTOR_PROJECT if world.share(0.5) else EnterpriseStage.INVESTOR_STUDY
    row.expected_workers = world.between(3, 20) * 100
    return Firm(row, name_of_line, 0, False)


def _kind(world: World, line: str, place: str | None) -> EnterpriseKind:
    if place is None:
        return EnterpriseKind.NON_STATE
    abroad = 0.5 if line in {"garment", "footwear", "electronics"} else 0.12
    return world.choose(
        {EnterpriseKind.FDI: abroad, EnterpriseKind.NON_STATE: 0.95 - abroad, EnterpriseKind.STATE: 0.05}
    )


def _row(world: World, place: str | None, kind: EnterpriseKind, line: Line, name: str) -> Enterprise:
    forms = {EnterpriseKind.COOPERATIVE: "Hợp tác xã", EnterpriseKind.HOUSEHOLD: "Hộ kinh doanh"}
    form = forms.get(kind) or ("Công ty TNHH" if world.share(0.7) else "Công ty Cổ phần")
    full_name = f"{form} {line.words} {name} {MARK}"
    homes = [commune.code for commune in world.communes if commune.province_code == HOME_PROVINCE]
    created = world.moment(FIRST_DAY + timedelta(days=world.between(0, 6)))
    return Enterprise(
        id=world.new_id(created),
        name=full_name,
        kind=kind,
        stage=EnterpriseStage.OPERATING,
        industry=line.industry,
        zone_code=place,
        commune_code=world.zones[place].commune_code if place else homes[world.between(0, len(homes) - 1)],
        main_product=line.product,
        search="",
        created_at=created,
        updated_at=created,
    )


def _new_tax_code(world: World, number: int) -> str:
    """Unique by construction: the position stands in the digits; every seventeenth is a branch of a longer code."""
    code = None
    while code is None:
        code = tax_code(f"99{world.between(0, 9999):04d}{number:03d}")
    return f"{code}-{world.between(1, 12):03d}" if number % 17 == 16 else code


def make_headcounts(world: World, firms: list[Firm], answers: Mapping[UUID, Survey]) -> list[LabourUse]:
    """Several reports a year for each enterprise that reports; the last one is its number of workers."""
    found: list[LabourUse] = []
    for firm in firms:
        if not firm.reports or not firm.workers:
            continue
        answer = answers.get(firm.row.id)
        last = firm.row.operating_until or world.today
        days = [day for day in REPORT_DAYS if day <= last]
        kept = {day for day in days if day == days[0] or world.share(0.75)} | (
            {answer.answered_on} if answer else set()
        )
        for day in sorted(kept):
            row = _headcount(world, firm, day, latest=day == max(kept))
            if answer and day == answer.answered_on:
                row.source, row.survey_id, answer.headcount = LabourUseSource.SURVEY, answer.id, row.headcount
            found.append(row)
    return found


def _headcount(world: World, firm: Firm, day: date, *, latest: bool) -> LabourUse:
    part = 1.0 if latest else 0.86 + 0.1 * float(world.rng.random())
    count = max(1, round(firm.workers * part))
    # The law asks for the report twice a year, before 5/6 and 5/12; the Board asks in between.
    by_law = day.month in (6, 12)
    recorded = world.moment(world.later(day, 0, 6))
    return LabourUse(
        id=world.new_id(recorded),
        enterprise_id=firm.row.id,
        as_of=day,
        headcount=count,
        women=round(count * LINES[firm.line].women) if world.share(0.9) else None,
        source=LabourUseSource.LABOUR_REPORT if by_law else LabourUseSource.BOARD,
        recorded_by_id=world.organisations["bqlkkt-ag-dtdn" if firm.row.zone_code else "snv-ag"],
        recorded_at=recorded,
    )
