"""Pages on which recipients are chosen, the bulletin is sent, and what became of it is recorded."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.queries import list_communities
from folkmoot.communities.web.consultation import shown
from folkmoot.engagement.bulletins import operations, queries
from folkmoot.engagement.bulletins.delivery import operations as delivery
from folkmoot.engagement.bulletins.delivery import queries as deliveries
from folkmoot.engagement.bulletins.delivery.queries import Candidate
from folkmoot.engagement.bulletins.models import Bulletin, Recipient
from folkmoot.engagement.bulletins.rules import Delivery, State
from folkmoot.engagement.bulletins.web.forms import ChooseForm, ReasonForm, RecipientForm, ReplyForm
from folkmoot.engagement.bulletins.web.presenters import SAYINGS, WITH_REASON, delivery_line
from folkmoot.engagement.bulletins.web.views import address, detail_page, in_sight
from folkmoot.errors import FolkmootError
from folkmoot.foundation.outbox import messages_reach_nobody
from folkmoot.foundation.typed import number


@may("bulletins.read")
def listing(request: HttpRequest, pk: int) -> HttpResponse:
    return _list_page(request, in_sight(request, pk))


def _list_page(request: HttpRequest, bulletin: Bulletin, refused: str = "") -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    may_read = viewer.may("stakeholders.read", bulletin.area_id)
    rows = list(deliveries.recipients_of(viewer, bulletin)) if may_read else []
    checked = queries.check_before_leaving(bulletin, today=today)
    stopped = deliveries.may_get_it(viewer, rows, today=today)
    sealed = checked.state is State.SEALED
    lines = [delivery_line(row, deliveries.fit_of(row, checked.leaves), stopped.get(row.pk, ""), sealed=sealed) for row in rows]
    shown(request, rows)
    due = [line for line in lines if line.row.state == Delivery.CHOSEN and line.row.way == "email" and not line.stopped]
    context = {
        "bulletin": bulletin, "lines": lines, "refused": refused, "may_read": may_read, "sealed": sealed, "state": checked.state,
        "may_write": viewer.may("bulletins.write", bulletin.area_id), "may_seal": checked.state is State.CLEARED,
        "due": sum(deliveries.fit_of(line.row, checked.leaves).version is not None for line in due),
        "may_reply": viewer.may("voice.write", bulletin.area_id), "no_server": messages_reach_nobody(),
    }  # fmt: skip
    return render(request, "engagement/bulletins_recipients.html", context, status=422 if refused else 200)


@may("bulletins.write")
def add(request: HttpRequest, pk: int) -> HttpResponse:
    bulletin = _to_send(request, pk)
    viewer, today = request.viewer, timezone.localdate(request.at)
    there = {row.pk: row for row in list_communities(viewer, today=today, area_id=bulletin.area_id)}
    asked = [there[pk] for pk in (number(text) for text in request.GET.getlist("community")) if pk in there]
    found = deliveries.candidates(viewer, bulletin, asked, today=today) if asked else []
    offered = [(each, _candidate_words(each)) for each in found if not each.problem]
    form = ChooseForm(request.POST or None, offered=offered, initial=started())
    back = reverse("engagement:bulletin-recipients", args=[bulletin.pk])
    shown(request, [each.row for each in found])

    def do(values: dict[str, Any]) -> str:
        delivery.choose(by=viewer, at=request.at, bulletin=bulletin, chosen=values["chosen"])
        return back

    return form_page(
        request, form, title=_("Choose who gets it"), lead=bulletin.title, back=back, template="engagement/bulletins_choose.html", do=do,
        done=_("Added to the list."), communities=there.values(), asked={row.pk for row in asked}, offered=offered,
        refused_people=[each for each in found if each.problem],
    )  # fmt: skip


@may("bulletins.write")
@require_POST
def seal(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the words for ever, then send the first messages."""
    bulletin = _to_send(request, pk)
    try:
        delivery.seal(by=request.viewer, at=request.at, bulletin=bulletin)
    except FolkmootError as refused:
        return detail_page(request, in_sight(request, pk), str(refused))
    return _send(request, pk)


