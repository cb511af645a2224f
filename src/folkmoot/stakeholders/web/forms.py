"""Forms for organisations and the people in them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from crispy_forms_gds.layout import Button, Layout
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.scope import Viewer
from folkmoot.accounts.web.filters import FilterForm
from folkmoot.areas.models import Area
from folkmoot.areas.queries import list_counties
from folkmoot.communities.models import Community
from folkmoot.communities.web.forms import Details
from folkmoot.foundation.typed import number
from folkmoot.stakeholders.models import Affiliation, Consent, Contact, Organisation
from folkmoot.stakeholders.queries import POSTCODES_NOT_CHECKED, postcode_outside, postcodes_are_checked
from folkmoot.stakeholders.rules import name_key, search_words
from folkmoot.webkit.forms import DayField, GovukForm, WordsField

ANOTHER = "another"
MOST_CHOICES = 300  # organisations in one list; beyond, the name is typed


class OrganisationFilter(FilterForm):
    search = forms.CharField(label=_("Name"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *Organisation.Kind.choices])
    show = forms.ChoiceField(
        label=_("Show"), required=False,
        choices=[
            ("", _("Organisations in being")), ("quiet", _("No contact in the last 12 months")), ("nobody", _("Nobody known by name")),
            ("ended", _("Those no longer in being")),
        ],
    )  # fmt: skip


class PeopleFilter(FilterForm):
    search = forms.CharField(label=_("Name"), required=False)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All")), *Affiliation.Kind.choices])
    kept = forms.ChoiceField(
        label=_("Show"), required=False,
        choices=[
            ("", _("Everybody")), ("past", _("Those whose details should be gone")), ("no_basis", _("Those who still have to agree")),
            ("quiet", _("No contact in the last 12 months")),
        ],
    )  # fmt: skip


class OrganisationField(forms.CharField):
    """An organisation by its name, where there are too many to choose among. Cleans to the organisation, or to None."""

    def __init__(self, organisations: Any, **kwargs: Any) -> None:
        super().__init__(help_text=_("Its name as it stands in the list of organisations."), max_length=200, **kwargs)
        self._organisations = organisations

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        if number(typed):
            found = list(self._organisations.filter(pk=int(typed))[:1])
        else:
            found = list(self._organisations.filter(search_key=name_key(typed))[:2])
        if len(found) != 1:
            raise forms.ValidationError(_near_names(self._organisations, typed, len(found)))
        return found[0]

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, Organisation) else value


def organisation_field(organisations: Any, *, required: bool = False, label: Any = None) -> forms.Field:
    """A choice among organisations; their name to type where there are more than a list can show."""
    label = label or _("Organisation")
    if organisations.order_by().values("pk")[: MOST_CHOICES + 1].count() > MOST_CHOICES:
        return OrganisationField(organisations, label=label, required=required)
    return forms.ModelChoiceField(label=label, queryset=organisations, required=required, empty_label=_("None"))


def _near_names(organisations: Any, typed: str, found: int) -> str:
    if found:
        return gettext("Several organisations have this name. Open the right one from the list and start there.")
    near = organisations
    for word in search_words(typed):
        near = near.filter(search_key__contains=word)
    names = "; ".join(str(row) for row in near[:5])
    if names:
        return gettext("No organisation has exactly this name. Did you mean: %(names)s?") % {"names": names}
    return gettext("No organisation of this name is known. Add it first, or leave this blank.")


class MayBeKnown(GovukForm):
    """A form that asks once more where what was entered may be known already. The first choice is the likeliest."""

    def ask_whether_known(
        self, rows: Sequence[Organisation | Contact], reasons: Mapping[int, str], question: Any, why: Any, another: Any
    ) -> None:
        """Ask `question` above everything else, saying `why` as the error; the last choice is `another`. `reasons` are by row."""
        self.fields["known"] = forms.ChoiceField(
            label=question, required=False, widget=forms.RadioSelect,
            choices=[*((str(row.pk), f"{_told_apart(row)}: {reasons[row.pk]}") for row in rows), (ANOTHER, another)],
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
        self._viewer, self._area = viewer, area
        self._communities = {community.pk: community for community in communities}
        counties = [("", _("Not stated")), *((county.pk, county.name) for county in list_counties(viewer, area=area))]
        self.fields["county_id"] = forms.TypedChoiceField(label=_("County"), required=False, coerce=int, empty_value=None, choices=counties)
        self.fields["communities"] = forms.TypedMultipleChoiceField(
            label=_("Which communities it belongs to"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple,
            choices=[(pk, str(community)) for pk, community in self._communities.items()],
        )  # fmt: skip
        if not stored:
            del self.fields["ended_on"]
        if not postcodes_are_checked(viewer):
            self.fields["postcode"].help_text = POSTCODES_NOT_CHECKED
        asked = ["name", "kind", *(["communities"] if communities else []), "town", "county_id", "postcode"]
        more = ["email", "phone", "website", "notes", *(["ended_on"] if stored else [])]
        self.helper.layout = Layout(
            "mark", "version", *asked, Details(_("More about it"), *more, opened=stored), Button("submit", self.send_label)
        )

    def clean_communities(self) -> list[Community]:
        return [self._communities[pk] for pk in self.cleaned_data["communities"]]

    def clean(self) -> dict[str, Any]:
        """Ask once more about a postcode outside the Area, with a box to tick."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        values.pop("postcode_is_right", None)
        unmoved = "postcode" not in self.changed_data
        warning = "" if unmoved else postcode_outside(self._viewer, values.get("postcode", ""), self._area)
        if warning:
            self._ask_about_the_postcode(warning)
        return values

    def _ask_about_the_postcode(self, warning: str) -> None:
        self.fields["postcode_is_right"] = forms.BooleanField(
            label=_("The postcode is right"), required=False, help_text=_("Organisations work across borders.")
        )
        fields = self.helper.layout.fields
        fields.insert(fields.index("postcode") + 1, "postcode_is_right")
        if not self.data.get("postcode_is_right"):
            self.add_error("postcode_is_right", warning)


