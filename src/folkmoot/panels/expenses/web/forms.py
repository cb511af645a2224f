"""Forms of claims. What may be claimed and by which rate is said by `expenses.rules`; a form only asks."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.web.filters import FilterForm
from folkmoot.panels.expenses.models import Claim, ClaimLine, Kind
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.papers.web.handing import KINDS_TAKEN, FileForm
from folkmoot.webkit.forms import DayField, GovukForm, WordsField

POUNDS: dict[str, Any] = {"max_digits": 7, "decimal_places": 2, "min_value": 0}


class ClaimsFilter(FilterForm):
    state = forms.ChoiceField(label=_("How it stands"), required=False, choices=[("", _("All")), *Claim.State.choices])


class ClaimForm(GovukForm):
    send_label = _("Go on")
    meeting = forms.ModelChoiceField(
        label=_("Meeting (optional)"), queryset=Meeting.objects.none(), required=False, empty_label=_("Something else")
    )  # fmt: skip
    occasion = forms.CharField(label=_("What it was for"), max_length=200, help_text=_("A meeting, training, a visit"))

    def __init__(self, *args: Any, meetings: QuerySet[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings


class ExpenseForm(FileForm):
    """One expense. By the mile the amount is reckoned from the rate; otherwise what was spent is given, with the receipt."""

    send_label = _("Add the expense")
    kind = forms.ChoiceField(label=_("Kind of expense"), choices=Kind.choices, widget=forms.RadioSelect)
    on = DayField(label=_("On which day"))
    quantity = forms.DecimalField(
        label=_("Miles, or hours of care"), required=False, max_digits=6, decimal_places=1, min_value=0,
        help_text=_("Only for a journey in your own vehicle, or for care by the hour"),
    )  # fmt: skip
    asked = forms.DecimalField(
        label=_("What was spent, in pounds"), required=False, help_text=_("Leave empty for miles: they are reckoned"), **POUNDS
    )
    what = forms.CharField(label=_("What it was (optional)"), max_length=200, required=False, help_text=_("From where to where, for whom"))
    no_receipt_why = forms.CharField(label=_("Why there is no receipt (only where there is none)"), max_length=200, required=False)
    field_order = ("mark", "kind", "on", "what", "quantity", "asked", "file", "no_receipt_why")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label, self.fields["file"].help_text = _("Receipt (a photograph will do)"), KINDS_TAKEN


class RefuseForm(GovukForm):
    send_label = _("Refuse the claim")
    version = forms.IntegerField(widget=forms.HiddenInput)
    why = WordsField(label=_("Why it is refused"), rows=3, max_length=300, help_text=_("The member reads this"))


class AgreeForm(GovukForm):
    """What is paid of each expense; less says why."""

    send_label = _("Agree the claim")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, lines: Iterable[ClaimLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        for line in self.lines:
            said = {"kind": line.get_kind_display(), "asked": line.asked}
            self._more(
                f"agreed_{line.pk}",
                forms.DecimalField(label=_("%(kind)s: pounds paid of £%(asked)s asked") % said, initial=line.asked, **POUNDS),
            )
            words = _("%(kind)s: why less (only where it is less)") % said
            self._more(f"why_{line.pk}", forms.CharField(label=words, max_length=200, required=False))

    def _more(self, name: str, field: forms.Field) -> None:
        self.fields[name] = field
        self.helper.layout.fields.insert(-1, name)

    @property
    def cuts(self) -> dict[int, tuple[Any, str]]:
        values = self.cleaned_data
        return {line.pk: (values[f"agreed_{line.pk}"], values[f"why_{line.pk}"]) for line in self.lines}


class PayForm(GovukForm):
    send_label = _("Record the payment")
    paid_on = DayField(label=_("Paid on"))
    reference = forms.CharField(label=_("Reference of the payment (optional)"), max_length=80, required=False)


class RateForm(GovukForm):
    send_label = _("Set the rate")
    kind = forms.ChoiceField(label=_("Kind of expense"), choices=Kind.choices, widget=forms.RadioSelect)
    amount = forms.DecimalField(
        label=_("Pounds"), help_text=_("By the mile for a vehicle; at most by the hour for care; at most by the day for everything else"),
        **POUNDS,
    )  # fmt: skip
    starts = DayField(label=_("From"))
    source = forms.CharField(label=_("Where it is laid down"), max_length=200)


class SendForm(GovukForm):
    send_label = _("Send the claim")
    version = forms.IntegerField(widget=forms.HiddenInput)


class TakeBackForm(GovukForm):
    send_label = _("Take it back")


class TakeOutForm(GovukForm):
    send_label = _("Take it out")
