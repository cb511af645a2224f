"""The pages of the yearly assessment of the process: the list, writing one beside its figures, reading one, and the second opinion."""

from datetime import date
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import choose_area, place_of_form
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.casework.reviews import operations, queries
from folkmoot.casework.reviews.models import ProcessAssessment
from folkmoot.casework.reviews.rules import ASSESSMENT_PARTS
from folkmoot.casework.reviews.web import presenters
from folkmoot.casework.reviews.web.forms import AssessmentForm, SecondForm, SpanForm
from folkmoot.foundation import audit

_REVIEW = "quality.review"


@may("quality.read")
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    due = {one.pk for one in queries.assessment_due(viewer, today)}
    lines = [(one, one.pk in due) for one in queries.assessments(viewer)]
    return render(request, "casework/reviews_process.html", {"lines": lines, "may_write": viewer.may(_REVIEW)})


@may(_REVIEW)
def new(request: HttpRequest) -> HttpResponse:
    """Choose the place, then the time, then write beside what the rounds of that time say."""
    today, title, back = timezone.localdate(request.at), _("Assess the process of review"), reverse("casework:review_process")
    place = place_of_form(request, _REVIEW, today=today, national_too=True)
    if place is None:
        return choose_area(request, _REVIEW, title=title, back=back, today=today, national_too=True)
    span = _span(request)
    if span is None:
        return _ask_span(request, title, back, today)
    form = AssessmentForm(request.POST or None, initial=started(next_on=_year_after(span[1])))

    def do(values: dict[str, Any]) -> str:
        parts = {name: values[name] for name in ASSESSMENT_PARTS}
        row = operations.assess_process(
            by=request.viewer, at=request.at, area=place.area, from_on=span[0], to_on=span[1], next_on=values["next_on"], parts=parts
        )
        return address_of(row)

    figures = _figures(queries.figures_of_process(place.area_id, *span))
    return form_page(
        request, form, title=title, lead=place.words, back=back, do=do, done=_("The assessment was recorded. Somebody else reads it now."),
        template="casework/reviews_process_new.html", span=span, **figures,
    )  # fmt: skip


def _span(request: HttpRequest) -> tuple[date, date] | None:
    try:
        return date.fromisoformat(request.GET.get("from", "")), date.fromisoformat(request.GET.get("to", ""))
    except ValueError:
        return None


def _ask_span(request: HttpRequest, title: object, back: str, today: date) -> HttpResponse:
    first = {"from_on": today.replace(year=today.year - 1) if (today.month, today.day) != (2, 29) else date(today.year - 1, 2, 28)}
    form = SpanForm(request.POST or None, initial=first | {"to_on": today})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        asked = request.GET.copy()
        asked["from"], asked["to"] = values["from_on"].isoformat(), values["to_on"].isoformat()
        return redirect(f"{request.path}?{asked.urlencode()}")
    context = {"form": form, "title": title, "back": back, "lead": _("Which time is assessed?")}
    return render(request, "webkit/form_page.html", context, status=422 if form.errors else 200)


def _year_after(day: date) -> date:
    return date(day.year + 1, 2, 28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + 1)


def _figures(plain: dict[str, Any]) -> dict[str, Any]:
    return {
        "figures": plain,
        "coverage": presenters.coverage_tables(plain["coverage"]),
        "agreement": presenters.agreement_plain(plain["agreement"]),
    }


@may("quality.read")
@transaction.atomic
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    row, viewer = _in_sight(request, pk), request.viewer
    audit.consulted(by=viewer, at=request.at, rows=[row], route=request.path)
    parts = [(getattr(row._meta.get_field(name), "verbose_name", name), getattr(row, name)) for name in ASSESSMENT_PARTS]
    waits = row.second_at is None and viewer.sight(_REVIEW).holds(row.area_id) and row.author_id != viewer.account_id
    return render(request, "casework/reviews_process_one.html", {"row": row, "parts": parts, "may_second": waits, **_figures(row.figures)})


@may(_REVIEW)
def second(request: HttpRequest, pk: int) -> HttpResponse:
    row = _in_sight(request, pk)
    request.viewer.require_for(_REVIEW, row.area_id)
    form = SecondForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.second_opinion(by=request.viewer, at=request.at, assessment=row, **values)
        return address_of(row)

    return form_page(request, form, title=_("What do you say to this assessment?"), back=address_of(row), do=do, done=_("It was recorded."))


def _in_sight(request: HttpRequest, pk: int) -> ProcessAssessment:
    try:
        return queries.get_assessment(request.viewer, pk)
    except ProcessAssessment.DoesNotExist:
        raise Http404 from None


def address_of(row: ProcessAssessment) -> str:
    return reverse("casework:process_assessment", args=[row.pk])
