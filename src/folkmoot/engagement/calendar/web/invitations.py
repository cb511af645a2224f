"""The page of one planned activity in the calendar: its time, what clashes, who was invited, and who comes with which needs."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from folkmoot.accounts.access import may
from folkmoot.accounts.scope import Viewer
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.web.consultation import shown
from folkmoot.engagement.calendar import inviting, queries
from folkmoot.engagement.calendar.models import ActivityInvitation
from folkmoot.engagement.calendar.web import presenters
from folkmoot.engagement.calendar.web.forms import InviteForm
from folkmoot.engagement.calendar.web.views import in_sight
from folkmoot.engagement.models import Activity
from folkmoot.foundation.once import new_mark, only_once
from folkmoot.foundation.outbox import messages_reach_nobody
from folkmoot.foundation.typed import number
from folkmoot.stakeholders.queries import needs_of

AT_ONCE = 50  # messages sent while a person waits; the rest by the button, or by `folkmoot mailbox send`


@may("calendar.read")
def listing(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, activity = request.viewer, in_sight(request, pk)
    entry = queries.entry_of_activity(activity)
    rows = queries.invitations(viewer, activity)
    shown(request, [row.contact for row in rows])
    sequence = inviting.edition_of(activity, at=request.at).sequence if rows else 0
    open_ = not activity.cancelled_on and not activity.held_on and entry.day >= timezone.localdate(request.at)
    context = {
        "activity": activity, "entry": entry, "when": presenters.when_words(entry), "timing": queries.timing_of(activity),
        "clashes": [] if activity.cancelled_on else queries.warnings_about(viewer, entry),
        "rows": [(row, _state_words(row, sequence), _needs(row)) for row in rows], "coming": queries.coming(rows),
        "needed": _needed(viewer, rows), "open": open_,
        "waiting": sum(row.sent_sequence < sequence and _is_told(row, activity) for row in rows) if open_ or activity.cancelled_on else 0,
        "may_time": viewer.may("engagement.write", activity.area_id) and not activity.cancelled_on,
        "may_invite": open_ and _may_invite(request, activity), "may_send": _may_invite(request, activity), "mark": new_mark(),
        "no_server": messages_reach_nobody(),
        "may_see_people": viewer.may("stakeholders.read", activity.area_id), "sources": presenters.sources(entry.day, entry.day),
    }  # fmt: skip
    return render(request, "engagement/invitations.html", context)


@may("calendar.write")
def new(request: HttpRequest, pk: int) -> HttpResponse:
    activity = _to_invite(request, pk)
    today, back = timezone.localdate(request.at), reverse("engagement:invitations", args=[pk])
    search = request.GET.get("words", "").strip()[:100]
    asked = {int(each) for each in request.POST.getlist("people") if number(each)} if request.method == "POST" else None
    people = queries.invitable(request.viewer, activity, today=today, search=search, among=asked, invited_too=asked is not None)
    if asked is None and not search and all(each.problem for each in people):
        shown(request, [each.contact for each in people])
        return render(request, "engagement/invite_nobody.html", {"activity": activity, "back": back, "may_not": people})
    form = InviteForm(request.POST or None, people=people, initial=started())

    def do(values: dict[str, Any]) -> str:
        inviting.invite(
            by=request.viewer, at=request.at, activity=activity, contact_ids=values["people"], words=values["words"],
            words_cy=values["words_cy"],
        )  # fmt: skip
        return back

    answer = form_page(
        request, form, title=_("Invite people"), lead=activity.title, back=back, do=do, template="engagement/invite.html",
        may_not=[each for each in people if each.problem], words=search, most=queries.MOST_OFFERED,
        many=len(people) >= queries.MOST_OFFERED,
    )  # fmt: skip
    if answer.status_code == 302:
        _send(request, activity)
    else:
        shown(request, [each.contact for each in people])
    return answer


@may("calendar.write")
@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send what waits: first invitations, changes, withdrawals; and try those again that failed."""
    activity = in_sight(request, pk)
    if not _may_invite(request, activity):
        raise Http404
    back = reverse("engagement:invitations", args=[pk])
    went = only_once(request.POST.get("mark", ""), account_id=request.viewer.account_id, at=request.at, do=lambda: back)
    _send(request, activity, again=True)
    return redirect(went)


def _send(request: HttpRequest, activity: Activity, *, again: bool = False) -> None:
    """Send after everything is stored, so that a cut connection loses nothing: what did not leave waits."""
    done = inviting.send_waiting(by=request.viewer, at=request.at, activity=activity, most=AT_ONCE, again=again)
    words = _sent_words(done.sent)
    if done.failed:
        words += " " + ngettext("%(number)d failed.", "%(number)d failed.", done.failed) % {"number": done.failed}
    if done.left:
        words += " " + ngettext("%(number)d still waits.", "%(number)d still wait.", done.left) % {"number": done.left}
    (messages.error if done.failed or done.left else messages.success)(request, words)


def _sent_words(sent: int) -> str:
    if messages_reach_nobody():
        words = ngettext(
            "%(sent)d message was written to the outbox; no mail server is set up, so it reached nobody.",
            "%(sent)d messages were written to the outbox; no mail server is set up, so they reached nobody.",
            sent,
        )
    else:
        words = ngettext("%(sent)d message was sent.", "%(sent)d messages were sent.", sent)
    return words % {"sent": sent}


def _may_invite(request: HttpRequest, activity: Activity) -> bool:
    return all(request.viewer.may(each, activity.area_id) for each in ("calendar.write", "stakeholders.read"))


def _to_invite(request: HttpRequest, pk: int) -> Activity:
    activity = in_sight(request, pk)
    gone = (
        activity.cancelled_on or activity.held_on or activity.planned_for is None or activity.planned_for < timezone.localdate(request.at)
    )
    if gone or not _may_invite(request, activity):
        raise Http404
    return activity


def _is_told(row: ActivityInvitation, activity: Activity) -> bool:
    return not activity.cancelled_on or row.sent_at is not None


def _state_words(row: ActivityInvitation, sequence: int) -> str:
    """“Coming, by e-mail; answered before the last change”, or what became of the message."""
    if row.reply:
        words = f"{row.get_reply_display()}, {row.get_replied_by_display()}"
        return words + ("; " + _("answered before the last change") if row.replied_sequence < sequence else "")
    if row.failed_at:
        return _("Not sent: %(why)s") % {"why": row.failed_why}
    if row.sent_at is None:
        return _("Waits to be sent")
    return _("Written to the outbox; no answer yet") if messages_reach_nobody() else _("Sent; no answer yet")


def _needed(viewer: Viewer, rows: list[ActivityInvitation]) -> list[tuple[str, int]]:
    """What the venue must have, of those who come or may come: what was known before, then what they said for this day."""
    along = [row for row in rows if row.reply in (row.Reply.ACCEPTED, row.Reply.TENTATIVE)]
    # Whoever said something for this day was asked, even where nothing was known before.
    known = [row.contact for row in along if row.contact.needs or row.contact.access_needs or not row.needs]
    said = Counter(row.needs for row in along if row.needs)
    return [*((line.words, line.people) for line in needs_of(viewer, known)), *sorted(said.items())]


def _needs(row: ActivityInvitation) -> list[str]:
    """What a person needs: what was known before and what they said for this activity."""
    named = dict(row.contact.Need.choices)
    known = [str(named[each]) for each in row.contact.needs if each in named]
    return [*known, *(words for words in (row.contact.access_needs, row.needs) if words)]
