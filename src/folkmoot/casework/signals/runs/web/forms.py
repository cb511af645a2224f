"""The form by which a rule is issued."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.casework.signals.runs.models import SignalRule
from folkmoot.casework.signals.runs.rules import MONTHS, Scope, Thresholds
from folkmoot.casework.workbench.shape import Shape
from folkmoot.webkit.forms import GovukForm, WordsField

_PERCENT = 100


class RuleForm(GovukForm):
    """Shares are typed in percent and kept on the scale 0 to 1."""

    send_label = _("Issue this rule")
    min_gap = forms.FloatField(label=_("Least difference, in percentage points"), min_value=0, max_value=99)
    q = forms.FloatField(
        label=_("Share of false alarms that is accepted, in percent"), min_value=0.1, max_value=20,
        help_text=_("Of all that a run lists, so large a share on average may be chance alone (false discovery rate)"),
    )  # fmt: skip
    min_at_risk = forms.IntegerField(label=_("Least number of people on each side"), min_value=10)
    min_events = forms.IntegerField(label=_("Least number of events on each side"), min_value=5)
    min_completeness = forms.FloatField(
        label=_("Least share in which the characteristic is recorded, in percent"), min_value=0, max_value=100
    )
    months = forms.TypedChoiceField(
        label=_("Months looked at together"), coerce=int, choices=[(number, str(number)) for number in MONTHS],
        help_text=_("They end with the latest complete quarter: single months could otherwise be worked out"),
    )  # fmt: skip
    stages = forms.MultipleChoiceField(label=_("Stages (none: all)"), required=False, widget=forms.CheckboxSelectMultiple)
    characteristics = forms.MultipleChoiceField(label=_("Characteristics (none: all)"), required=False, widget=forms.CheckboxSelectMultiple)
    controls = forms.MultipleChoiceField(
        label=_("What is taken into account on the page of a signal (none: the offence and two more)"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    by_area = forms.BooleanField(label=_("Look at each Area by itself as well"), required=False)
    holds = forms.BooleanField(label=_("In force: the monthly run looks at this source"), required=False)
    why = WordsField(label=_("Why the rule is so"), rows=3, help_text=_("It is kept with the rule. Earlier versions stay."))

    def __init__(self, *args: Any, shape: Shape, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stages"].choices = [(one.name, one.title) for one in shape.stages]
        self.fields["characteristics"].choices = [(one, shape.title(one)) for one in shape.characteristics]
        self.fields["controls"].choices = [(one, shape.title(one)) for one in shape.controls]


def first_values(row: SignalRule | None) -> dict[str, Any]:
    """The rule in force as the form shows it, or the shipped one."""
    if row is None:
        shipped = Thresholds()
        return {
            "min_gap": shipped.min_gap * _PERCENT, "q": shipped.q * _PERCENT, "min_at_risk": shipped.min_at_risk,
            "min_events": shipped.min_events, "min_completeness": shipped.min_completeness * _PERCENT, "months": 12, "by_area": True,
            "holds": True,
        }  # fmt: skip
    shares = {name: round(getattr(row, name) * _PERCENT, 4) for name in ("min_gap", "q", "min_completeness")}
    names = ("min_at_risk", "min_events", "months", "stages", "characteristics", "controls", "by_area", "holds")
    return shares | {name: getattr(row, name) for name in names}


def asked_of(values: dict[str, Any], references: dict[str, str]) -> dict[str, Any]:
    """What the form asks for, as `issue_rule` takes it. The groups compared with stay as they were."""
    shares = {name: values[name] / _PERCENT for name in ("min_gap", "q", "min_completeness")}
    thresholds = Thresholds(min_events=values["min_events"], min_at_risk=values["min_at_risk"], **shares)
    scope = Scope(
        tuple(values["stages"]),
        tuple(values["characteristics"]),
        references,
        tuple(values["controls"]),
        values["by_area"],
        values["months"],
    )
    return {"thresholds": thresholds, "scope": scope, "why": values["why"], "holds": values["holds"]}
