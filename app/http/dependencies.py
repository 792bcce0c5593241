"""What a route may ask for besides the caller: settings, language, and what the process keeps in memory."""

from typing import Annotated

from fastapi import Depends, Request

from app.config import Settings
from app.http.problems import language_of
from app.matching.ranking import Rules
from app.messages import Language
from app.security.field_encryption import Vault
from app.services.ranking.open_vacancies import OpenVacancies
from app.services.ranking.pool_follower import PoolFollower
from app.services.reference.address_book import AddressBook
from app.services.reference.title_index import TitleBook


def current_settings(request: Request) -> Settings:
    """The settings the app was made with."""
    settings: Settings = request.app.state.settings
    return settings


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


LanguageDep = Annotated[Language, Depends(_language)]


RulesDep = Annotated[Rules, Depends(_rules)]


FollowerDep = Annotated[PoolFollower, Depends(_follower)]


OpenVacanciesDep = Annotated[OpenVacancies, Depends(_open_vacancies)]


AddressBookDep = Annotated[AddressBook, Depends(_address_book)]


VaultDep = Annotated[Vault, Depends(_vault)]


TitleBookDep = Annotated[TitleBook, Depends(_title_book)]
