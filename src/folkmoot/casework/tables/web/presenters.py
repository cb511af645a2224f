"""Published tables as a page shows them: the frozen cells, one figure with its interval in one cell, every phrase with its language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, gettext_noop

from folkmoot.casework.sentences import Sentence
from folkmoot.casework.tables.files import MARKS, SYMBOLS, marks_of
from folkmoot.casework.tables.grid import FINDING, GROUP, ROW_NAMES, Cell, Column, Grid, Line, cell_words, heading
from folkmoot.casework.tables.models import Edition
from folkmoot.casework.tables.rules import State
from folkmoot.casework.web.presenters import CHART_DESCRIPTION, CHART_TITLE, REVIEW_NONE, REVIEW_ONE, REVIEW_SOME
from folkmoot.disparity import figures as f
from folkmoot.disparity.headings import Form
from folkmoot.webkit.charts import Drawing, Interval, Mark, interval_plot, interval_plot_wide
from folkmoot.webkit.words import is_translated

WITH_RANGE = gettext_noop("%(figure)s, with its interval")
RANGE = gettext_noop("%(figure)s, from and to")
VALUE_IN_RANGE = gettext_noop("%(value)s (%(low)s to %(high)s)")
FROM_TO = gettext_noop("%(low)s to %(high)s")
STATE_COLOURS = {
    State.DRAFT: "grey", State.CHECKED: "yellow", State.AGREED: "light-blue", State.PUBLISHED: "turquoise", State.WITHDRAWN: "orange",
}  # fmt: skip
MOST_DRAWN = 25
MOST_OPEN = 40  # rows; a longer table is folded
_LEVEL = "95"


@dataclass(frozen=True)
class Said:
    """Words with their language where that is not the page's."""

    words: str
    lang: str = ""


@dataclass(frozen=True)
class Shown:
    """One table of a page. Each row has the cells that name it, and its figures, each with whether it is words; `wordy` are the places of
    headings over words."""

    number: int
    title: Said
    sentences: Sequence[Sentence]
    headings: Sequence[Said]
    rows: Sequence[tuple[Sequence[Said], Sequence[tuple[Said, bool]]]]
    wordy: frozenset[int]
    about: Sequence[tuple[Said, str]]
    notes: Sequence[str]
    source: str
    data_as_of: str
    reference: str
    known: str
    chart: Drawing
    broad: Drawing
    left_out: bool

    @property
    def long(self) -> bool:
        """Whether it is shown only once somebody asks for it."""
        return len(self.rows) > MOST_OPEN


def said(phrase: str, english: str | None = None) -> Said:
    """A phrase of the catalogue in the language of the page, marked where it is not translated."""
    shown = gettext(phrase).replace("%%", "%") if english is None else english
    return Said(shown, "en" if get_language() == "cy" and not is_translated(phrase) else "")


def shown(grid: Grid, number: int) -> Shown:
    parts = list(_parts(grid.columns))
    marked = any(line.marks for line in grid.lines)
    headings = [Said(name) for name in grid.by] + [_heading(part) for part in parts] + ([said(MARKS)] if marked else [])
    rows = [
        (
            _named(line),
            [(_cell(part, line, grid.columns), part[0].form == "WORDS") for part in parts]
            + ([(Said(marks_of(grid, line)), True)] if marked else []),
        )
        for line in grid.lines
    ]
    wordy = (
        set(range(len(grid.by)))
        | {len(grid.by) + place for place, part in enumerate(parts) if part[0].form == "WORDS"}
        | ({len(headings) - 1} if marked else set())
    )
    drawn = _drawn(grid)
    as_of = date_format(date.fromisoformat(grid.data_as_of), "j F Y") if grid.data_as_of else ""
    known = "" if grid.share_recorded == f.NOT_AVAILABLE else str(grid.share_recorded)
    return Shown(
        number, title_of(grid), grid.sentences, headings, rows, frozenset(wordy), [(said(label), value) for label, value in grid.about],
        grid.notes, grid.source, as_of, grid.reference, known, interval_plot(**drawn) if drawn else Drawing(""),
        interval_plot_wide(**drawn) if drawn else Drawing(""), grid.left_out,
    )  # fmt: skip


def title_of(grid: Grid) -> Said:
    welsh = get_language() == "cy"
    return Said(grid.title_cy if welsh and grid.title_cy else grid.title, "en" if welsh and not grid.title_cy else "")


def _parts(columns: Sequence[Column]) -> Iterator[list[Column]]:
    """A figure with the ends of its interval together."""
    for _name, among in groupby(columns, key=lambda column: column.name):
        yield list(among)


