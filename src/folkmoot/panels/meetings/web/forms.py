"""Forms for meetings. What may be stored is said in `meetings.rules`; a form only asks."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.web.filters import FilterForm
from folkmoot.engagement.calendar.web.forms import ClockField
from folkmoot.panels.meetings.dates.models import PollAnswer
from folkmoot.panels.meetings.dates.rules import Pattern
from folkmoot.panels.meetings.models import Attendance, Meeting, Series
from folkmoot.panels.meetings.rules import replies_for, starts_from
from folkmoot.panels.members.models import Member
from folkmoot.webkit.forms import DayField, GovukForm, WordsField

LASTS = _("Minutes it lasts")
OFFERED = 6  # times that can be offered at once
WEEKDAYS = [
    (0, _("Monday")), (1, _("Tuesday")), (2, _("Wednesday")), (3, _("Thursday")), (4, _("Friday")), (5, _("Saturday")), (6, _("Sunday")),
]  # fmt: skip
NTHS = [(1, _("The first")), (2, _("The second")), (3, _("The third")), (4, _("The fourth")), (5, _("The last"))]


class MeetingFilter(FilterForm):
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *Meeting.State.choices])


def minutes_field() -> forms.IntegerField:
    return forms.IntegerField(
        label=LASTS, initial=120, min_value=1, max_value=720,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )  # fmt: skip


class PlaceForm(GovukForm):
    """Where people meet: at a place, online, or both at once."""

    lasts = minutes_field()
    where = forms.ChoiceField(label=_("Where"), choices=Meeting.Where.choices, widget=forms.RadioSelect, initial="place")
    place = forms.CharField(label=_("Place, with its address (optional until it is called)"), max_length=300, required=False)
    link = forms.URLField(
        label=_("Link to join online (optional until it is called)"), max_length=500, required=False, assume_scheme="https",
        help_text=_("Only those who are asked see it"),
    )  # fmt: skip
    access = WordsField(
        label=_("Getting there, and access (optional)"), rows=2, max_length=1000, required=False,
        help_text=_("Step-free way in, hearing loop, parking, whom to ring at the door"),
    )  # fmt: skip


class MeetingForm(PlaceForm):
    """One meeting. The day may stay open while it is sought."""

    send_label = _("Save the meeting")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("Kind of meeting"), choices=Meeting.Kind.choices, widget=forms.RadioSelect, initial="ordinary")
    why_extraordinary = forms.CharField(label=_("Why it cannot wait (only for an extraordinary meeting)"), max_length=300, required=False)
    theme = forms.CharField(label=_("What it is about (optional)"), max_length=200, required=False)
    day = DayField(label=_("Day (optional while it is sought)"), required=False)
    time = ClockField(label=_("Starts at"))
    which = forms.ChoiceField(
        label=_("Which of the two"), required=False, widget=forms.HiddenInput,
        choices=[("first", _("The first time, before the clocks go back")), ("second", _("The second time, after they went back"))],
    )  # fmt: skip
    field_order = (
        "kind",
        "why_extraordinary",
        "theme",
        "day",
        "time",
        "which",
        "lasts",
        "where",
        "place",
        "link",
        "access",
        "version",
        "mark",
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        day, time, which = (values.pop(name, None) for name in ("day", "time", "which"))
        if {"day", "time"} & set(self.errors):
            return values
        values["starts_at"], problems = starts_from(day, time, which or "")
        if problems.get("which") or which:
            self.fields["which"].widget = forms.RadioSelect(choices=self.fields["which"].choices)
        self.add_problems(problems)
        return values


class CallForm(GovukForm):
    send_label = _("Call the meeting")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, twice: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if twice:
            self.fields["despite"] = forms.BooleanField(label=_("Call it all the same"), required=False)
            self.helper.layout.fields.insert(-1, "despite")


class ChairForm(GovukForm):
    chaired_by = forms.ModelChoiceField(
        label=_("Who chairs it"), queryset=Member.objects.none(), empty_label=_("Choose who chairs"),
        error_messages={"required": _("Say who chairs it.")},
    )  # fmt: skip

    def __init__(self, *args: Any, among: Any, send_label: Any, **kwargs: Any) -> None:
        self.send_label = send_label  # type: ignore[misc]
        super().__init__(*args, **kwargs)
        self.fields["chaired_by"].queryset = among


class CloseForm(GovukForm):
    send_label = _("Close the meeting")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, quorate: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not quorate:
            label = _("There was no quorum: why was it held, and what does that mean for what was decided?")
            self.fields["why"] = WordsField(label=label, rows=2, max_length=300, required=False)
            self.helper.layout.fields.insert(-1, "why")


class WhyForm(GovukForm):
    why = WordsField(label=_("Why"), rows=2, max_length=300)

    def __init__(self, *args: Any, send_label: Any, **kwargs: Any) -> None:
        self.send_label = send_label  # type: ignore[misc]
        super().__init__(*args, **kwargs)


class PersonForm(GovukForm):
    """A guest or a substitute."""

    name = forms.CharField(label=_("Name"), max_length=160)
    capacity = forms.CharField(
        label=_("In what capacity"), max_length=200, required=False, help_text=_("For example: speaker, police, interpreter")
    )
    email = forms.EmailField(
        label=_("E-mail (optional)"), required=False, help_text=_("With it they are written to once the meeting is called")
    )

    def __init__(self, *args: Any, send_label: Any, **kwargs: Any) -> None:
        self.send_label = send_label  # type: ignore[misc]
        super().__init__(*args, **kwargs)


class ReplyForm(GovukForm):
    """Whether somebody comes; asked of themselves, or entered for them."""

    send_label = _("Send the answer")
    reply = forms.ChoiceField(
        label=_("Do you come?"), widget=forms.RadioSelect, error_messages={"required": _("Say whether you come.")}
    )  # fmt: skip
    words = WordsField(
        label=_("Anything we should know (optional)"), rows=2, max_length=400, required=False,
        help_text=_("For example what you need in order to take part. Blank: what you told us before holds."),
    )  # fmt: skip

    def __init__(self, *args: Any, where: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = dict(Attendance.Reply.choices)
        self.fields["reply"].choices = [(reply, names[reply]) for reply in replies_for(where)]


class LeaveForm(GovukForm):
    send_label = _("Record that they left")
    left_time = ClockField(label=_("At what time"), help_text=_("Blank: now"))
    why = forms.CharField(
        label=_("Why"), max_length=200, help_text=_("For example: an emergency, an interest in the item, their seat ended")
    )


def moment_on(meeting: Meeting, time: Any) -> tuple[datetime | None, dict[str, list[str]]]:
    """A time of day on the day of a meeting (the day it was opened) as a moment."""
    if time is None:
        return None, {}
    began = meeting.opened_at or meeting.starts_at
    return starts_from(timezone.localdate(began), time, "first")


def members_of(meeting: Meeting) -> Iterable[Member]:
    """Those on a meeting's list who are members, to choose the chair from."""
    return Member.objects.filter(attendances__meeting=meeting).select_related("contact")