@may("bulletins.write")
@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the next messages. It needs no mark against double sending: each message is claimed before it goes."""
    _to_send(request, pk)
    return _send(request, pk)


def _send(request: HttpRequest, pk: int) -> HttpResponse:
    bulletin = in_sight(request, pk)
    try:
        left = delivery.send(by=request.viewer, at=request.at, bulletin=bulletin)
    except FolkmootError as refused:
        return _list_page(request, bulletin, str(refused))
    more = ngettext("%(left)d message is still to go.", "%(left)d messages are still to go.", left) % {"left": left}
    gone = _now("Every message that could go has gone. See below what became of each.")
    if messages_reach_nobody():
        gone = _now("Every message that could go was written to the outbox; no mail server is set up, so they reached nobody.")
    messages.success(request, more if left else gone)
    return redirect("engagement:bulletin-recipients", pk=pk)


@may("bulletins.write")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    recipient = _recipient(request, pk)
    stored = {name: getattr(recipient, name) for name in ("language", "easy", "other_format", "way", "instead_why", "version")}
    form = RecipientForm(request.POST or None, initial=started(**stored))
    back = reverse("engagement:bulletin-recipients", args=[recipient.bulletin_id])
    shown(request, [recipient])

    def do(values: dict[str, Any]) -> str:
        delivery.change_recipient(by=request.viewer, at=request.at, recipient=recipient, seen_version=values.pop("version"), **values)
        return back

    return form_page(request, form, title=_("How they get it"), lead=str(recipient), back=back, do=do, done=_("Changed."))


@may("bulletins.write")
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    recipient = _recipient(request, pk)
    delivery.drop_recipient(by=request.viewer, at=request.at, recipient=recipient)
    return redirect("engagement:bulletin-recipients", pk=recipient.bulletin_id)


@may("bulletins.write")
def settle(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    recipient = _recipient(request, pk)
    if what not in SAYINGS:
        raise Http404
    called, words = SAYINGS[what]
    form = ReasonForm(request.POST or None, initial=started())
    if what not in WITH_REASON:
        del form.fields["reason"]
        form.helper.layout.fields.remove("reason")
    back = reverse("engagement:bulletin-recipients", args=[recipient.bulletin_id])
    shown(request, [recipient])

    def do(values: dict[str, Any]) -> str:
        delivery.settle(by=request.viewer, at=request.at, recipient=recipient, what=called, **values)
        return back

    return form_page(request, form, title=words, lead=str(recipient), back=back, do=do, done=_("Recorded."))


@may("voice.write")
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    recipient = _recipient(request, pk)
    viewer, today = request.viewer, timezone.localdate(request.at)
    if not viewer.may("voice.write", recipient.bulletin.area_id):
        raise Http404
    spoke_for = recipient.organisation or (recipient.contact.organisation if recipient.contact else None)
    form = ReplyForm(request.POST or None, communities=spoke_for.communities.all() if spoke_for else (), initial=started(said_on=today))
    shown(request, [recipient])

    def do(values: dict[str, Any]) -> str:
        operations.log_reply(by=viewer, at=request.at, recipient=recipient, **values)
        return address(recipient.bulletin)

    back = reverse("engagement:bulletin-recipients", args=[recipient.bulletin_id])
    return form_page(request, form, title=_("Add a reply"), lead=str(recipient), back=back, do=do, done=_("The reply was added."))


def _candidate_words(each: Candidate) -> str:
    how = Recipient.Way(each.way).label
    language = Recipient.Language(each.language).label
    parts = [str(how), str(language), *([_now("Easy Read")] if each.easy else [])]
    parts += [str(Recipient.OtherFormat(each.other_format).label)] if each.other_format else []
    return f"{each.row} ({', '.join(parts)})"


def _to_send(request: HttpRequest, pk: int) -> Bulletin:
    bulletin = in_sight(request, pk)
    if not request.viewer.may("bulletins.write", bulletin.area_id):
        raise Http404
    return bulletin


def _recipient(request: HttpRequest, pk: int) -> Recipient:
    try:
        recipient = deliveries.get_recipient(request.viewer, pk)
    except Recipient.DoesNotExist:
        raise Http404 from None
    if not request.viewer.may("stakeholders.read", recipient.bulletin.area_id):
        raise Http404
    return recipient
