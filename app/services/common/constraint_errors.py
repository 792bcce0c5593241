"""What a broken database constraint means to a person: one table, read when a commit or flush is refused."""

import re

from sqlalchemy.exc import IntegrityError

from app.core.errors import Conflict, FieldProblem

# Constraint on PostgreSQL, columns as SQLite names them → code, pointer to the field.
_MEANINGS: tuple[tuple[str, str, str, str], ...] = (
    ("uq_enterprises_tax_code", "enterprises.tax_code", "tax_code_taken", "/tax_code"),
    (
        "uq_jobseeker_identities_citizen_id_index",
        "jobseeker_identities.citizen_id_index",
        "citizen_id_taken",
        "/identity/citizen_id",
    ),
    ("uq_organisations_code", "organisations.code", "organisation_code_taken", "/code"),
    ("uq_accounts_username", "accounts.username", "username_taken", "/username"),
    ("pk_zones", "zones.code", "zone_code_taken", "/code"),
    ("pk_plans", "plans.code", "plan_code_taken", "/code"),
    ("uq_surveys_round_id_enterprise_id", "surveys.round_id, surveys.enterprise_id", "survey_exists", "/enterprise_id"),
    ("uq_labour_use_enterprise_id_as_of", "labour_use.enterprise_id, labour_use.as_of", "headcount_exists", "/as_of"),
    ("uq_referrals_active", "referrals.vacancy_id, referrals.jobseeker_id", "already_introduced", "/jobseeker_id"),
    ("uq_placements_current", "placements.jobseeker_id", "already_placed", "/jobseeker_id"),
    ("uq_occupation_aliases_confirmed", "occupation_aliases.folded", "alias_just_confirmed", "/title"),
    ("uq_placements_referral_id", "placements.referral_id", "referral_already_used", "/referral_id"),
)


def meaning_of(error: IntegrityError) -> Conflict:
    """The conflict behind a refused write; ``conflicting_change`` when the constraint is not in the table."""
    text = str(error.orig)
    for constraint, columns, code, pointer in _MEANINGS:
        if re.search(rf'"{constraint}"', text) or text.endswith(f"UNIQUE constraint failed: {columns}"):
            return Conflict(code, FieldProblem(code, pointer=pointer))
    return Conflict("conflicting_change")
