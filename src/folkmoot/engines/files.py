"""Files as they come: which kind, which encoding, which delimiter, which columns. What DuckDB then reads is UTF-8, Parquet or its own."""

import codecs
import csv
import hashlib
import io
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from glob import glob
from pathlib import Path

from folkmoot.engines.cube import SourceFile
from folkmoot.engines.errors import FileProblem, column_not_found

_HEAD = 1 << 18
_DELIMITERS = ",;\t|"
_WIDE_BOMS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True)
class CaseFile:
    """A file to count. `original` is the file it was made from, where reading it took a copy (a workbook, another encoding).

    `path` may be a pattern (`cases-*.parquet`) and may name a table of a DuckDB file (`cases.duckdb#table`) until `found` has seen it.
    """

    path: Path
    original: Path | None = None
    table: str = ""

    @property
    def name(self) -> str:
        return (self.original or self.path).name + (f"#{self.table}" if self.table else "")


@dataclass(frozen=True)
class TextTable:
    """How to read a delimited text file: its delimiter, its column names in order, lines before the header, and about how long a row is."""

    file: CaseFile
    delimiter: str
    columns: tuple[str, ...]
    skip: int
    bytes_a_row: int = 1


def found(files: Sequence[CaseFile]) -> list[CaseFile]:
    """The files meant, with absolute paths: patterns replaced by the files that match, in the order of their names.

    Raises FileProblem as `checked` does, and where nothing matches or a file is meant twice.
    """
    each = [checked(one) for file in files for one in _meant(file)]
    repeated = next((file for place, file in enumerate(each) if (file.path, file.table) in {(f.path, f.table) for f in each[:place]}), None)
    if repeated:
        raise FileProblem(f"'{repeated.name}' is given twice.", "Its rows would be counted twice.", "Name each file once.")
    return each


def _meant(file: CaseFile) -> list[CaseFile]:
    path, mark, table = str(file.path).rpartition("#")
    if file.path.exists():
        return [file]
    if mark and table and Path(path).is_file():
        return [replace(file, path=Path(path), table=table)]
    if not re.search(r"[*?\[]", str(file.path)):
        return [file]
    matching = [Path(name) for name in sorted(glob(str(file.path), recursive=True)) if Path(name).is_file()]
    if not matching:
        raise FileProblem(f"No file matches '{file.path}'.", "", "Check the pattern and the folder.")
    return [CaseFile(name) for name in matching]


def checked(file: CaseFile) -> CaseFile:
    """The file with an absolute path. Raises FileProblem if it is not there, not a file, not readable or empty."""
    path = file.path
    if not path.exists():
        raise FileProblem(f"There is no file '{path}'.", "", "Check the name and the folder.")
    if path.is_dir():
        raise FileProblem(f"'{path}' is a folder.", "A file is needed.", f"Name the files in it, for example {path}/*.csv.")
    if not os.access(path, os.R_OK):
        raise FileProblem(f"'{path}' cannot be read.", "Its permissions do not allow it.", "Ask whoever owns the file.")
    if path.stat().st_size == 0:
        raise FileProblem(f"'{file.name}' is empty.", "", "Export it again.")
    return replace(file, path=path.resolve())


def without_pattern(file: CaseFile, folder: Path) -> CaseFile:
    """The file itself unless its path holds a character that DuckDB takes for a pattern; then a link to it in the folder."""
    if not re.search(r"[*?\[]", str(file.path)):
        return file
    link = folder / f"link{len(list(folder.iterdir()))}"
    link.symlink_to(file.path)
    return CaseFile(link, file.original or file.path)


def is_parquet(file: CaseFile) -> bool:
    with file.path.open("rb") as stream:
        return stream.read(4) == b"PAR1"


def is_duckdb(file: CaseFile) -> bool:
    with file.path.open("rb") as stream:
        return stream.read(12)[8:] == b"DUCK"


