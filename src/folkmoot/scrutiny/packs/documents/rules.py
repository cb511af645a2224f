"""How a document is cut into pages of suggestions, and what a decision on a suggestion needs. No database, no clock."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_BYTES = 50 * 1024 * 1024
MOST_MEGABYTES = MOST_BYTES // (1024 * 1024)
A_PART = 6_000  # characters: about three pages of a statement
MOST_ON_A_PART = 120  # passages
STALE = timedelta(minutes=3)  # a document whose reader has said nothing for so long is no longer being read
REPLACES = {"accepted", "changed", "open"}

KINDS: tuple[tuple[str, Promise], ...] = (
    ("name", gettext_lazy("Name")), ("address", gettext_lazy("Address")), ("place", gettext_lazy("Place")),
    ("date_of_birth", gettext_lazy("Date of birth")), ("age", gettext_lazy("Age")), ("postcode", gettext_lazy("Postcode")),
    ("phone", gettext_lazy("Telephone number")), ("email", gettext_lazy("E-mail address")),
    ("vehicle", gettext_lazy("Vehicle registration")), ("reference", gettext_lazy("Reference number")),
    ("organisation", gettext_lazy("Organisation")), ("handle", gettext_lazy("Name on social media")), ("url", gettext_lazy("Web address")),
    ("ni_number", gettext_lazy("National Insurance number")), ("nhs_number", gettext_lazy("NHS number")),
    ("bank", gettext_lazy("Bank account")), ("passport", gettext_lazy("Passport number")),
    ("driving_licence", gettext_lazy("Driving licence number")), ("ip", gettext_lazy("Internet address")),
    ("device", gettext_lazy("Number of a device")), ("other", gettext_lazy("Something else")),
)  # fmt: skip
KIND_CODES = frozenset(code for code, _words in KINDS)
HAZARDS: Mapping[str, Promise] = {
    "tracked_changes": gettext_lazy("Changes that Word kept, with what was deleted"),
    "comments": gettext_lazy("Comments"),
    "hidden_text": gettext_lazy("Text that nobody sees: white, tiny, marked hidden or off the page"),
    "text_under_box": gettext_lazy("Text under a box: it was covered, not removed"),
    "metadata": gettext_lazy("Properties of the file: author, dates, programme"),
    "attachment": gettext_lazy("A file inside the file. Add it as a document of its own where the panel needs it."),
    "embedded": gettext_lazy("Another file set into the page"),
    "picture": gettext_lazy("A picture: nothing of it is taken over. Describe it where the panel needs it."),
    "scan": gettext_lazy("A page that is only a picture: nothing of it was read. Type what the panel needs."),
    "password": gettext_lazy("A password"),
    "layer": gettext_lazy("A layer that can be switched off"),
    "earlier_revision": gettext_lazy("An earlier revision that the file still holds"),
    "annotation": gettext_lazy("Notes laid over the page"),
    "header_footer": gettext_lazy("Headers and footers: left out of the text"),
    "alt_text": gettext_lazy("Words that describe a picture to a screen reader"),
    "macro": gettext_lazy("A macro"),
    "external_link": gettext_lazy("Links to elsewhere"),
    "custom_xml": gettext_lazy("Data that a programme left in the file"),
    "thumbnail": gettext_lazy("A small picture of the page"),
    "hidden_sheet": gettext_lazy("A hidden sheet"),
    "hidden_rows": gettext_lazy("Hidden rows or columns"),
    "hidden_name": gettext_lazy("Hidden names of ranges"),
    "pivot_cache": gettext_lazy("Data kept behind a pivot table"),
    "external_cache": gettext_lazy("Values kept from another workbook"),
}  # fmt: skip


@dataclass(frozen=True)
class Decision:
    """What a person decided of one suggestion. `replacement` is read where it was changed, `reason` where it was refused."""

    pk: int
    state: str
    replacement: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Marked:
    """A passage that stands at `start` up to, not including, `end`, and what is read in its place."""

    start: int
    end: int
    replacement: str


def upload_problem(size: int) -> str:
    if not size:
        return _("Choose a file that is not empty.")
    return _("This file is larger than %(most)s MB. Send it in parts.") % {"most": MOST_MEGABYTES} if size > MOST_BYTES else ""


def cuts_of(text: str, taken: Sequence[tuple[int, int]] = (), size: int = A_PART) -> list[int]:
    """Where each part of a text begins: at most `size` characters and `MOST_ON_A_PART` passages, where a paragraph ends; never within a
    passage of `taken`."""
    cuts, begin = [0], 0
    starts = sorted(start for start, _end in taken)
    inside = {place for start, end in taken for place in range(start + 1, end)}
    while (limit := _limit(starts, begin, begin + size)) < len(text):
        cut = _last_break(text, begin, limit, inside)
        if not begin < cut < len(text):
            break
        cuts.append(cut)
        begin = cut
    return cuts


def _limit(starts: Sequence[int], begin: int, limit: int) -> int:
    """Where a part must end at the latest: before the passage that would be one too many."""
    here = [start for start in starts if begin <= start < limit]
    return here[MOST_ON_A_PART] if len(here) > MOST_ON_A_PART else limit


def _last_break(text: str, begin: int, limit: int, inside: set[int]) -> int:
    """The best place to cut before `limit`: after a paragraph, else after a word, else just there."""
    for mark in ("\n", " "):
        place = text.rfind(mark, begin + 1, limit)
        while place > begin and place + 1 in inside:
            place = text.rfind(mark, begin + 1, place)
        if place > begin:
            return place + 1
    while limit in inside:
        limit += 1
    return limit


def part_bounds(cuts: Sequence[int], number: int, length: int) -> tuple[int, int]:
    """The first character of a part (numbered from 1) and the one after its last. Raises IndexError for no such part."""
    if not 1 <= number <= len(cuts):
        raise IndexError(number)
    return cuts[number - 1], cuts[number] if number < len(cuts) else length


def decision_problem(one: Decision, reasons: Iterable[str]) -> str:
    """Why a decision cannot be kept, or ""."""
    if one.state not in ("accepted", "changed", "refused", "open"):
        return _("Say of each suggestion whether it is accepted, changed or left.")
    if one.state == "changed" and not one.replacement.strip():
        return _("Write what the panel reads instead.")
    if one.state == "refused" and one.reason not in set(reasons):
        return _("Choose why the words are left as they stand.")
    return ""


def places_of(words: str, text: str, taken: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Where some words stand in a text, whatever their case and line breaks, as whole words and outside of what is `taken`."""
    parts = [re.escape(part) for part in words.split()]
    if not parts:
        return []
    pattern = re.compile(r"(?<!\w)" + r"\s+".join(parts) + r"(?!\w)", re.IGNORECASE)
    found = [match.span() for match in pattern.finditer(text)]
    return [(start, end) for start, end in found if not overlaps(start, end, taken)]


def overlaps(start: int, end: int, taken: Sequence[tuple[int, int]]) -> bool:
    return any(start < other_end and other_start < end for other_start, other_end in taken)


def replaced(text: str, marked: Iterable[Marked], begin: int = 0) -> str:
    """The text with each passage replaced; `begin` is where `text` begins in the whole that the passages count from."""
    pieces, place = [], begin
    for one in sorted(marked, key=lambda each: each.start):
        pieces += [text[place - begin : one.start - begin], one.replacement]
        place = one.end
    return "".join([*pieces, text[place - begin :]])
