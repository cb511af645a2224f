"""Writing actions: raise, change, hand over, end; progress, evidence, reopening; asking partners; "did it work?".

Each is one transaction with its audit event.
"""

from folkmoot.actions.operations.following import ask_partner, review_action, take_out
from folkmoot.actions.operations.progress import add_evidence, record_progress, reopen_action, roll_up
from folkmoot.actions.operations.raising import CHANGEABLE, change_action, end_action, hand_over, raise_action

__all__ = [
    "CHANGEABLE",
    "add_evidence",
    "ask_partner",
    "change_action",
    "end_action",
    "hand_over",
    "raise_action",
    "record_progress",
    "reopen_action",
    "review_action",
    "roll_up",
    "take_out",
]
