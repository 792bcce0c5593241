"""Turns the drawn people into rows and writes them, some tens of thousands at a time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from sqlalchemy.orm import Session

from app.models import (
    Consent,
    EmploymentStatusEntry,
    Jobseeker,
    JobseekerCertificate,
    JobseekerIdentity,
    JobseekerPriorityGroup,
    JobseekerTrade,
)
from app.security.field_encryption import Vault
from app.vocabulary import Availability, Certificate, EmploymentStatus, Sex, StatusSource
from seed.demo import bulk, consents
from seed.demo.bulk import Cell, Flags, Integers
from seed.demo.names import NameBook
from seed.demo.people import (
    LEVEL_CODES,
    NOT_SAID,
    TRADE_GRADES,
    Population,
    Skill,
    epoch_day,
)
from seed.demo.priorities import draw_groups
from seed.demo.trades import TRADES, Kind
from seed.demo.world import World

CHUNK = 50_000

JOBSEEKER = (
    "id registered_by_id registered_at commune_code max_travel_km would_move would_live_in_dormitory refuses_evening "
    "refuses_night refuses_rotating pay_wish ready_from last_heard_on availability matching_consent consent_on"
).split()
IDENTITY = (
    "jobseeker_id full_name search birth_date sex "
    "citizen_id_sealed citizen_id_index phone_sealed phone_index address_sealed"
).split()
TRADE = "jobseeker_id position title occupation_code level skill_grade trade_grade skill_rank experience_months".split()
STATUS = "id jobseeker_id status from_on source recorded_at".split()
CERTIFICATE = "jobseeker_id certificate expires_on".split()
PRIORITY = "jobseeker_id priority_group disclosed_on evidence".split()

TRAVEL_KM = np.array([NOT_SAID, 5, 10, 15, 20, 30, 40, 60])
TRAVEL_SHARES = (0.2, 0.08, 0.2, 0.18, 0.18, 0.1, 0.04, 0.02)
REGISTRARS = {"91": "ttdvvl-ag", "80": "bqlkkt-tn", "20": "bqlkktck-ls"}
FIRST_STATUS = (EmploymentStatus.SEEKING, EmploymentStatus.OUT_OF_WORK, EmploymentStatus.WORKING)
FIRST_STATUS_SHARES = (0.62, 0.28, 0.1)
BEFORE = (EmploymentStatus.WORKING, EmploymentStatus.TRAINING, EmploymentStatus.ABROAD, EmploymentStatus.INACTIVE)
BEFORE_SHARES = (0.7, 0.15, 0.05, 0.1)

# Said titles of all trades in one list, so that one number per person picks both trade and words.
TITLES = [title for trade in TRADES for title in trade.said]
TITLE_COUNTS = np.array([len(trade.said) for trade in TRADES])
TITLE_STARTS = np.cumsum(TITLE_COUNTS) - TITLE_COUNTS
PAY = np.array([trade.pay for trade in TRADES])
PAPERS: list[str | None] = [trade.certificate and trade.certificate.value for trade in TRADES]
HAS_PAPER = np.array([paper is not None for paper in PAPERS])
DRIVES = np.array([paper is not None and paper.startswith("driving") for paper in PAPERS])
WILLING_FAR = np.array([trade.kind in (Kind.TECHNICAL, Kind.OFFICE) for trade in TRADES])
LEVEL_TEXTS: list[str | None] = [*(level.value for level in LEVEL_CODES), None]


@dataclass(frozen=True)
class Slice:
    """One chunk: where it starts in the columns, its people's ids, what must be known of them again and again."""

    start: int
    stop: int
    ids: list[str]
    registered: list[str]
    registered_on: list[str]

    def of(self, column: Integers) -> Integers:
        """This chunk's part of a column."""
        return column[self.start : self.stop]

    def flags(self, column: Flags) -> Flags:
        """The same for a column of yes and no."""
        return column[self.start : self.stop]


