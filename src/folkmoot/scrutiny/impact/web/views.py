"""The pages of community impact statements: the list, one with its versions and uses, its paper, and what is recorded of it."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for, choose_area, place_of_form
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.queries import communities
from folkmoot.foundation import audit
from folkmoot.panels.queries import panels
from folkmoot.scrutiny.impact import operations, queries
from folkmoot.scrutiny.impact.models import ImpactStatement, ImpactUse
from folkmoot.scrutiny.impact.rules import A_QUARTER, forbidden_in, never_evidence
from folkmoot.scrutiny.impact.web import forms
from folkmoot.scrutiny.impact.web.presenters import STATE_COLOURS, STATE_WORDS, layout_of
from folkmoot.webkit.paging import Pages

A_PAGE = 30


@may("scrutiny.read")
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    filters = forms.ImpactFilter(request.GET, areas_for(viewer, "scrutiny.read", today=today))
    asked = filters.chosen
    page = Pages(queries.list_statements(viewer, today=today, **asked), A_PAGE).get_page(request.GET.get("page"))
    lines = [(each, STATE_WORDS[each.state], STATE_COLOURS[each.state]) for each in page]
    context = {"filters": filters, "asked": asked, "page": page, "lines": lines, "may_write": viewer.may("scrutiny.learn")}
    return render(request, "scrutiny/impact_list.html", context)


@may("scrutiny.read")
@transaction.atomic
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    row = in_sight(request, pk)
    audit.consulted(by=request.viewer, at=request.at, rows=[row], route=request.path)
    standing = queries.standing_of(row, timezone.localdate(request.at))
    draft = standing.draft
    context = {
        "row": row, "standing": standing, "state": standing.state.value, "words": STATE_WORDS[standing.state],
        "colour": STATE_COLOURS[standing.state], "never": never_evidence(),
        "found": forbidden_in([draft.sources, draft.circumstances, draft.impact, draft.comparison]) if draft else [],
        "may_write": request.viewer.sight("scrutiny.learn").holds(row.area_id),
    }  # fmt: skip
    return render(request, "scrutiny/impact_detail.html", context)


@may("scrutiny.read")
@transaction.atomic
def paper(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One version in the layout of Annex B, to read and to print."""
    row = in_sight(request, pk)
    version = next((each for each in row.versions.all() if each.number == number), None)
    if version is None:
        raise Http404
    audit.consulted(by=request.viewer, at=request.at, rows=[version], route=request.path)
    context = {"row": row, "version": version, "fields": layout_of(version), "never": never_evidence()}
    return render(request, "scrutiny/impact_paper.html", context)


@may("scrutiny.learn")
def ask(request: HttpRequest) -> HttpResponse:
    viewer, today, back = request.viewer, timezone.localdate(request.at), reverse("scrutiny:impact")
    place = place_of_form(request, "scrutiny.learn", today=today, national_too=True)
    if place is None:
        return choose_area(request, "scrutiny.learn", title=_("Ask for a statement"), back=back, today=today, national_too=True)
    here = communities(viewer).filter(area=place.area).order_by("name")
    form = forms.AskForm(
        request.POST or None, communities=here, panels=panels(viewer).filter(area=place.area), initial=started(requested_on=today)
    )

    def do(values: dict[str, Any]) -> str:
        return address_of(operations.ask_for(by=viewer, at=request.at, area=place.area, **values))

    return form_page(
        request, form, title=_("Ask for a community impact statement"), lead=place.words, back=back, do=do,
        done=_("The request was recorded."), template="scrutiny/impact_ask.html", never=never_evidence(),
    )  # fmt: skip


@may("scrutiny.learn")
def write(request: HttpRequest, pk: int) -> HttpResponse:
    row = _to_alter(request, pk)
    standing = queries.standing_of(row, timezone.localdate(request.at))
    before = standing.draft or standing.held
    first = (
        {name: getattr(before, name) for name in operations.FIELDS if name != "review_on"} if before else {"groups_affected": row.affected}
    )
    if standing.draft:
        first |= {"version": standing.draft.version, "vouched_why": standing.draft.vouched_why}
    form = forms.VersionForm(request.POST or None, initial=started(**first))

    def do(values: dict[str, Any]) -> None:
        seen, vouched, nobody = values.pop("version"), values.pop("vouched_why"), values.pop("names_nobody")
        operations.write_version(
            by=request.viewer, at=request.at, statement=row, values=values, vouched_why=vouched, names_nobody=nobody, seen_version=seen
        )

    template = "scrutiny/impact_ask.html"
    return _page(request, row, form, _("Write the statement"), do, _("The draft was kept."), template=template, never=never_evidence())


