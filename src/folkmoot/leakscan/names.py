"""Names of people: whole, in part, in another order, by initials, misspelt by one letter, spaced out or run together."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from folkmoot.leakscan.contract import Leak, Why
from folkmoot.leakscan.folding import Folded, fold, spellings
from folkmoot.leakscan.words import NOBODYS_INITIALS, ORDINARY, TITLES

LONG_ENOUGH_TO_MISSPELL = 6
LONG_ENOUGH_TO_RUN_TOGETHER = 8
LONG_ENOUGH_FOR_SEVERAL = 4  # “the Smiths”; but “this” is no name of Thi’s
LONG_ENOUGH_TO_PART = 6
SHORTEST_TO_PART = 4
MOST_SPELLINGS = 32
_HYPHENS = "-‐‑–"
_PIECE = re.compile(rf"[^\W_]+(?:[{_HYPHENS}'’ʼ`][^\W_]+)*")
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ`´][^\W\d_]+)*")
_PARTED = re.compile(r"^[ \t]*[-‐‑–—.'’ʼ`´_*/\\|+~^\"]+\s*$|^$")
_SENTENCE_ENDS = ".!?:\n\r\t•"


@dataclass(frozen=True)
class Form:
    """Folded letters to look for. `joints` are the places within them where a gap is natural: between one name and the next."""

    letters: str
    why: Why
    joints: frozenset[int]


def forms_of(value: str) -> list[Form]:
    """What a full name is looked for as, longest first."""
    pieces = pieces_of(value)
    forms: dict[str, Form] = {}
    orders: list[tuple[Sequence[str], Why]] = [(pieces, Why.WHOLE)]
    if len(pieces) > 1:
        orders += [
            ((pieces[0], pieces[-1]), Why.WHOLE),
            ((pieces[-1], *pieces[:-1]), Why.OTHER_ORDER),
            ((pieces[-1], pieces[0]), Why.OTHER_ORDER),
        ]
    if len(pieces) > 1 or len(parts_of(pieces)) > 1:
        orders += [((piece,), Why.PART) for piece in [*pieces, *parts_of(pieces)]]
    for order, why in orders:
        for letters, joints in _spelled(order):
            forms.setdefault(letters, Form(letters, why, joints))
    return sorted(forms.values(), key=lambda form: -len(form.letters))


def pieces_of(value: str) -> list[str]:
    """The single names of a full name without titles; "SMITH, John" is turned round. A name of titles alone keeps them."""
    last, comma, first = value.partition(",")
    text = f"{first} {last}" if comma and first.strip() else value
    pieces = _PIECE.findall(text)
    kept = [piece for piece in pieces if fold(piece) not in TITLES and len(fold(piece)) > 1]
    return kept or pieces


def parts_of(pieces: Sequence[str]) -> list[str]:
    """The single names in double ones: Smith and Jones of Smith-Jones; never a particle alone, nor one letter."""
    parts = [part for piece in pieces for part in re.split(f"[{_HYPHENS}]", piece)]
    return [part for part in parts if len(fold(part)) > 1 and fold(part) not in TITLES]


def _spelled(order: Sequence[str]) -> Iterator[tuple[str, frozenset[int]]]:
    ways: list[tuple[str, frozenset[int]]] = [("", frozenset())]
    for piece in order:
        for part in re.split(f"[{_HYPHENS}]", piece):
            ways = [
                (before + each, joints | ({len(before)} if before else set()))
                for before, joints in ways
                for each in sorted(spellings(part))
            ]
            ways = ways[:MOST_SPELLINGS]
    return iter(ways)


def names_in(text: Folded, values: Sequence[str]) -> Iterator[Leak]:
    """Every place where one of the names stands in one of its forms."""
    seen: set[str] = set()
    for value in values:
        for form in forms_of(value):
            if form.letters not in seen and len(form.letters) > 1:
                seen.add(form.letters)
                yield from _places(text, form)
        yield from _initials(text, value)
    yield from _misspelt(text, values)


def _places(text: Folded, form: Form) -> Iterator[Leak]:
    start = text.letters.find(form.letters)
    while start >= 0:
        end = start + len(form.letters)
        why = _reading(text, form, start, end)
        if why:
            first, last = text.span(start, end)
            yield Leak("name", first, last, text.original[first:last], why)
        start = text.letters.find(form.letters, start + 1)


def _reading(text: Folded, form: Form, start: int, end: int) -> Why | None:
    """How the form stands at a place, or None where its letters only happen to follow one another."""
    if not _stands_alone(text, start, end):
        together = len(form.letters) >= LONG_ENOUGH_TO_RUN_TOGETHER and form.why is not Why.PART
        return Why.RUN_TOGETHER if together and not any(text.gaps(start, end)) else None
    found = text.original[slice(*text.span(start, end))]
    if form.letters in ORDINARY and found.islower():
        return None
    gaps = text.gaps(start, end)
    inner = [gap for place, gap in enumerate(gaps, 1) if place not in form.joints]
    if any(len(gap) > 4 or "\n\n" in gap for gap in gaps):
        return None
    if len(form.letters) < SHORTEST_TO_PART and any(inner):  # "N/a" is nobody called Na
        return None
    if all(_PARTED.match(gap) for gap in inner):
        return form.why
    if len(inner) > 1 and all(gap for gap in inner):
        return Why.SPACED
    parted_once = sum(bool(gap) for gap in inner) == 1 and len(form.letters) >= LONG_ENOUGH_TO_PART
    return Why.SPACED if parted_once and found[:1].isupper() and _rest_is_small(found) else None


def _rest_is_small(found: str) -> bool:
    return not any(letter.isupper() for letter in found.split()[-1])


def _stands_alone(text: Folded, start: int, end: int) -> bool:
    before, after = text.touches(start, end)
    if before and not text.original[text.places[start] - 1].isdigit():
        changes = text.original[text.places[start]].isupper() and text.original[text.places[start] - 1].islower()
        if not changes:  # "theSmith": a small letter and then a capital
            return False
    if not after:
        return True
    rest = re.match(r"[^\W_]*", text.original[text.places[end - 1] + 1 :])
    tail = rest[0] if rest else ""
    several = tail.lower() in ("s", "es") and end - start >= LONG_ENOUGH_FOR_SEVERAL
    return several or tail[:1].isdigit() or (tail[:1].isupper() and text.original[text.places[end - 1]].islower())


def _initials(text: Folded, value: str) -> Iterator[Leak]:
    names, pieces = (
        [piece for piece in re.findall(shape, value) if fold(piece) not in TITLES] for shape in (r"[^\W\d_][^\s,]*", r"[^\W\d_]+")
    )
    ways = {tuple(piece[0].upper() for piece in each) for each in (names, pieces, (*names[:1], *names[-1:]))}
    for letters in sorted(way for way in ways if len(way) > 1):
        dotted = r"\.[ \t]?".join(map(re.escape, letters))
        plain = "".join(letters)
        whole = rf"(?<![\w.])(?:{dotted}\.?" + ("" if plain.lower() in NOBODYS_INITIALS else f"|{re.escape(plain)}") + r")(?!\w)"
        for match in re.finditer(whole, text.original):
            yield Leak("name", match.start(), match.end(), match[0], Why.INITIALS)


def _misspelt(text: Folded, values: Sequence[str]) -> Iterator[Leak]:
    """Capitalised words one letter away from a long name: one exchanged, left out, put in, or two turned round."""
    near: dict[str, set[str]] = {}
    for value in values:
        for piece in parts_of(pieces_of(value)):
            for letters in spellings(piece):
                if len(letters) >= LONG_ENOUGH_TO_MISSPELL:
                    for each in _one_less(letters):
                        near.setdefault(each, set()).add(letters)
    if not near:
        return
    for match in _WORD.finditer(text.original):
        if not match[0][0].isupper():
            continue
        word = re.sub(r"['’ʼ`´]s?$", "", match[0])
        letters = fold(word)
        if len(letters) < LONG_ENOUGH_TO_MISSPELL - 1 or (letters in ORDINARY and _begins_sentence(text.original, match.start())):
            continue
        for name in {name for each in _one_less(letters) for name in near.get(each, ())}:
            if name != letters and one_apart(name, letters) and not _only_begins(text.original, match.start(), name, letters):
                yield Leak("name", match.start(), match.start() + len(word), word, Why.MISSPELT)
                break


def _only_begins(text: str, place: int, name: str, letters: str) -> bool:
    """ "Walked" at the start of a sentence is no misspelt Walker: verbs and plurals differ at their end."""
    return len(name) < 8 and _begins_sentence(text, place) and name[:-1] == letters[: len(name) - 1]


def _begins_sentence(text: str, place: int) -> bool:
    before = text[:place].rstrip(" \"'“‘(")
    return not before or before[-1] in _SENTENCE_ENDS


def _one_less(letters: str) -> set[str]:
    return {letters} | {letters[:place] + letters[place + 1 :] for place in range(len(letters))}


def one_apart(one: str, two: str) -> bool:
    """Whether two words differ by exactly one letter exchanged, left out or put in, or by two neighbours turned round."""
    if one == two or abs(len(one) - len(two)) > 1:
        return False
    start = next((place for place, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    rest, other = one[start:], two[start:]
    if rest[1:] == other[1:] or rest[1:] == other or rest == other[1:]:
        return True
    return rest[:2] == other[:2][::-1] and rest[2:] == other[2:]
