"""Forms for sets of questions and scales. What may be kept lives in `questions.rules`; a form only asks."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from folkmoot.panels.models import PanelKind
from folkmoot.scrutiny.assessment.questions.models import GradeScale, Question
from folkmoot.webkit.forms import GovukForm, WordsField


class SetForm(GovukForm):
    """A draft: what it is called, which cases it is for, and how they are graded."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name_en = forms.CharField(label=_("Name"), max_length=160)
    name_cy = forms.CharField(label=_("Name in Welsh (optional)"), max_length=160, required=False)
    kind = forms.ModelChoiceField(label=_("For which kind of panel (optional)"), queryset=PanelKind.objects.none(), required=False)
    strands = WordsField(
        label=_("For cases of these strands (optional)"), rows=4, required=False,
        help_text=_("One a line. A case of one of them is asked these questions, whatever the panel."),
    )  # fmt: skip
    scale = forms.ModelChoiceField(label=_("Grades"), queryset=GradeScale.objects.none(), widget=forms.RadioSelect, empty_label=None)
    changed_what = forms.CharField(label=_("What changed since the last version"), max_length=400, required=False)

    def __init__(self, *args: Any, scales: QuerySet[GradeScale], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = PanelKind.objects.filter(withdrawn_on__isnull=True)
        self.fields["scale"].queryset = scales


class QuestionForm(GovukForm):
    words_en = forms.CharField(label=_("Question"), max_length=300)
    words_cy = forms.CharField(label=_("Question in Welsh (optional)"), max_length=300, required=False)
    help_en = forms.CharField(label=_("What to look for (optional)"), max_length=400, required=False)
    help_cy = forms.CharField(label=_("What to look for, in Welsh (optional)"), max_length=400, required=False)
    kind = forms.ChoiceField(label=_("How it is answered"), choices=Question.Kind.choices, widget=forms.RadioSelect, initial="yes_no")
    weight = forms.IntegerField(
        label=_("Weight, 0 to 5"),
        min_value=0,
        max_value=5,
        initial=1,
        help_text=_("How much it counts where a panel’s answers are followed over time"),
    )
    order = forms.IntegerField(label=_("Place"), min_value=0, max_value=9999, required=False)
    source = forms.CharField(label=_("Source (optional)"), max_length=300, required=False, help_text=_("Where panels ask this"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ScaleForm(GovukForm):
    send_label = _("Keep the scale")
    name_en = forms.CharField(label=_("Name"), max_length=160)
    about_en = WordsField(label=_("When it is used"), rows=2)
    grades = WordsField(label=_("Grades, one a line, the best first"), rows=5)
    no_conclusion = forms.CharField(
        label=_("The grade for a case that comes back"), max_length=160, initial="Unable to reach a conclusion",
        help_text=_("With this grade a case is taken to the next meeting with what was missing."),
    )  # fmt: skip
    source = forms.CharField(label=_("Who agreed to it, and when"), max_length=400)


class EscalationForm(GovukForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    escalates_to = forms.CharField(
        label=_("Who must reply (blank for nobody)"), max_length=160, required=False, help_text=_("An office, not a person")
    )
    reply_days = forms.IntegerField(label=_("Within how many days"), min_value=1, max_value=365, required=False)
