"""The kinds of panel and their remits: read by everybody who reads panels, kept by headquarters."""

from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.panels import keeping, queries
from folkmoot.panels.models import PanelKind, Remit
from folkmoot.panels.web.forms import ConfirmForm, KindForm, NewKindForm, NewRemitForm, RemitForm
from folkmoot.panels.web.presenters import said_in, ways_in_words


@may("panels.read")
def listing(request: HttpRequest) -> HttpResponse:
    seen = queries.panels(request.viewer).values("pk")
    rows = queries.kinds().annotate(panels_in_sight=Count("panels", filter=Q(panels__in=seen), distinct=True))
    context = {"kinds": rows.order_by("order", "code"), "may_keep": request.viewer.sight("panels.kinds").national}
    return render(request, "panels/kinds.html", context)


@may("panels.read")
def detail(request: HttpRequest, code: str) -> HttpResponse:
    kind = _kind(code)
    context = {
        "kind": kind, "ways": ways_in_words(kind), "purpose": said_in(kind, "purpose"),
        "panels": queries.panels(request.viewer).filter(kind=kind).order_by("name_en"),
        "may_keep": request.viewer.sight("panels.kinds").national and kind.withdrawn_on is None,
    }  # fmt: skip
    return render(request, "panels/kind.html", context)


@may("panels.kinds")
def new(request: HttpRequest) -> HttpResponse:
    form = NewKindForm(request.POST or None, initial=started(voting=["member", "chair", "deputy"], order=900))

    def do(values: dict[str, Any]) -> str:
        del values["version"]
        return _address(keeping.keep_kind(by=request.viewer, at=request.at, **values))

    return form_page(request, form, title=_("Add a kind of panel"), back=reverse("panels:kinds"), do=do, done=_("The kind was added."))


@may("panels.kinds")
def change(request: HttpRequest, code: str) -> HttpResponse:
    kind = _kind(code)
    form = KindForm(request.POST or None, initial=started(**{name: getattr(kind, name) for name in (*keeping.KIND_VALUES, "version")}))

    def do(values: dict[str, Any]) -> str:
        seen = values.pop("version")
        return _address(keeping.keep_kind(by=request.viewer, at=request.at, code=code, seen_version=seen, **values))

    return form_page(
        request, form, title=_("Change the kind of panel"), back=_address(kind), do=do, done=_("The kind was changed."),
        lead=_("Panels that are set up keep their own terms of reference; new ones begin with what stands here."),
    )  # fmt: skip


@may("panels.kinds")
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    kind = _kind(code)
    return _confirm(
        request, kind, title=_("Take this kind of panel out of use?"), label=_("Take it out of use"),
        do=lambda: keeping.withdraw_kind(by=request.viewer, at=request.at, kind=kind),
    )  # fmt: skip


@may("panels.kinds")
def add_remit(request: HttpRequest, code: str) -> HttpResponse:
    kind = _kind(code)
    form = NewRemitForm(request.POST or None, initial=started(order=10 * (len(kind.remits_in_use) + 1)))
    return _remit_page(request, kind, form, _("Add to the remit"))


@may("panels.kinds")
def change_remit(request: HttpRequest, code: str, remit: str) -> HttpResponse:
    kind = _kind(code)
    row = _remit(kind, remit)
    stored = {name: getattr(row, name) for name in (*keeping.REMIT_VALUES, "version")}
    return _remit_page(request, kind, RemitForm(request.POST or None, initial=started(**stored)), _("Change a part of the remit"), row.code)


@may("panels.kinds")
def withdraw_remit(request: HttpRequest, code: str, remit: str) -> HttpResponse:
    kind = _kind(code)
    row = _remit(kind, remit)
    return _confirm(
        request, kind, title=_("Take this part out of the remit?"), lead=row.name, label=_("Take it out"),
        do=lambda: keeping.withdraw_remit(by=request.viewer, at=request.at, remit=row),
    )  # fmt: skip


def _remit_page(request: HttpRequest, kind: PanelKind, form: RemitForm, title: Any, code: str = "") -> HttpResponse:
    def do(values: dict[str, Any]) -> str:
        seen, name = values.pop("version"), values.pop("code", code)
        keeping.keep_remit(by=request.viewer, at=request.at, kind=kind, code=name, seen_version=seen, **values)
        return _address(kind)

    return form_page(request, form, title=title, lead=kind.name, back=_address(kind), do=do)


def _confirm(request: HttpRequest, kind: PanelKind, *, title: Any, label: Any, do: Any, lead: Any = "") -> HttpResponse:
    form = ConfirmForm(request.POST or None, initial=started(), send_label=label)

    def go(_values: dict[str, Any]) -> str:
        do()
        return _address(kind)

    return form_page(request, form, title=title, lead=lead or kind.name, back=_address(kind), do=go)


def _kind(code: str) -> Any:
    """The kind with its remits in use. Raises Http404."""
    kind = queries.kinds(withdrawn=True).filter(code=code).first()
    if kind is None:
        raise Http404
    return kind


def _remit(kind: PanelKind, code: str) -> Remit:
    remit = Remit.objects.filter(kind=kind, code=code, withdrawn_on__isnull=True).first()
    if remit is None:
        raise Http404
    return remit


def _address(kind: PanelKind) -> str:
    return reverse("panels:kind", args=[kind.code])
