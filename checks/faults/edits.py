"""R5: no update is lost among many editors of few records."""

import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from app.core.clock import today
from app.infra import db
from app.models import LabourUse, Vacancy
from checks.faults.checks import Check, Outcome
from checks.faults.world import V1, world
from tests.support import factories

EDITORS, RECORDS = 8, 4


def no_lost_update(kind: str, full: bool) -> Outcome:
    """Each edit reads a number and writes one more; some leave the version out, some name a wrong one.

    The records are of two kinds, so that the edits are mixed.
    """
    edits = 1000 if full else 200
    with world(kind) as place:
        with place.rows():
            firms = [factories.enterprise() for _ in range(RECORDS // 2)]
            vacancies = [factories.vacancy(firm.id, openings=1).id for firm in firms]
            headcounts = [factories.headcount(firm.id, today(), 1).id for firm in firms]
        records = [(f"{V1}/vacancies/{one}", "openings") for one in vacancies]
        records += [(f"{V1}/labour-use/{one}", "headcount") for one in headcounts]
        caller, guard = place.caller(), threading.Lock()
        statuses, accepted, left = Counter[int](), Counter[str](), iter(range(edits))

        def edit(editor: int) -> None:
            chance = random.Random(editor)
            while True:
                with guard:
                    if next(left, None) is None:
                        return
                path, name = chance.choice(records)
                status = 0
                while status != 200:
                    read = caller.ask("GET", path)
                    body = {name: read.json()[name] + 1}
                    version = {"If_Match": read.headers["etag"]} if chance.random() > 0.05 else {}
                    status = caller.ask("PATCH", path, body, **version).status
                    with guard:
                        statuses[status] += 1
                with guard:
                    accepted[path] += 1

        with ThreadPoolExecutor(EDITORS) as editors:
            list(editors.map(edit, range(EDITORS)))
        with place.rows(), db.reading() as session:
            stands = {f"{V1}/vacancies/{one}": session.get_one(Vacancy, one).openings for one in vacancies}
            stands |= {f"{V1}/labour-use/{one}": session.get_one(LabourUse, one).headcount for one in headcounts}
    lost = sum(1 + accepted[path] - value for path, value in stands.items())
    answers = ", ".join(f"{count} × {status}" for status, count in sorted(statuses.items()))
    figures = f"{accepted.total()} edits by {EDITORS} editors on {RECORDS} records: {lost} lost ({answers})"
    return Outcome(figures, lost == 0 and accepted.total() == edits and statuses.keys() <= {200, 412, 428})


CHECKS = [Check("R5", "0 lost updates, stale 412, without If-Match 428", no_lost_update)]
