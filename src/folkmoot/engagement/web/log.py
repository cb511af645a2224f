"""Log a contact: one column, made for a thumb. What was said goes in line by line; everything else can wait for the desk."""

from typing import Any

from crispy_forms_gds.layout import Button, Div, Field
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.scope import Viewer
from folkmoot.accounts.web.choices import choose_area, place_of_form
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.areas.models import Area
from folkmoot.communities.web.consultation import shown
from folkmoot.communities.web.forms import Details
from folkmoot.engagement import operations
from folkmoot.engagement.models import Activity
from folkmoot.engagement.operations import Said
from folkmoot.engagement.web.asked import asked_in_address
from folkmoot.engagement.web.forms import LABELS, ActivityForm, HeldFields
from folkmoot.foundation.typed import number
from folkmoot.voice.models import Point
from folkmoot.webkit.forms import WordsField

ROWS, MORE_ROWS, MOST_ROWS = 5, 5, 50
AT_FIRST = 2  # lines for what was said that show at once; the others stand behind one line that opens


class LogForm(HeldFields, ActivityForm):
    send_label = _("Save")
    asked = ("place", "held_on", "kind", "who", "headcount", "communities")
    more = ("title", "purpose", "aims", "outcome", "pounds", "county_id")
    place = forms.CharField(label=LABELS["place"], max_length=200, required=False)
    kind = forms.ChoiceField(label=LABELS["kind"], choices=Activity.Kind.choices)
    title = forms.CharField(label=LABELS["title"], max_length=200, required=False)
    purpose = forms.ChoiceField(label=LABELS["purpose"], choices=[("", _("Not stated")), *Activity.Purpose.choices], required=False)
    outcome = WordsField(label=LABELS["outcome"], required=False)
    rows = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, rows: int = ROWS, **kwargs: Any) -> None:
        self._said = [f"said_{number}" for number in range(1, rows + 1)]
        super().__init__(*args, who_rows=4, **kwargs)
        self.fields["rows"].initial = rows

    def add_fields(self, viewer: Viewer, area: Area) -> None:
        super().add_fields(viewer, area)
        for place, name in enumerate(self._said, 1):
            self.fields[name] = forms.CharField(
                label=_("What was said, in the words it was said") if place == 1 else _("And what else was said"), required=False,
                max_length=4000, widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )  # fmt: skip
            self.fields[f"{name}_kind"] = forms.ChoiceField(
                label=_("That was a…"), choices=Point.Nature.choices, required=False, initial=Point.Nature.CONCERN, widget=forms.RadioSelect
            )

    def laid_out(self) -> list[Any]:
        said = [Div(name, Field.radios(f"{name}_kind", inline=True, small=True), css_class="fm-said") for name in self._said]
        later = Details(_("More lines"), *said[AT_FIRST:], opened=self._later_used)
        more_lines = Button("more", _("More lines for what was said"), css_class="govuk-button--secondary")
        asked = ["rows", *self.laid(self.asked), *said[:AT_FIRST], later, "hours"]
        return [*asked, *self.behind_one_line(), Button("submit", self.send_label), more_lines]

    def _later_used(self) -> bool:
        """Whether a line behind “More lines” holds something, is at fault, or was asked for."""
        later = self._said[AT_FIRST:]
        return len(self._said) > ROWS or any(self[name].value() or name in self.errors for name in later)

    def clean(self) -> dict[str, Any]:
        """`said`: what was said, blank lines left out."""
        values = super().clean()
        lines = [(values.pop(name, "").strip(), values.pop(f"{name}_kind", "")) for name in self._said]
        values["said"] = [Said(words, nature or Point.Nature.CONCERN) for words, nature in lines if words]
        values.pop("rows", None)
        values.pop("version", None)
        return values


@may("engagement.write")
def log(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    title, back = _("Log a contact"), reverse("engagement:list")
    place = place_of_form(request, "engagement.write", today=today)
    if place is None or place.area is None:
        return choose_area(request, "engagement.write", title=title, back=back, today=today)
    area, rows = place.area, _rows_asked(request)
    made: dict[str, Any] = {"viewer": viewer, "area": area, "today": today}
    if "more" in request.POST:
        form = LogForm(initial=_typed(request), rows=min(rows + MORE_ROWS, MOST_ROWS), **made)
        context = {"form": form, "title": title, "back": back, "lead": area.name, "most_rows": MOST_ROWS}
        return render(request, "engagement/log.html", context)
    form = LogForm(request.POST or None, initial=started(held_on=today, **asked_in_address(request)), rows=rows, **made)

    def do(values: dict[str, Any]) -> str:
        activity = operations.log_contact(by=viewer, at=request.at, area=area, **values)
        return reverse("engagement:detail", args=[activity.pk])

    answer = form_page(
        request, form, title=title, back=back, lead=area.name, template="engagement/log.html", do=do, done=_("The contact was logged."),
        most_rows=MOST_ROWS,
    )  # fmt: skip
    if answer.status_code == 422:
        shown(request, form.people_asked)
    return _acknowledged(answer) if "X-Draft" in request.headers else answer


def _acknowledged(answer: HttpResponse) -> HttpResponse:
    """For a draft sent from a browser's store: stored is said in so many words, so that no page on the way can be taken for it."""
    if answer.status_code != 302:
        return answer
    return HttpResponse(status=201, headers={"Location": answer.headers["Location"]})


def _rows_asked(request: HttpRequest) -> int:
    typed = request.POST.get("rows", "")
    return min(max(int(typed), ROWS), MOST_ROWS) if number(typed) and len(typed) < 4 else ROWS


def _typed(request: HttpRequest) -> dict[str, Any]:
    """Everything typed so far, so that asking for more lines loses nothing."""
    several = {"communities", "aims"}
    return {name: request.POST.getlist(name) if name in several else request.POST.get(name) for name in request.POST if name != "rows"}
