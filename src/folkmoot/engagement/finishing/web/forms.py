"""Forms for the desk. The rules live in `finishing.rules`; a form only asks."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, ClassVar

from crispy_forms_gds.layout import Button, Div, Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.accounts.models import Account
from folkmoot.characteristics.models import Category
from folkmoot.engagement.finishing.operations import Counted, TookPart, Used
from folkmoot.engagement.models import Activity, Headcount, Material, StaffPart
from folkmoot.webkit.forms import DayField, GovukForm, WordsField

SPARE = 4  # empty lines after those that are filled


def _number(label: Any, **kwargs: Any) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"})
    return forms.IntegerField(label=label, required=False, min_value=1, max_value=1_000_000, widget=widget, **kwargs)


class EvaluationForm(GovukForm):
    """What came of it, against what was planned."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    outcome = WordsField(
        label=gettext_lazy("What came of it"), required=False, help_text=gettext_lazy("What was decided and what was learnt.")
    )
    result = forms.ChoiceField(label=gettext_lazy("Did we achieve what was planned?"), required=False, widget=forms.RadioSelect,
                               choices=[*Activity.Result.choices, ("", gettext_lazy("Not known yet, or nothing was planned"))])  # fmt: skip
    evidence = WordsField(
        label=gettext_lazy("How we know"), required=False, help_text=gettext_lazy("Counts, words said, what people did next.")
    )
    differently = WordsField(label=gettext_lazy("What we would do differently"), required=False)
    follow_up = forms.ChoiceField(label=gettext_lazy("What follows"), required=False, widget=forms.RadioSelect,
                                  choices=[*Activity.FollowUp.choices, ("", gettext_lazy("Not decided yet"))])  # fmt: skip
    follow_up_words = forms.CharField(label=gettext_lazy("What exactly, and who does it"), max_length=300, required=False)
    told_participants_on = DayField(label=gettext_lazy("Day on which those who took part were told what came of it"), required=False)
    told_community_on = DayField(label=gettext_lazy("Day on which the wider community was told"), required=False)


