"""Forms for planning, recording and changing an activity. The rules live in `engagement.rules`; a form only asks."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from crispy_forms_gds.layout import Button, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.areas.queries import list_counties
from folkmoot.communities.models import Community
from folkmoot.communities.queries import list_communities
from folkmoot.communities.web.forms import Details
from folkmoot.engagement.models import Activity
from folkmoot.engagement.operations import Links
from folkmoot.engagement.rules import hours_of, quarters_of
from folkmoot.engagement.web.who import WhoForm
from folkmoot.stakeholders.partnerships.queries import partnerships_for
from folkmoot.strategy.models import Aim
from folkmoot.strategy.queries import list_aims
from folkmoot.strategy.trends.queries import trends_for
from folkmoot.voice.models import Point
from folkmoot.webkit.forms import DayField, GovukForm, WordsField

MANY = 15  # more communities than this stand behind one line that opens
PART_OF = {
    "partnerships": gettext_lazy("Part of which partnerships (optional)"),
    "trends": gettext_lazy("Which trends and priorities it answers (optional)"),
}
LABELS = {
    "title": gettext_lazy("Title"),
    "kind": gettext_lazy("What kind of activity"),
    "purpose": gettext_lazy("Purpose"),
    "place": gettext_lazy("Where"),
    "headcount": gettext_lazy("How many people"),
    "outcome": gettext_lazy("What came of it"),
}


class ActivityForm(WhoForm):
    """What every form about an activity shares: communities, aims, time and money. `asked` and `more` name the fields, in order.

    `more` stands behind one line that opens, where speed matters. `cleaned_data["links"]` is what the operations take.
    """

    send_label: ClassVar[Any] = gettext_lazy("Save")
    asked: ClassVar[Sequence[str]] = ()
    more: ClassVar[Sequence[str]] = ()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, viewer: Viewer, area: Area, today: date, activity: Activity | None = None, who_rows: int = 3, **kwargs: Any
    ) -> None:
        super().__init__(*args, viewer=viewer, area=area, activity=activity, who_rows=who_rows, **kwargs)
        self._aims = {aim.pk: aim for aim in aims_offered(viewer, area, activity)}
        self._communities = {each.pk: each for each in communities_offered(viewer, area, today, activity)}
        self._part_of = {name: {row.pk: row for row in rows} for name, rows in part_of(viewer, area, activity).items()}
        self.add_fields(viewer, area)
        self.helper.layout = Layout("mark", *self.laid_out())

    def laid_out(self) -> list[Any]:
        """Every field in order, the button last."""
        return ["version", *self.laid(self.asked), *self.behind_one_line(), Button("submit", self.send_label)]

    def behind_one_line(self) -> list[Any]:
        """The fields of `more`; shown at once where one of them is at fault."""
        if not self.more:
            return []
        return [Details(gettext_lazy("More about it (it can wait)"), *self.laid(self.more), opened=self.fault_in_more)]

    def laid(self, names: Iterable[str]) -> list[Any]:
        """The layout of the named fields; “who” stands for all rows about whom it was with."""
        laid: list[Any] = []
        for name in names:
            if name == "who":
                laid += self.who_layout()
            elif name == "communities" and len(self._communities) > MANY:
                laid.append(Details(gettext_lazy("Which communities (many to choose from)"), name, opened=self._any_ticked))
            elif name in self.fields:
                laid.append(name)
        return laid

    def _any_ticked(self) -> bool:
        return bool(self["communities"].value())

    def fault_in_more(self) -> bool:
        return any(name in self.errors for name in self.more)

    def add_fields(self, viewer: Viewer, area: Area) -> None:
        """Add the fields that depend on the Area."""
        if self._communities:
            self.fields["communities"] = _checkboxes(gettext_lazy("Which communities"), self._communities)
        if self._aims:
            self.fields["aims"] = _checkboxes(gettext_lazy("Which aims it serves"), self._aims)
        for name, label in PART_OF.items():
            if self._part_of[name] and name in (*self.asked, *self.more):
                self.fields[name] = _checkboxes(label, self._part_of[name])
        if "county_id" in (*self.asked, *self.more):
            counties = [("", gettext_lazy("Not stated")), *((county.pk, county.name) for county in list_counties(viewer, area=area))]
            self.fields["county_id"] = forms.TypedChoiceField(
                label=gettext_lazy("County"), required=False, coerce=int, empty_value=None, choices=counties
            )

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        values["links"] = Links(
            aims=[self._aims[pk] for pk in values.pop("aims", [])],
            communities=[self._communities[pk] for pk in values.pop("communities", [])],
            organisations=values.pop("organisations", None), contacts=values.pop("contacts", None),
            new_organisations=values.pop("new_organisations", []), new_people=values.pop("new_people", []),
            **{name: [self._part_of[name][pk] for pk in values.pop(name)] for name in PART_OF if name in values},
        )  # fmt: skip
        return values


class HeldFields(forms.Form):
    """When it was held, how many came, what it cost. Hours become quarter hours, pounds pence."""

    held_on = DayField(label=gettext_lazy("When"))
    headcount = forms.IntegerField(
        label=LABELS["headcount"], required=False, min_value=0, max_value=100_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}),
    )  # fmt: skip
    hours = forms.DecimalField(
        label=gettext_lazy("Hours of staff time"), required=False, min_value=Decimal(0), max_value=10_000, decimal_places=2,
        help_text=gettext_lazy("Everybody’s together, in quarters: 1.5 or 2.25."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-5"}),
    )  # fmt: skip
    pounds = forms.DecimalField(
        label=gettext_lazy("Money spent, in pounds"), required=False, min_value=Decimal(0), max_value=10_000_000, decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-5"}),
    )  # fmt: skip

    def clean_hours(self) -> Decimal | None:
        hours: Decimal | None = self.cleaned_data["hours"]
        if hours is not None and quarters_of(hours) is None:
            raise forms.ValidationError(_("Enter hours in quarters, for example 1.5 or 2.25."))
        return hours

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        hours, pounds = values.pop("hours", None), values.pop("pounds", None)
        values["staff_quarters"] = None if hours is None else quarters_of(hours)
        values["cost_pence"] = None if pounds is None else int(pounds * 100)
        return values


class PlanForm(ActivityForm):
    send_label = gettext_lazy("Save the plan")
    asked = (
        "title",
        "kind",
        "purpose",
        "objective",
        "measure",
        "planned_for",
        "place",
        "communities",
        "aims",
        "who",
        "county_id",
        *PART_OF,
    )
    title = forms.CharField(label=LABELS["title"], max_length=200, error_messages={"required": gettext_lazy("Enter a title.")})
    kind = forms.ChoiceField(label=LABELS["kind"], choices=Activity.Kind.choices)
    purpose = forms.ChoiceField(
        label=LABELS["purpose"], choices=Activity.Purpose.choices, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the purpose.")},
    )  # fmt: skip
    objective = forms.CharField(
        label=gettext_lazy("What we want to achieve"), max_length=300,
        help_text=gettext_lazy("For example “Deaf people in Ely know how to report hate crime”"),
    )  # fmt: skip
    measure = forms.CharField(
        label=gettext_lazy("How we will know"), max_length=300, help_text=gettext_lazy("For example “20 people come and 3 join the panel”")
    )
    planned_for = DayField(label=gettext_lazy("Planned for"))
    place = forms.CharField(label=LABELS["place"], max_length=200, required=False)


class RecordForm(HeldFields, ActivityForm):
    """Recording a planned activity, or changing a recorded one."""

    send_label = gettext_lazy("Save")
    asked = (
        "held_on",
        "headcount",
        "communities",
        "who",
        "outcome",
        "hours",
        "pounds",
        "aims",
        "title",
        "kind",
        "purpose",
        "place",
        "county_id",
        *PART_OF,
    )
    outcome = WordsField(label=LABELS["outcome"], required=False, help_text=gettext_lazy("What was decided, and what follows from it."))
    title = forms.CharField(label=LABELS["title"], max_length=200, error_messages={"required": gettext_lazy("Enter a title.")})
    kind = forms.ChoiceField(label=LABELS["kind"], choices=Activity.Kind.choices)
    purpose = forms.ChoiceField(
        label=LABELS["purpose"], choices=[("", gettext_lazy("Not stated")), *Activity.Purpose.choices], required=False
    )
    place = forms.CharField(label=LABELS["place"], max_length=200, required=False)


class PointForm(GovukForm):
    """One thing said in an activity; which of its communities said it."""

    send_label = gettext_lazy("Add the point")
    words = WordsField(label=gettext_lazy("What was said, in the words it was said"), rows=4)
    nature = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=Point.Nature.choices, widget=forms.RadioSelect, initial=Point.Nature.CONCERN,
        error_messages={"required": gettext_lazy("Choose the kind.")},
    )  # fmt: skip
    said_by = forms.CharField(label=gettext_lazy("Person or group who said it (if they may be told)"), max_length=200, required=False)
    theme = forms.CharField(label=gettext_lazy("Theme"), max_length=80, required=False)

    def __init__(self, *args: Any, communities: Iterable[Community], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._communities = {community.pk: community for community in communities}
        if self._communities:
            self.fields["communities"] = _checkboxes(gettext_lazy("Which communities said it"), self._communities)
            self.fields["communities"].initial = list(self._communities)
        self.helper.layout = Layout(*self.fields, Button("submit", self.send_label))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        values["communities"] = [self._communities[pk] for pk in values.get("communities", [])]
        return values


class ReasonForm(GovukForm):
    """Why something is undone."""

    reason = forms.CharField(label=gettext_lazy("Why"), max_length=300, error_messages={"required": gettext_lazy("Say why.")})


def aims_offered(viewer: Viewer, area: Area, activity: Activity | None = None) -> list[Aim]:
    """The aims of strategies of the whole service and of this Area, and those an activity already serves."""
    offered = [aim for aim in list_aims(viewer) if aim.strategy.area_id in (None, area.pk)]
    return [*offered, *(each for each in (activity.aims.all() if activity else []) if each not in offered)]


def part_of(viewer: Viewer, area: Area, activity: Activity | None) -> dict[str, Iterable[Any]]:
    """The partnerships and trends that an activity of the Area may be part of, and those it is part of already."""
    stored = {name: [row.pk for row in getattr(activity, name).all()] if activity else [] for name in PART_OF}
    open_to = viewer.may("stakeholders.read", area.pk)
    return {
        "partnerships": partnerships_for(viewer, area.pk, also=stored["partnerships"]) if open_to else [],
        "trends": trends_for(viewer, area.pk, also=stored["trends"]),
    }


def communities_offered(viewer: Viewer, area: Area, today: date, activity: Activity | None) -> list[Community]:
    """Communities in being of the Area and of the whole service, and those an activity already reached."""
    offered = list(list_communities(viewer, today=today, area_id=area.pk))
    return [*offered, *(each for each in (activity.communities.all() if activity else []) if each not in offered)]


def initial_of(activity: Activity, at: Any) -> dict[str, Any]:
    """What a form shows for a stored activity."""
    fields = ("title", "kind", "purpose", "objective", "measure", "planned_for", "place", "county_id", "headcount", "outcome", "version")
    today = timezone.localdate(at)
    day = activity.held_on or (activity.planned_for if activity.planned_for and activity.planned_for <= today else today)
    return {name: getattr(activity, name) for name in fields} | {
        "held_on": day, "hours": hours_of(activity.staff_quarters),
        "pounds": None if activity.cost_pence is None else (Decimal(activity.cost_pence) / 100).quantize(Decimal("0.01")),
        **{name: [row.pk for row in getattr(activity, name).all()] for name in PART_OF},
        "aims": [aim.pk for aim in activity.aims.all()], "communities": [each.pk for each in activity.communities.all()],
    }  # fmt: skip


def _checkboxes(label: Any, rows: dict[int, Any]) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label, required=False, coerce=int, widget=forms.CheckboxSelectMultiple, choices=[(pk, str(row)) for pk, row in rows.items()]
    )
