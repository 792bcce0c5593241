"""Many clerks hire different people into the last openings of one vacancy at the same moment."""

import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException

from app.core import clock
from bench import databases
from bench.databases import Kind
from bench.figures import Report, Table, step
from bench.load import new_person
from bench.service import API, Client, Service, running

PEOPLE = 2_000


def measure(kind: Kind, threads: int, openings: int, rounds: int) -> Report:
    """On each database so many rounds, each with a vacancy and people of its own."""
    table = Table(["database", "round", "hired", "409 no opening left", "other", "openings left"])
    checks = []
    expected = min(threads, openings)
    for database in kind.each():
        good = 0
        with databases.demo(database, PEOPLE) as url, running(url) as service:
            token = service.sign_in()
            with step(f"{database.value}: {rounds} rounds of {threads} clients"):
                for number in range(1, rounds + 1):
                    outcomes, left = one_round(service, token, threads, openings, seed=number)
                    hired, refused = outcomes["201"], outcomes["409 no_opening_left"]
                    other = outcomes.total() - hired - refused
                    table.rows.append([database.value, number, hired, refused, other, left])
                    good += (hired, refused, left) == (expected, threads - expected, openings - expected)
        rule = f"{expected} / {threads - expected} / 0"
        checks.append((f"{database.value}: {rule} in {good} of {rounds} rounds", good == rounds))
    return Report(f"{threads} clients hire into {openings} openings at once", [table], checks)


def one_round(service: Service, token: str, clients: int, openings: int, *, seed: int) -> tuple[Counter[str], int]:
    """Statuses of the answers, with the code of a 409, and the openings left afterwards."""
    clerk = service.client(token)
    vacancy_id = _vacancy(clerk, openings)
    chance = random.Random(seed)
    referrals = [_introduced(clerk, vacancy_id, chance) for _ in range(clients)]
    together = threading.Barrier(clients)

    def hire(referral_id: str) -> str:
        client = service.client(token)
        client.get("/health/live")  # Connected before the signal.
        together.wait(60)
        body = {"referral_id": referral_id, "hired_on": clock.today().isoformat()}
        try:
            answer = client.send("POST", f"{API}/placements", body)
        except (OSError, HTTPException) as error:
            return type(error).__name__
        return f"409 {answer.json(409)['code']}" if answer.status == 409 else str(answer.status)

    with ThreadPoolExecutor(clients) as pool:
        outcomes = Counter(pool.map(hire, referrals))
    left: int = clerk.get(f"{API}/vacancies/{vacancy_id}").json()["openings_left"]
    return outcomes, left


def _vacancy(clerk: Client, openings: int) -> str:
    enterprises = clerk.get(f"{API}/enterprises?limit=200").json()["items"]
    enterprise_id = next(row["id"] for row in enterprises if row["stage"] == "operating")
    body = {"enterprise_id": enterprise_id, "title": "Công nhân may", "occupation_code": "8153", "openings": openings}
    created: str = clerk.send("POST", f"{API}/vacancies", body).json(201)["id"]
    return created


def _introduced(clerk: Client, vacancy_id: str, chance: random.Random) -> str:
    person = clerk.send("POST", f"{API}/jobseekers", new_person(chance)).json(201)["id"]
    body = {"vacancy_id": vacancy_id, "jobseeker_id": person}
    referral: str = clerk.send("POST", f"{API}/referrals", body).json(201)["id"]
    return referral
