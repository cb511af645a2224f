"""Forms for recommendations. What may be recorded lives in `recommendations.rules`; a form only asks."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.web.filters import FilterForm
from folkmoot.panels.agenda.models import Item
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.papers.web.handing import KINDS_TAKEN, FileForm
from folkmoot.panels.recommendations.models import Recommendation, RecommendationAnswer
from folkmoot.panels.recommendations.web.presenters import STANDS
from folkmoot.webkit.forms import DayField, GovukForm, WordsField


class RecommendationFilter(FilterForm):
    words = forms.CharField(label=_("Words in it"), required=False, max_length=80)
    stands = forms.ChoiceField(label=_("Where it stands"), required=False, choices=[("", _("All")), *STANDS])
    to = forms.ChoiceField(label=_("To whom"), required=False, choices=[("", _("All")), *Recommendation.To.choices])


class RecommendForm(GovukForm):
    """What a panel recommends. It stays as it is written."""

    send_label = _("Record the recommendation")
    words_en = WordsField(
        label=_("What the panel recommends"), rows=4, help_text=_("In the panel’s words. It is published and cannot be edited later.")
    )
    words_cy = WordsField(label=_("The same in Welsh (optional)"), rows=4, required=False)
    reasons = WordsField(label=_("Why (optional)"), rows=3, required=False, help_text=_("Never name a person, a place or a case"))
    to = forms.ChoiceField(label=_("To whom"), choices=Recommendation.To.choices, widget=forms.RadioSelect, initial="service")
    to_whom = forms.CharField(
        label=_("Which force, court or partner (where it is not the prosecution service)"), max_length=160, required=False
    )
    item = forms.ModelChoiceField(
        label=_("Item of the agenda (optional)"), queryset=Item.objects.none(), required=False, empty_label=_("None")
    )
    names_nobody = forms.BooleanField(label=_("I have read it: it identifies nobody"), required=False)

    def __init__(self, *args: Any, items: QuerySet[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = items


class WelshForm(GovukForm):
    send_label = _("Add the Welsh words")
    words_cy = WordsField(label=_("What the panel recommends, in Welsh"), rows=4, help_text=_("They stay as they are written."))


class AnswerForm(GovukForm):
    """An answer with reasons, an owner and a day."""

    send_label = _("Record the answer")
    seen_answers = forms.IntegerField(widget=forms.HiddenInput, required=False)
    answer = forms.ChoiceField(label=_("Answer"), choices=RecommendationAnswer.Outcome.choices, widget=forms.RadioSelect)
    reason = WordsField(
        label=_("The reply to the panel, with reasons"), rows=4, help_text=_("Whichever way it is answered. The panel reads these words.")
    )
    reason_cy = WordsField(label=_("The same in Welsh (optional)"), rows=3, required=False)
    owner = forms.ModelChoiceField(
        label=_("Who in the service answers for it being done"), queryset=Account.objects.none(), required=False, empty_label=_("Nobody")
    )
    owner_words = forms.CharField(
        label=_("Who does it outside the service (optional)"), max_length=160, required=False,
        help_text=_("An office, such as “Hate crime lead of the force”, rather than a name"),
    )  # fmt: skip
    due = DayField(label=_("Done by (where it is accepted)"), required=False)
    on = DayField(label=_("Answered on"))

    def __init__(self, *args: Any, owners: QuerySet[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners


class StepForm(GovukForm):
    """What was done on a day."""

    send_label = _("Record it")
    words = WordsField(label=_("What was done"), rows=4, help_text=_("The panel reads these words. Never name a person or a case."))
    on = DayField(label=_("On which day"))


class EvidenceForm(FileForm):
    """What shows that it was done: a file, an address, or where the paper lies."""

    send_label = _("Add the evidence")
    file = forms.FileField(
        label=_("File (optional)"), required=False, allow_empty_file=True, max_length=255, help_text=KINDS_TAKEN
    )  # fmt: skip
    what = forms.CharField(label=_("What it shows"), max_length=300, help_text=_("For example “Attendance at the training of 4 March”"))
    address = forms.URLField(label=_("Where it can be read (optional)"), max_length=500, required=False, assume_scheme="https")
    lies = forms.CharField(label=_("Where the paper lies (optional)"), max_length=200, required=False)

    field_order = ("what", "file", "address", "lies")


class AgainForm(GovukForm):
    send_label = _("Take it up again")
    why = WordsField(label=_("Why"), rows=3, help_text=_("What the panel found when it looked at the evidence, for example"))


class ToldForm(GovukForm):
    send_label = _("Record that the panel was told")
    meeting = forms.ModelChoiceField(label=_("At which meeting"), queryset=Meeting.objects.none(), empty_label=_("Choose a meeting"))
    words = WordsField(label=_("What the panel said to it (optional)"), rows=3, required=False)

    def __init__(self, *args: Any, meetings: QuerySet[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings
        self.fields["meeting"].label_from_instance = words_of_meeting


def words_of_meeting(meeting: Meeting) -> str:
    from folkmoot.webkit.templatetags.components import day

    return f"{meeting.number}: {day(meeting.starts_at)}"


class SameForm(GovukForm):
    send_label = _("Record it")
    same = forms.TypedChoiceField(
        label=_("Do they recommend the same?"), choices=[("yes", _("Yes, the same again")), ("no", _("No, they only look alike"))],
        coerce=lambda value: value == "yes", widget=forms.RadioSelect,
    )  # fmt: skip
    why = forms.CharField(label=_("Why (optional)"), max_length=300, required=False)
