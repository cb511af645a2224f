"""Forms for units of staff and briefings."""

from collections.abc import Iterable
from typing import Any, ClassVar

from crispy_forms_gds.layout import Button, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.web.filters import FilterForm
from folkmoot.engagement.briefings.models import StaffUnit
from folkmoot.webkit.forms import DayField, GovukForm, WordsField


class CoverageFilter(FilterForm):
    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("Until"), required=False)


class UnitForm(GovukForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Name of the unit"), max_length=120, help_text=_("For example “Magistrates’ court team, Norwich”."))
    headcount = forms.IntegerField(
        label=_("How many staff it has"), min_value=1, max_value=20_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}),
    )  # fmt: skip
    headcount_on = DayField(label=_("Counted on"))
    starts = DayField(label=_("In being since (if new)"), required=False)
    ends = DayField(label=_("In being until (if it has ended)"), required=False)


class BriefingForm(GovukForm):
    """One session, and how many of each unit came."""

    send_label: ClassVar[Any] = _("Save briefing")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Title"), max_length=200)
    topic = forms.CharField(label=_("Topic"), max_length=120, help_text=_("For example “Hate crime and Deaf people”."))
    held_on = DayField(label=_("When"))
    led_by = forms.CharField(label=_("Who led it"), max_length=160, required=False)

    def __init__(self, *args: Any, units: Iterable[StaffUnit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._units = {f"unit_{unit.pk}": unit for unit in units}
        for name, unit in self._units.items():
            self.fields[name] = forms.IntegerField(
                label=_("How many came from %(unit)s (of %(headcount)d)") % {"unit": unit, "headcount": unit.headcount},
                required=False, min_value=0, widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
            )  # fmt: skip
        self.fields["materials"] = WordsField(label=_("Materials, and where they are kept"), required=False)
        self.fields["evaluation"] = WordsField(label=_("What staff took from it"), required=False)
        self.helper.layout = Layout(*self.fields, Button("submit", self.send_label))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        values["came"] = {unit: values.pop(name, None) or 0 for name, unit in self._units.items()}
        return values
