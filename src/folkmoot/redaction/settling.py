"""Settling what was found: of what lies over one another the longest stands, then what was known, then patterns, then what reads as a name.

In this order:
1. what is already a pseudonym, or already bracketed, is left alone;
2. a full name that is known beats a longer reading of the same words as a name or as the end of an address;
3. somebody else's name that holds a known surname (“Sarah Smith” beside John Smith) stays whole, and stays somebody else;
4. otherwise the longest wins; of equals what is known before patterns, patterns before what only reads as a name, then the more certain;
5. what sticks out from under a longer one is kept as a suggestion of its own: nothing is lost by losing;
6. neighbouring names of one person become one.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

from folkmoot.redaction.folding import fold
from folkmoot.redaction.found import Form, Found, Origin
from folkmoot.redaction.rules import Rule, named
from folkmoot.redaction.spans import Kind
from folkmoot.redaction.vocabulary import MONTHS, POLICE_RANKS, TITLES, english

_CERTAIN = (Rule.FULL_NAME, Rule.WITH_TITLE)
_BESIDE = re.compile(r"[ \t\u00a0-]{1,2}|[ \t]*\r?\n[ \t]*")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
_TITLE_BEFORE = re.compile(r"([^\W_]+)(\.?[ \t\u00a0]{1,2})$")

_NUMBER_AFTER = re.compile(r" \(?\d{2,6}\)?(?![\w:/-])")


def settle(text: str, found: Iterable[Found], made: Sequence[tuple[int, int]] = ()) -> list[Found]:
    """Sorted, not overlapping. `made` are the places of replacements that the text already holds."""
    asked = [each for each in found if not any(start <= each.start and each.end <= end for start, end in made)]
    names = [each for each in asked if each.origin is Origin.KNOWN and each.kind is Kind.NAME]
    cut = [_cut_at_names(each, names) for each in _between_names(text, asked, names)]
    return _joined(text, _longest([each for each in cut if each is not None], text, made))


def _between_names(text: str, found: Sequence[Found], names: Sequence[Found]) -> list[Found]:
    """Known names and what reads as a name, where they lie over one another."""
    kept = list(found)
    place = {id(each): number for number, each in enumerate(kept)}
    ordered = sorted(names, key=lambda each: each.start)
    starts = [each.start for each in ordered]
    dropped: set[int] = set()
    for number, reads in enumerate(found):
        if reads.origin is not Origin.NAMES:
            continue
        near = ordered[max(0, bisect_left(starts, reads.start) - 1) : bisect_left(starts, reads.end)]
        under = [each for each in near if each.start < reads.end and reads.start < each.end]
        if not under:
            kept[number] = _with_title(text, reads)
        elif len(under) == 1 and _is_other_person(text, reads, under[0]):
            dropped.add(place[id(under[0])])
            rule = Rule.SAME_SURNAME if under[0].end == reads.end else Rule.SAME_GIVEN_NAME
            kept[number] = _with_title(text, replace(reads, rule=named(rule)))
        else:
            dropped.add(number)
            kept += _sticking_out(text, reads, under)
    return [each for number, each in enumerate(kept) if number not in dropped]


def _sticking_out(text: str, reads: Found, under: Sequence[Found]) -> list[Found]:
    """What reads as a name beside a known name and is none of it: “Will” in “John Will”."""
    pieces = [_trimmed(text, reads, start, end) for start, end in _free(reads, sorted((each.start, each.end) for each in under))]
    return [
        piece
        for piece in pieces
        if piece is not None and any(fold(word) not in TITLES for word in _WORD.findall(text[piece.start : piece.end]))
    ]


def _is_other_person(text: str, reads: Found, known: Found) -> bool:
    """Whether the longer reading adds a word that is a name, to a known surname or given name that stood alone."""
    if (
        not (reads.start <= known.start and known.end <= reads.end)
        or any(rule in known.rule for rule in _CERTAIN)
        or known.form is Form.INITIALS
    ):
        return False
    rest = text[reads.start : known.start] + " " + text[known.end : reads.end]
    words = [fold(word) for word in _WORD.findall(rest) if len(word) > 1]
    return any(word not in TITLES and word not in english() and word not in MONTHS for word in words if word)


def _with_title(text: str, reads: Found) -> Found:
    """What reads as a name, with the titles, the rank and the number that stand before it."""
    start = reads.start
    while match := _TITLE_BEFORE.search(text, max(0, start - 30), start):
        word = fold(match[1])
        numbered = word.isdigit() and (before := _TITLE_BEFORE.search(text, max(0, match.start() - 30), match.start())) is not None
        ranked = numbered and before is not None and fold(before[1]) in POLICE_RANKS
        if not ranked and (word not in TITLES or not match[1][0].isupper()):
            break
        start = match.start()
    ranked_before = fold(text[start : reads.start].split(" ")[0]) in POLICE_RANKS
    number = _NUMBER_AFTER.match(text, reads.end) if ranked_before or fold(text[start : reads.end].split(" ")[0]) in POLICE_RANKS else None
    return replace(reads, start=start, end=number.end() if number else reads.end)


def _cut_at_names(found: Found, names: Sequence[Found]) -> Found | None:
    """An address by pattern ends where a known full name begins."""
    if found.origin is not Origin.PATTERN or found.kind is not Kind.ADDRESS:
        return found
    inside = [each.start for each in names if found.start < each.start < found.end and any(rule in each.rule for rule in _CERTAIN)]
    if not inside:
        return found
    return replace(found, end=min(inside)) if min(inside) - found.start > 5 else None


def _longest(found: list[Found], text: str, made: Sequence[tuple[int, int]]) -> list[Found]:
    """Greedy from the longest down; what is left of a known value is tried again."""
    waiting = sorted(found, key=_rank)
    taken = sorted(made)
    kept: list[Found] = []
    for each in waiting:
        for start, end in _free(each, taken):
            piece = _trimmed(text, each, start, end)
            if piece is not None:
                kept.append(piece)
        place = bisect_left(taken, (each.start, each.end))
        taken.insert(place, (each.start, each.end))
        taken = _merged_around(taken, place)
    return sorted(kept, key=lambda each: each.start)


def _rank(found: Found) -> tuple[int, int, float, int]:
    return (-found.length, found.origin, -found.confidence, found.start)


def _free(each: Found, taken: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches of `each` that nothing taken lies over."""
    first = max(0, bisect_left(taken, (each.start, each.start)) - 1)
    at, free = each.start, []
    for start, end in taken[first:]:
        if start >= each.end:
            break
        if end <= at:
            continue
        if start > at:
            free.append((at, start))
        at = max(at, end)
    if at < each.end:
        free.append((at, each.end))
    return free


