"""What a person who tries the demonstration would notice if it were wrong."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest
from sqlalchemy import Engine, text

from app.config import Settings
from app.core.ids import from_parts
from app.infra import db, schema
from app.vocabulary import PriorityGroup
from seed.demo import AlreadySeeded, DemoSummary, bulk, load_demo
from seed.demo.enterprises import TAX_WEIGHTS, tax_code
from seed.reference import load_reference

pytestmark = pytest.mark.xdist_group("demo")

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 15, tzinfo=UTC)
PEOPLE = 2_000

# Tables whose every column is drawn; the others also hold ids of organisations, which each database makes anew.
DRAWN = {
    "enterprises": "*",
    "jobseeker_identities": "jobseeker_id, full_name, search, birth_date, sex, citizen_id_index, phone_index",
    "jobseeker_trades": "*",
    "jobseeker_priority_groups": "*",
    "employment_statuses": "*",
    "survey_lines": "*",
    "vacancies": "*",
    "jobseekers": "id, commune_code, availability, pay_wish, last_heard_on",
    "consents": "id, jobseeker_id, purpose, enterprise_id, given_on, how, expires_on",
    "placements": "id, vacancy_id, jobseeker_id, status, hired_on, ended_on",
    "labour_use": "id, enterprise_id, as_of, headcount",
}


def fresh(path: Path) -> Engine:
    engine = db.make_engine(f"sqlite:///{path}")
    schema.upgrade(engine)
    return engine


def load(engine: Engine, **changes: int) -> DemoSummary:
    """Fill one database; whoever was bound before is bound again."""
    before = db._target
    db.bind(engine)
    try:
        return load_demo(
            today=TODAY,
            now=NOW,
            hash_password=lambda word: f"hash of {word}",
            password="thu-nghiem",
            vault=Settings().vault,
            **{"people": PEOPLE, **changes},
        )
    finally:
        db._target = before


def rows(engine: Engine, sql: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(sql))]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = fresh(tmp_path_factory.mktemp("seed") / "demo.sqlite3")
    load(engine)
    yield engine
    engine.dispose()


# Each query finds what must not be there.
FORBIDDEN = {
    "filled differs from the people who hold a job there": """
        SELECT id FROM vacancies v WHERE filled <> (SELECT count(*) FROM placements p
        WHERE p.vacancy_id = v.id AND p.status <> 'cancelled')""",
    "two current jobs": """
        SELECT jobseeker_id FROM placements WHERE status IN ('reported', 'confirmed')
        GROUP BY jobseeker_id HAVING count(*) > 1""",
    "availability differs from having a job": """
        SELECT j.id FROM jobseekers j LEFT JOIN placements p
        ON p.jobseeker_id = j.id AND p.status IN ('reported', 'confirmed')
        WHERE (j.availability = 'placed') <> (p.id IS NOT NULL)""",
    "an active introduction of somebody who has a job": """
        SELECT r.id FROM referrals r JOIN jobseekers j ON j.id = r.jobseeker_id
        WHERE r.status IN ('introduced', 'interview') AND j.availability = 'placed'""",
    "a hire whose introduction was not successful, or belongs to others": """
        SELECT p.id FROM placements p JOIN referrals r ON r.id = p.referral_id
        WHERE r.status <> 'hired' OR r.vacancy_id <> p.vacancy_id OR r.jobseeker_id <> p.jobseeker_id
        OR r.introduced_by_id <> p.introduced_by_id OR date(r.introduced_at, '+7 hours') > p.hired_on""",
    "a hired introduction without its job": """
        SELECT id FROM referrals WHERE status = 'hired' AND id NOT IN
        (SELECT referral_id FROM placements WHERE referral_id IS NOT NULL)""",
    "a status that is not the last event's": """
        SELECT r.id FROM referrals r WHERE r.status <> (SELECT to_status FROM status_events e
        WHERE e.referral_id = r.id ORDER BY e.at DESC, e.id DESC LIMIT 1)
        UNION SELECT p.id FROM placements p WHERE p.status <> (SELECT to_status FROM status_events e
        WHERE e.placement_id = p.id ORDER BY e.at DESC, e.id DESC LIMIT 1)
        UNION SELECT v.id FROM vacancies v WHERE v.status <> (SELECT to_status FROM status_events e
        WHERE e.vacancy_id = v.id ORDER BY e.at DESC, e.id DESC LIMIT 1)
        UNION SELECT s.id FROM support_requests s WHERE s.status <> (SELECT to_status FROM status_events e
        WHERE e.support_request_id = s.id ORDER BY e.at DESC, e.id DESC LIMIT 1)""",
    "openings taken from a line differ from its vacancies": """
        SELECT l.id FROM survey_lines l WHERE openings_taken <> (SELECT coalesce(sum(openings), 0)
        FROM vacancies v WHERE v.survey_line_id = l.id)""",
    "a line that asks for support without a request, or the other way": """
        SELECT l.id FROM survey_lines l LEFT JOIN support_requests s ON s.survey_line_id = l.id
        WHERE l.asks_support <> (s.id IS NOT NULL)""",
    "a vacancy for another enterprise's request": """
        SELECT v.id FROM vacancies v JOIN support_requests s ON s.id = v.support_request_id
        WHERE v.enterprise_id <> s.enterprise_id""",
    "demand of an enterprise that does not operate": """
        SELECT v.id FROM vacancies v JOIN enterprises e ON e.id = v.enterprise_id WHERE e.stage <> 'operating'""",
    "a person introduced under 18, without consent, or before registering": """
        SELECT r.id FROM referrals r JOIN jobseekers j ON j.id = r.jobseeker_id
        JOIN jobseeker_identities i ON i.jobseeker_id = j.id WHERE NOT j.matching_consent
        OR date(i.birth_date, '+18 years') > date(r.introduced_at) OR r.introduced_at < j.registered_at""",
    "a profile that says another thing than its consent": """
        SELECT j.id FROM jobseekers j LEFT JOIN consents c
        ON c.jobseeker_id = j.id AND c.purpose = 'matching' AND c.ended_at IS NULL
        WHERE j.matching_consent <> (c.id IS NOT NULL) OR j.consent_on <> c.given_on""",
    "a priority group without a consent to its use": """
        SELECT g.jobseeker_id FROM jobseeker_priority_groups g WHERE NOT EXISTS (SELECT 1 FROM consents c
        WHERE c.jobseeker_id = g.jobseeker_id AND c.purpose = 'sensitive' AND c.ended_at IS NULL)""",
    "a person who holds a job by an introduction, but was not disclosed to the enterprise": """
        SELECT p.id FROM placements p WHERE p.referral_id IS NOT NULL AND p.status IN ('reported', 'confirmed')
        AND NOT EXISTS (SELECT 1 FROM consents c WHERE c.jobseeker_id = p.jobseeker_id
        AND c.enterprise_id = p.enterprise_id AND c.ended_at IS NULL)""",
    "a consent that has run out, lasts more than two years, or is from after today": f"""
        SELECT id FROM consents WHERE expires_on < '{TODAY}' OR given_on > '{TODAY}'
        OR expires_on > date(given_on, '+24 months')""",  # noqa: S608
    "an introduction without the certificate the vacancy asks for": """
        SELECT r.id FROM referrals r JOIN vacancy_certificates c ON c.vacancy_id = r.vacancy_id
        WHERE NOT EXISTS (SELECT 1 FROM jobseeker_certificates h
        WHERE h.jobseeker_id = r.jobseeker_id AND h.certificate = c.certificate)""",
    "a person under 15 at registration": """
        SELECT j.id FROM jobseekers j JOIN jobseeker_identities i ON i.jobseeker_id = j.id
        WHERE date(i.birth_date, '+15 years') > date(j.registered_at, '+7 hours')""",
    "a graduate or a discharged soldier of more than 30 years": """
        SELECT g.jobseeker_id FROM jobseeker_priority_groups g
        JOIN jobseeker_identities i ON i.jobseeker_id = g.jobseeker_id
        WHERE priority_group IN ('new_graduate', 'discharged_soldier')
        AND date(i.birth_date, '+30 years') <= disclosed_on""",
    "an enterprise not marked as made up": "SELECT id FROM enterprises WHERE name NOT LIKE '%(số liệu mẫu)'",
    "a day or instant after today": f"""
        SELECT id FROM placements WHERE max(starts_on, coalesce(ended_on, ''), coalesce(confirmed_on, '')) > '{TODAY}'
        UNION SELECT id FROM jobseekers WHERE last_heard_on > '{TODAY}' OR registered_at > '2026-11-22 09:15:00.000000'
        UNION SELECT jobseeker_id FROM jobseeker_priority_groups WHERE disclosed_on > '{TODAY}'
        UNION SELECT id FROM status_events WHERE at > '2026-11-22 09:15:00.000000'""",  # noqa: S608
}


@pytest.mark.parametrize("query", FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_nothing_contradicts_itself(engine: Engine, query: str) -> None:
    assert rows(engine, query) == []


def test_the_demonstration_is_about_its_planned_size(engine: Engine) -> None:
    size = {table: rows(engine, f"SELECT count(*) FROM {table}")[0][0] for table in ("enterprises", "surveys")}  # noqa: S608
    assert size == {"enterprises": 150, "surveys": 120}
    assert rows(engine, "SELECT count(*) FROM accounts WHERE active") == [(6,)]
    stages = dict(rows(engine, "SELECT stage, count(*) FROM enterprises GROUP BY 1"))
    assert (stages["operating"], stages["closed"]) == (143, 3)
    kinds = dict(rows(engine, "SELECT kind, count(*) FROM enterprises GROUP BY 1"))
    assert kinds["cooperative"] >= 3 and kinds["household"] >= 3


def test_some_people_belong_to_one_or_two_priority_groups(engine: Engine) -> None:
    counts = [
        int(str(n)) for (n,) in rows(engine, "SELECT count(*) FROM jobseeker_priority_groups GROUP BY jobseeker_id")
    ]
    assert 0.12 <= len(counts) / PEOPLE <= 0.16
    assert set(counts) == {1, 2} and counts.count(1) > counts.count(2)
    groups = [str(group) for (group,) in rows(engine, "SELECT DISTINCT priority_group FROM jobseeker_priority_groups")]
    assert len(groups) >= len(PriorityGroup) - 1


def test_workers_in_the_parks_stay_below_the_plan(engine: Engine) -> None:
    [(workers,)] = rows(
        engine,
        """SELECT sum(headcount) FROM labour_use l JOIN enterprises e ON e.id = l.enterprise_id
        JOIN zones z ON z.code = e.zone_code WHERE z.kind = 'industrial_park' AND e.stage = 'operating'
        AND as_of = (SELECT max(as_of) FROM labour_use m WHERE m.enterprise_id = e.id)""",
    )
    assert 28_000 <= int(str(workers)) <= 33_000


def test_tax_codes_pass_their_check_digit(engine: Engine) -> None:
    codes = [str(code) for (code,) in rows(engine, "SELECT tax_code FROM enterprises WHERE tax_code IS NOT NULL")]
    for code in codes:
        weighted = sum(weight * int(digit) for weight, digit in zip(TAX_WEIGHTS, code, strict=False))
        assert code.startswith("99") and int(code[9]) == 10 - weighted % 11
    assert any(len(code) == 14 and code[10] == "-" for code in codes)


def test_check_digit_of_a_known_code() -> None:
    # 31·0+29·1+23·0+19·0+17·1+13·0+7·9+5·1+3·0 = 114; 114 mod 11 = 4; 10 − 4 = 6.
    assert tax_code("010010910") == "0100109106"


def test_a_second_load_is_refused_and_changes_nothing(engine: Engine) -> None:
    before = rows(engine, "SELECT count(*), max(id) FROM status_events")
    with pytest.raises(AlreadySeeded):
        load(engine)
    assert rows(engine, "SELECT count(*), max(id) FROM status_events") == before


def test_pools_are_told_to_read_everything(engine: Engine) -> None:
    assert rows(engine, "SELECT transaction_id, jobseeker_id FROM pool_changes") == [(0, None)]


@pytest.mark.parametrize("people", [0, 1_000_001])
def test_impossible_numbers_of_people_leave_nothing_behind(tmp_path: Path, people: int) -> None:
    engine = fresh(tmp_path / "none.sqlite3")
    with pytest.raises(ValueError, match="number of people"):
        load(engine, people=people)
    assert rows(engine, "SELECT count(*) FROM provinces") == [(0,)]
    engine.dispose()


def test_no_citizen_id_or_phone_could_exist_and_the_id_fits_the_birth_date(engine: Engine) -> None:
    vault = Settings().vault
    found = rows(engine, "SELECT jobseeker_id, birth_date, citizen_id_sealed, phone_sealed FROM jobseeker_identities")
    opened = 0
    for key, born, citizen_id, phone in found:
        if citizen_id is not None:
            plain = vault.open_in(str(citizen_id), "jobseeker_identities", "citizen_id", UUID(str(key)))
            assert (plain[:3], plain[4:6]) == ("000", str(born)[2:4])
            opened += 1
        if phone is not None:
            assert vault.open_in(str(phone), "jobseeker_identities", "phone", UUID(str(key))).startswith("0000")
    assert opened > 0.9 * len(found)


@pytest.mark.slow(seconds=4)
def test_the_same_seed_gives_the_same_records(engine: Engine, tmp_path: Path) -> None:
    again, other = fresh(tmp_path / "again.sqlite3"), fresh(tmp_path / "other.sqlite3")
    load(again)
    load(other, seed=7)
    for table, columns in DRAWN.items():
        query = f"SELECT {columns} FROM {table} ORDER BY 1, 2"  # noqa: S608
        assert rows(again, query) == rows(engine, query), table
        assert rows(other, query) != rows(engine, query), table
    again.dispose()
    other.dispose()


def test_reference_lists_load_twice_without_a_change(engine: Engine) -> None:
    before = rows(engine, "SELECT * FROM reference_lists ORDER BY 1")
    old = db._target
    db.bind(engine)
    try:
        with db.transaction() as session:
            session.execute(text("UPDATE occupations SET title_vi = 'sai' WHERE code = '8153'"))
            assert {loaded.changed for loaded in load_reference(session, NOW)} == {0}
            # A list whose file is another one is read again, and only what differs is written.
            session.execute(text("UPDATE reference_lists SET checksum = 'x' WHERE name = 'occupations'"))
            session.expire_all()
            changed = {loaded.name: loaded.changed for loaded in load_reference(session, NOW)}
            assert changed.pop("occupations") == 1 and set(changed.values()) == {0}
    finally:
        db._target = old
    assert rows(engine, "SELECT * FROM reference_lists ORDER BY 1") == before
    assert rows(engine, "SELECT title_vi FROM occupations WHERE code = '8153'") != [("sai",)]


def test_bulk_ids_have_the_layout_of_all_ids() -> None:
    moments = np.array([1_767_225_600_000, 1_790_000_000_000])
    for made, moment in zip(bulk.ids(np.random.default_rng(1), moments), moments.tolist(), strict=True):
        assert made == from_parts(moment, int(made, 16)).hex


def test_bulk_instants_read_back_as_written() -> None:
    assert bulk.instants(np.array([1_767_225_600_148])) == ["2026-01-01 00:00:00.148000"]
