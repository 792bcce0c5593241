"""Rounds, needs, requests, vacancies, headcounts, with the status tables."""

from collections.abc import Mapping
from enum import StrEnum


class RoundStatus(StrEnum):
    """Trạng thái đợt khảo sát."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Need(StrEnum):
    """Loại nhu cầu của doanh nghiệp: tuyển dụng, đào tạo, đào tạo lại."""

    RECRUIT = "recruit"
    TRAIN = "train"
    RETRAIN = "retrain"


class RequestStatus(StrEnum):
    """Trạng thái yêu cầu hỗ trợ tuyển dụng của doanh nghiệp."""

    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class VacancyStatus(StrEnum):
    """Trạng thái việc làm trống."""

    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class LabourUseSource(StrEnum):
    """Nguồn số lao động đang sử dụng."""

    SURVEY = "survey"
    LABOUR_REPORT = "labour_report"
    BOARD = "board"


ROUND_TRANSITIONS: Mapping[RoundStatus, frozenset[RoundStatus]] = {
    RoundStatus.DRAFT: frozenset({RoundStatus.OPEN}),
    RoundStatus.OPEN: frozenset({RoundStatus.CLOSED}),
    RoundStatus.CLOSED: frozenset({RoundStatus.OPEN}),
}


REQUEST_TRANSITIONS: Mapping[RequestStatus, frozenset[RequestStatus]] = {
    RequestStatus.OPEN: frozenset({RequestStatus.CLOSED, RequestStatus.WITHDRAWN}),
    RequestStatus.CLOSED: frozenset({RequestStatus.OPEN}),
    RequestStatus.WITHDRAWN: frozenset(),
}


VACANCY_TRANSITIONS: Mapping[VacancyStatus, frozenset[VacancyStatus]] = {
    VacancyStatus.OPEN: frozenset({VacancyStatus.CLOSED, VacancyStatus.CANCELLED}),
    VacancyStatus.CLOSED: frozenset({VacancyStatus.OPEN}),
    VacancyStatus.CANCELLED: frozenset(),
}