def _heading(part: Sequence[Column]) -> Said:
    plain = heading(Column(part[0].name, part[0].words, part[0].form, own=part[0].own), gettext)
    lang = "" if part[0].own else said(part[0].words).lang
    if len(part) == 1:
        return Said(plain, lang)
    return Said(gettext(WITH_RANGE if len(part) == 3 else RANGE) % {"figure": plain}, lang)


def _named(line: Line) -> list[Said]:
    if line.kind == GROUP:
        return [Said(one) for one in line.group]
    return [said(ROW_NAMES[line.kind]), *(Said(one) for one in line.group[1:])]


def _cell(part: Sequence[Column], line: Line, columns: Sequence[Column]) -> Said:
    cells = [line.cells[columns.index(column)] for column in part]
    texts = [_text(cell, column) for cell, column in zip(cells, part, strict=True)]
    if len(part) == 1:
        lang = "en" if part[0].name == FINDING and get_language() == "cy" and texts[0] == cells[0] and not texts[0].startswith("[") else ""
        return Said(texts[0], lang)
    if len(set(texts)) == 1:
        return Said(texts[0])
    ends = dict(zip(("value", "low", "high") if len(part) == 3 else ("low", "high"), texts, strict=True))
    return Said(gettext(VALUE_IN_RANGE if len(part) == 3 else FROM_TO) % ends)


def _text(cell: Cell, column: Column) -> str:
    """The cell as people read it: the same digits as in the files, thousands apart."""
    if isinstance(cell, str):
        return str(cell_words(cell, column, gettext))
    places = Form[column.form].value[1] if column.form in Form.__members__ else None
    written = f"{cell:,}" if places is None else f"{cell:,.{places}f}"
    return f"{'+' if column.form == 'POINTS' and cell > 0 else ''}{written}".replace("-", f.MINUS)


def _drawn(grid: Grid) -> dict[str, Any] | None:
    """What the picture is given: rates that are shown, of one characteristic that is compared."""
    keys = [column.key for column in grid.columns]
    if not grid.reference or len(grid.by) != 1 or "rate" not in keys:
        return None
    at = {name: keys.index(name) for name in ("rate", "rate low", "rate high", FINDING)}
    lines = [line for line in grid.lines if line.kind == GROUP and f.is_number(line.cells[at["rate"]])][:MOST_DRAWN]
    if not lines:
        return None
    rows = [
        Interval(
            line.group[0], float(line.cells[at["rate"]]), float(line.cells[at["rate low"]]), float(line.cells[at["rate high"]]),
            _mark(line.cells[at[FINDING]]),
        )
        for line in lines
    ]  # fmt: skip
    beside = next((row.value for row in rows if row.label == grid.reference), None)
    title = Sentence(CHART_TITLE, {"outcome": grid.outcome, "by": grid.by[0], "level": _LEVEL})
    tells = Sentence(CHART_DESCRIPTION, {"number": len(rows), "reference": grid.reference})
    lang = "cy" if get_language() == "cy" and not title.lang else "en-GB"
    return {"rows": rows, "title": str(title), "description": str(tells), "reference": beside, "unit": "%", "lang": lang}


def _mark(finding: Cell) -> Mark:
    return {"reference": Mark.SQUARE, "difference found": Mark.DIAMOND}.get(str(finding), Mark.CIRCLE)


def in_short(grids: Sequence[Grid]) -> Sentence:
    """How many groups need review in all tables together."""
    reviews = sum(one.needs_review for grid in grids for one in grid.sentences)
    return Sentence(REVIEW_NONE if not reviews else REVIEW_ONE if reviews == 1 else REVIEW_SOME, {"number": reviews})


def symbols() -> list[tuple[str, Said]]:
    """The symbols and what they mean."""
    return [(symbol, said(meaning)) for symbol, meaning in SYMBOLS]


def words_in(edition: Edition, name: str, *, welsh: bool) -> Said:
    """A text of an edition in the language of the page; the English, marked so, where there is no Welsh."""
    own = getattr(edition, f"{name}_cy") if welsh else ""
    return Said(own or getattr(edition, f"{name}_en", "") or getattr(edition, name, ""), "en" if welsh and not own else "")


def about_in(edition: Edition, *, welsh: bool, easy: bool) -> tuple[Said, bool]:
    """What an edition is about, and whether that is the version that was asked for."""
    if easy:
        own = edition.about_easy_cy if welsh else edition.about_easy
        if own:
            return Said(own), True
        if welsh and edition.about_cy:
            return Said(edition.about_cy), False
        return Said(edition.about_en, "en" if welsh else ""), False
    found = words_in(edition, "about", welsh=welsh)
    return found, not found.lang
