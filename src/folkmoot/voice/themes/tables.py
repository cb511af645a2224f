"""The file of a coding list: its columns, and what must hold between its rows. No database."""

from pathlib import Path

from folkmoot.foundation.reference.files import Column, Line, Table, Value, a_number, read_table, yes_or_no

FILE = Path(__file__).parent / "data" / "themes.csv"
MOST_CUES = 200


def _code(text: str) -> str:
    if not text.replace("-", "").isalnum() or not text.isascii() or text != text.lower() or len(text) > 60:
        raise ValueError(f"“{text}” is not a code: up to 60 small letters, digits and hyphens.")
    return text


def _code_or_none(text: str) -> str:
    return _code(text) if text else ""


def _name(text: str) -> str:
    if len(text) > 80:
        raise ValueError(f"It has {len(text)} characters; 80 are the most.")
    return text


def phrases(text: str) -> str:
    """“one; two” as it is kept, one a line, each once. Raises ValueError where a `*` stands anywhere but at the end, or alone."""
    kept = list(dict.fromkeys(" ".join(each.split()) for each in text.replace(";", "\n").splitlines() if each.strip()))
    for phrase in kept:
        if "*" in phrase[:-1] or len(phrase.rstrip("*").strip()) < 2:
            raise ValueError(f"“{phrase}” is not a cue: at least two letters, and a * only at the end.")
    if len(kept) > MOST_CUES:
        raise ValueError(f"It holds {len(kept)} phrases; {MOST_CUES} are the most.")
    return "\n".join(kept)


COLUMNS = (
    Column("code", _code, required=True), Column("parent", _code_or_none), Column("order", a_number),
    Column("name_en", _name, required=True), Column("name_cy", _name), Column("definition"), Column("aliases", phrases),
    Column("cues", phrases), Column("retired", yes_or_no), Column("replaced_by", _code_or_none),
)  # fmt: skip


def read_list(path: Path = FILE) -> list[dict[str, Value]]:
    """The entries of a list, by column. Raises BadReferenceFile, naming file, row and column, at the first fault."""
    lines = read_table(path.parent, Table(path.name, COLUMNS, ("code",)))
    codes = [line.text("code") for line in lines]
    for place, line in enumerate(lines):
        _check_refers(line, above=codes[:place], all_codes=codes)
    _check_names(lines)
    return [line.values for line in lines]


def _check_refers(line: Line, above: list[str], all_codes: list[str]) -> None:
    if line.text("parent") and line.text("parent") not in above:
        raise line.fault("parent", f"“{line.text('parent')}” is not the code of a theme in a row above.")
    replaced_by = line.text("replaced_by")
    if replaced_by and not line.yes("retired"):
        raise line.fault("replaced_by", "Only a retired theme is replaced by another.")
    if replaced_by and (replaced_by not in all_codes or replaced_by == line.text("code")):
        raise line.fault("replaced_by", f"“{replaced_by}” is not the code of another theme in this file.")


def _check_names(lines: list[Line]) -> None:
    """No name or alias stands for two themes in use: a word noted at entry must name one of them."""
    meant: dict[str, Line] = {}
    for line in lines:
        if line.yes("retired"):
            continue
        for column in ("name_en", "name_cy", "aliases"):
            for name in line.text(column).splitlines():
                other = meant.setdefault(name.casefold(), line)
                if other is not line:
                    raise line.fault(column, f"“{name}” already stands for “{other.text('code')}” in row {other.number}.")