class TakeOffForm(GovukForm):
    send_label = _("Take them off")


class StayForm(GovukForm):
    send_label = _("They are still there")


class ChooseForm(GovukForm):
    send_label = _("Take this day")


class PollForm(PlaceForm):
    """Times that are offered, and until when people can answer. A line left blank offers nothing."""

    send_label = _("Ask the members")
    theme = forms.CharField(label=_("What the meeting is about (optional)"), max_length=200, required=False)
    closes_on = DayField(label=_("Answers by"), help_text=_("Before the first of the days"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in range(OFFERED):
            words = _("Day %(number)d (optional)") if place else _("Day %(number)d")
            self._more(f"day_{place}", DayField(label=words % {"number": place + 1}, required=False), 2 * place)
            self._more(f"time_{place}", ClockField(label=_("Day %(number)d starts at") % {"number": place + 1}), 2 * place + 1)

    def _more(self, name: str, field: forms.Field, at: int) -> None:
        self.fields[name] = field
        self.helper.layout.fields.insert(at, name)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        offered = []
        for place in range(OFFERED):
            day, time = values.pop(f"day_{place}", None), values.pop(f"time_{place}", None)
            moment, problems = starts_from(day, time)
            names = {"day": f"day_{place}", "time": f"time_{place}", "which": f"time_{place}"}
            self.add_problems({names[name]: sentences for name, sentences in problems.items()})
            offered += [moment] if moment else []
        return values | {"dates": offered}


class PollAnswerForm(GovukForm):
    """What suits somebody, time by time."""

    send_label = _("Send the answer")

    def __init__(self, *args: Any, dates: Iterable[tuple[int, str]], online: bool, said: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answers = [each for each in PollAnswer.Answer.choices if online or each[0] != PollAnswer.Answer.ONLINE]
        self.ids = []
        for place, (pk, words) in enumerate(dates):
            self.ids.append(pk)
            self.fields[f"date_{pk}"] = forms.ChoiceField(
                label=words, choices=answers, widget=forms.RadioSelect, required=False, initial=said.get(pk, "")
            )
            self.helper.layout.fields.insert(place, f"date_{pk}")
        self.fields["words"] = WordsField(label=_("Anything we should know (optional)"), rows=2, max_length=400, required=False)
        self.helper.layout.fields.insert(-1, "words")

    @property
    def answers(self) -> dict[int, str]:
        """What was said to each date, by its id."""
        return {pk: self.cleaned_data[f"date_{pk}"] for pk in self.ids}


class SeriesForm(forms.Form):
    """How a series falls; sent by GET, so that its days can be looked at before anything is planned."""

    rhythm = forms.ChoiceField(label=_("Rhythm"), choices=Series.Rhythm.choices, initial="monthly")
    every = forms.IntegerField(label=_("Every so many months or weeks"), min_value=1, max_value=52, initial=3)
    weekday = forms.TypedChoiceField(label=_("Day of the week"), choices=WEEKDAYS, coerce=int, initial=1)
    nth = forms.TypedChoiceField(label=_("Which of the month"), choices=NTHS, coerce=int, initial=2)
    first_on = DayField(label=_("From"))
    until = DayField(label=_("Until"))
    at = ClockField(label=_("Starts at"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].required = True
        for name, field in self.fields.items():
            css = "govuk-select" if isinstance(field.widget, forms.Select) else "govuk-input"
            field.widget.attrs["class"] = f"{css} {field.widget.attrs.get('class', '')}".strip()
            if name in self.errors if self.is_bound else False:
                field.widget.attrs |= {"class": field.widget.attrs["class"] + f" {css}--error", "aria-describedby": f"id_{name}-error"}

    @property
    def pattern(self) -> Pattern:
        return Pattern(**self.cleaned_data)


class SeriesDaysForm(PlaceForm):
    """The days of a series to be planned, and where they meet."""

    send_label = _("Plan these meetings")

    def __init__(self, *args: Any, days: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        among = list(days)
        self.fields["days"] = forms.MultipleChoiceField(
            label=_("Days"), choices=among, widget=forms.CheckboxSelectMultiple, initial=[day for day, _words in among],
            error_messages={"required": _("Choose at least one day.")},
        )  # fmt: skip
        self.helper.layout.fields.insert(0, "days")
