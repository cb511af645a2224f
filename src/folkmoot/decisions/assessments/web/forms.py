"""Forms for assessments: screening, one for each step, impacts and evidence."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from crispy_forms_gds.layout import Button, Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.web.filters import FilterForm
from folkmoot.decisions.assessments.models import CONCLUSION_NAMES, EFFECT_NAMES, Assessment, Impact, TakenEvidence
from folkmoot.decisions.assessments.rules import RULE_SETS, Conclusion, Effect, Step
from folkmoot.decisions.assessments.screening import AIM_NAMES, NAMES, Aim, Characteristic, Touch, aims_for
from folkmoot.decisions.assessments.web.presenters import STATE_WORDS, TOUCH_WORDS
from folkmoot.decisions.models import Decision
from folkmoot.webkit.forms import DayField, GovukForm, WordsField

TOUCHES = [("", _("Choose one")), *((touch.value, TOUCH_WORDS[touch]) for touch in Touch)]


class Register(FilterForm):
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All that stand")), *((state.value, words) for state, words in STATE_WORDS.items())],
    )
    code = forms.ChoiceField(
        label=_("Touches"), required=False, choices=[("", _("Any characteristic")), *((each.value, NAMES[each]) for each in Characteristic)]
    )
    open_only = forms.ChoiceField(
        label=_("Mitigations"), required=False, choices=[("", _("All")), ("open", _("Some are still open"))]
    )  # fmt: skip


class ScreeningForm(GovukForm):
    """The five minutes: what, who, which characteristics, and what follows."""

    send_label: ClassVar[Any] = _("Save the screening")
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Title"), max_length=200)
    proposal = WordsField(label=_("What is proposed"), rows=3, help_text=_("One or two sentences in plain words."))
    affected = WordsField(label=_("Who is affected"), rows=2, help_text=_("For example witnesses, suspects, staff of one team."))
    large = forms.TypedChoiceField(
        label=_("Does it change a policy, a service to the public, or a thing for many people?"), widget=forms.RadioSelect,
        coerce=lambda value: value == "yes", choices=[("yes", _("Yes")), ("no", _("No"))],
    )  # fmt: skip
    chosen = forms.ChoiceField(
        label=_("How much to do"), widget=forms.RadioSelect, required=False,
        choices=[("", _("What the answers ask for")), ("short", _("At least a short assessment")), ("full", _("A full assessment"))],
        help_text=_("The answers decide. You may choose more than they ask, never less."),
    )  # fmt: skip
    reason = WordsField(
        label=_("If none is needed: why"), rows=2, required=False, help_text=_("Your name and today’s date stand beside it.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in Characteristic:
            self.fields[f"touch_{code}"] = forms.ChoiceField(label=_("May be touched"), choices=TOUCHES, required=False)
            self.fields[f"why_{code}"] = forms.CharField(label=_("Why, in one line"), max_length=300, required=False)
        groups = [Fieldset(f"touch_{code}", f"why_{code}", legend=NAMES[code], legend_size="s") for code in Characteristic]
        self.helper.layout = Layout(
            "mark", "seen", "title", "proposal", "affected", "large", *groups, "chosen", "reason", Button("submit", self.send_label)
        )

    def clean(self) -> dict[str, Any]:
        """The characteristics gathered as the operation takes them."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for name, prefix in (("touches", "touch"), ("whys", "why")):
            values[name] = {code.value: values.pop(f"{prefix}_{code}", "") for code in Characteristic}
        return values


