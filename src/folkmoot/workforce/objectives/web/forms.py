"""Forms for counts of staff by unit."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from folkmoot.webkit.forms import DayField, GovukForm, WordsField
from folkmoot.workforce.models import Unit
from folkmoot.workforce.objectives.rules import QUESTIONS


class _Asked(GovukForm):
    question = forms.ChoiceField(label=_("What was counted"), choices=[(one.key, one.name) for one in QUESTIONS])
    about = forms.CharField(
        label=_("Programme or network (only for mentoring and networks)"), max_length=120, required=False,
    )  # fmt: skip
    as_of = DayField(label=_("As of"))
    source = forms.CharField(
        label=_("Where the count comes from"), max_length=200, help_text=_("For example “Performance system, report of 1 October”.")
    )
    instead = forms.BooleanField(label=_("Replace a count of the same day; the one before stays on record"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"as_of": today} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class CountForm(_Asked):
    """One unit's count."""

    send_label: ClassVar[Any] = _("Keep the count")
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), empty_label=_("Choose a unit"))
    whole = forms.IntegerField(label=_("Staff asked about"), min_value=0)
    part = forms.IntegerField(label=_("Of them, those for whom it is so"), min_value=0)
    field_order = ("unit", "question", "about", "as_of", "whole", "part", "source", "instead")

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


class TableForm(_Asked):
    """The counts of many units at once."""

    send_label: ClassVar[Any] = _("Keep the counts")
    lines = WordsField(
        label=_("The table"), rows=12,
        help_text=_("Copy three columns from a spreadsheet and paste them here: unit, staff asked about, of them. Never a name of staff."),
    )  # fmt: skip
    field_order = ("question", "about", "as_of", "source", "lines", "instead")
