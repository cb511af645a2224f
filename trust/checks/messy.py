"""Tables of known content written as messily as published files are: the pollutions that Pollock names, over separators and encodings.

Source of the kinds: G. Vitagliano, M. Hameed, L. Jiang, L. Reisener, E. Wu, F. Naumann, "Pollock: A Data Loading Benchmark", PVLDB 16(8),
2023. The files of that benchmark are not here: these are written anew, and what they should say is known because it was written first.
"""

import codecs
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Grid = list[list[str]]
DELIMITERS = (",", ";", "\t", "|")
# name -> codec, what stands before the text
ENCODINGS: dict[str, tuple[str, bytes]] = {
    "UTF-8": ("utf-8", b""), "UTF-8 with mark": ("utf-8", codecs.BOM_UTF8),
    "UTF-16LE with mark": ("utf-16-le", codecs.BOM_UTF16_LE), "UTF-16BE with mark": ("utf-16-be", codecs.BOM_UTF16_BE),
    "UTF-16LE": ("utf-16-le", b""), "UTF-16BE": ("utf-16-be", b""),
    "cp1252": ("cp1252", b""), "Mac Roman": ("mac_roman", b""), "Latin-1": ("latin-1", b""),
}  # fmt: skip
HEADINGS = ["Reference", "Enw / Name", "Café", "Share", "Sum (£)", "Telephone", "Date", "Words"]
_CELLS: tuple[tuple[str, ...], ...] = (
    ("00123", "007", "12345678901234567890", "0000000000000000001", "1e5", "1E10", "9007199254740993", "0x1F", "01AB", "+44"),
    ("Siân Gŵyr", "Tŷ Ddewi", "Nia Ŵyr", "José Ñuñez", "O’Brien", "D'Arcy", "Zoë", "Llŷr", "Ann", "null", "N/A", "NaN", "TRUE"),
    ("café", "Crêpe", "Ystâd", "naïve", "plain", "", "Fañez – Lôn", "São Paulo"),
    ("1/2", "3/4", "1-2", "2/29", "1:30", "½", "5%", "1.10", "0.50", "-0", "1,5", "1.000"),
    ("£1,234.50", "£0", "£ 5", "(£12.00)", "€3", "1.234,50", "12", ""),
    ("020\u00a07946\u00a00000", "07700 900123", "+44 7700 900123", "0044", "", "01632\u00a0960001"),
    ("01/02/2026", "2026-03-01", "1 March 2026", "29/02/2024", "00/00/0000", "20260301", "Mar-26"),
    ("plain words", "“quoted” – dash…", " a space before", "two  spaces", "", "=1+1", "#N/A", "100 %", "tab-free; semi, comma | bar"),
)


@dataclass(frozen=True)
class Messy:
    """One file: what is messy in it, its bytes, what it says (headings first), and whether a reader may refuse it instead.

    `header_row`: where a person would point at the headings, if the reader asked; None where there is nothing to ask.
    """

    kind: str
    data: bytes
    says: Grid
    refusable: bool = False
    header_row: int | None = None


@dataclass(frozen=True)
class Way:
    """How a file is written: its separator, its encoding, the end of its lines, its quotation mark."""

    delimiter: str
    encoding: str
    end: str = "\r\n"
    quote: str = '"'
    everywhere: bool = False
    gap: str = ""

    def line(self, cells: list[str]) -> str:
        return (self.delimiter + self.gap).join(self._cell(cell) for cell in cells)

    def _cell(self, cell: str) -> str:
        hurts = any(each in cell for each in (self.delimiter, self.quote, "\n", "\r")) or (self.gap and cell != cell.strip())
        doubled = cell.replace(self.quote, self.quote * 2)
        return f"{self.quote}{doubled}{self.quote}" if hurts or self.everywhere else cell

    def text(self, grid: Grid) -> str:
        return "".join(self.line(row) + self.end for row in grid)

    def bytes(self, text: str) -> bytes:
        codec, mark = ENCODINGS[self.encoding]
        return mark + text.encode(codec)


Pollution = Callable[[Way, Grid, random.Random], Messy]
POLLUTIONS: dict[str, Pollution] = {}


def pollution(name: str) -> Callable[[Pollution], Pollution]:
    def keep(made: Pollution) -> Pollution:
        POLLUTIONS[name] = made
        return made

    return keep


def grid(encoding: str, dice: random.Random, rows: int = 0) -> Grid:
    """Headings and rows of cells that the encoding can write."""
    codec, columns = ENCODINGS[encoding][0], dice.randint(3, len(HEADINGS))
    kept = [[cell for cell in cells if _can(cell, codec)] for cells in _CELLS]
    headings = [name if _can(name, codec) else name.encode("ascii", "ignore").decode() for name in HEADINGS]
    body = [[dice.choice(kept[column]) for column in range(columns)] for _row in range(rows or dice.randint(2, 30))]
    for row in body:
        row[0] = row[0] or "1"  # no row is empty
    body[0][1] = next(cell for cell in kept[1] if not cell.isascii())  # something that tells encodings apart
    return [headings[:columns], *body]