@may("scrutiny.learn")
def supply(request: HttpRequest, pk: int) -> HttpResponse:
    row, today = _to_alter(request, pk), timezone.localdate(request.at)
    form = forms.SupplyForm(request.POST or None, initial=started(on=today, review_on=today + A_QUARTER, police_owner=row.police_owner))

    def do(values: dict[str, Any]) -> None:
        operations.supply(by=request.viewer, at=request.at, statement=row, **values)

    return _page(request, row, form, _("The police supplied it, signed"), do, _("It is recorded as supplied, and stays as it is."))


@may("scrutiny.learn")
def author(request: HttpRequest, pk: int) -> HttpResponse:
    row = _to_alter(request, pk)
    members = queries.possible_authors(row, timezone.localdate(request.at))
    form = forms.AuthorForm(request.POST or None, members=members, initial=started())

    def do(values: dict[str, Any]) -> None:
        operations.add_author(by=request.viewer, at=request.at, statement=row, **values)

    return _page(request, row, form, _("Who took part in making it?"), do, _("They were added."))


@may("scrutiny.learn")
def use(request: HttpRequest, pk: int) -> HttpResponse:
    row = _to_alter(request, pk)
    form = forms.UseForm(request.POST or None, initial=started(on=timezone.localdate(request.at)))

    def do(values: dict[str, Any]) -> None:
        operations.put_into_case(by=request.viewer, at=request.at, statement=row, **values)

    template = "scrutiny/impact_ask.html"
    return _page(request, row, form, _("Put it into a case"), do, _("It was recorded."), template=template, never=never_evidence())


@may("scrutiny.learn")
def served(request: HttpRequest, pk: int, use: int) -> HttpResponse:
    row, given = _use(request, pk, use)
    form = forms.ServedForm(request.POST or None, initial=started(on=timezone.localdate(request.at)))

    def do(values: dict[str, Any]) -> None:
        operations.record_service(by=request.viewer, at=request.at, use=given, **values)

    return _page(request, row, form, _("When was it served?"), do, _("It was recorded."))


@may("scrutiny.learn")
def outcome(request: HttpRequest, pk: int, use: int) -> HttpResponse:
    row, given = _use(request, pk, use)
    form = forms.OutcomeForm(request.POST or None, initial=started(on=timezone.localdate(request.at)))

    def do(values: dict[str, Any]) -> None:
        operations.record_outcome(by=request.viewer, at=request.at, use=given, **values)

    return _page(request, row, form, _("How was it used?"), do, _("It was recorded. Tell those who took part in making it."))


@may("scrutiny.learn")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    row = _to_alter(request, pk)

    def do(values: dict[str, Any]) -> None:
        operations.withdraw(by=request.viewer, at=request.at, statement=row, **values)

    form = forms.WithdrawForm(request.POST or None, initial=started())
    return _page(request, row, form, _("Withdraw this statement?"), do, _("It was withdrawn."))


def in_sight(request: HttpRequest, pk: int) -> ImpactStatement:
    try:
        return queries.get_statement(request.viewer, pk)
    except ImpactStatement.DoesNotExist:
        raise Http404 from None


def _to_alter(request: HttpRequest, pk: int) -> ImpactStatement:
    row = in_sight(request, pk)
    if not request.viewer.sight("scrutiny.learn").holds(row.area_id):
        raise Http404
    return row


def _use(request: HttpRequest, pk: int, use: int) -> tuple[ImpactStatement, ImpactUse]:
    row = _to_alter(request, pk)
    given = ImpactUse.objects.select_related("version_used__statement").filter(pk=use, version_used__statement=row).first()
    if given is None:
        raise Http404
    return row, given


def _page(
    request: HttpRequest, row: ImpactStatement, form: Any, title: object, do: Callable[[dict[str, Any]], None], done: object, **more: Any
) -> HttpResponse:
    def go(values: dict[str, Any]) -> str:
        do(values)
        return address_of(row)

    return form_page(request, form, title=title, lead=str(row), back=address_of(row), do=go, done=done, **more)


def address_of(row: ImpactStatement) -> str:
    return reverse("scrutiny:impact_statement", args=[row.pk])
