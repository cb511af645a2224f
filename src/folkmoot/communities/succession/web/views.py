"""Pages for merging and splitting communities and for putting them back. What will follow is shown before it is done."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.models import Community, CommunitySuccession
from folkmoot.communities.queries import get_community
from folkmoot.communities.succession import operations, queries
from folkmoot.communities.succession.web.forms import MergeForm, SeenForm, SplitForm
from folkmoot.communities.succession.web.presenters import merge_words, split_words
from folkmoot.communities.web.forms import ConfirmForm
from folkmoot.foundation.saving import Refused

TEMPLATE = "communities/succession_form.html"


class _Rehearsed(Exception):
    """Everything was tried and nothing was refused; what was written is taken back."""


@may("communities.write")
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    community = _in_being(request, pk)
    others = queries.mergeable(request.viewer, community)
    initial = started(on=timezone.localdate(request.at))
    form = MergeForm(request.POST or None, initial=initial, community=community, others=others)

    def do(values: dict[str, Any]) -> str:
        return _address(operations.merge_communities(by=request.viewer, at=request.at, **values))

    def follows(values: dict[str, Any]) -> list[str]:
        parts = [each for each in values["communities"] if each != values["into"]]
        figures = queries.figures_of(request.viewer, [*([values["into"]] if values["into"] else []), *parts])
        return merge_words(parts, values["into"], values["name"], values["on"], figures)

    return _page(request, form, community, do, follows, _("Merge communities"), _("The communities were merged."))


@may("communities.write")
def split(request: HttpRequest, pk: int) -> HttpResponse:
    community = _in_being(request, pk)
    form = SplitForm(request.POST or None, initial=started(on=timezone.localdate(request.at)))

    def do(values: dict[str, Any]) -> str:
        operations.split_community(by=request.viewer, at=request.at, community=community, **values)
        return _address(community)

    def follows(values: dict[str, Any]) -> list[str]:
        return split_words(community, values["parts"], values["on"], queries.figure_of(request.viewer, community))

    return _page(request, form, community, do, follows, _("Split this community"), _("The community was split."))


@may("communities.write")
def undo(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    community = _to_write(request, pk)
    row = _step(request, community, step)
    form = ConfirmForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        return _address(operations.undo_succession(by=request.viewer, at=request.at, step=row)[0])

    title = _("Undo this merge?") if row.kind == "merged" else _("Undo this split?")
    return form_page(request, form, title=title, lead=str(row), back=_address(community), do=do, done=_("It is as it was before."))


def _page(
    request: HttpRequest, form: SeenForm, community: Community, do: Callable[[dict[str, Any]], str],
    follows: Callable[[dict[str, Any]], list[str]], title: Any, done: Any,
) -> HttpResponse:  # fmt: skip
    """The form; what will follow from it, once it holds; and after that the deed."""
    page: dict[str, Any] = {"title": title, "lead": str(community), "back": _address(community)}

    def do_without_seen(values: dict[str, Any]) -> str:
        return do({name: value for name, value in values.items() if name != "seen"})

    if request.method == "POST" and form.is_valid() and not form.was_seen():
        values = {name: value for name, value in form.cleaned_data.items() if name not in ("mark", "seen")}
        words = follows(values) if _rehearsed(form, lambda: do(values)) else []
        if words:
            form.ask_again()
        return render(request, TEMPLATE, {"form": form, "follows": words, **page}, status=200 if words else 422)
    return form_page(request, form, template=TEMPLATE, do=do_without_seen, done=done, **page)


def _rehearsed(form: SeenForm, do: Callable[[], str]) -> bool:
    """Whether it can be done; the reasons are at the form's fields where not. Nothing stays written."""
    try:
        with transaction.atomic():
            do()
            raise _Rehearsed
    except _Rehearsed:
        return True
    except Refused as refused:
        form.add_problems(refused.problems)
        return False


def _address(community: Community) -> str:
    return reverse("communities:detail", args=[community.pk])


def _to_write(request: HttpRequest, pk: int) -> Community:
    try:
        community = get_community(request.viewer, pk)
    except Community.DoesNotExist:
        raise Http404 from None
    if not request.viewer.sight("communities.write").holds(community.area_id):
        raise Http404
    return community


def _in_being(request: HttpRequest, pk: int) -> Community:
    community = _to_write(request, pk)
    if community.ends:
        raise Http404
    return community


def _step(request: HttpRequest, community: Community, step: int) -> CommunitySuccession:
    row = queries.successions(request.viewer).filter(pk=step).first()
    if row is None or community.pk not in (row.from_community_id, row.to_community_id):
        raise Http404
    return row