def _merged_around(taken: list[tuple[int, int]], place: int) -> list[tuple[int, int]]:
    """`taken` with stretches that touch at `place` made one."""
    first = max(0, place - 1)
    last = min(len(taken), place + 2)
    while last < len(taken) and taken[last][0] < taken[place][1]:
        last += 1
    merged: list[tuple[int, int]] = []
    for start, end in taken[first:last]:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return [*taken[:first], *merged, *taken[last:]]


def _trimmed(text: str, each: Found, start: int, end: int) -> Found | None:
    """A stretch of what was found, without the spaces and marks at its edges."""
    if (start, end) == (each.start, each.end):
        return each
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    if start >= end or (each.origin is not Origin.KNOWN and not re.search(r"[A-Z\d]", text[start:end])):
        return None
    return replace(each, start=start, end=end, rule=named(Rule.REST), confidence=round(each.confidence * 0.8, 2), form=Form.PLAIN)


def _joined(text: str, found: Sequence[Found]) -> list[Found]:
    """Neighbouring names of one person as one."""
    kept: list[Found] = []
    for each in found:
        last = kept[-1] if kept else None
        one_person = last is not None and each.kind is last.kind is Kind.NAME and each.owner and each.owner == last.owner
        plain = last is not None and last.form is Form.PLAIN and each.form is not Form.INITIALS
        if last is not None and one_person and plain and _BESIDE.fullmatch(text[last.end : each.start]):
            kept[-1] = replace(last, end=each.end, form=each.form, confidence=max(last.confidence, each.confidence))
        else:
            kept.append(each)
    return kept
