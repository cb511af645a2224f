"""What this room itself brings to a panel's backlog: what is owed to the panel, and what of its remit was left out too long.

Nothing here starts from a viewer: the backlog is the panel's, the same for all who may read it. What was written for colleagues alone,
such as the notes on an action, is not taken along; its state and its day are.
"""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.actions.models import Action
from folkmoot.actions.queries import list_actions
from folkmoot.actions.rules import State as ActionState
from folkmoot.panels.agenda.models import Enquiry, Item, Minutes
from folkmoot.panels.agenda.queries import coverage, unagreed
from folkmoot.panels.agenda.supplied import Supplied, Supplier
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.meetings.queries import day_of, last_meeting
from folkmoot.panels.models import Panel
from folkmoot.panels.recommendations.models import Recommendation
from folkmoot.panels.recommendations.queries import ORIGIN as RECOMMENDATION
from folkmoot.panels.recommendations.queries import Standing, of_panel
from folkmoot.panels.space.queries import told_between

ACTION, ENQUIRY, MINUTES = "actions.action", "panels.enquiry", "panels.minutes"
REPORT_BACK, REMIT = "panels.report_back", "panels.remit"
MEETING, ITEM = "panels.meeting", "panels.item"  # what actions are raised from
OPEN_ACTIONS = (ActionState.PLANNED, ActionState.IN_PROGRESS, ActionState.OVERDUE)


def minutes_not_agreed(panel: Panel, today: date) -> list[Supplied]:
    return [minutes_to_agree(minutes) for minutes in unagreed(panel)]


def minutes_to_agree(minutes: Minutes) -> Supplied:
    held = minutes.meeting.starts_at
    english, welsh = _both("Agree the minutes of the meeting of %(day)s", held)
    return Supplied(Item.Kind.MINUTES, english, welsh, MINUTES, minutes.pk)


def _both(sentence: str, moment: datetime | None) -> tuple[str, str]:
    """One of this module's sentences in English and, where it is translated, in Welsh."""
    said = {}
    for language in ("en", "cy"):
        with override(language):
            day = date_format(timezone.localtime(moment), "j F Y") if moment else ""
            said[language] = _(sentence) % {"day": day}
            if language == "cy" and _(sentence) == sentence:
                said[language] = ""
    return said["en"], said["cy"]


def whom_members_briefed(panel: Panel, today: date) -> list[Supplied]:
    """The standing item at which members say whom they told about the panel's work, and what they heard."""
    english, welsh = _both("Whom members briefed, and what they heard", None)
    return [Supplied(Item.Kind.REPORT_BACK, english, welsh, REPORT_BACK, panel.pk, _briefed_since(panel, today))]


def _briefed_since(panel: Panel, today: date) -> str:
    """How often members told others since the panel last met: numbers only, no name and no group."""
    last = last_meeting(panel, today)
    told = told_between([panel], first=day_of(last) or panel.starts if last else panel.starts, last=today).get(panel.pk)
    if told is None:
        return _("Nobody has logged a briefing since the panel last met.")
    return ngettext(
        "%(number)d briefing was logged since the panel last met, heard by about %(people)d people.",
        "%(number)d briefings were logged since the panel last met, heard by about %(people)d people.",
        told.briefings,
    ) % {"number": told.briefings, "people": told.people}


def actions_of_the_panel(panel: Panel, today: date) -> list[Supplied]:
    """Open actions raised from the panel's meetings, items and recommendations, and those closed since the panel last heard of them."""
    last_heard = last_dealt_with(panel, ACTION)
    return [
        Supplied(Item.Kind.ACTION, _titled(action.title), "", ACTION, action.pk, _how_it_stands(action))
        for action in raised_by(panel, today)
        if action.state in OPEN_ACTIONS or _closed_since(action, last_heard.get(action.pk))  # type: ignore[attr-defined]
    ]


def raised_by(panel: Panel, today: date) -> list[Action]:
    """Every action raised from this panel's work, with its `state`; not yet what was raised at a meeting that still goes on."""
    origins = {
        MEETING: Meeting.objects.filter(panel=panel, state=Meeting.State.CLOSED),
        ITEM: Item.objects.filter(panel=panel).exclude(state=Item.State.ON_AGENDA),
        RECOMMENDATION: Recommendation.objects.filter(panel=panel),
    }  # fmt: skip
    found = [
        action
        for kind, rows in origins.items()
        for action in list_actions(THE_PRODUCT, today=today, origin_kind=kind, origin_id__in=rows.values("pk"))
    ]
    return sorted(found, key=lambda action: (action.due_on, action.pk))


