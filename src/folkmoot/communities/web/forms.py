"""Forms for communities."""

from collections.abc import Callable
from datetime import date
from itertools import groupby
from typing import Any, ClassVar

from crispy_forms_gds.layout import Button, Div, Layout
from django import forms
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.queries import people_who_may
from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.areas.queries import list_counties
from folkmoot.communities.models import Community
from folkmoot.communities.queries import describing_categories
from folkmoot.communities.web.filters import FilterForm
from folkmoot.webkit.forms import DayField, GovukForm, WordsField

HOW_OFTEN = _("Enter how often you expect contact, from every 1 to every 60 months.")  # the words of `communities.rules`


class Details(Div):  # type: ignore[misc]  # the library is untyped
    """Fields behind one line that opens; open from the start where `opened` (or what it returns) is true. `summary` is plain text."""

    template = "communities/details.html"

    def __init__(self, summary: Any, *fields: Any, opened: bool | Callable[[], bool] = False) -> None:
        super().__init__(*fields)
        self.summary = summary
        self.opened = opened


class CommunityFilter(FilterForm):
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *Community.Kind.choices])
    ended = forms.ChoiceField(label=_("Show"), required=False, choices=[("", _("Communities in being")), ("yes", _("Those that ended"))])


class CommunityForm(GovukForm):
    """Name, kind, size, trust and how often we expect to meet them."""

    send_label: ClassVar[Any] = _("Save community")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(
        label=_("Name"), max_length=160, help_text=_("The name the community uses of itself."),
        error_messages={"required": _("Enter the name of the community.")},
    )  # fmt: skip
    name_cy = forms.CharField(label=_("Name in Welsh (if there is one)"), max_length=160, required=False)
    kind = forms.ChoiceField(
        label=_("What holds it together"), choices=Community.Kind.choices, widget=forms.RadioSelect, initial=Community.Kind.IDENTITY
    )
    population = forms.IntegerField(
        label=_("How many people (if known)"), min_value=0, required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input govuk-input--width-10"}),
    )  # fmt: skip
    population_source = forms.CharField(
        label=_("Where that figure comes from"), max_length=200, required=False, help_text=_("For example “Census 2021”.")
    )
    population_on = DayField(label=_("The day it stands for"), required=False, help_text=_("Census day was 21 March 2021."))
    contact_every_months = forms.IntegerField(
        label=_("We expect contact every … months"), min_value=1, max_value=60, initial=12,
        widget=forms.NumberInput(attrs={"class": "govuk-input govuk-input--width-3"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), HOW_OFTEN),
    )  # fmt: skip
    low_trust = forms.BooleanField(label=_("Trust in the service is low"), required=False)
    low_trust_evidence = WordsField(label=_("What shows it"), rows=3, required=False, help_text=_("Needed where trust is low."))

    def __init__(self, *args: Any, viewer: Viewer, area: Area | None, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = forms.ModelChoiceField(
            label=_("Who looks after contact with it (optional)"), required=False, empty_label=_("Nobody yet"),
            queryset=people_who_may("engagement.write", area.pk if area else None, today=today),
        )  # fmt: skip
        if area:
            counties = [("", _("The whole Area")), *((county.pk, county.name) for county in list_counties(viewer, area=area))]
            self.fields["county"] = forms.TypedChoiceField(
                label=_("County"), required=False, coerce=int, empty_value=None, choices=counties
            )
        self._schemes = self._add_characteristics(viewer)
        self.helper.layout = Layout(
            "mark", "version", "name", "name_cy", "kind", *(["county"] if area else []), "population", "population_source",
            "population_on", "contact_every_months", "owner", "low_trust", "low_trust_evidence",
            Details(_("Characteristics of its members (optional)"), *self._schemes), Button("submit", self.send_label),
        )  # fmt: skip

    def _add_characteristics(self, viewer: Viewer) -> list[str]:
        self._categories = {category.pk: category for category in describing_categories(viewer)}
        names = []
        for scheme, categories in groupby(self._categories.values(), key=lambda category: category.scheme):
            names.append(f"scheme_{scheme.pk}")
            self.fields[names[-1]] = forms.TypedMultipleChoiceField(
                label=escape(str(scheme.name)), required=False, coerce=int, widget=forms.CheckboxSelectMultiple,
                choices=[(category.pk, category.name) for category in categories],
            )  # fmt: skip
        return names

    def clean(self) -> dict[str, Any]:
        """One list of characteristics in place of a field for each scheme; the county by its number."""
        values = super().clean() or self.cleaned_data
        picked = [pk for name in self._schemes for pk in values.pop(name, [])]
        values["characteristics"] = [self._categories[pk] for pk in picked]
        if "county" in values:
            values["county_id"] = values.pop("county")
        return values


def initial_of(community: Community) -> dict[str, Any]:
    """What the form shows for a stored community."""
    fields = ("name", "name_cy", "kind", "population", "population_source", "population_on", "contact_every_months", "low_trust",
              "low_trust_evidence", "version")  # fmt: skip
    initial = {name: getattr(community, name) for name in fields} | {"county": community.county_id, "owner": community.owner_id}
    for category in community.characteristics.all():
        initial.setdefault(f"scheme_{category.scheme_id}", []).append(category.pk)
    return initial


class EndForm(GovukForm):
    send_label: ClassVar[Any] = _("End this community")
    on = DayField(
        label=_("The day it ended"), help_text=_("Its history stays. It is no longer offered when activity is planned or recorded.")
    )


class ConfirmForm(GovukForm):
    """One button and nothing to fill in; the page says in words what pressing it does."""

    send_label: ClassVar[Any] = _("Yes, do it")
