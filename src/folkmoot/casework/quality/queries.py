"""Reading the quality of data: the sources in sight, every field, one field by place and month, and what the missing could change.

Whoever reads quality sees England and Wales, and of Areas and forces those within sight.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from folkmoot.accounts.scope import THE_PRODUCT, Viewer, within
from folkmoot.areas.models import Area
from folkmoot.casework.quality import measures
from folkmoot.casework.quality.agreeing import Counted, FieldsAgree, SourcesAgree, fields_agree, sources_agree
from folkmoot.casework.quality.broad import broad_groups, is_officer_defined, is_self_defined
from folkmoot.casework.quality.measures import Parts, Quality
from folkmoot.casework.sources.models import Source
from folkmoot.casework.sources.queries import breaks, roles
from folkmoot.casework.workbench import answering
from folkmoot.casework.workbench.opening import Opened, open_source
from folkmoot.casework.workbench.rules import View, settled
from folkmoot.engines.cube import ValuesRead
from folkmoot.stats.counts import Key
from folkmoot.stats.disclosure import SUPPRESSED, Suppressed

CAPABILITY = "quality.read"
NO_KEY: Key = ()


def sources(viewer: Viewer) -> QuerySet[Source]:
    """The sources in sight of which something is in use, by title."""
    rows = Source.objects.filter(loads__state="in_use").select_related("area", "owner").distinct()
    return within(viewer, rows, CAPABILITY, national_rows=True).order_by("title", "pk")


def get_source(viewer: Viewer, pk: int) -> Source:
    """Raises Source.DoesNotExist for one out of sight."""
    return sources(viewer).get(pk=pk)


@dataclass(frozen=True)
class Field:
    """One characteristic of the people of a source, in all. `invalid`: the share of records whose value is no value at all."""

    name: str
    title: str
    quality: Quality
    labels: tuple[str, ...]
    unnamed: int
    invalid: float | Suppressed | None


@dataclass(frozen=True)
class Place:
    """An Area, or a force within one, with its quality."""

    area: str
    force: str
    quality: Quality


@dataclass(frozen=True)
class Month:
    """A month; `break_words`: what changed in how columns were read from here, "" for nothing."""

    month: str
    quality: Quality
    break_words: str = ""


class Opening:
    """A source opened by somebody for its quality. Raises NothingLoaded, or FileProblem where its file is damaged."""

    def __init__(self, viewer: Viewer, source: Source) -> None:
        self.viewer, self.source = viewer, source
        self.opened: Opened = open_source(THE_PRODUCT, source.pk)
        self.shape, self.cube = self.opened.shape, self.opened.cube

    @property
    def fields(self) -> tuple[str, ...]:
        return self.shape.characteristics

    @cached_property
    def areas_seen(self) -> frozenset[str] | None:
        """The levels of the Area column in sight; None for all of them."""
        sight = self.viewer.sight(CAPABILITY)
        if sight.national or not self.shape.area:
            return None
        return frozenset(level for level, area in self.opened.areas.items() if sight.holds(area.pk))

    def sees(self, area: str) -> bool:
        return self.areas_seen is None or area in self.areas_seen

    def area_of(self, level: str) -> Area | None:
        return self.opened.areas.get(level) or self.source.area

    @cached_property
    def every_field(self) -> list[Field]:
        return [self._field(name) for name in self.fields]

    def _field(self, name: str) -> Field:
        total = measures.parts_by(self.cube, name)[NO_KEY]
        values = self.cube.values.get(name, ValuesRead())
        common, unnamed = measures.labels_that_fit_nothing(values)
        quality = measures.whole(total)
        few = 0 < values.invalid < answering.THRESHOLD or isinstance(quality.missing, Suppressed)
        invalid = SUPPRESSED if few else round(values.invalid / total.records, 2) if total.records else None
        return Field(name, self.shape.title(name), quality, tuple(common), unnamed, invalid)

    def places(self, field: str) -> list[Place]:
        """By Area and, within each, by force, those in sight; by force alone where there is no Area. None without either column."""
        columns = tuple(column for column in (self.shape.area, self.shape.force) if column)
        if not columns:
            return []
        found = measures.parts_by(self.cube, field, columns)
        total = measures.together(found, ())[NO_KEY]
        outer = measures.released(measures.together(found, (0,)), total)
        if not self.shape.area:
            return [Place("", str(key[0]), quality) for key, quality in outer.items()]
        rows = [Place(str(key[0]), "", quality) for key, quality in outer.items()]
        if self.shape.force:
            rows += self._forces(found, outer)
        return sorted((row for row in rows if self.sees(row.area)), key=lambda row: (row.area, row.force))

    def _forces(self, found: Mapping[Key, Parts], outer: Mapping[Key, Quality]) -> list[Place]:
        rows: list[Place] = []
        for area_key in outer:
            within_area = {key: parts for key, parts in found.items() if key[:1] == area_key}
            inner = measures.released(within_area, measures.together(within_area, ())[NO_KEY])
            rows += [Place(str(key[0]), str(key[1]), one) for key, one in measures.hide_within(inner, outer).items()]
        return rows

    def months(self, field: str, area: str = "", force: str = "") -> list[Month]:
        """Month by month with the breaks; of one Area or force in sight as shares alone. None where the source says no month."""
        if not self.shape.month:
            return []
        chosen = tuple((column, level) for column, level in ((self.shape.area, area), (self.shape.force, force)) if column and level)
        found = measures.parts_by(self.cube, field, (self.shape.month, *(column for column, _ in chosen)))
        wanted = tuple(level for _, level in chosen)
        kept = {key[:1]: parts for key, parts in found.items() if key[1:] == wanted}
        if not kept:
            return []
        shown = measures.released(kept, measures.together(kept, ())[NO_KEY])
        shown = measures.shares_only(shown) if chosen else shown
        changed = dict(breaks(self.source))
        return [Month(str(key[0]), quality, changed.get(str(key[0]), "")) for key, quality in shown.items()]

    def effects(self, field: str, stage: str) -> Mapping[str, Any]:
        """The stage of the document of `folkmoot.disparity` for everybody in the source by this field: rates, bounds for the missing, and
        whether the answer could be another. Raises NotInSource or NothingToCompare."""
        view = settled(View(self.source.pk, stage=stage, by=(field,)), self.shape)
        stages: Any = answering.answered(view, self.shape, self.cube).document["stages"]
        found: Mapping[str, Any] = stages[0]
        return found

    def ethnicities(self) -> list[FieldsAgree]:
        """Self-defined beside officer-defined ethnicity, where the source holds both and counted them together."""
        columns = {column.name: column for column in roles(self.source).columns}
        said = [name for name in self.fields if name in columns and is_self_defined(name, columns[name].scheme)]
        seen = [name for name in self.fields if name in columns and is_officer_defined(name, columns[name].scheme)]
        found = []
        for ours in said[:1]:
            for theirs in seen[:1]:
                broad = (
                    broad_groups(columns[ours].scheme, self.shape.levels(ours)),
                    broad_groups(columns[theirs].scheme, self.shape.levels(theirs)),
                )
                found.append(fields_agree(self.cube, ours, theirs, broad))
        return found

    def beside(self, other: Source) -> SourcesAgree | None:
        """The counts of this source beside those of another in sight, of the same months and Areas; None where one has no columns.

        Of the outcome that both count, where there is one; otherwise of every record.
        """
        theirs = open_source(THE_PRODUCT, other.pk)
        if not (self.shape.area and self.shape.month and theirs.shape.area and theirs.shape.month):
            return None
        shared = [name for name in self.shape.stage_names if name in theirs.shape.stage_names]
        outcome = shared[0] if shared else ""
        found = sources_agree(
            Counted(self.cube, self.shape.area, self.shape.month, outcome),
            Counted(theirs.cube, theirs.shape.area, theirs.shape.month, outcome),
        )
        return _in_sight(found, self)


def _in_sight(found: SourcesAgree, opening: Opening) -> SourcesAgree:
    if opening.areas_seen is None:
        return found
    return SourcesAgree(
        found.months, tuple(one for one in found.by_area if opening.sees(one.place)), found.by_month,
        tuple(filter(opening.sees, found.only_ours)), tuple(filter(opening.sees, found.only_theirs)),
    )  # fmt: skip
