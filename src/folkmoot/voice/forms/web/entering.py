"""Entering sheets of paper: one page, from question to question with the tab key, each number of a batch once."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from crispy_forms_gds.layout import Layout
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from folkmoot.accounts.access import may
from folkmoot.foundation.once import new_mark
from folkmoot.foundation.saving import Refused
from folkmoot.voice.forms.models import Form, FormQuestion
from folkmoot.voice.forms.queries import Outline, next_sheet, outline
from folkmoot.voice.forms.rules import Kind
from folkmoot.voice.forms.taking import Sent, enter_sheet
from folkmoot.voice.forms.web.asking import JudgedForm, choices_of, field_of, name_of
from folkmoot.voice.forms.web.views import form_in_sight

HEAD = ("batch", "sheet", "on", "language")


class SheetForm(JudgedForm):
    """The head of a sheet, and every question of the form on one page; what is chosen once is chosen by its first figure."""

    def __init__(self, found: Outline, values: Mapping[str, Sequence[str]], problems: Mapping[str, Sequence[str]] | None = None) -> None:
        super().__init__(values, problems)
        self.fields |= _head_fields()
        for number, question in enumerate(found.questions, 1):
            self.fields[name_of(question)] = _quick(question, number)
        if not found.form.anonymous:
            self.fields["name"] = forms.CharField(label=_("Name"), required=False)
            self.fields["address"] = forms.CharField(label=_("E-mail or postal address"), required=False)
        self.helper.layout = Layout(*self.fields)


def _head_fields() -> dict[str, forms.Field]:
    number = {"inputmode": "numeric", "class": "govuk-input--width-5"}
    day = {"type": "date", "class": "govuk-input--width-10"}
    return {
        "batch": forms.CharField(label=_("Batch"), help_text=_("The pile the sheet lies in, for example: Ely, 3 May"), required=False),
        "sheet": forms.CharField(label=_("Number on the sheet"), required=False, widget=forms.TextInput(attrs=number)),
        "on": forms.CharField(label=_("Filled in, or received, on"), required=False, widget=forms.TextInput(attrs=day)),
        "language": forms.ChoiceField(label=_("Language of the sheet"), choices=[("en", _("English")), ("cy", _("Welsh"))], required=False),
    }  # fmt: skip


def _quick(question: FormQuestion, number: int) -> forms.Field:
    field = field_of(question)
    field.label, field.help_text = format_html("{}. {}", number, question.wording.words), ""
    if question.kind in (Kind.ONE, Kind.SCALE, Kind.YES_NO):
        choices = choices_of(question)
        shown = (
            choices
            if question.kind == Kind.SCALE
            else [(key, format_html("{} {}", place, words)) for place, (key, words) in enumerate(choices, 1)]
        )
        return forms.ChoiceField(label=field.label, choices=[("", "—"), *shown], required=False)
    return field


@may("forms.write")
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter one sheet, then the next of the same batch."""
    form = form_in_sight(request, pk, "forms.write")
    found = outline(form)
    if request.method == "POST":
        return _entered(request, form, found)
    return _page(request, form, found, _first(request, form, request.GET.get("batch", "")))


def _first(request: HttpRequest, form: Form, batch: str) -> dict[str, list[str]]:
    day = min(timezone.localdate(request.at), form.closes_on).isoformat()
    return {
        "batch": [batch],
        "sheet": [str(next_sheet(form, batch))],
        "on": [request.GET.get("on", day)],
        "language": [request.GET.get("language", "en")],
    }


def _entered(request: HttpRequest, form: Form, found: Outline) -> HttpResponse:
    typed = {name: request.POST.getlist(name) for name in request.POST}
    problems: dict[str, Sequence[str]] = {}
    try:
        _enter(request, form, found)
    except Refused as refused:
        problems = {f"q{name}" if name.isdecimal() else name: sentences for name, sentences in refused.problems.items()}
        return _page(request, form, found, typed, problems)
    after = _first(request, form, request.POST.get("batch", "").strip())
    after |= {name: typed[name] for name in ("on", "language") if name in typed}
    return _page(request, form, found, after, entered=request.POST.get("sheet", ""))


def _enter(request: HttpRequest, form: Form, found: Outline) -> None:
    typed = request.POST
    sheet, day = typed.get("sheet", ""), _day(typed.get("on", ""))
    if not typed.get("batch", "").strip():
        raise Refused({"batch": [_("Name the batch, so that no sheet is entered twice.")]})
    if not (sheet.isascii() and sheet.isdecimal() and 0 < int(sheet) < 1_000_000):
        raise Refused({"sheet": [_("Write a number on the sheet, and enter it here.")]})
    if day is None:
        raise Refused({"on": [_("Enter a real date, for example 7/3/2026.")]})
    sent = Sent(
        mark=typed.get("mark") or new_mark(), raw={question.pk: typed.getlist(name_of(question)) for question in found.questions},
        language="cy" if typed.get("language") == "cy" else "en", name=typed.get("name", "").strip()[:200],
        address=typed.get("address", "").strip()[:400],
    )  # fmt: skip
    enter_sheet(by=request.viewer, at=request.at, form=form, batch=typed["batch"][:40], sheet=int(sheet), on=day, sent=sent)


def _day(text: str) -> date | None:
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def _page(
    request: HttpRequest,
    form: Form,
    found: Outline,
    values: Mapping[str, Sequence[str]],
    problems: Mapping[str, Sequence[str]] | None = None,
    *,
    entered: str = "",
) -> HttpResponse:
    context: dict[str, Any] = {"form_row": form, "form": SheetForm(found, values, problems), "entered": entered, "mark": new_mark()}
    return render(request, "voice/forms_enter.html", context, status=422 if problems else 200)
