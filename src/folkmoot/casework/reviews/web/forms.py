"""Forms for reviews. Headings of a list and words of a question are foreign words: labels made of them are escaped."""

from collections.abc import Sequence
from typing import Any

from crispy_forms_gds.layout import Button, Layout
from django import forms
from django.utils.html import escape
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.web.filters import FilterForm
from folkmoot.casework.reviews.models import Settlement
from folkmoot.casework.reviews.rules import MOST_CASES, MOST_QUESTIONS, Question
from folkmoot.casework.reviews.web.presenters import ANSWER_WORDS, STATE_WORDS
from folkmoot.webkit.forms import DayField, GovukForm, WordsField

FILE_BYTES = 10 * 1024 * 1024
ANSWERS = list(ANSWER_WORDS.items())


class RoundFilter(FilterForm):
    stands = forms.ChoiceField(
        label=_("Where it stands"),
        required=False,
        choices=[("", _("All")), *((state.value, words) for state, words in STATE_WORDS.items())],
    )


class ListForm(GovukForm):
    """The list of references, and what the round is about."""

    send_label = _("Continue")
    file = forms.FileField(
        label=_("List of cases"), required=False, allow_empty_file=True, max_length=255,
        help_text=_("CSV, XLSX or ODS, one row a case: its reference and coarse facts. Up to 10 MB. It is deleted when the draw is done."),
    )  # fmt: skip
    place = forms.ChoiceField(label=_("Which part of the service it covers"))
    unit = forms.CharField(label=_("Unit (optional)"), max_length=160, required=False)
    title = forms.CharField(label=_("Title"), max_length=160, help_text=_("For example: Charging decisions, summer 2026"))
    from_on = DayField(label=_("Decisions from"))
    to_on = DayField(label=_("Decisions to"))

    def __init__(self, *args: Any, places: list[tuple[str, str]], too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large
        self.fields["place"].choices = places

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        file = values.get("file")
        if self.too_large:
            self.add_error("file", gettext("This file is larger than 10 MB. Leave out columns that are not needed."))
        elif not file:
            self.add_error("file", gettext("Choose a file that holds something."))
        return values


class AgainForm(GovukForm):
    """The same list once more, to prove the draw."""

    send_label = _("Check the draw")
    file = forms.FileField(label=_("The list as it was drawn from"), max_length=255, allow_empty_file=True)


class DrawForm(GovukForm):
    """Which columns are used, and how many cases are drawn."""

    send_label = _("Draw the cases")
    reference = forms.ChoiceField(label=_("Which column holds the reference?"))
    facts = forms.MultipleChoiceField(
        label=_("Which coarse facts are kept of the cases that are drawn?"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("At most 3, such as ethnicity, sex and offence group. Results are shown by them. Reviewers do not see them."),
    )  # fmt: skip
    spread = forms.ChoiceField(
        label=_("Take some from every group of"),
        required=False,
        help_text=_("Otherwise every case has the same chance. Choose one of the facts above."),
    )
    number = forms.IntegerField(label=_("How many cases"), min_value=2, max_value=MOST_CASES)
    phrase = forms.CharField(
        label=_("A phrase from somebody else (optional)"), max_length=200, required=False,
        help_text=_("Any words, from somebody who does not draw. Then nobody can say that you chose the cases."),
    )  # fmt: skip
    said_by = forms.CharField(label=_("Whose phrase it is: an office, not a name (optional)"), max_length=80, required=False)

    def __init__(self, *args: Any, columns: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(column, escape(column)) for column in columns]
        self.fields["reference"].choices = [("", _("Choose a column")), *choices]
        self.fields["facts"].choices = choices
        self.fields["spread"].choices = [("", _("Nothing: every case alike")), *choices]


class TakeForm(GovukForm):
    send_label = _("Take this case to read")
    took_no_part = forms.BooleanField(label=_("I had no part in the decision in this case"), required=False)


class BackForm(GovukForm):
    send_label = _("Give it back")


class ReadingForm(GovukForm):
    """Every question with its remark; once locked, nothing changes."""

    send_label = _("Lock my answers")

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for one in questions:
            words = _("%(question)s (about equality)") % {"question": one.words} if one.equality else one.words
            self.fields[one.key] = forms.ChoiceField(
                label=escape(words), help_text=escape(one.help), choices=ANSWERS, widget=forms.RadioSelect, required=False
            )
            self.fields[f"{one.key}-why"] = WordsField(
                label=_("Why (needed where it is about equality and the answer is no)"), rows=2, required=False
            )
        self.helper.layout = Layout(*self.fields, Button("submit", self.send_label))

    def given(self) -> tuple[dict[str, str], dict[str, str]]:
        """Answers and remarks by the key of the question."""
        values = self.cleaned_data
        return {one.key: values[one.key] for one in self.questions}, {one.key: values[f"{one.key}-why"] for one in self.questions}


class SettleForm(GovukForm):
    send_label = _("Record it")
    how = forms.ChoiceField(label=_("How it was settled"), choices=Settlement.How.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for one in questions:
            self.fields[one.key] = forms.ChoiceField(label=escape(one.words), choices=ANSWERS, widget=forms.RadioSelect, required=False)
        self.fields["reasons"] = WordsField(label=_("Reasons"), rows=3, help_text=_("Never name a person or a case."))
        self.helper.layout = Layout(*self.fields, Button("submit", self.send_label))

    def given(self) -> dict[str, str]:
        return {one.key: self.cleaned_data[one.key] for one in self.questions}


class CloseForm(GovukForm):
    send_label = _("Close the round")
    words = WordsField(
        label=_("What it found or, where it is not finished, why it ends"), rows=3, help_text=_("Never name a person or a case.")
    )


class LearnForm(GovukForm):
    send_label = _("Record it")
    question = forms.ChoiceField(label=_("Which question it is about (optional)"), required=False)
    words = WordsField(label=_("What is to be learned"), rows=3, help_text=_("Never name a person or a case."))

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].choices = [("", _("The round as a whole")), *((one.key, one.words) for one in questions)]


class QuestionsForm(GovukForm):
    """The next set: those there are, to be changed or left blank, and room for more."""

    send_label = _("Issue these questions")
    MORE = 3

    def __init__(self, *args: Any, before: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = list(before)
        for place in range(min(len(before) + self.MORE, MOST_QUESTIONS)):
            one = before[place] if place < len(before) else Question("", "")
            self.fields[f"words_{place}"] = forms.CharField(
                label=_("Question %(number)d (leave blank to take it out)") % {"number": place + 1},
                max_length=300,
                required=False,
                initial=one.words,
            )
            self.fields[f"source_{place}"] = forms.CharField(
                label=_("Where it comes from"), max_length=200, required=False, initial=one.source
            )
            self.fields[f"equality_{place}"] = forms.BooleanField(
                label=_("It is about equality: show its results by group"), required=False, initial=one.equality
            )
        self.fields["why"] = forms.CharField(label=_("Why they change"), max_length=300)
        self.helper.layout = Layout(*self.fields, Button("submit", self.send_label))

    def questions(self) -> list[Question]:
        """The questions as they would be issued; a new one gets a key of its own."""
        values, found = self.cleaned_data, []
        taken = {one.key for one in self.before}
        for place in range(sum(name.startswith("words_") for name in self.fields)):
            words = " ".join(values[f"words_{place}"].split())
            if not words:
                continue
            old = self.before[place] if place < len(self.before) else None
            same = old is not None and old.words == words
            key = old.key if old is not None and same else next(f"q{number}" for number in range(1, 10_000) if f"q{number}" not in taken)
            taken.add(key)
            found.append(
                Question(key, words, old.help if old and same else "", values[f"equality_{place}"], values[f"source_{place}"].strip())
            )
        return found


class AssessmentForm(GovukForm):
    """The yearly assessment of the process of review."""

    send_label = _("Record the assessment")
    sampling = WordsField(label=_("How cases were drawn, and whether anybody could choose them"), rows=3)
    coverage = WordsField(label=_("Which groups were covered, beside the caseload"), rows=3)
    reviewers = WordsField(label=_("Who reviews, and who is missing among them"), rows=3)
    agreement = WordsField(label=_("How far reviewers agree, and on what they do not"), rows=3)
    changed = WordsField(label=_("What changed because of reviews"), rows=3)
    findings = WordsField(label=_("What was found against the Equality Act, and what follows"), rows=4)
    next_on = DayField(label=_("Assessed next by"))


class SpanForm(GovukForm):
    """Which time is assessed."""

    send_label = _("Continue")
    from_on = DayField(label=_("From"))
    to_on = DayField(label=_("To"))


class SecondForm(GovukForm):
    send_label = _("Record it")
    agreed = forms.TypedChoiceField(
        label=_("Do you agree with the assessment?"), choices=[("yes", _("Yes")), ("no", _("No"))], coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )  # fmt: skip
    words = WordsField(label=_("Why"), rows=3)
