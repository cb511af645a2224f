"""Lists of finalised cases: what may be drawn, what not and why, and which case a pseudonym is for whoever must know."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.foundation.saving import Refused
from folkmoot.panels.members.queries import sitting
from folkmoot.panels.queries import may_in
from folkmoot.scrutiny.frames import operations, queries
from folkmoot.scrutiny.frames.models import Frame, FrameCase, Tie
from folkmoot.scrutiny.frames.web.details import in_words
from folkmoot.scrutiny.frames.web.forms import IdentityForm, RefuseForm, TieForm, WithdrawForm
from folkmoot.scrutiny.frames.web.presenters import fact_label, refused_counts, refused_line
from folkmoot.scrutiny.identities.operations import open_identity
from folkmoot.scrutiny.limits import limits
from folkmoot.webkit.paging import Pages

A_PAGE = 30


@may("scrutiny.read")
def listing(request: HttpRequest) -> HttpResponse:
    rows = queries.frames(request.viewer, withdrawn=True)
    page = Pages(rows, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "scrutiny/frames_list.html", {"page": page, "lines": list(page), "may_add": request.viewer.may("scrutiny.prepare")}
    )


@may("scrutiny.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    row = frame_in_sight(request, pk)
    may_draw = may_in(request.viewer, row.panel, "scrutiny.prepare")
    counts = queries.strand_counts(row)
    context = {
        "row": row, "may_draw": may_draw, "counts": counts, "few": [each for each in counts if each.few], "least": limits().few_in_list,
        "groups": queries.group_counts(row) if len(row.columns.get("strata", [])) > 1 else [],
        "grouped_by": [fact_label(name) for name in row.columns.get("strata", [])], "refused": refused_counts(row),
        "draws": row.draws.select_related("meeting").order_by("-pk"), "told": may_draw,
        "may_know": may_in(request.viewer, row.panel, "scrutiny.identities"),
        "ties": Tie.objects.filter(case__frame=row).select_related("member__contact", "case") if may_draw else [],
    }  # fmt: skip
    return render(request, "scrutiny/frames_detail.html", context)


@may("scrutiny.prepare")
def refused(request: HttpRequest, pk: int) -> HttpResponse:
    """Every case that may not be drawn, by its row in the file, with why."""
    row = frame_in_sight(request, pk, "scrutiny.prepare")
    rows = queries.refused_cases(row, request.GET.get("reason", ""))
    page = Pages(rows, 100).get_page(request.GET.get("page"))
    lines = [refused_line(case) for case in page]
    context = {"row": row, "page": page, "lines": lines, "asked": request.GET.get("reason", ""), "reasons": refused_counts(row)}
    return render(request, "scrutiny/frames_refused.html", context)


@may("scrutiny.prepare")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    row = frame_in_sight(request, pk, "scrutiny.prepare")
    form = WithdrawForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.withdraw_frame(by=request.viewer, at=request.at, frame=row, **values)
        return _address(row)

    lead = _("Nothing can be drawn from it any more, and which cases they are is erased after some weeks.")
    return form_page(request, form, title=_("Withdraw the list"), lead=lead, back=_address(row), do=do, done=_("The list was withdrawn."))


@may("scrutiny.prepare")
def tie(request: HttpRequest, pk: int) -> HttpResponse:
    """A member told the service that they are tied to a case whose reference is known."""
    row = frame_in_sight(request, pk, "scrutiny.prepare")
    form = TieForm(request.POST or None, members=sitting(row.panel, timezone.localdate(request.at)), initial=started())

    def do(values: dict[str, Any]) -> str:
        case = operations.find_case(by=request.viewer, at=request.at, frame=row, reference=values["reference"])
        operations.declare_tie(by=request.viewer, at=request.at, member=values["member"], case=case, what=values["what"])
        return _address(row)

    lead = _("Before the list is fixed, the case leaves the list. Afterwards this member alone does not see it and does not judge it.")
    return form_page(request, form, title=_("A member is tied to a case"), lead=lead, back=_address(row), do=do, done=_("It was recorded."))


@may("scrutiny.prepare")
def keep_out(request: HttpRequest, pk: int) -> HttpResponse:
    """A case that is live, appealed or restricted after all, found by its reference."""
    row = frame_in_sight(request, pk, "scrutiny.prepare")
    if row.fixed_at:
        raise Http404
    form = RefuseForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        case = operations.find_case(by=request.viewer, at=request.at, frame=row, reference=values["reference"])
        operations.refuse_case(by=request.viewer, at=request.at, case=case, reason=values["reason"], why=values["why"])
        return _address(row)

    return form_page(
        request, form, title=_("Keep a case out of the list"), lead=row.title, back=_address(row), do=do, done=_("The case is kept out.")
    )


@may("scrutiny.identities")
def identity(request: HttpRequest, pk: int) -> HttpResponse:
    """Which case a pseudonym is: asked why first, recorded, and shown once on a page that no browser keeps."""
    try:
        case = queries.get_case(request.viewer, pk, "scrutiny.identities")
    except FrameCase.DoesNotExist:
        raise Http404 from None
    form, opened = IdentityForm(request.POST or None, initial=started()), None
    if request.method == "POST" and form.is_valid():
        try:
            opened = open_identity(
                by=request.viewer, at=request.at, identity=case.identity, why=form.cleaned_data["why"], route=request.path
            )
        except Refused as problems:
            form.add_problems(problems.problems)
    details = [in_words(each) for each in opened.known] if opened else []
    context = {
        "form": form,
        "case": case,
        "opened": opened,
        "details": details,
        "title": _("Which case it is"),
        "back": reverse("scrutiny:draws"),
    }
    answer = render(request, "scrutiny/identities_open.html", context, status=422 if form.errors else 200)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def frame_in_sight(request: HttpRequest, pk: int, capability: str = "scrutiny.read") -> Frame:
    """Raises Http404."""
    try:
        return queries.get_frame(request.viewer, pk, capability)
    except Frame.DoesNotExist:
        raise Http404 from None


def _address(row: Frame) -> str:
    return reverse("scrutiny:frame", args=[row.pk])
