"""Pages on which the summary of a case is written, and what members must know of the people in it."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.characteristics.models import Category
from folkmoot.communities.web.consultation import shown
from folkmoot.foundation.saving import Refused
from folkmoot.redaction.known_file import KnownFileError, read_known
from folkmoot.scrutiny.identities.operations import add_details
from folkmoot.scrutiny.packs.claiming import locked_for_preparing
from folkmoot.scrutiny.packs.models import Pack
from folkmoot.scrutiny.packs.summary import operations
from folkmoot.scrutiny.packs.summary.models import PackPerson
from folkmoot.scrutiny.packs.summary.operations import WRITTEN
from folkmoot.scrutiny.packs.summary.queries import summary_of
from folkmoot.scrutiny.packs.summary.rarity import TRAIT_SCHEMES
from folkmoot.scrutiny.packs.web.forms import NamesForm, PersonForm, SummaryForm
from folkmoot.scrutiny.packs.web.views import address, to_prepare


@may("scrutiny.prepare")
def summary(request: HttpRequest, pk: int) -> HttpResponse:
    pack = to_prepare(request, pk)
    row = summary_of(pack)
    shown(request, [row] if row else [])
    stored = {name: getattr(row, name) for name in (*WRITTEN, "version")} if row else {"vps": "unknown", "impact_statement": "unknown"}

    def do(values: dict[str, Any]) -> str:
        seen = values.pop("version")
        operations.write_summary(by=request.viewer, at=request.at, pack=pack, values=values, seen_version=seen)
        return address(pack)

    return form_page(
        request, SummaryForm(request.POST or None, initial=started(**stored)), title=_("The summary of the case"), lead=pack.title,
        back=address(pack), do=do, done=_("The summary was saved."), template="scrutiny/packs_summary.html",
    )  # fmt: skip


@may("scrutiny.prepare")
def new_person(request: HttpRequest, pk: int) -> HttpResponse:
    return _person(request, to_prepare(request, pk), None)


@may("scrutiny.prepare")
def person(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    pack = to_prepare(request, pk)
    return _person(request, pack, _one(pack, person))


@may("scrutiny.prepare")
@require_POST
def forget(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    pack = to_prepare(request, pk)
    operations.forget_person(by=request.viewer, at=request.at, pack=pack, person=_one(pack, person))
    return redirect(address(pack))


def _person(request: HttpRequest, pack: Pack, row: PackPerson | None) -> HttpResponse:
    shown(request, [row] if row else [])
    stored: dict[str, object] = {}
    if row:
        stored = {name: getattr(row, name) for name in ("called", "words", "kept_why", "version")} | {"traits": list(row.traits.all())}
    form = PersonForm(request.POST or None, traits=traits_offered(), initial=started(**stored))

    def do(values: dict[str, Any]) -> str:
        seen = values.pop("version")
        operations.tell_of_person(by=request.viewer, at=request.at, pack=pack, person=row, seen_version=seen, **values)
        return address(pack)

    title = _("What members must know of somebody")
    return form_page(request, form, title=title, lead=pack.title, back=address(pack), do=do, done=_("It was saved."))


@may("scrutiny.identities")
def names(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is in the case, sealed with its identity: lists seldom say, and without names nobody is one person throughout."""
    pack = to_prepare(request, pk)

    def do(values: dict[str, Any]) -> str:
        try:
            known = read_known(f"name|role\n{values['names']}".encode(), str(_("What you wrote")))
        except KnownFileError as fault:
            raise Refused({"names": [str(fault)]}) from fault
        with transaction.atomic():
            held = locked_for_preparing(pack, request.viewer, request.at)
            add_details(by=request.viewer, at=request.at, identity=held.drawn.case.identity, known=known)
        return address(pack)

    return form_page(
        request, NamesForm(request.POST or None, initial=started()), title=_("Say who is in the case"), back=address(pack), do=do,
        lead=_(
            "They are sealed with the case and looked for in every document and in what members would read. Only whoever opens which case"
            " it is, with a reason, is shown them."
        ),
        done=_("They are looked for from now on. Have documents read again that were added before."),
    )  # fmt: skip


def _one(pack: Pack, pk: int) -> PackPerson:
    row = PackPerson.objects.filter(pack=pack, pk=pk).first()
    if row is None:
        raise Http404
    return row


def traits_offered() -> QuerySet[Category]:
    """The answers of the schemes that a census table can hold against the people of the Area."""
    rows = Category.objects.filter(scheme__code__in=TRAIT_SCHEMES, kind=Category.Kind.ANSWER, withdrawn_on__isnull=True)
    return rows.select_related("scheme").order_by("scheme__characteristic", "scheme__code", "pk")
