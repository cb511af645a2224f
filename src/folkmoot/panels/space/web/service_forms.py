"""Forms of the service's pages about what members do between meetings."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.web.filters import FilterForm
from folkmoot.areas.models import Area
from folkmoot.engagement.calendar.web.forms import ClockField
from folkmoot.panels.meetings.rules import starts_from
from folkmoot.panels.members.models import Member
from folkmoot.panels.models import Panel
from folkmoot.panels.space.models import Invitation, Occasion
from folkmoot.panels.space.web.forms import BriefingForm
from folkmoot.voice.models import Point
from folkmoot.webkit.forms import DayField, GovukForm, WordsField


class PanelFilter(FilterForm):
    """Narrows a list to one panel of those in sight."""

    def __init__(self, asked: QueryDict, rows: Iterable[Panel]) -> None:
        self._panels = {row.code: row for row in rows}
        choices = [("", _("All")), *((code, row.name) for code, row in self._panels.items())]
        super().__init__(asked, panel=forms.ChoiceField(label=_("Panel"), required=False, choices=choices))

    @property
    def panel(self) -> Panel | None:
        return self._panels.get(self.chosen.get("panel", ""))


def _seat_choices(seats: Iterable[Member]) -> list[tuple[int, str]]:
    return [(seat.pk, f"{seat.contact.name}, {seat.get_position_display()}") for seat in seats]


class LogForm(BriefingForm):
    """As the member's own form, with the member named."""

    member = forms.TypedChoiceField(label=_("Which member?"), coerce=int)
    field_order = ("mark", "version", "member", "whom", "on", "how", "people", "heard", "meeting")

    def __init__(self, *args: Any, seats: Iterable[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = [("", _("Choose a member")), *_seat_choices(seats)]


class TakeUpForm(GovukForm):
    """What sort of point it is, and of which Area where the panel has none."""

    send_label = _("Make it a point")
    nature = forms.ChoiceField(
        label=_("What is it?"),
        choices=[each for each in Point.Nature.choices if each[0] != "promise"],
        widget=forms.RadioSelect,
        initial="concern",
    )

    def __init__(self, *args: Any, areas: QuerySet[Area] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if areas is not None:
            self.fields["area"] = forms.ModelChoiceField(label=_("Area it is about"), queryset=areas, empty_label=_("Choose an Area"))
            self.helper.layout.fields.insert(-1, "area")


class MembersField(forms.TypedMultipleChoiceField):
    """Seats of one panel, ticked."""

    def __init__(self) -> None:
        super().__init__(label=_("Which members?"), coerce=int, widget=forms.CheckboxSelectMultiple)


class InviteForm(GovukForm):
    """A board, a panel, a forum or an event, and who is invited."""

    send_label = _("Invite them")
    kind = forms.ChoiceField(
        label=_("What kind of occasion is it?"), choices=Occasion.Kind.choices, widget=forms.RadioSelect, initial="board"
    )
    title = forms.CharField(label=_("What is it called?"), max_length=200)
    day = DayField(label=_("Day"), help_text=_("A day that is over is taken too, to record who was there; then nobody is written to"))
    time = ClockField(label=_("Time it starts"))
    which = forms.ChoiceField(
        label=_("Only in the night in which the clocks go back: which of the two times?"), required=False,
        choices=[("", _("It comes only once")), ("first", _("The first")), ("second", _("The second"))],
    )  # fmt: skip
    lasts = forms.IntegerField(
        label=_("Minutes it lasts"), min_value=5, initial=120, widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"})
    )
    place = forms.CharField(label=_("Place (optional where there is a link)"), max_length=300, required=False)
    link = forms.URLField(label=_("Link to join online (optional)"), max_length=500, required=False, assume_scheme="https")
    access = WordsField(label=_("Getting there, and access (optional)"), rows=2, required=False)
    about = WordsField(label=_("What is it about, and what would members do there? (optional)"), rows=3, required=False)
    part = forms.ChoiceField(
        label=_("What are they asked to do?"), choices=Invitation.Part.choices, widget=forms.RadioSelect, initial="attend"
    )
    members = MembersField()

    def __init__(self, *args: Any, seats: Iterable[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].choices = _seat_choices(seats)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        starts_at, problems = starts_from(values.pop("day", None), values.pop("time", None), values.pop("which", ""))
        for field, sentences in problems.items():
            if field not in self.errors:
                self.add_error(field, sentences)
        return values | {"starts_at": starts_at}


class InviteMoreForm(GovukForm):
    send_label = _("Invite them")
    part = forms.ChoiceField(
        label=_("What are they asked to do?"), choices=Invitation.Part.choices, widget=forms.RadioSelect, initial="attend"
    )
    members = MembersField()

    def __init__(self, *args: Any, seats: Iterable[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].choices = _seat_choices(seats)


class RecordForm(GovukForm):
    """What a member answered, or after it whether they were there."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(label=_("Answer"), widget=forms.RadioSelect)
    words = WordsField(label=_("What they said with it (optional)"), rows=2, max_length=400, required=False)

    def __init__(self, *args: Any, over: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = Invitation.Attended.choices if over else Invitation.Reply.choices
        self.fields["answer"].choices = [(key, words) for key, words in choices if key not in ("none", "unknown")]
        if over:
            self.fields["words"].label = _("What came of it (optional)")


class CancelForm(GovukForm):
    send_label = _("Cancel it")
    why = forms.CharField(label=_("Why?"), max_length=300, help_text=_("Members read this"))


class OpenSurveyForm(GovukForm):
    send_label = _("Ask the members")
    closes_on = DayField(label=_("Last day to answer"), help_text=_("Four weeks are usual"))


class ExtendSurveyForm(GovukForm):
    send_label = _("Give them longer")
    version = forms.IntegerField(widget=forms.HiddenInput)
    until = DayField(label=_("The new last day"))
