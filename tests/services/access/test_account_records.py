"""What the operator does to accounts from the machine itself."""

import pytest
from sqlalchemy import select

from app.core import clock
from app.infra import db
from app.models import Account
from app.security.passwords import NOBODY as NO_PASSWORD
from app.services.access.account_records import save_account
from app.vocabulary import Role
from tests.support import factories

ORGANISATION = "ttdvvl-ag"


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("role", "zones"),
    [(Role.STAFF, [factories.KCN]), (Role.LEADER, None), (Role.ADMIN, None)],
)
def test_another_role_is_bound_to_no_places(role: Role, zones: list[str] | None) -> None:
    """A new password alone must not widen what somebody sees."""
    with db.transaction() as session:
        clerk = session.scalars(select(Account).where(Account.username == "staff")).one()
        clerk.scope_zones = [factories.KCN]
        session.flush()
        saved = save_account(
            session,
            "Staff",
            role,
            organisation_code=ORGANISATION,
            tax_code=None,
            password_hash=NO_PASSWORD,
            now=clock.now(),
        )
        assert (saved.id, saved.role, saved.scope_zones) == (clerk.id, role, zones)
