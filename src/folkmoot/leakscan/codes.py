"""Numbers and codes: telephone and account numbers, references, registrations, postcodes, addresses of e-mail, handles."""

import re
from collections.abc import Iterator

from folkmoot.leakscan.contract import Leak, Secret, Why
from folkmoot.leakscan.folding import Folded, fold

SHORTEST_NUMBER = 6  # figures
_EXCHANGED = str.maketrans({"o": "0", "i": "1", "l": "1", "s": "5", "b": "8", "z": "2"})
_LONGEST_GAP = 4
_FIGURES = {
    "zero": "0", "oh": "0", "nought": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "o": "0", "dim": "0", "un": "1", "dau": "2", "tri": "3", "pedwar": "4", "pump": "5", "chwech": "6",
    "saith": "7", "wyth": "8", "naw": "9",
}  # fmt: skip
_TIMES = {"double": 2, "triple": 3, "treble": 3}
_SPOKEN = re.compile(rf"\b(?:{'|'.join([*_FIGURES, *_TIMES])}|\d)(?:[\s,.-]+(?:{'|'.join([*_FIGURES, *_TIMES])}|\d))+\b", re.IGNORECASE)


def codes_in(text: Folded, secret: Secret) -> Iterator[Leak]:
    """Every place where the code stands: grouped otherwise, with other signs between, with 0 and O exchanged, or said in words."""
    letters = fold(secret.value)
    figures = "".join(letter for letter in letters if letter.isdigit())
    if letters and len(letters) == len(figures):
        yield from _numbers(text, secret, figures)
    else:
        yield from _whole(text, secret, letters)
        if figures and len(letters) >= 5:
            yield from _exchanged(text, secret, letters)
    for written in _addresses_spoken(secret):
        yield from _whole(text, secret, written)


def _numbers(text: Folded, secret: Secret, figures: str) -> Iterator[Leak]:
    if len(figures) < SHORTEST_NUMBER:
        yield from _whole(text, secret, figures)
        return
    national = _national(figures) if secret.kind == "phone" else figures
    found, places = text.figures
    for wanted in {figures, national, national.lstrip("0")} if secret.kind == "phone" else {figures}:
        start = found.find(wanted)
        while start >= 0:
            first, last = places[start], places[start + len(wanted) - 1]
            if last - first == len(wanted) - 1 and _together(text, first, last + 1):
                yield _leak(text, secret, first, last + 1)
            start = found.find(wanted, start + 1)
    yield from _spoken(text, secret, {figures, national})


def _national(figures: str) -> str:
    """A British telephone number as dialled at home."""
    for prefix in ("0044", "44"):
        if figures.startswith(prefix) and len(figures) > 10:
            return "0" + figures[len(prefix) :].removeprefix("0")
    return figures


def _whole(text: Folded, secret: Secret, letters: str) -> Iterator[Leak]:
    if not letters:
        return
    start = text.letters.find(letters)
    while start >= 0:
        end = start + len(letters)
        inside = len(letters) >= 8 and not letters.isdigit()
        if (inside or not any(text.touches(start, end))) and _together(text, start, end) and _is_itself(text, start, end, letters):
            yield _leak(text, secret, start, end)
        start = text.letters.find(letters, start + 1)


def _is_itself(text: Folded, start: int, end: int, letters: str) -> bool:
    """Short words count only unbroken: "no 1" is not NO1, nor are the letters of neighbouring words a handle."""
    return len(letters) > 4 or not any(" " in gap or "\n" in gap for gap in text.gaps(start, end))


def _together(text: Folded, start: int, end: int) -> bool:
    gaps = text.gaps(start, end)
    return all(len(gap) <= _LONGEST_GAP and gap.count("\n") <= 1 for gap in gaps)


def _exchanged(text: Folded, secret: Secret, letters: str) -> Iterator[Leak]:
    wanted, whole = letters.translate(_EXCHANGED), text.letters.translate(_EXCHANGED)
    start = whole.find(wanted)
    while start >= 0:
        end = start + len(wanted)
        figures = any(letter.isdigit() for letter in text.letters[start:end])
        if figures and text.letters[start:end] != letters and not any(text.touches(start, end)) and _together(text, start, end):
            first, last = text.span(start, end)
            yield Leak(secret.kind, first, last, text.original[first:last], Why.LOOKALIKE)
        start = whole.find(wanted, start + 1)


def _addresses_spoken(secret: Secret) -> set[str]:
    """An address of e-mail with its signs said as words, and the part before the @ by itself."""
    if secret.kind != "email" or "@" not in secret.value:
        return set()
    said = fold(secret.value.replace("@", " at ").replace(".", " dot "))
    halves = fold(secret.value.replace("@", " at "))
    alone = fold(secret.value.partition("@")[0])
    return {said, halves} | ({alone} if len(alone) >= 6 else set())


def _spoken(text: Folded, secret: Secret, wanted: set[str]) -> Iterator[Leak]:
    for match in _SPOKEN.finditer(text.original):
        figures, times = "", 1
        for word in re.findall(r"[^\W\d_]+|\d", match[0].lower()):
            if word in _TIMES:
                times = _TIMES[word]
                continue
            figures += _FIGURES.get(word, word) * times
            times = 1
        if any(each in figures for each in wanted) and not match[0].replace(" ", "").isdigit():
            yield Leak(secret.kind, match.start(), match.end(), match[0], Why.SPELLED_OUT)


def _leak(text: Folded, secret: Secret, start: int, end: int) -> Leak:
    first, last = text.span(start, end)
    found = text.original[first:last]
    why = Why.WHOLE if found.casefold() == secret.value.strip().casefold() else Why.REGROUPED
    return Leak(secret.kind, first, last, found, why)
