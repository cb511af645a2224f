"""What is reminded of, by room. Each kind reads what stands today, so a day on which the job did not run loses nothing.

The key of a reminder names the row and the day it is due, never the day of the run: said once, it is not said again, and a due
date that moves is a new reminder. What repeats counts whole weeks, months or quarters, and says only the present one.
"""

from folkmoot.overview.reminders.kinds import (
    actions,
    assessments,
    assurance,
    casework,
    decisions,
    forms,
    minimum,
    panels,
    published,
    scrutiny,
    strategy,
    themes,
    voice,
)
from folkmoot.overview.reminders.kinds.reminder import Kind, Reminder

__all__ = ["KINDS", "Kind", "Reminder"]

KINDS: tuple[Kind, ...] = (
    actions.actions, actions.reviews, actions.ownerless_actions, actions.partners_to_ask,
    assurance.steps_of_assurance,
    minimum.minimum_set, minimum.exemptions_asked, minimum.exemptions_decided,
    voice.points, voice.promises,
    themes.points_to_code, themes.points_to_code_again,
    forms.answers_held, forms.forms_closing, forms.forms_to_count,
    published.entries_to_agree, published.entries_overtaken,
    decisions.decisions_ready, decisions.consultations_closing, decisions.consultations_unanswered,
    assessments.assessments_to_review, assessments.assessments_to_sign, assessments.assessments_returned,
    panels.panel_flags, panels.meetings_to_close, panels.recommendations_to_answer, panels.recommendations_late,
    panels.publications_to_agree, panels.requests_due,
    scrutiny.learning_to_reply, scrutiny.learning_late, scrutiny.themes_to_look_at, scrutiny.statements_to_review,
    casework.signals_without_owner, casework.signals_left_open, casework.answers_to_review, casework.retests_to_follow,
    casework.goals_to_publish,
    strategy.late_measures, strategy.ownerless_commitments, strategy.silent_commitments, strategy.idle_commitments,
)  # fmt: skip
