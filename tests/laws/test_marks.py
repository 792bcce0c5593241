"""One mark on the model's field: nothing of a person is without one, and logs, answers and the export follow them."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import Column

from app.config import Environment, Settings
from app.core.personal_data import LOGGED, Mark
from app.infra.logs import HIDDEN, Redactor, get_logger
from app.main import create_app
from app.messages import Language
from app.messages.privacy import FIELDS, READINGS, SECTIONS
from app.models import Base, JobseekerIdentity
from app.models.base import PERSONAL
from app.models.marks import hidden_names
from app.services.privacy.identity_reveal import READINGS as READ
from app.services.privacy.subject_access import given, marked, models
from tests.conftest import SECRET

SUSPECT = re.compile(
    r"name|phone|citizen|address|birth|sex|e_?mail|reason|note|evidence|username|search|title|text|comment"
    r"|ethnic|disab|health|religion|subject|contact|wish|priority"
)
NOT_PERSONAL = {
    "api_clients.name": "a system",
    "audit_entries.reason": "a code of a list, never free text (app.services.common.audit)",
    "audit_entries.subject_id": "an identifier",
    "idempotency_keys.subject": "an identifier",
    "audit_entries.subject_type": "a kind of record",
    "communes.name": "a place",
    "communes.search": "a place",
    "enterprises.name": "an enterprise",
    "enterprises.search": "an enterprise",
    "jobs.name": "a kind of work",
    "legacy_communes.search": "a place",
    "login_attempts.address_key": "a keyed digest",
    "occupation_aliases.note": "about a title, by the administrator",
    "occupation_aliases.title": "a title of a trade",
    "occupations.search": "a list",
    "occupations.title_en": "a list",
    "occupations.title_vi": "a list",
    "organisations.name": "an authority",
    "organisations.search": "an authority",
    "plans.issued_text": "a plan",
    "plans.territory_note": "a plan",
    "plans.title": "a plan",
    "provinces.name": "a place",
    "reference_lists.name": "a list",
    "reference_lists.title_vi": "a list",
    "sign_in_sessions.end_reason": "a code of a list",
    "skill_levels.note": "a list",
    "support_requests.title": "a trade that an enterprise looks for",
    "survey_lines.title": "a trade that an enterprise looks for",
    "survey_rounds.title": "a round",
    "vacancies.search": "a vacancy",
    "vacancies.title": "a vacancy",
    "zones.name": "a place",
    "zones.search": "a place",
}
PEOPLE = re.compile(r"jobseeker|employment_status|consent|data_request|referral|placement")
KEYS_AND_FLOW = {
    "position": "the order of a list",
    "id": "an identifier",
    "jobseeker_id": "an identifier",
    "referral_id": "an identifier",
    "account_id": "who of us did it; the audit log says it too",
    "recorded_by_id": "who of us did it",
    "closed_by_id": "who of us did it",
    "support_request_id": "what the enterprise asked for",
}


def columns() -> Iterator[tuple[str, Column[Any]]]:
    for mapper in Base.registry.mappers:
        for column in mapper.local_table.columns:
            yield f"{mapper.local_table.name}.{column.name}", column


def test_what_looks_like_a_person_is_marked_or_explained() -> None:
    """Check S8: a new field with such a name fails here until it has a mark or a reason."""
    loose = {name for name, column in columns() if SUSPECT.search(column.name) and PERSONAL not in column.info}
    assert loose == set(NOT_PERSONAL)
    assert all(NOT_PERSONAL.values())


def test_every_field_of_a_table_about_people_is_marked() -> None:
    """In these tables everything is of a person but keys and what the service keeps for itself."""
    loose = {
        name
        for name, column in columns()
        if PEOPLE.search(name.partition(".")[0]) and PERSONAL not in column.info and column.name not in KEYS_AND_FLOW
    }
    assert loose == set()


def test_every_mark_is_a_mark() -> None:
    found = {column.info[PERSONAL] for _, column in columns() if PERSONAL in column.info}
    assert found == set(Mark)


def test_logs_hide_every_marked_field() -> None:
    """Check S8: the log is handed the names of the marks, and may say only what is listed with its reason."""
    redact = Redactor(hidden_names())
    for name, column in columns():
        mark = column.info.get(PERSONAL)
        if mark is None:
            continue
        for key in {column.name, column.name.removesuffix("_sealed").removesuffix("_index")}:
            shown = redact(None, "info", {"event": "x", key: "Nguyễn Thị Mẫu"})[key]
            assert (shown == HIDDEN) is not (mark is Mark.PROFILE and key in LOGGED), name


@pytest.mark.usefixtures("as_before")
def test_the_service_hands_the_names_to_its_log(capsys: pytest.CaptureFixture[str]) -> None:
    create_app(Settings(environment=Environment.TEST, secret_key=SECRET, log_level="INFO"))
    get_logger("law").info("said", full_name="Nguyễn Thị Mẫu", person={"pay_wish": 1}, zone_code="kcn-binh-hoa")
    (line,) = [json.loads(one) for one in capsys.readouterr().err.splitlines() if "said" in one]
    assert (line["full_name"], line["person"], line["zone_code"]) == (HIDDEN, HIDDEN, "kcn-binh-hoa")


def test_sealed_fields_are_marked_as_identity_or_contact() -> None:
    sealed = {name: mark for name, mark in marked(JobseekerIdentity).items() if name.endswith("_sealed")}
    assert set(sealed) == {"citizen_id_sealed", "phone_sealed", "address_sealed"}
    assert set(sealed.values()) <= {Mark.IDENTITY, Mark.CONTACT}


def test_the_export_knows_every_table_and_field() -> None:
    marked_tables = {
        mapper.local_table.name
        for mapper in Base.registry.mappers
        if any(mark is not Mark.ACCOUNT for mark in marked(mapper.class_).values())
    }
    assert marked_tables == set(SECTIONS)
    names = {name.removesuffix("_sealed") for model in models().values() for name in given(model)}
    assert names == set(FIELDS)
    assert set(READINGS) == READ
    for text in (*SECTIONS.values(), *FIELDS.values(), *READINGS.values()):
        assert text.say(Language.VI)
        assert text.say(Language.EN)


# Outputs that show a field marked as identity or contact, and why they may. Everything else must not have it.
SHOWN = {
    "IdentityOut": "numbers and address masked (app.services.people.identities.masked)",
    "IdentityRevealedOut": "for a reason, with an audit entry",
    "ContactOut": "to the enterprise that the person agreed to, with an audit entry",
    "JobseekerFoundOut": "staff look for a person by name; numbers are not shown",
    "CandidateOut": "staff only: the name beside the score",
    "CandidateDetailOut": "staff only: the name beside the score",
    "IntroducedOut": "initials for an enterprise until it may know",
}
PERSONAL_NAMES = {"full_name", "birth_date", "sex", "citizen_id", "phone", "address"}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    app: FastAPI = create_app()
    return app.openapi()


def test_answers_show_identity_only_where_it_is_meant(document: dict[str, Any]) -> None:
    marks = {
        column.name.removesuffix("_sealed")
        for name, column in columns()
        if column.info.get(PERSONAL) in (Mark.IDENTITY, Mark.CONTACT) and not column.name.endswith("_index")
    }
    assert marks - {"search"} == PERSONAL_NAMES
    shown = {
        name
        for name, schema in document["components"]["schemas"].items()
        if name.endswith("Out") and PERSONAL_NAMES & set(schema.get("properties", ()))
    }
    assert shown <= set(SHOWN)


def test_no_address_takes_personal_data(document: dict[str, Any]) -> None:
    """Check S8: paths and queries are written into logs on the way, so no parameter is of a person."""
    named = {
        (path, parameter["name"])
        for path, operations in document["paths"].items()
        for operation in operations.values()
        for parameter in operation.get("parameters", ())
        if parameter["name"] in PERSONAL_NAMES | {"name", "username", "display_name", "email"}
        and parameter["in"] != "header"
        and path != "/api/v1/jobs"  # The name of a job.
    }
    assert named == set()
