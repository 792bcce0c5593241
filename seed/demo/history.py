"""A year of introductions and hires, played day by day so that no rule of the service is broken.

Nobody is introduced while they hold a job or wait for an answer, nobody under 18 or without consent or the paper
the vacancy asks for; no vacancy takes more people than it has openings.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

import numpy as np

from app.core.reporting_days import day_of
from app.models import Account, EmploymentStatusEntry, Placement, Referral, StatusEvent
from app.vocabulary import (
    Availability,
    Certificate,
    EmploymentStatus,
    PlacementStatus,
    ReferralStatus,
    StatusSource,
    VacancyStatus,
)
from seed.demo.bulk import Integers
from seed.demo.people import DAY_MS, YEAR_DAYS, Population, epoch_day
from seed.demo.trades import BY_FAMILY, TRADES, Kind
from seed.demo.vacancies import Post
from seed.demo.world import FIRST_DAY, HOME_PROVINCE, World

MOST_REFERRALS = 2_700
PEOPLE_PER_REFERRAL = 4
"""Small demonstrations get fewer introductions, or everybody would be placed."""

DIRECT_SHARE = 0.048
TRIES = 20
ANSWERED_AFTER_DAYS = 35
FOREVER = date.max

OUTCOMES = {
    ReferralStatus.HIRED: 0.55,
    ReferralStatus.DECLINED: 0.26,
    ReferralStatus.WITHDRAWN: 0.13,
    ReferralStatus.INTERVIEW: 0.06,
}
FATES = {
    PlacementStatus.CONFIRMED: 0.58,
    PlacementStatus.REPORTED: 0.24,
    PlacementStatus.ENDED: 0.14,
    PlacementStatus.CANCELLED: 0.04,
}
REASONS = {
    ReferralStatus.DECLINED: ("Doanh nghiệp chọn người khác", "Chưa đạt yêu cầu tay nghề", "Không đến phỏng vấn"),
    ReferralStatus.WITHDRAWN: ("Người lao động đã có việc khác", "Đường đi xa", "Lương chưa phù hợp"),
}


@dataclass
class History:
    """Everything that happened; ``placed`` are the positions of people who hold a job at the end."""

    referrals: list[Referral] = field(default_factory=list)
    placements: list[Placement] = field(default_factory=list)
    statuses: list[EmploymentStatusEntry] = field(default_factory=list)
    events: list[StatusEvent] = field(default_factory=list)
    placed: set[int] = field(default_factory=set)


class Storyteller:
    """Plays the year over one population and one set of vacancies."""

    def __init__(
        self, world: World, people: Population, ids: list[str], posts: list[Post], accounts: dict[str, Account]
    ) -> None:
        self._world, self._people, self._ids, self._accounts = world, people, ids, accounts
        self._posts = [post for post in posts if post.row.status is VacancyStatus.OPEN]
        self._created = np.array([epoch_day(day_of(post.row.created_at)) for post in self._posts])
        self._openings = np.array([float(post.row.openings) for post in self._posts])
        self._busy_until: dict[int, date] = {}
        self._pools = self._find_pools()
        self.history = History()

    def _find_pools(self) -> dict[str, Integers]:
        """Positions of people at home who may be introduced, by family of trades, in order of registration."""
        people, world = self._people, self._world
        home = np.array([commune.province_code == HOME_PROVINCE for commune in world.communes])
        fit = people.consent & ~people.paused & home[people.commune]
        family = np.array([list(BY_FAMILY).index(trade.family) for trade in TRADES])[people.first.trade]
        return {name: np.flatnonzero(fit & (family == number)) for number, name in enumerate(BY_FAMILY)}

    def tell(self) -> History:
        """Introductions and hires in the order of their days."""
        count = min(MOST_REFERRALS, max(1, len(self._people) // PEOPLE_PER_REFERRAL))
        days = np.sort(self._world.rng.beta(1.5, 1.1, count))
        for part in days.tolist():
            day = self._world.day(max(part, 0.05))
            post = self._pick_post(day)
            person = None if post is None else self._pick_person(post, day)
            if post is None or person is None:
                continue
            if self._world.share(DIRECT_SHARE):
                self._hire(post, person, day, None)
            else:
                self._introduce(post, person, day)
        current = Counter(
            row.vacancy_id for row in self.history.placements if row.status is not PlacementStatus.CANCELLED
        )
        for post in self._posts:
            post.row.filled = current[post.row.id]
        return self.history

    def _pick_post(self, day: date) -> Post | None:
        free = np.array([post.row.openings - post.taken - post.pending > 0 for post in self._posts])
        weights = np.where(free & (self._created < epoch_day(day)), self._openings, 0.0)
        if weights.sum() == 0:
            return None
        return self._posts[int(self._world.rng.choice(len(weights), p=weights / weights.sum()))]

    def _pick_person(self, post: Post, day: date) -> int | None:
        manual = post.trade.kind in (Kind.MANUAL, Kind.SKILLED) and not post.row.certificates
        family = "labour" if manual and self._world.share(0.3) else post.trade.family
        pool = self._pools[family]
        known = int(np.searchsorted(self._people.registered_ms[pool], epoch_day(day) * DAY_MS))
        for _ in range(TRIES if known else 0):
            person = int(pool[self._world.between(0, known - 1)])
            if self._may_go(person, post, day):
                return person
        return None

    def _may_go(self, person: int, post: Post, day: date) -> bool:
        if self._busy_until.get(person, FIRST_DAY) >= day:
            return False
        if epoch_day(day) - int(self._people.birth_day[person]) < 18 * YEAR_DAYS + 1:
            return False
        needed: set[Certificate] = {row.certificate for row in post.row.certificates}
        trade = TRADES[int(self._people.first.trade[person])]
        return not needed or (trade.certificate in needed and bool(self._people.licensed[person]))

    def _introduce(self, post: Post, person: int, day: date) -> None:
        world, at = self._world, self._world.moment(day)
        account = self._accounts["banquanly" if post.row.zone_code and world.share(0.3) else "canbo"]
        outcome = world.choose(OUTCOMES)
        if (world.today - day).days < ANSWERED_AFTER_DAYS and world.share(0.7):
            outcome = ReferralStatus.INTRODUCED if world.share(0.6) else ReferralStatus.INTERVIEW
        referral = Referral(
            id=world.new_id(at),
            vacancy_id=post.row.id,
            jobseeker_id=UUID(self._ids[person]),
            introduced_by_id=account.organisation_id,
            account_id=account.id,
            introduced_at=at,
            status=outcome,
            score=self._score(post, person),
            rules_version="demo",
            parts=[],
            gates_failed=[],
        )
        self.history.referrals.append(referral)
        decided = self._referral_events(referral, account, day)
        if outcome is ReferralStatus.HIRED:
            self._hire(post, person, day_of(decided), referral, decided)
        elif outcome in REASONS:
            self._busy_until[person] = day_of(decided)
        else:
            self._busy_until[person] = FOREVER
            post.pending += 1

    def _score(self, post: Post, person: int) -> int:
        """Hundredths of a point; plausible, not computed: the engine is not asked about the past."""
        same = TRADES[int(self._people.first.trade[person])].code == post.trade.code
        return int(np.clip(self._world.rng.normal(8200 if same else 6200, 700), 3500, 9900))

    def _referral_events(self, referral: Referral, account: Account, day: date) -> datetime:
        """The steps of one introduction; returns the instant of the last."""
        world, at, status = self._world, referral.introduced_at, ReferralStatus.INTRODUCED
        self._note(at, None, status.value, account, referral_id=referral.id)
        middle = referral.status is not ReferralStatus.WITHDRAWN and world.share(0.55)
        steps = [ReferralStatus.INTERVIEW] if middle and referral.status is not ReferralStatus.INTRODUCED else []
        for step in dict.fromkeys([*steps, referral.status]):
            if step is status:
                continue
            day = world.later(day, 2, 9)
            at = world.moment(day, at)
            reasons = REASONS.get(step)
            reason = reasons[world.between(0, len(reasons) - 1)] if reasons else None
            self._note(at, status.value, step.value, account, reason=reason, referral_id=referral.id)
            status = step
        return at

    def _hire(
        self, post: Post, person: int, hired: date, referral: Referral | None, after: datetime | None = None
    ) -> None:
        world, row = self._world, post.row
        reported = world.moment(world.later(hired, 0, 4), after)
        placement = Placement(
            id=world.new_id(reported),
            referral_id=referral and referral.id,
            vacancy_id=row.id,
            jobseeker_id=UUID(self._ids[person]),
            enterprise_id=row.enterprise_id,
            zone_code=row.zone_code,
            support_request_id=row.support_request_id,
            introduced_by_id=referral and referral.introduced_by_id,
            hired_on=hired,
            starts_on=world.later(hired, 0, 7),
            status=PlacementStatus.REPORTED,
            reported_at=reported,
        )
        self.history.placements.append(placement)
        post.last_hire = max(post.last_hire or hired, world.later(hired, 4, 4))
        self._live(post, person, placement)

    def _live(self, post: Post, person: int, placement: Placement) -> None:
        """What became of the job, and what that means for the person."""
        world, fate = self._world, self._world.choose(FATES)
        if fate is PlacementStatus.ENDED and world.today - placement.starts_on < timedelta(days=20):
            fate = PlacementStatus.REPORTED
        at, day = placement.reported_at, placement.starts_on
        self._placement_note(placement, at, None)
        self._person_note(placement, at, Availability.AVAILABLE, Availability.PLACED)
        if fate is PlacementStatus.CANCELLED:
            placement.status = fate
            at = world.moment(world.later(day, 1, 10), at)
            self._placement_note(placement, at, PlacementStatus.REPORTED, "Ghi nhầm người")
            self._person_note(placement, at, Availability.PLACED, Availability.AVAILABLE)
            self._busy_until[person] = day_of(at)
            return
        post.taken += 1
        self._status(placement, EmploymentStatus.WORKING, placement.starts_on, placement.reported_at)
        if fate is PlacementStatus.CONFIRMED or (fate is PlacementStatus.ENDED and world.share(0.6)):
            placement.status, placement.confirmed_on = PlacementStatus.CONFIRMED, world.later(day, 3, 30)
            at = world.moment(placement.confirmed_on, at)
            self._placement_note(placement, at, PlacementStatus.REPORTED)
        if fate is not PlacementStatus.ENDED:
            self._busy_until[person] = FOREVER
            self.history.placed.add(person)
            return
        self._end(placement, at)
        self._busy_until[person] = world.later(day_of(at), 40, 130)

    def _end(self, placement: Placement, after: datetime) -> None:
        world, before = self._world, placement.status
        left = max(world.later(placement.starts_on, 15, 150), placement.confirmed_on or placement.starts_on)
        placement.status, placement.ended_on = PlacementStatus.ENDED, left
        at = world.moment(left, after)
        self._placement_note(placement, at, before, "Xin nghỉ việc")
        self._person_note(placement, at, Availability.PLACED, Availability.AVAILABLE)
        self._status(placement, EmploymentStatus.OUT_OF_WORK, left, at)

    def _placement_note(
        self, placement: Placement, at: datetime, before: PlacementStatus | None, reason: str | None = None
    ) -> None:
        status = placement.status.value
        self._note(at, before and before.value, status, self._accounts["canbo"], reason, placement_id=placement.id)

    def _person_note(self, placement: Placement, at: datetime, before: Availability, after: Availability) -> None:
        self._note(at, before.value, after.value, self._accounts["canbo"], jobseeker_id=placement.jobseeker_id)

    def _note(
        self,
        at: datetime,
        before: str | None,
        after: str,
        account: Account,
        reason: str | None = None,
        **subject: UUID,
    ) -> None:
        key = self._world.new_id(at)
        row = StatusEvent(id=key, at=at, account_id=account.id, from_status=before, to_status=after, reason=reason)
        for name, value in subject.items():
            setattr(row, name, value)
        self.history.events.append(row)

    def _status(self, placement: Placement, status: EmploymentStatus, day: date, at: datetime) -> None:
        self.history.statuses.append(
            EmploymentStatusEntry(
                id=self._world.new_id(at),
                jobseeker_id=placement.jobseeker_id,
                status=status,
                from_on=day,
                source=StatusSource.PLACEMENT,
                recorded_at=at,
            )
        )
