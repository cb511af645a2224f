"""Writing organisations and people. Each is one transaction with its audit event; no personal value enters the audit trail."""

from folkmoot.stakeholders.operations.consent import record_agreement, withdraw
from folkmoot.stakeholders.operations.known import AlreadyKnown
from folkmoot.stakeholders.operations.organisations import add_organisation, add_relationship, change_organisation, end_relationship
from folkmoot.stakeholders.operations.people import add_contact, change_contact, disclose_everything, erase_contact
from folkmoot.stakeholders.operations.roles import add_affiliation, change_affiliation, make_main
from folkmoot.stakeholders.operations.safe_contact import read_note, remove_note, write_note
from folkmoot.stakeholders.operations.standing import assess, attest, end_attestation

__all__ = [
    "AlreadyKnown",
    "add_affiliation",
    "add_contact",
    "add_organisation",
    "add_relationship",
    "assess",
    "attest",
    "change_affiliation",
    "change_contact",
    "change_organisation",
    "disclose_everything",
    "end_attestation",
    "end_relationship",
    "erase_contact",
    "make_main",
    "read_note",
    "record_agreement",
    "remove_note",
    "withdraw",
    "write_note",
]
