"""Forms of agendas and minutes. What may be stored is said in `agenda.rules`; a form only asks."""

from collections.abc import Iterable
from typing import Any

from crispy_forms_gds.layout import Button, Fieldset, Layout
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from folkmoot.panels.agenda.models import Item
from folkmoot.panels.meetings.models import Attendance, Meeting
from folkmoot.panels.meetings.queries import name_of
from folkmoot.panels.models import Remit
from folkmoot.webkit.forms import GovukForm, WordsField
from folkmoot.webkit.templatetags.components import day

LONGEST_MINUTES = 20_000  # characters of one item: some eight pages
# What a person adds by hand; the other kinds come in by themselves from what they are about.
KINDS = [choice for choice in Item.Kind.choices if choice[0] in ("discussion", "standing", "case")]


class ItemForm(GovukForm):
    send_label = _("Save the item")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title_en = forms.CharField(label=_("What is to be talked about"), max_length=200)
    title_cy = forms.CharField(label=_("The same in Welsh (optional)"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Kind of item"), choices=KINDS, widget=forms.RadioSelect, initial="discussion")
    remit = forms.ModelChoiceField(
        label=_("Part of the panel’s remit"), queryset=Remit.objects.none(), required=False, empty_label=_("None of these"),
        help_text=_("Each year shows which parts of its remit the panel talked about, and which it did not"),
    )  # fmt: skip
    lasts = forms.IntegerField(
        label=_("How many minutes it needs"),
        initial=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )
    led_by = forms.CharField(label=_("Who leads it (optional)"), max_length=160, required=False)
    detail = WordsField(
        label=_("What members should know before (optional)"), rows=4, required=False, help_text=_("Members read this with the agenda")
    )

    def __init__(self, *args: Any, remits: QuerySet[Remit], item: Item | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["remit"].queryset = remits
        if item is not None and item.kind not in dict(KINDS):
            self.fields["kind"].choices = [(item.kind, item.get_kind_display()), *KINDS]


class ChooseForm(GovukForm):
    """The items that wait, each with a box."""

    send_label = _("Put on the agenda")
    items = forms.ModelMultipleChoiceField(
        label=_("Which items?"), queryset=Item.objects.none(), widget=forms.CheckboxSelectMultiple, required=True,
        error_messages={"required": _("Tick at least one item.")},
    )  # fmt: skip

    def __init__(self, *args: Any, waiting: list[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = waiting
        self.fields["items"].queryset = Item.objects.filter(pk__in=[item.pk for item in waiting])
        self.fields["items"].choices = [(item.pk, f"{item.title} ({item.get_kind_display()})") for item in waiting]

    @property
    def chosen(self) -> list[Item]:
        """What was ticked, in the order in which it was shown."""
        ticked = {item.pk for item in self.cleaned_data["items"]}
        return [item for item in self.waiting if item.pk in ticked]


class ArrangeForm(GovukForm):
    """Place, minutes, leader and part of the remit of each item on the agenda of a meeting."""

    send_label = _("Save the agenda")
    NAMES = ("place", "lasts", "led_by", "remit", "version")

    def __init__(self, *args: Any, items: list[Item], remits: QuerySet[Remit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        groups = []
        for place, item in enumerate(items, start=1):
            self._add(place, item, remits)
            named = [f"{name}_{item.pk}" for name in self.NAMES]
            groups.append(Fieldset(*named, legend=f"{place}. {item.title}", legend_size="s"))
        self.helper.layout = Layout("mark", *groups, Button("submit", self.send_label))

    def _add(self, place: int, item: Item, remits: QuerySet[Remit]) -> None:
        narrow = forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"})
        self.fields[f"place_{item.pk}"] = forms.IntegerField(label=_("Place"), initial=place, min_value=1, max_value=200, widget=narrow)
        self.fields[f"lasts_{item.pk}"] = forms.IntegerField(label=_("Minutes"), initial=item.lasts, widget=narrow)
        self.fields[f"led_by_{item.pk}"] = forms.CharField(
            label=_("Who leads it (optional)"), max_length=160, required=False, initial=item.led_by
        )
        self.fields[f"remit_{item.pk}"] = forms.ModelChoiceField(
            label=_("Part of the panel’s remit"), queryset=remits, required=False, empty_label=_("None of these"), initial=item.remit_id
        )
        self.fields[f"version_{item.pk}"] = forms.IntegerField(widget=forms.HiddenInput, initial=item.version)

    def values_of(self, item: Item) -> dict[str, Any]:
        """What was entered for one item, by name."""
        return {name: self.cleaned_data[f"{name}_{item.pk}"] for name in self.NAMES}

    @property
    def ordered(self) -> list[Item]:
        """The items by the places entered; where two have the same place they keep their order."""
        return sorted(self.items, key=lambda item: self.cleaned_data[f"place_{item.pk}"])


class WhyForm(GovukForm):
    send_label = _("Drop the item")
    why = forms.CharField(label=_("Why it is dropped"), max_length=300, help_text=_("It stays on record with this reason"))


class SureForm(GovukForm):
    """A page that asks once more before something is done. `label` are the words of its button."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("mark", "version", Button("submit", label))


class DeclareForm(GovukForm):
    send_label = _("Record the interest")
    attendance = forms.ModelChoiceField(label=_("Who declares it"), queryset=Attendance.objects.none(), empty_label=_("Choose a person"))
    what = forms.CharField(
        label=_("What the interest is"), max_length=300, help_text=_("For example “works for the charity that is discussed”")
    )
    withdrew = forms.BooleanField(label=_("They leave while this item is discussed"), required=False)

    def __init__(self, *args: Any, people: list[Attendance], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["attendance"].queryset = Attendance.objects.filter(pk__in=[row.pk for row in people])
        self.fields["attendance"].choices = [("", _("Choose a person")), *((row.pk, name_of(row)) for row in people)]


class AskForm(GovukForm):
    send_label = _("Record what the panel asks")
    words = WordsField(label=_("What the panel wants to know"), rows=3, help_text=_("The reply is on the agenda of the next meeting"))
    of_whom = forms.CharField(label=_("Who is asked"), max_length=160, help_text=_("A unit, a police force, the courts"))


class ReplyForm(GovukForm):
    send_label = _("Record the reply")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reply = WordsField(
        label=_("The reply"), rows=5, help_text=_("Members read it as it stands here. Name nobody from a case. A reply cannot be changed.")
    )


class AskCorrectionForm(GovukForm):
    send_label = _("Record what was asked")
    attendance = forms.ModelChoiceField(
        label=_("Who asked (optional)"), queryset=Attendance.objects.none(), required=False, empty_label=_("The service itself")
    )
    item = forms.ModelChoiceField(
        label=_("At which item"), queryset=Item.objects.none(), required=False, empty_label=_("Before the first item")
    )
    asked = WordsField(label=_("What should stand there instead, and why"), rows=3)

    def __init__(self, *args: Any, people: list[Attendance], items: Iterable[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["attendance"].queryset = Attendance.objects.filter(pk__in=[row.pk for row in people])
        self.fields["attendance"].choices = [("", _("The service itself")), *((row.pk, name_of(row)) for row in people)]
        self.fields["item"].queryset = Item.objects.filter(pk__in=[item.pk for item in items])


class CorrectForm(GovukForm):
    """New words for one item, or for what stands before the first. `asked`: only where nobody asked for it before."""

    send_label = _("Make the correction")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    asked = WordsField(label=_("What was wrong"), rows=2)
    words = WordsField(label=_("Minutes"), rows=8, max_length=LONGEST_MINUTES, required=False)
    outcome = WordsField(label=_("What was decided"), rows=3, required=False)

    def __init__(self, *args: Any, asks: bool, of_item: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, wanted in (("asked", asks), ("outcome", of_item)):
            if not wanted:
                del self.fields[name]
        self.helper.layout = Layout(*self.fields, Button("submit", self.send_label))


class LeaveForm(GovukForm):
    send_label = _("Leave the words as they are")
    reason = forms.CharField(label=_("Why the words stay as they are"), max_length=300, help_text=_("It stands in the minutes"))


class AgreeForm(GovukForm):
    send_label = _("Record that they were agreed")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    at_meeting = forms.ModelChoiceField(label=_("At which meeting"), queryset=Meeting.objects.none(), empty_label=_("Choose a meeting"))
    how = forms.CharField(
        label=_("How they were agreed (optional)"), max_length=300, required=False, help_text=_("For example “without a vote”")
    )

    def __init__(self, *args: Any, meetings: QuerySet[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at_meeting"].queryset = meetings
        self.fields["at_meeting"].label_from_instance = meeting_words


def meeting_words(meeting: Meeting) -> str:
    """A meeting by its day, as it is chosen from a list."""
    return day(meeting.starts_at) or str(meeting.number)
