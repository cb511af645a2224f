"""Pages of pairs that may be one: the list, and one pair side by side. Each page that shows people is logged."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for, chosen_area
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.areas.models import Area
from folkmoot.communities.web.consultation import shown
from folkmoot.stakeholders.duplicates import job, operations, queries
from folkmoot.stakeholders.duplicates.models import KINDS, DuplicatePair
from folkmoot.stakeholders.duplicates.relinking import linked
from folkmoot.stakeholders.duplicates.rules import Kind
from folkmoot.stakeholders.duplicates.web.forms import LEFT, AsideForm, MergeForm
from folkmoot.stakeholders.duplicates.web.presenters import address_of, run_shown, side_by_side, told_apart

A_PAGE = 25


@may("stakeholders.read")
def listing(request: HttpRequest) -> HttpResponse:
    kind, area = _kind(request), _area(request)
    found = queries.pairs(request.viewer, kind=kind, area_id=area.pk if area else None)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    pairs = queries.with_rows(page.object_list)
    shown(request, {row.pk: row for each in pairs for row in (each.left, each.right)}.values())
    searched = queries.runs(request.viewer).filter(kind=kind, area=_to_search(request, area)).first()
    context = {
        "page": page, "pairs": [(each, told_apart(each.left), told_apart(each.right)) for each in pairs], "kind": kind, "kinds": KINDS,
        "area": area, "areas": _areas(request), "run": run_shown(searched, at=request.at), "may_search": _may_search(request, area),
    }  # fmt: skip
    return render(request, "stakeholders/duplicates_list.html", context)


@require_POST
@may("stakeholders.write")
def search(request: HttpRequest) -> HttpResponse:
    kind, area = _kind(request), _area(request)
    try:
        run = operations.start_search(by=request.viewer, at=request.at, kind=kind, area=_to_search(request, area))
    except operations.CannotMerge as error:
        messages.error(request, str(error))
    else:
        transaction.on_commit(partial(job.launch, run.pk))
    return redirect(f"{reverse('stakeholders:duplicates')}?{request.GET.urlencode()}")


@may("stakeholders.read")
def pair(request: HttpRequest, pk: int) -> HttpResponse:
    two = _pair(request, pk)
    shown(request, [two.left, two.right])
    details = side_by_side(two.left, two.right)
    versions = {"left_version": two.left.version, "right_version": two.right.version}
    form = MergeForm(request.POST or None, details=details, initial=started(keep=LEFT, **versions))
    context = {
        "two": two, "details": details, "left_place": told_apart(two.left), "right_place": told_apart(two.right), "linked": _linked(two),
        "left_address": address_of(two.left), "right_address": address_of(two.right),
        "across": two.found.left_area_id != two.found.right_area_id,
        "may_merge": _may_merge(request, two.found), "aside": AsideForm(initial=started()),
    }  # fmt: skip
    if request.method == "POST" and not context["may_merge"]:
        raise Http404

    def do(values: dict[str, Any]) -> str:
        rows = (two.left, two.right) if values["keep"] == LEFT else (two.right, two.left)
        seen = (values["left_version"], values["right_version"])
        made = operations.merge(
            by=request.viewer, at=request.at, kept=rows[0], gone=rows[1], choices=form.choices,
            seen_versions=seen if values["keep"] == LEFT else seen[::-1],
        )  # fmt: skip
        return reverse("stakeholders:merge", args=[made.pk])

    return form_page(
        request, form, title=_("Are these the same?"), back=_list_of(two.found), do=do, done=_("The two are one now."),
        template="stakeholders/duplicates_pair.html", **context,
    )  # fmt: skip


@require_POST
@may("stakeholders.write")
def aside(request: HttpRequest, pk: int) -> HttpResponse:
    two = _pair(request, pk)
    if not _may_merge(request, two.found):
        raise Http404
    operations.put_aside(by=request.viewer, at=request.at, pair=two.found)
    messages.success(request, _("They are kept as two. They will not be offered again unless either changes."))
    return redirect(_list_of(two.found))


def _pair(request: HttpRequest, pk: int) -> queries.Pair:
    try:
        return queries.get_pair(request.viewer, pair_id=pk)
    except DuplicatePair.DoesNotExist:
        raise Http404 from None


def _linked(two: queries.Pair) -> list[tuple[str, int, int]]:
    """What points at each of the two: its name in words, how much at the first, how much at the second."""
    left, right = dict(linked(two.left)), dict(linked(two.right))
    return [(name, left.get(name, 0), right.get(name, 0)) for name in sorted(left.keys() | right.keys())]


def _list_of(found: DuplicatePair) -> str:
    return f"{reverse('stakeholders:duplicates')}?kind={found.kind}"


def _may_merge(request: HttpRequest, found: DuplicatePair) -> bool:
    return all(request.viewer.may("stakeholders.write", area_id) for area_id in (found.left_area_id, found.right_area_id))


def _kind(request: HttpRequest) -> str:
    return Kind.ORGANISATION if request.GET.get("kind") == Kind.ORGANISATION else Kind.PERSON


def _areas(request: HttpRequest) -> list[Area]:
    return list(areas_for(request.viewer, "stakeholders.read", today=timezone.localdate(request.at)))


def _area(request: HttpRequest) -> Area | None:
    return chosen_area(request.GET, _areas(request))


def _to_search(request: HttpRequest, area: Area | None) -> Area | None:
    """What a search from this page covers: the Area chosen, the only one in sight, or for whoever sees all, everything."""
    if area or request.viewer.sight("stakeholders.write").national:
        return area
    areas = _areas(request)
    return areas[0] if areas else None


def _may_search(request: HttpRequest, area: Area | None) -> bool:
    covered = _to_search(request, area)
    viewer = request.viewer
    return bool(viewer.may("stakeholders.write", covered.pk) if covered else viewer.sight("stakeholders.write").national)
