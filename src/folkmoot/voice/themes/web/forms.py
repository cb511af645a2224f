"""Forms of coding and of the coding list."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.voice.themes.models import Theme
from folkmoot.webkit.forms import GovukForm, WordsField


class CodingForm(GovukForm):
    """What one person makes of one point. `seen` and `beside` say what was on the screen."""

    themes = forms.ModelMultipleChoiceField(label=_("Themes"), queryset=Theme.objects.none(), required=False)
    none_fits = forms.BooleanField(label=_("None of the themes fits"), required=False)
    characteristics = forms.MultipleChoiceField(label=_("Whom it concerns"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    beside = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, themes: Iterable[int], characteristics: Iterable[tuple[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["themes"].queryset = Theme.objects.filter(pk__in=list(themes))
        self.fields["characteristics"].choices = list(characteristics)


class DrawForm(GovukForm):
    send_label = _("Draw the points")
    number = forms.IntegerField(
        label=_("How many points"), min_value=1, initial=50, help_text=_("Fifty give a first idea; a hundred or more an answer.")
    )


class WordingForm(GovukForm):
    """What the list says of one theme."""

    name_en = forms.CharField(label=_("Name in English"), max_length=80, help_text=_("Two or three words that say what a point is about"))
    name_cy = forms.CharField(
        label=_("Name in Welsh (optional)"), max_length=80, required=False, help_text=_("Leave it blank until somebody has translated it.")
    )
    definition = WordsField(label=_("What it takes in"), required=False, rows=2)
    aliases = WordsField(
        label=_("Also called (optional)"), required=False, rows=2, help_text=_("One a line. A word noted when a point is recorded counts.")
    )
    cues = WordsField(
        label=_("Cue words (optional)"), required=False, rows=4,
        help_text=_("One a line, in English or Welsh. A * at the end stands for every ending: disab*"),
    )  # fmt: skip


class EntryForm(WordingForm):
    send_label = _("Save in the draft")
    retired = forms.BooleanField(label=_("No longer used: points coded with it keep it, and nothing new is coded with it"), required=False)
    replaced_by = forms.ChoiceField(label=_("What stands in its place (optional)"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, others: Iterable[tuple[str, str]], new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["replaced_by"].choices = [("", _("Nothing")), *others]
        if new:
            for name in ("retired", "replaced_by"):
                del self.fields[name]
            self.helper.layout.fields = [field for field in self.helper.layout.fields if field not in ("retired", "replaced_by")]


class LocalForm(WordingForm):
    send_label: ClassVar[Any] = _("Add the theme")


class IssueForm(GovukForm):
    send_label = _("Issue this version")
    note = WordsField(label=_("What changed"), help_text=_("Everyone who codes reads this."), rows=3)


class ProposeForm(GovukForm):
    send_label = _("Propose it")
    why = WordsField(label=_("Why the whole service needs this theme"), rows=3)


class InsteadForm(GovukForm):
    """Which theme stands in the place of one that is ended or merged."""

    send_label = _("End the theme")
    instead = forms.ModelChoiceField(label=_("What stands in its place"), queryset=Theme.objects.none(), to_field_name="code")

    def __init__(self, *args: Any, themes: Any, needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instead"].queryset = themes
        self.fields["instead"].required = needed
        self.fields["instead"].empty_label = _("Choose a theme") if needed else _("Nothing: its codings stay under its own name")
