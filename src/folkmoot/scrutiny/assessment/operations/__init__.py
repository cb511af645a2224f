"""Judging a case alone, then together. Each operation is one transaction with its audit event; what was locked or agreed never changes."""

from folkmoot.scrutiny.assessment.operations.alone import keep_key, lock_judgement, save_judgement, set_aside, stand_aside, start_judgement
from folkmoot.scrutiny.assessment.operations.together import bring_back, keep_dissent, record_joint_view, record_reply, show

__all__ = [
    "bring_back", "keep_dissent", "keep_key", "lock_judgement", "record_joint_view", "record_reply", "save_judgement", "set_aside", "show",
    "stand_aside", "start_judgement",
]  # fmt: skip
