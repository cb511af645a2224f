"""Forms for actions. The SMART rules live in `actions.smart`; a form only asks, letter by letter."""

from datetime import date
from typing import Any

from crispy_forms_gds.layout import HTML
from django import forms
from django.db.models import QuerySet
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.actions.models import Action, Progress, Review
from folkmoot.actions.plans.models import Plan
from folkmoot.actions.smart import Letter, missing_words, smart_problems
from folkmoot.strategy.measures.models import Measure
from folkmoot.strategy.models import Commitment
from folkmoot.strategy.trends.models import Trend
from folkmoot.webkit.forms import DayField, GovukForm, WordsField

_missing = lazy(missing_words, str)


def _asks(letter: Letter) -> dict[str, Any]:
    """What a blank field says: which letter is missing, and an example."""
    return {"required": _missing(letter)}


class ActionForm(GovukForm):
    """What will be done, how we will know, who, with what, by when: each field says which letter of SMART it answers."""

    send_label = _("Save the action")
    title = forms.CharField(
        label=_("What will be done"), max_length=300, error_messages=_asks(Letter.SPECIFIC),
        help_text=_(
            "Specific: who does what, for or with whom. For example: Brief all hate crime prosecutors on special measures. "
            "“Improve engagement” says nothing that can be checked."
        ),
    )  # fmt: skip
    measure = forms.CharField(
        label=_("How we will know it worked"), max_length=300, error_messages=_asks(Letter.MEASURABLE),
        help_text=_("Measurable: something that can be counted or seen. For example: 30 prosecutors briefed, checked by attendance list"),
    )  # fmt: skip
    moves = forms.ModelChoiceField(
        label=_("Which measure of the strategy it should move (optional)"), queryset=Measure.objects.none(), required=False,
        empty_label=_("None of them"), help_text=_("Three months after the action is achieved, we look at this measure again"),
    )  # fmt: skip
    baseline = forms.CharField(
        label=_("Where it stands now (optional)"), max_length=200, required=False, help_text=_("The figure today, and of how many")
    )
    target = forms.CharField(label=_("Where it should be (optional)"), max_length=200, required=False)
    owner = forms.ModelChoiceField(
        label=_("Who owns it"), queryset=Account.objects.none(), empty_label=_("Choose a person"), error_messages=_asks(Letter.ASSIGNED),
        help_text=_("Assigned: one person, who can sign in and record progress. For a partner’s action, who at the CPS follows it up"),
    )  # fmt: skip
    agency = forms.ChoiceField(label=_("Which agency will do it"), choices=Action.Agency.choices, initial=Action.Agency.CPS)
    partner_name = forms.CharField(
        label=_("Name of the partner organisation (optional)"), max_length=200, required=False,
        help_text=_("For a partner’s action: for example the police force, the court or the charity. Never a person’s name"),
    )  # fmt: skip
    resources = forms.CharField(
        label=_("What it takes, and that it is there"), max_length=300, error_messages=_asks(Letter.REALISTIC),
        help_text=_("Realistic: people, time or money. For example: two half days of one trainer, agreed with the unit"),
    )  # fmt: skip
    due_on = DayField(
        label=_("By when"),
        error_messages=_asks(Letter.TIMED),
        help_text=_("Timed: the day by which it will be done. For example 30/9/2026"),
    )

    def __init__(
        self, *args: Any, owners: QuerySet[Account], trends: QuerySet[Trend] | None = None, measures: QuerySet[Measure] | None = None,
        plans: QuerySet[Plan] | None = None, commitments: QuerySet[Commitment] | None = None, is_part: bool = False, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners
        if measures is not None and measures.exists():
            self.fields["moves"].queryset = measures
        else:
            self._drop("moves")
        if is_part or (plans is not None and plans.exists()):
            self._add_weight()
        if plans is not None and plans.exists():
            self._add("plan", forms.ModelChoiceField(
                label=_("Plan it stands in (optional)"), required=False, queryset=plans, empty_label=_("None")
            ))  # fmt: skip
        if trends is not None and trends.exists():
            self._add("trends", forms.ModelMultipleChoiceField(
                label=_("Trends and priorities it answers (optional)"), required=False, queryset=trends,
                widget=forms.CheckboxSelectMultiple,
            ))  # fmt: skip
        if commitments is not None and commitments.exists():
            self._add_commitments(commitments)

    def clean(self) -> dict[str, Any]:
        """Say every letter that is missing at once, also those whose field holds too little."""
        typed = super().clean() or self.cleaned_data
        day = typed.get("due_on") or date.max
        said = {name: typed.get(name, "") for name in ("title", "measure", "resources")}
        found = smart_problems(starts_on=day, due_on=day, **said)
        self.add_problems({name: sentences for name, sentences in found.items() if name in typed})
        return typed

    def _drop(self, name: str) -> None:
        del self.fields[name]
        self.helper.layout.fields.remove(name)

    def _add(self, name: str, field: forms.Field) -> None:
        """Before the button."""
        self.fields[name] = field
        self.helper.layout.fields.insert(-1, name)

    def _add_weight(self) -> None:
        self._add("weight", forms.IntegerField(
            label=_("Weight beside the others (optional)"), required=False, min_value=1, max_value=100,
            widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
            help_text=_("1 counts as much as any other; 2 counts twice. From 1 to 100"),
        ))  # fmt: skip

    def _add_commitments(self, rows: QuerySet[Commitment]) -> None:
        """Many lines: folded away until somebody opens them, or has chosen one."""
        chosen = self.data.getlist("commitments") if self.is_bound else self.initial.get("commitments")
        fold = "govuk-details"
        label = "{% translate 'Commitments of the strategy it delivers (optional)' %}"
        start = (
            f'<details class="{fold}"{" open" if chosen else ""}><summary class="{fold}__summary">'
            f'<span class="{fold}__summary-text">{label}</span></summary><div class="{fold}__text">'
        )
        self.helper.layout.fields.insert(-1, HTML(start))
        self._add("commitments", forms.ModelMultipleChoiceField(
            label=_("Commitments"), required=False, queryset=rows, widget=forms.CheckboxSelectMultiple
        ))  # fmt: skip
        self.helper.layout.fields.insert(-1, HTML("</div></details>"))


class ChangeActionForm(ActionForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    due_reason = forms.CharField(
        label=_("If the date is moved: why (optional)"), max_length=300, required=False,
        help_text=_("The earlier date and the reason stay with the action, for everyone to see"),
    )  # fmt: skip


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


class ReopenForm(GovukForm):
    send_label = _("Reopen the action")
    level = forms.ChoiceField(label=_("How far it has really got"), choices=Progress.Level.choices[:-1], widget=forms.RadioSelect)
    reason = WordsField(label=_("Why it is reopened"), help_text=_("It stays with the action, as does everything recorded so far"))
    on = DayField(label=_("On which day"))


class HandOverForm(GovukForm):
    send_label = _("Hand it over")
    to = forms.ModelChoiceField(label=_("Who takes it over"), queryset=Account.objects.none(), empty_label=_("Choose a person"))
    on = DayField(label=_("From which day"))
    note = forms.CharField(label=_("What they should know (optional)"), max_length=500, required=False)

    def __init__(self, *args: Any, owners: QuerySet[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = owners


class EndForm(GovukForm):
    send_label = _("End the action")
    reason = forms.CharField(label=_("Why it will not be done"), max_length=300)


class AskingForm(GovukForm):
    send_label = _("Save")
    is_reply = forms.TypedChoiceField(
        label=_("What happened"), widget=forms.RadioSelect, coerce=lambda value: value == "reply",
        choices=[("asked", _("We asked them")), ("reply", _("They replied"))],
    )  # fmt: skip
    words = WordsField(label=_("What was asked, or what they replied"), help_text=_("Without the names of people"))
    on = DayField(label=_("On which day"))


class ReviewForm(GovukForm):
    send_label = _("Save the review")
    verdict = forms.ChoiceField(
        label=_("Did it work?"), choices=Review.Verdict.choices, widget=forms.RadioSelect,
        help_text=_("Against the measure above. “We cannot tell yet” is asked again in three months"),
    )  # fmt: skip
    before = forms.CharField(label=_("Figure before (optional)"), max_length=200, required=False, help_text=_("With its base: 61% of 140"))
    after = forms.CharField(label=_("Figure after (optional)"), max_length=200, required=False)
    source = forms.CharField(label=_("Where the figures come from (optional)"), max_length=300, required=False)
    words = WordsField(label=_("What we learned"), help_text=_("One action seldom moves a figure alone: say what else changed"))
    on = DayField(label=_("On which day"))
