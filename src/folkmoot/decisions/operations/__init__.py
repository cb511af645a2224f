"""Writing decisions: prepared, made ready, taken, and noted upon later. Each verb is one transaction with its audit event."""

from folkmoot.decisions.operations.preparing import (
    add_evidence,
    add_option,
    change_decision,
    change_evidence,
    change_option,
    make_ready,
    prepare_decision,
    remove_evidence,
    remove_option,
    take_back,
    withdraw_decision,
)
from folkmoot.decisions.operations.taking import add_later_note, take_decision

__all__ = [
    "add_evidence",
    "add_later_note",
    "add_option",
    "change_decision",
    "change_evidence",
    "change_option",
    "make_ready",
    "prepare_decision",
    "remove_evidence",
    "remove_option",
    "take_back",
    "take_decision",
    "withdraw_decision",
]
