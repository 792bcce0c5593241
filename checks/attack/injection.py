"""S14: texts that would be something else than text in a page, a query, a template or a header."""

from collections.abc import Iterator

from checks.attack.target import Finding, Target

V1 = "/api/v1"
KEPT = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}}${7*7}<%= 7*7 %>",
    "'; DROP TABLE accounts; --",
    "Robert'); DELETE FROM jobseekers;--",
    "100%_of [a-z]*",
    "../../etc/passwd",
    "=cmd|' /C calc'!A0",
)
REFUSED = ("a\r\nSet-Cookie: a=b", "a\x00b", "a\u202egnp.exe", "a\u2066b\u2069", "a\u2028b", "\t\n")


def attack(target: Target) -> Iterator[Finding]:
    """Kept as typed, or refused with 422; signs of LIKE find themselves and nothing else."""
    staff, wrong, made = target.clients["staff"], [], []
    plain = {"kind": "fdi", "stage": "investor_study", "commune_code": "30463", "tax_code": None, "zone_code": None}
    for text in KEPT:
        answer = staff.post(f"{V1}/enterprises", json={**plain, "name": text})
        if answer.status_code != 201 or answer.json()["name"] != text:
            wrong.append(f"{text!r}: {answer.status_code}")
            continue
        made.append(answer.json()["id"])
        if answer.headers["content-type"] != "application/json":
            wrong.append(f"{text!r}: {answer.headers['content-type']}")
    for text in REFUSED:
        status = staff.post(f"{V1}/enterprises", json={**plain, "name": text}).status_code
        if status != 422:
            wrong.append(f"{text!r}: {status}")
    figure = "; ".join(wrong) or f"{len(KEPT)} kept as typed, {len(REFUSED)} refused"
    yield Finding("S14", "hostile texts in a name", "as typed, or 422", figure, not wrong)
    yield _like(target)


def _like(target: Target) -> Finding:
    """``%`` and ``_`` are letters of the question, not signs of the database's language."""
    wrong = []
    for role, path in (("staff", "enterprises"), ("staff", "vacancies"), ("staff", "communes"), ("staff", "zones")):
        for sign in ("%25", "_", "%25%25", "a%25", "\\", "'", '"', "[a-z]"):
            answer = target.clients[role].get(f"{V1}/{path}?q={sign}&limit=200")
            hits = answer.json().get("items", []) if answer.status_code == 200 else None
            if hits is None or len(hits) > 20:
                wrong.append(f"{path} {sign}: {answer.status_code}")
    return Finding("S14", "signs of LIKE in searches", "found literally", "; ".join(wrong) or "all", not wrong)
