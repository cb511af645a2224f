"""Forms for organisations and the people in them."""

from collections.abc import Sequence
from typing import Any, ClassVar

from crispy_forms_gds.layout import Button, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.areas.queries import list_counties
from folkmoot.communities.models import Community
from folkmoot.communities.web.filters import FilterForm
from folkmoot.communities.web.forms import Details
from folkmoot.stakeholders.models import Contact, Organisation
from folkmoot.webkit.forms import DayField, GovukForm, WordsField

ANOTHER = "another"


class OrganisationFilter(FilterForm):
    search = forms.CharField(label=_("Name"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *Organisation.Kind.choices])
    ended = forms.ChoiceField(
        label=_("Show"), required=False, choices=[("", _("Organisations in being")), ("yes", _("Those no longer in being"))]
    )


class PeopleFilter(FilterForm):
    search = forms.CharField(label=_("Name"), required=False)
    kept = forms.ChoiceField(
        label=_("Show"), required=False, choices=[("", _("Everybody")), ("past", _("Those whose details should be gone"))]
    )


class MayBeKnown(GovukForm):
    """A form that asks once more where what was entered may be known already. The first choice is the likeliest."""

    def ask_whether_known(self, rows: Sequence[Organisation | Contact], question: Any, why: Any, another: Any) -> None:
        """Ask `question` above everything else, saying `why` as the error; the last choice is `another`."""
        self.fields["known"] = forms.ChoiceField(
            label=question, required=False, widget=forms.RadioSelect,
            choices=[*((str(row.pk), _told_apart(row)) for row in rows), (ANOTHER, another)],
        )  # fmt: skip
        self.helper.layout.fields.insert(0, "known")
        self.add_error("known", why)


class OrganisationForm(MayBeKnown):
    send_label: ClassVar[Any] = _("Save the organisation")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Enter the name of the organisation.")})
    kind = forms.ChoiceField(label=_("Kind"), choices=Organisation.Kind.choices, error_messages={"required": _("Choose the kind.")})
    town = forms.CharField(label=_("Town or village"), max_length=120, required=False)
    postcode = forms.CharField(
        label=_("Postcode"), max_length=8, required=False, widget=forms.TextInput(attrs={"class": "govuk-input--width-10"})
    )
    email = forms.EmailField(label=_("E-mail of the organisation"), required=False)
    phone = forms.CharField(label=_("Telephone of the organisation"), max_length=40, required=False)
    website = forms.URLField(
        label=_("Website"), required=False, assume_scheme="https", widget=forms.URLInput(attrs={"class": "govuk-input"})
    )
    notes = WordsField(label=_("Notes"), required=False)
    ended_on = DayField(label=_("No longer in being since"), required=False)

    def __init__(self, *args: Any, viewer: Viewer, area: Area, communities: Sequence[Community], stored: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._communities = {community.pk: community for community in communities}
        counties = [("", _("Not stated")), *((county.pk, county.name) for county in list_counties(viewer, area=area))]
        self.fields["county_id"] = forms.TypedChoiceField(label=_("County"), required=False, coerce=int, empty_value=None, choices=counties)
        self.fields["communities"] = forms.TypedMultipleChoiceField(
            label=_("Which communities it belongs to"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple,
            choices=[(pk, str(community)) for pk, community in self._communities.items()],
        )  # fmt: skip
        if not stored:
            del self.fields["ended_on"]
        asked = ["name", "kind", *(["communities"] if communities else []), "town", "county_id", "postcode"]
        more = ["email", "phone", "website", "notes", *(["ended_on"] if stored else [])]
        self.helper.layout = Layout(
            "mark", "version", *asked, Details(_("More about it"), *more, opened=stored), Button("submit", self.send_label)
        )

    def clean_communities(self) -> list[Community]:
        return [self._communities[pk] for pk in self.cleaned_data["communities"]]


class ContactForm(MayBeKnown):
    send_label: ClassVar[Any] = _("Save the person")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Name"), max_length=160, error_messages={"required": _("Enter the name of the person.")})
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), required=False, empty_label=_("None")
    )
    role = forms.CharField(label=_("Role there"), max_length=160, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    channel = forms.ChoiceField(
        label=_("Prefers to hear from us by"), choices=Contact.Channel.choices,
        error_messages={"required": _("Choose how they prefer to hear from us.")},
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), choices=Contact.Language.choices)
    access_needs = WordsField(
        label=_("Access needs"),
        rows=2,
        required=False,
        help_text=_("What they need in order to take part, in their own words. Ask; do not guess."),
    )
    basis = forms.ChoiceField(
        label=_("Why we may keep their details"), choices=Contact.Basis.choices, widget=forms.RadioSelect, initial="consent"
    )
    basis_on = DayField(label=_("Since (the day they agreed)"), required=False)
    source = forms.CharField(label=_("Where the details came from"), max_length=200, required=False)
    keep_until = DayField(
        label=_("Keep their details until"), required=False, help_text=_("After that day the list of people asks you to erase them.")
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations


def initial_of(row: Organisation | Contact, form: type[GovukForm]) -> dict[str, Any]:
    """What a form shows for a stored row."""
    names = [name for name in (*form.base_fields, "county_id") if hasattr(row, name)]
    initial = {name: getattr(row, name) for name in names}
    if isinstance(row, Organisation):
        initial["communities"] = [community.pk for community in row.communities.all()]
    return initial


def _told_apart(row: Organisation | Contact) -> str:
    """A name with what tells it from another of the same name: the town, or the organisation."""
    more = row.town if isinstance(row, Organisation) else row.organisation
    return f"{row} ({more})" if more else str(row)
