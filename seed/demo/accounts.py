"""One account per role, so that every view of the service can be tried."""

from collections.abc import Callable
from datetime import timedelta

from app.models import Account
from app.vocabulary import Role, VacancyStatus
from seed.demo.vacancies import Post
from seed.demo.world import FIRST_DAY, World

# User name: role, organisation, name shown.
OFFICES = {
    "canbo": (Role.STAFF, "ttdvvl-ag", "Cán bộ tư vấn (mẫu)"),
    "banquanly": (Role.STAFF, "bqlkkt-ag-dtdn", "Chuyên viên Ban Quản lý (mẫu)"),
    "lanhdao": (Role.LEADER, "bqlkkt-ag", "Lãnh đạo Ban (mẫu)"),
    "congthongtin": (Role.PORTAL, "snv-ag", "Cổng thông tin việc làm (mẫu)"),
    "quantri": (Role.ADMIN, "bqlkkt-ag-vp", "Quản trị hệ thống (mẫu)"),
}
ENTERPRISE_USER = "nhansu"


def make_accounts(world: World, hash_password: Callable[[str], str], password: str) -> dict[str, Account]:
    """All share one password, hashed once: a slow hash six times over would be felt at the start."""
    secret = hash_password(password)
    names = {name: shown for name, (_, _, shown) in OFFICES.items()} | {ENTERPRISE_USER: "Nhân sự doanh nghiệp (mẫu)"}
    accounts: dict[str, Account] = {}
    for username, shown in names.items():
        created = world.moment(FIRST_DAY + timedelta(days=1))
        role, code, _ = OFFICES.get(username, (Role.ENTERPRISE_HR, None, ""))
        accounts[username] = Account(
            id=world.new_id(created),
            username=username,
            display_name=shown,
            password_hash=secret,
            role=role,
            organisation_id=world.organisations[code] if code else None,
            active=True,
            created_at=created,
        )
    return accounts


def give_enterprise(account: Account, posts: list[Post]) -> None:
    """The personnel account belongs to the first enterprise that still has an open vacancy."""
    account.enterprise_id = next(p.row.enterprise_id for p in posts if p.row.status is VacancyStatus.OPEN)
