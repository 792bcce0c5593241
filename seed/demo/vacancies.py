"""Vacancies: most drawn from survey lines and requests, some posted without either."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from app.core.reporting_days import day_of
from app.core.text import fold
from app.models import StatusEvent, Vacancy, VacancyCertificate, VacancyShuttle
from app.vocabulary import (
    QUALIFICATION_RANK,
    ExperienceBand,
    ShiftPattern,
    VacancyStatus,
)
from seed.demo.demand import Demand, Wish, pay_offer, pick_trade
from seed.demo.enterprises import Firm
from seed.demo.trades import ASKED_LEVELS, Kind, Trade
from seed.demo.world import HOME_PROVINCE, World

TARGET = 400
SHUTTLE_FROM_WORKERS = 500
SHUTTLE_COMMUNES = 5

EXPERIENCE: dict[Kind, dict[ExperienceBand | None, float]] = {
    Kind.MANUAL: {None: 0.7, ExperienceBand.NONE: 0.3},
    Kind.SKILLED: {None: 0.4, ExperienceBand.NONE: 0.2, ExperienceBand.UNDER_1: 0.25, ExperienceBand.FROM_1_TO_2: 0.15},
    Kind.TECHNICAL: {ExperienceBand.UNDER_1: 0.3, ExperienceBand.FROM_1_TO_2: 0.5, ExperienceBand.FROM_2_TO_5: 0.2},
    Kind.OFFICE: {
        ExperienceBand.NONE: 0.2,
        ExperienceBand.FROM_1_TO_2: 0.5,
        ExperienceBand.FROM_2_TO_5: 0.25,
        ExperienceBand.OVER_5: 0.05,
    },
}
SHIFTS: dict[str, dict[ShiftPattern | None, float]] = {
    "seafood": {ShiftPattern.TWO_SHIFT: 0.5, ShiftPattern.THREE_SHIFT: 0.2, ShiftPattern.DAY: 0.2, None: 0.1},
    "electronics": {ShiftPattern.TWELVE_HOUR: 0.3, ShiftPattern.TWO_SHIFT: 0.5, ShiftPattern.DAY: 0.2},
    "packaging": {ShiftPattern.THREE_SHIFT: 0.5, ShiftPattern.TWO_SHIFT: 0.3, ShiftPattern.DAY: 0.2},
}
USUAL_SHIFTS: dict[ShiftPattern | None, float] = {ShiftPattern.DAY: 0.66, ShiftPattern.TWO_SHIFT: 0.22, None: 0.12}
GUARD_SHIFTS: dict[ShiftPattern | None, float] = {ShiftPattern.NIGHT: 0.5, ShiftPattern.TWELVE_HOUR: 0.5}


@dataclass
class Post:
    """A vacancy with what history needs: its trade, and how many of its openings were ever taken."""

    row: Vacancy
    trade: Trade
    firm: Firm
    taken: int = 0
    pending: int = 0
    last_hire: date | None = None


def make_vacancies(world: World, firms: list[Firm], demand: Demand) -> list[Post]:
    """About 400 posts; a line never gives more openings than it asked for."""
    posts: list[Post] = []
    for wish in demand.wishes:
        # A request that nobody has worked on yet is part of the picture too.
        if wish.request is not None and world.share(0.05):
            continue
        # Each post takes from what is left.
        posts += (_from_wish(world, wish) for _ in range(1 if world.share(0.72) else 2) if wish.left > 0)
    operating = [firm for firm in firms if firm.operating]
    while len(posts) < TARGET:
        posts.append(_posted_alone(world, operating[world.between(0, len(operating) - 1)]))
    return posts


def _from_wish(world: World, wish: Wish) -> Post:
    openings = max(1, round(wish.left * (0.55 + 0.45 * float(world.rng.random()))))
    wish.left -= openings
    day = world.later(day_of(wish.since), 1, 30)
    post = _post(world, wish.firm, wish.trade, openings, world.moment(day, wish.since))
    if wish.line is not None:
        wish.line.openings_taken += openings
        post.row.survey_line_id = wish.line.id
        post.row.title = wish.line.title or post.row.title
        if wish.line.pay_from:
            post.row.pay_from, post.row.pay_to = wish.line.pay_from, wish.line.pay_to
    if wish.request is not None:
        post.row.support_request_id = wish.request.id
    return post


def _posted_alone(world: World, firm: Firm) -> Post:
    created = world.moment(world.day(float(world.rng.random())))
    post = _post(world, firm, pick_trade(world, firm), world.between(1, 12), created)
    if world.share(0.2):
        post.row.status = VacancyStatus.CANCELLED
    return post


def _post(world: World, firm: Firm, trade: Trade, openings: int, created: datetime) -> Post:
    level = world.choose(ASKED_LEVELS[trade.kind])
    rank = None if level is None else QUALIFICATION_RANK[level]
    pay_from, pay_to = pay_offer(world, trade)
    shifts = GUARD_SHIFTS if trade.code == "5414" else SHIFTS.get(firm.line, USUAL_SHIFTS)
    shift = ShiftPattern.DAY if trade.kind is Kind.OFFICE else world.choose(shifts)
    row = Vacancy(
        id=world.new_id(created),
        enterprise_id=firm.row.id,
        title=trade.titles[world.between(0, len(trade.titles) - 1)],
        occupation_code=trade.code,
        openings=openings,
        filled=0,
        status=VacancyStatus.OPEN,
        required_level=level,
        required_rank=rank,
        level_is_hard=bool(rank) and trade.kind in (Kind.TECHNICAL, Kind.OFFICE) and world.share(0.4),
        experience=world.choose(EXPERIENCE[trade.kind]),
        pay_from=pay_from,
        pay_to=pay_to,
        shift_pattern=shift,
        shift_choice=shift is not ShiftPattern.DAY and world.share(0.3),
        zone_code=firm.row.zone_code,
        commune_code=firm.row.commune_code,
        dormitory=firm.workers > SHUTTLE_FROM_WORKERS and world.share(0.4),
        # Young people of 15 to 17 may not do night or hazardous work (Labour Code art. 146, 147).
        minors_allowed=trade.kind is Kind.MANUAL and shift is ShiftPattern.DAY and world.share(0.25),
        starts_on=(day_of(created) + timedelta(days=world.between(5, 40))) if world.share(0.6) else None,
        created_at=created,
        updated_at=created,
    )
    needs_paper = trade.certificate is not None and (trade.kind is not Kind.MANUAL or world.share(0.1))
    row.certificates = [VacancyCertificate(certificate=trade.certificate)] if needs_paper else []
    row.shuttles = _shuttles(world, firm) if firm.workers > SHUTTLE_FROM_WORKERS and world.share(0.6) else []
    return Post(row, trade, firm)


def _shuttles(world: World, firm: Firm) -> list[VacancyShuttle]:
    """Buses serve some of the nearest communes, the workplace's own left out."""
    homes = [commune for commune in world.communes if commune.province_code == HOME_PROVINCE]
    here = next(commune for commune in homes if commune.code == firm.row.commune_code)
    near = sorted(homes, key=lambda commune: (commune.lat - here.lat) ** 2 + (commune.lon - here.lon) ** 2)
    picked = np.sort(world.rng.choice(np.arange(1, 14), SHUTTLE_COMMUNES, replace=False)).tolist()
    return [VacancyShuttle(commune_code=near[place].code) for place in picked]


