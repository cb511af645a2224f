"""Forms about seats and what is recorded of members. What may be kept is said by `members.rules`; a form only asks."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.web.filters import FilterForm
from folkmoot.panels.members.models import OFFICES, Interest, Member, Office, Undertaking, Vetting
from folkmoot.panels.models import Position, Terms
from folkmoot.stakeholders.models import Organisation
from folkmoot.webkit.forms import DayField, GovukForm, WordsField

NEEDS = (
    ("", _("All")),
    ("papers", _("Get no papers")),
    ("ending", _("Seats that end within three months")),
    ("sign_in", _("Cannot sign in")),
)


class MembersFilter(FilterForm):
    words = forms.CharField(label=_("Name"), required=False, max_length=80)
    position = forms.ChoiceField(label=_("Position"), required=False, choices=[("", _("All")), *Position.choices])
    needs = forms.ChoiceField(label=_("What needs doing"), required=False, choices=NEEDS)


class AppointForm(GovukForm):
    """A seat for somebody who was chosen before."""

    send_label = _("Appoint them")
    position = forms.ChoiceField(label=_("Position"), choices=Position.choices, widget=forms.RadioSelect, initial=Position.MEMBER)
    organisation = forms.ModelChoiceField(
        label=_("Organisation they come from (optional)"), queryset=Organisation.objects.none(), required=False,
        empty_label=_("None: they come for themselves"), help_text=_("Among those where their details say that they have a role"),
    )  # fmt: skip
    how = forms.ChoiceField(
        label=_("How they came to the panel"),
        choices=[choice for choice in Member.How.choices if choice[0] != Member.How.RENEWED],
        widget=forms.RadioSelect,
    )
    why = WordsField(
        label=_("Why they are appointed"), rows=3, help_text=_("What they bring, and by what process they were chosen. Anybody may ask.")
    )
    starts = DayField(label=_("First day"))
    ends = DayField(
        label=_("Last day (optional)"), required=False, help_text=_("Without one the term of the terms of reference is reckoned")
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations


class ChangeForm(GovukForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    organisation = forms.ModelChoiceField(
        label=_("Organisation they come from (optional)"), queryset=Organisation.objects.none(), required=False,
        empty_label=_("None: they come for themselves"),
    )  # fmt: skip
    ends = DayField(label=_("Last day of the seat (optional)"), required=False)

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations


class RenewForm(GovukForm):
    send_label = _("Renew the seat")
    why = WordsField(label=_("Why it is renewed"), rows=3, help_text=_("What was looked at together, and what the member wants"))
    ends = DayField(
        label=_("Last day of the new term (optional)"), required=False, help_text=_("Without one it lasts as long as the terms say")
    )


class LeaveForm(GovukForm):
    send_label = _("Record that they left")
    how = forms.ChoiceField(
        label=_("How they leave"),
        choices=[choice for choice in Member.Left.choices if choice[0] not in (Member.Left.TERM, Member.Left.PANEL)],
        widget=forms.RadioSelect,
    )
    on = DayField(label=_("On which day"))
    why = WordsField(
        label=_("Why (needed for a removal)"), rows=3, required=False,
        help_text=_("For a removal: under which rule of the terms of reference, what they were told and what they answered"),
    )  # fmt: skip


class StepDownForm(GovukForm):
    send_label = _("Record it")
    on = DayField(label=_("On which day"))


class HandOverForm(GovukForm):
    """Who becomes chair or deputy, how, and by which votes."""

    send_label = _("Record it")
    position = forms.ChoiceField(label=_("Office"), choices=OFFICES, widget=forms.RadioSelect)
    to = forms.ModelChoiceField(label=_("Who takes it"), queryset=Member.objects.none(), empty_label=_("Choose a member"))
    how = forms.ChoiceField(label=_("How it was decided"), choices=Office.How.choices, widget=forms.RadioSelect)
    on = DayField(label=_("On which day"))
    votes_for = forms.IntegerField(label=_("Votes for them (for an election)"), required=False, min_value=0, max_value=200)
    votes_against = forms.IntegerField(label=_("Votes against (optional)"), required=False, min_value=0, max_value=200)
    votes_withheld = forms.IntegerField(label=_("Abstentions (optional)"), required=False, min_value=0, max_value=200)

    def __init__(self, *args: Any, sitting: QuerySet[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = sitting


class SignInForm(GovukForm):
    send_label = _("Send the invitation")


class TakeBackForm(GovukForm):
    send_label = _("End their sign-in")


class UndertakingForm(GovukForm):
    terms = forms.ModelChoiceField(label=_("Which words they signed"), queryset=Terms.objects.none(), empty_label=None)
    signed_on = DayField(label=_("Signed on"))
    how = forms.ChoiceField(
        label=_("How it was signed"),
        choices=[choice for choice in Undertaking.How.choices if choice[0] != Undertaking.How.SCREEN],
        widget=forms.RadioSelect,
        initial=Undertaking.How.PAPER,
    )
    kept_at = forms.CharField(label=_("Where the signed paper is kept (optional)"), max_length=200, required=False)

    def __init__(self, *args: Any, terms: QuerySet[Terms], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["terms"].queryset = terms
        self.fields["terms"].label_from_instance = lambda row: _("Version %(number)d of the terms of reference") % {"number": row.number}


class SignForm(GovukForm):
    """The member's own signature under the words that hold."""

    send_label = _("Sign")
    terms = forms.IntegerField(widget=forms.HiddenInput)
    undertake = forms.BooleanField(label=_("I have read this, and I undertake it"))


class VettingForm(GovukForm):
    level = forms.CharField(label=_("Level of vetting"), max_length=80)
    state = forms.ChoiceField(label=_("How it stands"), choices=Vetting.State.choices, widget=forms.RadioSelect)
    on = DayField(label=_("Since"))
    valid_until = DayField(label=_("Cleared until (optional)"), required=False)
    reference = forms.CharField(
        label=_("Reference of the check (optional)"), max_length=80, required=False,
        help_text=_("Never what was found: that stays with those who did the check"),
    )  # fmt: skip


class TrainingForm(GovukForm):
    what = forms.CharField(label=_("Training"), max_length=200)
    done_on = DayField(label=_("Done on"))
    needed = forms.BooleanField(label=_("It is the training that the terms of reference ask for"), required=False, initial=True)
    good_until = DayField(label=_("To be repeated after (optional)"), required=False)


class InterestForm(GovukForm):
    send_label = _("Record the declaration")
    kind = forms.ChoiceField(label=_("Kind of interest"), choices=Interest.Kind.choices, widget=forms.RadioSelect)
    what = WordsField(label=_("What it is (unless there is nothing)"), rows=3, required=False)
    declared_on = DayField(label=_("Declared on"))


class EndInterestForm(GovukForm):
    send_label = _("Record that it ended")
    on = DayField(label=_("Ended on"))
