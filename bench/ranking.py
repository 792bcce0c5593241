"""Ranked people for a vacancy: through HTTP, as a use case, as bare engine; beside routes that do next to nothing."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.api.ranking import views
from app.core import clock
from app.core.permissions import Actor
from app.http.responses import fast
from app.infra import db
from app.matching.ranking import RULES, Opening, Pool, Window, rank
from app.messages import Language
from app.models import Account, Referral, Vacancy
from app.schemas.ranking.candidates import CandidateQuery
from app.services.access.account_records import actor_of
from app.services.ranking import candidates
from app.services.ranking.context import RankingContext
from app.services.ranking.opening_cache import OpeningCache
from app.services.ranking.opening_mapper import opening_of
from app.services.ranking.pool_follower import PoolFollower
from app.vocabulary import ACTIVE_REFERRALS, VacancyStatus
from bench import databases
from bench.databases import Kind
from bench.figures import Cell, Report, Table, median, percentile, step, timed
from bench.service import API, Client, Service, running

MS = 1000
PASS_MARK_MS, PASS_MARK_PEOPLE = 100, 20_000
STARTS = 3
EDITS = 20
CONNECTIONS = 8
RANKED, LIVE, ZONES = "candidates", "health/live", "zones"
ENGINE, USE_CASE = "  engine: rank()", "  use case: rank_candidates()"
Times = dict[str, list[float]]


@dataclass(frozen=True)
class InProcess:
    """The same database read in this process: what is left when HTTP, or everything but the engine, is taken away."""

    pool: Pool
    context: RankingContext
    cache: OpeningCache
    load_seconds: float
    actor: Actor
    openings: dict[UUID, tuple[Opening, list[UUID]]]
    limit: int

    def engine(self, vacancy_id: UUID) -> list[str]:
        """Rank with everything in memory; the ids."""
        opening, introduced = self.openings[vacancy_id]
        found = rank(opening, self.pool, Window(self.limit + 1), rules=RULES, today=clock.today(), without=introduced)
        return [str(row.jobseeker_id) for row in found.rows[: self.limit]]

    def use_case(self, vacancy_id: UUID) -> bytes:
        """Vacancy, ranking, names and sentences, as the route does it, to the last byte."""
        with db.reading() as session:
            query = CandidateQuery(limit=self.limit)
            page = candidates.rank_candidates(
                session, self.actor, self.context, self.pool, self.cache, vacancy_id, query, None
            )
            return bytes(fast(views.candidates(page, self.context, Language.VI)).body)


@contextmanager
def in_process(url: str, limit: int) -> Iterator[InProcess]:
    """Read pool and open vacancies into this process."""
    engine = db.make_engine(url)
    db.bind(engine)
    try:
        with db.reading() as session:
            (context, read), seconds = timed(lambda: PoolFollower().context_and_pool(session, RULES, clock.now()))
            account = session.scalars(select(Account).where(Account.username == "canbo")).one()
            terms = (selectinload(Vacancy.certificates), selectinload(Vacancy.shuttles))
            vacancies = session.scalars(select(Vacancy).where(Vacancy.status == VacancyStatus.OPEN).options(*terms))
            openings: dict[UUID, tuple[Opening, list[UUID]]] = {
                vacancy.id: (opening_of(vacancy), []) for vacancy in vacancies
            }
            active = select(Referral.vacancy_id, Referral.jobseeker_id).where(Referral.status.in_(ACTIVE_REFERRALS))
            for vacancy_id, jobseeker_id in session.execute(active):
                if vacancy_id in openings:
                    openings[vacancy_id][1].append(jobseeker_id)
        yield InProcess(read, context, OpeningCache(), seconds, actor_of(account), openings, limit)
    finally:
        engine.dispose()


def measure(people: int, rounds: int, limit: int, starts: int = STARTS) -> Report:
    """Everything on one database and, but for the first requests of ``starts`` of them, in one run of the service."""
    with databases.demo(Kind.SQLITE, people) as url:
        first = []
        with in_process(url, limit) as own:
            ids = list(own.openings)
            for i in range(starts - 1):
                with running(url) as service:
                    first.append(_candidates(service.client(service.sign_in()), ids[i], limit).seconds)
            with running(url) as service:
                token = service.sign_in()
                client = service.client(token)
                first.append(_candidates(client, ids[-1], limit).seconds)
                with step(f"{rounds} rounds on 1 connection, then on {CONNECTIONS}"):
                    one, differing = _interleaved(client, own, ids, rounds)
                    many = _side_by_side(service, token, ids, rounds, limit)
                with step(f"{EDITS} edits by another connection"):
                    edited = _after_edits(client, service.client(token), ids, limit)
                memory = service.peak_mb()
    checks = [
        (f"HTTP and the engine in process name the same people in the same order, {rounds} vacancies", differing == 0)
    ]
    if people <= PASS_MARK_PEOPLE:
        p95 = percentile(one[RANKED], 95) * MS
        checks.append((f"p95 {p95:.1f} ms on 1 connection (pass mark {PASS_MARK_MS} ms)", p95 <= PASS_MARK_MS))
    once = {
        "first request of a service: reads the pool": first,
        "  reading the pool in process": [own.load_seconds],
        "first request after an edit by another connection": edited,
    }
    title = f"Ranking {people:,} people, top {limit}, {len(ids)} vacancies, SQLite"
    return Report(f"{title}; service at most {memory or 0:.0f} MB", [_repeated(one, many), _once(once)], checks)


def _repeated(one: Times, many: Times) -> Table:
    table = Table(["what", "connections", "requests", "p50 ms", "p95 ms", "× health/live"])
    for connections, times in ((1, one), (CONNECTIONS, many)):
        base = median(times[LIVE])
        for name in (name for name in (RANKED, USE_CASE, ENGINE, ZONES, LIVE) if name in times):
            taken = times[name]
            p50, p95 = median(taken), percentile(taken, 95)
            table.rows.append([name, connections, len(taken), p50 * MS, p95 * MS, p50 / base])
    return table


def _once(times: Times) -> Table:
    rows: list[Sequence[Cell]] = [
        [name, len(taken), median(taken) * MS, max(taken) * MS] for name, taken in times.items()
    ]
    return Table(["what", "times", "median ms", "largest ms"], rows)


def _candidates(client: Client, vacancy_id: UUID, limit: int) -> Any:
    answer = client.get(f"{API}/vacancies/{vacancy_id}/candidates?limit={limit}")
    answer.json()
    return answer


def _interleaved(client: Client, own: InProcess, ids: list[UUID], rounds: int) -> tuple[Times, int]:
    """One of each a round, in turning order, so that a slow moment of the machine falls on all of them."""
    times: Times = defaultdict(list)
    differing = 0
    for i in range(-10, rounds):
        vacancy_id = ids[i % len(ids)]
        found: dict[str, list[str]] = {}

        def ranked(vacancy_id: UUID = vacancy_id, found: dict[str, list[str]] = found) -> float:
            answer = _candidates(client, vacancy_id, own.limit)
            found[RANKED] = [item["jobseeker_id"] for item in answer.json()["items"]]
            return float(answer.seconds)

        def engine(vacancy_id: UUID = vacancy_id, found: dict[str, list[str]] = found) -> float:
            found[ENGINE], seconds = timed(lambda: own.engine(vacancy_id))
            return seconds

        def use_case(vacancy_id: UUID = vacancy_id) -> float:
            return timed(lambda: own.use_case(vacancy_id))[1]

        works: list[tuple[str, Callable[[], float]]] = [
            (RANKED, ranked),
            (LIVE, lambda: client.get("/health/live").seconds),
            (ENGINE, engine),
            (ZONES, lambda: client.get(f"{API}/zones").seconds),
            (USE_CASE, use_case),
        ]
        for k in range(len(works)):
            name, work = works[(i + k) % len(works)]
            seconds = work()
            if i >= 0:  # The ones before are the warm-up.
                times[name].append(seconds)
        differing += found[RANKED] != found[ENGINE]
    return times, differing


def _side_by_side(service: Service, token: str, ids: list[UUID], rounds: int, limit: int) -> Times:
    """Many connections at once, each with the controls between its rankings."""
    times: Times = defaultdict(list)

    def work(number: int) -> None:
        client = service.client(token)
        for i in range(number, rounds, CONNECTIONS):
            times[RANKED].append(_candidates(client, ids[i % len(ids)], limit).seconds)
            times[LIVE].append(client.get("/health/live").seconds)
            times[ZONES].append(client.get(f"{API}/zones").seconds)

    with ThreadPoolExecutor(CONNECTIONS) as threads:
        list(threads.map(work, range(CONNECTIONS)))
    return times


def _after_edits(reader: Client, writer: Client, ids: list[UUID], limit: int) -> list[float]:
    people = reader.get(f"{API}/jobseekers?limit={EDITS}").json()["items"]
    seconds = []
    for i, person in enumerate(people):
        writer.change(f"{API}/jobseekers/{person['id']}", {"pay_wish": 7_000_000 + i * 100_000}).json()
        seconds.append(_candidates(reader, ids[i % len(ids)], limit).seconds)
    return seconds
