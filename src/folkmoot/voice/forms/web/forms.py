"""Forms with which staff make a form, its pages and questions, and enter what stood on paper."""

from collections.abc import Iterable, Mapping
from typing import Any

from crispy_forms_gds.layout import Button, Layout
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.characteristics.models import Scheme
from folkmoot.voice.forms.models import Form, FormQuestion, FormSection, MonitoringCount
from folkmoot.voice.forms.operations import CHANGEABLE_OPEN
from folkmoot.voice.forms.queries import Outline
from folkmoot.voice.forms.rules import CHOSEN, IN_WORDS, Kind, options_from
from folkmoot.voice.forms.web.asking import labels_of
from folkmoot.voice.models import Point
from folkmoot.webkit.forms import DayField, GovukForm, WordsField

KIND_OF_PEOPLE = (("yes", _("Anonymous: no name and no address is asked")), ("no", _("People may leave a name and an address to be told")))


class FormForm(GovukForm):
    """What a form is, for whom, and when. `open_already`: only what may still be changed is asked."""

    title_en = forms.CharField(label=_("Title"), max_length=150)
    title_cy = forms.CharField(
        label=_("Title in Welsh"), max_length=150, required=False, help_text=_("In Wales a form opens in both languages.")
    )
    introduction_en = WordsField(label=_("Introduction"), help_text=_("Who asks, why, and what will become of the answers"))
    introduction_cy = WordsField(label=_("Introduction in Welsh"), required=False)
    purpose = WordsField(label=_("What it is for (only we read this)"), max_length=2000, rows=2)
    audience = forms.CharField(label=_("Who it is for"), max_length=300)
    opens_on = DayField(label=_("Opens on"))
    closes_on = DayField(label=_("Last day"), help_text=_("Whoever has begun by then may still send it during the day after."))
    code = forms.SlugField(
        label=_("Short code (optional)"),
        max_length=24,
        required=False,
        help_text=_("Small letters and figures, as people will type it. Empty: one is made up."),
    )
    anonymous = forms.ChoiceField(label=_("Who answers"), choices=KIND_OF_PEOPLE, widget=forms.RadioSelect, initial="yes")
    consent_en = WordsField(
        label=_("What people agree to when they leave an address (needed unless anonymous)"), required=False, max_length=1000, rows=2
    )
    consent_cy = WordsField(label=_("What people agree to, in Welsh"), required=False, max_length=1000, rows=2)
    keep_months = forms.IntegerField(
        label=_("Months after the last day for which names and addresses are kept"), min_value=1, max_value=24, initial=6
    )
    schemes = forms.MultipleChoiceField(
        label=_("Equality questions (nobody must answer them)"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Asked last, counted apart from the answers, and shown only where many answered."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, schemes: Iterable[Scheme], open_already: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._schemes = {str(row.pk): row for row in schemes}
        self.fields["schemes"].choices = [(key, row.name) for key, row in self._schemes.items()]
        if open_already:
            for name in set(self.fields) - CHANGEABLE_OPEN - {"mark", "version"}:
                del self.fields[name]
        self.helper.layout = Layout(*self.fields, Button("submit", self.send_label))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if "anonymous" in self.fields:
            values["anonymous"] = values.get("anonymous") != "no"
            values["schemes"] = [self._schemes[key] for key in values.get("schemes", [])]
        return values


def values_of(form: Form) -> dict[str, object]:
    """A stored form as the first values of its page."""
    names = [*(set(FormForm.base_fields) - {"mark", "schemes", "anonymous"})]
    chosen = [str(pk) for pk in form.schemes.values_list("pk", flat=True)]
    return {name: getattr(form, name) for name in names} | {"schemes": chosen, "anonymous": "yes" if form.anonymous else "no"}


class CopyForm(GovukForm):
    send_label = _("Copy the form")
    opens_on = DayField(label=_("Opens on"))
    closes_on = DayField(label=_("Last day"))


class ConditionForm(GovukForm):
    """A form with a condition: the answers, of one earlier question, that lead to it."""

    lead = forms.MultipleChoiceField(
        label=_("Ask only where somebody answered (optional)"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose answers to one earlier question. Where nothing is chosen, everybody is asked."),
    )  # fmt: skip

    def __init__(self, *args: Any, earlier: Iterable[tuple[int, FormQuestion]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._questions = {question.pk: question for _number, question in earlier}
        choices = [
            (f"{question.pk}:{key}", gettext("Question %(number)s: %(answer)s") % {"number": number, "answer": words})
            for number, question in earlier
            for key, words in labels_of(question).items()
        ]
        self.fields["lead"].choices = choices
        if not choices:
            del self.fields["lead"]
        self.helper.layout = Layout(*self.fields, Button("submit", self.send_label))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        pairs = [each.split(":", 1) for each in values.pop("lead", [])]
        if len({pair[0] for pair in pairs}) > 1:
            self.add_error("lead", gettext("Choose answers to one question only."))
        values["only_if"] = self._questions[int(pairs[0][0])] if pairs else None
        values["only_keys"] = [pair[1] for pair in pairs]
        return values


def earlier_of(found: Outline, *, before: FormQuestion | None = None, section: FormSection | None = None) -> list[tuple[int, FormQuestion]]:
    """The numbered questions that may decide whether `before`, or a whole page, is asked."""
    numbered = list(enumerate(found.questions, 1))
    if before is not None:
        numbered = numbered[: next((place for place, (_number, row) in enumerate(numbered) if row.pk == before.pk), len(numbered))]
    if section is not None:
        ahead = {row.pk for row in found.sections[: found.sections.index(section)]} if section in found.sections else None
        numbered = [(number, row) for number, row in numbered if ahead is None or row.section_id in ahead]
    return [(number, row) for number, row in numbered if row.kind in CHOSEN]


def lead_of(row: FormQuestion | FormSection) -> list[str]:
    return [f"{row.only_if_id}:{key}" for key in row.only_keys] if row.only_if_id else []


class SectionForm(ConditionForm):
    title_en = forms.CharField(label=_("Heading of the page"), max_length=150)
    title_cy = forms.CharField(label=_("Heading in Welsh"), max_length=150, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ("title_en", "title_cy", "lead")


class QuestionForm(ConditionForm):
    """One question: what is asked of its words depends on its kind."""

    words_en = forms.CharField(label=_("Question"), max_length=500)
    words_cy = forms.CharField(label=_("Question in Welsh"), max_length=500, required=False)
    help_en = forms.CharField(label=_("Help below the question (optional)"), max_length=500, required=False)
    help_cy = forms.CharField(label=_("Help in Welsh"), max_length=500, required=False)
    options = WordsField(
        label=_("Choices"), rows=6, help_text=_("One on each line. After an upright line, the Welsh: Yes, often | Ydw, yn aml")
    )
    low_en = forms.CharField(label=_("What 1 means"), max_length=60)
    low_cy = forms.CharField(label=_("What 1 means, in Welsh"), max_length=60, required=False)
    high_en = forms.CharField(label=_("What 5 means"), max_length=60)
    high_cy = forms.CharField(label=_("What 5 means, in Welsh"), max_length=60, required=False)
    nature = forms.ChoiceField(
        label=_("What the answers are"), required=False, widget=forms.RadioSelect,
        choices=[("", _("Only answers: they are not followed up")), *Point.Nature.choices[:4]],
        help_text=_("As a concern, praise, question or idea each answer becomes a point that somebody answers."),
    )  # fmt: skip
    required = forms.BooleanField(label=_("It must be answered"), required=False)
    section = forms.ModelChoiceField(label=_("Page"), queryset=FormSection.objects.none(), empty_label=None)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = (
        "words_en", "words_cy", "help_en", "help_cy", "options", "low_en", "low_cy", "high_en", "high_cy", "nature", "required", "section",
        "lead",
    )  # fmt: skip

    def __init__(self, *args: Any, kind: Kind, form: Form, before: list[Mapping[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._before = before
        self.fields["section"].queryset = form.sections.all()
        wanted = {"options": kind in (Kind.ONE, Kind.SEVERAL), "nature": kind in IN_WORDS}
        wanted |= dict.fromkeys(("low_en", "low_cy", "high_en", "high_cy"), kind is Kind.SCALE)
        for name in [name for name, asked in wanted.items() if not asked]:
            del self.fields[name]
        self.helper.layout = Layout(*self.fields, Button("submit", self.send_label))

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if "options" in values:
            values["options"] = options_from(values["options"].splitlines(), self._before)
        return values


def question_values(question: FormQuestion) -> dict[str, object]:
    """A stored question as the first values of its page."""
    words = question.wording
    names = ("words_en", "words_cy", "help_en", "help_cy", "low_en", "low_cy", "high_en", "high_cy")
    lines = [f"{each['en']} | {each['cy']}" if each["cy"] else each["en"] for each in words.options]
    return {
        **{name: getattr(words, name) for name in names}, "options": "\n".join(lines), "nature": question.nature,
        "required": question.required, "section": question.section_id, "lead": lead_of(question), "version": question.version,
    }  # fmt: skip


class EqualitySheetsForm(GovukForm):
    """Numbers of ticks on the equality sheets that were torn off."""

    send_label = _("Add these numbers")

    def __init__(self, *args: Any, rows: Iterable[MonitoringCount], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in rows:
            name = row.category.name if row.category else gettext("Preferred not to say, or left empty")
            self.fields[f"n{row.pk}"] = forms.IntegerField(
                label=f"{row.scheme.name}: {name}", required=False, min_value=0, max_value=9999,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
            )  # fmt: skip
        self.helper.layout = Layout(*self.fields, Button("submit", self.send_label))

    @property
    def numbers(self) -> dict[int, int]:
        return {int(name[1:]): number for name, number in self.cleaned_data.items() if name.startswith("n") and number}
