"""Forms for measures and their figures."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.strategy.measures.models import Measure
from folkmoot.webkit.forms import DayField, GovukForm, WordsField


def _number(label: object, *, places: int = 4, required: bool = True, help_text: object = "") -> forms.DecimalField:
    widget = forms.TextInput(attrs={"class": "govuk-input--width-10", "inputmode": "decimal"})
    return forms.DecimalField(
        label=label, required=required, max_digits=14, decimal_places=places, help_text=help_text, widget=widget  # type: ignore[arg-type]
    )  # fmt: skip


class MeasureForm(GovukForm):
    """What is counted, out of what, from where, and what would be enough."""

    send_label: ClassVar[Any] = _("Save the measure")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name_en = forms.CharField(label=_("Name"), max_length=300)
    name_cy = forms.CharField(label=_("Name in Welsh (optional)"), max_length=300, required=False)
    definition = WordsField(
        label=_("What is counted, out of what"),
        help_text=_("With the wording of the question where it was asked: “Very or fairly confident that …, of all who answered”."),
    )
    unit = forms.ChoiceField(label=_("Unit"), choices=Measure.Unit.choices, required=False)
    direction = forms.ChoiceField(label=_("Which way is better"), choices=Measure.Direction.choices, required=False)
    source = forms.CharField(label=_("Where the figures come from"), max_length=300)
    frequency = forms.ChoiceField(
        label=_("How often a new figure is known"), choices=Measure.Frequency.choices, required=False,
        help_text=_("A figure older than this is marked as late"),
    )  # fmt: skip
    target = _number(_("Target (optional)"), places=3, required=False, help_text=_("Only one that was published or agreed"))
    target_on = DayField(label=_("To be met by (optional)"), required=False)
    wanted = WordsField(label=_("What would give a figure (optional)"), required=False)


class ObservationForm(GovukForm):
    """One figure, of one day and one place."""

    send_label: ClassVar[Any] = _("Save the figure")
    as_of = DayField(label=_("As of which day"), help_text=_("The last day that the figure describes"))
    value = _number(_("Value"))
    base = forms.IntegerField(
        label=_("Base (optional)"), required=False, min_value=1, help_text=_("How many people or cases it rests on"),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "inputmode": "numeric"}),
    )  # fmt: skip
    lower = _number(_("Lower end of the interval (optional)"), required=False)
    upper = _number(_("Upper end of the interval (optional)"), required=False)
    sampled = forms.BooleanField(
        label=_("It is a percentage of a sample: work out the 95% interval from the base"), required=False,
    )  # fmt: skip
    source = forms.CharField(label=_("Where this figure comes from"), max_length=300)
    note = WordsField(label=_("Note (optional)"), required=False)


class CorrectionForm(ObservationForm):
    send_label: ClassVar[Any] = _("Save the corrected figure")
    note = WordsField(label=_("Why the earlier figure was wrong"))
