"""The service's pages of draws: the list of them, one draw, and the files with which it is checked."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from folkmoot.accounts.access import may
from folkmoot.communities.web.consultation import read
from folkmoot.panels.queries import may_in
from folkmoot.sampling.errors import FrameError, RulesError
from folkmoot.scrutiny.draws import queries
from folkmoot.scrutiny.draws.listing import plan_of
from folkmoot.scrutiny.draws.models import Draw
from folkmoot.scrutiny.draws.rules import State
from folkmoot.scrutiny.draws.web.downloads import list_file, receipt_file
from folkmoot.scrutiny.draws.web.presenters import COLOURS, NOT_PROVED, Expected, ceremony, expected
from folkmoot.scrutiny.limits import limits
from folkmoot.webkit.paging import Pages

A_PAGE = 30


@may("scrutiny.read")
def listing(request: HttpRequest) -> HttpResponse:
    page = Pages(queries.draws(request.viewer), A_PAGE).get_page(request.GET.get("page"))
    lines = [(row, COLOURS[Draw.State(row.state)]) for row in page]
    return render(request, "scrutiny/draws_list.html", {"page": page, "lines": lines, "may_draw": request.viewer.may("scrutiny.prepare")})


@may("scrutiny.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    row = draw_in_sight(request, pk)
    may_draw = may_in(request.viewer, row.panel, "scrutiny.prepare")
    said = ceremony(row, names=may_draw)
    groups, problem = _expected(request, row) if row.state == State.PREPARED and may_draw else ([], "")
    over = row.seals_until is not None and request.at >= row.seals_until
    late = row.opens_until is not None and request.at >= row.opens_until
    context = {
        "said": said, "not_proved": NOT_PROVED, "groups": groups, "problem": problem, "may_draw": may_draw, "over": over, "late": late,
        "can_draw": row.state == State.OPENING and (not said.unopened or late),
        "may_know": may_in(request.viewer, row.panel, "scrutiny.identities"), "least": limits().few_for_draw,
    }  # fmt: skip
    return render(request, "scrutiny/draws_detail.html", context)


@may("scrutiny.read")
def the_list(request: HttpRequest, pk: int) -> HttpResponse:
    return list_file(draw_in_sight(request, pk))


@may("scrutiny.read")
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    return receipt_file(draw_in_sight(request, pk))


def draw_in_sight(request: HttpRequest, pk: int, capability: str = "scrutiny.read") -> Draw:
    """Raises Http404."""
    try:
        return read(request, queries.the_draw(request.viewer, pk, capability))
    except Draw.DoesNotExist:
        raise Http404 from None


def _expected(request: HttpRequest, row: Draw) -> tuple[list[Expected], str]:
    """What would be drawn, or why nothing can be: a case may have been kept out since the draw was prepared."""
    codes = {code: words for words, code in row.frame.columns.get("groups", {}).items()}
    try:
        return expected(plan_of(row, at=request.at), codes, limits().few_for_draw), ""
    except (RulesError, FrameError) as error:
        return [], str(error)
