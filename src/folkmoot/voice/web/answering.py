"""The pages on which a point is answered, acted on, and those who said it are told."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.queries import people_who_may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.actions.web.raising import raising_page
from folkmoot.foundation import audit
from folkmoot.voice import operations, queries
from folkmoot.voice.models import Answer, Point, Telling
from folkmoot.voice.operations import AnsweredMeanwhile
from folkmoot.voice.rules import plan_missing
from folkmoot.voice.web.forms import AnswerForm, TellForm

# How people want to be told, as the channel on which the telling is recorded.
CHANNELS = {
    Point.ReplyBy.EMAIL: Telling.Channel.EMAIL, Point.ReplyBy.LETTER: Telling.Channel.LETTER, Point.ReplyBy.PHONE: Telling.Channel.PHONE,
    Point.ReplyBy.MEETING: Telling.Channel.MEETING, Point.ReplyBy.THROUGH_GROUP: Telling.Channel.GROUP,
}  # fmt: skip
NOTHING_PLANNED = _("It is accepted, and nothing is planned yet: raise the action that makes it come true.")


def in_sight(request: HttpRequest, point_id: int) -> Point:
    try:
        return queries.get_point(request.viewer, point_id)
    except Point.DoesNotExist:
        raise Http404 from None


def address_of(point: Point) -> str:
    return reverse("voice:detail", args=[point.pk])


@may("voice.answer")
def answer(request: HttpRequest, point_id: int) -> HttpResponse:
    point, viewer, today = in_sight(request, point_id), request.viewer, timezone.localdate(request.at)
    answers = Answer.objects.filter(point=point).select_related("by").order_by("-on", "-pk")
    owners = people_who_may("actions.write", point.area_id, today=today) if viewer.may("actions.write", point.area_id) else None
    first = started(on=today, seen=max((one.pk for one in answers.all()), default=0), plan_owner=viewer.account_id)
    form = AnswerForm(request.POST or None, initial=first, nature=point.nature, owners=owners)

    def do(values: dict[str, Any]) -> str:
        saved = operations.answer_point(by=viewer, at=request.at, point=point, **values)
        acted = queries.get_point(viewer, point.pk).acted_on
        if plan_missing(saved.outcome, bool(acted)):
            messages.warning(request, str(NOTHING_PLANNED))
        return address_of(point)

    return _about(
        request, point, form, title=_("Answer the point"), do=keeping_both(form, do), answers=answers,
        done=_("The answer was saved. Now tell those who said it."),
    )  # fmt: skip


def keeping_both(form: AnswerForm, do: Any) -> Any:
    """Where somebody else answered first, the form is shown again with what was typed, knowing now of their answer."""

    def trying(values: dict[str, Any]) -> str:
        try:
            return str(do(values))
        except AnsweredMeanwhile as meanwhile:
            data: Any = form.data.copy()
            data["seen"] = str(meanwhile.latest)
            form.data = data
            raise

    return trying


@may("voice.answer")
def tell(request: HttpRequest, point_id: int) -> HttpResponse:
    point = in_sight(request, point_id)
    latest = point.answers.last()
    by_mail = point.reply_by == Point.ReplyBy.EMAIL
    first = {
        "on": timezone.localdate(request.at), "who": point.said_by, "words": latest.words if latest else "",
        "channel": CHANNELS.get(Point.ReplyBy(point.reply_by)) if point.reply_by else None,
        "send_to": point.reply_address if by_mail else "",
    }  # fmt: skip
    form = TellForm(request.POST or None, initial=started(**first))

    def do(values: dict[str, Any]) -> str:
        operations.tell(by=request.viewer, at=request.at, point=point, **values)
        return address_of(point)

    return _about(request, point, form, title=_("Record that they were told"), do=do, done=_("The telling was saved."))


@may("actions.write")
def action(request: HttpRequest, point_id: int) -> HttpResponse:
    point = in_sight(request, point_id)
    with transaction.atomic():
        audit.consulted(by=request.viewer, at=request.at, rows=[point], route=request.path)
    first: dict[str, object] = {}
    if point.nature == Point.Nature.PROMISE:
        known = {"title": point.words[:300], "owner": point.promise_owner_id, "due_on": point.promise_due}
        first = {name: value for name, value in known.items() if value}
    return raising_page(
        request, origin_kind=queries.ORIGIN, origin_id=point.pk, area=point.area, title=_("Raise an action from this point"),
        back=address_of(point), lead=f"“{point}”", first=first,
    )  # fmt: skip


def _about(request: HttpRequest, point: Point, form: Any, **page: Any) -> HttpResponse:
    """A form with the point it is about above it; showing the words is logged as reading them."""
    with transaction.atomic():
        audit.consulted(by=request.viewer, at=request.at, rows=[point], route=request.path)
    return form_page(request, form, back=address_of(point), template="voice/about_point.html", point=point, **page)
