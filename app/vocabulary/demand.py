"""Enterprises, rounds, needs, requests, vacancies, headcounts, with the status tables."""

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


class EnterpriseKind(StrEnum):
    """Loại hình người sử dụng lao động, theo phiếu thu thập thông tin (TT 01/2022/TT-BLĐTBXH)."""

    STATE = "state"
    NON_STATE = "non_state"
    FDI = "fdi"
    PUBLIC_BODY = "public_body"
    COOPERATIVE = "cooperative"
    HOUSEHOLD = "household"
    INDIVIDUAL = "individual"


class EnterpriseStage(StrEnum):
    """Giai đoạn: nhà đầu tư đang nghiên cứu, có dự án, đang hoạt động, đã chấm dứt."""

    INVESTOR_STUDY = "investor_study"
    INVESTOR_PROJECT = "investor_project"
    OPERATING = "operating"
    CLOSED = "closed"


class Industry(StrEnum):
    """Ngành kinh tế cấp 1 (VSIC 2018), 21 ngành như trên phiếu."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"
    G = "G"
    H = "H"
    I = "I"  # noqa: E741 - the letter is the official code of the section.
    J = "J"
    K = "K"
    L = "L"
    M = "M"
    N = "N"
    O = "O"  # noqa: E741 - the letter is the official code of the section.
    P = "P"
    Q = "Q"
    R = "R"
    S = "S"
    T = "T"
    U = "U"


class SizeBand(StrEnum):
    """Quy mô lao động, chín nhóm như trên phiếu."""

    UNDER_10 = "under_10"
    FROM_10_TO_50 = "from_10_to_50"
    FROM_51_TO_100 = "from_51_to_100"
    FROM_101_TO_200 = "from_101_to_200"
    FROM_201_TO_500 = "from_201_to_500"
    FROM_501_TO_1000 = "from_501_to_1000"
    FROM_1001_TO_3000 = "from_1001_to_3000"
    FROM_3001_TO_10000 = "from_3001_to_10000"
    OVER_10000 = "over_10000"


STAGE_TRANSITIONS: Mapping[EnterpriseStage, frozenset[EnterpriseStage]] = {
    EnterpriseStage.INVESTOR_STUDY: frozenset({EnterpriseStage.INVESTOR_PROJECT, EnterpriseStage.OPERATING}),
    EnterpriseStage.INVESTOR_PROJECT: frozenset({EnterpriseStage.INVESTOR_STUDY, EnterpriseStage.OPERATING}),
    EnterpriseStage.OPERATING: frozenset({EnterpriseStage.CLOSED}),
    EnterpriseStage.CLOSED: frozenset({EnterpriseStage.OPERATING}),
}
