"""Forms for opportunities and for one's own time."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from crispy_forms_gds.layout import Button, Layout
from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.scope import Viewer
from folkmoot.accounts.web.filters import FilterForm
from folkmoot.areas.models import Area
from folkmoot.communities.queries import list_communities
from folkmoot.engagement.briefings.models import StaffUnit
from folkmoot.engagement.rules import quarters_of
from folkmoot.engagement.volunteering.models import TakeUp
from folkmoot.engagement.web.forms import aims_offered
from folkmoot.stakeholders.models import Organisation
from folkmoot.stakeholders.queries import organisations
from folkmoot.stakeholders.rules import name_key
from folkmoot.webkit.forms import DayField, GovukForm, WordsField

HOURS = forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-5"})


class OpportunityFilter(FilterForm):
    ended = forms.ChoiceField(label=_("Show"), required=False, choices=[("", _("Open")), ("yes", _("Those that ended"))])


def in_quarters(hours: Decimal | None) -> int | None:
    """Hours typed as quarter hours. Raises ValidationError where they are not whole quarters."""
    if hours is None:
        return None
    quarters = quarters_of(hours)
    if quarters is None:
        raise forms.ValidationError(_now("Enter hours in quarters, for example 1.5 or 2.25."))
    return quarters


class OpportunityForm(GovukForm):
    send_label: ClassVar[Any] = _("Save opportunity")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("What it is"), max_length=200, help_text=_("For example “Help at the homework club in Wisbech”."))
    about = WordsField(label=_("What there is to do"), required=False)
    organisation = forms.CharField(
        label=_("For which organisation"), required=False, max_length=200,
        help_text=_("By the name under which it is known here. Name an organisation, choose a community below, or both."),
    )  # fmt: skip
    starts = DayField(label=_("From"))
    ends = DayField(label=_("Until (blank: no end)"), required=False)
    hours = forms.DecimalField(
        label=_("Working hours offered to each person"), required=False, min_value=Decimal(0), max_value=2000, decimal_places=2,
        widget=HOURS, help_text=_("In quarters: 1.5 or 2.25. Blank where it is in people’s own time."),
    )  # fmt: skip
    places = forms.IntegerField(
        label=_("Places (blank: no limit)"), required=False, min_value=1, max_value=10_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )  # fmt: skip
    languages = forms.CharField(label=_("Languages that would help"), max_length=200, required=False, help_text=_("Parted by commas."))
    apply = WordsField(label=_("How to take part"), required=False, help_text=_("Whom to ask, and what to bring."))

    def __init__(self, *args: Any, viewer: Viewer, area: Area, today: date, known: Organisation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rows: dict[str, dict[int, Any]] = {
            "communities": {row.pk: row for row in list_communities(viewer, today=today, area_id=area.pk)},
            "aims": {row.pk: row for row in aims_offered(viewer, area)},
        }
        self.viewer, self.area, self.known = viewer, area, known
        labels = {"communities": _("Which communities it serves"), "aims": _("Which aims it serves")}
        if not viewer.may("stakeholders.read", area.pk):
            del self.fields["organisation"]
        for name, rows in self._rows.items():
            if rows:
                self.fields[name] = forms.TypedMultipleChoiceField(
                    label=labels[name], required=False, coerce=int, widget=forms.CheckboxSelectMultiple,
                    choices=[(pk, str(row)) for pk, row in rows.items()],
                )  # fmt: skip
        self.helper.layout = Layout(*self.fields, Button("submit", self.send_label))

    def clean_hours(self) -> int | None:
        return in_quarters(self.cleaned_data["hours"])

    def clean_organisation(self) -> Organisation | None:
        """The organisation of this Area, or of all Areas, with the name typed; one that is not known, or that several bear, is said."""
        name = self.cleaned_data["organisation"].strip()
        if not name:
            return None
        if self.known and self.known.search_key == name_key(name):
            return self.known
        in_reach = Q(area=self.area) | Q(area__isnull=True)
        rows = list(organisations(self.viewer).filter(in_reach, search_key=name_key(name), ended_on__isnull=True)[:2])
        if len(rows) == 1:
            return rows[0]
        if rows:
            raise forms.ValidationError(
                _now("Several organisations are called “%(name)s”. Give them different names first.") % {"name": name}
            )
        raise forms.ValidationError(_now("No organisation called “%(name)s” is known. Add it to Organisations first.") % {"name": name})

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        values["quarters"] = values.pop("hours", None)
        values.setdefault("organisation", None if "organisation" in self.fields else self.known)
        for name, rows in self._rows.items():
            values[name] = [rows[pk] for pk in values.get(name, [])]
        if not (values["organisation"] or values["communities"] or "organisation" in self.errors):
            said = _now("Say for whom it is: name an organisation or choose a community.")
            self.add_error("organisation" if "organisation" in self.fields else None, said)
        return values


class TakeUpForm(GovukForm):
    send_label: ClassVar[Any] = _("Take it up")

    def __init__(self, *args: Any, units: Iterable[StaffUnit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._units = {unit.pk: unit for unit in units}
        if self._units:
            self.fields["unit"] = forms.TypedChoiceField(
                label=_("Your unit (for totals only)"), required=False, coerce=int, empty_value=None,
                choices=[("", _("Not stated")), *((pk, unit.name) for pk, unit in self._units.items())],
            )  # fmt: skip
        self.helper.layout = Layout(*self.fields, Button("submit", self.send_label))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        values["unit"] = self._units.get(values.get("unit") or 0)
        return values


class TimeForm(GovukForm):
    """One's own time on one day: three fields, so that it takes less than a minute."""

    send_label: ClassVar[Any] = _("Save my time")
    day = DayField(label=_("When"))
    hours = forms.DecimalField(
        label=_("How many hours"), min_value=Decimal("0.25"), max_value=24, decimal_places=2, widget=HOURS,
        help_text=_("In quarters: 1.5 or 2.25."),
    )  # fmt: skip
    field_order = ("mark", "taken", "day", "hours")

    def __init__(self, *args: Any, mine: Iterable[TakeUp], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._mine = {row.pk: row for row in mine}
        self.fields["taken"] = forms.TypedChoiceField(
            label=_("What for"), coerce=int, choices=[(pk, str(row)) for pk, row in self._mine.items()]
        )
        self.order_fields(self.field_order)
        self.helper.layout = Layout(*self.fields, Button("submit", self.send_label))

    def clean_hours(self) -> int | None:
        return in_quarters(self.cleaned_data["hours"])

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        values["quarters"] = values.pop("hours", None)
        if "taken" in values:
            values["taken"] = self._mine[values["taken"]]
        return values