class _Rows(GovukForm):
    """Lines of the same fields: those stored, and a few more to fill."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def add_rows(self, name: str, count: int, made: Any) -> list[Any]:
        """`made(place)` gives the fields of one line; returns the layout of all lines."""
        laid = []
        for place in range(1, count + 1):
            fields = {f"{name}_{place}_{field}": each for field, each in made(place).items()}
            self.fields.update(fields)
            laid.append(Div(*fields, css_class="fm-said"))
        return laid

    def lines(self, values: dict[str, Any], name: str, fields: Sequence[str], first: str, words: Any) -> list[tuple[int, tuple[Any, ...]]]:
        """The lines that hold anything, as (place, values); one without `first` or with a gap is at fault and left out."""
        found = []
        for place in range(1, self.counts[name] + 1):
            line = tuple(values.pop(f"{name}_{place}_{field}", None) for field in fields)
            needed = line[: fields.index(first) + 1]
            if all(needed):
                found.append((place, line))
            elif any(needed):
                self.add_error(f"{name}_{place}_{first if not line[fields.index(first)] else fields[0]}", words)
        return found

    counts: dict[str, int]


def category_choices(categories: Iterable[Category]) -> list[Any]:
    """The categories under the names of their schemes."""
    groups = groupby(categories, key=lambda row: row.scheme)
    return [("", ""), *((scheme.name, [(str(row.pk), row.name) for row in rows]) for scheme, rows in groups)]


class PeopleForm(_Rows):
    """How many came, by characteristic. The counts need not add up to all who came."""

    def __init__(self, *args: Any, categories: Sequence[Category], stored: Sequence[Headcount], **kwargs: Any) -> None:
        initial = {"version": kwargs.pop("version", None)} | (kwargs.pop("initial", None) or {})
        for place, row in enumerate(stored, 1):
            initial |= {f"count_{place}_category": str(row.category_id), f"count_{place}_people": row.people, f"count_{place}_how": row.how}
        super().__init__(*args, initial=initial, **kwargs)
        self._categories = {str(row.pk): row for row in (*categories, *(each.category for each in stored))}
        self.counts = {"count": len(stored) + SPARE}
        known = {row.pk for row in categories}
        choices = category_choices([*categories, *(each.category for each in stored if each.category_id not in known)])
        laid = self.add_rows("count", self.counts["count"], lambda _place: {
            "category": forms.ChoiceField(label=gettext_lazy("Characteristic"), required=False, choices=choices),
            "people": _number(gettext_lazy("How many people")),
            "how": forms.ChoiceField(label=gettext_lazy("How we know"), choices=Headcount.How.choices, required=False,
                                     initial=Headcount.How.ESTIMATE),
        })  # fmt: skip
        self.helper.layout = Layout("mark", "version", *laid, Button("submit", self.send_label))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        words = _("Give both the characteristic and how many people.")
        lines = self.lines(values, "count", ("category", "people", "how"), "people", words)
        values["counts"] = [
            Counted(self._categories[category], people, how or Headcount.How.ESTIMATE) for _place, (category, people, how) in lines
        ]
        return values


class ResourcesForm(_Rows):
    """Who of us took part, who put it on with us, and what was handed out."""

    send_label: ClassVar[Any] = gettext_lazy("Save")

    def __init__(
        self, *args: Any, colleagues: Iterable[Account], activity: Activity, used: Sequence[Material], parts: Sequence[StaffPart],
        organisations: bool, **kwargs: Any,
    ) -> None:  # fmt: skip
        initial = kwargs.pop("initial", None) or {}
        super().__init__(*args, initial=initial | _of_materials(used) | _of_parts(parts), **kwargs)
        self.activity, self.counts = activity, {"part": len(parts) + 2, "used": len(used) + SPARE}
        self._organisations = {row.pk: row for row in (*activity.organisations.all(), *activity.partners.all())}
        self._staff = {row.pk: row for row in (*activity.staff.all(), *colleagues)}
        self._show_partners = organisations and bool(self._organisations)
        parts_laid = self.add_rows("part", self.counts["part"], _part_fields)
        used_laid = self.add_rows("used", self.counts["used"], _used_fields)
        chosen = []
        if self._show_partners:
            self.fields["partners"] = _ticks(gettext_lazy("Which of these put it on with us, as partners"), self._organisations)
            chosen.append("partners")
        if self._staff:
            self.fields["staff"] = _ticks(gettext_lazy("Which colleagues took part"), self._staff)
            chosen.append("staff")
        self.helper.layout = Layout("mark", "version", *chosen, *parts_laid, *used_laid, Button("submit", self.send_label))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        parts = self.lines(values, "part", ("unit", "people", "grade"), "people", _("Give both the unit and how many."))
        used = self.lines(
            values, "used", ("kind", "quantity", "language", "format"), "language", _("Say what, how many, and in which language.")
        )
        values["parts"] = [TookPart(unit.strip(), people, (grade or "").strip()) for _place, (unit, people, grade) in parts]
        values["used"] = [
            Used(kind, quantity, language.strip(), shape or Material.Format.STANDARD) for _p, (kind, quantity, language, shape) in used
        ]
        values["staff"] = [self._staff[pk] for pk in values.get("staff", [])]
        stored = self.activity.partners.all()
        values["partners"] = [self._organisations[pk] for pk in values.get("partners", [])] if self._show_partners else list(stored)
        return values


def _ticks(label: Any, rows: dict[int, Any]) -> forms.TypedMultipleChoiceField:
    choices = [(pk, str(row)) for pk, row in rows.items()]
    return forms.TypedMultipleChoiceField(label=label, required=False, coerce=int, widget=forms.CheckboxSelectMultiple, choices=choices)


def _part_fields(_place: int) -> dict[str, forms.Field]:
    return {
        "unit": forms.CharField(label=gettext_lazy("Colleagues of which unit (without names)"), max_length=120, required=False),
        "grade": forms.CharField(label=gettext_lazy("Grade (if known)"), max_length=60, required=False),
        "people": _number(gettext_lazy("How many of them")),
    }


def _used_fields(place: int) -> dict[str, forms.Field]:
    return {
        "kind": forms.ChoiceField(
            label=gettext_lazy("What was handed out or shown"), required=False, choices=[("", ""), *Material.Kind.choices]
        ),
        "quantity": _number(gettext_lazy("How many copies or showings")),
        "language": forms.CharField(label=gettext_lazy("Language"), max_length=60, required=False),
        "format": forms.ChoiceField(label=gettext_lazy("Format"), required=False, choices=Material.Format.choices),
    }


def _of_parts(parts: Sequence[StaffPart]) -> dict[str, Any]:
    return {f"part_{place}_{name}": getattr(row, name) for place, row in enumerate(parts, 1) for name in ("unit", "grade", "people")}


def _of_materials(used: Sequence[Material]) -> dict[str, Any]:
    names = ("kind", "quantity", "language", "format")
    return {f"used_{place}_{name}": getattr(row, name) for place, row in enumerate(used, 1) for name in names}
