"""What no schema can say, put right in generated requests.

``keys`` gives every request keys that exist and codes that nobody has, in place of those that are well-formed only:
without it, a wrong request would be refused for an unknown key, and nobody would see that the wrong part was accepted.
``body`` also puts days and amounts in order, for requests that are valid by the schema: without it most of them would
be refused before the code that matters is reached. What is refused all the same is judged by ``meanings``.
"""

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from app.schemas.demand.enterprises import TAX_CODE_WEIGHTS
from app.vocabulary import READINGS, Indicator, Reading


@dataclass
class World:
    """What the service holds, as far as requests need to know."""

    today: date
    keys: dict[str, list[str]]
    """Keys that exist, by kind: ``{"vacancy": ["0193…"], "commune": ["30463"], …}``."""
    parents: dict[str, str]
    """The survey of a line, the enterprise of a support request."""
    made: int = field(default=0)
    """How many numbers that nobody has were given out."""

    def new_number(self) -> int:
        """A number that nobody has yet."""
        self.made += 1
        return self.made


Rule = Callable[[dict[str, Any], World], None]

KINDS = {
    "alias_id": "occupation_alias",
    "organisation_id": "organisation",
    "managing_organisation_id": "organisation",
    "parent_id": "organisation",
    "shared_with": "organisation",
    "enterprise_id": "enterprise",
    "round_id": "survey_round",
    "survey_id": "survey",
    "line_id": "survey_line",
    "request_id": "support_request",
    "support_request_id": "support_request",
    "vacancy_id": "vacancy",
    "jobseeker_id": "jobseeker",
    "referral_id": "referral",
    "placement_id": "placement",
    "labour_use_id": "labour_use",
    "session_id": "session",
    "account_id": "account",
    "invitation_id": "invitation",
    "client_id": "client",
    "consent_id": "consent",
    "commune_code": "commune",
    "shuttle_communes": "commune",
    "zone_code": "zone",
    "province_code": "province",
    "occupation_code": "occupation",
    "under": "occupation",
}
UUID_FORM, SLUG_FORM, CURSOR_FORM = (
    r"(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    r"[a-z0-9-]{1,40}",
    r"[\w.=-]{1,600}",
)
FORMS = {
    "commune": r"[0-9]{5}",
    "province": r"[0-9]{2}",
    "occupation": r"[0-9]{1,4}",
    "zone": SLUG_FORM,
    "plan": SLUG_FORM,
}
# The path parameter ``code`` means something else on each resource.
CODES = {"communes": "commune", "occupations": "occupation", "zones": "zone", "plans": "plan"}
IN_ORDER = (
    ("operating_from", "operating_until"),
    ("opens_on", "closes_on"),
    ("requested_on", "needed_by"),
    ("hired_on", "starts_on"),
    ("starts_on", "ends_on"),
    ("pay_from", "pay_to"),
    ("women", "quantity"),
    ("women", "headcount"),
)
NOT_AFTER_TODAY = {
    "answered_on",
    "as_of",
    "requested_on",
    "hired_on",
    "consent_on",
    "last_heard_on",
    "from_on",
    "confirmed_on",
    "ended_on",
    "given_on",
    "received_on",
    "withdrawn_on",
    "declared_on",
}
NOBODY = "0199aaaa-0000-7000-8000-000000000000"
FIRST_BIRTH, BIRTH_DAYS = date(1960, 1, 1), 365 * 45


def _number(value: object) -> int:
    return zlib.crc32(str(value).encode("utf-8", "surrogatepass"))


def _pick(value: object, options: list[str]) -> object:
    """The value itself when it exists, otherwise one that does; the same for the same value."""
    return value if not options or value in options else options[_number(value) % len(options)]


def _has_form(value: object, form: str) -> bool:
    return isinstance(value, str) and re.fullmatch(form, value) is not None


def _real(value: object, kind: str, world: World) -> object:
    """A key that exists, in place of one that is well-formed; of occupations one of the same level."""
    if not _has_form(value, FORMS.get(kind, UUID_FORM)):
        return value
    options = world.keys[kind]
    return _pick(value, [key for key in options if len(key) == len(str(value))] if kind == "occupation" else options)


def path(template: str, parameters: dict[str, Any], world: World) -> None:
    """Real keys in the path, and a line together with its own survey."""
    for name in parameters:
        kind = CODES.get(template.split("/")[3]) if name == "code" else KINDS.get(name)
        if template.startswith("/api/v1/data-requests"):
            kind = "data_request"
        if kind is not None:
            # A link may lead through a key that is null in that row, such as a vacancy without a support request.
            given = parameters[name] if parameters[name] is not None else NOBODY
            parameters[name] = _real(given, kind, world)
    if _has_form(parameters.get("line_id"), UUID_FORM) and _has_form(parameters["survey_id"], UUID_FORM):
        parameters["survey_id"] = world.parents.get(parameters["line_id"], parameters["survey_id"])
    if _has_form(parameters.get("consent_id"), UUID_FORM) and _has_form(parameters["jobseeker_id"], UUID_FORM):
        parameters["jobseeker_id"] = world.parents.get(parameters["consent_id"], parameters["jobseeker_id"])


def query(parameters: dict[str, Any], world: World, indicator: object) -> None:
    """Real keys in filters, a reading that the indicator has, and no cursor: each is signed for one list."""
    if _has_form(parameters.get("cursor"), CURSOR_FORM):
        del parameters["cursor"]
    keys(parameters, world)
    if parameters.get("reading") in list(Reading) and indicator in list(Indicator):
        parameters["reading"] = _pick(parameters["reading"], [one.value for one in READINGS[Indicator(str(indicator))]])


