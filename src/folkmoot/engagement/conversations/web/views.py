"""Pages of staff conversations: log one, read what was heard, and tell of oneself what one chooses."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for, choose_area, place_of_form
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.web.consultation import shown
from folkmoot.engagement.conversations import operations, queries
from folkmoot.engagement.conversations.models import Conversation
from folkmoot.engagement.conversations.rules import LEAST, speakers_words
from folkmoot.engagement.conversations.web.forms import ConversationFilter, ConversationForm, InterestsForm
from folkmoot.foundation.periods import months_before

A_PAGE = 50


@may("engagement.read")
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    areas = list(areas_for(viewer, "engagement.read", today=today))
    filters = ConversationFilter(request.GET, areas)
    asked = filters.chosen
    area = next((each for each in areas if each.pk == asked.get("area_id")), areas[0] if len(areas) == 1 else None)
    first, last = asked.get("first", months_before(today, 12)), asked.get("last", today)
    rows = queries.list_conversations(viewer, area_id=asked.get("area_id"), first=first, last=last)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    shown(request, page)
    counts = queries.staff_counts(viewer, area=area) if area else None
    context = {
        "filters": filters, "asked": asked, "page": page, "first": first, "last": last, "area": area, "least": LEAST,
        "themes": queries.themes_by_community(viewer, area=area, first=first, last=last),
        "spoken": [speakers_words(str(name), step) for name, step in counts.languages] if counts else [],
        "known": counts.communities if counts else [], "may_write": viewer.may("engagement.write"),
        "reads_all": viewer.may("voice.read"),
    }  # fmt: skip
    return render(request, "engagement/conversations_list.html", context)


@may("engagement.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    conversation = _conversation(request, pk)
    said = list(queries.said_in(request.viewer, conversation))
    shown(request, [conversation, *said])
    own = conversation.account_id == request.viewer.account_id
    may_change = own and request.viewer.may("engagement.write", conversation.area_id)
    may_open = request.viewer.may("voice.read", conversation.area_id)
    context = {"conversation": conversation, "said": said, "own": own, "may_change": may_change, "may_open": may_open}
    return render(request, "engagement/conversations_detail.html", context)


@may("engagement.write")
def log(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    title, back = _("Log a conversation"), reverse("engagement:conversations")
    place = place_of_form(request, "engagement.write", today=today)
    if place is None or place.area is None:
        return choose_area(request, "engagement.write", title=title, back=back, today=today)
    area = place.area
    form = ConversationForm(request.POST or None, viewer=viewer, area=area, today=today, initial=started(held_on=today))

    def do(values: dict[str, Any]) -> str:
        del values["version"]
        made = operations.log_conversation(by=viewer, at=request.at, area=area, **values)
        return reverse("engagement:conversation", args=[made.pk])

    return form_page(
        request, form, title=title, lead=area.name, back=back, template="engagement/conversations_log.html", do=do,
        done=_("The conversation was saved."),
    )  # fmt: skip


@may("engagement.write")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    conversation = _conversation(request, pk)
    if conversation.account_id != request.viewer.account_id:
        raise Http404
    viewer, today = request.viewer, timezone.localdate(request.at)
    names = ("theme", "kind", "place", "held_on", "noticed", "version")
    stored = {name: getattr(conversation, name) for name in names} | {"communities": [row.pk for row in conversation.communities.all()]}
    form = ConversationForm(request.POST or None, viewer=viewer, area=conversation.area, today=today, initial=started(**stored))
    back = reverse("engagement:conversation", args=[conversation.pk])

    def do(values: dict[str, Any]) -> str:
        operations.change_conversation(by=viewer, at=request.at, conversation=conversation, seen_version=values.pop("version"), **values)
        return back

    title = _("Change the conversation, or add to it")
    return form_page(request, form, title=title, lead=conversation.theme, back=back, do=do, done=_("The conversation was changed."))


@may("engagement.write")
def interests(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    title, back = _("My languages and communities"), reverse("engagement:conversations")
    mine = queries.own_interests(viewer)
    place = place_of_form(request, "engagement.write", today=today)
    area = mine.area if mine and "area" not in request.GET else place.area if place else None
    if area is None:
        return choose_area(request, "engagement.write", title=title, back=back, today=today)
    stored: dict[str, Any] = {}
    if mine:
        stored = {"languages": ", ".join(mine.languages), "communities": [row.pk for row in mine.communities.all()], "agreed": True}
    form = InterestsForm(request.POST or None, viewer=viewer, area=area, today=today, initial=started(**stored))

    def do(values: dict[str, Any]) -> str:
        operations.keep_interests(by=viewer, at=request.at, area=area, **values)
        return reverse("engagement:interests")

    return form_page(
        request, form, title=title, lead=area.name, back=back, template="engagement/conversations_me.html", do=do, done=_("Kept."),
        mine=mine, matches=queries.matching_opportunities(viewer, today=today),
    )  # fmt: skip


@may("engagement.write")
@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    operations.take_back_interests(by=request.viewer, at=request.at)
    messages.success(request, str(_("Everything you told about yourself was removed.")))
    return redirect("engagement:interests")


def _conversation(request: HttpRequest, pk: int) -> Conversation:
    try:
        return queries.get_conversation(request.viewer, pk)
    except Conversation.DoesNotExist:
        raise Http404 from None
