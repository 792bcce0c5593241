"""S1 and S2 from outside: an enterprise's HR with everybody else's ids, and each role at each operation."""

from collections.abc import Iterator

import httpx

from checks.attack.target import Finding, Target
from tests.laws.operations.listing import PUBLIC, V1, Operation, Slot, filled, put
from tests.laws.operations.test_permission_matrix import ALLOWED, OPEN_TO_ANYBODY
from tests.laws.operations.world import GIVEN, KINDS, PATH_CODES
from tests.support.answers import NOBODY

LISTS = {
    "enterprise": "enterprises",
    "survey": "surveys",
    "support_request": "support-requests",
    "vacancy": "vacancies",
    "referral": "referrals",
    "placement": "placements",
    "labour_use": "labour-use",
    "jobseeker": "jobseekers",
}


def attack(target: Target) -> Iterator[Finding]:
    """The lists first, then every place for an id, then who may call what."""
    theirs = others(target)
    yield _lists(target, theirs)
    yield _ids(target, theirs)
    yield _roles(target)


def others(target: Target) -> dict[str, str]:
    """One id of each kind that the enterprise of the HR account does not see."""
    found = {}
    for kind, path in LISTS.items():
        own = set() if kind == "jobseeker" else {row["id"] for row in target.rows("enterprise_hr", f"{path}?limit=200")}
        found[kind] = next(row["id"] for row in target.rows("staff", f"{path}?limit=200") if row["id"] not in own)
    return found


def _lists(target: Target, theirs: dict[str, str]) -> Finding:
    wrong = []
    for kind, path in LISTS.items():
        answer = target.clients["enterprise_hr"].get(f"{V1}/{path}?limit=200&total=true")
        if theirs[kind] in answer.text:
            wrong.append(path)
    return Finding("S1", f"{len(LISTS)} lists of an enterprise's HR", "0 rows of others", str(wrong or 0), not wrong)


def _ids(target: Target, theirs: dict[str, str]) -> Finding:
    wrong, asked = [], 0
    for operation in target.operations:
        for slot in operation.slots():
            kind = KINDS.get(slot.name)
            if slot.name in PUBLIC or kind not in theirs:
                continue
            asked += 1
            answers = [_send(target, "enterprise_hr", operation, slot, key) for key in (theirs[kind], NOBODY)]
            if _seen(answers[0]) != _seen(answers[1]) or answers[0].status_code >= 500:
                wrong.append(f"{operation.id} {slot.name}: {answers[0].status_code} and {answers[1].status_code}")
    figure = "; ".join(wrong[:5]) or f"{asked} places, all as for an unknown id"
    return Finding("S1", "another enterprise's ids everywhere", "same status and body", figure, not wrong)


def _seen(answer: httpx.Response) -> tuple[int, object]:
    body = answer.json() if answer.content else {}
    return answer.status_code, {key: value for key, value in body.items() if key not in ("request_id", "instance")}


def _send(target: Target, role: str, operation: Operation, slot: Slot | None, key: str) -> httpx.Response:
    path = {}
    for one in operation.slots():
        if one.where == "path":
            code = PATH_CODES.get(operation.path.split("/")[3]) if one.name == "code" else None
            path[one.name] = code or GIVEN.get(one.name, NOBODY)
    query, body = {}, operation.body() if operation.method != "GET" else None
    if slot is not None:
        if slot.where == "path":
            path[slot.name] = key
        elif slot.where == "query":
            query[slot.name] = key
        else:
            put(body, slot.steps, key)
    # As if a web server had passed it on: what this very machine may read without signing in is not the question.
    headers = {"X-Forwarded-For": "203.0.113.9"}
    if operation.method in ("PUT", "PATCH"):
        headers["If-Match"] = f'"{"0" * 32}"'
    url = filled(operation.path, path)
    return target.clients[role].request(operation.method, url, params=query, json=body, headers=headers)


def _roles(target: Target) -> Finding:
    wrong, asked = [], 0
    for operation in target.operations:
        for role in target.clients:
            may = operation.id in OPEN_TO_ANYBODY or role in {one.value for one in ALLOWED.get(operation.id, ())}
            if may:
                continue
            asked += 1
            status = _send(target, role, operation, None, NOBODY).status_code
            if status != (401 if role == "anonymous" else 403):
                wrong.append(f"{operation.id} {role}: {status}")
    figure = "; ".join(wrong[:5]) or f"{asked} refused, of {len(target.operations)} operations"
    return Finding("S2", "whoever may not is refused", "401 and 403, 100 %", figure, not wrong)
