"""Forms for learning. What may be recorded lives in `learning.rules`; a form only asks."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.web.filters import FilterForm
from folkmoot.actions.models import Action
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.papers.web.handing import KINDS_TAKEN, FileForm
from folkmoot.panels.recommendations.web.forms import words_of_meeting
from folkmoot.scrutiny.draws.models import Draw
from folkmoot.scrutiny.learning.models import FeedbackLetter, LearningPoint, LearningReply, LearningTelling
from folkmoot.scrutiny.learning.themes import choices, themes
from folkmoot.scrutiny.learning.web.presenters import SIDES, STANDS, WHOM_WORDS
from folkmoot.scrutiny.packs.models import Pack
from folkmoot.webkit.forms import DayField, GovukForm, WordsField

ALL = ("", _("All"))


class LearningFilter(FilterForm):
    words = forms.CharField(label=_("Words in it"), required=False, max_length=80)
    stands = forms.ChoiceField(label=_("Where it stands"), required=False, choices=[ALL, *STANDS])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ALL, *LearningPoint.Kind.choices])
    side = forms.ChoiceField(label=_("For whom"), required=False, choices=[ALL, *SIDES])
    audience = forms.ChoiceField(label=_("Worth knowing for"), required=False, choices=[ALL, *LearningPoint.Audience.choices])
    theme = forms.ChoiceField(
        label=_("Theme"), required=False, choices=lambda: [ALL, *((each.code, str(each)) for each in themes().values())]
    )


class LearnForm(GovukForm):
    """What a panel learned. It stays as it is written."""

    send_label = _("Record it")
    kind = forms.ChoiceField(label=_("What is it?"), choices=LearningPoint.Kind.choices, widget=forms.RadioSelect)
    words_en = WordsField(
        label=_("What was learned, in one sentence"), rows=3, max_length=400,
        help_text=_("By kind of case only: no name, place, date or number. It is published and cannot be edited later."),
    )  # fmt: skip
    words_cy = WordsField(label=_("The same in Welsh (optional)"), rows=3, max_length=400, required=False)
    theme = forms.ChoiceField(label=_("Theme"), choices=lambda: [("", _("Choose a theme")), *choices()])
    pack = forms.ModelChoiceField(
        label=_("From which case"), queryset=Pack.objects.none(), required=False, empty_label=_("From several cases together")
    )
    audiences = forms.MultipleChoiceField(
        label=_("For whom is it worth knowing?"), choices=LearningPoint.Audience.choices, widget=forms.CheckboxSelectMultiple
    )
    to = forms.ChoiceField(label=_("Who is to reply?"), choices=LearningPoint.To.choices, widget=forms.RadioSelect)
    to_whom = forms.CharField(
        label=_("Which unit, force, court or partner (where it is one)"), max_length=160, required=False,
        help_text=_("An office, such as “Crown Court unit”, never a person"),
    )  # fmt: skip
    names_nobody = forms.BooleanField(label=_("I have read it: it identifies nobody"), required=False)

    def __init__(self, *args: Any, packs: QuerySet[Pack], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pack"].queryset = packs
        self.fields["pack"].label_from_instance = words_of_pack


def words_of_pack(pack: Pack) -> str:
    return f"{pack.drawn.order}. {pack.title or pack.drawn.case.pseudonym}"


class WelshForm(GovukForm):
    send_label = _("Add the Welsh words")
    words_cy = WordsField(label=_("What was learned, in Welsh"), rows=3, max_length=400, help_text=_("They stay as they are written."))


class ReplyForm(GovukForm):
    """A reply with reasons and, where something will be done, an owner and a day."""

    send_label = _("Record the reply")
    seen_replies = forms.IntegerField(widget=forms.HiddenInput, required=False)
    outcome = forms.ChoiceField(label=_("The reply"), choices=LearningReply.Outcome.choices, widget=forms.RadioSelect)
    words_en = WordsField(label=_("The reply to the panel, with reasons"), rows=4, help_text=_("The panel reads these words."))
    words_cy = WordsField(label=_("The same in Welsh (optional)"), rows=3, required=False)
    from_whom = forms.CharField(label=_("Who replied"), max_length=160, help_text=_("An office or a unit"))
    owner = forms.ModelChoiceField(
        label=_("Who in the service answers for it being done"), queryset=Account.objects.none(), required=False, empty_label=_("Nobody")
    )
    owner_words = forms.CharField(label=_("Who does it outside the service (optional)"), max_length=160, required=False)
    due = DayField(label=_("Done by (where something will be done)"), required=False)
    on = DayField(label=_("Replied on"))

    def __init__(self, *args: Any, owners: QuerySet[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners


class StepForm(GovukForm):
    send_label = _("Record it")
    words = WordsField(label=_("What was done"), rows=4, help_text=_("The panel reads these words. Never name a person or a case."))
    on = DayField(label=_("On which day"))


class EvidenceForm(FileForm):
    """What shows that something changed: a file, an address, where the paper lies, or an action that was achieved."""

    send_label = _("Add the evidence")
    file = forms.FileField(label=_("File (optional)"), required=False, allow_empty_file=True, max_length=255, help_text=KINDS_TAKEN)
    what = forms.CharField(label=_("What it shows"), max_length=300, help_text=_("For example “The new letter, used since 4 March”"))
    address = forms.URLField(label=_("Where it can be read (optional)"), max_length=500, required=False, assume_scheme="https")
    lies = forms.CharField(label=_("Where the paper lies (optional)"), max_length=200, required=False)
    action = forms.ModelChoiceField(
        label=_("An action raised from this that was achieved (optional)"), queryset=Action.objects.none(), required=False,
        empty_label=_("None"),
    )  # fmt: skip

    field_order = ("what", "file", "address", "lies", "action")

    def __init__(self, *args: Any, actions: QuerySet[Action], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].queryset = actions


class AgainForm(GovukForm):
    send_label = _("Take it up again")
    why = WordsField(label=_("Why"), rows=3, help_text=_("What the panel found when it looked at later cases, for example"))


class ToldForm(GovukForm):
    send_label = _("Record that they were told")
    whom = forms.ChoiceField(label=_("Who was told"), widget=forms.RadioSelect)
    meeting = forms.ModelChoiceField(
        label=_("At which meeting (where it was the panel)"), queryset=Meeting.objects.none(), required=False, empty_label=_("None")
    )
    how = forms.CharField(
        label=_("How (where it was not the panel)"), max_length=200, required=False, help_text=_("For example “in the training of 4 March”")
    )
    on = DayField(label=_("On which day (where it was not the panel)"), required=False)
    words = WordsField(label=_("What they said to it (optional)"), rows=3, required=False)

    def __init__(self, *args: Any, meetings: QuerySet[Meeting], audiences: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(LearningTelling.Whom.choices)
        self.fields["whom"].choices = [(whom, labels[whom]) for whom in WHOM_WORDS if whom == "panel" or whom in audiences]
        self.fields["meeting"].queryset = meetings
        self.fields["meeting"].label_from_instance = words_of_meeting


class SameForm(GovukForm):
    send_label = _("Record it")
    same = forms.TypedChoiceField(
        label=_("Do they say the same?"), choices=[("yes", _("Yes, the same again")), ("no", _("No, they only look alike"))],
        coerce=lambda value: value == "yes", widget=forms.RadioSelect,
    )  # fmt: skip
    why = forms.CharField(label=_("Why (optional)"), max_length=300, required=False)


class PlanForm(GovukForm):
    send_label = _("Plan to look again")
    after = DayField(label=_("In cases drawn after"), help_text=_("Long enough for what was done to show in cases that are finalised"))
    why = forms.CharField(label=_("What the later cases are to show"), max_length=300)


class LinkForm(GovukForm):
    send_label = _("Compare with this draw")
    draw = forms.ModelChoiceField(label=_("Which draw looked again"), queryset=Draw.objects.none(), empty_label=_("Choose a draw"))

    def __init__(self, *args: Any, draws: QuerySet[Draw], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["draw"].queryset = draws


class DropForm(GovukForm):
    send_label = _("Do not look again")
    why = forms.CharField(label=_("Why not"), max_length=300)


class LetterForm(GovukForm):
    send_label = _("Make the letter")
    despite = forms.CharField(
        label=_("Why a word that was found tells nobody who anybody is (only where one was found)"), max_length=200, required=False
    )


class GivenForm(GovukForm):
    send_label = _("Record that it was given")
    how = forms.ChoiceField(label=_("How was it given?"), choices=FeedbackLetter.How.choices, widget=forms.RadioSelect)
    on = DayField(label=_("On which day"))
    said = WordsField(
        label=_("What they said to it (optional)"), rows=3, required=False,
        help_text=_("It reaches the panel once you record it as a reply."),
    )  # fmt: skip
