"""Forms for actions. The SMART rules live in `actions.rules`; a form only asks."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.actions.models import Action, Progress
from folkmoot.strategy.trends.models import Trend
from folkmoot.webkit.forms import DayField, GovukForm, WordsField


class ActionForm(GovukForm):
    """What will be done, how we will know, who, by when."""

    send_label = _("Save the action")
    title = forms.CharField(
        label=_("What will be done"), max_length=300, help_text=_("For example: Brief all hate crime prosecutors on special measures")
    )
    measure = forms.CharField(
        label=_("How we will know it worked"), max_length=300, help_text=_("Something that can be counted or seen: 30 prosecutors briefed")
    )
    owner = forms.ModelChoiceField(
        label=_("Who owns it"), queryset=Account.objects.none(), empty_label=_("Choose a person"),
        help_text=_("One person, who can sign in and record progress"),
    )  # fmt: skip
    agency = forms.ChoiceField(label=_("Which agency will do it"), choices=Action.Agency.choices, initial=Action.Agency.CPS)
    due_on = DayField(label=_("By when"))

    def __init__(self, *args: Any, owners: QuerySet[Account], trends: QuerySet[Trend] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners
        if trends is not None and trends.exists():
            self.fields["trends"] = forms.ModelMultipleChoiceField(
                label=_("Trends and priorities it answers (optional)"), required=False, queryset=trends, widget=forms.CheckboxSelectMultiple
            )
            self.helper.layout.fields.insert(-1, "trends")


class ChangeActionForm(ActionForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class ProgressForm(GovukForm):
    send_label = _("Record progress")
    level = forms.ChoiceField(label=_("How far it has got"), choices=Progress.Level.choices, widget=forms.RadioSelect)
    note = WordsField(label=_("What was done"))
    on = DayField(label=_("On which day"))


class EvidenceForm(GovukForm):
    send_label = _("Add the evidence")
    title = forms.CharField(
        label=_("What shows that it was done"), max_length=300, help_text=_("For example: attendance list of the briefing")
    )
    kept_at = forms.CharField(
        label=_("Where it is kept (optional)"),
        max_length=500,
        required=False,
        help_text=_("A file reference or an address; never a person’s details"),
    )
    on = DayField(label=_("Its date"))