class PeopleWriter:
    """Writes one population; ``placed`` are the positions of those who hold a job through the service."""

    def __init__(self, world: World, people: Population, ids: list[str], placed: set[int], vault: Vault) -> None:
        self._vault = vault
        self._world, self._people, self._ids = world, people, ids
        self._names = NameBook()
        # Dice of their own: what is drawn with them moves nothing else.
        (self._group_dice,) = world.rng.spawn(1)
        (self._consent_dice,) = world.rng.spawn(1)
        self._availability = np.where(people.paused, 1, 0)
        self._availability[list(placed)] = 2
        self._communes = [commune.code for commune in world.communes]
        self._registrars = [world.organisations[REGISTRARS[c.province_code]].hex for c in world.communes]

    def write(self, session: Session, progress: Callable[[int], None]) -> int:
        """All seven tables; returns the number of rows."""
        written = 0
        for start in range(0, len(self._people), CHUNK):
            stop = min(start + CHUNK, len(self._people))
            part = Slice(
                start,
                stop,
                self._ids[start:stop],
                bulk.instants(self._people.registered_ms[start:stop]),
                bulk.days(self._people.registered_day[start:stop]),
            )
            written += bulk.insert(session, Jobseeker, JOBSEEKER, self._jobseekers(part))
            written += bulk.insert(session, JobseekerIdentity, IDENTITY, self._identities(part))
            written += bulk.insert(session, JobseekerTrade, TRADE, self._trades(part))
            written += bulk.insert(session, EmploymentStatusEntry, STATUS, self._statuses(part))
            written += bulk.insert(session, JobseekerCertificate, CERTIFICATE, self._certificates(part))
            groups = list(self._groups(part))
            written += bulk.insert(session, JobseekerPriorityGroup, PRIORITY, groups)
            written += bulk.insert(session, Consent, consents.COLUMNS, self._consents(part, groups))
            progress(stop)
        return written

    def _flags(self, count: int, share: float) -> list[int]:
        drawn: list[int] = (self._world.rng.random(count) < share).astype(int).tolist()
        return drawn

    def _jobseekers(self, part: Slice) -> Iterator[tuple[Cell, ...]]:
        rng, people, count = self._world.rng, self._people, len(part.ids)
        commune = part.of(people.commune).tolist()
        travel = rng.choice(TRAVEL_KM, count, p=TRAVEL_SHARES)
        pay = PAY[part.of(people.first.trade)] * rng.normal(0.97, 0.13, count)
        # Half a million is how people round; whoever asks for nothing said so.
        pay_wish = np.maximum(np.round(pay / 500).astype(np.int64) * 500_000, 4_500_000)
        registered, today = part.of(people.registered_day), epoch_day(self._world.today)
        ready = registered + rng.integers(0, 45, count)
        heard = registered + ((today - registered) * rng.beta(2.2, 0.9, count)).astype(np.int64)
        consent = part.flags(people.consent)
        far = WILLING_FAR[part.of(people.first.trade)]
        codes = [Availability.AVAILABLE.value, Availability.PAUSED.value, Availability.PLACED.value]
        return zip(
            part.ids,
            [self._registrars[place] for place in commune],
            part.registered,
            [self._communes[place] for place in commune],
            bulk.only(travel != NOT_SAID, travel.tolist()),
            (rng.random(count) < np.where(far, 0.25, 0.12)).astype(int).tolist(),
            self._flags(count, 0.24),
            self._flags(count, 0.09),
            self._flags(count, 0.27),
            self._flags(count, 0.17),
            bulk.only(rng.random(count) > 0.16, pay_wish.tolist()),
            bulk.only(rng.random(count) > 0.35, bulk.days(ready)),
            bulk.days(heard),
            [codes[number] for number in self._availability[part.start : part.stop].tolist()],
            consent.astype(int).tolist(),
            bulk.only(consent, part.registered_on),
            strict=True,
        )

    def _identities(self, part: Slice) -> Iterator[tuple[Cell, ...]]:
        rng, people, count = self._world.rng, self._people, len(part.ids)
        women, birth = part.flags(people.women), part.of(people.birth_day)
        names = self._names.draw(rng, women).tolist()
        year = birth.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
        century = np.where(year >= 2000, 2, 0) + women
        # 7919 and a million have no common factor, so the last six digits never meet again.
        serial = (np.arange(part.start, part.stop) * 7919 + 104_729) % 1_000_000
        citizen = (century * 100 + year % 100) * 1_000_000 + serial
        phone = rng.integers(0, 1_000_000, count)
        hamlet = rng.integers(1, 13, count)
        sexes = (Sex.MALE.value, Sex.FEMALE.value)
        return zip(
            part.ids,
            [self._names.written[name] for name in names],
            [self._names.folded[name] for name in names],
            bulk.days(birth),
            bulk.only(rng.random(count) > 0.02, [sexes[woman] for woman in women.tolist()]),
            *self._sealed(
                "citizen_id", part, bulk.only(rng.random(count) > 0.03, [f"{one:012d}" for one in citizen.tolist()])
            ),
            *self._sealed(
                "phone", part, bulk.only(rng.random(count) > 0.03, [f"0000{one:06d}" for one in phone.tolist()])
            ),
            self._sealed(
                "address", part, bulk.only(rng.random(count) > 0.6, [f"Ấp {n} (địa chỉ mẫu)" for n in hamlet.tolist()])
            )[0],
            strict=True,
        )

    def _sealed(self, name: str, part: Slice, plain: list[Cell]) -> tuple[list[Cell], list[Cell]]:
        """A column sealed for its rows, and its blind index."""
        seal, index, table = self._vault.seal_in, self._vault.index, JobseekerIdentity.__tablename__
        return (
            [
                None if text is None else seal(str(text), table, name, UUID(key))
                for key, text in zip(part.ids, plain, strict=True)
            ],
            [None if text is None else index(name, str(text)) for text in plain],
        )

    def _trades(self, part: Slice) -> Iterator[tuple[Cell, ...]]:
        everyone = np.ones(len(part.ids), dtype=bool)
        yield from self._trade_rows(part, self._people.first, everyone, 1)
        yield from self._trade_rows(part, self._people.second, part.flags(self._people.has_second), 2)

    def _trade_rows(self, part: Slice, skill: Skill, who: Flags, position: int) -> Iterator[tuple[Cell, ...]]:
        trade = part.of(skill.trade)[who]
        title = TITLE_STARTS[trade] + (self._world.rng.random(len(trade)) * TITLE_COUNTS[trade]).astype(np.int64)
        grade, rank, months = (part.of(x)[who] for x in (skill.skill_grade, skill.rank, skill.months))
        people = [key for key, kept in zip(part.ids, who.tolist(), strict=True) if kept]
        return zip(
            people,
            [position] * len(people),
            [TITLES[number] for number in title.tolist()],
            [TRADES[number].code for number in trade.tolist()],
            [LEVEL_TEXTS[number] for number in part.of(skill.level)[who].tolist()],
            bulk.only(grade != NOT_SAID, grade.tolist()),
            [TRADE_GRADES[number] for number in part.of(skill.trade_grade)[who].tolist()],
            bulk.only(rank != NOT_SAID, rank.tolist()),
            bulk.only(months != NOT_SAID, months.tolist()),
            strict=True,
        )

    def _statuses(self, part: Slice) -> Iterator[tuple[Cell, ...]]:
        """What each said of their work at registration, and for a fifth what they did before."""
        rng, count = self._world.rng, len(part.ids)
        day, at = part.of(self._people.registered_day), part.of(self._people.registered_ms)
        told = rng.random(count) < 0.2
        before = [BEFORE[number].value for number in rng.choice(len(BEFORE), count, p=BEFORE_SHARES).tolist()]
        first = [FIRST_STATUS[number].value for number in rng.choice(3, count, p=FIRST_STATUS_SHARES).tolist()]
        source = StatusSource.DECLARED.value
        earlier = bulk.days(day - rng.integers(60, 900, count))
        since = bulk.days(day - rng.integers(0, 60, count))
        columns = (bulk.ids(rng, at), part.ids, before, earlier, part.registered)
        for keep, key, person, status, from_on, recorded in zip(told.tolist(), *columns, strict=True):
            if keep:
                yield key, person, status, from_on, source, recorded
        for key, person, status, from_on, recorded in zip(
            bulk.ids(rng, at), part.ids, first, since, part.registered, strict=True
        ):
            yield key, person, status, from_on, source, recorded

    def _certificates(self, part: Slice) -> Iterator[tuple[Cell, ...]]:
        """The paper of their first trade when they have one; a car licence here and there."""
        rng, people, count = self._world.rng, self._people, len(part.ids)
        trade, today = part.of(people.first.trade), epoch_day(self._world.today)
        holds = part.flags(people.licensed) & HAS_PAPER[trade]
        drives = (rng.random(count) < 0.07) & ~(holds & DRIVES[trade])
        expires = bulk.only(rng.random(count) < 0.5, bulk.days(today + rng.integers(30, 1800, count)))
        rows = zip(part.ids, trade.tolist(), holds.tolist(), drives.tolist(), expires, strict=True)
        for person, number, has, car, until in rows:
            if has:
                yield person, PAPERS[number], until
            if car:
                yield person, Certificate.DRIVING_B.value, until

    def _groups(self, part: Slice) -> Iterator[tuple[Cell, ...]]:
        """One or two priority groups of some; they agreed to their use when they registered."""
        registered = part.of(self._people.registered_day)
        drawn = draw_groups(self._group_dice, registered - part.of(self._people.birth_day))
        for position, group, evidence in drawn:
            yield part.ids[position], group.value, part.registered_on[position], evidence

    def _consents(self, part: Slice, groups: list[tuple[Cell, ...]]) -> Iterator[tuple[Cell, ...]]:
        """What they agreed to when they registered."""
        stated = {person for person, *_ in groups}
        in_groups = np.fromiter((key in stated for key in part.ids), dtype=np.bool_, count=len(part.ids))
        flags = (part.flags(self._people.consent), in_groups)
        people = (part.ids, part.of(self._people.registered_ms), part.of(self._people.registered_day))
        return consents.agreed_by(self._consent_dice, flags, people, epoch_day(self._world.today))
