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
from folkmoot.accounts.web.filters import FilterForm
from folkmoot.areas.models import Area
from folkmoot.areas.queries import list_authorities, list_counties
from folkmoot.communities.languages import languages
from folkmoot.communities.models import Community
from folkmoot.communities.queries import describing_categories
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
    """The county and the owner are added by the page, which knows whom to offer."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *Community.Kind.choices])
    show = forms.ChoiceField(
        label=_("Show"), required=False,
        choices=[("", _("Communities in being")), ("overdue", _("Those overdue for contact")), ("low_trust", _("Those with low trust")),
                 ("ended", _("Those that ended"))],
    )  # fmt: skip


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
    access_needs = WordsField(
        label=_("Access needs that are common in it (optional)"), rows=2, required=False,
        help_text=_("For example British Sign Language interpreters, Easy Read, evening meetings."),
    )  # fmt: skip
    low_trust = forms.BooleanField(label=_("Trust in the service is low"), required=False)
    low_trust_evidence = WordsField(label=_("What shows it"), rows=3, required=False, help_text=_("Needed where trust is low."))

    def __init__(self, *args: Any, viewer: Viewer, area: Area | None, today: date, trust_too: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not trust_too:
            del self.fields["low_trust"], self.fields["low_trust_evidence"]
        self.fields["owner"] = forms.ModelChoiceField(
            label=_("Who looks after contact with it (optional)"), required=False, empty_label=_("Nobody yet"),
            queryset=people_who_may("engagement.write", area.pk if area else None, today=today),
        )  # fmt: skip
        self._authorities = {each.pk: each for each in list_authorities(viewer, area=area, on=today)}
        self._add_places(viewer, area)
        self.fields["languages"] = forms.MultipleChoiceField(
            label=_("Main languages"), required=False, widget=forms.CheckboxSelectMultiple,
            choices=[(each.code, escape(each.name)) for each in sorted(languages().values(), key=lambda each: each.name.casefold())],
        )  # fmt: skip
        self._schemes = self._add_characteristics(viewer)
        self.helper.layout = Layout(*self._laid_out(area))

    def _laid_out(self, area: Area | None) -> list[Any]:
        trust = [name for name in ("low_trust", "low_trust_evidence") if name in self.fields]
        places = Details(_("Local authorities (optional)"), "authorities", opened=self._ticked("authorities"))
        return [
            "mark", "version", "name", "name_cy", "kind", *(["county"] if area else []),
            *([places] if "authorities" in self.fields else []), "population", "population_source", "population_on",
            "contact_every_months", "owner", *trust,
            Details(_("Characteristics of its members (optional)"), *self._schemes, opened=self._described),
            Details(_("Main languages (optional)"), "languages", opened=self._ticked("languages")), "access_needs",
            Button("submit", self.send_label),
        ]  # fmt: skip

    def _ticked(self, name: str) -> Callable[[], bool]:
        return lambda: bool(self[name].value())

    def _described(self) -> bool:
        return any(self[name].value() for name in self._schemes)

    def _add_places(self, viewer: Viewer, area: Area | None) -> None:
        if area:
            counties = [("", _("The whole Area")), *((county.pk, county.name) for county in list_counties(viewer, area=area))]
            self.fields["county"] = forms.TypedChoiceField(
                label=_("County"), required=False, coerce=int, empty_value=None, choices=counties
            )
        if self._authorities:
            self.fields["authorities"] = forms.TypedMultipleChoiceField(
                label=_("Only in these local authorities"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple,
                choices=[(pk, escape(each.name)) for pk, each in self._authorities.items()],
                help_text=_("Tick none for the whole county or Area."),
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
        if "authorities" in self.fields:
            values["authorities"] = [self._authorities[pk] for pk in values.get("authorities", [])]
        if "county" in values:
            values["county_id"] = values.pop("county")
        return values


def initial_of(community: Community) -> dict[str, Any]:
    """What the form shows for a stored community."""
    fields = ("name", "name_cy", "kind", "population", "population_source", "population_on", "contact_every_months", "languages",
              "access_needs", "version")  # fmt: skip
    initial = {name: getattr(community, name) for name in fields} | {"county": community.county_id, "owner": community.owner_id}
    initial["authorities"] = [each.pk for each in community.authorities.all()]
    for category in community.characteristics.all():
        initial.setdefault(f"scheme_{category.scheme_id}", []).append(category.pk)
    return initial


class EndForm(GovukForm):
    send_label: ClassVar[Any] = _("End this community")
    on = DayField(
        label=_("The day it ended"), help_text=_("Its history stays. It is no longer offered when activity is planned or recorded.")
    )
    reason = forms.CharField(
        label=_("Why it ended"), max_length=300, error_messages={"required": _("Say why it ended, in a few words.")},
        help_text=_("Where it goes on under another name or with another community, merge or split it instead."),
    )  # fmt: skip


class TrustForm(GovukForm):
    """Whether trust is low, since when, and what shows it."""

    send_label: ClassVar[Any] = _("Record this")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    low = forms.TypedChoiceField(
        label=_("Trust in the service"), widget=forms.RadioSelect, coerce=lambda value: value == "low",
        choices=[("low", _("Trust is low")), ("not", _("Trust is no longer low"))],
        error_messages={"required": _("Choose whether trust is low.")},
    )  # fmt: skip
    on = DayField(label=_("Since"), help_text=_("The day of the survey, the meeting or the event that shows it."))
    words = WordsField(
        label=_("What shows it"), rows=3, help_text=_("For example “41 per cent in the survey of 2025 would report a hate crime”."),
        error_messages={"required": _("Say what shows it.")},
    )  # fmt: skip


class ConfirmForm(GovukForm):
    """One button and nothing to fill in; the page says in words what pressing it does."""

    send_label: ClassVar[Any] = _("Yes, do it")
