"""Comments that people labelled, from a file, and the numbers others published for the same labels. No database.

Two shapes are read: one column with the labels of a comment, parted by “;”, or one column a label with 1 where the comment has it.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from folkmoot.errors import FolkmootError

INVENTED = Path(__file__).parent / "data" / "invented.csv"


class UnreadableComments(FolkmootError):
    """A file of labelled comments, or of published numbers, cannot be used."""


@dataclass(frozen=True)
class Labelled:
    """Comments in the order of the file, the labels of each, and the rows they came from."""

    texts: list[str]
    labels: list[set[str]]
    rows: list[dict[str, str]]

    def where(self, column: str, value: str) -> list[int]:
        """The places of the comments with a value in a column."""
        self._check(column)
        return [place for place, row in enumerate(self.rows) if row[column] == value]

    def latest(self, column: str, share: float) -> list[int]:
        """The places of the latest comments by the day in a column, `share` of all; a comment without a day is none of them."""
        self._check(column)
        days = [(day, place) for place, row in enumerate(self.rows) if (day := _day(row[column]))]
        return sorted(place for _, place in sorted(days)[len(days) - round(len(days) * share) :])

    def _check(self, column: str) -> None:
        if self.rows and column not in self.rows[0]:
            raise UnreadableComments(f"There is no column “{column}”.", "", f"The columns are: {', '.join(self.rows[0])}.")


def _day(text: str) -> date | None:
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007  # a day, no time
        except ValueError:
            continue
    return None


def read_labelled(
    path: Path, *, text: str, themes: str = "", first: str = "", beside: Sequence[str] = (), merged: Mapping[str, str] | None = None
) -> Labelled:
    """Read labelled comments: `themes` names the one column of labels, or `first` the first of many columns that are labels.

    `beside` names columns whose words are read with the comment (the question that was asked); `merged` maps an old label to the one
    it is counted as. A comment without any label is kept where `themes` is given, and left out otherwise: nobody labelled it.
    Raises UnreadableComments.
    """
    rows = _rows(path)
    columns = list(rows[0])
    for needed in (text, *beside, *([themes] if themes else [first])):
        if needed not in columns:
            raise UnreadableComments(f"{path.name} has no column “{needed}”.", "", f"Its columns are: {', '.join(columns)}.")
    of_labels = [] if themes else columns[columns.index(first) :]
    found = [(row, _labels(row, themes, of_labels, merged or {})) for row in rows]
    kept = [(row, labels) for row, labels in found if labels or themes]
    texts = ["\n".join([row[text], *(row[column] for column in beside)]) for row, _ in kept]
    return Labelled(texts, [labels for _, labels in kept], [row for row, _ in kept])


def _labels(row: Mapping[str, str], themes: str, of_labels: Sequence[str], merged: Mapping[str, str]) -> set[str]:
    named = row[themes].split(";") if themes else [column for column in of_labels if row[column].strip() in ("1", "1.0")]
    return {merged.get(label.strip(), label.strip()) for label in named if label.strip()}


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [{name: value or "" for name, value in row.items() if name} for row in csv.DictReader(file)]
    except FileNotFoundError:
        raise UnreadableComments(f"There is no file {path}.", "", "Give the path of a CSV file.") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableComments(f"{path.name} is not a CSV file in UTF-8.", str(error), "Save it as CSV in UTF-8.") from error
    if not rows:
        raise UnreadableComments(f"{path.name} holds no comment.", "", "Give a file with a header row and one row a comment.")
    return rows


@dataclass(frozen=True)
class Published:
    """What somebody else published for a label. `base` is the number of comments with it in their test, None where they gave none."""

    precision: float
    recall: float
    f1: float
    base: int | None


def read_published(path: Path) -> dict[str, Published]:
    """The published numbers by label, from a workbook's first sheet or a CSV file: label, precision, recall, F1, base if there.

    Raises UnreadableComments.
    """
    found = {}
    for row in _table(path)[1:]:
        try:
            precision, recall, f1 = (float(str(cell)) for cell in row[1:4])
            base = int(float(str(row[4]))) if len(row) > 4 and str(row[4]) else None
        except (ValueError, IndexError):
            raise UnreadableComments(
                f"{path.name} cannot be read at “{row[0] if row else ''}”.", "", "The columns must be: label, precision, recall, F1, base."
            ) from None
        found[str(row[0]).strip()] = Published(precision, recall, f1, base)
    return found


def _table(path: Path) -> list[list[object]]:
    if path.suffix.lower() == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [list(row) for row in csv.reader(file) if row]
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        return [list(row) for row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()]
    except (CalamineError, OSError) as error:
        raise UnreadableComments(f"{path.name} is not a workbook.", str(error), "Give an XLSX or a CSV file.") from error
