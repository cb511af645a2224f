"""The words of a bulletin: what leaves in each version, its hash, and the same words as a page. No database, no clock.

Text is written plainly: a blank line ends a paragraph, “# ” starts a heading, “- ” a list. Nothing else is read as markup.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils import translation
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from folkmoot.engagement.bulletins.rules import Version

# The fixed words of each version. They are part of what leaves, so they follow the version and not the language of the page.
_FIXED: dict[Version, tuple[str, str, str, str, str]] = {
    Version.ENGLISH: ("Cases", "Outcome", "Court", "Finalised on", "You can read this at"),
    Version.WELSH: ("Achosion", "Canlyniad", "Llys", "Terfynwyd ar", "Gallwch ddarllen hyn yn"),
    Version.EASY: ("Cases", "What the court decided", "Court", "The case ended on", "You can read about it at"),
}


@dataclass(frozen=True)
class CaseWords:
    """One case as written, in every version; "" where a version was not written."""

    words: dict[Version, str]
    outcome: dict[Version, str]
    court: dict[Version, str]
    finalised_on: date
    source: str


@dataclass(frozen=True)
class Written:
    """A bulletin as its authors wrote it."""

    title: dict[Version, str]
    body: dict[Version, str]
    cases: Sequence[CaseWords]


@dataclass(frozen=True)
class Leaving:
    """The exact words that leave in one version."""

    version: Version
    subject: str
    text: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(f"{self.subject}\n\n{self.text}".encode()).hexdigest()


def leaving(written: Written) -> dict[Version, Leaving]:
    """What leaves in each version that is written in full; a version with a gap in it does not leave at all."""
    return {version: _compose(written, version) for version in Version if not gaps(written, version)}


def begun(written: Written, version: Version) -> bool:
    """Whether any of a version is written."""
    cases = (case.words[version] for case in written.cases)
    return bool(written.title[version].strip() or written.body[version].strip() or any(text.strip() for text in cases))


def gaps(written: Written, version: Version) -> list[str]:
    """Which parts of a version are still to be written: "title", "body", and "case 2" for the second case."""
    found = [name for name, text in (("title", written.title[version]), ("body", written.body[version])) if not text.strip()]
    for number, case in enumerate(written.cases, 1):
        if not all(part[version].strip() for part in (case.words, case.outcome, case.court)):
            found.append(f"case {number}")
    return found


def fingerprint(leaves: Iterable[Leaving], explained: Iterable[tuple[str, str]]) -> str:
    """SHA-256 of everything a lawyer clears: each version's words, and each finding with why it may stay."""
    said = [sorted([each.version, each.subject, each.text] for each in leaves), sorted([*pair] for pair in explained)]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def as_page(text: str, *, level: int = 3) -> SafeString:
    """The same words as HTML: headings of a level, lists and paragraphs; everything else is shown as it was typed."""
    blocks = [block.split("\n") for block in text.replace("\r\n", "\n").split("\n\n") if block.strip()]
    return format_html_join("\n", "{}", ((part,) for block in blocks for part in _block(block, level)))


def _compose(written: Written, version: Version) -> Leaving:
    cases, outcome, court, finalised, source = _FIXED[version]
    parts = [_tidy(written.body[version])]
    if written.cases:
        parts.append(f"# {cases}")
    for case in written.cases:
        lines = [
            f"- {outcome}: {case.outcome[version].strip()}", f"- {court}: {case.court[version].strip()}",
            f"- {finalised}: {_day(case.finalised_on, version)}", f"- {source}: {case.source.strip()}",
        ]  # fmt: skip
        parts += [_tidy(case.words[version]), "\n".join(lines)]
    return Leaving(version, " ".join(written.title[version].split()), "\n\n".join(parts))


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _day(day: date, version: Version) -> str:
    with translation.override("cy" if version is Version.WELSH else "en"):
        return date_format(day, "j F Y")


def _block(lines: list[str], level: int) -> Iterable[SafeString]:
    for kind, group in groupby((line.strip() for line in lines if line.strip()), key=_kind):
        texts = [line.removeprefix("# ").removeprefix("- ") if kind != "words" else line for line in group]
        if kind == "heading":
            yield from (format_html('<h{0} class="govuk-heading-s">{1}</h{0}>', level, text) for text in texts)
        elif kind == "list":
            items = format_html_join("", "<li>{}</li>", ((text,) for text in texts))
            yield format_html('<ul class="govuk-list govuk-list--bullet">{}</ul>', items)
        else:
            yield format_html('<p class="govuk-body">{}</p>', format_html_join(SafeString("<br>"), "{}", ((text,) for text in texts)))


def _kind(line: str) -> str:
    return "heading" if line.startswith("# ") else "list" if line.startswith("- ") else "words"
