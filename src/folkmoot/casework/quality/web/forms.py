"""Forms for plans of improvement."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.web.filters import FilterForm
from folkmoot.casework.quality.models import PlanStep
from folkmoot.casework.quality.web.presenters import STATE_WORDS
from folkmoot.webkit.forms import DayField, GovukForm, WordsField


class PlanFilter(FilterForm):
    stands = forms.ChoiceField(
        label=_("Where it stands"),
        required=False,
        choices=[("", _("All")), *((state.value, words) for state, words in STATE_WORDS.items())],
    )


class PlanForm(GovukForm):
    """What is agreed with a force about one field."""

    send_label = _("Open the plan")
    target = forms.IntegerField(label=_("Share to be reached, in per cent"), min_value=1, max_value=100)
    by_on = DayField(label=_("By when"))
    contact = forms.CharField(
        label=_("Who at the force"), max_length=160, help_text=_("An office, such as “Head of criminal justice”, never a name")
    )
    owner = forms.ModelChoiceField(label=_("Who answers for it here"), queryset=Account.objects.none(), empty_label=_("Choose a person"))
    agreed = WordsField(
        label=_("What the force and the service will do"), rows=4, help_text=_("The force reads these words. Never name a person.")
    )

    def __init__(self, *args: Any, owners: QuerySet[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners


class StepForm(GovukForm):
    """What was done on a day."""

    send_label = _("Record it")
    kind = forms.ChoiceField(label=_("What it was"), choices=PlanStep.Kind.choices, widget=forms.RadioSelect)
    words = WordsField(
        label=_("What was done or said"), rows=4,
        help_text=_("Where it is finished without the target, why it ends all the same. Never name a person or a case."),
    )  # fmt: skip
    on = DayField(label=_("On which day"))
