"""Forms for entries: one version, what is said beside it, explanations, sending back and withdrawing."""

from collections.abc import Iterable
from typing import Any, ClassVar

from crispy_forms_gds.layout import Button, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.web.filters import FilterForm
from folkmoot.areas.models import Area
from folkmoot.voice.published.rules import OPEN, State
from folkmoot.voice.published.web.presenters import STATE_WORDS
from folkmoot.voice.themes.models import Theme
from folkmoot.webkit.forms import GovukForm, WordsField

LONGEST = 3000  # characters of one part of one version
IN_LIST = (*OPEN, State.PUBLISHED, State.WITHDRAWN)


class EntryFilter(FilterForm):
    state = forms.ChoiceField(
        label=_("State"), required=False,
        choices=[("", _("All")), *((state.value, STATE_WORDS[state]) for state in IN_LIST), ("renew", _("To be renewed"))],
    )  # fmt: skip


class PrepareForm(GovukForm):
    """Which Area tells of it, where there is a choice, and the theme it is found by."""

    send_label: ClassVar[Any] = _("Prepare it")

    def __init__(self, *args: Any, areas: Iterable[Area], themes: Iterable[Theme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._areas = {area.pk: area for area in areas}
        if len(self._areas) > 1:
            self.fields["area"] = forms.TypedChoiceField(
                label=_("Area that tells of it"), coerce=int,
                choices=[("", _("Choose one")), *((pk, row.name) for pk, row in self._areas.items())],
            )  # fmt: skip
        self.fields["theme"] = theme_field(themes)
        self.helper.layout = Layout(*self.fields, Button("submit", self.send_label))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        only = next(iter(self._areas)) if len(self._areas) == 1 else None
        values["area"] = self._areas.get(values.get("area") or only or 0)
        return values


class AboutForm(GovukForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, themes: Iterable[Theme], later: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"] = theme_field(themes)
        if later:
            self.fields["corrects"] = forms.CharField(
                label=_("What this version corrects or brings up to date"), max_length=300,
                help_text=_("It stands on the public page, with the day."),
            )  # fmt: skip
            self.fields["corrects_cy"] = forms.CharField(label=_("The same in Welsh"), max_length=300, required=False)
        self.helper.layout = Layout(*self.fields, Button("submit", self.send_label))


def theme_field(themes: Iterable[Theme]) -> forms.Field:
    return _ThemeField(list(themes))


class _ThemeField(forms.TypedChoiceField):
    def __init__(self, themes: list[Theme]) -> None:
        by_pk = {str(theme.pk): theme for theme in themes}
        super().__init__(
            label=_("Theme by which people find it"), required=False, empty_value=None, coerce=by_pk.__getitem__,
            choices=[("", _("None")), *((pk, theme.name) for pk, theme in by_pk.items())],
        )  # fmt: skip


class TextForm(GovukForm):
    """One version; a part left empty is a gap, and a version with a gap is not published."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(
        label=_("What it is about, in a few words"), max_length=120, required=False,
        help_text=_("For example “Hearing back after a report”.")
    )  # fmt: skip
    you_said = WordsField(
        label=_("You said"), rows=4, max_length=LONGEST, required=False,
        help_text=_("In your words, not in theirs: the words as said belong to the person, and may make them known."),
    )  # fmt: skip
    we_did = WordsField(label=_("We did"), rows=5, max_length=LONGEST, required=False)
    shown_by = WordsField(
        label=_("What shows that it was done"), rows=2, max_length=LONGEST, required=False,
        help_text=_("Name it so that somebody could ask to see it. It is published only where the records say that it is done."),
    )  # fmt: skip


class ExplainForm(GovukForm):
    words = forms.CharField(
        label=_("Why it may stay"), max_length=300, help_text=_("With your name. The second person reads it before agreeing.")
    )


class ReturnForm(GovukForm):
    send_label: ClassVar[Any] = _("Send it back")
    reason = WordsField(label=_("What has to change, and why"), rows=4)


class WithdrawForm(GovukForm):
    send_label: ClassVar[Any] = _("Withdraw it now")
    reason = forms.CharField(
        label=_("Why it is withdrawn"), max_length=300,
        help_text=_("Everybody reads this in place of the entry. Repeat nothing that should not be known.")
    )  # fmt: skip
    reason_cy = forms.CharField(label=_("The same in Welsh"), max_length=300, required=False)
