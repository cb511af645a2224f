"""What guidance must say before it is agreed, and how its words are divided into headings, lists and paragraphs. No database, no clock."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

TAKEN = frozenset({"new", "readers"})  # words that addresses under /panels/guidance/ use
LEAST_WORDS = 20


@dataclass(frozen=True)
class Block:
    """A piece of a text: "heading", "list" (its lines in `items`) or "words" (a paragraph)."""

    kind: str
    text: str = ""
    items: list[str] = field(default_factory=list)


def blocks_of(words: str) -> list[Block]:
    """The pieces of a text, in order. A line “## …” is a heading, lines “- …” that follow each other are one list."""
    found: list[Block] = []
    for part in re.split(r"\n\s*\n", words.replace("\r\n", "\n").strip()):
        for line in part.split("\n"):
            _take(found, line.strip())
        found.append(Block("end"))
    return [block for block in found if block.kind != "end"]


def _take(found: list[Block], line: str) -> None:
    last = found[-1] if found else None
    if line.startswith("## "):
        found.append(Block("heading", line[3:].strip()))
    elif line.startswith("- "):
        if last and last.kind == "list":
            last.items.append(line[2:].strip())
        else:
            found.append(Block("list", items=[line[2:].strip()]))
    elif line and last and last.kind == "words":
        found[-1] = Block("words", f"{last.text} {line}")
    elif line:
        found.append(Block("words", line))


def code_problem(code: str) -> str:
    """Why a page may not be called so in its address, or ""."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code):
        return _("Use small letters, digits and hyphens, for example “declaring-an-interest”.")
    return _("This word is used by another page. Choose another.") if code in TAKEN else ""


def draft_problems(*, title: str, words: str) -> dict[str, list[str]]:
    """Why a draft may not be kept, by field; empty when it may."""
    problems: dict[str, list[str]] = {}
    if not title.strip():
        problems["title_en"] = [_("Give it a title that says what a reader will find.")]
    if len(words.split()) < LEAST_WORDS:
        problems["words_en"] = [_("Write the guidance: at least a few sentences.")]
    return problems


def agreement_problems(
    *, agreed: bool, drafted_by: int | None, by: int | None, number: int, changed_what: str, easy: str
) -> dict[str, list[str]]:
    """Why a draft may not be agreed, by field; empty when it may. Two people stand behind every version."""
    if agreed:
        return {"": [_("This version was agreed already.")]}
    if drafted_by is not None and drafted_by == by:
        return {"": [_("You wrote this version, so somebody else must agree it. Ask a colleague at headquarters.")]}
    problems: dict[str, list[str]] = {}
    if number > 1 and len(changed_what.split()) < 3:
        problems["changed_what"] = [_("Say what changed since the last version: members who read that one need to know.")]
    if not easy.strip():
        problems[""] = [_("There is no Easy Read version. Write one first: some members read nothing else.")]
    return problems
