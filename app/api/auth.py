"""Who is calling, and whether the role may: the only dependencies that refuse, with 401, 403, and then the 422 of an
unknown query parameter."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from app import clock, tokens
from app.api.problems import language_of
from app.api.routing import refuse_unknown_query
from app.config import Settings
from app.db import reading
from app.errors import Forbidden, Unauthenticated
from app.matching import Rules
from app.messages import Language
from app.permissions import Actor, Permission
from app.services import accounts
from app.services.communes import AddressBook
from app.services.open_vacancies import OpenVacancies
from app.services.pool import PoolFollower
from app.services.titles import TitleBook
from app.vault import Vault

bearer = HTTPBearer(auto_error=False, description="Mã truy cập lấy từ POST /api/v1/auth/login.")


def current_settings(request: Request) -> Settings:
    """The settings the app was made with."""
    settings: Settings = request.app.state.settings
    return settings


def current_actor(
    request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
) -> Actor:
    """The account behind the token, read anew in a short transaction of its own."""
    if credentials is None:
        raise Unauthenticated("not_authenticated")
    try:
        named = tokens.read(credentials.credentials, secret=current_settings(request).secret_key)
    except tokens.TokenExpired as error:
        raise Unauthenticated("token_expired") from error
    except tokens.TokenInvalid as error:
        raise Unauthenticated("not_authenticated") from error
    with reading() as session:
        actor = accounts.find_actor(session, *named, clock.now())
    if actor is None:
        raise Unauthenticated("not_authenticated")
    return actor


# Only the question who is calling needs a worker thread. What follows neither waits nor computes, so it runs on the
# loop itself: handing it to a thread would cost more than all of it.


def allowed(permission: Permission) -> Callable[[Request, Actor], Awaitable[Actor]]:
    """A dependency that lets only roles with the permission through."""

    async def check(request: Request, actor: Annotated[Actor, Depends(current_actor)]) -> Actor:
        if not actor.may(permission):
            raise Forbidden("permission_denied", permission=permission.value)
        refuse_unknown_query(request)
        return actor

    return check


async def signed_in(request: Request, actor: Annotated[Actor, Depends(current_actor)]) -> Actor:
    """A dependency that lets every role through."""
    refuse_unknown_query(request)
    return actor


async def _language(request: Request) -> Language:
    return language_of(request.headers.get("accept-language"))


async def _rules(request: Request) -> Rules:
    rules: Rules = request.app.state.rules
    return rules


async def _follower(request: Request) -> PoolFollower:
    follower: PoolFollower = request.app.state.pool
    return follower


async def _open_vacancies(request: Request) -> OpenVacancies:
    vacancies: OpenVacancies = request.app.state.open_vacancies
    return vacancies


async def _address_book(request: Request) -> AddressBook:
    book: AddressBook = request.app.state.addresses
    return book


async def _title_book(request: Request) -> TitleBook:
    book: TitleBook = request.app.state.titles
    return book


async def _vault(request: Request) -> Vault:
    return current_settings(request).vault


SettingsDep = Annotated[Settings, Depends(current_settings)]
AnyActor = Annotated[Actor, Depends(signed_in)]
LanguageDep = Annotated[Language, Depends(_language)]
RulesDep = Annotated[Rules, Depends(_rules)]
FollowerDep = Annotated[PoolFollower, Depends(_follower)]
OpenVacanciesDep = Annotated[OpenVacancies, Depends(_open_vacancies)]
AddressBookDep = Annotated[AddressBook, Depends(_address_book)]
VaultDep = Annotated[Vault, Depends(_vault)]
TitleBookDep = Annotated[TitleBook, Depends(_title_book)]
