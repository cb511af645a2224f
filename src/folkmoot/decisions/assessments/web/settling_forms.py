"""Forms for returning, signing, publishing and reviewing."""

from collections.abc import Sequence
from typing import Any, ClassVar

from crispy_forms_gds.layout import Button, Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.decisions.assessments.models import EFFECT_NAMES, Impact, ImpactReviewed
from folkmoot.decisions.assessments.rules import Effect
from folkmoot.webkit.forms import DayField, GovukForm, WordsField


class ReturnForm(GovukForm):
    send_label: ClassVar[Any] = _("Return it")
    reason = WordsField(label=_("What has to change, and why"), rows=4)


class SignForm(GovukForm):
    send_label: ClassVar[Any] = _("Sign it as it stands")
    seen_hash = forms.CharField(widget=forms.HiddenInput)
    signed_as = forms.CharField(
        label=_("As what you sign"), max_length=120,
        help_text=_("For example “Deputy Chief Crown Prosecutor”. Inside, your name stands beside it; outside, only this."),
    )  # fmt: skip


class WithholdForm(GovukForm):
    reason = WordsField(
        label=_("Why this part is withheld"),
        rows=3,
        required=False,
        help_text=_("The public reads it. Leave it blank to publish the part."),
    )


class ExplainForm(GovukForm):
    words = forms.CharField(label=_("Why it may stay"), max_length=300)


class ReviewForm(GovukForm):
    """What really happened, as a whole and against each impact that was expected."""

    send_label: ClassVar[Any] = _("Record the review")
    words = WordsField(label=_("What really happened"), rows=5)
    next_on = DayField(label=_("To be reviewed again on"))
    again = forms.BooleanField(label=_("Begin a new version, because something has to change"), required=False)

    def __init__(self, *args: Any, impacts: Sequence[Impact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._impacts = [impact.pk for impact in impacts]
        groups = []
        for impact in impacts:
            came, shown = f"came_to_{impact.pk}", f"shown_{impact.pk}"
            choices = [("", _("Choose one")), *ImpactReviewed.CameTo.choices]
            self.fields[came] = forms.ChoiceField(label=_("What it came to"), choices=choices, required=False)
            self.fields[shown] = forms.CharField(label=_("What shows it"), max_length=1000, required=False)
            groups.append(Fieldset(came, shown, legend=f"{impact}: {EFFECT_NAMES[Effect(impact.effect)]}", legend_size="s"))
        self.helper.layout = Layout("mark", "words", *groups, "next_on", "again", Button("submit", self.send_label))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        values["came_to"] = {pk: (values.pop(f"came_to_{pk}", ""), values.pop(f"shown_{pk}", "")) for pk in self._impacts}
        return values
