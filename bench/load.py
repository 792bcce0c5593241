"""Many clients on few threads, reading and writing at once: does anybody get an error, does the service keep pace?"""

import itertools
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException

from app.core import clock
from bench import databases
from bench.databases import Kind
from bench.figures import Report, Table, median, percentile, step
from bench.service import API, Answer, Client, Service, running

CONTROL_CLIENTS = 8
SLICES = 3
SILENCE = 4
PEOPLE = 20_000
PLAN = "ag-bqlkkt-2026"
# Name and share of the requests, in percent.
MIX = {"candidates": 35, "lists": 25, "progress": 10, "vacancies of a person": 5, "register": 15, "introduce": 10}
LISTS = ("zones", "vacancies?limit=20", "jobseekers?limit=20", "referrals?limit=20", "enterprises?limit=20")
GOOD = {"register": 201, "introduce": 201}
# What is asked about a person whom the same client has registered; so each client makes at least two requests.
OF_SOMEBODY = ("introduce", "vacancies of a person")
FIRST = 2


@dataclass
class Outcome:
    """What the clients of one slice, or of several, saw."""

    seconds: float = 0.0
    times: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in MIX})
    errors: Counter[str] = field(default_factory=Counter)
    answered: list[float] = field(default_factory=list)
    per_client: Counter[int] = field(default_factory=Counter)

    @property
    def all_times(self) -> list[float]:
        """Seconds of each request."""
        return [seconds for times in self.times.values() for seconds in times]

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.all_times) / self.seconds

    def longest_silence(self) -> float:
        """The longest time in which no client at all had an answer."""
        moments = [0.0, *sorted(self.answered), self.seconds]
        return max(after - before for before, after in itertools.pairwise(moments))

    def add(self, other: "Outcome") -> None:
        """Take in another slice."""
        self.answered += [self.seconds + moment for moment in other.answered]
        self.seconds += other.seconds
        self.errors += other.errors
        self.per_client += other.per_client
        for name, times in other.times.items():
            self.times[name] += times


class Visitor:
    """One client: what it asks for next depends on its number alone."""

    def __init__(self, client: Client, number: int, vacancies: list[str]) -> None:
        self._client = client
        self._random = random.Random(number)
        self._vacancies = vacancies
        self._registered: list[str] = []
        # Whatever chance says later, a crowd has made each kind of request once it has made its first ones.
        wanted = list(MIX)[number % len(MIX)]
        self._first = ["register", wanted] if wanted in OF_SOMEBODY else [wanted]
        self._actions: dict[str, Callable[[], Answer]] = {
            "candidates": lambda: self._client.get(f"{API}/vacancies/{self._vacancy()}/candidates?limit=20"),
            "lists": lambda: self._client.get(f"{API}/{self._random.choice(LISTS)}"),
            "progress": lambda: self._client.get(f"{API}/plans/{PLAN}/progress"),
            "vacancies of a person": lambda: self._client.get(f"{API}/jobseekers/{self._registered[-1]}/vacancies"),
            "register": self._register,
            "introduce": self._introduce,
        }

    def next(self) -> tuple[str, Answer]:
        """One request."""
        (name,) = [self._first.pop(0)] if self._first else self._random.choices(list(MIX), list(MIX.values()))
        if name in OF_SOMEBODY and not self._registered:
            name = "register"
        return name, self._actions[name]()

    def _vacancy(self) -> str:
        return self._random.choice(self._vacancies)

    def _register(self) -> Answer:
        answer = self._client.send("POST", f"{API}/jobseekers", new_person(self._random))
        if answer.status == 201:
            self._registered.append(answer.json(201)["id"])
        return answer

    def _introduce(self) -> Answer:
        # Each person once, so that no answer is a rightful 409.
        body = {"vacancy_id": self._vacancy(), "jobseeker_id": self._registered.pop()}
        return self._client.send("POST", f"{API}/referrals", body)


def new_person(chance: random.Random) -> dict[str, object]:
    """Somebody to register, who passes every gate of law and fact."""
    return {
        "commune_code": "30463",
        "max_travel_km": chance.choice([None, 10, 20, 40]),
        "pay_wish": chance.randrange(60, 120) * 100_000,
        "identity": {"full_name": f"Nguyễn Thị Đo {chance.randrange(10**6)}", "birth_date": "1995-05-17"},
        "trades": [{"title": "Công nhân may", "occupation_code": "8153", "experience_months": chance.randrange(60)}],
        "matching_consent": True,
        "consent_on": clock.today().isoformat(),
        "employment_status": "seeking",
    }


