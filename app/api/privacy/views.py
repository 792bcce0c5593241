"""Values of privacy as their output schemas: what is held on somebody, in words."""

import json
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from app.core.reporting_days import REPORTING_ZONE
from app.http.responses import joined
from app.messages import Language, label, number
from app.messages.privacy import FIELDS, FLAGS, READINGS, SECTIONS
from app.schemas.privacy.subject_access import HeldFieldOut, HeldRecordOut, HeldSectionOut, HoldingsOut, ReadingOut
from app.services.privacy.subject_access import HeldField, Holdings


def holdings(held: Holdings, language: Language) -> HoldingsOut:
    """All that is held on one person: each field as it is stored, and in words."""
    return HoldingsOut(
        jobseeker_id=held.jobseeker_id,
        made_at=held.made_at,
        sections=[
            HeldSectionOut(
                section=section.table,
                label=SECTIONS[section.table].say(language),
                records=[
                    HeldRecordOut(fields=[_field(field, language) for field in record]) for record in section.records
                ],
            )
            for section in held.sections
        ],
        readings=[joined(ReadingOut, one, label=READINGS[one.action].say(language)) for one in held.readings],
    )


def _field(field: HeldField, language: Language) -> HeldFieldOut:
    return HeldFieldOut(
        field=field.name,
        label=FIELDS[field.name].say(language),
        value=None if field.value is None else _written(field.value),
        text=None if field.value is None else _text(field.meaning, language),
    )


def _text(value: Any, language: Language) -> str:  # noqa: ANN401 - whatever a column holds.
    if isinstance(value, bool):
        return FLAGS[value].say(language)
    if isinstance(value, StrEnum):
        return label(value, language)
    if isinstance(value, datetime):
        return f"{value.astimezone(REPORTING_ZONE):%H:%M %d/%m/%Y}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return number(value, language) if isinstance(value, int) else _written(value)


def _written(value: object) -> str:
    if isinstance(value, str):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else json.dumps(value, ensure_ascii=False)
