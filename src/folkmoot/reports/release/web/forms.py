"""The forms of sign-off, of sending and of publishing."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.reports.release.models import Distribution
from folkmoot.reports.review.web.forms import PeopleForm
from folkmoot.webkit.forms import DayField, GovukForm, WordsField


class SignatoriesForm(PeopleForm):
    send_label: ClassVar[Any] = _("Name them")
    version = forms.IntegerField(widget=forms.HiddenInput)
    people_label: ClassVar[Any] = _("Who signs")
    office_label: ClassVar[Any] = _("%(name)s signs as")


class ReturnForm(GovukForm):
    send_label: ClassVar[Any] = _("Return the report")
    reason = WordsField(label=_("What has to change, and why"), rows=5)


class SendForm(GovukForm):
    """`files` and `people` are choices."""

    send_label: ClassVar[Any] = _("Record it")
    how = forms.ChoiceField(label=_("How"), widget=forms.RadioSelect, choices=Distribution.How.choices, initial=Distribution.How.EMAIL)
    account = forms.ChoiceField(label=_("To somebody with an account"), required=False)
    recipient = forms.CharField(
        label=_("To somebody else"), required=False, max_length=160, help_text=_("For what is given by hand: a name and office, or a body.")
    )
    file = forms.ChoiceField(label=_("Which file"))
    sent_on = DayField(label=_("Day"))

    def __init__(self, *args: Any, files: list[tuple[int, str]], people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].choices = files
        self.fields["account"].choices = [("", _("Nobody with an account")), *people]


class ExplainForm(GovukForm):
    """`found` are the things that may stay once somebody says why."""

    send_label: ClassVar[Any] = _("They may stay for this reason")
    keys = forms.MultipleChoiceField(
        label=_("What may stay"), widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Tick what the reason is for.")}
    )
    why = forms.CharField(label=_("Why they may stay"), max_length=300)

    def __init__(self, *args: Any, found: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keys"].choices = found


class SendBackForm(GovukForm):
    send_label: ClassVar[Any] = _("Send it back")
    why = WordsField(label=_("What has to change, and why"), rows=4)


class WithdrawForm(GovukForm):
    send_label: ClassVar[Any] = _("Withdraw it")
    why = forms.CharField(label=_("Why it is withdrawn"), max_length=300, help_text=_("Everybody reads this in the place of the report."))
    why_cy = forms.CharField(label=_("Why it is withdrawn, in Welsh"), max_length=300, required=False)
