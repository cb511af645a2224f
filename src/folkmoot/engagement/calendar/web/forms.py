"""Forms of the calendar. The rules live in `calendar.rules`; a form only asks."""

from collections.abc import Iterable
from typing import Any

from crispy_forms_gds.layout import Button, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.web.filters import FilterForm
from folkmoot.communities.models import Community
from folkmoot.engagement.calendar.models import ActivityInvitation, Communication
from folkmoot.engagement.calendar.queries import Invitable
from folkmoot.engagement.models import Activity
from folkmoot.webkit.forms import DayField, GovukForm, WordsField

STARTS, ENDS, PLACE, TITLE = _("Starts at"), _("Ends at"), _("Where"), _("Title")


class ClockField(forms.TimeField):
    """A time of day: one native field; without support for it, type 14:30."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TimeInput(attrs={"type": "time", "class": "govuk-input govuk-input--width-5"}, format="%H:%M"))
        kwargs.setdefault("input_formats", ["%H:%M", "%H:%M:%S", "%H.%M"])
        super().__init__(required=False, **kwargs)


class CalendarFilter(FilterForm):
    """Which Area, which community, and in which shape."""


class CommunicationForm(GovukForm):
    send_label = _("Save")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=TITLE, max_length=200, error_messages={"required": _("Enter a title.")})
    channel = forms.ChoiceField(label=_("Channel"), choices=Communication.Channel.choices)
    first_on = DayField(label=_("Day"))
    last_on = DayField(label=_("Last day, if it lasts longer"), required=False)
    starts_at = ClockField(label=STARTS)
    ends_at = ClockField(label=ENDS)
    place = forms.CharField(label=PLACE, max_length=200, required=False)

    def __init__(self, *args: Any, communities: Iterable[Community], owners: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._communities = {each.pk: each for each in communities}
        self.fields["owner_id"] = forms.TypedChoiceField(
            label=_("Who sees to it"), required=False, coerce=int, empty_value=None, choices=[("", _("Not stated")), *owners]
        )
        if self._communities:
            self.fields["communities"] = forms.TypedMultipleChoiceField(
                label=_("Which communities it is for"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple,
                choices=[(pk, str(each)) for pk, each in self._communities.items()],
            )  # fmt: skip
        self.helper.layout = Layout(*self.fields, Button("submit", self.send_label))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        values["communities"] = [self._communities[pk] for pk in values.get("communities", [])]
        values["last_on"] = values.get("last_on") or values.get("first_on")
        return values


class PublishedForm(GovukForm):
    on = DayField(label=_("Published on"))


class ReasonForm(GovukForm):
    reason = forms.CharField(label=_("Why"), max_length=300, error_messages={"required": _("Say why.")})


class TimingForm(GovukForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    starts_at = ClockField(label=STARTS)
    ends_at = ClockField(label=ENDS)
    online_link = forms.URLField(label=_("Link to an online meeting"), required=False, assume_scheme="https")


class InviteForm(GovukForm):
    """Whom to invite; those who may not be are named on the page with the reason, and cannot be ticked."""

    send_label = _("Send the invitations")
    words = WordsField(
        label=_("Your words to them"), required=False, max_length=2000, help_text=_("Day, time and place are in the message already.")
    )
    words_cy = WordsField(
        label=_("Your words in Welsh"), required=False, max_length=2000,
        help_text=_("Whoever prefers Welsh gets the message in Welsh only where this is written."),
    )  # fmt: skip

    def __init__(self, *args: Any, people: Iterable[Invitable], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(each.contact.pk, _named(each)) for each in people if not each.problem]
        expected = [each.contact.pk for each in people if each.expected and not each.problem]
        ticked = forms.TypedMultipleChoiceField(
            label=_("Whom to invite"), coerce=int, widget=forms.CheckboxSelectMultiple, choices=choices, initial=expected,
            error_messages={"required": _("Choose at least one person.")},
        )  # fmt: skip
        self.fields = {"mark": self.fields["mark"], "people": ticked, "words": self.fields["words"], "words_cy": self.fields["words_cy"]}
        self.helper.layout = Layout(*self.fields, Button("submit", self.send_label))


def _named(each: Invitable) -> str:
    name = each.contact.name_and_year
    return f"{name}, {each.contact.organisation}" if each.contact.organisation else name


class ReplyForm(GovukForm):
    send_label = _("Send the answer")
    reply = forms.ChoiceField(
        label=_("Do you come?"), choices=ActivityInvitation.Reply.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you come.")},
    )  # fmt: skip
    companions = forms.IntegerField(
        label=_("How many come with you"), required=False, min_value=0, max_value=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-2"}),
    )  # fmt: skip
    needs = WordsField(
        label=_("What you need in order to take part"), required=False, max_length=1000,
        help_text=_("For example a step-free way in, a hearing loop, or an interpreter. Blank: what you told us before holds."),
    )  # fmt: skip


class FileForm(GovukForm):
    send_label = _("Bring it in")
    file = forms.FileField(label=_("Calendar file (.ics)"), error_messages={"required": _("Choose a file.")})


class HeldForm(GovukForm):
    """The least that must be said of something whose day has passed; the rest is added on its own page."""

    send_label = _("Record it")
    title = forms.CharField(label=TITLE, max_length=200, error_messages={"required": _("Enter a title.")})
    kind = forms.ChoiceField(label=_("What kind of activity"), choices=Activity.Kind.choices)
    held_on = DayField(label=_("When"))
    place = forms.CharField(label=PLACE, max_length=200, required=False)
    headcount = forms.IntegerField(
        label=_("How many people"), required=False, min_value=0, max_value=100_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}),
    )  # fmt: skip


def ask_zone(form: GovukForm) -> None:
    """Ask on a form whether times without a zone are meant by the clock of England and Wales."""
    form.fields["zone_confirmed"] = forms.BooleanField(
        label=_("The times are by the clock of England and Wales"), required=False,
        help_text=_("The file names no time zone, so this must be said by a person."),
    )  # fmt: skip
    layout = form.helper.layout
    layout.fields.insert(len(layout.fields) - 1, "zone_confirmed")
