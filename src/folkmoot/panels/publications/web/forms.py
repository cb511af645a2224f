"""Forms for publications: the days they are about, the request that is answered, one version, explanations, sending back, withdrawing."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.web.filters import FilterForm
from folkmoot.panels.publications.models import KIND_NAMES, STATE_NAMES
from folkmoot.panels.publications.operations import LONGEST
from folkmoot.webkit.forms import DayField, GovukForm, WordsField


class PublicationFilter(FilterForm):
    kind = forms.ChoiceField(
        label=_("What it is"), required=False, choices=[("", _("All")), *((each.value, words) for each, words in KIND_NAMES.items())]
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *((each.value, words) for each, words in STATE_NAMES.items())]
    )


class AnnualForm(GovukForm):
    send_label: ClassVar[Any] = _("Make the annual report")
    first = DayField(label=_("First day of the year"))
    last = DayField(label=_("Last day of the year"))


class AnswerForm(GovukForm):
    send_label: ClassVar[Any] = _("Make the answer")
    asked_as = forms.CharField(label=_("Reference of the request"), max_length=40, help_text=_("For example FOI 2026/041."))
    asked_on = DayField(label=_("Day the request came"), help_text=_("The answer is due on the twentieth working day after it."))
    question = WordsField(
        label=_("What was asked"), rows=4, max_length=2000,
        help_text=_("In a sentence or two, as everybody will read it. Say nothing of who asked."),
    )  # fmt: skip
    first = DayField(label=_("The answer is about the time from"))
    last = DayField(label=_("To"))


class StatementForm(GovukForm):
    send_label: ClassVar[Any] = _("Make the statement")
    last = DayField(label=_("Day on which the panel is looked at"))


class TextForm(GovukForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Title"), max_length=200)
    words = WordsField(
        label=_("Text"), rows=28, max_length=LONGEST,
        help_text=_(
            "A blank line ends a paragraph, “# ” starts a heading, “## ” a smaller one, “- ” a list. “[en: words]” marks words in English."
        ),
    )  # fmt: skip
    read = forms.BooleanField(
        label=_("I read this language, and I have read this text from beginning to end"), required=False,
        help_text=_("A version that nobody has read is not published."),
    )  # fmt: skip


class ExplainForm(GovukForm):
    why = forms.CharField(
        label=_("Why it may stay"), max_length=300, help_text=_("With your name. The second person reads it before agreeing.")
    )


class ReturnForm(GovukForm):
    send_label: ClassVar[Any] = _("Send it back")
    reason = WordsField(label=_("What has to change, and why"), rows=4)


class WithdrawForm(GovukForm):
    send_label: ClassVar[Any] = _("Withdraw it now")
    reason = forms.CharField(
        label=_("Why it is withdrawn"), max_length=300,
        help_text=_("Everybody reads this in place of the text. Repeat nothing that should not be known."),
    )  # fmt: skip
    reason_cy = forms.CharField(label=_("The same in Welsh"), max_length=300, required=False)
