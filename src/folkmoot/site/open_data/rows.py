"""The rows of each endpoint. They are read from what the rooms froze on publication, and from lists of the service that are public.

What was withdrawn keeps its row with the day and the reason; its words and its figures are not given.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from folkmoot.accounts.scope import NOBODY
from folkmoot.areas.queries import list_areas
from folkmoot.casework.goals.queries import public_goals
from folkmoot.casework.tables.files import notes_of
from folkmoot.casework.tables.grid import Cell, Grid, Line, cell_words, heading, row_name
from folkmoot.casework.tables.models import Edition as TablesEdition
from folkmoot.casework.tables.queries import grids_of
from folkmoot.casework.tables.rules import State as TablesState
from folkmoot.decisions.assessments.contents import words_in
from folkmoot.disparity import figures as f
from folkmoot.panels.publications.open_pages import public_panels, versions_of
from folkmoot.panels.publications.rules import Kind as PanelKind
from folkmoot.panels.publications.rules import State
from folkmoot.reports.release.rules import Step as ReportStep
from folkmoot.site.open_data.declared import Row, Value
from folkmoot.site.register import Release
from folkmoot.site.sources import (
    published_assessments,
    published_by_panels,
    published_editions,
    published_reports,
    published_tables,
    texts_of,
)
from folkmoot.voice.published.rules import Version, facts_kept

Register = tuple[Release, ...]
BETWEEN = "; "


def named(name: str, version: Version) -> str:
    """The field that holds a text in a version: title_en, title_cy, title_easy, title_easy_cy."""
    return f"{name}_{version.value.replace('-', '_')}"


def in_versions(name: str, words: Mapping[Version, str], versions: tuple[Version, ...] = tuple(Version)) -> dict[str, Value]:
    return {named(name, version): words.get(version) or None for version in versions}


def areas(_register: Register) -> Iterator[Row]:
    today = timezone.localdate()
    for row in list_areas(NOBODY, on=today, kind=None):
        forces = (each.force.name_en for each in row.area_forces.all() if each.ends is None or each.ends >= today)
        yield {
            "id": row.code, "name_en": row.name_en, "name_cy": row.name_cy or None, "kind": row.kind,
            "forces": _joined(forces),
            "counties": _joined(each.county.name_en for each in row.area_counties.all()),
            "page": _full(reverse("site:area", args=[row.code])),
        }  # fmt: skip


def panels(_register: Register) -> Iterator[Row]:
    for line in public_panels(today=timezone.localdate()):
        row = line.panel
        yield {
            "id": row.code, "area": row.area.code if row.area else None, "name_en": row.name_en, "name_cy": row.name_cy or None,
            "kind": row.kind.name_en, **_two("purpose", row.purpose_en, row.purpose_cy), "starts": row.starts, "ended": row.ended_on,
            "page": _full(reverse("our_panels:panel", args=[row.code])),
        }  # fmt: skip


def representation(_register: Register) -> Iterator[Row]:
    for row in published_by_panels():
        if row.kind != PanelKind.REPRESENTATION:
            continue
        texts = versions_of(row)
        yield {
            "id": f"panel-{row.pk}", "area": row.panel.area.code if row.panel.area else None, "panel": row.panel.code,
            "published": row.agreed_at, **_gone(row, withdrawn=row.state == State.WITHDRAWN), "first": row.first, "last": row.last,
            **in_versions("title", {version: title for version, (title, _words) in texts.items()}),
            **in_versions("words", {version: words for version, (_title, words) in texts.items()}), "sha256": row.fingerprint,
            "page": _full(reverse("our_panels:publication", args=[row.panel.code, row.pk])),
        }  # fmt: skip


def said(_register: Register) -> Iterator[Row]:
    latest = {row.entry_id: row for row in published_editions()}
    for row in latest.values():
        entry, texts, facts = row.entry, texts_of(row), facts_kept(row.rests_on)
        stands = entry.withdrawn_at is None
        parts = {
            name: {version: getattr(text, name) for version, text in texts.items()} for name in ("title", "you_said", "we_did", "shown_by")
        }
        yield {
            "id": f"said-{entry.pk}", "area": entry.area.code, "edition": row.number, "published": row.published_at,
            **_gone(entry, withdrawn=not stands), "theme": entry.theme.name_en if entry.theme and stands else None,
            "standing": facts.standing.value if stands else None, "due_on": facts.due_on if stands else None,
            "done_on": facts.done_on if stands else None, "corrects_en": (row.corrects or None) if stands else None,
            "corrects_cy": (row.corrects_cy or None) if stands else None,
            **{key: value for name, words in parts.items() for key, value in in_versions(name, words).items()}, "sha256": row.sha256,
            "page": _full(reverse("said:entry", args=[entry.area.code, entry.pk])),
        }  # fmt: skip


def _tables() -> Iterator[tuple[TablesEdition, str, bool, Grid]]:
    """Each table with its edition, its id, and whether it is of the latest edition that stands."""
    rows = published_tables()
    newest = {row.publication_id: row.pk for row in rows if row.state == TablesState.PUBLISHED}
    for row in rows:
        for number, grid in enumerate(grids_of(row), 1):
            yield row, f"{row.publication.slug}-{row.number}-{number}", newest.get(row.publication_id) == row.pk, grid


def tables(_register: Register) -> Iterator[Row]:
    for row, key, latest, grid in _tables():
        stands = row.state == TablesState.PUBLISHED
        notes = "\n".join(f"{subject}: {words}" for subject, words in notes_of(grid))
        yield {
            "id": key, "area": row.publication.area.code if row.publication.area else None,
            "edition": f"{row.publication.slug}-{row.number}", "latest": latest, "published": row.published_at,
            **_gone(row, withdrawn=not stands), "title": grid.title if stands else None, "by": _joined(grid.by) if stands else None,
            "outcome": (grid.outcome or None) if stands else None, "reference": (grid.reference or None) if stands else None,
            "period_first": row.period_first, "period_last": row.period_last, "data_as_of": (grid.data_as_of or None) if stands else None,
            "provisional": row.provisional, "share_recorded": _number(grid.share_recorded) if stands else None,
            "source": (grid.source or None) if stands else None, "notes": notes if stands else None, "sha256": row.fingerprint,
            "page": _full(reverse("fairness:edition", args=[row.publication.slug, row.major, row.minor])),
        }  # fmt: skip


def cells(_register: Register) -> Iterator[Row]:
    """The frozen cells of the editions that stand: of one that was withdrawn none, whatever its page still shows."""
    for edition, key, latest, grid in _tables():
        if edition.state == TablesState.PUBLISHED:
            for place, line in enumerate(grid.lines, 1):
                yield from _cells_of(grid, line, f"{key}-{place}", {"table": key, "latest": latest})


def _cells_of(grid: Grid, line: Line, key: str, shared: dict[str, Value]) -> Iterator[Row]:
    row = {**shared, "row": BETWEEN.join(row_name(line)), "row_kind": line.kind, "marks": " ".join(line.marks) or None}
    for number, (column, cell) in enumerate(zip(grid.columns, line.cells, strict=True), 1):
        value = _number(cell)
        yield {
            **row, "id": f"{key}-{number}", "column": heading(column), "measure": column.name, "end": column.end or None, "value": value,
            "words": None if value is not None else str(cell_words(cell, column)), "suppressed": cell == f.WITHHELD,
            "revised": column.key in line.revised,
        }  # fmt: skip


def goals(_register: Register) -> Iterator[Row]:
    for one in public_goals():
        row, held = one.row, one.public
        if held is None:
            continue
        yield {
            "id": f"goal-{row.pk}", "area": row.area.code if row.area else None, "published": held.published_at,
            **_two("title", held.title_en, held.title_cy), **_two("words", held.words_en, held.words_cy), "characteristic": row.column,
            "group": row.group, "reference": row.reference, "outcome": row.outcome, "measure": row.measure, "months": row.months,
            "baseline": row.baseline, "baseline_low": row.baseline_low, "baseline_high": row.baseline_high, "target": held.target,
            "by": held.by_on, "agreed_on": row.agreed_on, "ended_on": row.ended_on, "ended_why": row.ended_why or None,
            "page": _full(reverse("public_goals:goal", args=[row.pk])),
        }  # fmt: skip


def progress(_register: Register) -> Iterator[Row]:
    for one in public_goals():
        for reading in one.readings:
            yield {
                "id": f"goal-{one.row.pk}-{reading.pk}", "goal": f"goal-{one.row.pk}", "first_month": reading.window_first or None,
                "last_month": reading.window_last or None, "data_as_of": reading.as_of, "value": reading.value, "low": reading.low,
                "high": reading.high, "base": None if reading.value is None else reading.base, "target": reading.target,
                "finding": reading.finding,
                "suppressed": reading.value is None,
            }  # fmt: skip


def assessments(_register: Register) -> Iterator[Row]:
    rows = published_assessments()
    newest = {row.assessment.line_id: row.pk for row in rows}
    for row in rows:
        held = row.assessment
        yield {
            "id": f"assessment-{row.pk}", "area": held.area.code if held.area else None, "line": str(held.line_id), "edition": held.edition,
            "latest": newest[held.line_id] == row.pk, "published": row.at, "title": held.title, "language": held.language,
            "words": words_in(row.parts), "sha256": row.sha256, "page": _full(reverse("published_assessments:read", args=[held.line_id])),
        }  # fmt: skip


def reports(_register: Register) -> Iterator[Row]:
    for row in published_reports():
        held, stands = row.report, row.step == ReportStep.PUBLISHED
        yield {
            "id": f"report-{row.pk}", "area": held.area.code if held.area else None, "number": held.number, "period": held.period,
            "published": row.published_at, **_gone(row, withdrawn=not stands), "restates": held.restates.number if held.restates else None,
            "sha256": row.fingerprint, "page": _full(reverse("our_reports:report", args=[held.number])),
        }  # fmt: skip


def releases(register: Register) -> Iterator[Row]:
    for row in register:
        why = {named("withdrawn_why", version): row.why.of(version) for version in (Version.ENGLISH, Version.WELSH)}
        yield {
            "id": row.key, "area": row.area or None, "kind": row.kind.value, "edition": row.edition or None, "latest": row.latest,
            "published": row.published, "state": "withdrawn" if row.withdrawn else "published", "withdrawn_on": row.withdrawn, **why,
            **in_versions("title", row.title.by), "page": _full(row.address) if row.address else None,
        }  # fmt: skip


def _gone(row: Any, *, withdrawn: bool) -> dict[str, Value]:
    """Whether a row still stands; else since when not, and why."""
    if not withdrawn:
        return {"state": "published", "withdrawn_on": None, "withdrawn_why_en": None, "withdrawn_why_cy": None}
    return {
        "state": "withdrawn", "withdrawn_on": timezone.localdate(row.withdrawn_at), "withdrawn_why_en": row.withdrawn_why or None,
        "withdrawn_why_cy": row.withdrawn_why_cy or None,
    }  # fmt: skip


def _two(name: str, english: str, welsh: str) -> dict[str, Value]:
    return {f"{name}_en": english or None, f"{name}_cy": welsh or None}


def _number(cell: Cell) -> float | int | None:
    """The figure of a cell; None for a symbol or words."""
    return None if isinstance(cell, str) else cell


def _joined(words: Any) -> str | None:
    return BETWEEN.join(words) or None


def _full(address: str) -> str:
    return f"{settings.PUBLIC_URL}{address}"
