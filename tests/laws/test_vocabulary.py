"""Coded values: the level scale of the forms, what covers what, and tables that are whole."""

from collections.abc import Mapping
from enum import StrEnum
from itertools import pairwise

import pytest

from app.vocabulary import (
    BLOCKING_GATES,
    CERTIFICATE_COVERS,
    CURRENT_PLACEMENTS,
    EXPERIENCE_FLOOR_MONTHS,
    PLACEMENT_TRANSITIONS,
    QUALIFICATION_RANK,
    READINGS,
    REFERRAL_TRANSITIONS,
    REQUEST_TRANSITIONS,
    ROUND_TRANSITIONS,
    SHIFTS_IN_PATTERN,
    SKILL_RANK_MAX,
    STAGE_TRANSITIONS,
    VACANCY_TRANSITIONS,
    Certificate,
    EnterpriseStage,
    ExperienceBand,
    Gate,
    Indicator,
    PlacementStatus,
    QualificationLevel,
    Reading,
    ReferralStatus,
    RequestStatus,
    RoundStatus,
    ShiftPattern,
    VacancyStatus,
    skill_rank,
)

Q = QualificationLevel


@pytest.mark.parametrize(
    ("level", "rank"),
    [
        (Q.UNTRAINED, 0),
        (Q.WORKER_WITHOUT_CERTIFICATE, 1),
        (Q.SHORT_CERTIFICATE, 1),
        (Q.ELEMENTARY, 2),
        (Q.INTERMEDIATE, 3),
        (Q.COLLEGE, 4),
        (Q.UNIVERSITY, 5),
        (Q.POSTGRADUATE, 6),
    ],
)
def test_a_level_of_the_form_has_its_rank(level: QualificationLevel, rank: int) -> None:
    assert skill_rank(level, None, None) == rank


@pytest.mark.parametrize(("grade", "rank"), [(1, 2), (2, 3), (3, 4), (4, 5), (5, 6)])
def test_a_national_skill_grade_has_its_rank(grade: int, rank: int) -> None:
    assert skill_rank(None, grade, None) == rank


@pytest.mark.parametrize(
    ("grade", "rank"),
    [
        ("1/7", 1),
        ("2/7", 2),
        ("3/7", 3),
        ("4/7", 3),
        ("5/7", 4),
        ("6/7", 5),
        ("7/7", 6),
        ("1/6", 1),
        ("2/6", 2),
        ("3/6", 3),
        ("4/6", 4),
        ("5/6", 5),
        ("6/6", 6),
        ("1/5", 2),
        ("5/5", 6),
        # Steps of a pay scale, which say nothing of skill.
        ("3/8", None),
        ("3/9", None),
        ("9/12", None),
        ("15/15", None),
        ("1/4", None),
        # Beyond the scale.
        ("8/7", None),
        ("7/6", None),
        ("0/7", None),
    ],
)
def test_a_workers_grade_has_its_rank(grade: str, rank: int | None) -> None:
    assert skill_rank(None, None, grade) == rank


@pytest.mark.parametrize(
    ("level", "skill_grade", "trade_grade", "rank"),
    [
        (None, None, None, None),
        (Q.ELEMENTARY, 3, "3/7", 4),
        (Q.COLLEGE, 1, "2/7", 4),
        (Q.UNTRAINED, None, "5/7", 4),
        (Q.UNTRAINED, None, "9/12", 0),
        (None, 1, "9/12", 2),
    ],
)
def test_the_highest_that_was_declared_counts(
    level: QualificationLevel | None, skill_grade: int | None, trade_grade: str | None, rank: int | None
) -> None:
    assert skill_rank(level, skill_grade, trade_grade) == rank


def test_the_scale_runs_from_0_to_6() -> None:
    assert set(QUALIFICATION_RANK.values()) == set(range(SKILL_RANK_MAX + 1))
    assert all(QUALIFICATION_RANK[low] <= QUALIFICATION_RANK[high] for low, high in pairwise(Q))


def test_experience_bands_rise() -> None:
    floors = [EXPERIENCE_FLOOR_MONTHS[band] for band in ExperienceBand]
    assert floors == sorted(floors)
    assert floors[0] == 0


def test_every_shift_pattern_says_its_shifts() -> None:
    assert set(SHIFTS_IN_PATTERN) == set(ShiftPattern)


def test_a_certificate_covers_all_that_its_own_cover() -> None:
    for certificate, covered in CERTIFICATE_COVERS.items():
        assert certificate not in covered
        for lower in covered:
            assert CERTIFICATE_COVERS.get(lower, frozenset()) <= covered, (certificate, lower)
    assert Certificate.DRIVING_B in CERTIFICATE_COVERS[Certificate.DRIVING_CE]
    assert Certificate.DRIVING_CE not in CERTIFICATE_COVERS[Certificate.DRIVING_D]


@pytest.mark.parametrize(
    ("table", "statuses"),
    [
        (STAGE_TRANSITIONS, EnterpriseStage),
        (ROUND_TRANSITIONS, RoundStatus),
        (REQUEST_TRANSITIONS, RequestStatus),
        (VACANCY_TRANSITIONS, VacancyStatus),
        (REFERRAL_TRANSITIONS, ReferralStatus),
        (PLACEMENT_TRANSITIONS, PlacementStatus),
    ],
)
def test_a_table_names_every_status_and_none_leads_to_itself(
    table: Mapping[StrEnum, frozenset[StrEnum]], statuses: type[StrEnum]
) -> None:
    assert set(table) == set(statuses)
    assert all(before not in after for before, after in table.items())
    reached = {next(iter(statuses))}.union(*table.values())
    assert reached == set(statuses)


def test_what_is_final_stays() -> None:
    assert not VACANCY_TRANSITIONS[VacancyStatus.CANCELLED]
    assert not REQUEST_TRANSITIONS[RequestStatus.WITHDRAWN]
    for status in (ReferralStatus.DECLINED, ReferralStatus.WITHDRAWN):
        assert not REFERRAL_TRANSITIONS[status]
    # A hire that is cancelled leaves the introduction as it was made.
    assert REFERRAL_TRANSITIONS[ReferralStatus.HIRED] == {ReferralStatus.INTRODUCED}
    assert all(bool(PLACEMENT_TRANSITIONS[status]) == (status in CURRENT_PLACEMENTS) for status in PlacementStatus)


def test_gates_of_wish_do_not_block() -> None:
    assert set(Gate) - BLOCKING_GATES == {Gate.LEVEL, Gate.SHIFT, Gate.DISTANCE}


def test_every_indicator_has_one_head_figure() -> None:
    assert set(READINGS) == set(Indicator)
    assert all(readings[0] is Reading.COUNTED for readings in READINGS.values())
    assert {reading for readings in READINGS.values() for reading in readings} == set(Reading)