def _closed_since(action: Action, heard: datetime | None) -> bool:
    """Whether it was achieved or ended on or after the day on which the panel last talked about it (never: it has not been told)."""
    closed_on = action.ended_on or action.latest_on  # type: ignore[attr-defined]
    return heard is None or (closed_on is not None and closed_on > timezone.localdate(heard))


def _how_it_stands(action: Action) -> str:
    day = date_format(action.due_on, "j F Y")
    if action.state == ActionState.OVERDUE:  # type: ignore[attr-defined]
        return _("Open and overdue; it was due on %(day)s.") % {"day": day}
    if action.state in OPEN_ACTIONS:  # type: ignore[attr-defined]
        return _("Open; due on %(day)s.") % {"day": day}
    if action.ended_on:
        return _("It will not be done: %(why)s") % {"why": action.ended_why}
    return _("Achieved, with evidence.")


def _titled(words: str) -> str:
    return words if len(words) <= 200 else f"{words[:199]}…"


def follow_up_enquiries(panel: Panel, today: date) -> list[Supplied]:
    """What the panel asked to be found out: without a reply, or with one that it has not been told."""
    rows = Enquiry.objects.filter(panel=panel, told_at_meeting__isnull=True, item__state__in=(Item.State.DONE, Item.State.CARRIED))
    return [Supplied(Item.Kind.ENQUIRY, _titled(row.words), "", ENQUIRY, row.pk, _reply_of(row)) for row in rows]


def _reply_of(enquiry: Enquiry) -> str:
    if enquiry.replied_at:
        return _("Reply: %(reply)s") % {"reply": enquiry.reply}
    return _("No reply yet from %(whom)s.") % {"whom": enquiry.of_whom}


def recommendations_to_tell(panel: Panel, today: date) -> list[Supplied]:
    """Recommendations without an answer, and those whose answer, or whose end, the panel has not been told."""
    return [
        Supplied(
            Item.Kind.RECOMMENDATION, _titled(each.row.words_en), _titled(each.row.words_cy), RECOMMENDATION, each.row.pk, _standing(each)
        )
        for each in of_panel(panel, today)
        if (each.answer is None or each.to_tell) and each.row.meeting.state == Meeting.State.CLOSED
    ]  # fmt: skip


def _standing(standing: Standing) -> str:
    if standing.answer is None:
        return _("Not answered yet. It was made on %(day)s.") % {"day": date_format(standing.row.made_on, "j F Y")}
    return f"{standing.answer.get_outcome_display()}. {standing.answer.reason_en}"


def remit_left_out(panel: Panel, today: date) -> list[Supplied]:
    """The parts of the remit that were not discussed for longer than they may be, and stand on no coming agenda."""
    return [
        Supplied(Item.Kind.DISCUSSION, each.remit.name_en, each.remit.name_cy, REMIT, each.remit.pk, _left_out(each.last_on))
        for each in coverage(panel, today)
        if each.overdue and each.next_on is None
    ]


def _left_out(last_on: date | None) -> str:
    if last_on is None:
        return _("The panel has never discussed this part of its remit.")
    return _("The panel last discussed this part of its remit on %(day)s.") % {"day": date_format(last_on, "j F Y")}


def last_dealt_with(panel: Panel, origin_kind: str) -> dict[int, datetime]:
    """When the panel last dealt with an item that came from each row of a kind, by the row's id."""
    rows = Item.objects.filter(panel=panel, origin_kind=origin_kind, state=Item.State.DONE).order_by("closed_at")
    return {number: closed_at for number, closed_at in rows.values_list("origin_id", "closed_at") if number and closed_at}


# Each source with the kind of origin it alone supplies: what it no longer supplies is taken out of the backlog again.
OWN: tuple[tuple[str, Supplier], ...] = (
    (MINUTES, minutes_not_agreed),
    (REPORT_BACK, whom_members_briefed),
    (ACTION, actions_of_the_panel),
    (ENQUIRY, follow_up_enquiries),
    (RECOMMENDATION, recommendations_to_tell),
    (REMIT, remit_left_out),
)
