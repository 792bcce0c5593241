"""What enterprises ask for: one survey round with its answers, requests for support."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

import numpy as np

from app.models import StatusEvent, SupportRequest, Survey, SurveyLine, SurveyRound, SurveyRoundShare, Vacancy
from app.vocabulary import Need, RequestStatus, RoundStatus, VacancyStatus
from seed.demo.enterprises import LINES, Firm
from seed.demo.trades import ASKED_LEVELS, BY_FAMILY, STAFF, Trade
from seed.demo.world import FIRST_DAY, MARK, World

ANSWERS = 120
OUTSIDE_REQUESTS = 15
ROUND_ENDS = date(2026, 12, 15)
ASKS_SUPPORT = 0.7
NEEDS = {Need.RECRUIT: 0.82, Need.TRAIN: 0.11, Need.RETRAIN: 0.07}
LINE_COUNTS = {1: 0.24, 2: 0.28, 3: 0.24, 4: 0.14, 5: 0.10}


@dataclass
class Wish:
    """A line or a request with the trade behind it, which the form itself may name loosely or not at all."""

    firm: Firm
    trade: Trade
    line: SurveyLine | None
    request: SupportRequest | None
    since: datetime
    left: int


@dataclass
class Demand:
    """All demand; ``wishes`` are those that recruit, from which vacancies are made."""

    round: SurveyRound
    surveys: list[Survey] = field(default_factory=list)
    requests: list[SupportRequest] = field(default_factory=list)
    wishes: list[Wish] = field(default_factory=list)
    events: list[StatusEvent] = field(default_factory=list)


def pick_trade(world: World, firm: Firm) -> Trade:
    """A trade that this line of business employs."""
    trades = BY_FAMILY[world.choose(STAFF[firm.line])]
    return world.choose({trade: float(trade.weight) for trade in trades})


def make_demand(world: World, firms: list[Firm]) -> Demand:
    """The round, about 120 answers, one request for each line that asks for support, some requests beside it."""
    demand = _round(world)
    operating = [firm for firm in firms if firm.operating]
    answering = world.rng.permutation(len(operating))
    # Most answer in the weeks after the round opens, some hand theirs in late.
    parts = np.sort(world.rng.beta(1.1, 4.0, ANSWERS)) * 0.9
    for position, part in zip(answering[:ANSWERS].tolist(), parts.tolist(), strict=True):
        answered = max(world.day(part), demand.round.opens_on)
        _answer(world, demand, operating[position], answered)
    for _ in range(OUTSIDE_REQUESTS):
        firm = operating[world.between(0, len(operating) - 1)]
        trade, day = pick_trade(world, firm), world.day(float(world.rng.random()) * 0.9)
        request = _request(world, demand, firm, day, quantity=_quantity(world, firm))
        request.occupation_code, request.title = trade.code, trade.titles[0]
        demand.wishes.append(Wish(firm, trade, None, request, request.created_at, request.quantity))
    return demand


def _round(world: World) -> Demand:
    opens = FIRST_DAY + timedelta(days=11)
    created = world.moment(opens - timedelta(days=5))
    round_ = SurveyRound(
        id=world.new_id(created),
        title=f"Khảo sát nhu cầu lao động năm 2026 {MARK}",
        owner_id=world.organisations["bqlkkt-ag-dtdn"],
        opens_on=opens,
        closes_on=ROUND_ENDS,
        status=RoundStatus.OPEN if world.today <= ROUND_ENDS else RoundStatus.CLOSED,
        created_at=created,
        shares=[SurveyRoundShare(organisation_id=world.organisations["ttdvvl-ag"])],
    )
    demand = Demand(round_)
    steps = [(created, None, "draft"), (world.moment(opens), "draft", "open")]
    if round_.status is RoundStatus.CLOSED:
        steps.append((world.moment(ROUND_ENDS), "open", "closed"))
    demand.events += [
        StatusEvent(id=world.new_id(at), round_id=round_.id, at=at, from_status=before, to_status=after)
        for at, before, after in steps
    ]
    return demand


def _quantity(world: World, firm: Firm) -> int:
    """How many people one line asks for: skewed, larger at larger enterprises."""
    typical = 3 + firm.workers * 0.045
    return int(min(max(1, round(typical * float(np.exp(world.rng.normal(0, 0.8))))), 400))


def _answer(world: World, demand: Demand, firm: Firm, day: date) -> None:
    created = world.moment(day)
    inside = firm.row.zone_code is not None
    survey = Survey(
        id=world.new_id(created),
        round_id=demand.round.id,
        enterprise_id=firm.row.id,
        collected_by_id=world.organisations["bqlkkt-ag-dtdn" if inside else "ttdvvl-ag"] if world.share(0.8) else None,
        answered_on=day,
        created_at=created,
    )
    demand.surveys.append(survey)
    count = world.choose(LINE_COUNTS)
    survey.lines = [_line(world, demand, firm, survey, position) for position in range(1, count + 1)]


def _line(world: World, demand: Demand, firm: Firm, survey: Survey, position: int) -> SurveyLine:
    trade, need = pick_trade(world, firm), world.choose(NEEDS)
    quantity = _quantity(world, firm)
    pay_from, pay_to = pay_offer(world, trade)
    line = SurveyLine(
        id=world.new_id(survey.created_at),
        position=position,
        need=need,
        asks_support=need is Need.RECRUIT and world.share(ASKS_SUPPORT),
        quantity=quantity,
        women=round(quantity * LINES[firm.line].women) if world.share(0.8) else None,
        level=world.choose(ASKED_LEVELS[trade.kind]),
        pay_from=pay_from,
        pay_to=pay_to,
        needed_from=survey.answered_on + timedelta(days=world.between(7, 60)) if world.share(0.7) else None,
        openings_taken=0,
    )
    line.occupation_code, line.title = _named(world, trade)
    if need is not Need.RECRUIT:
        return line
    request = None
    if line.asks_support:
        request = _request(world, demand, firm, survey.answered_on, quantity=quantity, after=survey.created_at)
        request.survey_line_id = line.id
        request.occupation_code, request.title, request.level = line.occupation_code, line.title, line.level
    demand.wishes.append(Wish(firm, trade, line, request, survey.created_at, quantity))
    return line


def _named(world: World, trade: Trade) -> tuple[str | None, str | None]:
    """How the form names the trade: an exact code, the two-digit group of the official form, or words only."""
    title = trade.titles[world.between(0, len(trade.titles) - 1)]
    return world.choose(
        {(trade.code, title): 0.45, (trade.code[:2], title): 0.15, (trade.code[:2], None): 0.12, (None, title): 0.28}
    )


def _request(
    world: World, demand: Demand, firm: Firm, day: date, *, quantity: int, after: datetime | None = None
) -> SupportRequest:
    created = world.moment(day, after)
    request = SupportRequest(
        id=world.new_id(created),
        enterprise_id=firm.row.id,
        received_by_id=world.organisations["bqlkkt-ag-dtdn" if firm.row.zone_code else "ttdvvl-ag"],
        requested_on=day,
        needed_by=day + timedelta(days=world.between(20, 150)) if world.share(0.75) else None,
        quantity=quantity,
        status=RequestStatus.OPEN,
        created_at=created,
    )
    demand.requests.append(request)
    return request


def settle_requests(world: World, demand: Demand, vacancies: Iterable[Vacancy]) -> None:
    """Close requests whose vacancies are all closed, withdraw a few that nobody followed; note every change."""
    open_ones: dict[UUID, bool] = {}
    closed_at: dict[UUID, datetime] = {}
    for row in vacancies:
        if key := row.support_request_id:
            open_ones[key] = open_ones.get(key, False) or row.status is VacancyStatus.OPEN
            closed_at[key] = max(closed_at.get(key, row.updated_at), row.updated_at)
    for request in demand.requests:
        _note(world, demand, request, request.created_at, None)
        if request.id not in open_ones and world.share(0.25):
            request.status = RequestStatus.WITHDRAWN
            day = world.later(request.requested_on, 5, 40)
            _note(world, demand, request, world.moment(day, request.created_at), RequestStatus.OPEN)
        elif request.id in open_ones and not open_ones[request.id]:
            request.status = RequestStatus.CLOSED
            _note(world, demand, request, closed_at[request.id], RequestStatus.OPEN)


def _note(world: World, demand: Demand, request: SupportRequest, at: datetime, before: RequestStatus | None) -> None:
    event = StatusEvent(id=world.new_id(at), support_request_id=request.id, at=at, to_status=request.status.value)
    event.from_status = before and before.value
    demand.events.append(event)


def pay_offer(world: World, trade: Trade) -> tuple[int | None, int | None]:
    """Monthly pay in đồng, from and to; a part of the enterprises will not say."""
    if world.share(0.12):
        return None, None
    low = round(trade.pay * (0.88 + 0.2 * float(world.rng.random())) / 100) * 100_000
    return low, low + world.between(5, 35) * 100_000
