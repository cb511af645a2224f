"""Forms of goals. A target is typed in the unit of its measure: percentage points, percent, or a ratio."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from folkmoot.areas.models import Area
from folkmoot.casework.goals.models import Goal
from folkmoot.casework.goals.rules import Promise
from folkmoot.casework.signals.runs.rules import MONTHS
from folkmoot.casework.workbench.shape import Shape
from folkmoot.stakeholders.models import Organisation
from folkmoot.webkit.forms import DayField, GovukForm, WordsField

JOINED = "\x1f"


class PromiseForm(GovukForm):
    """The words, the target and the day."""

    send_label = _("Record it")
    seen_versions = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title_en = forms.CharField(label=_("Title"), max_length=160)
    words_en = WordsField(label=_("What is to change, and why, in plain words"), rows=4)
    title_cy = forms.CharField(label=_("Title in Welsh (optional)"), max_length=160, required=False)
    words_cy = WordsField(
        label=_("What is to change, and why, in Welsh (optional)"), rows=4, required=False,
        help_text=_("Without it the Welsh page says that it is not translated yet, and shows the English words"),
    )  # fmt: skip
    target = forms.FloatField(
        label=_("Target"), help_text=_("In percentage points for a difference, in percent for a rate, as a number such as 1.1 for a ratio")
    )
    by_on = DayField(label=_("By when"))

    def __init__(self, *args: Any, measure: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._measure = measure

    def promise(self, values: dict[str, Any]) -> Promise:
        """What the form says, the target on the scale of the measure."""
        measure = values.get("measure") or self._measure
        target = values["target"] if measure == Goal.Measure.RATIO else values["target"] / 100
        words = {name: values[name] for name in ("title_en", "words_en", "title_cy", "words_cy")}
        return Promise(**words, target=target, by_on=values["by_on"], why=values.get("why", ""))


class ChangeForm(PromiseForm):
    """The promise changed, with the reason."""

    why = WordsField(label=_("Why it is changed"), rows=3, help_text=_("The change and its reason are published."))


class GoalForm(PromiseForm):
    """What is measured, with whom it was agreed, and the promise."""

    send_label = _("Set the goal")
    place = forms.ModelChoiceField(label=_("Where"), queryset=Area.objects.none(), required=False, empty_label=_("England and Wales"))
    stage = forms.ChoiceField(label=_("Stage"))
    group = forms.ChoiceField(label=_("Group"))
    reference = forms.ChoiceField(label=_("Compared with"), help_text=_("A group of the same characteristic"))
    measure = forms.ChoiceField(label=_("What is measured"), choices=Goal.Measure.choices, widget=forms.RadioSelect)
    months = forms.TypedChoiceField(
        label=_("Months looked at together"), coerce=int, choices=[(number, str(number)) for number in MONTHS], initial=12
    )
    organisation = forms.ModelChoiceField(
        label=_("Advisory group, where it is an organisation that is on record"), queryset=Organisation.objects.none(), required=False,
        empty_label=_("None of these"),
    )  # fmt: skip
    advisory_words = forms.CharField(
        label=_("Its name as it is published (needed where it is not on record)"), max_length=200, required=False
    )
    agreed_on = DayField(label=_("Agreed at the meeting of"))
    present = WordsField(label=_("Who was there"), rows=2, help_text=_("Kept with the goal, and not published"))
    field_order = (
        "place", "stage", "group", "reference", "measure", "months", "target", "by_on", "title_en", "words_en", "title_cy", "words_cy",
        "organisation", "advisory_words", "agreed_on", "present",
    )  # fmt: skip

    def __init__(
        self, *args: Any, shape: Shape, places: QuerySet[Area], organisations: QuerySet[Organisation], national: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places
        self.fields["place"].required = not national
        if not national:
            self.fields["place"].empty_label = None
        self.fields["stage"].choices = [(one.name, one.title) for one in shape.stages]
        groups = [
            (shape.title(column), [(f"{column}{JOINED}{level}", level) for level in shape.levels(column)])
            for column in shape.characteristics
        ]
        self.fields["group"].choices = self.fields["reference"].choices = groups
        self.fields["organisation"].queryset = organisations

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        column, _joined, group = values.get("group", "").partition(JOINED)
        beside, _joined, reference = values.get("reference", "").partition(JOINED)
        if group and reference and (column != beside or group == reference):
            self.add_error("reference", _now("Choose another group of the same characteristic."))
        return {**values, "column": column, "group": group, "reference": reference}


class EndForm(GovukForm):
    send_label = _("End the goal")
    why = WordsField(label=_("Why it ends"), rows=4, help_text=_("The reason is published."))


class PublishForm(GovukForm):
    send_label = _("Publish it")