class StepForm(GovukForm):
    """One step. `seen` is the mark of what stood in it when the page was opened."""

    send_label: ClassVar[Any] = _("Save and continue")
    step: ClassVar[Step]
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class ProposalForm(StepForm):
    step = Step.PROPOSAL
    title = forms.CharField(label=_("Title"), max_length=200)
    aims_of_it = WordsField(label=_("What it is meant to achieve"), rows=4, required=False)
    affected = WordsField(label=_("Who is affected"), rows=3)
    decision_due = DayField(label=_("When the decision is due"), required=False)
    starts_on = DayField(label=_("When it would begin"), required=False)
    rule_set = forms.ChoiceField(
        label=_("Rule set"), choices=[(each.code, f"{each.name} ({each.law})") for each in RULE_SETS.values()], widget=forms.RadioSelect
    )
    welsh = WordsField(
        label=_("What it does for the use of Welsh"), rows=3, required=False,
        help_text=_("Asked where the rule set is Wales: chances to use Welsh, and treating it no less favourably than English."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language it is written in"), choices=Assessment.Language.choices)

    def __init__(self, *args: Any, owners: Iterable[Account], decisions: Iterable[Decision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._owners, self._decisions = {row.pk: row for row in owners}, {row.pk: row for row in decisions}
        self.fields["rule_set"].choices = [(each.code, f"{each.name} ({each.law})") for each in RULE_SETS.values()]
        self.fields["owner"] = _rows(_("Owner of the proposal"), self._owners)
        self.fields["decision"] = _rows(_("The decision it is for"), self._decisions)
        order = ["mark", "seen", "title", "aims_of_it", "affected", "owner", "decision", "decision_due", "starts_on", "rule_set", "welsh",
                 "language"]  # fmt: skip
        self.helper.layout = Layout(*order, Button("submit", self.send_label))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        values["owner"] = self._owners.get(values.get("owner") or 0)
        values["decision"] = self._decisions.get(values.get("decision") or 0)
        return values


def _rows(label: Any, rows: dict[int, Any]) -> forms.TypedChoiceField:
    choices = [("", _("None chosen yet")), *((pk, str(row)) for pk, row in rows.items())]
    return forms.TypedChoiceField(label=label, coerce=int, empty_value=None, required=False, choices=choices)


class EvidenceForm(StepForm):
    step = Step.EVIDENCE
    gaps = WordsField(label=_("What is not known, and what that means for the conclusion"), rows=4, required=False)


class EngagementForm(StepForm):
    step = Step.ENGAGEMENT
    engaged = WordsField(label=_("Who was spoken with, and what they said that mattered"), rows=5, required=False)
    consulted = WordsField(label=_("Whether it is consulted on, how, and if not, why not"), rows=4, required=False)


class CombinationsForm(StepForm):
    step = Step.COMBINATIONS
    no_combination = WordsField(label=_("If no combination needs its own answer: why"), rows=3, required=False)


class AimsForm(StepForm):
    step = Step.AIMS
    eliminate = WordsField(label=AIM_NAMES[Aim.ELIMINATE], rows=4, required=False, help_text=_("How was regard had?"))
    advance = WordsField(label=AIM_NAMES[Aim.ADVANCE], rows=4, required=False, help_text=_("How was regard had?"))
    foster = WordsField(label=AIM_NAMES[Aim.FOSTER], rows=4, required=False, help_text=_("How was regard had?"))


class AlternativesForm(StepForm):
    step = Step.ALTERNATIVES
    alternatives = WordsField(label=_("What else was considered, and why it was not chosen"), rows=5, required=False)


class MitigationForm(StepForm):
    step = Step.MITIGATION
    no_mitigation = WordsField(label=_("If nothing is done against a harm that was found: why"), rows=3, required=False)


class ConclusionForm(StepForm):
    step = Step.CONCLUSION
    conclusion = forms.ChoiceField(
        label=_("Conclusion"),
        widget=forms.RadioSelect,
        required=False,
        choices=[(each.value, CONCLUSION_NAMES[each]) for each in Conclusion],
    )
    conclusion_why = WordsField(label=_("Why"), rows=4, required=False)


class ReviewDayForm(StepForm):
    step = Step.REVIEW
    send_label = _("Save")
    review_on = DayField(label=_("To be reviewed on"), required=False)
    monitoring = WordsField(label=_("How the real effect will be watched"), rows=3, required=False)


FORMS: dict[Step, type[StepForm]] = {
    form.step: form
    for form in (
        ProposalForm, EvidenceForm, EngagementForm, CombinationsForm, AimsForm, AlternativesForm, MitigationForm, ConclusionForm,
        ReviewDayForm,
    )
}  # fmt: skip


class ImpactForm(GovukForm):
    """The effect on people of one characteristic or, with `choose`, of several together."""

    send_label: ClassVar[Any] = _("Save")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    effect = forms.ChoiceField(
        label=_("Effect"), widget=forms.RadioSelect, choices=[(each.value, EFFECT_NAMES[each]) for each in Effect],
        error_messages={"required": _("Say what the effect is; “no evidence found” is an answer.")},
    )  # fmt: skip
    words = WordsField(label=_("What the evidence shows, in your words"), rows=4, required=False)
    likely = forms.ChoiceField(label=_("How likely"), required=False, choices=[("", _("Choose one")), *Impact.Likely.choices])
    severe = forms.ChoiceField(
        label=_("How much it matters to them"), required=False, choices=[("", _("Choose one")), *Impact.Severe.choices]
    )
    will_do = WordsField(
        label=_("If no evidence was found: what will be done to find out, and when"), rows=3, required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, evidence: Sequence[TakenEvidence], code: str = "", choose: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._evidence = {row.pk: row for row in evidence}
        self.fields["aims"] = forms.MultipleChoiceField(
            label=_("Which of the three aims it bears on"), widget=forms.CheckboxSelectMultiple, required=False,
            choices=[(aim.value, AIM_NAMES[aim]) for aim in aims_for(code)],
        )  # fmt: skip
        if evidence:
            self.fields["cited"] = forms.TypedMultipleChoiceField(
                label=_("Evidence it rests on"), widget=forms.CheckboxSelectMultiple, coerce=int, required=False,
                choices=[(row.pk, _label(row)) for row in evidence],
            )  # fmt: skip
        if choose:
            self.fields["codes"] = forms.MultipleChoiceField(
                label=_("Which characteristics together"), widget=forms.CheckboxSelectMultiple,
                choices=[(each.value, NAMES[each]) for each in Characteristic], error_messages={"required": _("Choose at least two.")},
            )  # fmt: skip
        order = ["mark", "version", *(["codes"] if choose else []), "effect", "words", *(["cited"] if evidence else []), "likely", "severe",
                 "aims", "will_do"]  # fmt: skip
        self.helper.layout = Layout(*order, Button("submit", self.send_label))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        values["cited"] = [self._evidence[pk] for pk in values.get("cited", [])]
        if "codes" in values and len(values["codes"]) < 2:
            self.add_error("codes", _("Choose at least two; a single characteristic has its own page."))
        return values


def _label(row: TakenEvidence) -> str:
    about = f" ({NAMES[Characteristic(row.code)]})" if row.code else ""
    return f"{row.title}{about}: {row.words[:90]}{'…' if len(row.words) > 90 else ''}"


class TakeForm(GovukForm):
    """Which of the offers to take."""

    send_label: ClassVar[Any] = _("Take what is ticked")

    def __init__(self, *args: Any, offered: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keys"] = forms.MultipleChoiceField(
            label=_("What the product knows today"), widget=forms.CheckboxSelectMultiple, choices=offered,
            error_messages={"required": _("Tick what you want to take.")},
        )  # fmt: skip
        self.helper.layout = Layout("mark", *(["keys", Button("submit", self.send_label)] if offered else []))


class OutsideForm(GovukForm):
    """A source from elsewhere."""

    send_label: ClassVar[Any] = _("Add the source")
    code = forms.ChoiceField(
        label=_("Characteristic it tells of"),
        required=False,
        choices=[("", _("All of them")), *((each.value, NAMES[each]) for each in Characteristic)],
    )
    title = forms.CharField(label=_("Source"), max_length=300, help_text=_("Who published it, and what it is called."))
    as_of = DayField(label=_("Its day"))
    base = forms.CharField(label=_("Based on how many, and whom"), max_length=200, required=False)
    words = WordsField(label=_("What it shows"), rows=4)
    gaps = WordsField(label=_("What it does not tell"), rows=2, required=False)
    address = forms.URLField(label=_("Where it can be read"), max_length=300, required=False, assume_scheme="https")


class OwnWordsForm(GovukForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    own_words = WordsField(label=_("In your words: what it means here"), rows=4, required=False)
