"""Forms of the minimum set."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from folkmoot.actions.smart import Letter, missing_words
from folkmoot.strategy.measures.models import Measure
from folkmoot.strategy.models import Commitment
from folkmoot.webkit.forms import DayField, GovukForm, WordsField

_missing = lazy(missing_words, str)


class ItemForm(GovukForm):
    send_label = _("Save the draft")
    title = forms.CharField(
        label=_("What every Area will do"), max_length=300, error_messages={"required": _missing(Letter.SPECIFIC)},
        help_text=_("Specific: For example: Hold one meeting a year with the local disability forum"),
    )  # fmt: skip
    measure = forms.CharField(
        label=_("How an Area will know it worked"), max_length=300, error_messages={"required": _missing(Letter.MEASURABLE)},
        help_text=_("Measurable: something that can be counted or seen in each Area"),
    )  # fmt: skip
    resources = forms.CharField(
        label=_("What it takes"), max_length=300, error_messages={"required": _missing(Letter.REALISTIC)},
        help_text=_("Realistic: what an Area needs for it, so that each can plan"),
    )  # fmt: skip
    evidence_wanted = forms.CharField(
        label=_("What counts as evidence"), max_length=300, help_text=_("The same for every Area. For example: the note of the meeting")
    )
    due_on = DayField(label=_("By when"), error_messages={"required": _missing(Letter.TIMED)})
    commitment = forms.ModelChoiceField(
        label=_("Commitment it comes from (optional)"), queryset=Commitment.objects.none(), required=False, empty_label=_("None of them")
    )
    moves = forms.ModelChoiceField(
        label=_("Measure it should move (optional)"), queryset=Measure.objects.none(), required=False, empty_label=_("None of them")
    )

    def __init__(self, *args: Any, commitments: QuerySet[Commitment], measures: QuerySet[Measure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commitment"].queryset, self.fields["moves"].queryset = commitments, measures


class ChangeItemForm(ItemForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class IssueForm(GovukForm):
    send_label = _("Issue to every Area")
    words = WordsField(label=_("What is new in this edition"), help_text=_("Every Area reads this beside its new actions"))


class ReasonForm(GovukForm):
    send_label = _("Save")
    reason = WordsField(label=_("Why"), max_length=300, help_text=_("It stays for everyone to see"))


class DecideForm(GovukForm):
    send_label = _("Save the decision")
    agreed = forms.TypedChoiceField(
        label=_("Does the item apply to this Area?"), widget=forms.RadioSelect, coerce=lambda value: value == "yes",
        choices=[("no", _("It applies: the Area does it")), ("yes", _("It does not apply: its action ends"))],
    )  # fmt: skip
    answer = WordsField(label=_("The reason for the decision"), help_text=_("The Area reads this"))


class GiveOutForm(GovukForm):
    send_label = _("Give them their actions")