def open_vacancies(client: Client) -> list[str]:
    """Open vacancies with openings left that ask no certificate."""
    found, cursor = [], ""
    while cursor is not None:
        page = client.get(f"{API}/vacancies?status=open&limit=200" + (f"&cursor={cursor}" if cursor else "")).json()
        found += [row["id"] for row in page["items"] if row["openings_left"]]
        cursor = page["next_cursor"]
    details = (client.get(f"{API}/vacancies/{one}").json() for one in found)
    return [row["id"] for row in details if not row["certificates"]]


def run(service: Service, token: str, vacancies: list[str], *, clients: int, seconds: float, seed: int = 0) -> Outcome:
    """So many clients, each sending its next request when it has the last answer, for so long, and ``FIRST`` each."""
    outcome, lock, stop = Outcome(), threading.Lock(), threading.Event()
    start = time.perf_counter()

    def work(number: int) -> None:
        visitor = Visitor(service.client(token), seed * 1000 + number, vacancies)
        for asked in itertools.count():
            if stop.is_set() and asked >= FIRST:
                return
            name, status, taken = "connection", "", 0.0
            try:
                name, answer = visitor.next()
                status, taken = str(answer.status), answer.seconds
                good = answer.status == GOOD.get(name, 200)
            except (OSError, HTTPException) as error:
                status, good = type(error).__name__, False
            with lock:
                outcome.per_client[number] += good
                if good:
                    outcome.times[name].append(taken)
                    outcome.answered.append(time.perf_counter() - start)
                else:
                    outcome.errors[f"{name}: {status}"] += 1
            if name == "connection":
                return

    threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    try:
        for thread in threads:
            thread.start()
        stop.wait(seconds)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    outcome.seconds = time.perf_counter() - start
    return outcome


def measure(kind: Kind, clients: int, threads: int, seconds: float) -> Report:
    """On each database few and many clients by turns."""
    table = Table(
        ["database", "clients", "seconds", "requests", "errors", "p50 ms", "p99 ms", "requests/s", "silence s"]
    )
    routes = Table(["database", "request", "clients", "requests", "p50 ms", "p99 ms"])
    checks = []
    for database in kind.each():
        with databases.demo(database, PEOPLE) as url, running(url, threads=threads) as service:
            token = service.sign_in()
            client = service.client(token)
            vacancies = open_vacancies(client)
            before = _registered(client)
            few, many = Outcome(), Outcome()
            with step(f"{database.value}: {CONTROL_CLIENTS} and {clients} clients by turns, {seconds:.0f} s each"):
                run(service, token, vacancies, clients=CONTROL_CLIENTS, seconds=1, seed=99)
                before = _registered(client)
                for turn in range(SLICES):
                    part = seconds / SLICES
                    few.add(run(service, token, vacancies, clients=CONTROL_CLIENTS, seconds=part, seed=2 * turn))
                    many.add(run(service, token, vacancies, clients=clients, seconds=part, seed=2 * turn + 1))
            stored = _registered(client) - before
        for count, seen in ((CONTROL_CLIENTS, few), (clients, many)):
            table.rows.append(_row(database, count, seen))
            for name, times in seen.times.items():
                figures = [len(times), median(times) * 1000, percentile(times, 99) * 1000]
                routes.rows.append([database.value, name, count, *figures])
        checks += _checks(database, clients, few, many, stored)
    title = f"{clients} clients on {threads} threads, {PEOPLE:,} people"
    return Report(title, [table, routes], checks)


def _row(database: Kind, clients: int, seen: Outcome) -> list[str | int | float]:
    times, errors = seen.all_times, seen.errors.total()
    p50, p99 = median(times) * 1000, percentile(times, 99) * 1000
    silence = seen.longest_silence()
    return [database.value, clients, seen.seconds, len(times), errors, p50, p99, seen.per_second, silence]


def _checks(database: Kind, clients: int, few: Outcome, many: Outcome, stored: int) -> list[tuple[str, bool]]:
    errors = few.errors + many.errors
    share = many.per_second / few.per_second
    registered = len(few.times["register"]) + len(many.times["register"])
    name = database.value
    silence = many.longest_silence()
    return [
        (f"{name}: errors {errors.total()} {dict(errors) or ''}".rstrip(), not errors),
        (f"{name}: {share:.0%} of the requests/s of {CONTROL_CLIENTS} clients (at least 50 %)", share >= 0.5),
        (f"{name}: {registered} people registered, {stored} stored", registered == stored),
        (f"{name}: each of the {clients} clients had answers", len(+many.per_client) == clients),
        (f"{name}: nobody had an answer for {silence:.1f} s at most (at most {SILENCE} s)", silence <= SILENCE),
    ]


def _registered(client: Client) -> int:
    total: int = client.get(f"{API}/jobseekers?limit=1&total=true").json()["total"]
    return total
