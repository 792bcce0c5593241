"""What a broken constraint means to a person, on both databases."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from app.infra import db
from app.models import Base, Placement, Referral
from app.services.common.constraint_errors import _MEANINGS, meaning_of
from app.vocabulary import PlacementStatus
from tests.support import factories
from tests.support.history import hire, introduction, morning

DAY = date(2026, 3, 2)


def test_every_constraint_of_the_table_exists() -> None:
    names = {constraint.name for table in Base.metadata.tables.values() for constraint in table.constraints}
    names |= {index.name for table in Base.metadata.tables.values() for index in table.indexes}
    assert {constraint for constraint, _, _, _ in _MEANINGS} <= names
    for _, columns, _, _ in _MEANINGS:
        for column in columns.split(", "):
            table, _, name = column.partition(".")
            assert name in Base.metadata.tables[table].columns, column


def refusal(*args: Any, **kwargs: Any) -> str:
    """The code behind the refused insertion of a hire."""
    with pytest.raises(IntegrityError) as error:
        hire(*args, **kwargs)
    return meaning_of(error.value).code


@pytest.mark.usefixtures("database")
def test_one_current_job_a_person() -> None:
    person = factories.jobseeker()
    hire(factories.vacancy(), person, DAY, status=PlacementStatus.REPORTED)
    assert refusal(factories.vacancy(), person, DAY, status=PlacementStatus.CONFIRMED, confirmed_on=DAY) == (
        "already_placed"
    )
    hire(factories.vacancy(), person, DAY, status=PlacementStatus.ENDED)


@pytest.mark.usefixtures("database")
def test_one_hire_a_referral() -> None:
    placement_id = hire(factories.vacancy(), factories.jobseeker(), DAY)
    with db.reading() as session:
        first = session.get_one(Placement, placement_id)
        values = {
            column.key: getattr(first, column.key) for column in Placement.__table__.columns if column.key != "id"
        }
    with pytest.raises(IntegrityError) as error, db.transaction() as session:
        session.add(Placement(**values))
    conflict = meaning_of(error.value)
    assert (conflict.code, conflict.fields[0].pointer) == ("referral_already_used", "/referral_id")


@pytest.mark.usefixtures("database")
def test_one_live_introduction_a_vacancy_and_person() -> None:
    vacancy, person = factories.vacancy(), factories.jobseeker()
    introduction(vacancy, person, morning(DAY))
    with pytest.raises(IntegrityError) as error:
        introduction(vacancy, person, morning(DAY))
    assert meaning_of(error.value).code == "already_introduced"


@pytest.mark.usefixtures("database")
def test_a_constraint_that_is_not_in_the_table_is_told_in_general() -> None:
    referral_id = introduction(factories.vacancy(), factories.jobseeker(), morning(DAY))
    with pytest.raises(IntegrityError) as error, db.transaction() as session:
        session.get_one(Referral, referral_id).score = -1
    assert meaning_of(error.value).code == "conflicting_change"