def _can(text: str, codec: str) -> bool:
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def files(dice: random.Random) -> Iterator[Messy]:
    """Without end: every pollution in turn, each with a separator, an encoding and an end of lines by lot."""
    while True:
        for name, made in POLLUTIONS.items():
            way = Way(dice.choice(DELIMITERS), dice.choice(list(ENCODINGS)), dice.choice(("\r\n", "\n", "\r")))
            one = made(way, grid(way.encoding, dice), dice)
            said = f"{name}; {way.encoding}; separator {way.delimiter!r}; lines end with {way.end!r}"
            yield Messy(said, one.data, one.says, one.refusable, one.header_row)


def _as(way: Way, said: Grid, text: str = "", *, refusable: bool = False, header_row: int | None = None) -> Messy:
    return Messy("", way.bytes(text or way.text(said)), said, refusable, header_row)


def _with(way: Way, **values: object) -> Way:
    return Way(**{**way.__dict__, **values})  # type: ignore[arg-type]


@pollution("nothing messy")
def _clean(way: Way, said: Grid, _dice: random.Random) -> Messy:
    return _as(way, said)


@pollution("every cell in quotation marks")
def _quoted(way: Way, said: Grid, _dice: random.Random) -> Messy:
    return _as(_with(way, everywhere=True), said)


@pollution("cells in apostrophes")
def _apostrophes(way: Way, said: Grid, _dice: random.Random) -> Messy:
    return _as(_with(way, quote="'", everywhere=True), said, refusable=True)


@pollution("quotation marks and separators within cells")
def _within(way: Way, said: Grid, dice: random.Random) -> Messy:
    for row in said[1:]:
        row[dice.randrange(len(row))] = f'"said" {way.delimiter} and "{way.delimiter}"'
    return _as(way, said)


@pollution("quotation marks escaped by a stroke")
def _escaped(way: Way, said: Grid, dice: random.Random) -> Messy:
    said[dice.randrange(1, len(said))][1] = f'a "said"{way.delimiter} b'
    lines = [way.line(row).replace('""', '\\"') for row in said]
    return _as(way, said, way.end.join(lines) + way.end, refusable=True)


@pollution("separators escaped by a stroke")
def _stroke(way: Way, said: Grid, dice: random.Random) -> Messy:
    said[1:] = [[cell.replace(way.delimiter, " ").replace('"', "") for cell in row] for row in said[1:]]
    row = dice.randrange(1, len(said))
    plain = [list(each) for each in said]
    said[row][1], plain[row][1] = f"a{way.delimiter} b", f"a\\{way.delimiter} b"
    return _as(way, said, way.end.join(way.delimiter.join(each) for each in plain) + way.end, refusable=True)


@pollution("a quotation mark that is never closed")
def _open_quote(way: Way, said: Grid, dice: random.Random) -> Messy:
    lines = [way.line(row) for row in said]
    at = dice.randrange(1, len(said))
    lines[at] = way.line(said[at][:-1]) + way.delimiter + '"' + said[at][-1].replace('"', "")
    said[at][-1] = said[at][-1].replace('"', "")
    return _as(way, said, way.end.join(lines) + way.end, refusable=True)


@pollution("quotation marks around a whole row")
def _whole_row(way: Way, said: Grid, dice: random.Random) -> Messy:
    lines = [way.line(row) for row in said]
    at = dice.randrange(1, len(said))
    lines[at] = '"' + lines[at].replace('"', '""') + '"'
    return _as(way, said, way.end.join(lines) + way.end, refusable=True)


@pollution("a space after each separator")
def _gap(way: Way, said: Grid, _dice: random.Random) -> Messy:
    said = [[cell.strip(" ").replace('"', "") for cell in row] for row in said]
    return _as(_with(way, gap=" ", everywhere=True), said, refusable=True)


@pollution("cells over several lines")
def _lines(way: Way, said: Grid, dice: random.Random) -> Messy:
    said[dice.randrange(1, len(said))][-1] = f"one{way.end}two{way.end}{way.end}three"
    return _as(way, said)


@pollution("a row with a cell too few")
def _too_few(way: Way, said: Grid, dice: random.Random) -> Messy:
    lines = [way.line(row) for row in said]
    at = dice.randrange(1, len(said))
    lines[at] = way.line(said[at][:1] + said[at][2:])
    return _as(way, said, way.end.join(lines) + way.end, refusable=True)


