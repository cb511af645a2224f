"""Text files: in what encoding, with what separator, and their records."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from folkmoot.foundation.tables.kinds import WORKBOOK_ADVICE, not_a_table
from folkmoot.foundation.tables.table import TableError
from folkmoot.foundation.tables.western import is_mac_roman

# The comma stands last: where two separators fit equally well, commas are the ones found within text and numbers.
DELIMITERS = ("\t", "|", ";", ",")
_LARGEST_FIELD = 2**31 - 1
_SAMPLE_CHARS = 262_144
_NO_FIT = (-1.0, 0)
_SAMPLE_RECORDS = 50
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)

# A first line whose every cell stands in apostrophes.
_IN_APOSTROPHES = re.compile(r"\s*'[^'\r\n]*'([\t|;,] *'[^'\r\n]*')+[ \t]*(?:[\r\n]|$)")

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8", "utf-8-sig"),
    (b"\xff\xfe", "utf-16-le", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be", "utf-16-be"),
)


@dataclass(frozen=True)
class Text:
    """The characters of a file, the encoding they were in, and a remark for the person where that was a guess."""

    characters: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes) -> Text:
    """Read bytes as text: by byte order mark, as UTF-8 or UTF-16, else Windows-1252 or Mac Roman. Raises TableError for no text."""
    text = _by_mark(data) or _unmarked_utf16(data) or _utf8(data) or _western(data)
    position = text.characters.find("\0")
    if position >= 0:
        raise TableError(
            "this file is not plain text.",
            "It holds a NUL character, which no table of text does.",
            WORKBOOK_ADVICE,
            row=text.characters.count("\n", 0, position) + 1,
        )
    return text


def _by_mark(data: bytes) -> Text | None:
    for mark, encoding, name in _MARKS:
        if data.startswith(mark):
            return Text(_strictly(data[len(mark) :], encoding), name)
    return None


def _unmarked_utf16(data: bytes) -> Text | None:
    # Latin letters in UTF-16 have a NUL in every second byte: after the letter (LE) or before it (BE).
    sample = data[:4096]
    pairs = len(sample) // 2
    if pairs == 0 or len(data) % 2:
        return None
    before, after = sample[0::2].count(0) / pairs, sample[1::2].count(0) / pairs
    if after > 0.4 and before < 0.05:
        return Text(_strictly(data, "utf-16-le"), "utf-16-le")
    if before > 0.4 and after < 0.05:
        return Text(_strictly(data, "utf-16-be"), "utf-16-be")
    return None


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        row = data[: error.start].decode(encoding, "replace").count("\n") + 1
        raise TableError(
            "some letters in this file are damaged.",
            f"The file says it is in {encoding.upper()}, but it holds bytes that are not.",
            "Open it in your spreadsheet program, save it as CSV UTF-8, and bring the new file.",
            row=row,
        ) from error


def _utf8(data: bytes) -> Text | None:
    try:
        return Text(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    readable = sum(character > "\x7f" for character in data.decode("utf-8", "ignore"))
    broken = data.decode("utf-8", "replace").count("\ufffd")
    # Mostly UTF-8 with a few broken letters: reading all of it as Windows-1252 would garble every accented name.
    return Text(_strictly(data, "utf-8"), "utf-8") if readable > broken else None


def _western(data: bytes) -> Text:
    try:
        characters, encoding = data.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        characters, encoding = data.decode("latin-1"), "latin-1"
    if is_mac_roman(data, characters):
        characters, encoding = data.decode("mac_roman"), "mac-roman"
    note = f"The file is not in UTF-8; it was read as Western European text ({encoding}). Check letters such as ŵ and ê."
    return Text(characters, encoding, (note,))


@dataclass(frozen=True)
class Writing:
    """How the cells of a text file are kept apart: what separates them, what stands around them, whether a space follows a separator."""

    delimiter: str
    quote: str = '"'
    gap: bool = False

    @property
    def notes(self) -> tuple[str, ...]:
        """What the person should know of it."""
        quote = "Apostrophes around the cells were taken for quotation marks." if self.quote == "'" else ""
        gap = "Spaces after the separators were left out." if self.gap else ""
        return tuple(filter(None, (quote, gap)))


def find_writing(characters: str, header_row: int | None) -> Writing:
    """The separator under which the rows agree best with the headings (a comma where nothing separates), and what goes with it."""
    stated = _SEPARATOR_LINE.match(characters)
    sample = characters[:_SAMPLE_CHARS]
    quote = "'" if _IN_APOSTROPHES.match(sample) else '"'
    ways = [Writing(delimiter, quote, _has_gaps(sample, delimiter, quote)) for delimiter in DELIMITERS]
    if stated and stated.group(1) in DELIMITERS:
        return next(way for way in ways if way.delimiter == stated.group(1))
    fits = {way: _agreement(sample, way, header_row) for way in ways}
    best = max(ways, key=lambda way: fits[way])
    return best if fits[best] > _NO_FIT else ways[-1]


def _has_gaps(sample: str, delimiter: str, quote: str) -> bool:
    """Whether a cell in quotation marks begins after a separator and a space, which would make the marks part of the cell."""
    return re.search(rf"{re.escape(delimiter)} +{quote}[^{quote}\r\n{re.escape(delimiter)}]", sample) is not None


def _agreement(sample: str, way: Writing, header_row: int | None) -> tuple[float, int]:
    widths = _widths(sample, way, header_row)
    if not widths or widths[0] < 2:
        return _NO_FIT
    heading, rest = widths[0], widths[1:]
    if len(sample) == _SAMPLE_CHARS and len(rest) < _SAMPLE_RECORDS:
        rest = rest[:-1]
    return (rest.count(heading) / len(rest) if rest else 1.0, heading)


def _widths(sample: str, way: Writing, header_row: int | None) -> list[int]:
    widths: list[int] = []
    reader = _reader(sample, way)
    try:
        for number, record in enumerate(islice(reader, (header_row or 100) + _SAMPLE_RECORDS), 1):
            if number >= (header_row or 1) and any(record):
                widths.append(len(record))
    except csv.Error:
        pass  # what could be read of the sample decides; the real reading says what is wrong
    return widths[: _SAMPLE_RECORDS + 1]


def _reader(characters: str, way: Writing) -> Iterator[list[str]]:
    # Strict, because under a wrong separator a quoted cell that holds it would seem to be two.
    lines = io.StringIO(characters, newline="")
    return csv.reader(lines, delimiter=way.delimiter, quotechar=way.quote, skipinitialspace=way.gap, strict=True)


def records(characters: str, way: Writing) -> Iterator[tuple[int, list[str]]]:
    """Yield (row number, cells). Raises TableError naming the row for a quotation mark out of place."""
    csv.field_size_limit(_LARGEST_FIELD)  # `layout` refuses long cells and can name the column
    reader = _reader(characters, way)
    number = 0
    while True:
        number += 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _misquoted(number) from error
        if number == 1 and _SEPARATOR_LINE.match(characters):
            record = []
        yield number, record


def _misquoted(row: int) -> TableError:
    return TableError(
        "a quotation mark is out of place.",
        "A cell in quotation marks must end with one, and a quotation mark inside it is written twice.",
        "Correct the row, or open the file in your spreadsheet program and save it again as CSV UTF-8.",
        row=row,
    )


def refuse_binary(characters: str) -> None:
    """Raises TableError where the text is mostly control characters: some program's data, not a table."""
    sample = characters[:4096]
    strange = sum(character < " " and character not in "\t\r\n" for character in sample)
    if strange * 10 > len(sample) + 100:
        raise not_a_table("no text that a person could read")
