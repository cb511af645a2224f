"""Forms of judging: one question at a time, the end of a judgement, locking, and what the panel does together. They only ask."""

from collections.abc import Iterable
from typing import Any

from crispy_forms_gds.layout import Button, Layout
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.members.models import Member
from folkmoot.scrutiny.assessment.models import Recusal
from folkmoot.scrutiny.assessment.questions.models import Grade, Question
from folkmoot.scrutiny.assessment.questions.rules import MOST_WORDS, WORDS
from folkmoot.scrutiny.assessment.web.presenters import choices_of
from folkmoot.webkit.forms import GovukForm, WordsField

NAMES_NOBODY = _("I have read it: it identifies nobody")
NO_NAMES = _("Never name or describe a person so that somebody could tell who it is")


class GradeField(forms.ModelChoiceField):  # type: ignore[type-arg]  # the class takes none when the product runs
    """Grades with what each means beside its name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Grade.objects.none(), widget=forms.RadioSelect, empty_label=None, **kwargs)

    def label_from_instance(self, obj: Grade) -> str:
        return f"{obj.name}: {obj.meaning}"


class FlexibleForm(GovukForm):
    """A form of which some fields are left out or added once it is known what it is about."""

    def arrange(self) -> None:
        self.helper.layout = Layout(*self.fields, Button("submit", self.send_label))

    def grades(self, rows: Iterable[Grade]) -> None:
        among = list(rows)
        if not among:
            self.fields.pop("grade", None)
        else:
            self.fields["grade"].queryset = Grade.objects.filter(pk__in=[row.pk for row in among]).order_by("order", "pk")
        self.arrange()


class AnswerForm(FlexibleForm):
    """One question. A blank answer is kept as none, so that a member can go on and come back."""

    send_label = _("Save and go on")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if question.kind == WORDS:
            self.fields["answer"] = WordsField(
                label=question.words, rows=5, required=False, max_length=MOST_WORDS, help_text=question.help or NO_NAMES
            )
        else:
            self.fields["answer"] = forms.ChoiceField(
                label=question.words, choices=choices_of(question), widget=forms.RadioSelect, required=False, help_text=question.help
            )
            self.fields["remark"] = WordsField(label=_("Why (optional)"), rows=2, required=False, help_text=NO_NAMES)
        self.arrange()


class EndForm(FlexibleForm):
    """What the member thinks of the case as a whole: what was good counts as much as what should be better."""

    send_label = _("Save and check your answers")
    version = forms.IntegerField(widget=forms.HiddenInput)
    good = WordsField(label=_("What was done well, so that others can learn from it"), rows=3, required=False, help_text=NO_NAMES)
    better = WordsField(label=_("What should be better"), rows=3, required=False)
    grade = GradeField(label=_("Your grade"), required=False)
    missing = WordsField(label=_("If you could not conclude: what would you need to know?"), rows=2, required=False)


class LockForm(GovukForm):
    send_label = _("Lock my answers")
    version = forms.IntegerField(widget=forms.HiddenInput)
    names_nobody = forms.BooleanField(label=NAMES_NOBODY, required=False)


class BeginForm(GovukForm):
    send_label = _("Begin")


OWN_WHY = (
    (Recusal.Why.TIED, _("I know somebody in it, worked on it, or have an interest in it")),
    (Recusal.Why.DISTRESS, _("Reading it would be too hard for me")),
    (Recusal.Why.OTHER, _("Another reason")),
)


class AsideForm(GovukForm):
    send_label = _("Stand aside from this case")
    why = forms.ChoiceField(label=_("Why"), choices=OWN_WHY, widget=forms.RadioSelect)
    what = forms.CharField(
        label=_("In a few words (optional, unless there is a tie)"),
        max_length=300,
        required=False,
        help_text=_("Nobody on the panel sees this"),
    )


class AsideForMemberForm(AsideForm):
    """The same, entered for a member by whoever prepares the panel’s cases."""

    member = forms.ModelChoiceField(label=_("Which member"), queryset=Member.objects.none(), empty_label=_("Choose a member"))
    why = forms.ChoiceField(label=_("Why"), choices=Recusal.Why.choices, widget=forms.RadioSelect)
    field_order = ("member", "why", "what")

    def __init__(self, *args: Any, members: QuerySet[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = members


class ShowForm(GovukForm):
    send_label = _("Put the answers side by side")
    why = forms.CharField(
        label=_("Why now, though not everybody has locked"), max_length=300, required=False,
        help_text=_("Only where somebody has not. Whoever has not locked can no longer answer."),
    )  # fmt: skip


class JointForm(FlexibleForm):
    """What the panel agreed, or that it could not conclude."""

    send_label = _("Record it")
    concluded = forms.TypedChoiceField(
        label=_("Could the panel conclude?"), choices=[("yes", _("Yes")), ("no", _("No, it comes back to a later meeting"))],
        coerce=lambda value: value == "yes", widget=forms.RadioSelect,
    )  # fmt: skip
    grade = GradeField(label=_("The grade that the panel agreed"), required=False)
    reasons = WordsField(label=_("The panel’s reasons"), rows=4, required=False, help_text=NO_NAMES)
    good = WordsField(label=_("What was done well"), rows=3, required=False)
    better = WordsField(label=_("What should be better"), rows=3, required=False)
    missing = WordsField(label=_("If it could not conclude: what would it need to know?"), rows=3, required=False)
    chaired_by = forms.ModelChoiceField(label=_("Who chaired this case"), queryset=Member.objects.none(), empty_label=_("Choose a member"))
    took_part = forms.ModelMultipleChoiceField(
        label=_("Who took part"), queryset=Member.objects.none(), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("Only members who vote, were there, and do not stand aside"),
    )  # fmt: skip
    why_anew = forms.CharField(label=_("Why it is recorded anew"), max_length=300, required=False)
    names_nobody = forms.BooleanField(label=NAMES_NOBODY, required=False)

    def __init__(
        self, *args: Any, grades: Iterable[Grade], seats: QuerySet[Member], judges: QuerySet[Member], anew: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chaired_by"].queryset, self.fields["took_part"].queryset = seats, judges
        if not anew:
            del self.fields["why_anew"]
        self.grades(grades)


class DissentForm(FlexibleForm):
    send_label = _("Keep my dissent")
    words = WordsField(label=_("In what you differ, and why"), rows=4, help_text=_("It stands beside the panel’s view for good."))
    grade = GradeField(label=_("The grade that you would give (optional)"), required=False)
    named = forms.BooleanField(label=_("Show my name beside it, to the panel and the service"), required=False)
    names_nobody = forms.BooleanField(label=NAMES_NOBODY, required=False)

    def __init__(self, *args: Any, grades: Iterable[Grade], members: QuerySet[Member] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if members is not None:
            first = forms.ModelChoiceField(label=_("Whose dissent"), queryset=members, empty_label=_("Choose a member"))
            self.fields = {"member": first, **self.fields}
        self.grades(grades)


class BackForm(GovukForm):
    send_label = _("Take it to this meeting")
    meeting = forms.ModelChoiceField(label=_("To which meeting"), queryset=Meeting.objects.none(), empty_label=_("Choose a meeting"))

    def __init__(self, *args: Any, meetings: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings


class ReplyForm(GovukForm):
    send_label = _("Record the reply")
    reply = WordsField(
        label=_("The reply, in the unit’s words"), rows=5, help_text=_("The panel hears these words at its next meeting. They stay.")
    )
    replied_by = forms.CharField(label=_("Which office replied"), max_length=160, help_text=_("An office rather than a name"))
    names_nobody = forms.BooleanField(label=NAMES_NOBODY, required=False)


class SetAsideForm(GovukForm):
    send_label = _("Set the case aside")
    why = WordsField(label=_("Why it should not have come before the panel"), rows=2, max_length=300)
