"""Reading organisations and people, each within the sight of who asks."""

from folkmoot.stakeholders.queries.consent import in_force, may_be_invited, may_be_used_for, trail_of
from folkmoot.stakeholders.queries.held import Held, everything_held
from folkmoot.stakeholders.queries.names import Found, contacts_like, find_by_names, organisations_like
from folkmoot.stakeholders.queries.needs import NeedLine, needs_of
from folkmoot.stakeholders.queries.organisation_list import (
    POSTCODES_NOT_CHECKED,
    get_organisation,
    list_organisations,
    organisation_counts,
    organisations,
    postcode_outside,
    postcodes_are_checked,
)
from folkmoot.stakeholders.queries.people import contacts, get_contact, list_contacts, safe_contact_version, with_safe_contact_note
from folkmoot.stakeholders.queries.standing import (
    Standing,
    affiliations,
    assessments_of,
    latest_assessments,
    panel_seats,
    relationships_of,
    speakers,
    speaking_for,
)

__all__ = [
    "POSTCODES_NOT_CHECKED",
    "Found",
    "Held",
    "NeedLine",
    "Standing",
    "affiliations",
    "assessments_of",
    "contacts",
    "contacts_like",
    "everything_held",
    "find_by_names",
    "get_contact",
    "get_organisation",
    "in_force",
    "latest_assessments",
    "list_contacts",
    "list_organisations",
    "may_be_invited",
    "may_be_used_for",
    "needs_of",
    "organisation_counts",
    "organisations",
    "organisations_like",
    "panel_seats",
    "postcode_outside",
    "postcodes_are_checked",
    "relationships_of",
    "safe_contact_version",
    "speakers",
    "speaking_for",
    "trail_of",
    "with_safe_contact_note",
]
