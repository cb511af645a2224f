"""What stands open without signing in, each behind a secret: a calendar feed, and the reply to an invitation."""

from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.accounts.access import public
from folkmoot.accounts.rules import fingerprint
from folkmoot.engagement.calendar import inviting
from folkmoot.engagement.calendar.feeding import NoSuchFeed, fed, must_open
from folkmoot.engagement.calendar.models import ActivityInvitation
from folkmoot.engagement.calendar.queries import entry_of_activity, timing_of
from folkmoot.engagement.calendar.web import presenters
from folkmoot.engagement.calendar.web.forms import ReplyForm
from folkmoot.foundation.fence import lifted
from folkmoot.foundation.saving import Refused

AN_HOUR = 3600
FEED_READS, FEED_MISSES, REPLIES = 60, 30, 300  # in an hour: of one feed, of wrong ones from one place, of reply pages from one place


@public
@require_safe
@lifted()
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar that a secret opens; for every wrong, revoked or forbidden one the same bare answer."""
    try:
        must_open(token, at=request.at)  # before anything is counted: a count of every wrong one would let a stranger fill the disk
        if over_limit(f"feed:{fingerprint(token)}", FEED_READS):
            return _too_many()
        content = fed(token, at=request.at)
    except NoSuchFeed as missing:  # counted by place; a feed that works is not shut by the guesses of a neighbour
        if over_limit(f"feed-misses:{place_of(request)}", FEED_MISSES):
            return _too_many()
        return unlisted(HttpResponseNotFound(str(missing), content_type="text/plain; charset=utf-8"))
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="folkmoot.ics"'
    return unlisted(answer)


@public
@require_http_methods(["GET", "HEAD", "POST"])
@lifted()
def reply(request: HttpRequest, token: str) -> HttpResponse:
    """Answer an invitation: no password, as often as one likes until the day. Names nobody, and shows nothing that was said before."""
    if over_limit(f"reply:{place_of(request)}", REPLIES):
        return _closed(request, _("There were too many visits from your network. Try again in an hour."), 429)
    try:
        row = inviting.invitation_of(token, at=request.at)
    except inviting.LinkClosed as closed:
        return _closed(request, str(closed), 410)
    form = ReplyForm(request.POST or None, initial={"reply": row.reply})
    done = request.method == "POST" and form.is_valid() and _taken(form, row, request.at)
    entry = entry_of_activity(row.activity)
    context: dict[str, Any] = {
        "form": form, "row": row, "activity": row.activity, "when": presenters.when_words(entry), "done": done,
        "online_link": timing_of(row.activity).online_link, "answered": row.get_reply_display() if row.reply else "",
    }  # fmt: skip
    return unlisted(render(request, "engagement/reply.html", context, status=422 if form.errors else 200))


def _taken(form: ReplyForm, row: ActivityInvitation, at: datetime) -> bool:
    values = form.cleaned_data
    try:
        inviting.take_reply(
            at=at, invitation=row, reply=values["reply"], needs=values["needs"], companions=values["companions"] or 0,
            way=ActivityInvitation.Way.LINK,
        )  # fmt: skip
    except Refused as refused:
        form.add_problems(refused.problems)
        return False
    row.refresh_from_db(fields=["reply"])
    return True


def over_limit(key: str, most: int) -> bool:
    """Whether something happened more than `most` times in the hour, this time counted."""
    name = f"calendar:{key}"
    if cache.add(name, 1, AN_HOUR):
        return False
    try:
        return cache.incr(name) > most
    except ValueError:  # it ran out between the two steps
        return False


def place_of(request: HttpRequest) -> str:
    """The place a request came from, by the same reckoning as sign-in: behind a proxy of ours, what the proxy says."""
    return fingerprint(str(get_adapter().get_client_ip(request)))


def _too_many() -> HttpResponse:
    answer = HttpResponse("Too many requests.", status=429, content_type="text/plain; charset=utf-8")
    answer.headers["Retry-After"] = str(AN_HOUR)
    return unlisted(answer)


def _closed(request: HttpRequest, words: str, status: int) -> HttpResponse:
    return unlisted(render(request, "engagement/reply_closed.html", {"words": words}, status=status))


def unlisted(answer: HttpResponse) -> HttpResponse:
    """Kept nowhere, found by no search, and its address told to no other site."""
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    # Not “no-referrer”: with that a browser hides where the form itself came from, and the answer would be refused as forged.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer
