"""Forms for one's own conversations, and for what one tells of oneself."""

from datetime import date
from typing import Any, ClassVar

from crispy_forms_gds.layout import Button, Div, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.scope import Viewer
from folkmoot.accounts.web.filters import FilterForm
from folkmoot.areas.models import Area
from folkmoot.communities.queries import list_communities
from folkmoot.communities.web.forms import Details
from folkmoot.engagement.conversations.models import Conversation
from folkmoot.engagement.conversations.operations import Heard
from folkmoot.engagement.conversations.rules import languages_of
from folkmoot.voice.models import Point
from folkmoot.webkit.forms import DayField, GovukForm, WordsField

LINES = 3  # things said that one form takes
MANY = 15


class ConversationFilter(FilterForm):
    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("Until"), required=False)


class _WithCommunities(GovukForm):
    """A form that asks for communities of an Area, behind one line that opens where there are many."""

    communities_label: ClassVar[Any] = ""

    def __init__(self, *args: Any, viewer: Viewer, area: Area, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._communities = {each.pk: each for each in list_communities(viewer, today=today, area_id=area.pk)}
        if self._communities:
            self.fields["communities"] = forms.TypedMultipleChoiceField(
                label=self.communities_label, required=False, coerce=int, widget=forms.CheckboxSelectMultiple,
                choices=[(pk, str(each)) for pk, each in self._communities.items()],
            )  # fmt: skip

    def communities_laid(self) -> list[Any]:
        if "communities" not in self.fields:
            return []
        many = len(self._communities) > MANY
        return [Details(self.communities_label, "communities", opened=lambda: bool(self["communities"].value())) if many else "communities"]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        values["communities"] = [self._communities[pk] for pk in values.get("communities", [])]
        return values


class ConversationForm(_WithCommunities):
    send_label: ClassVar[Any] = _("Save")
    communities_label: ClassVar[Any] = _("With which communities")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    theme = forms.CharField(
        label=_("What it was about, in a word or two"),
        max_length=80,
        help_text=_("For example “reporting online” or “court interpreters”."),
    )
    kind = forms.ChoiceField(label=_("What it was"), choices=Conversation.Kind.choices)
    place = forms.CharField(label=_("Where"), max_length=200, required=False)
    held_on = DayField(label=_("When"))
    noticed = WordsField(label=_("What you noticed yourself (if anything)"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lines = [f"said_{number}" for number in range(1, LINES + 1)]
        for place, name in enumerate(self._lines, 1):
            self.fields[name] = forms.CharField(
                label=_("What they said, in their words") if place == 1 else _("And what else they said"), required=False, max_length=4000,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )  # fmt: skip
            self.fields[f"{name}_kind"] = forms.ChoiceField(
                label=_("That was a…"), choices=Point.Nature.choices, required=False, initial=Point.Nature.CONCERN
            )
        said = [Div(name, f"{name}_kind", css_class="fm-said") for name in self._lines]
        more = Details(_("More lines, and what you noticed yourself"), *said[1:], "noticed", opened=self._more_used)
        layout = ["mark", "version", "held_on", "place", "kind", "theme", *self.communities_laid(), said[0], more]
        self.helper.layout = Layout(*layout, Button("submit", self.send_label))

    def _more_used(self) -> bool:
        return any(self[name].value() or name in self.errors for name in (*self._lines[1:], "noticed"))

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        said = [(values.pop(name, "").strip(), values.pop(f"{name}_kind", "")) for name in self._lines]
        values["heard"] = [Heard(words, nature or Point.Nature.CONCERN) for words, nature in said if words]
        return values


class InterestsForm(_WithCommunities):
    send_label: ClassVar[Any] = _("Keep this")
    communities_label: ClassVar[Any] = _("Communities you belong to or work with")
    languages = forms.CharField(
        label=_("Languages you speak or sign"), max_length=300, required=False, help_text=_("Parted by commas: Polish, Welsh.")
    )
    agreed = forms.BooleanField(
        label=_("I agree that this is kept, to show me opportunities and to be counted where at least six staff say the same"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("mark", "languages", *self.communities_laid(), "agreed", Button("submit", self.send_label))

    def clean_languages(self) -> list[str]:
        return languages_of(self.cleaned_data["languages"])