@pollution("a row with a cell too many")
def _too_many(way: Way, said: Grid, dice: random.Random) -> Messy:
    lines = [way.line(row) for row in said]
    at = dice.randrange(1, len(said))
    lines[at] = way.line([*said[at][:1], "shoved in", *said[at][1:]])
    return _as(way, said, way.end.join(lines) + way.end, refusable=True)


@pollution("another separator in one row")
def _other(way: Way, said: Grid, dice: random.Random) -> Messy:
    lines = [way.line(row) for row in said]
    at = dice.randrange(1, len(said))
    lines[at] = _with(way, delimiter=";" if way.delimiter != ";" else "|").line(said[at])
    return _as(way, said, way.end.join(lines) + way.end, refusable=True)


@pollution("no headings")
def _no_headings(way: Way, said: Grid, _dice: random.Random) -> Messy:
    return _as(way, said[1:], refusable=True)  # an empty cell in the first row is a column without a heading


@pollution("headings in two rows")
def _two_rows(way: Way, said: Grid, _dice: random.Random) -> Messy:
    return _as(way, [said[0], [f"({name})" for name in said[0]], *said[1:]])


@pollution("headings twice")
def _twice(way: Way, said: Grid, _dice: random.Random) -> Messy:
    said[0][-1] = said[0][0]
    return _as(way, said)


@pollution("words above the table")
def _preamble(way: Way, said: Grid, dice: random.Random) -> Messy:
    above = [["Published by the Board"], [f"All figures are rounded{way.delimiter} and provisional"], []][: dice.randint(1, 3)]
    return _as(way, said, way.text(above) + way.text(said), refusable=True, header_row=len(above) + 1)


@pollution("words above the table, in as many cells")
def _padded(way: Way, said: Grid, _dice: random.Random) -> Messy:
    above = [["Published by the Board", *[""] * (len(said[0]) - 1)]]
    return _as(way, said, way.text(above) + way.text(said), refusable=True, header_row=2)


@pollution("footnotes")
def _footnotes(way: Way, said: Grid, _dice: random.Random) -> Messy:
    return _as(way, said, way.text(said) + way.end + way.text([["Source: the Board"], ["Note 1"]]), refusable=True)


@pollution("footnotes in as many cells")
def _padded_notes(way: Way, said: Grid, _dice: random.Random) -> Messy:
    return _as(way, [*said, ["Source: the Board", *[""] * (len(said[0]) - 1)]])


@pollution("empty lines")
def _empty(way: Way, said: Grid, dice: random.Random) -> Messy:
    lines = [way.line(row) for row in said]
    for _each in range(3):
        lines.insert(dice.randrange(len(lines) + 1), dice.choice(("", way.delimiter * (len(said[0]) - 1))))
    return _as(way, said, way.end.join(lines) + way.end)


@pollution("lines that end in several ways")
def _ends(way: Way, said: Grid, dice: random.Random) -> Messy:
    return _as(way, said, "".join(way.line(row) + dice.choice(("\r\n", "\n", "\r")) for row in said))


@pollution("a last line without an end")
def _no_end(way: Way, said: Grid, _dice: random.Random) -> Messy:
    return _as(way, said, way.text(said)[: -len(way.end)])


@pollution("a separator at the end of every row")
def _trailing(way: Way, said: Grid, _dice: random.Random) -> Messy:
    return _as(way, said, "".join(way.line(row) + way.delimiter + way.end for row in said))


@pollution("a separator at the end of every row but the headings")
def _trailing_body(way: Way, said: Grid, _dice: random.Random) -> Messy:
    lines = [way.line(row) + (way.delimiter if number else "") + way.end for number, row in enumerate(said)]
    return _as(way, said, "".join(lines), refusable=True)


@pollution("a line that names the separator")
def _stated(way: Way, said: Grid, _dice: random.Random) -> Messy:
    if way.end == "\r":
        way = _with(way, end="\n")
    return _as(way, said, f"sep={way.delimiter}{way.end}" + way.text(said))


@pollution("one column")
def _one(way: Way, said: Grid, _dice: random.Random) -> Messy:
    said = [[row[0]] for row in said]
    return _as(way, said)


@pollution("one row")
def _one_row(way: Way, said: Grid, _dice: random.Random) -> Messy:
    return _as(way, said[:2])


@pollution("a byte that is no letter")
def _broken(way: Way, said: Grid, _dice: random.Random) -> Messy:
    """In UTF-8 alone: elsewhere every byte is a letter, or the file is told apart by its marks."""
    way = _with(way, encoding="UTF-8")
    said = [HEADINGS[:4], *[["1", "Siân Gŵyr", "café", "½"]] * 20]
    return Messy("", way.bytes(way.text(said)).replace(b"caf\xc3\xa9", b"caf\xe9", 1), said, True)