class PreferencesForm(MayBeKnown):
    """What is common to adding a person and changing their details."""

    send_label: ClassVar[Any] = _("Save the person")
    name = forms.CharField(label=_("Name"), max_length=160, error_messages={"required": _("Enter the name of the person.")})
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    birth_year = forms.IntegerField(
        label=_("Year of birth"), required=False, help_text=_("Only where two people have the same name: it tells them apart in lists."),
        widget=forms.NumberInput(attrs={"class": "govuk-input govuk-input--width-4"}),
    )  # fmt: skip
    channel = forms.ChoiceField(
        label=_("Prefers to hear from us by"), choices=Contact.Channel.choices,
        error_messages={"required": _("Choose how they prefer to hear from us.")},
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), choices=Contact.Language.choices)
    formats = forms.MultipleChoiceField(
        label=_("Formats they ask for"), choices=Contact.Format.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    times = forms.CharField(label=_("Days and times that suit them"), max_length=200, required=False)
    needs = forms.MultipleChoiceField(
        label=_("What they need in order to take part"), choices=Contact.Need.choices, required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("Ask once; it is used at each invitation. Do not guess."),
    )  # fmt: skip
    access_needs = WordsField(label=_("Anything else they need, in their own words"), rows=2, required=False)
    needs_asked_on = DayField(
        label=_("Asked about their needs on"), required=False, help_text=_("Today, where you enter needs and give no other day.")
    )
    source = forms.CharField(label=_("Where the details came from"), max_length=200, required=False)
    keep_until = DayField(
        label=_("Keep their details until"), required=False, help_text=_("After that day the list of people asks you to erase them.")
    )

    def asked_on(self, today: date) -> date | None:
        """The day on which they were asked: the one typed, else today where their needs were entered or changed on this form."""
        typed: date | None = self.cleaned_data["needs_asked_on"]
        entered = any(name in self.changed_data and self.cleaned_data[name] for name in ("needs", "access_needs"))
        return typed or (today if entered else None)

    def lay_out(self, *first: str, agreed: tuple[str, ...] = (), opened: bool = False) -> None:
        hearing = ("channel", "language", "formats", "times")
        needs = ("needs", "access_needs", "needs_asked_on")
        self.helper.layout = Layout(
            "mark", "version", *first, Details(_("How they like to hear from us"), *hearing, opened=opened),
            Details(_("What they need in order to take part"), *needs, opened=opened), *agreed, "source", "keep_until",
            Button("submit", self.send_label),
        )  # fmt: skip


class ContactForm(PreferencesForm):
    """A new person, with their role and what they agreed to."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    role_kind = forms.ChoiceField(label=_("Kind of role"), choices=Affiliation.Kind.choices, initial=Affiliation.Kind.OTHER)
    role = forms.CharField(label=_("Role there, in their words"), max_length=160, required=False)
    basis = forms.ChoiceField(
        label=_("Why we may keep their details"), choices=Contact.Basis.choices[:-1], widget=forms.RadioSelect,
        error_messages={"required": _("Choose why we may keep their details.")},
    )  # fmt: skip
    basis_on = DayField(label=_("Since (the day they agreed)"), required=False)
    how = forms.ChoiceField(label=_("How they agreed"), choices=Consent.How.choices, required=False)
    purposes = forms.MultipleChoiceField(
        label=_("What else their details may be used for"), choices=Consent.Purpose.choices[1:], required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("Only what they were asked and agreed to."),
    )  # fmt: skip

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = organisation_field(organisations)
        self.fields["role_kind"].required = False
        agreed = ("basis", "basis_on", "how", "purposes")
        self.lay_out("name", "organisation", "role_kind", "role", "email", "phone", "birth_year", agreed=agreed, opened=bool(self.data))

    def clean_role_kind(self) -> str:
        return str(self.cleaned_data["role_kind"] or Affiliation.Kind.OTHER)


class ContactChangeForm(PreferencesForm):
    """A person's details. Roles and what they agreed to are changed on their own pages, so that each leaves its trail."""

    send_label: ClassVar[Any] = _("Save the details")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lay_out("name", "email", "phone", "birth_year", opened=True)


def initial_of(row: Organisation | Contact, form: type[GovukForm]) -> dict[str, Any]:
    """What a form shows for a stored row."""
    names = [name for name in (*form.base_fields, "county_id") if hasattr(row, name)]
    initial = {name: getattr(row, name) for name in names}
    if isinstance(row, Organisation):
        initial["communities"] = [community.pk for community in row.communities.all()]
    return initial


def _told_apart(row: Organisation | Contact) -> str:
    """A name with what tells it from another of the same name: the town, or the organisation."""
    if isinstance(row, Organisation):
        more = [row.town]
    else:
        born = gettext("born %(year)s") % {"year": row.birth_year} if row.birth_year else ""
        more = [str(row.organisation or ""), born]
    said = ", ".join(part for part in more if part)
    return f"{row} ({said})" if said else str(row)
