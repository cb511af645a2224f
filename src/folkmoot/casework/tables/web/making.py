"""Pages on which an edition is begun, worded and filled."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import choose_area, place_of_form
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.casework.models import Analysis
from folkmoot.casework.queries import Counted, get_analysis, list_analyses
from folkmoot.casework.tables import contents, operations
from folkmoot.casework.tables.models import Edition
from folkmoot.casework.tables.rules import OPEN
from folkmoot.casework.tables.web.forms import AddForm, AnalysisForm, NextForm, OfferForm, ViewForm, WordsForm
from folkmoot.casework.tables.web.views import address, in_sight
from folkmoot.casework.workbench.models import SavedView
from folkmoot.casework.workbench.opening import NotThere, open_source, sources_in_sight
from folkmoot.casework.workbench.queries import get_saved, saved_views
from folkmoot.casework.workbench.rules import from_query
from folkmoot.errors import FolkmootError
from folkmoot.foundation.saving import Refused
from folkmoot.webkit.forms import GovukForm

A_FEW = 50


@may("tables.publish")
def new(request: HttpRequest) -> HttpResponse:
    today, title, back = timezone.localdate(request.at), _("Begin a publication of tables"), reverse("casework:tables")
    place = place_of_form(request, "tables.publish", today=today, national_too=True)
    if place is None:
        return choose_area(request, "tables.publish", title=title, back=back, today=today, national_too=True)
    form = WordsForm(request.POST or None, first=True, initial=started())

    def do(values: dict[str, Any]) -> str:
        values.pop("version")
        return address(operations.begin(by=request.viewer, at=request.at, area=place.area, **values))

    lead = _("A draft is seen by nobody outside. Nothing is published before it was checked and a second person agreed to it.")
    return form_page(request, form, title=title, lead=lead, back=back, do=do, done=_("It is begun. Put the first table into it."))


@may("tables.publish")
def words(request: HttpRequest, pk: int) -> HttpResponse:
    edition = to_edit(request, pk)
    first = (edition.major, edition.minor) == (1, 0)
    initial = {name: getattr(edition, name) for name in WordsForm.base_fields if hasattr(edition, name)}
    form = WordsForm(request.POST or None, first=first, initial=started(**initial))

    def do(values: dict[str, Any]) -> str:
        seen = values.pop("version")
        operations.change_words(by=request.viewer, at=request.at, edition=edition, seen_version=seen, **values)
        return address(edition)

    return form_page(request, form, title=_("Words and period"), back=address(edition), do=do, done=_("It was saved."))


@may("tables.publish")
def following(request: HttpRequest, pk: int) -> HttpResponse:
    edition = in_sight(request, pk)
    form = NextForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        kind = values["kind"]
        held = operations.next_edition(
            by=request.viewer, at=request.at, edition=edition, minor=kind != "major", mistake=kind == "mistake", changes=values["changes"]
        )
        return address(held)

    lead = _("It begins with the same words and tables. Earlier editions stay where they are, and say that a later one replaces them.")
    return form_page(
        request, form, title=_("The edition that follows"), lead=lead, back=address(edition), do=do, done=_("The next edition is begun.")
    )


@may("tables.publish")
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the tables come from: counted files, sources, saved views, other rooms."""
    edition, viewer = to_edit(request, pk), request.viewer
    reads = viewer.may("casework.read")
    context = {
        "edition": edition, "analyses": list_analyses(viewer)[:A_FEW] if reads else (),
        "saved": saved_views(viewer)[:A_FEW] if reads else (),
        "sources": [one for one in sources_in_sight(viewer, timezone.localdate(request.at)) if one.data_as_of] if reads else (),
        "offers": [(kind, _offered(offer, viewer)) for kind, offer in contents.offers().items()],
    }  # fmt: skip
    return render(request, "casework/tables_add.html", context)


def _offered(offer: Any, viewer: Any) -> list[tuple[str, str]]:
    return list(offer.offered(viewer))


@may("tables.publish")
def add_analysis(request: HttpRequest, pk: int, analysis_id: int) -> HttpResponse:
    edition = to_edit(request, pk)
    try:
        row = get_analysis(request.viewer, analysis_id)
    except Analysis.DoesNotExist:
        raise Http404 from None
    counted = Counted(row)
    form = AnalysisForm(request.POST or None, columns=counted.by_columns, pairs=counted.pairs, initial=started())

    def choice(values: dict[str, Any]) -> dict[str, Any]:
        return {"kind": contents.ANALYSIS, "id": row.pk, "by": form.columns_chosen(values)}

    return _adding(request, edition, form, choice, row.title)


@may("tables.publish")
def add_source(request: HttpRequest, pk: int, source: int) -> HttpResponse:
    edition = to_edit(request, pk)
    try:
        opened = open_source(request.viewer, source)
    except NotThere:
        raise Http404 from None
    form = ViewForm(request.POST or None, opened=opened, initial=started())

    def choice(values: dict[str, Any]) -> dict[str, Any]:
        named = {name: [values[name]] for name in ("stage", "section", "period", "area") if values.get(name)}
        return {"kind": contents.VIEW, "view": from_query(source, {**named, "by": values["by"]}).to_json()}

    return _adding(request, edition, form, choice, opened.title)


@may("tables.publish")
def add_saved(request: HttpRequest, pk: int, saved: int) -> HttpResponse:
    """The choices of a saved view as they are now; a later change of it changes nothing here."""
    edition = to_edit(request, pk)
    try:
        row = get_saved(request.viewer, saved)
    except SavedView.DoesNotExist:
        raise Http404 from None
    form = AddForm(request.POST or None, initial=started())
    return _adding(request, edition, form, lambda _values: {"kind": contents.VIEW, "view": row.view}, row.title)


@may("tables.publish")
def add_offered(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    edition = to_edit(request, pk)
    offer = contents.offers().get(kind)
    if offer is None:
        raise Http404
    form = OfferForm(request.POST or None, offered=_offered(offer, request.viewer), initial=started())
    return _adding(request, edition, form, lambda values: {"kind": kind, "key": values["key"]}, _("Figures about staff"))


def _adding(request: HttpRequest, edition: Edition, form: GovukForm, choice: Any, lead: Any) -> HttpResponse:
    def do(values: dict[str, Any]) -> str:
        titles = {name: values[name] for name in ("title_en", "title_cy")}
        try:
            operations.add_content(by=request.viewer, at=request.at, edition=edition, choice=choice(values), **titles)
        except Refused:
            raise
        except FolkmootError as error:
            raise Refused({"": [str(error)]}) from error
        return address(edition)

    back = reverse("casework:tables_add", args=[edition.pk])
    return form_page(request, form, title=_("Put tables into the edition"), lead=lead, back=back, do=do, done=_("It was put in."))


def to_edit(request: HttpRequest, pk: int) -> Edition:
    """An edition that this viewer may still write; any other page does not exist."""
    edition = in_sight(request, pk)
    if edition.state not in OPEN or not request.viewer.sight("tables.publish").holds(edition.area_id):
        raise Http404
    return edition