def settle_vacancies(world: World, posts: list[Post]) -> list[StatusEvent]:
    """After the hires: close what is full and some of the rest, set deadlines, note every change."""
    events: list[StatusEvent] = []
    for post in posts:
        row = post.row
        row.search = fold(row.title)
        full = row.filled == row.openings
        if row.status is VacancyStatus.OPEN and not post.pending and world.share(0.9 if full else 0.15):
            row.status = VacancyStatus.CLOSED
        if row.status is VacancyStatus.OPEN:
            row.deadline = world.today + timedelta(days=world.between(5, 60)) if world.share(0.6) else None
        changed = row.created_at
        events.append(_event(world, post, row.created_at, None))
        if row.status is not VacancyStatus.OPEN:
            start = post.last_hire or day_of(row.created_at)
            changed = world.moment(world.later(start, 1, 30), row.created_at)
            row.deadline = day_of(changed) if world.share(0.5) else None
            events.append(_event(world, post, changed, VacancyStatus.OPEN))
        row.updated_at = changed
    return events


def _event(world: World, post: Post, at: datetime, before: VacancyStatus | None) -> StatusEvent:
    after = VacancyStatus.OPEN if before is None else post.row.status
    return StatusEvent(
        id=world.new_id(at),
        vacancy_id=post.row.id,
        at=at,
        from_status=before and before.value,
        to_status=after.value,
    )
