"""Forms for a unit's plan and its reviews."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.actions.plans.web.forms import PlanForm
from folkmoot.webkit.forms import DayField, GovukForm, WordsField


class UnitPlanForm(PlanForm):
    """A plan of actions whose kind and unit are settled, and when it is looked at first."""

    review_on = DayField(label=_("To be looked at on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for settled in ("kind", "division"):
            del self.fields[settled]
        self.helper.layout.fields = [*self.fields, self.helper.layout.fields[-1]]


class PlanReviewForm(GovukForm):
    send_label: ClassVar[Any] = _("Save the review")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    words = WordsField(label=_("What was found"), rows=4)
    next_on = DayField(label=_("To be looked at again on"))
