"""The form of a plan."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.actions.plans.models import Plan
from folkmoot.strategy.models import Aim
from folkmoot.webkit.forms import DayField, GovukForm, WordsField


class PlanForm(GovukForm):
    send_label = _("Save the plan")
    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("For example: Hate crime action plan 2026"))
    kind = forms.ChoiceField(label=_("Kind of plan"), choices=[("", _("Choose a kind")), *Plan.Kind.choices])
    division = forms.CharField(
        label=_("Division, directorate or panel (optional)"), max_length=200, required=False,
        help_text=_("Where the plan is of a part of the service, or follows a panel: its name"),
    )  # fmt: skip
    purpose = WordsField(label=_("What the plan is for"), help_text=_("One or two sentences that somebody outside would understand"))
    owner = forms.ModelChoiceField(label=_("Who owns the plan"), queryset=Account.objects.none(), empty_label=_("Choose a person"))
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    aim = forms.ModelChoiceField(
        label=_("Aim of the strategy it serves (optional)"), queryset=Aim.objects.none(), required=False, empty_label=_("None of them")
    )

    def __init__(self, *args: Any, owners: QuerySet[Account], aims: QuerySet[Aim], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset, self.fields["aim"].queryset = owners, aims


class ChangePlanForm(PlanForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
