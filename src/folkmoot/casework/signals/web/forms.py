"""Forms for signals."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.web.filters import FilterForm
from folkmoot.casework.signals.models import HypothesisTest, Signal, SignalAnswer
from folkmoot.casework.signals.web.presenters import STATE_WORDS, WAITS_WORDS
from folkmoot.webkit.forms import DayField, GovukForm, WordsField


class SignalFilter(FilterForm):
    stands = forms.ChoiceField(
        label=_("Where it stands"),
        required=False,
        choices=[("", _("All")), *((state.value, words) for state, words in STATE_WORDS.items())],
    )
    waits = forms.ChoiceField(
        label=_("What it waits for"),
        required=False,
        choices=[("", _("All")), *((waits.value, words) for waits, words in WAITS_WORDS.items())],
    )
    subject = forms.ChoiceField(label=_("Subject"), required=False, choices=[("", _("All")), *Signal.Subject.choices])


class RaiseForm(GovukForm):
    send_label = _("Raise the signal")
    note = WordsField(
        label=_("What made you look, or what is known already (optional)"),
        rows=3,
        required=False,
        help_text=_("Never name a person or a case."),
    )


class AnswerForm(GovukForm):
    send_label = _("Record the answer")
    seen_answers = forms.IntegerField(widget=forms.HiddenInput, required=False)
    outcome = forms.ChoiceField(label=_("The answer"), choices=SignalAnswer.Outcome.choices, widget=forms.RadioSelect)
    reasons = WordsField(label=_("Reasons"), rows=4)
    evidence = WordsField(
        label=_("What shows it, and where it lies (needed where it is explained)"), rows=3, required=False,
        help_text=_("For example another table of this service, a published figure, or the review of the cases"),
    )  # fmt: skip
    way = forms.ChoiceField(
        label=_("How it is acted on (needed where it is accepted)"), required=False, widget=forms.RadioSelect,
        choices=SignalAnswer.Way.choices,
    )  # fmt: skip
    owner = forms.ModelChoiceField(
        label=_("Who answers for it (needed where it is accepted)"), queryset=Account.objects.none(), required=False,
        empty_label=_("As it is"),
    )  # fmt: skip
    retest_on = DayField(
        label=_("The day from which it is tested again (needed where it is accepted)"), required=False,
        help_text=_("The monthly run tests it then by itself, and tells the owner what it found"),
    )  # fmt: skip

    def __init__(self, *args: Any, owners: QuerySet[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners


class OwnerForm(GovukForm):
    send_label = _("Name the owner")
    owner = forms.ModelChoiceField(label=_("Who answers for it"), queryset=Account.objects.none(), empty_label=_("Choose a person"))

    def __init__(self, *args: Any, owners: QuerySet[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners


class ReviewForm(GovukForm):
    send_label = _("Record the review")
    agreed = forms.ChoiceField(
        label=_("Does the answer hold?"), widget=forms.RadioSelect,
        choices=[("yes", _("Yes: its reasons and evidence hold")), ("no", _("No: the signal stands open again"))],
    )  # fmt: skip
    remarks = WordsField(label=_("Remarks (needed where it does not hold)"), rows=4, required=False)


class HypothesisForm(GovukForm):
    send_label = _("Add the hypothesis")
    words = forms.CharField(
        label=_("What could explain the difference?"), max_length=400,
        help_text=_("One sentence that can turn out to be wrong. Each is tested by itself."),
    )  # fmt: skip


class TestForm(GovukForm):
    __test__ = False  # its name is no test's
    send_label = _("Record the test")
    finding = forms.ChoiceField(label=_("What was found"), choices=HypothesisTest.Finding.choices, widget=forms.RadioSelect)
    words = WordsField(label=_("How it was tested, and what was seen"), rows=4)
    evidence = WordsField(
        label=_("What shows it, and where it lies"), rows=3, help_text=_("For example the address of a view of the workbench")
    )


class RetestForm(GovukForm):
    send_label = _("Set the re-test")
    retest_on = DayField(
        label=_("The day from which it is tested again"),
        help_text=_("The monthly run tests it then by itself, and tells the owner what it found"),
    )
