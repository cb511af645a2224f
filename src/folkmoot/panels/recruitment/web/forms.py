"""Forms for campaigns and for choosing. What holds lives in `recruitment.rules`; a form only asks.

The library writes labels as they are, so whatever somebody typed is escaped before it becomes one.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.html import escape, format_html
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import people_who_may
from folkmoot.accounts.web.filters import FilterForm
from folkmoot.areas.models import Area
from folkmoot.communities.models import Community
from folkmoot.panels.models import Panel, Position
from folkmoot.panels.recruitment.models import Placing, Step
from folkmoot.panels.recruitment.rules import HIGHEST_MARK
from folkmoot.panels.recruitment.web.presenters import CAMPAIGN_WORDS
from folkmoot.stakeholders.models import Contact, Organisation
from folkmoot.webkit.forms import DayField, GovukForm, WordsField

NEW_PERSON = "new"


class CommunitiesField(forms.TypedMultipleChoiceField):
    """Communities by their names, as rows; none need be chosen."""

    def __init__(self, offered: Sequence[Community] = (), **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.CheckboxSelectMultiple, coerce=int, empty_value=[], **kwargs)
        self.offer(offered)

    def offer(self, offered: Sequence[Community]) -> None:
        self._rows = {row.pk: row for row in offered}
        self.choices = [(row.pk, escape(str(row))) for row in offered]

    def clean(self, value: Any) -> list[Community]:
        return [self._rows[pk] for pk in super().clean(value)]


class CampaignFilter(FilterForm):
    state = forms.ChoiceField(
        label=_("Where it stands"), required=False, choices=[("", _("All")), *((key.value, words) for key, words in CAMPAIGN_WORDS.items())]
    )


class CampaignForm(GovukForm):
    """Whom the panel lacks, the advert, and how those who apply are chosen."""

    send_label = _("Save the campaign")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title_en = forms.CharField(label=_("Title of the advert"), max_length=160)
    title_cy = forms.CharField(label=_("Title in Welsh (optional)"), max_length=160, required=False)
    seats = forms.IntegerField(
        label=_("Seats to fill"), min_value=1, max_value=30, widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"})
    )
    communities = CommunitiesField(label=_("Communities that are missing"), help_text=_("Those for which nobody on the panel can speak"))
    sought_en = forms.CharField(
        label=_("Who else is sought (optional)"), max_length=300, required=False, help_text=_("For example: people aged 17 to 25")
    )
    sought_cy = forms.CharField(label=_("The same in Welsh (optional)"), max_length=300, required=False)
    why = WordsField(label=_("Why these people are sought"), rows=2, help_text=_("For the record; not in the advert"))
    about_en = WordsField(label=_("What members do"), rows=4, help_text=_("In plain words. No knowledge of the courts is needed"))
    about_cy = WordsField(label=_("The same in Welsh (optional)"), rows=3, required=False)
    asks_en = WordsField(
        label=_("What we ask of members"),
        rows=3,
        help_text=_("Meetings a year, preparation, training, checks, keeping what they read private"),
    )
    asks_cy = WordsField(label=_("The same in Welsh (optional)"), rows=2, required=False)
    gives_en = WordsField(label=_("What members get (optional)"), rows=3, required=False, help_text=_("Expenses, training, support"))
    gives_cy = WordsField(label=_("The same in Welsh (optional)"), rows=2, required=False)
    looks_for_en = WordsField(
        label=_("What we look for"), rows=4, help_text=_("One thing on each line, six at most. Applications are marked by these alone")
    )
    looks_for_cy = WordsField(label=_("The same in Welsh, line by line (optional)"), rows=3, required=False)
    ways_en = WordsField(
        label=_("Other ways to apply, and whom to ask"),
        rows=3,
        help_text=_("By telephone, on paper, in a recording, in BSL; a number to ring"),
    )
    ways_cy = WordsField(label=_("The same in Welsh (optional)"), rows=2, required=False)
    opens_on = DayField(label=_("First day"))
    closes_on = DayField(label=_("Last day"), help_text=_("Give it three weeks at least: word travels slowly to those who are missing"))
    sifters = forms.TypedChoiceField(
        label=_("How many people mark each application, each alone"), coerce=int, choices=[(1, "1"), (2, "2"), (3, "3")],
        widget=forms.RadioSelect, initial=1,
    )  # fmt: skip
    interviews = forms.BooleanField(label=_("Those who are shortlisted are interviewed"), required=False, initial=True)
    keep_months = forms.IntegerField(
        label=_("Months that applications are kept once they are over"), min_value=1, max_value=24, initial=6,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )  # fmt: skip
    owner = forms.ModelChoiceField(
        label=_("Who runs it (optional)"), queryset=Account.objects.none(), required=False, empty_label=_("Nobody yet")
    )

    def __init__(self, *args: Any, panel: Panel, offered: Sequence[Community], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["communities"].offer(offered)
        self.fields["owner"].queryset = people_who_may("panels.members", panel.area_id, today=today)


class PlacingForm(GovukForm):
    send_label = _("Record it")
    on = DayField(label=_("On which day"))
    channel = forms.ChoiceField(label=_("How"), choices=Placing.Channel.choices, widget=forms.RadioSelect, initial="group")
    where = forms.CharField(label=_("Where, or through which group"), max_length=200, help_text=_("No names of people"))
    community = forms.TypedChoiceField(label=_("For which community (optional)"), required=False, coerce=int, empty_value=None)
    organisation_name = forms.CharField(
        label=_("Organisation that passed it on (optional)"), required=False, help_text=_("By the name known here")
    )

    def __init__(self, *args: Any, offered: Sequence[Community], organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rows, self._organisations = {row.pk: row for row in offered}, organisations
        self.fields["community"].choices = [("", _("None in particular")), *((row.pk, str(row)) for row in offered)]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        name = values.pop("organisation_name", "").strip()
        known = self._organisations.filter(name__iexact=name).first() if name else None
        if name and known is None:
            self.add_error("organisation_name", _("No organisation called “%(name)s” is known in your sight.") % {"name": name})
        return values | {"community": self._rows.get(values.get("community") or 0), "organisation": known}


class ExtendForm(GovukForm):
    send_label = _("Take applications longer")
    until = DayField(label=_("The new last day"))


class EndForm(GovukForm):
    send_label = _("End the campaign")
    why = forms.CharField(label=_("Why it ends"), max_length=300)


class OpenForm(GovukForm):
    send_label = _("Open it")
    version = forms.IntegerField(widget=forms.HiddenInput)


class MarksForm(GovukForm):
    """A mark for each thing the campaign looks for."""

    def __init__(self, *args: Any, criteria: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._names: list[str] = []
        for number, words in enumerate(criteria):
            self._mark_for(number, words)

    def _mark_for(self, number: int, words: str) -> None:
        name = f"mark_{number}"
        choices = [(0, _("0: nothing of it")), (1, _("1: a little")), (2, _("2: well")), (HIGHEST_MARK, _("3: very well"))]
        self.fields[name] = forms.TypedChoiceField(
            label=format_html("<span lang='en'>{}</span>", words), choices=choices, coerce=int, widget=forms.RadioSelect,
            error_messages={"required": _("Give a mark from 0 to 3 for: %(what)s") % {"what": words}},
        )  # fmt: skip
        self.helper.layout.fields.insert(self._place(), name)
        self._names.append(name)

    def _place(self) -> int:
        return len(self._names) + len([name for name in ("mark", "held_on") if name in self.fields])

    @property
    def marks(self) -> list[int]:
        return [self.cleaned_data[name] for name in self._names]


class SiftForm(MarksForm):
    send_label = _("Give these marks")
    words = WordsField(label=_("What the marks rest on (optional)"), rows=3, required=False)


class StepForm(GovukForm):
    """The reason for a step, and what the person is told."""

    reason = WordsField(label=_("Why"), rows=3, help_text=_("From what the campaign looks for. The person may ask to see it"))
    said = WordsField(label=_("What they are told, besides the standard words (optional)"), rows=3, required=False)

    def __init__(self, *args: Any, send_label: Any, said_needed: bool = False, **kwargs: Any) -> None:
        self.send_label = send_label  # type: ignore[misc]
        super().__init__(*args, **kwargs)
        if said_needed:
            self.fields["said"].label, self.fields["said"].required = _("What they are told: the reason, in plain and kind words"), True


class SaidByHandForm(GovukForm):
    """What somebody said by telephone, by letter or in person."""

    send_label = _("Record what they said")
    step = forms.ChoiceField(label=_("What they said"), widget=forms.RadioSelect)
    on = DayField(label=_("On which day"))

    def __init__(self, *args: Any, steps: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = [(step, Step.Kind(step).label) for step in steps]


class TellingForm(GovukForm):
    send_label = _("Record that they were told")
    on = DayField(label=_("On which day"))
    how = forms.ChoiceField(label=_("How"), choices=Step.Told.choices, widget=forms.RadioSelect)


class InterviewForm(GovukForm):
    send_label = _("Arrange it and tell them")
    day = DayField(label=_("Day"))
    hour = forms.TimeField(
        label=_("Time"), help_text=_("For example 14:30"),
        widget=forms.TimeInput(attrs={"type": "time", "class": "govuk-input--width-5"}, format="%H:%M"),
    )  # fmt: skip
    lasts = forms.IntegerField(
        label=_("Minutes"), min_value=10, max_value=240, initial=45, widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"})
    )
    where = forms.CharField(label=_("Where, or by which link or number"), max_length=300)
    who = forms.CharField(label=_("Whom they will meet"), max_length=300)
    arranged = WordsField(label=_("What is arranged for them (optional unless they told us what they need)"), rows=2, required=False)


class HeldForm(MarksForm):
    send_label = _("Record the interview")
    held_on = DayField(label=_("Held on"))
    words = WordsField(label=_("What was said, and what it showed"), rows=5)


class PersonForm(GovukForm):
    """Who of the people known already this is, or that it is somebody new; for a national panel also which Area keeps their details."""

    send_label = _("Keep them for later campaigns")
    person = forms.ChoiceField(label=_("Who this is"), widget=forms.RadioSelect, initial=NEW_PERSON)

    def __init__(self, *args: Any, likely: Sequence[Contact], areas: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._likely = {str(each.pk): each for each in likely}
        known = [(key, format_html("{} ({})", each.name_and_year, _("known here already"))) for key, each in self._likely.items()]
        self.fields["person"].choices = [*known, (NEW_PERSON, _("Somebody we do not know yet"))]
        if areas is not None:
            self.fields["area"] = forms.ModelChoiceField(
                label=_("Area that keeps their details"), queryset=areas, empty_label=_("Choose an Area"), required=False
            )
            self.helper.layout.fields.insert(-1, "area")

    @property
    def who(self) -> dict[str, Any]:
        """`contact` or `another`, and `area`."""
        chosen = self._likely.get(self.cleaned_data["person"])
        area: Area | None = self.cleaned_data.get("area")
        return {"contact": chosen, "another": chosen is None, "area": area}


class AppointForm(PersonForm):
    send_label = _("Appoint them")
    starts = DayField(label=_("First day of their seat"))
    position = forms.ChoiceField(label=_("Position"), choices=Position.choices, initial="member")
    why = WordsField(label=_("Why they are appointed"), rows=3)
    speaks_for = CommunitiesField(
        label=_("Communities they can speak for, by their own word"), help_text=_("Untick what the interview did not bear out")
    )
    organisation_name = forms.CharField(
        label=_("Organisation for which they sit (optional)"), required=False, help_text=_("By the name known here")
    )

    def __init__(self, *args: Any, offered: Sequence[Community], organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["speaks_for"].offer(offered)
        self._organisations = organisations

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        name = values.pop("organisation_name", "").strip()
        known: Organisation | None = self._organisations.filter(name__iexact=name).first() if name else None
        if name and known is None:
            self.add_error("organisation_name", _("No organisation called “%(name)s” is known in your sight.") % {"name": name})
        return values | {"organisation": known}


class EraseForm(GovukForm):
    send_label = _("Erase it now")
    sure = forms.BooleanField(label=_("They asked for it, and I know that it cannot be undone"))
