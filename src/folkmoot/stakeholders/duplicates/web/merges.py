"""Pages of what was merged, and taking it back."""

from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.web.consultation import shown
from folkmoot.stakeholders.duplicates import comparing, operations, queries
from folkmoot.stakeholders.duplicates.models import Merge
from folkmoot.stakeholders.duplicates.relinking import words_of
from folkmoot.stakeholders.duplicates.web.forms import UnmergeForm
from folkmoot.stakeholders.duplicates.web.presenters import MergeShown, address_of, merges_shown, side_by_side

A_PAGE = 50


@may("stakeholders.read")
def listing(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.merges(request.viewer), A_PAGE).get_page(request.GET.get("page"))
    made = merges_shown(page.object_list, queries.rows_of_merges(page.object_list))
    shown(request, {(row._meta.label, row.pk): row for each in made for row in (each.kept, each.gone)}.values())
    return render(request, "stakeholders/duplicates_merges.html", {"page": page, "merges": made})


@may("stakeholders.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    merge = _in_sight(request, pk)
    one = merges_shown([merge], queries.rows_of_merges([merge]))[0]
    shown(request, [one.kept, one.gone])
    changed = [] if merge.undone_at else comparing.what_changed(merge, one.kept)
    form = UnmergeForm(request.POST or None, changed=bool(changed), initial=started())
    allowed = all(request.viewer.may("stakeholders.write", area) for area in (merge.kept_area_id, merge.gone_area_id))
    if request.method == "POST" and not allowed:
        raise Http404

    def do(values: dict[str, Any]) -> str:
        operations.unmerge(by=request.viewer, at=request.at, merge=merge, anyway=bool(values.get("anyway")))
        return reverse("stakeholders:merge", args=[merge.pk])

    context = {
        "one": one, "changed": changed, "moved": _moved(merge), "details": _details(one), "kept_address": address_of(one.kept),
        "gone_address": address_of(one.gone), "may_unmerge": allowed and not merge.undone_at,
    }  # fmt: skip
    return form_page(
        request, form, title=_("A merge"), back=reverse("stakeholders:merges"), do=do,
        done=_("The merge was taken back: there are two again."), template="stakeholders/duplicates_merge.html", **context,
    )  # fmt: skip


def _details(one: MergeShown) -> Any:
    return side_by_side(one.kept, one.gone)


def _moved(merge: Merge) -> list[tuple[str, int]]:
    """How many links were moved, by their name in words."""
    counted: Counter[str] = Counter()
    for move in merge.moves.defer("values"):
        counted[words_of(move)] += 1
    return sorted(counted.items())


def _in_sight(request: HttpRequest, pk: int) -> Merge:
    try:
        return queries.get_merge(request.viewer, merge_id=pk)
    except Merge.DoesNotExist:
        raise Http404 from None
