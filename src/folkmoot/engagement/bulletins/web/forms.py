"""Forms for bulletins: writing, cases, explanations, the lawyer, recipients and replies."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from crispy_forms_gds.layout import Button, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.web.filters import FilterForm
from folkmoot.communities.models import Community
from folkmoot.communities.web.forms import Details
from folkmoot.engagement.bulletins.delivery.queries import Candidate
from folkmoot.engagement.bulletins.models import Recipient
from folkmoot.engagement.bulletins.web.presenters import STATE_WORDS
from folkmoot.voice.models import Point
from folkmoot.webkit.forms import DayField, GovukForm, WordsField

HOW = _("A blank line ends a paragraph. Begin a line with “# ” for a heading, with “- ” for a list.")
LONGEST = 12_000  # characters of one version


class BulletinFilter(FilterForm):
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *((state.value, words) for state, words in STATE_WORDS.items())]
    )


class BulletinForm(GovukForm):
    send_label: ClassVar[Any] = _("Save")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Title"), max_length=160)
    body = WordsField(label=_("Text"), rows=12, max_length=LONGEST, help_text=HOW)
    title_cy = forms.CharField(label=_("Title in Welsh"), max_length=160, required=False)
    body_cy = WordsField(label=_("Text in Welsh"), rows=8, max_length=LONGEST, required=False)
    title_easy = forms.CharField(label=_("Title in Easy Read"), max_length=160, required=False)
    body_easy = WordsField(label=_("Text in Easy Read"), rows=8, max_length=LONGEST, required=False)
    must_not_appear = WordsField(
        label=_("Names that must not appear"), rows=4, required=False,
        help_text=_("The people in these cases, one a line. They are only looked for, and never leave. The lawyer sees them too."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        welsh = Details(_("Welsh version"), "title_cy", "body_cy", opened=lambda: self._used("title_cy", "body_cy"))
        easy = Details(_("Easy Read version"), "title_easy", "body_easy", opened=lambda: self._used("title_easy", "body_easy"))
        self.helper.layout = Layout(
            "mark", "version", "title", "body", welsh, easy, "must_not_appear", Button("submit", self.send_label)
        )  # fmt: skip

    def _used(self, *names: str) -> bool:
        return any(self[name].value() or name in self.errors for name in names)


class CaseForm(GovukForm):
    """A case as it is told; the form refuses one that is not finalised."""

    send_label: ClassVar[Any] = _("Save the case")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    finalised = forms.TypedChoiceField(
        label=_("Is the case finalised?"), coerce=lambda value: value == "yes", widget=forms.RadioSelect,
        choices=[("yes", _("Yes: it has ended, and no appeal is waiting")), ("no", _("No, or not sure"))],
        error_messages={"required": _("Say whether the case is finalised.")},
    )  # fmt: skip
    finalised_on = DayField(label=_("Finalised on"), required=False)
    outcome = forms.CharField(label=_("Outcome"), max_length=200, help_text=_("For example “Convicted; community order, 18 months”."))
    court = forms.CharField(label=_("Court"), max_length=120)
    source = forms.CharField(
        label=_("Where the public can read it"), max_length=300, help_text=_("A published judgment, news release or court list.")
    )
    words = WordsField(label=_("What happened"), rows=5, help_text=_("Without names, places or days by which anybody could be found."))
    outcome_cy = forms.CharField(label=_("Outcome in Welsh"), max_length=200, required=False)
    court_cy = forms.CharField(label=_("Court in Welsh"), max_length=120, required=False)
    words_cy = WordsField(label=_("What happened, in Welsh"), rows=5, required=False)
    words_easy = WordsField(label=_("What happened, in Easy Read"), rows=5, required=False)


class ExplainForm(GovukForm):
    words = forms.CharField(label=_("Why it may stay"), max_length=300, help_text=_("The lawyer reads this."))


class SubmitForm(GovukForm):
    send_label: ClassVar[Any] = _("Submit to this lawyer")

    def __init__(self, *args: Any, lawyers: Iterable[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lawyers = {lawyer.pk: lawyer for lawyer in lawyers}
        self.fields["lawyer"] = forms.TypedChoiceField(
            label=_("Lawyer who clears it"),
            coerce=int,
            choices=[("", _("Choose one")), *((pk, str(row)) for pk, row in self._lawyers.items())],
        )
        self.helper.layout = Layout("mark", "lawyer", Button("submit", self.send_label))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if "lawyer" in values:
            values["lawyer"] = self._lawyers[values["lawyer"]]
        return values


class ReturnForm(GovukForm):
    send_label: ClassVar[Any] = _("Send it back")
    reason = WordsField(label=_("What has to change, and why"), rows=4)


class ReasonForm(GovukForm):
    reason = forms.CharField(label=_("Why it came back, or to whom it was handed"), max_length=300)


class ChooseForm(GovukForm):
    """Whom of the candidates to add."""

    send_label: ClassVar[Any] = _("Add to the list")

    def __init__(self, *args: Any, offered: Sequence[tuple[Candidate, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offered = {candidate.key: candidate for candidate, _words in offered}
        if offered:
            self.fields["chosen"] = forms.MultipleChoiceField(
                label=_("Who gets it"), widget=forms.CheckboxSelectMultiple, initial=list(self._offered),
                choices=[(candidate.key, words) for candidate, words in offered],
                error_messages={"required": _("Choose at least one.")},
            )  # fmt: skip
        self.helper.layout = Layout("mark", *(["chosen"] if offered else []), *([Button("submit", self.send_label)] if offered else []))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        values["chosen"] = [self._offered[key] for key in values.get("chosen", [])]
        return values


class RecipientForm(GovukForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=Recipient.Language.choices)
    easy = forms.BooleanField(label=_("In Easy Read"), required=False)
    other_format = forms.ChoiceField(label=_("Other format"), required=False, choices=[("", _("None")), *Recipient.OtherFormat.choices])
    way = forms.ChoiceField(label=_("How they get it"), choices=Recipient.Way.choices, widget=forms.RadioSelect)
    instead_why = forms.CharField(
        label=_("Why another version will do (only where theirs is missing)"), max_length=300, required=False,
        help_text=_("For example “asked on 3 March, English is fine”. It is recorded. In Wales, Welsh is never replaced."),
    )  # fmt: skip


class ReplyForm(GovukForm):
    send_label: ClassVar[Any] = _("Add the reply")
    words = WordsField(label=_("What they answered, in their words"), rows=4)
    said_on = DayField(label=_("When"))
    nature = forms.ChoiceField(label=_("Kind"), choices=Point.Nature.choices, widget=forms.RadioSelect, initial=Point.Nature.CONCERN)

    def __init__(self, *args: Any, communities: Iterable[Community], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._communities = {row.pk: row for row in communities}
        if self._communities:
            self.fields["communities"] = forms.TypedMultipleChoiceField(
                label=_("For which communities they spoke"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple,
                choices=[(pk, str(row)) for pk, row in self._communities.items()],
            )  # fmt: skip
        self.helper.layout = Layout(*self.fields, Button("submit", self.send_label))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        values["communities"] = [self._communities[pk] for pk in values.get("communities", [])]
        return values
