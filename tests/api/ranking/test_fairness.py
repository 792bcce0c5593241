"""Sex, age within the gates and what was registered beside the profile change no rank and no score."""

from datetime import date

import pytest
from sqlalchemy import update

from app.infra import db
from app.models import JobseekerIdentity
from app.services.common.pool_changes import note_change
from app.vocabulary import Sex
from tests.conftest import Callers
from tests.support import factories
from tests.support.answers import V1, ok


def listed(api: Callers, vacancy_id: object) -> list[tuple[str, float, list[float]]]:
    page = ok(api.staff.get(f"{V1}/vacancies/{vacancy_id}/candidates?limit=50"))
    return [(row["jobseeker_id"], row["score"], [part["points"] for part in row["parts"]]) for row in page["items"]]


@pytest.mark.parametrize(
    "changes",
    [
        {"sex": Sex.FEMALE},
        {"sex": Sex.MALE},
        {"sex": None},
        {"birth_date": date(2004, 2, 29)},
        {"birth_date": date(1964, 7, 1)},
        {"full_name": "Neàng Sóc Kha"},
    ],
    ids=str,
)
def test_the_same_people_stand_in_the_same_order(api: Callers, changes: dict[str, object]) -> None:
    vacancy = factories.vacancy(pay_from=7_000_000, pay_to=9_000_000)
    for number in range(8):
        factories.jobseeker(
            pay_wish=6_000_000 + number % 3 * 1_500_000,
            identity={"sex": (Sex.FEMALE, Sex.MALE)[number % 2], "birth_date": date(1970 + 4 * number, 5, 17)},
        )
    before = listed(api, vacancy.id)
    assert len(before) == 8
    with db.transaction() as session:
        session.execute(update(JobseekerIdentity).values(**changes))
        note_change(session, None)
    assert listed(api, vacancy.id) == before
