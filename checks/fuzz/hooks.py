"""Loaded by schemathesis: mends valid requests before they are sent, and judges what is refused all the same."""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx
import schemathesis
from schemathesis import AuthContext, Case, HookContext, Response
from schemathesis.core.failures import Failure
from schemathesis.openapi.checks import RejectedPositiveData

from app.core import clock
from checks.fuzz import meanings, repairs

_start = json.loads(Path(os.environ["CUNGCAU_FUZZ_START"]).read_text("utf-8"))
_tokens: dict[str, str] = _start["tokens"]
_leaving: list[str] = _start["leaving"]
_asking = httpx.Client(base_url=_start["address"], trust_env=False, timeout=30)
_world = repairs.World(clock.today(), _start["keys"], _start["parents"])
_answers: Counter[str] = Counter()
_figures = Path(os.environ["CUNGCAU_FUZZ_FIGURES"])

REMEMBERED = {
    "confirm_occupation_alias": "occupation_alias",
    "open_survey_round": "open_round",
    "create_organisation": "organisation",
    "create_enterprise": "enterprise",
    "create_survey_round": "survey_round",
    "create_survey": "survey",
    "create_support_request": "support_request",
    "create_vacancy": "vacancy",
    "create_line_vacancy": "vacancy",
    "create_jobseeker": "jobseeker",
    "introduce": "referral",
    "record_hire": "placement",
    "record_labour_use": "labour_use",
    "create_invitation": "invitation",
    "record_consent": "consent",
    "create_data_request": "data_request",
    "create_client": "client",
}


def _is_valid(case: Case) -> bool:
    return case.meta is not None and case.meta.generation.mode.is_positive


def _name(case: Case) -> str:
    return str(case.operation.definition.raw.get("operationId"))


@schemathesis.auth(refresh_interval=None, retry_on=[])
class SignedIn:
    """One account for all, and another for what that one may not do."""

    def get(self, case: Case, _context: AuthContext) -> str:
        """The token for an operation; each log-out ends a session of its own."""
        if _name(case) == "logout" and len(_leaving) > 1:
            return _leaving.pop()
        return _tokens.get(_name(case), _tokens[""])

    def set(self, case: Case, data: str, _context: AuthContext) -> None:
        """Put it where the OpenAPI says."""
        case.headers["Authorization"] = f"Bearer {data}"


@schemathesis.hook
def before_call(_context: HookContext, case: Case, _kwargs: dict[str, Any]) -> None:
    """Mend what no schema can say; what is wrong on purpose stays wrong."""
    if isinstance(case.path_parameters, dict) and case.path_parameters:
        repairs.path(case.operation.path, case.path_parameters, _world)
    if isinstance(case.query, dict):
        repairs.query(case.query, _world, (case.path_parameters or {}).get("indicator"))
    if isinstance(case.body, dict):
        if _is_valid(case):
            repairs.body(_name(case), case.body, _world)
        elif _name(case) not in repairs.TYPED:
            repairs.keys(case.body, _world)
    if _is_valid(case):
        _mend_headers(case)


def _mend_headers(case: Case) -> None:
    """A key that nobody has used, and the validator of what stands there now: no schema can say either."""
    if case.headers.get("Idempotency-Key") is not None:
        case.headers["Idempotency-Key"] = str(uuid4())
    if case.headers.get("If-Match") is not None:
        token = _tokens.get(_name(case), _tokens[""])
        path = case.operation.path
        for name, value in (case.path_parameters or {}).items():
            path = path.replace(f"{{{name}}}", quote(str(value), safe=""))
        seen = _asking.get(path, headers={"Authorization": f"Bearer {token}"})
        case.headers["If-Match"] = seen.headers.get("etag", case.headers["If-Match"])


@schemathesis.hook
def after_call(_context: HookContext, case: Case, response: Response) -> None:
    """Remember what was made, so that later requests reach it; count how valid requests fared."""
    operation = _name(case)
    if response.status_code in (200, 201) and operation in REMEMBERED:
        _remember(REMEMBERED[operation], response.json())
    if _is_valid(case):
        _answers[f"{operation} {response.status_code}"] += 1
        _figures.write_text(json.dumps(_answers), "utf-8")


def _remember(kind: str, made: dict[str, Any]) -> None:
    _world.keys[kind].append(made["id"])
    if "jobseeker_id" in made:
        _world.parents[made["id"]] = made["jobseeker_id"]
    if kind == "support_request":
        _world.parents[made["id"]] = made["enterprise_id"]
    for line in made.get("lines", ()):
        _world.keys["survey_line"].append(line["id"])
        _world.parents[line["id"]] = made["id"]


@schemathesis.hook
def filter_failure(_context: HookContext, failure: Failure, _case: Case, response: Response) -> bool:
    """False drops a failure: a valid request may be refused for its meaning, never for its shape.

    This is all that is taken from the checks. Refusals with 404 and 409 are accepted by schemathesis itself.
    """
    if not isinstance(failure, RejectedPositiveData) or response.status_code != 422:
        return True
    return not meanings.refused_for_meaning(response.json())
