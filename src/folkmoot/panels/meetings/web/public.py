"""What stands open without signing in, behind a secret of one's own: answering a poll or a call, and the file for one's calendar.

Names nobody, and shows nothing that was said before in words.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.accounts.access import public
from folkmoot.engagement.calendar.web.public import over_limit, place_of, unlisted
from folkmoot.foundation.fence import lifted
from folkmoot.foundation.saving import Refused
from folkmoot.panels.meetings import letters, replying
from folkmoot.panels.meetings.dates.letters import voice_of
from folkmoot.panels.meetings.dates.operations import answer_poll
from folkmoot.panels.meetings.dates.queries import closed_for
from folkmoot.panels.meetings.models import Attendance
from folkmoot.panels.meetings.replying import LinkClosed
from folkmoot.panels.meetings.web import presenters
from folkmoot.panels.meetings.web.dates import answer_form
from folkmoot.panels.meetings.web.forms import ReplyForm

VISITS = 300  # in an hour, from one place


@public
@require_http_methods(["GET", "HEAD", "POST"])
@lifted()
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Answer without a password, as often as one likes until it is over."""
    if over_limit(f"dates:{place_of(request)}", VISITS):
        return _closed(request, _("There were too many visits from your network. Try again in an hour."), 429)
    try:
        return _poll(request, token) if token.startswith("p") else _call(request, token)
    except LinkClosed as closed:
        return _closed(request, str(closed), 410)


@public
@require_safe
@lifted()
def file(request: HttpRequest, token: str) -> HttpResponse:
    """The meeting for one's calendar, from which it can be answered too; of one that was called off, its withdrawal."""
    if over_limit(f"dates:{place_of(request)}", VISITS):
        return _closed(request, _("There were too many visits from your network. Try again in an hour."), 429)
    try:
        row = replying.row_of(token)
        if row.meeting.starts_at is None or (replying.closed(row, request.at) and row.meeting.state != "cancelled"):
            raise LinkClosed(replying.closed(row, request.at) or _("No day has been found yet."))
    except LinkClosed as closed:
        return _closed(request, str(closed), 410)
    method = "CANCEL" if row.meeting.state == "cancelled" else "REQUEST"
    made = HttpResponse(letters.calendar_file(row, at=request.at), content_type=f"text/calendar; charset=utf-8; method={method}")
    made.headers["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    return unlisted(made)


def _call(request: HttpRequest, token: str) -> HttpResponse:
    row = replying.row_of(token)
    if over := replying.closed(row, request.at):
        raise LinkClosed(over)
    said = row.reply if row.reply != Attendance.Reply.NONE else ""
    form = ReplyForm(request.POST if request.method == "POST" else None, where=row.meeting.where, initial={"reply": said})
    done = request.method == "POST" and form.is_valid() and _taken(request, form, row)
    if done:
        row.refresh_from_db()
    context: dict[str, Any] = {
        "form": form, "meeting": row.meeting, "when": presenters.when_words(row.meeting), "done": done, "file": letters.file_of(row),
        "answered": row.get_reply_display() if row.reply != Attendance.Reply.NONE else "",
    }  # fmt: skip
    return unlisted(render(request, "panels/meetings_answer.html", context, status=422 if form.errors else 200))


def _taken(request: HttpRequest, form: ReplyForm, row: Attendance) -> bool:
    try:
        replying.take_reply(at=request.at, attendance=row, reply=form.cleaned_data["reply"], words=form.cleaned_data["words"])
    except Refused as refused:
        form.add_problems(refused.problems)
        return False
    return True


def _poll(request: HttpRequest, token: str) -> HttpResponse:
    voice = voice_of(token)
    if over := closed_for(voice, timezone.localdate(request.at)):
        raise LinkClosed(over)
    form, done = answer_form(request, voice), False
    if request.method == "POST" and form.is_valid():
        try:
            answer_poll(at=request.at, voice=voice, answers=form.answers, words=form.cleaned_data["words"])
            done = True
        except Refused as refused:
            form.add_problems(refused.problems)
    context = {"form": form, "poll": voice.poll, "done": done, "answered": voice.answered_at is not None}
    return unlisted(render(request, "panels/meetings_answer_poll.html", context, status=422 if form.errors else 200))


def _closed(request: HttpRequest, words: str, status: int) -> HttpResponse:
    return unlisted(render(request, "panels/meetings_answer_closed.html", {"words": words}, status=status))
