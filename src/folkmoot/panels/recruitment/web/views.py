"""The pages on which a search for members is planned, opened and told of."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.models import Community
from folkmoot.communities.queries import list_communities
from folkmoot.communities.web.consultation import shown
from folkmoot.panels.models import Panel
from folkmoot.panels.queries import panels
from folkmoot.panels.recruitment import applying, operations, queries
from folkmoot.panels.recruitment.models import Campaign
from folkmoot.panels.recruitment.rules import CampaignState, State
from folkmoot.panels.recruitment.web.asking import HandForm
from folkmoot.panels.recruitment.web.forms import CampaignFilter, CampaignForm, EndForm, ExtendForm, OpenForm, PlacingForm
from folkmoot.panels.recruitment.web.presenters import CAMPAIGN_COLOURS, CAMPAIGN_WORDS, STATE_COLOURS, STATE_WORDS
from folkmoot.panels.web.sight import panel_in_sight
from folkmoot.stakeholders.queries import organisations

MAY = queries.CAPABILITY


@may(MAY)
def listing(request: HttpRequest) -> HttpResponse:
    """Every search in sight: those that take applications or wait for a decision first."""
    viewer, today = request.viewer, timezone.localdate(request.at)
    filters = CampaignFilter(request.GET, areas_for(viewer, MAY, today=today))
    asked = filters.chosen
    rows = queries.campaigns(viewer)
    if "area_id" in asked:
        rows = rows.filter(panel__area_id=asked["area_id"])
    lines = queries.campaign_lines(rows.prefetch_related("communities"), today)
    wanted = [line for line in lines if asked.get("state", line.state.value) == line.state.value]
    first = (CampaignState.CHOOSING, CampaignState.OPEN, CampaignState.PLANNED)
    wanted.sort(key=lambda line: first.index(line.state) if line.state in first else len(first))
    context = {
        "filters": filters, "asked": asked, "lines": [(line, *_state(line.state)) for line in wanted],
        "interviews": queries.interviews_ahead(viewer, first=today)[:10],
    }  # fmt: skip
    return render(request, "panels/recruitment_list.html", context)


def _state(state: CampaignState) -> tuple[Any, str]:
    return CAMPAIGN_WORDS[state], CAMPAIGN_COLOURS[state]


@may(MAY)
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    row = campaign_in_sight(request, pk)
    line = queries.line_of(row, today)
    applications = queries.applications_of(viewer, row)
    waiting = queries.to_be_told(viewer, row)
    shown(request, [each.application for each in applications])
    words, colour = _state(line.state)
    context = {
        "campaign": row, "line": line, "state": line.state.value, "words": words, "colour": colour,
        "warnings": queries.warnings_of(row) if line.state in (CampaignState.PLANNED, CampaignState.OPEN) else [],
        "late": queries.late_words(line, today),
        "sought": queries.sought_of(viewer, row, today), "criteria": queries.criteria_of(row), "to_be_told": waiting,
        "applications": [(each, STATE_WORDS[each.state], STATE_COLOURS[each.state], each.state is State.RECEIVED) for each in applications],
        "counts": [(STATE_WORDS[state], number) for state, number in line.counts.items()],
    }  # fmt: skip
    return render(request, "panels/recruitment_campaign.html", context)


@may(MAY)
def new(request: HttpRequest) -> HttpResponse:
    """Plan a search, once a panel is chosen. The address may name the communities that its representation shows as missing."""
    code = request.GET.get("panel", "")
    if not code:
        rows = panels(request.viewer, MAY).order_by("area__name_en", "name_en")
        return render(request, "panels/recruitment_choose.html", {"panels": rows})
    panel = panel_in_sight(request, code, MAY)
    if panel.ended_on:
        raise Http404
    asked = {int(each) for each in request.GET.getlist("community") if each.isdecimal() and len(each) < 10}
    offered = communities_offered(request, panel)
    begun = started(communities=[row.pk for row in offered if row.pk in asked], seats=1, sifters=1, interviews=True, keep_months=6)
    form = CampaignForm(request.POST or None, panel=panel, offered=offered, today=timezone.localdate(request.at), initial=begun)

    def do(values: dict[str, Any]) -> str:
        del values["version"]
        return address_of(operations.plan_campaign(by=request.viewer, at=request.at, panel=panel, **values))

    return form_page(
        request, form, title=_("Look for members"), lead=panel.name, back=reverse("panels:recruitment"), do=do,
        done=_("The campaign was planned. Open it when the advert is right."),
    )  # fmt: skip


@may(MAY)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    row: Any = campaign_in_sight(request, pk)
    today = timezone.localdate(request.at)
    stored = {name: getattr(row, name) for name in (*operations.CHANGEABLE, "version") if name != "owner"}
    chosen = list(row.communities.all())
    offered = communities_offered(request, row.panel, also=chosen)
    initial = started(**stored, owner=row.owner_id, communities=[each.pk for each in chosen])
    form = CampaignForm(request.POST or None, panel=row.panel, offered=offered, today=today, initial=initial)

    def do(values: dict[str, Any]) -> None:
        seen = values.pop("version")
        operations.change_campaign(by=request.viewer, at=request.at, campaign=row, seen_version=seen, **values)

    return _page(request, row, form, _("Change the campaign"), do)


@may(MAY)
def open_it(request: HttpRequest, pk: int) -> HttpResponse:
    row = campaign_in_sight(request, pk)

    def do(values: dict[str, Any]) -> None:
        operations.open_campaign(by=request.viewer, at=request.at, campaign=row, seen_version=values["version"])

    form = OpenForm(request.POST or None, initial=started(version=row.version))
    warned = queries.warnings_of(row)
    return _page(request, row, form, _("Open the campaign?"), do, template="panels/recruitment_open.html", warnings=warned, campaign=row)


@may(MAY)
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    row = campaign_in_sight(request, pk)

    def do(values: dict[str, Any]) -> None:
        operations.extend_campaign(by=request.viewer, at=request.at, campaign=row, **values)

    return _page(request, row, ExtendForm(request.POST or None, initial=started()), _("Take applications longer"), do)


@may(MAY)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    row = campaign_in_sight(request, pk)

    def do(values: dict[str, Any]) -> None:
        operations.end_campaign(by=request.viewer, at=request.at, campaign=row, **values)

    return _page(request, row, EndForm(request.POST or None, initial=started()), _("End the campaign before its time"), do)


@may(MAY)
def told(request: HttpRequest, pk: int) -> HttpResponse:
    row = campaign_in_sight(request, pk)
    begun = started(on=timezone.localdate(request.at), community=request.GET.get("community", ""))
    form = PlacingForm(
        request.POST or None, offered=list(row.communities.all()), organisations=organisations(request.viewer), initial=begun
    )  # fmt: skip

    def do(values: dict[str, Any]) -> None:
        operations.record_placing(by=request.viewer, at=request.at, campaign=row, **values)

    return _page(request, row, form, _("Record where it was told"), do)


@may(MAY)
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    row = campaign_in_sight(request, pk)
    begun = started(received_on=timezone.localdate(request.at))
    form = HandForm(request.POST or None, offered=list(row.communities.all()), keep_months=row.keep_months, initial=begun)

    def do(values: dict[str, Any]) -> str:
        taken, _new = applying.take_application(by=request.viewer, at=request.at, campaign=row, mark=request.POST.get("mark", ""), **values)
        return reverse("panels:application", args=[taken.pk])

    return form_page(request, form, title=_("Enter an application"), lead=row.title, back=address_of(row), do=do)


def communities_offered(request: HttpRequest, panel: Panel, also: list[Community] | None = None) -> list[Community]:
    """The communities in being of the panel's Area and of the whole service; for a national panel the latter. `also`: chosen before."""
    today: date = timezone.localdate(request.at)
    rows = list_communities(request.viewer, today=today, area_id=panel.area_id)
    offered = list(rows if panel.area_id else rows.filter(area__isnull=True))
    return [*offered, *(one for one in also or [] if one not in offered)]


def _page(request: HttpRequest, row: Campaign, form: Any, title: Any, do: Any, **more: Any) -> HttpResponse:
    def go(values: dict[str, Any]) -> str:
        do(values)
        return address_of(row)

    return form_page(request, form, title=title, lead=f"{row.title}: {row.panel.name}", back=address_of(row), do=go, **more)


def campaign_in_sight(request: HttpRequest, pk: int) -> Campaign:
    try:
        return queries.get_campaign(request.viewer, pk)
    except Campaign.DoesNotExist:
        raise Http404 from None


def address_of(row: Campaign) -> str:
    return reverse("panels:campaign", args=[row.pk])
