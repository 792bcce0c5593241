"""Made-up records for a demonstration: the same seed and day give the same records.

Nothing here is about a real person or enterprise; see ``people`` and ``enterprises`` for how that shows.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.infra import db
from app.models import Base, Jobseeker, PoolChange
from app.security.field_encryption import Vault
from seed.demo import bulk
from seed.demo.accounts import ENTERPRISE_USER, give_enterprise, make_accounts
from seed.demo.consents import disclosures
from seed.demo.demand import make_demand, settle_requests
from seed.demo.enterprises import make_firms, make_headcounts, sample_cluster
from seed.demo.history import Storyteller
from seed.demo.people import draw_people
from seed.demo.people_rows import PeopleWriter
from seed.demo.vacancies import make_vacancies, settle_vacancies
from seed.demo.world import World
from seed.reference import load_reference

__all__ = ["AlreadySeeded", "DemoSummary", "load_demo"]

Progress = Callable[[str, int, int], None]


class AlreadySeeded(RuntimeError):
    """The database holds jobseekers already; made-up ones must not be mixed in among them."""


@dataclass(frozen=True)
class DemoSummary:
    """How many of each were written."""

    people: int
    enterprises: int
    surveys: int
    support_requests: int
    vacancies: int
    openings: int
    headcounts: int
    referrals: int
    placements: int
    accounts: tuple[str, ...]


def load_demo(
    *,
    people: int,
    today: date,
    now: datetime,
    hash_password: Callable[[str], str],
    password: str,
    vault: Vault,
    seed: int = 2026,
    progress: Progress | None = None,
) -> DemoSummary:
    """Load the reference lists and fill an empty database, all in one transaction: it is there whole or not at all.

    Raises ``AlreadySeeded`` when there are jobseekers, ``ValueError`` for a number of people outside 1 to 1,000,000
    or a ``today`` before the end of March 2026.
    """
    with db.transaction() as session:
        if session.scalar(select(Jobseeker.id).limit(1)) is not None:
            raise AlreadySeeded("the database holds jobseekers already; start from an empty one")
        load_reference(session, now)
        session.flush()
        world = World(session, np.random.default_rng(seed), today, now)
        summary = _fill(session, world, people, (hash_password, password), vault, progress or (lambda *_: None))
        session.add(PoolChange(transaction_id=_transaction_id(session), jobseeker_id=None))
    return summary


def _fill(
    session: Session,
    world: World,
    count: int,
    secret: tuple[Callable[[str], str], str],
    vault: Vault,
    progress: Progress,
) -> DemoSummary:
    accounts = make_accounts(world, *secret)
    cluster, firms = sample_cluster(world), make_firms(world)
    demand = make_demand(world, firms)
    headcounts = make_headcounts(world, firms, {survey.enterprise_id: survey for survey in demand.surveys})
    posts = make_vacancies(world, firms, demand)
    population = draw_people(world, count)
    ids = bulk.ids(world.rng, population.registered_ms)
    history = Storyteller(world, population, ids, posts, accounts).tell()
    vacancy_events = settle_vacancies(world, posts)
    settle_requests(world, demand, [post.row for post in posts])
    give_enterprise(accounts[ENTERPRISE_USER], posts)

    _add(session, [cluster], (firm.row for firm in firms), accounts.values(), [demand.round])
    _add(session, demand.surveys, demand.requests, headcounts, (post.row for post in posts))
    bulk.prepare(session)
    writer = PeopleWriter(world, population, ids, history.placed, vault)
    writer.write(session, lambda done: progress("people", done, count))
    bulk.finish(session)
    _add(session, history.referrals, history.placements, history.statuses)
    _add(session, disclosures(world, history.referrals, history.placements))
    _add(session, demand.events + vacancy_events + history.events)
    progress("history", len(history.referrals), len(history.referrals))
    return DemoSummary(
        people=count,
        enterprises=len(firms),
        surveys=len(demand.surveys),
        support_requests=len(demand.requests),
        vacancies=len(posts),
        openings=sum(post.row.openings for post in posts),
        headcounts=len(headcounts),
        referrals=len(history.referrals),
        placements=len(history.placements),
        accounts=tuple(accounts),
    )


def _add(session: Session, *groups: Iterable[Base]) -> None:
    # One flush per group: rows that others point to by bare key must be there first.
    for group in groups:
        session.add_all(group)
        session.flush()


def _transaction_id(session: Session) -> int:
    """Who wrote, for readers that follow changes; SQLite has one writer at a time and needs no such id."""
    if session.get_bind().dialect.name == "sqlite":
        return 0
    return int(session.scalar(text("SELECT pg_current_xact_id()::text::bigint")) or 0)
