"""Forms for measures and their figures."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
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
    why = WordsField(label=_("Why it is measured (optional)"), required=False)
    how = WordsField(
        label=_("How it is measured (optional)"), required=False, help_text=_("Who asks or counts, when, and what it cannot say")
    )
    unit = forms.ChoiceField(label=_("Unit"), choices=Measure.Unit.choices, required=False)
    direction = forms.ChoiceField(label=_("Which way is better"), choices=Measure.Direction.choices, required=False)
    source = forms.CharField(label=_("Where the figures come from"), max_length=300)
    frequency = forms.ChoiceField(
        label=_("How often a new figure is known"), choices=Measure.Frequency.choices, required=False,
        help_text=_("A figure older than this is marked as late"),
    )  # fmt: skip
    target = _number(_("Target (optional)"), places=3, required=False, help_text=_("Only one that was published or agreed"))
    target_on = DayField(label=_("To be met by (optional)"), required=False, help_text=_("A day to come"))
    wanted = WordsField(label=_("What would give a figure (optional)"), required=False)

    def __init__(self, *args: Any, owners: QuerySet[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = forms.ModelChoiceField(
            label=_("Who owns the measure (optional)"), queryset=owners, required=False, empty_label=_("Nobody")
        )
        self.helper.layout.fields.insert(-1, "owner")


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
    design_effect = _number(
        _("Design effect (optional)"), places=3, required=False,
        help_text=_("How much less each answer of a weighted or clustered sample is worth, such as 1.2; as published"),
    )  # fmt: skip
    unbased = forms.BooleanField(label=_("Its source publishes no base: show it, and never judge it"), required=False)
    sampled = forms.BooleanField(
        label=_("It is a percentage of a sample: work out the 95% interval from the base"), required=False,
    )  # fmt: skip
    source = forms.CharField(label=_("Where this figure comes from"), max_length=300)
    note = WordsField(label=_("Note (optional)"), required=False)


class CorrectionForm(ObservationForm):
    send_label: ClassVar[Any] = _("Save the corrected figure")
    note = WordsField(label=_("Why the earlier figure was wrong, or why its source gives another one now"))
    restated = forms.BooleanField(label=_("It was entered rightly: its source itself gives another figure now"), required=False)


class TargetForm(GovukForm):
    """What is to be reached, and by when."""

    send_label: ClassVar[Any] = _("Save the target")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    target = _number(_("Target"), places=3, help_text=_("Only one that was published or agreed. Once set it is not changed"))
    target_on = DayField(label=_("To be met by (optional)"), required=False, help_text=_("A day to come"))


class BaselineForm(GovukForm):
    """From which figure the measure is judged."""

    send_label: ClassVar[Any] = _("Save the baseline")
    why = WordsField(label=_("Why this one"), help_text=_("For example “The last year before the strategy”"))

    def __init__(self, *args: Any, figures: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["figure"] = forms.TypedChoiceField(label=_("Which figure"), choices=list(figures), coerce=int, widget=forms.RadioSelect)
        self.helper.layout.fields.insert(0, "figure")


class BreakForm(GovukForm):
    """That a measure is counted otherwise from a day on."""

    send_label: ClassVar[Any] = _("Note the break")
    on = DayField(label=_("From which day is it counted otherwise"))
    what = WordsField(label=_("What changed"))
    definition = WordsField(
        label=_("What is counted from then on (optional)"),
        required=False,
        help_text=_("Leave it empty where the definition reads as before"),
    )
