"""Certificates: a half-year's with those missing and the exceptions side by side; one certificate; preparing and signing it."""

from datetime import date
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import people_who_may
from folkmoot.accounts.web.choices import choose_area, place_of_form
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.assurance.certificates import operations, queries
from folkmoot.assurance.certificates.models import Certificate, CertificateEntry, CertificateFollowUp
from folkmoot.assurance.certificates.record import found_now
from folkmoot.assurance.certificates.rules import beginning_problem
from folkmoot.assurance.place import Place
from folkmoot.assurance.web import forms, presenters
from folkmoot.errors import FolkmootError
from folkmoot.foundation import audit
from folkmoot.foundation.periods import HalfYear, half_year_of, parse_half_year


@may("assurance.read")
def listing(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate(request.at)
    period = _period(request) or half_year_of(today).previous
    found = queries.standings(request.viewer, period, today=today)
    lines = [(one, *presenters.CERTIFICATE_STATES[one.state]) for one in found]
    grouped = groupby(queries.exceptions(request.viewer, period), key=lambda one: one.asks)
    context = {
        "period": period, "earlier": period.previous, "later": _later(period, today), "lines": lines,
        "exceptions": [(asks, list(among)) for asks, among in grouped], "may_write": request.viewer.may("assurance.write"),
        "signed": sum(one.row is not None and one.row.signed_at is not None for one in found), "units": len(found),
    }  # fmt: skip
    return render(request, "assurance/certificates.html", context)


@may("assurance.read")
@transaction.atomic
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    row, viewer = _in_sight(request, pk), request.viewer
    audit.consulted(by=viewer, at=request.at, rows=[row], route=request.path)
    open_ = row.signed_at is None
    context = {
        "row": row, "entries": queries.entries_of(row), "follow_ups": row.follow_ups.select_related("exception__certificate"),
        "may_write": open_ and viewer.sight("assurance.write").holds(row.area_id),
        "may_sign": open_ and row.lead_id == viewer.account_id and viewer.sight("certificates.sign").holds(row.area_id),
        "late": (timezone.localdate(row.signed_at) if row.signed_at else timezone.localdate(request.at)) > row.due_on,
    }  # fmt: skip
    return render(request, "assurance/certificate.html", context)


@may("assurance.write")
def begin(request: HttpRequest) -> HttpResponse:
    today, back = timezone.localdate(request.at), reverse("assurance:certificates")
    place = place_of_form(request, "assurance.write", today=today, national_too=True)
    if place is None:
        title = _("Whose certificate?")
        return choose_area(request, "assurance.write", title=title, back=back, today=today, national_too=True)
    now = half_year_of(today)
    periods = [period for period in (now.previous, now) if not beginning_problem(period, today)]
    form = forms.CertificateForm(request.POST or None, initial=started(), periods=periods, leads=_leads(place.area_id, today))

    def do(values: dict[str, Any]) -> str:
        period = parse_half_year(values["period"])
        made = operations.begin_certificate(by=request.viewer, at=request.at, area=place.area, period=period, lead=values["lead"])
        return _address(made)

    name = place.area.name if place.area else _("Head office")
    return form_page(request, form, title=_("Begin a certificate of assurance"), lead=name, back=back, do=do)


@may("assurance.write")
def line(request: HttpRequest, pk: int) -> HttpResponse:
    entry = CertificateEntry.objects.select_related("certificate").filter(pk=pk).first()
    if entry is None:
        raise Http404
    row = _to_write(request, entry.certificate_id)
    today = timezone.localdate(request.at)
    entry.found = found_now(entry.pulls, Place.of(row.area, parse_half_year(row.period), today))  # shown, and kept with the answer
    values = {name: getattr(entry, name) for name in ("version", "answer", "words", "doing", "owner", "by_on")}
    owners = people_who_may("assurance.read", row.area_id, today=today)
    form = forms.LineForm(request.POST or None, initial=started(**values), owners=owners)

    def do(values: dict[str, Any]) -> str:
        seen = values.pop("version")
        operations.answer_line(by=request.viewer, at=request.at, entry=entry, seen_version=seen, **values)
        return f"{_address(row)}#line-{entry.pk}"

    return form_page(
        request, form, title=entry.asks, back=f"{_address(row)}#line-{entry.pk}", do=do, template="assurance/line.html", entry=entry
    )


@may("assurance.write")
def became(request: HttpRequest, pk: int) -> HttpResponse:
    held = CertificateFollowUp.objects.select_related("certificate", "exception").filter(pk=pk).first()
    if held is None:
        raise Http404
    row = _to_write(request, held.certificate_id)
    form = forms.FollowUpForm(request.POST or None, initial=started(version=held.version, became=held.became, words=held.words))

    def do(values: dict[str, Any]) -> str:
        seen = values.pop("version")
        operations.say_what_became(by=request.viewer, at=request.at, follow_up=held, seen_version=seen, **values)
        return _address(row)

    return form_page(request, form, title=_("What became of this exception"), lead=held.exception.words, back=_address(row), do=do)


@may("assurance.write")
def lead(request: HttpRequest, pk: int) -> HttpResponse:
    row = _to_write(request, pk)
    leads = _leads(row.area_id, timezone.localdate(request.at))
    form = forms.LeadForm(request.POST or None, initial=started(version=row.version, lead=row.lead_id), leads=leads)

    def do(values: dict[str, Any]) -> str:
        seen = values["version"]
        operations.name_lead(by=request.viewer, at=request.at, certificate=row, lead=values["lead"], seen_version=seen)
        return _address(row)

    return form_page(request, form, title=_("Who signs it"), back=_address(row), do=do)


@may("certificates.sign")
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    row = _in_sight(request, pk)
    request.viewer.require_for("certificates.sign", row.area_id)
    form = forms.SignForm(request.POST or None, initial=started(version=row.version))

    def do(values: dict[str, Any]) -> str:
        seen = values.pop("version")
        operations.sign_certificate(by=request.viewer, at=request.at, certificate=row, seen_version=seen, **values)
        return _address(row)

    return form_page(
        request, form, title=_("Sign the certificate"), lead=str(row), back=_address(row), do=do, done=_("The certificate is signed."),
        template="assurance/sign.html", entries=queries.entries_of(row),
    )  # fmt: skip


def _leads(area_id: int | None, today: date) -> QuerySet[Account]:
    """Who may sign for the place. Raises FolkmootError where nobody may: a choice of nobody would say neither why nor what to do."""
    leads = queries.possible_leads(area_id, today=today)
    if not leads.exists():
        raise FolkmootError(
            gettext("A certificate needs a lead who signs it, and here is none."),
            gettext("Nobody holds a role that signs for this place: the lead’s role in an Area, headquarters’ for head office."),
            gettext("Ask an administrator to give somebody that role, and then begin the certificate."),
        )
    return leads


def _period(request: HttpRequest) -> HalfYear | None:
    try:
        return parse_half_year(request.GET["period"]) if request.GET.get("period") else None
    except FolkmootError:
        raise Http404 from None


def _later(period: HalfYear, today: Any) -> HalfYear | None:
    following = HalfYear(period.year, 2) if period.half == 1 else HalfYear(period.year + 1, 1)
    return following if following <= half_year_of(today) else None


def _in_sight(request: HttpRequest, pk: int) -> Certificate:
    try:
        return queries.get_certificate(request.viewer, pk)
    except Certificate.DoesNotExist:
        raise Http404 from None


def _to_write(request: HttpRequest, pk: int) -> Certificate:
    row = _in_sight(request, pk)
    request.viewer.require_for("assurance.write", row.area_id)
    return row


def _address(row: Certificate) -> str:
    return reverse("assurance:certificate", args=[row.pk])
