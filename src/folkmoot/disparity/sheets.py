"""The document as files for spreadsheets: an accessible ODS workbook, and one long CSV table.

The workbook follows the Analysis Function's "Making spreadsheets accessible": a cover, contents, notes with the symbols, one table a
sheet that starts in the first cell, one row of headings, no blank cell. Figures there are rounded (per cent to one place, ratios to
two); in the CSV they are as in the document, on the scale 0 to 1.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from folkmoot.disparity import figures as f
from folkmoot.disparity.flat import Figure, figures_of
from folkmoot.disparity.headings import CAME_FROM, FORMS, HEADINGS, PART_TITLES, Form, heading_of
from folkmoot.disparity.parts import LEGEND, parts_of, title_of
from folkmoot.disparity.pieces import LABELS, PLACES, Piece, pieces_of
from folkmoot.disparity.sentences import caveats
from folkmoot.disparity.tables import FIFTHS, POSITIONS, VERDICTS
from folkmoot.disparity.words import Sentence, Translate, as_it_is, cleaned, gettext_noop
from folkmoot.foundation.tables.csv_writer import write_csv
from folkmoot.foundation.tables.ods_writer import write_ods
from folkmoot.foundation.tables.sheets import Cell, Sheet
from folkmoot.foundation.tables.xlsx_writer import write_xlsx

COVER, CONTENTS, NOTES, FOUND = gettext_noop("Cover"), gettext_noop("Contents"), gettext_noop("Notes"), gettext_noop("What was found")
TABLE = gettext_noop("Table %(number)s")
ITEM, CONTENT, SHEET, TITLE = gettext_noop("Item"), gettext_noop("Content"), gettext_noop("Sheet"), gettext_noop("Title")
SYMBOL, MEANING, PART, SENTENCE = gettext_noop("Symbol or note"), gettext_noop("Meaning"), gettext_noop("Part"), gettext_noop("Sentence")
NOTE = gettext_noop("Note %(number)s")
RELIABILITY, AS_SHOWN = gettext_noop("Reliability"), gettext_noop("as shown")
NOT_FOR_RELEASE = gettext_noop("Not for release: small numbers are not withheld here.")
MORE_SYMBOLS = (
    (f.NOT_AVAILABLE, gettext_noop("not available: it was not asked for, or could not be worked out, for this row")),
    (f.UNRELIABLE, gettext_noop("low reliability: too few to judge")),
)
ANSWERS = {"verdict": VERDICTS, "position": POSITIONS, "four_fifths": FIFTHS}
CSV_COLUMNS = (*PLACES, "figure", "value", "low", "high")


def as_csv(document: Any) -> str:
    """One row a figure: where it belongs, its name, value, and interval. Lines end with CR LF: write it with `newline=""`."""
    rows = [[*_places(piece), figure.name, *_values(figure)] for piece in pieces_of(cleaned(document)) for figure in _figures(piece)]
    return write_csv(CSV_COLUMNS, rows).decode("utf-8-sig")


def _places(piece: Piece) -> list[str]:
    return [piece.places.get(place, f.NOT_DEFINED) for place in PLACES]


def _figures(piece: Piece) -> Iterator[Figure]:
    return figures_of(piece.item, LABELS)


def _values(figure: Figure) -> list[Cell]:
    return [f.NOT_DEFINED if one is None else one for one in (figure.value, figure.low, figure.high)]


def as_ods(document: Any, translate: Translate = as_it_is, lang: str = "en") -> bytes:
    """The workbook. Raises TableError for text too long for a cell."""
    return write_ods(_sheets(document, translate), title_of(cleaned(document)).said(translate), lang)


def as_xlsx(document: Any, translate: Translate = as_it_is, lang: str = "en") -> bytes:
    """The same workbook for those who cannot open the other. Raises as `as_ods` does."""
    return write_xlsx(_sheets(document, translate), title_of(cleaned(document)).said(translate), lang)


def _sheets(document: Any, translate: Translate) -> list[Sheet]:
    document = cleaned(document)
    maker = _Workbook(translate)
    tables = list(maker.tables(document))
    front = [maker.cover(document), maker.contents(tables), maker.notes(document), maker.found(document)]
    return [*front, *(sheet for sheet, _ in tables)]


class _Workbook:
    """Makes the sheets in one language."""

    def __init__(self, translate: Translate) -> None:
        self.translate = translate

    def say(self, phrase: str, **values: str) -> str:
        return Sentence(phrase, values).said(self.translate)

    def sheet(self, title: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Sheet:
        return Sheet(title, [self.say(column) for column in columns], rows)

    def cover(self, document: Any) -> Sheet:
        source = document["source"]
        rows = [[self.say(TITLE), title_of(document).said(self.translate)]]
        rows += [[self.say(CAME_FROM["off"]), self.say(NOT_FOR_RELEASE)]] if document["disclosure"]["off"] else []
        rows += [[self.say(CAME_FROM["file"]), f"{one['name']}, SHA-256 {one['sha256']}"] for one in source["files"]]
        rows += [[self.say(CAME_FROM["rows"]), f.counted(source["rows"])], [self.say(CAME_FROM["used"]), f.counted(source["used"])]]
        rows += [[self.say(CAME_FROM["engine"]), source["engine"]], [self.say(CAME_FROM["schema"]), document["schema"]]]
        answer = next(part for part in parts_of(document) if part.kind == "answer")
        rows += [[self.say(CAME_FROM["answer"]), sentence.said(self.translate)] for sentence in answer.sentences]
        return self.sheet(self.say(COVER), (ITEM, CONTENT), rows)

    def contents(self, tables: Sequence[tuple[Sheet, str]]) -> Sheet:
        front = [[self.say(name), self.say(name)] for name in (COVER, NOTES, FOUND)]
        return self.sheet(self.say(CONTENTS), (SHEET, TITLE), [*front, *([sheet.title, title] for sheet, title in tables)])

    def notes(self, document: Any) -> Sheet:
        rows = [[symbol, self.say(meaning)] for symbol, meaning in (*LEGEND, *MORE_SYMBOLS)]
        rows += [[self.say(NOTE, number=str(place)), one.said(self.translate)] for place, one in enumerate(caveats(document), 1)]
        return self.sheet(self.say(NOTES), (SYMBOL, MEANING), rows)

    def found(self, document: Any) -> Sheet:
        rows = [
            [part.title.said(self.translate), sentence.said(self.translate)]
            for whole in parts_of(document)
            if whole.kind != "symbols"
            for part in (whole, *whole.inner)
            for sentence in part.sentences
        ]
        return self.sheet(self.say(FOUND), (PART, SENTENCE), rows)

    def tables(self, document: Any) -> Iterator[tuple[Sheet, str]]:
        """One sheet for all pieces of a kind, with its title; stage, characteristic and group stand in columns of their own."""
        kinds: dict[str, list[Piece]] = {}
        for piece in pieces_of(document):
            kinds.setdefault(piece.places["part"], []).append(piece)
        for number, (kind, pieces) in enumerate(kinds.items(), 1):
            yield self.table(self.say(TABLE, number=str(number)), pieces), self.say(PART_TITLES[kind])

    def table(self, title: str, pieces: Sequence[Piece]) -> Sheet:
        places = [place for place in PLACES[1:] if any(place in piece.places for piece in pieces)]
        rows = [{figure.name: figure for figure in _figures(piece)} for piece in pieces]
        names = list(dict.fromkeys(name for row in rows for name in row))
        kept = [name for name in names if not all(_is_empty(row.get(name)) for row in rows)]
        columns = [*places, *(column for name in kept for column in self.columns(name, rows))]
        marks = any("verdict" in row or "position" in row for row in rows)
        cells = [
            [
                *(piece.places.get(place, f.NOT_DEFINED) for place in places),
                *self.cells(row, kept, rows),
                *(self.mark(row) if marks else []),
            ]
            for piece, row in zip(pieces, rows, strict=True)
        ]
        headings = [self.heading(column) for column in columns] + ([self.say(RELIABILITY)] if marks else [])
        return Sheet(title, headings, cells)

    def columns(self, name: str, rows: Sequence[dict[str, Figure]]) -> list[str]:
        """The keys of the headings: a figure alone, a pair, or a figure with its pair."""
        figure = next(row[name] for row in rows if name in row)
        pair = [f"{name} low", f"{name} high"]
        return pair if figure.is_pair else [name, *pair] if figure.has_interval else [name]

    def heading(self, column: str) -> str:
        return HEADINGS[column].said(self.translate) if column in HEADINGS else heading_of(column).said(self.translate)

    def cells(self, row: dict[str, Figure], names: Sequence[str], rows: Sequence[dict[str, Figure]]) -> list[Cell]:
        return [cell for name in names for cell in self.cells_of(row.get(name), name, len(self.columns(name, rows)))]

    def cells_of(self, figure: Figure | None, name: str, number: int) -> list[Cell]:
        if figure is None:
            return [f.NOT_AVAILABLE] * number
        form = FORMS.get(name.rpartition(".")[2], Form.PLAIN)
        values = [figure.low, figure.high] if figure.is_pair else [figure.value, figure.low, figure.high][:number]
        return [self.cell(value, name, form) for value in values]

    def cell(self, value: Any, name: str, form: Form) -> Cell:
        if f.is_number(value):
            return form.rounded(value)
        if value in ANSWERS.get(name, {}):
            return self.say(ANSWERS[name][value])
        return value if value is None or str(value).startswith("[") else Sentence(str(value)).said(self.translate)

    def mark(self, row: dict[str, Figure]) -> list[Cell]:
        said = {row[name].value for name in ("verdict", "position") if name in row}
        return [f.UNRELIABLE if said & {"cannot tell (too few)", "too few"} else self.say(AS_SHOWN)]


def _is_empty(figure: Figure | None) -> bool:
    return figure is None or all(one in (None, f.NOT_DEFINED) for one in (figure.value, figure.low, figure.high))