def as_utf8(file: CaseFile, folder: Path) -> CaseFile:
    """The file itself unless it is in UTF-16 or UTF-32; then a copy in UTF-8 in the folder."""
    with file.path.open("rb") as stream:
        head = stream.read(_HEAD)
    encoding = next((name for bom, name in _WIDE_BOMS if head.startswith(bom)), None) or _wide_without_bom(head)
    if encoding:
        return transcoded(file, encoding, folder)
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")) or b"\x00" in head:
        raise FileProblem(
            f"'{file.name}' is not a table of text.", "It looks like a document or an archive.", "Save it as CSV, Parquet, XLSX or ODS."
        )
    return file


def _wide_without_bom(head: bytes) -> str | None:
    sample = head[:2000]
    if len(sample) >= 4 and sample[1::2].count(0) > 0.4 * len(sample):
        return "utf-16-le"
    if len(sample) >= 4 and sample[::2].count(0) > 0.4 * len(sample):
        return "utf-16-be"
    return None


def transcoded(file: CaseFile, encoding: str, folder: Path) -> CaseFile:
    """A copy of the file in UTF-8. Bytes that mean nothing in the encoding become the replacement character."""
    copy = folder / f"{len(list(folder.iterdir()))}.csv"
    source = file.path.open("r", encoding=encoding, errors="replace", newline="")
    with source, copy.open("w", encoding="utf-8", newline="") as target:
        for block in iter(lambda: source.read(1 << 20), ""):
            target.write(block)
    return CaseFile(copy, file.original or file.path)


def text_table(file: CaseFile) -> TextTable:
    """Read the header of a UTF-8 (or single-byte) text file. Raises FileProblem if there is none."""
    with file.path.open("rb") as stream:
        head = stream.read(_HEAD)
    text = head.removeprefix(codecs.BOM_UTF8).decode("utf-8", errors="replace")
    declared = re.match(r"(?i)sep=(.)\r?\n", text)
    text = text[declared.end() :] if declared else text
    if not text.strip():
        raise FileProblem(f"'{file.name}' holds no rows.", "", "Export it again.")
    delimiter = declared[1] if declared else _delimiter(text)
    try:
        columns = _named(next(csv.reader(io.StringIO(text), delimiter=delimiter)))
    except csv.Error as error:
        raise FileProblem(
            f"The headings of '{file.name}' cannot be read.", "A quotation mark is out of place.", "Export it again."
        ) from error
    return TextTable(file, delimiter, columns, 1 if declared else 0, max(1, len(head) // (head.count(b"\n") + 1)))


def _delimiter(text: str) -> str:
    first_line = re.sub(r'"[^"]*"', "", text.lstrip("\r\n")).partition("\n")[0]
    return max(_DELIMITERS, key=first_line.count)


def _named(header: Sequence[str]) -> tuple[str, ...]:
    """Every column gets a name of its own: a blank heading its place, a repeated one a number."""
    names: list[str] = []
    for place, heading in enumerate(header, start=1):
        name = plain = heading.strip() or f"column {place}"
        repeat = 2
        while name.casefold() in (taken.casefold() for taken in names):
            name, repeat = f"{plain} {repeat}", repeat + 1
        names.append(name)
    return tuple(names)


def matched(wanted: str, columns: Sequence[str], where: str) -> str:
    """The column meant: its exact name, else the only one that is equal without case, spaces, hyphens and underscores."""
    if wanted in columns:
        if f"{wanted} 2" in columns:  # the name a repeated heading is given
            raise FileProblem(
                f"The heading '{wanted}' stands more than once in {where}.", "", "Give each of these columns a name of its own."
            )
        return wanted
    near = [column for column in columns if alike(column, wanted)]
    if len(near) != 1:
        raise column_not_found(wanted, columns, where)
    return near[0]


def alike(name: str, other: str) -> bool:
    """Whether two headings are equal without case, spaces, hyphens and underscores."""
    return _loose(name) == _loose(other)


def _loose(name: str) -> str:
    return re.sub(r"[\s_\-]+", "", name).casefold()


def fingerprint(file: CaseFile) -> SourceFile:
    """Name, size and SHA-256 of the file as it was given."""
    path = file.original or file.path
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return SourceFile(file.name, digest, path.stat().st_size, file.table)
