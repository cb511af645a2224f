"""The guidance that ships in `data/`: a table of pages, and for each page a text in full and in Easy Read. No database.

A Welsh text ships once a person has translated or read it through; until then the page shows the English and says so.
"""

from pathlib import Path

from folkmoot.foundation.reference.files import Column, Line, Table, a_number, one_of, read_table, yes_or_no

FOLDER = Path(__file__).parent / "data"
TEXTS = {"words_en": "en", "words_cy": "cy", "easy_en": "easy-en", "easy_cy": "easy-cy"}
PAGES = Table(
    "pages.csv",
    (
        Column("code", required=True), Column("order", a_number), Column("meant_for", one_of(("members", "service", "all"))),
        Column("where"), Column("to_read", yes_or_no), Column("title_en", required=True), Column("title_cy"),
        Column("changed_what"),
    ),
    ("code",),
)  # fmt: skip


def read_guidance(folder: Path = FOLDER) -> list[tuple[Line, dict[str, str]]]:
    """The pages that ship, each with its words by field. Raises BadReferenceFile at the first fault."""
    return [(line, _words(folder, line)) for line in read_table(folder, PAGES)]


def _words(folder: Path, line: Line) -> dict[str, str]:
    found = {"title_en": line.text("title_en"), "title_cy": line.text("title_cy")}
    for name, ending in TEXTS.items():
        file = folder / f"{line.text('code')}.{ending}.txt"
        if not file.exists() and name.endswith("_cy"):
            found[name] = ""
            continue
        if not file.exists():
            raise line.fault("code", f"There is no file {file.name} beside it.")
        found[name] = file.read_text(encoding="utf-8").strip()
    return found
