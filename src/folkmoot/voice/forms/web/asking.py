"""Questions as fields of a page: in the language of the page, escaped, and with the sentences that the rules refused with."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from crispy_forms_gds.layout import Layout
from django import forms
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from folkmoot.characteristics.models import Category, Scheme
from folkmoot.voice.forms.models import FormQuestion, QuestionWording
from folkmoot.voice.forms.rules import SCALE_KEYS, Kind, Value
from folkmoot.webkit.forms import GovukForm

UNSAID = "unsaid"


def said_in(english: str, welsh: str) -> SafeString:
    """Words of a form in the language of the page, escaped; marked as English where there is no Welsh.

    The library writes labels as they are, so every word that somebody typed must be escaped before it gets there.
    """
    if get_language() != "cy":
        return conditional_escape(english)
    return conditional_escape(welsh) if welsh else format_html('<span lang="en">{}</span>', english)


def name_of(question: FormQuestion) -> str:
    return f"q{question.pk}"


def choices_of(question: FormQuestion, wording: QuestionWording | None = None) -> list[tuple[str, SafeString | str]]:
    """What may be chosen, as (key, words); empty for questions answered in words, numbers or days."""
    words = wording or question.wording
    kind = Kind(question.kind)
    if kind is Kind.SCALE:
        ends = {"1": said_in(words.low_en, words.low_cy), "5": said_in(words.high_en, words.high_cy)}
        return [(key, format_html("{} – {}", key, ends[key]) if key in ends else key) for key in SCALE_KEYS]
    if kind is Kind.YES_NO:
        return [("yes", _("Yes")), ("no", _("No")), (UNSAID, _("I prefer not to say"))]
    return [(option["key"], said_in(option["en"], option["cy"])) for option in words.options]


def labels_of(question: FormQuestion, wording: QuestionWording | None = None) -> dict[str, SafeString | str]:
    """The words of every key that was ever offered, those in use before earlier ones; `wording` first where it is given."""
    found: dict[str, SafeString | str] = {}
    for each in sorted(question.wordings.all(), key=lambda row: row.number):
        found |= dict(choices_of(question, each))
    return found | (dict(choices_of(question, wording)) if wording else {})


def answer_words(question: FormQuestion, value: Value | None) -> list[Any]:
    """An answer as people read it: one line, or one for each choice; empty where there is none."""
    if value is None or not value.given:
        return []
    labels = labels_of(question)
    if question.kind == Kind.DAY:
        return [day_words(value.text)]
    return [labels.get(key, key) for key in value.keys] if value.keys else [value.text]


def day_words(text: str) -> str:
    """“2026-03-07” as people say it."""
    return date_format(date.fromisoformat(text), "j F Y")


def field_of(question: FormQuestion) -> forms.Field:
    """The field in which a question is answered on a telephone. Its value is judged by the rules, not by the field."""
    wording = question.wording
    label = said_in(wording.words_en, wording.words_cy)
    if not question.required:
        label = format_html("{} {}", label, _("(optional)"))
    about: dict[str, Any] = {
        "label": label,
        "required": False,
        "help_text": said_in(wording.help_en, wording.help_cy) if wording.help_en else "",
    }
    kind = Kind(question.kind)
    if kind is Kind.SEVERAL:
        return forms.MultipleChoiceField(choices=choices_of(question), widget=forms.CheckboxSelectMultiple, **about)
    if kind in (Kind.ONE, Kind.SCALE, Kind.YES_NO):
        return forms.ChoiceField(choices=choices_of(question), widget=forms.RadioSelect, **about)
    return forms.CharField(widget=_WIDGETS[kind](), **about)


_WIDGETS: dict[Kind, Any] = {
    Kind.SHORT: forms.TextInput,
    Kind.LONG: lambda: forms.Textarea(attrs={"rows": 6}),
    Kind.NUMBER: lambda: forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10"}),
    Kind.DAY: lambda: forms.TextInput(attrs={"type": "date", "class": "govuk-input--width-10"}),
}


class JudgedForm(GovukForm):
    """A form whose values are judged elsewhere: it shows what was typed, and the sentences it is given, by the names of its fields."""

    mark = None  # type: ignore[assignment]  # takes the field of the parent away

    def __init__(self, values: Mapping[str, Sequence[str]], problems: Mapping[str, Sequence[str]] | None = None) -> None:
        self.problems = dict(problems or {})
        super().__init__(data=MultiValueDict({key: list(texts) for key, texts in values.items()}))

    def full_clean(self) -> None:
        self.cleaned_data = {}
        self._errors = ErrorDict({name: self.error_class(sentences) for name, sentences in self.problems.items() if name in self.fields})
        if rest := [each for name, sentences in self.problems.items() if name not in self.fields for each in sentences]:
            self._errors["__all__"] = self.error_class(rest, error_class="nonfield")

    def _lay_out(self) -> None:
        self.helper.layout = Layout(*self.fields)


class PageForm(JudgedForm):
    """One page of questions."""

    def __init__(
        self, questions: Sequence[FormQuestion], raw: Mapping[int, Sequence[str]], problems: Mapping[int, str] | None = None
    ) -> None:
        super().__init__(
            {name_of(each): raw.get(each.pk, []) for each in questions}, {f"q{key}": [words] for key, words in (problems or {}).items()}
        )
        for each in questions:
            self.fields[name_of(each)] = field_of(each)
        self._lay_out()


class ContactForm(JudgedForm):
    """Name and address of somebody who wants to be told what became of it; both may stay empty."""

    name = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    address = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "email"}))
    agreed = forms.BooleanField(required=False)

    def __init__(self, *args: Any, consent: SafeString, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Your name (optional)")
        self.fields["address"].label = _("E-mail or postal address (optional)")
        self.fields["address"].help_text = _("Where we may tell you what became of what you said")
        self.fields["agreed"].label = consent
        self._lay_out()


class EqualityForm(JudgedForm):
    """The equality questions: none must be answered."""

    def __init__(self, asked: Sequence[tuple[Scheme, Sequence[Category]]], chosen: Mapping[int, str]) -> None:
        super().__init__({f"e{scheme.pk}": [chosen.get(scheme.pk, "")] for scheme, _categories in asked})
        for scheme, categories in asked:
            choices = [(str(row.pk), said_in(row.name_en, row.name_cy)) for row in categories]
            self.fields[f"e{scheme.pk}"] = forms.ChoiceField(
                label=said_in(scheme.name_en, scheme.name_cy), required=False, widget=forms.RadioSelect,
                choices=[*choices, ("", _("I prefer not to say"))],
            )  # fmt: skip
        self._lay_out()
