"""Forms for decisions. What is asked of a decision lives in `decisions.rules`; a form only asks."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.web.filters import FilterForm
from folkmoot.decisions.evidence import SOURCES
from folkmoot.decisions.models import Decision, LaterNote, Option
from folkmoot.decisions.web.presenters import STATE_WORDS
from folkmoot.webkit.forms import DayField, GovukForm, WordsField


class DecisionFilter(FilterForm):
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *Decision.Kind.choices])
    state = forms.ChoiceField(
        label=_("Where it stands"), required=False, choices=[("", _("All")), *((key.value, words) for key, words in STATE_WORDS.items())]
    )
    words = forms.CharField(label=_("Words in it"), required=False, max_length=80)


class DecisionForm(GovukForm):
    """What is to be decided, who decides, and when."""

    send_label = _("Save the decision")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("For example: Letters to people who report hate crime"))
    question = WordsField(label=_("The question to be decided"), rows=3)
    kind = forms.ChoiceField(label=_("Kind"), choices=Decision.Kind.choices, widget=forms.RadioSelect, initial="business")
    decider = forms.ModelChoiceField(
        label=_("Who will decide"), queryset=Account.objects.none(), empty_label=_("Choose a person"),
        help_text=_("One person, who takes it in their own name"),
    )  # fmt: skip
    body = forms.CharField(label=_("Board or meeting it goes to (optional)"), max_length=200, required=False)
    planned_on = DayField(label=_("To be decided on (optional)"), required=False)
    supersedes = forms.ModelChoiceField(
        label=_("It takes the place of (optional)"), queryset=Decision.objects.none(), required=False, empty_label=_("No earlier decision")
    )
    no_assessment_why = WordsField(
        label=_("Why no equality impact assessment is needed (only where none is)"), rows=2, required=False,
        help_text=_("Leave it empty where an assessment is made or has been screened out: it is found by itself."),
    )  # fmt: skip

    def __init__(self, *args: Any, deciders: QuerySet[Account], replaceable: QuerySet[Decision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decider"].queryset = deciders
        self.fields["supersedes"].queryset = replaceable


class OptionForm(GovukForm):
    send_label = _("Save the option")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    words = WordsField(label=_("The option"), rows=2, help_text=_("To leave things as they are is one option"))
    why = WordsField(
        label=_("Reasons for and against"), rows=3, help_text=_("If another option is chosen, this is why it was not this one.")
    )  # fmt: skip


class SearchForm(FilterForm):
    """What kind of thing to look for, and by which words."""

    kind = forms.ChoiceField(label=_("Look among"), required=False)
    words = forms.CharField(label=_("Words in it"), required=False, max_length=80)

    def __init__(self, asked: Any, kinds: Iterable[str]) -> None:
        super().__init__(asked)
        self.fields["kind"].choices = [(kind, SOURCES[kind].label) for kind in kinds]


class PickForm(GovukForm):
    """That the thing above is put before the decision, or that it was known and is left out."""

    send_label = _("Put it before the decision")
    left_out = forms.ChoiceField(
        label=_("Is it considered?"), widget=forms.RadioSelect, initial="no",
        choices=[("no", _("Yes, it is considered")), ("yes", _("No: it is known, and left out"))],
    )  # fmt: skip
    why = forms.CharField(
        label=_("What it bears on, or why it is left out"), max_length=500, required=False,
        help_text=_("Needed where it is left out"), widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def clean_left_out(self) -> bool:
        return bool(self.cleaned_data["left_out"] == "yes")


class ChangeEvidenceForm(PickForm):
    send_label = _("Save")
    version = forms.IntegerField(widget=forms.HiddenInput)


class DocumentForm(PickForm):
    title = forms.CharField(label=_("Title of the document"), max_length=300)
    kept_at = forms.CharField(label=_("Where it is kept"), max_length=500, help_text=_("A file reference or an address"))
    sha256 = forms.CharField(
        label=_("Its SHA-256 fingerprint (optional)"), max_length=64, required=False,
        help_text=_("64 characters; with it anybody can see later that the file is the same"),
    )  # fmt: skip
    field_order = ("mark", "title", "kept_at", "sha256", "left_out", "why")


class ConfirmForm(GovukForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, send_label: Any, **kwargs: Any) -> None:
        self.send_label = send_label  # type: ignore[misc]
        super().__init__(*args, **kwargs)


class WithdrawForm(GovukForm):
    send_label = _("Withdraw it")
    reason = WordsField(label=_("Why it is withdrawn"), rows=2, max_length=300)


class TakeForm(GovukForm):
    """The decision itself: one option, the reasons, and how each concern was weighed."""

    send_label = _("Take this decision in my name")
    unassessed_label = _("No equality impact assessment was signed, and none was screened out: why is none needed?")
    version = forms.IntegerField(widget=forms.HiddenInput)
    chosen = forms.ModelChoiceField(
        label=_("Which option"), queryset=Option.objects.none(), widget=forms.RadioSelect, empty_label=None, required=False
    )  # fmt: skip
    outcome = WordsField(label=_("What is decided"), rows=3)
    reasons = WordsField(label=_("Reasons"), rows=5)
    conditions = WordsField(label=_("Conditions (optional)"), rows=2, required=False)

    def __init__(self, *args: Any, options: QuerySet[Option], concerns: list[tuple[int, str]], assessed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].queryset = options
        self.weighed = {f"weighed_{pk}": pk for pk, _words in concerns}
        for pk, words in concerns:
            label = _("How this was weighed: “%(words)s”") % {"words": Truncator(words).chars(160)}
            self._more(f"weighed_{pk}", WordsField(label=label, rows=2, required=False))
        if len(concerns) > 1:
            self._more("together", WordsField(label=_("How the others were weighed together (optional)"), rows=2, required=False))
        if not assessed:
            self._more("no_assessment_why", WordsField(label=self.unassessed_label, rows=2, required=False))

    def _more(self, name: str, field: forms.Field) -> None:
        self.fields[name] = field
        self.helper.layout.fields.insert(-1, name)


class PaperForm(TakeForm):
    """A decision that was taken on paper before it was entered: the day it bears, and where the paper is."""

    send_label = _("Enter this decision")
    unassessed_label = _("Why no equality impact assessment was signed before it (only where none was)")
    on = DayField(label=_("The day the paper record bears"))
    on_paper = forms.CharField(label=_("Where the paper record is kept"), max_length=300)
    field_order = ("mark", "version", "on", "on_paper", "chosen", "outcome", "reasons", "conditions")


class NoteForm(GovukForm):
    send_label = _("Add the note")
    kind = forms.ChoiceField(label=_("What it is"), choices=LaterNote.Kind.choices, widget=forms.RadioSelect, initial="later")
    words = WordsField(label=_("What is to be known"), rows=4)
