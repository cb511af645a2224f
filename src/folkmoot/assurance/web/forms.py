"""Forms of rounds, frameworks and certificates."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.assurance.certificates.models import CertificateEntry, CertificateFollowUp
from folkmoot.assurance.figures import FIGURES
from folkmoot.assurance.frameworks.models import Criterion
from folkmoot.assurance.frameworks.rules import LEVELS
from folkmoot.assurance.rounds.models import CriterionAnswer
from folkmoot.foundation.periods import HalfYear
from folkmoot.webkit.dates import half_year_words
from folkmoot.webkit.forms import DayField, GovukForm, WordsField


class VersionForm(GovukForm):
    """A form that changes a stored row."""

    version = forms.IntegerField(widget=forms.HiddenInput)


def period_choices(periods: list[HalfYear]) -> list[tuple[str, str]]:
    return [(str(period), half_year_words(str(period))) for period in periods]


class RoundForm(GovukForm):
    send_label = _("Open the round")
    period = forms.ChoiceField(label=_("Half-year"))
    self_due = DayField(label=_("Areas assess themselves by"))
    validation_due = DayField(label=_("Other Areas validate by"))
    reply_due = DayField(label=_("Areas answer by"))
    moderation_due = DayField(label=_("Headquarters moderates by"))

    def __init__(self, *args: Any, periods: list[HalfYear], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = period_choices(periods)


class ValidatorForm(VersionForm):
    send_label = _("Let this Area validate")
    validator = forms.ModelChoiceField(label=_("Area that validates"), queryset=Area.objects.none(), empty_label=_("Choose an Area"))
    why = WordsField(label=_("Why"), rows=2, max_length=300, help_text=_("Both Areas read it."))

    def __init__(self, *args: Any, areas: QuerySet[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["validator"].queryset = areas


class LevelForm(VersionForm):
    """Chooses one of the levels of a criterion, each with what it means."""

    level = forms.TypedChoiceField(label=_("Level"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, criterion: Criterion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [(one.number, f"{one.number}. {one.name}: {one.words}") for one in criterion.levels.all()]


class AnswerForm(LevelForm):
    words = WordsField(
        label=_("Why this level"), rows=5, help_text=_("Another Area reads it beside the evidence. Name nobody: names are withheld.")
    )


class ValidateForm(LevelForm):
    send_label = _("Keep this")
    reasons = WordsField(
        label=_("Your reasons"), rows=4, required=False,
        help_text=_("Needed where you see another level than the Area. Say what you miss, or what you see."),
    )  # fmt: skip


class ReplyForm(VersionForm):
    send_label = _("Keep this answer")
    reply = forms.ChoiceField(label=_("Your answer"), choices=CriterionAnswer.Reply.choices, widget=forms.RadioSelect)
    words = WordsField(label=_("Why"), rows=3, required=False, help_text=_("Needed where you stand by your own level."))


class ModerateForm(LevelForm):
    send_label = _("Settle this level")
    reasons = WordsField(label=_("Why"), rows=4, help_text=_("Both Areas read it, and it stays."))


class ConfirmForm(VersionForm):
    """One button, after a page that says what it does."""

    def __init__(self, *args: Any, label: Any, **kwargs: Any) -> None:
        self.send_label = label  # type: ignore[misc]  # one form, several buttons
        super().__init__(*args, **kwargs)


class NoteForm(GovukForm):
    send_label = _("Link it as evidence")
    note = WordsField(
        label=_("What it shows"), rows=2, max_length=300, help_text=_("Whoever validates sees these words, not the record itself.")
    )


class DraftForm(GovukForm):
    send_label = _("Begin the draft")
    title = forms.CharField(label=_("Title"), max_length=160)
    about = WordsField(label=_("What it is for"), rows=3, required=False)
    source = forms.CharField(label=_("Where its words come from"), max_length=400)


class CriterionForm(GovukForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    code = forms.SlugField(
        label=_("Short name"), max_length=40,
        help_text=_("Small letters and hyphens, the same from version to version: rounds are compared by it."),
    )  # fmt: skip
    order = forms.IntegerField(label=_("Place in the list"), min_value=1, max_value=200)
    group = forms.CharField(label=_("Group"), max_length=120)
    title = forms.CharField(label=_("Criterion"), max_length=160)
    asks = WordsField(label=_("What is asked"), rows=3)
    guidance = WordsField(label=_("What counts as evidence"), rows=3)
    figures = forms.MultipleChoiceField(
        label=_("Figures pulled from the records"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(code, f"{figure.of}: {figure.label}") for code, figure in FIGURES.items()],
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["figures"].choices = [(code, f"{figure.of}: {figure.label}") for code, figure in FIGURES.items()]
        for number in LEVELS:
            told = {"number": number}
            self.fields[f"name_{number}"] = forms.CharField(label=_("Name of level %(number)d") % told, max_length=60)
            self.fields[f"words_{number}"] = WordsField(label=_("What level %(number)d means") % told, rows=2)
            self.helper.layout.insert(len(self.helper.layout.fields) - 1, f"name_{number}")
            self.helper.layout.insert(len(self.helper.layout.fields) - 1, f"words_{number}")


class CertificateForm(GovukForm):
    send_label = _("Begin the certificate")
    period = forms.ChoiceField(label=_("Half-year"))
    lead = forms.ModelChoiceField(label=_("Lead who signs it"), queryset=Account.objects.none(), empty_label=_("Choose a person"))

    def __init__(self, *args: Any, periods: list[HalfYear], leads: QuerySet[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = period_choices(periods)
        self.fields["lead"].queryset = leads


class LeadForm(VersionForm):
    send_label = _("Name this lead")
    lead = forms.ModelChoiceField(label=_("Lead who signs it"), queryset=Account.objects.none(), empty_label=_("Choose a person"))

    def __init__(self, *args: Any, leads: QuerySet[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = leads


class LineForm(VersionForm):
    answer = forms.ChoiceField(label=_("Answer"), choices=CertificateEntry.Answer.choices, widget=forms.RadioSelect)
    words = WordsField(
        label=_("In words"), rows=3, required=False,
        help_text=_("Of an exception: what it is, naming nobody it happened to. Also where the records show something late."),
    )  # fmt: skip
    doing = WordsField(label=_("What is done about it"), rows=3, required=False, help_text=_("Of an exception"))
    owner = forms.ModelChoiceField(
        label=_("Who does it"), queryset=Account.objects.none(), required=False, empty_label=_("Nobody yet"), help_text=_("Of an exception")
    )
    by_on = DayField(label=_("By when"), required=False, help_text=_("Of an exception"))

    def __init__(self, *args: Any, owners: QuerySet[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners


class FollowUpForm(VersionForm):
    became = forms.ChoiceField(label=_("What became of it"), choices=CertificateFollowUp.Became.choices, widget=forms.RadioSelect)
    words = WordsField(label=_("In words"), rows=3)


class SignForm(VersionForm):
    send_label = _("Sign the certificate")
    statement = WordsField(label=_("What you want to say with it (optional)"), rows=3, required=False)
