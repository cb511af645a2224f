"""What a member is asked on their own pages, in plain words."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from folkmoot.panels.agenda.models import Item
from folkmoot.panels.meetings.models import Attendance, Meeting
from folkmoot.panels.space.models import Briefing, Invitation
from folkmoot.panels.space.survey.rules import QUESTIONS, Question
from folkmoot.webkit.forms import DayField, GovukForm, WordsField
from folkmoot.webkit.templatetags.components import day


class MeetingChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # the class takes none when the product runs
    """A meeting by its day: members know no numbers."""

    def label_from_instance(self, obj: Meeting) -> str:
        return str(day(obj.starts_at))


class BriefingForm(GovukForm):
    send_label = _("Save")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    whom = forms.CharField(
        label=_("Whom did you tell?"), max_length=200, help_text=_("A group, an organisation, people at work. You need no person’s name.")
    )
    on = DayField(label=_("On which day?"))
    how = forms.ChoiceField(label=_("How?"), choices=Briefing.How.choices, widget=forms.RadioSelect, initial="meeting")
    people = forms.IntegerField(
        label=_("About how many people? (optional)"), required=False, min_value=1,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric"}),
    )  # fmt: skip
    heard = WordsField(
        label=_("What did they say? (optional)"), rows=4, required=False,
        help_text=_("We can take it up and answer it. Leave out names, and anything that tells who somebody is."),
    )  # fmt: skip
    meeting = MeetingChoice(
        label=_("Of which meeting did you tell them? (optional)"), queryset=Meeting.objects.none(), required=False,
        empty_label=_("None in particular"),
    )  # fmt: skip

    def __init__(self, *args: Any, meetings: QuerySet[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings


class MeetingReplyForm(GovukForm):
    """The answer to the call of a meeting; what may be answered follows from where it is held."""

    send_label = _("Send my answer")
    reply = forms.ChoiceField(label=_("Are you coming?"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Anything we should know? (optional)"), max_length=400, required=False,
        help_text=_("If you cannot come, why; what you need in order to take part"),
    )  # fmt: skip

    def __init__(self, *args: Any, replies: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reply"].choices = [(key, Attendance.Reply(key).label) for key in replies]


class ItemChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # the class takes none when the product runs
    def label_from_instance(self, obj: Item) -> str:
        return obj.title


class CorrectionForm(GovukForm):
    """What a member asks to be corrected in minutes that were circulated."""

    send_label = _("Ask for the correction")
    item = ItemChoice(
        label=_("Where is it wrong?"),
        queryset=Item.objects.none(),
        required=False,
        empty_label=_("Before the first item, or who was there"),
    )
    asked = WordsField(
        label=_("What should stand there instead, and why?"),
        rows=4,
        help_text=_("It stands in the minutes with your name. Name nobody from a case."),
    )

    def __init__(self, *args: Any, items: QuerySet[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = items


class ReplyForm(GovukForm):
    """The answer to an invitation."""

    send_label = _("Send my answer")
    version = forms.IntegerField(widget=forms.HiddenInput)
    reply = forms.ChoiceField(
        label=_("Are you coming?"),
        choices=[(key, words) for key, words in Invitation.Reply.choices if key != "none"],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label=_("Anything we should know? (optional)"), max_length=400, required=False)


class AttendedForm(GovukForm):
    """After an occasion: were they there, and what came of it."""

    send_label = _("Save")
    version = forms.IntegerField(widget=forms.HiddenInput)
    attended = forms.ChoiceField(
        label=_("Were you there?"), choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect,
    )  # fmt: skip
    came_of_it = WordsField(label=_("What came of it? (optional)"), rows=3, required=False)


class ReadForm(GovukForm):
    send_label = _("I have read this")


class SurveyForm(GovukForm):
    """The questions of the year, one answer each, and one place for words of their own."""

    send_label = _("Send my answers")
    remark = WordsField(
        label=_("What should change? (optional)"), rows=4, max_length=1500, required=False,
        help_text=_("Your words are shown as you write them, without your name, after the survey has closed. Leave out names."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: dict[str, forms.Field] = {
            question.key: forms.ChoiceField(label=words, choices=question.answers, widget=forms.RadioSelect) for question, words in _asked()
        }
        self.fields = {"mark": self.fields["mark"], **asked, "remark": self.fields["remark"]}
        self.helper.layout.fields[-2:-2] = list(asked)


def _asked() -> list[tuple[Question, Any]]:
    """Each question with its words, to be said in the language of the page when it is shown."""
    return [(question, question.words) for question in QUESTIONS]
