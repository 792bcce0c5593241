"""Which refusals of a valid request are right: those for a rule that no JSON schema can state."""

from typing import Any

# Keys that must exist, and fields that depend on one another, on today, or on rows. A code that is missing here is one
# of shape: the schema could have said it, and a request that is valid by the schema and gets it is a fault.
MEANINGS = frozenset(
    """
    account_enterprise_needed account_not_portal account_organisation_needed code_wrong invitation_invalid
    outside_your_places password_common password_names password_pattern password_same password_too_short password_wrong
    scope_not_granted scope_not_of_role unknown_account
    before_consent before_withdrawal consent_is_withdrawn_elsewhere consent_over consent_too_long
    disclosure_needs_enterprise text_version_old without_consent
    before_hire before_introduction before_start closed_needs_end consent_needs_day dates_reversed hard_level_missing
    in_the_future minor_not_allowed occupation_level occupation_required pay_reversed referral_or_vacancy
    referral_required zone_elsewhere before_end certificate_missing source_not_yours named_twice
    tax_code_before_operating tax_code_check_digit tax_code_required title_without_words trade_missing under_working_age
    unknown_commune
    unknown_enterprise unknown_jobseeker unknown_occupation unknown_organisation unknown_province unknown_referral
    unknown_round unknown_support_request unknown_vacancy unknown_zone women_over_quantity workplace_required
    """.split()
)


def refused_for_meaning(problem: dict[str, Any]) -> bool:
    """True when a 422 names fields, and each for its meaning."""
    codes = {field["code"] for field in problem["errors"]}
    return bool(codes) and codes <= MEANINGS
