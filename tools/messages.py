"""Gathers every phrase of the interface into the Welsh catalogue; `--check` fails where a phrase is missing from it.

A translation counts only with a `#. cy: SOURCE` comment that says where it was published or who translated it; the check
refuses one without. A phrase that nobody has translated stays empty, and the page shows it in English, marked as English.
"""

import argparse
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from folkmoot.webkit.catalogue import compile_catalogue

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "folkmoot"
CATALOGUE = PACKAGE / "locale" / "cy" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip


def phrases() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """(file, phrase) for every phrase in the package's Python and templates."""
    from django.utils.translation.template import templatize

    for file in sorted(PACKAGE.rglob("*")):
        if "tests" in file.parts or "migrations" in file.parts or "vendor" in file.parts:
            continue
        if file.suffix == ".py":
            text = file.read_text(encoding="utf-8")
        elif "templates" in file.parts and file.suffix in {".html", ".txt"}:
            text = templatize(file.read_text(encoding="utf-8"), origin=str(file))
        else:
            continue
        for _, found, _, _ in extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"}):
            yield str(file.relative_to(PACKAGE)), found


def gathered(held: Catalog) -> Catalog:
    """A catalogue of all phrases of today with the translations (and their sources) that `held` has for them."""
    fresh = Catalog(locale="cy", project="Folkmoot", charset="utf-8", fuzzy=False)
    for file, phrase in phrases():
        fresh.add(phrase, locations=[(file, None)])
    for message in fresh:
        old = held.get(message.id) if message.id else None
        if old and old.string and any(old.string if isinstance(old.string, (tuple, list)) else [old.string]):
            message.string, message.auto_comments = old.string, list(old.auto_comments)
    return fresh


def load() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="cy")


def save(catalogue: Catalog) -> None:
    with CATALOGUE.open("wb") as file:
        write_po(file, catalogue, sort_by_file=False, sort_output=True, omit_header=False, include_lineno=False, width=130)


def faults(held: Catalog) -> list[str]:
    missing = sorted({str(phrase) for _, phrase in phrases() if held.get(phrase) is None})
    unsourced = sorted(str(m.id) for m in held if m.id and _filled(m) and not any(note.startswith("cy:") for note in m.auto_comments))
    return [f"not in the catalogue: {one!r}" for one in missing] + [f"translation without a source: {one!r}" for one in unsourced]


def _filled(message: object) -> bool:
    string = message.string  # type: ignore[attr-defined]
    return bool(string) if isinstance(string, str) else any(string)


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.config.settings_for_tests")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail where a phrase is missing, or a translation has no source")
    parser.add_argument("--compile", action="store_true", help="write the catalogue that the product reads, and nothing else")
    asked = parser.parse_args()
    if asked.compile:
        compile_catalogue(CATALOGUE)
        return 0
    held = load()
    if asked.check:
        found = faults(held)
        print("\n".join(found) or f"{len(held)} phrases, {sum(_filled(m) for m in held if m.id)} in Welsh")
        return 1 if found else 0
    save(gathered(held))
    compile_catalogue(CATALOGUE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
