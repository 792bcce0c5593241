"""A referral's score comes out again from its facts alone, whatever has changed since."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import update

from app.cli import OPERATOR
from app.core import clock
from app.core.errors import Conflict, NotFound
from app.infra import db
from app.matching.ranking import RULES, Rulebook, RulesError
from app.models import Commune, Jobseeker, Referral, Vacancy
from app.services.placement.rescoring import RescoreResult, as_data, rescore
from app.services.ranking import pool_follower
from app.vocabulary import Certificate, Criterion, ExperienceBand, QualificationLevel, ShiftPattern
from tests.conftest import Callers
from tests.support import factories
from tests.support.answers import V1, introduced, ok
from tests.support.processes.terminal import run
from tests.support.runtime import runtime_with

NEWER = replace(
    RULES,
    version="2027-1-1",
    weights={one: 15 + 10 * (one is Criterion.PAY) for one in Criterion},
    tree=(0, 5, 10, 20, 100),
    bands=((5, 50),),
    unstated=0,
)
HELPER = "7533"
"""Not near sewing by its code, but by a bridge."""
SECRETS = {"full_name": "Trần Thị Không Ai Biết", "phone": "0909123456", "citizen_id": "089195012345"}


@pytest.fixture
def newer(app: FastAPI) -> Iterator[None]:
    """A service with newer rules in force."""
    with runtime_with(app, rules=NEWER):
        yield


def pair(**person: Any) -> tuple[UUID, UUID]:
    """A vacancy that states everything and somebody whose every part is neither full nor empty."""
    vacancy = factories.vacancy(
        certificates=(Certificate.WELDING_3G,),
        required_level=QualificationLevel.COLLEGE,
        required_rank=4,
        experience=ExperienceBand.OVER_5,
        pay_from=7_000_000,
        pay_to=9_000_000,
        shift_pattern=ShiftPattern.THREE_SHIFT,
        starts_on=clock.today() + timedelta(days=3),
    )
    facts: dict[str, Any] = {
        "identity": SECRETS,
        "trades": ({"occupation_code": HELPER, "skill_rank": 3}, {"occupation_code": "9329"}),
        "certificates": (Certificate.WELDING_6G,),
        "commune_code": "30307",
        "max_travel_km": 10,
        "refuses_night": True,
        "pay_wish": 8_100_000,
        "ready_from": clock.today() + timedelta(days=10),
        "last_heard_on": clock.today() - timedelta(days=50),
    }
    return vacancy.id, factories.jobseeker(**facts | person).id


def again(referral_id: str, book: Rulebook | None = None, version: str | None = None) -> RescoreResult:
    with db.reading() as session:
        return rescore(session, OPERATOR, UUID(referral_id), book or Rulebook.of(), version)


def change_everything(api: Callers, vacancy: UUID, person: UUID) -> None:
    """The person, the vacancy, the lists: nothing stays as the score knew it."""
    body = {
        "commune_code": factories.FAR_COMMUNE,
        "pay_wish": 20_000_000,
        "ready_from": None,
        "refused_shifts": [],
        "trades": [{"title": "Thợ hàn", "occupation_code": factories.WELDING, "experience_months": 500}],
    }
    ok(api.staff.patch(f"{V1}/jobseekers/{person}", json=body))
    terms = {"pay_from": 30_000_000, "pay_to": 40_000_000, "dormitory": True, "starts_on": None}
    ok(api.staff.patch(f"{V1}/vacancies/{vacancy}", json=terms))
    with db.transaction() as session:
        session.execute(update(Commune).values(lat=Commune.lat / 2 + 5, lon=100.5))
        session.execute(update(Vacancy).values(occupation_code="3313", required_rank=None, shift_pattern=None))
        session.execute(update(Jobseeker).values(matching_consent=False))


def test_the_score_comes_out_again_when_everything_else_has_changed(
    api: Callers, newer: None, monkeypatch: pytest.MonkeyPatch, app: FastAPI
) -> None:
    vacancy, person = pair()
    with runtime_with(app, rules=RULES):
        referral_id = introduced(api, vacancy, person)
    before = ok(api.staff.get(f"{V1}/referrals/{referral_id}"))
    assert before["gates_failed"] == ["shift", "distance"]
    assert all(0 < part["points"] < part["maximum"] for part in before["parts"])
    change_everything(api, vacancy, person)
    monkeypatch.setattr(pool_follower, "load_bridges", tuple)
    app.state.runtime.pool.reset()
    found = again(referral_id)
    assert found.equal
    assert [part.equal for part in found.parts] == [True] * 6
    assert found.again.score / 100 == before["score"]
    assert [part.again.points / 100 for part in found.parts] == [part["points"] for part in before["parts"]]
    assert ok(api.staff.get(f"{V1}/referrals/{referral_id}"))["score"] == before["score"]


def test_rules_in_force_make_the_score_and_are_named_on_it(api: Callers, newer: None) -> None:
    referral_id = introduced(api, *pair())
    assert ok(api.staff.get(f"{V1}/referrals/{referral_id}"))["rules_version"] == "2027-1-1"
    assert again(referral_id, Rulebook.of(None, NEWER)).equal
    with pytest.raises(RulesError, match="2027-1-1"):
        again(referral_id)


def test_other_rules_are_shown_beside_the_stored_score(api: Callers) -> None:
    found = again(introduced(api, *pair()), Rulebook.of("2026-11-2", NEWER), "2027-1-1")
    shown = as_data(found)
    assert (shown["stored"]["rules_version"], shown["recomputed"]["rules_version"]) == ("2026-11-2", "2027-1-1")
    assert not found.equal
    assert found.again.score == sum(part.again.points for part in found.parts)
    assert shown["stored"]["gates_failed"] == shown["recomputed"]["gates_failed"] == ["shift", "distance"]


def test_facts_name_nobody(api: Callers) -> None:
    referral_id = introduced(api, *pair())
    with db.reading() as session:
        row = session.get_one(Referral, UUID(referral_id))
        text = json.dumps(row.facts, ensure_ascii=False)
    assert row.facts is not None
    assert [secret for secret in (*SECRETS.values(), "1995-05-17") if secret in text] == []
    assert (row.facts["person"]["of_age"], row.facts["person"]["adult"]) == (True, True)
    for client in (api.staff, api.leader):
        assert "facts_version" not in client.get(f"{V1}/referrals/{referral_id}").text


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"score": 1}, "score"),
        ({"gates_failed": []}, "gates"),
        ({"parts": []}, "parts"),
    ],
)
def test_what_was_changed_afterwards_does_not_agree(api: Callers, changes: dict[str, Any], wrong: str) -> None:
    referral_id = introduced(api, *pair())
    with db.transaction() as session:
        session.execute(update(Referral).values(**changes))
    found = again(referral_id)
    assert not found.equal
    assert all(part.equal for part in found.parts) == (wrong != "parts")


@pytest.mark.parametrize(
    ("facts", "code"),
    [(None, "referral_without_facts"), ({"facts_version": 9}, "facts_not_understood"), ({}, "facts_not_understood")],
)
def test_facts_that_are_not_there_are_said_so(api: Callers, facts: dict[str, Any] | None, code: str) -> None:
    referral_id = introduced(api, *pair())
    with db.transaction() as session:
        session.execute(update(Referral).values(facts=facts))
    with pytest.raises(Conflict, match=code):
        again(referral_id)


def test_an_unknown_referral_is_not_found(api: Callers) -> None:
    with pytest.raises(NotFound):
        again(str(factories.jobseeker().id))


def test_from_a_terminal(live_api: Callers, live_url: str) -> None:
    referral_id = introduced(live_api, *pair())
    right = run("rescore", referral_id, url=live_url)
    assert right.returncode == 0, right.stderr
    assert (right.stdout.count("khớp"), "không khớp" in right.stdout, right.stdout.split()[-1]) == (8, False, "Khớp.")
    with db.transaction() as session:
        row = session.get_one(Referral, UUID(referral_id))
        row.parts = [part | {"points": part["points"] + 1} for part in row.parts]
    wrong = run("rescore", referral_id, "--json", url=live_url)
    assert wrong.returncode == 1
    shown = json.loads(wrong.stdout)
    assert (shown["equal"], {part["equal"] for part in shown["parts"]}) == (False, {False})
    unknown = run("rescore", referral_id, "--rules", "2025-1-1", url=live_url)
    assert (unknown.returncode, "2025-1-1: version: không có phiên bản này" in unknown.stderr) == (1, True)
    with db.transaction() as session:
        session.execute(update(Referral).values(facts=None))
    old = run("rescore", referral_id, url=live_url)
    assert (old.returncode, "trước khi hệ thống giữ lại dữ kiện" in old.stderr) == (1, True)
