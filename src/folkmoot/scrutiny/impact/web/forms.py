"""Forms for community impact statements. What may stand in one lives in `impact.rules`; a form only asks."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.web.filters import FilterForm
from folkmoot.communities.models import Community
from folkmoot.panels.members.models import Member
from folkmoot.panels.models import Panel
from folkmoot.scrutiny.impact.models import ImpactAuthor, ImpactStatement, ImpactUse
from folkmoot.scrutiny.impact.web.presenters import STANDS
from folkmoot.webkit.forms import DayField, GovukForm, WordsField


class ImpactFilter(FilterForm):
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *ImpactStatement.Kind.choices])
    stands = forms.ChoiceField(label=_("Where it stands"), required=False, choices=[("", _("All")), *STANDS])


class AskForm(GovukForm):
    """That a statement was asked for."""

    send_label = _("Record the request")
    kind = forms.ChoiceField(label=_("Generic or specific?"), choices=ImpactStatement.Kind.choices, widget=forms.RadioSelect)
    case_kind = forms.CharField(
        label=_("Kind of case"), max_length=160, help_text=_("Never a name or a place, for example “damage to a place of worship”")
    )
    reference = forms.CharField(
        label=_("Reference of the case (only for a specific one)"), max_length=60, required=False,
        help_text=_("It is sealed, shown to nobody who need not know it, and erased half a year after the case has ended."),
    )  # fmt: skip
    community = forms.ModelChoiceField(
        label=_("Community affected"), queryset=Community.objects.none(), required=False, empty_label=_("Another one")
    )
    community_words = forms.CharField(label=_("Community affected, where it is not in the list"), max_length=200, required=False)
    requested_by = forms.CharField(label=_("Who asked for it"), max_length=160, help_text=_("A unit or an office"))
    requested_on = DayField(label=_("Asked for on"))
    wanted_by = DayField(label=_("Wanted by (optional)"), required=False, help_text=_("Before the hearing at which it is to be used"))
    force = forms.CharField(label=_("Police force"), max_length=120, help_text=_("The police compile and own the statement."))
    police_owner = forms.CharField(label=_("Who owns it in the police (optional)"), max_length=160, required=False)
    panel = forms.ModelChoiceField(
        label=_("Panel whose members take part (optional)"), queryset=Panel.objects.none(), required=False, empty_label=_("None")
    )

    def __init__(self, *args: Any, communities: QuerySet[Community], panels: QuerySet[Panel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["community"].queryset = communities
        self.fields["panel"].queryset = panels


class VersionForm(GovukForm):
    """The statement in the layout of Annex B."""

    send_label = _("Keep the draft")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    areas_affected = forms.CharField(label=_("Area or areas affected"), max_length=300)
    groups_affected = forms.CharField(label=_("Community group or groups affected"), max_length=300)
    author = forms.CharField(label=_("Author of the statement, with rank or office"), max_length=200)
    sources = WordsField(
        label=_("What the community said and where"), rows=4,
        help_text=_("Each meeting or survey with its day and how many took part, for example “a meeting of 14 people on 3 March”"),
    )  # fmt: skip
    circumstances = WordsField(
        label=_("Kind of offence and what it is about (optional)"), rows=3, required=False,
        help_text=_("By its kind only: what happened in the case is for the evidence, not for this statement."),
    )  # fmt: skip
    impact = WordsField(
        label=_("The impact on the community, with quotes"), rows=10, max_length=12_000,
        help_text=_("Never what happened in the case, other offences, or what anybody thinks of the defendant or the sentence"),
    )  # fmt: skip
    comparison = WordsField(
        label=_("Recorded crime here and nationally, and for which period (optional)"), rows=3, required=False
    )  # fmt: skip
    vouched_why = forms.CharField(
        label=_("Why what looks out of place belongs in it (only where something was found)"), max_length=300, required=False
    )
    names_nobody = forms.BooleanField(label=_("I have read it: it identifies nobody"), required=False)


class SupplyForm(GovukForm):
    send_label = _("Record that it was supplied")
    police_owner = forms.CharField(label=_("Who owns it in the police"), max_length=160)
    on = DayField(label=_("Supplied, signed, on"))
    review_on = DayField(label=_("To be reviewed on"), help_text=_("A generic statement may not be used after this day."))


class AuthorForm(GovukForm):
    send_label = _("Add")
    member = forms.ModelChoiceField(label=_("Panel member"), queryset=Member.objects.none(), required=False, empty_label=_("None"))
    office = forms.CharField(label=_("Or an office or organisation"), max_length=200, required=False)
    part = forms.ChoiceField(label=_("What they did"), choices=ImpactAuthor.Part.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, members: QuerySet[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = members


class UseForm(GovukForm):
    send_label = _("Record it")
    purpose = forms.ChoiceField(label=_("For what?"), choices=ImpactUse.Purpose.choices, widget=forms.RadioSelect)
    case_kind = forms.CharField(label=_("Kind of case (where it differs)"), max_length=160, required=False)
    reference = forms.CharField(
        label=_("Reference of the case (optional)"), max_length=60, required=False, help_text=_("It is sealed and later erased.")
    )
    on = DayField(label=_("Put into the case on"))


class ServedForm(GovukForm):
    send_label = _("Record it")
    on = DayField(label=_("Served on"))
    all_parties = forms.BooleanField(label=_("It was served on all parties, the defence too"), required=False)


class OutcomeForm(GovukForm):
    send_label = _("Record it")
    used = forms.ChoiceField(label=_("How was it used?"), choices=ImpactUse.Used.choices, widget=forms.RadioSelect)
    words = forms.CharField(label=_("What was said of it, or why it was not used"), max_length=300, required=False)
    on = DayField(label=_("Sentenced or decided on"))


class WithdrawForm(GovukForm):
    send_label = _("Withdraw the statement")
    why = forms.CharField(label=_("Why"), max_length=300)
