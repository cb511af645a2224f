"""Forms for sources."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.queries import people_who_may
from folkmoot.accounts.web.filters import FilterForm
from folkmoot.areas.models import Area
from folkmoot.stakeholders.sources.models import Source
from folkmoot.stakeholders.sources.rules import State
from folkmoot.webkit.forms import DayField, GovukForm, WordsField

SHOWN = (("", _("Expected")), (State.OVERDUE.value, _("Overdue")), (State.ENDED.value, _("No longer expected")))


class SourceFilter(FilterForm):
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *Source.Kind.choices])
    state = forms.ChoiceField(label=_("Show"), required=False, choices=SHOWN)


class SourceForm(GovukForm):
    """What comes, from whom, how often, and who watches it."""

    send_label: ClassVar[Any] = _("Save source")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("For example “Norfolk police hate crime figures”."))
    kind = forms.ChoiceField(label=_("From"), choices=Source.Kind.choices, widget=forms.RadioSelect)
    tells = WordsField(label=_("What it tells us"), rows=3)
    every_months = forms.IntegerField(
        label=_("Expected every … months"), min_value=1, max_value=24, initial=3,
        widget=forms.NumberInput(attrs={"class": "govuk-input govuk-input--width-3"}),
    )  # fmt: skip
    first_due_on = DayField(label=_("First due on"))

    def __init__(self, *args: Any, area: Area | None, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = forms.ModelChoiceField(
            label=_("Who watches it"), empty_label=_("Choose"),
            queryset=people_who_may("stakeholders.write", area.pk if area else None, today=today),
        )  # fmt: skip
        self.helper.layout.fields = [*self.fields, self.helper.layout.fields[-1]]


class ReceiptForm(GovukForm):
    send_label: ClassVar[Any] = _("Log it")
    on = DayField(label=_("Came on"))
    covers = forms.CharField(label=_("The time it covers"), max_length=100, help_text=_("For example “April to June 2026”."))
    words = WordsField(label=_("What it says that matters (optional)"), rows=3, required=False)
    kept_at = forms.CharField(label=_("Where it is kept (optional)"), max_length=300, required=False)


class ConfirmForm(GovukForm):
    """One button and nothing to fill in."""

    send_label: ClassVar[Any] = _("Yes, do it")