def keys(content: dict[str, Any], world: World) -> None:
    """Keys that exist, at any depth, and codes that nobody has."""
    for name, value in content.items():
        kind = KINDS.get(name)
        if isinstance(value, list):
            content[name] = [value if kind is None else _real(value, kind, world) for value in value]
        elif kind is not None:
            content[name] = _real(value, kind, world)
        elif name in NEW and _has_form(value, NEW[name][0]):
            content[name] = NEW[name][1](world.new_number())
    for value in content.values():
        for row in value if isinstance(value, list) else [value]:
            if isinstance(row, dict):
                keys(row, world)


def tax_code(number: int) -> str:
    """A tax code with a right check digit, in a range that is not issued."""
    while True:
        first = f"98{number:07d}"
        check = 10 - sum(w * int(d) for w, d in zip(TAX_CODE_WEIGHTS, first, strict=True)) % 11
        if check != 10:
            return f"{first}{check}"
        number += 5_000_000  # Nine digits whose check would be "10" are never issued.


NEW: dict[str, tuple[str, Callable[[int], str]]] = {
    "tax_code": (r"[0-9]{10}(-[0-9]{3})?", tax_code),
    "citizen_id": (r"[0-9]{12}", lambda number: f"0009{number:08d}"),
    "code": (SLUG_FORM, lambda number: f"ma-{number}"),
}


# Their code is one that a person types, not the code of a record.
TYPED = frozenset({"confirm_second_factor", "remove_second_factor", "accept_invitation"})


def body(operation: str, content: dict[str, Any], world: World) -> None:
    """Real keys, days and amounts in order, and what a resource asks for across its fields."""
    if operation in TYPED:
        return
    keys(content, world)
    _order(content, world.today)
    repair = RULES.get(operation)
    if repair is not None:
        repair(content, world)


def _order(content: dict[str, Any], today: date) -> None:
    for name in NOT_AFTER_TODAY & content.keys():
        if content[name] is not None and content[name] > today.isoformat():
            content[name] = (today - timedelta(days=_number(content[name]) % 60)).isoformat()
    for first, last in IN_ORDER:
        if content.get(first) is not None and content.get(last) is not None and content[first] > content[last]:
            content[first] = content[last]
    for name, value in content.items():
        if name in KINDS and isinstance(value, list):
            content[name] = list(dict.fromkeys(value))
        for row in value if isinstance(value, list) else [value]:
            if isinstance(row, dict):
                _order(row, today)


def _enterprise(content: dict[str, Any], world: World) -> None:
    registered = content["stage"] in ("operating", "closed")
    content["tax_code"] = (content.get("tax_code") or tax_code(world.new_number())) if registered else None
    if content["stage"] != "closed":
        content["operating_until"] = None
    elif content.get("operating_until") is None:
        content["operating_until"] = max(content.get("operating_from") or "", world.today.isoformat())


def _jobseeker(content: dict[str, Any], world: World) -> None:
    who = content["identity"]
    birth = FIRST_BIRTH + timedelta(days=_number(who["birth_date"]) % BIRTH_DAYS)
    who["birth_date"] = birth.isoformat()
    content["consent_on"] = world.today.isoformat() if content["matching_consent"] else None
    if not content["matching_consent"]:
        content["consent_how"] = content["consent_evidence"] = None
    for name, key in (("trades", "occupation_code"), ("certificates", "certificate")):
        if name in content:
            content[name] = list({row[key]: row for row in content[name]}.values())


def _search(content: dict[str, Any], _world: World) -> None:
    if not any(content.get(name) for name in ("name", "phone", "citizen_id")):
        content["name"] = "nguyen"


def _trade(content: dict[str, Any], _world: World) -> None:
    if content.get("occupation_code") is None and content.get("title") is None:
        content["title"] = "Công nhân may"


def _survey(content: dict[str, Any], world: World) -> None:
    content["round_id"] = world.keys["open_round"][-1]
    for line in content["lines"]:
        _trade(line, world)


def _line_vacancy(content: dict[str, Any], world: World) -> None:
    content["level_is_hard"] = False
    content["occupation_code"] = content.get("occupation_code") or world.keys["unit_group"][0]
    if content.get("openings") is not None:
        content["openings"] = 1


def _vacancy(content: dict[str, Any], world: World) -> None:
    if content.get("level_is_hard") and content.get("required_level") is None:
        content["level_is_hard"] = False
    if content.get("support_request_id") is not None:
        content["enterprise_id"] = world.parents.get(content["support_request_id"], content["enterprise_id"])


def _hire(content: dict[str, Any], _world: World) -> None:
    # Both ways of hiring are tried: by referral, and directly.
    direct = content.get("vacancy_id") is not None and content.get("jobseeker_id") is not None
    if direct and _number(content) % 2:
        content["referral_id"] = None
    elif content.get("referral_id") is not None:
        content["vacancy_id"] = content["jobseeker_id"] = None
    if content.get("starts_on") is not None and content["starts_on"] < content["hired_on"]:
        content["starts_on"] = content["hired_on"]


def _plan(content: dict[str, Any], _world: World) -> None:
    content["targets"] = list({target["indicator"]: target for target in content["targets"]}.values())


RULES: dict[str, Rule] = {
    "create_enterprise": _enterprise,
    "replace_enterprise": _enterprise,
    "create_jobseeker": _jobseeker,
    "search_jobseekers": _search,
    "create_support_request": _trade,
    "create_survey": _survey,
    "create_vacancy": _vacancy,
    "preview_match": _vacancy,
    "create_line_vacancy": _line_vacancy,
    "record_hire": _hire,
    "create_plan": _plan,
}
