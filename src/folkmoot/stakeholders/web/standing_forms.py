"""Forms for roles, relationships, agreement, speaking for communities, influence and interest, and safe contact."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.communities.models import Community
from folkmoot.stakeholders.models import Affiliation, Consent, Contact, Relationship
from folkmoot.stakeholders.web.forms import organisation_field
from folkmoot.webkit.forms import DayField, GovukForm, WordsField

MARKS = [("", _("Choose")), (1, _("1, very little")), (2, "2"), (3, "3"), (4, "4"), (5, _("5, very much"))]


class RoleForm(GovukForm):
    send_label: ClassVar[Any] = _("Save the role")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("Kind of role"), choices=Affiliation.Kind.choices)
    title = forms.CharField(label=_("What it is called there"), max_length=160, required=False)
    starts = DayField(label=_("Since (leave blank if not known)"), required=False)
    ends = DayField(label=_("Until (leave blank while it goes on)"), required=False)

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"organisation": organisation_field(organisations), **self.fields}
        self.helper.layout.fields.insert(0, "organisation")


class RelationshipForm(GovukForm):
    send_label: ClassVar[Any] = _("Save the relationship")
    kind = forms.ChoiceField(label=_("This organisation"), choices=Relationship.Kind.choices)
    starts = DayField(label=_("Since (leave blank if not known)"), required=False)

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"] = organisation_field(organisations, required=True, label=_("Other organisation"))
        self.helper.layout.fields.insert(2, "other")


class EndOnForm(GovukForm):
    """Until which day something holds."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    on = DayField(label=_("Until"), error_messages={"required": _("Enter the last day.")})


class AgreementForm(GovukForm):
    send_label: ClassVar[Any] = _("Save what they agreed to")
    purposes = forms.MultipleChoiceField(
        label=_("What their details may be used for"), choices=Consent.Purpose.choices, required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("Only what they were asked and agreed to."),
    )  # fmt: skip
    basis = forms.ChoiceField(
        label=_("On what basis"), choices=Contact.Basis.choices[:3], widget=forms.RadioSelect, initial=Contact.Basis.CONSENT
    )
    how = forms.ChoiceField(label=_("How they agreed"), choices=Consent.How.choices, required=False)
    given_on = DayField(label=_("On which day"), required=False)


class WithdrawForm(GovukForm):
    send_label: ClassVar[Any] = _("Record that they withdrew")
    purposes = forms.MultipleChoiceField(
        label=_("What they no longer agree to"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Withdrawing the keeping of their details withdraws everything."),
    )  # fmt: skip
    on = DayField(label=_("On which day"), error_messages={"required": _("Enter the day on which they withdrew.")})

    def __init__(self, *args: Any, in_force: Sequence[Consent], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purposes"].choices = [(line.purpose, line.get_purpose_display()) for line in in_force]


class SpeaksForForm(GovukForm):
    send_label: ClassVar[Any] = _("Save")
    attested_by = forms.CharField(
        label=_("Who says so"), max_length=200, help_text=_("For example “the committee of the association, by letter”."),
        error_messages={"required": _("Say who says so: it is not for us to decide.")},
    )  # fmt: skip
    attested_on = DayField(label=_("On which day"), error_messages={"required": _("Enter the day on which it was said.")})
    ended_on = DayField(label=_("Until (leave blank if no end was said)"), required=False)

    def __init__(self, *args: Any, communities: Sequence[Community], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._communities = {community.pk: community for community in communities}
        self.fields["community"] = forms.TypedChoiceField(
            label=_("Community"), coerce=int, choices=[("", _("Choose")), *((pk, str(one)) for pk, one in self._communities.items())],
            error_messages={"required": _("Choose the community.")},
        )  # fmt: skip
        self.helper.layout.fields.insert(0, "community")

    def clean_community(self) -> Community:
        return self._communities[self.cleaned_data["community"]]


class AssessmentForm(GovukForm):
    send_label: ClassVar[Any] = _("Save the assessment")
    influence = forms.TypedChoiceField(
        label=_("Influence: how far others listen to them"),
        choices=MARKS,
        coerce=int,
        error_messages={"required": _("Choose a number from 1 to 5.")},
    )
    interest = forms.TypedChoiceField(
        label=_("Interest: how much our work matters to them"), choices=MARKS, coerce=int,
        error_messages={"required": _("Choose a number from 1 to 5.")},
    )  # fmt: skip
    reason = WordsField(
        label=_("Why"), rows=2, max_length=1000, error_messages={"required": _("Say why, so that the next person can judge it.")}
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class SafeContactReasonForm(GovukForm):
    send_label: ClassVar[Any] = _("Read the note")
    reason = forms.CharField(
        label=_("Why you need to read it now"), max_length=300, help_text=_("Your reason is kept with your name and the time."),
        error_messages={"required": _("Say in a few words why you need to read it now.")},
    )  # fmt: skip


class SafeContactForm(GovukForm):
    send_label: ClassVar[Any] = _("Save the note")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    words = WordsField(
        label=_("How to contact them safely"), rows=4, error_messages={"required": _("Write how to contact them safely.")},
        help_text=_("For example when and where not to call, and whom never to leave a message with."),
    )  # fmt: skip
