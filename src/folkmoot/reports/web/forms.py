"""The forms of reports: which one to make, and the signature."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.webkit.forms import GovukForm


class MakeForm(GovukForm):
    """Which half-year and which scope. `periods` and `scopes` are choices, the likeliest first."""

    send_label: ClassVar[Any] = _("Make the report")
    period = forms.ChoiceField(label=_("Half-year"))
    scope = forms.ChoiceField(label=_("Scope"))
    reason = forms.CharField(
        label=_("Why it is made again (only if it was made before)"), required=False, max_length=300,
        help_text=_("For example: “Two activities of May were recorded late.” It stands on the report."),
    )  # fmt: skip

    def __init__(self, *args: Any, periods: list[tuple[str, str]], scopes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = periods
        self.fields["scope"].choices = scopes


class SignForm(GovukForm):
    send_label: ClassVar[Any] = _("Sign the report")
    version = forms.IntegerField(widget=forms.HiddenInput)
    read = forms.BooleanField(
        label=_("I have read this report, and it may go to the Board"),
        error_messages={"required": _("Tick the box if you have read the report. If you have not, read it first.")},
    )
