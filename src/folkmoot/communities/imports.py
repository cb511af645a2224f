"""Communities as a table that can be brought in and taken out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.accounts.scope import Viewer, within
from folkmoot.areas.models import Area
from folkmoot.areas.queries import areas_by_key, list_authorities, list_counties
from folkmoot.areas.rules import Held, name_key
from folkmoot.communities.languages import languages
from folkmoot.communities.models import Community
from folkmoot.communities.operations import add_community, change_community
from folkmoot.communities.queries import communities, describing_categories
from folkmoot.communities.rules import community_problems
from folkmoot.foundation.importing.columns import Book, CellProblem, Column, ImportSpec, Reads, Values

_YES, _NO = ("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))
_FIELDS = ("name", "name_cy", "kind", "county", "population", "population_source", "population_on", "contact_every_months",
           "low_trust_evidence", "access_needs", "starts")  # fmt: skip


@dataclass(frozen=True)
class WholeService:
    """In place of an Area: the row is of the whole service."""

    pk: None = None
    name_en: str = "England and Wales"


WHOLE_SERVICE = WholeService()


def key_of(name: str) -> str:
    """A name without case and with single spaces; two that agree in this are the same."""
    return " ".join(name.split()).casefold()


class CommunityBook(Book):
    """What a row of the table means; names are looked up once for the whole file."""

    def __init__(self, *, by: Viewer, at: datetime, area: Area | None = None) -> None:
        self.by, self.at, self.area = by, at, area
        self.today = timezone.localdate(at)
        self.by_name: dict[tuple[int | None, str], Community] = {}
        for row in communities(by).prefetch_related("characteristics__scheme", "authorities"):
            self.by_name[row.area_id, key_of(row.name)] = row

    def default_area(self) -> Area | None:
        return self.area

    def named(self, column: Column, text: str, values: Values) -> Any:
        if column.looked_up == "area":
            return self._area(text)
        found = self._known[column.looked_up].get(key_of(text), [])
        if len(found) == 1:
            return found[0]
        if found:
            raise CellProblem(_("is the name of more than one"), _("Write it as it stands in a file that was taken out."))
        raise CellProblem(_("is not known here"), _("Use a name as it stands in Folkmoot."))

    def _area(self, text: str) -> Area | WholeService:
        if key_of(text) == key_of(WHOLE_SERVICE.name_en):
            self._allowed(None)
            return WHOLE_SERVICE
        found = self._areas.get(name_key(text))
        if found is None:
            raise CellProblem(_("is not an Area"), _("Use a name from the list in Folkmoot."))
        if found.span.on(self.today) is Held.NO:
            raise CellProblem(_("is an Area that no longer exists"), _("Use the Area that took its place."))
        self._allowed(found.pk)
        return found

    def _allowed(self, area_id: int | None) -> None:
        for capability in ("imports.run", "communities.write"):
            if not self.by.sight(capability).holds(area_id):
                raise CellProblem(_("is an Area outside your work"), _("Leave its rows to those who work there."))

    @cached_property
    def _areas(self) -> dict[str, Area]:
        return areas_by_key(self.by)

    @cached_property
    def _known(self) -> dict[str, dict[str, list[Any]]]:
        """Rows by the names under which they are found, for each kind of name."""
        categories = [(row, (_category_name(row), row.name_en)) for row in describing_categories(self.by)]
        return {
            "county": _by_key((row, (row.name_en, row.name_cy)) for row in list_counties(self.by)),
            "authority": _by_key((row, (row.code, row.name_en, row.name_cy)) for row in list_authorities(self.by, on=self.today)),
            "category": _by_key(categories),
            "language": _by_key((row, (row.code, row.name_en, row.name_cy)) for row in languages().values()),
        }

    def name_of(self, column: Column, row: Any) -> str:
        return _category_name(row) if column.looked_up == "category" else str(row.name_en)

    def key(self, values: Values) -> object:
        return values["area"].pk, key_of(values["name"])

    def known(self, values: Values) -> Sequence[Community]:
        row = self.by_name.get((values["area"].pk, key_of(values["name"])))
        return [row] if row else []

    def held(self, row: Community) -> Values:
        return {name: getattr(row, name) for name in _FIELDS} | {
            "area": row.area or WHOLE_SERVICE, "low_trust": "yes" if row.low_trust else "no", "languages": frozenset(row.spoken),
            "characteristics": frozenset(row.characteristics.all()), "authorities": frozenset(row.authorities.all()),
        }  # fmt: skip

    def problems(self, values: Values, row: Any | None) -> Mapping[str, Iterable[str]]:
        if row is not None and row.ends:
            return {"name": [_("This community ended on %(day)s.") % {"day": date_format(row.ends, "j F Y")}]}
        whole = {**_BLANK, **(self.held(row) if row else {}), **values}
        found = community_problems(
            low_trust=whole["low_trust"] == "yes", low_trust_evidence=whole["low_trust_evidence"], population=whole["population"],
            population_source=whole["population_source"], population_on=whole["population_on"],
            contact_every_months=whole["contact_every_months"], today=self.today,
        )  # fmt: skip
        if row is not None and row.low_trust and whole["low_trust"] == "no" and whole["low_trust_evidence"] == row.low_trust_evidence:
            found["low_trust_evidence"] = [_("Say what shows that trust is no longer low.")]
        return _field_problems(values) | found

    def add(self, values: Values) -> Community:
        return add_community(by=self.by, at=self.at, **{"kind": Community.Kind.IDENTITY.value, **_as_stored(values)})

    def change(self, row: Community, values: Values) -> None:
        change_community(by=self.by, at=self.at, community=row, **_as_stored(values))

    def stored(self) -> Iterable[Community]:
        """The communities in being that the viewer may take out."""
        rows = within(self.by, communities(self.by).filter(ends__isnull=True), "exports.run")
        rows = rows.filter(area=self.area) if self.area else rows
        return rows.prefetch_related("characteristics__scheme", "authorities").order_by("pk")


_BLANK: Values = {
    "low_trust": "no", "low_trust_evidence": "", "population": None, "population_source": "", "population_on": None,
    "contact_every_months": 12,
}  # fmt: skip


def _as_stored(values: Values) -> Values:
    """The values of a row as the operations take them."""
    stored = dict(values)
    if "area" in stored:
        stored["area"] = None if stored["area"] is WHOLE_SERVICE else stored["area"]
    if "low_trust" in stored:
        stored["low_trust"] = stored["low_trust"] == "yes"
    if "languages" in stored:
        stored["languages"] = sorted(each.code for each in stored["languages"])
    return stored


def _field_problems(values: Values) -> dict[str, list[str]]:
    """What the fields themselves refuse: too long, no choice."""
    given = {name: values[name] for name in _FIELDS if name in values and name != "county"}
    exclude = {field.name for field in Community._meta.concrete_fields if field.name not in given}
    try:
        Community(**given).clean_fields(exclude=exclude)
    except ValidationError as error:
        return {name: list(texts) for name, texts in error.message_dict.items()}
    return {}


def _category_name(row: Any) -> str:
    return f"{row.scheme.name_en}: {row.name_en}"


def _by_key(rows: Iterable[tuple[Any, Iterable[str]]]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row, names in rows:
        for key in dict.fromkeys(key_of(name) for name in names if name):
            found.setdefault(key, []).append(row)
    return found


COMMUNITIES = ImportSpec(
    kind="communities",
    title=gettext_lazy("Communities"),
    subject="communities.community",
    open=CommunityBook,
    columns=(
        Column("name", gettext_lazy("Name"), aliases=("community", "community name", "group", "cymuned", "enw"), required=True),
        Column("area", gettext_lazy("Area"), Reads.NAME, ("CPS Area", "region", "ardal"), required=True, looked_up="area",
               hint=gettext_lazy("“England and Wales” for a community of the whole service")),
        Column("name_cy", gettext_lazy("Name in Welsh"), aliases=("Welsh name", "enw Cymraeg")),
        Column("kind", gettext_lazy("Kind"), Reads.CHOICE, ("type",), choices=Community.Kind.choices),
        Column("county", gettext_lazy("County"), Reads.NAME, ("ceremonial county", "sir"), looked_up="county"),
        Column("authorities", gettext_lazy("Local authorities"), Reads.NAMES, ("authorities", "districts"), looked_up="authority"),
        Column("characteristics", gettext_lazy("Characteristics"), Reads.NAMES, ("protected characteristics", "strands"),
               looked_up="category"),
        Column("population", gettext_lazy("People"), Reads.COUNT, ("population", "size", "how many")),
        Column("population_source", gettext_lazy("Where that figure comes from"), aliases=("source", "population source")),
        Column("population_on", gettext_lazy("The day it stands for"), Reads.DAY, ("population on", "as of")),
        Column("contact_every_months", gettext_lazy("Contact expected every (months)"), Reads.COUNT, ("contact frequency", "months")),
        Column("low_trust", gettext_lazy("Low trust"), Reads.CHOICE, ("trust is low",), choices=(_YES, _NO)),
        Column("low_trust_evidence", gettext_lazy("What shows it"), aliases=("evidence", "evidence of low trust")),
        Column("languages", gettext_lazy("Main languages"), Reads.NAMES, ("languages", "language", "ieithoedd"), looked_up="language"),
        Column("access_needs", gettext_lazy("Access needs"), aliases=("accessibility", "adjustments")),
        Column("starts", gettext_lazy("Known since"), Reads.DAY, ("since", "start date")),
    ),
    notes=(
        gettext_lazy("Categories of one characteristic mean any of them, categories of several characteristics all together."),
        gettext_lazy("Communities that ended are not in a file that is taken out."),
    ),
)  # fmt: skip
