"""Invented consents: what made-up people agreed to when they registered, and to whom they were disclosed."""

from collections.abc import Iterator
from datetime import date
from itertools import chain
from uuid import UUID

import numpy as np

from app.core.reporting_days import day_of, months_after
from app.models import Consent, Placement, Referral
from app.services.people.consents import current_version
from app.vocabulary import CURRENT_PLACEMENTS, ConsentHow, ConsentPurpose
from seed.demo import bulk
from seed.demo.bulk import Cell, Flags, Integers
from seed.demo.world import World

COLUMNS = "id jobseeker_id purpose text_version given_on how evidence expires_on recorded_at".split()
YEAR = 365
HOW, HOW_SHARES = [how.value for how in ConsentHow], (0.8, 0.05, 0.15)


def given_at_registration(
    dice: np.random.Generator,
    purpose: ConsentPurpose,
    who: Flags,
    people: tuple[list[str], Integers, Integers],
    today: int,
) -> Iterator[tuple[Cell, ...]]:
    """One row for each who agreed; people: ids, instants (ms) and days (since 1970) of registration.

    They agreed to twelve months, and where these have passed, to a second year.
    """
    ids, registered_ms, registered_day = people
    at, day = registered_ms[who], registered_day[who]
    count = len(at)
    until = day + np.where(day + YEAR < today, 2 * YEAR, YEAR)
    how = [HOW[number] for number in dice.choice(len(HOW), count, p=HOW_SHARES).tolist()]
    return zip(
        bulk.ids(dice, at),
        [key for key, agreed in zip(ids, who.tolist(), strict=True) if agreed],
        [purpose.value] * count,
        [current_version(purpose)] * count,
        bulk.days(day),
        how,
        [None] * count,
        bulk.days(until),
        bulk.instants(at),
        strict=True,
    )


def agreed_by(
    dice: np.random.Generator,
    flags: tuple[Flags, Flags],
    people: tuple[list[str], Integers, Integers],
    today: int,
) -> Iterator[tuple[Cell, ...]]:
    """Consents for matching, and to the use of priority groups by those who stated some; flags: who gave which."""
    purposes = (ConsentPurpose.MATCHING, ConsentPurpose.SENSITIVE)
    return chain.from_iterable(
        given_at_registration(dice, purpose, who, people, today) for purpose, who in zip(purposes, flags, strict=True)
    )


def disclosures(world: World, referrals: list[Referral], placements: list[Placement]) -> list[Consent]:
    """For those who hold a job to which they were introduced: their enterprise knows who they are."""
    introduced = {referral.id: referral for referral in referrals}
    made: dict[tuple[UUID, UUID], Consent] = {}
    for placement in placements:
        referral = introduced.get(placement.referral_id) if placement.referral_id else None
        if referral is None or placement.status not in CURRENT_PLACEMENTS:
            continue
        given_on = day_of(referral.introduced_at)
        made[placement.jobseeker_id, placement.enterprise_id] = Consent(
            id=world.new_id(referral.introduced_at),
            jobseeker_id=placement.jobseeker_id,
            purpose=ConsentPurpose.DISCLOSURE,
            enterprise_id=placement.enterprise_id,
            text_version=current_version(ConsentPurpose.DISCLOSURE),
            given_on=given_on,
            how=ConsentHow.RECORDED,
            expires_on=_until(given_on, world.today),
            recorded_at=referral.introduced_at,
            recorded_by_id=referral.account_id,
        )
    return list(made.values())


def _until(given_on: date, today: date) -> date:
    first = months_after(given_on, 12)
    return first if first >= today else months_after(given_on, 24)
