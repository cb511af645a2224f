"""Known numbers and codes, however they are grouped: one index of all of them, walked along the text once."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from folkmoot.redaction.found import Found, Origin
from folkmoot.redaction.patterns.checks import national
from folkmoot.redaction.people import person_key
from folkmoot.redaction.rules import Rule, named
from folkmoot.redaction.spans import Kind, Known
from folkmoot.redaction.tokens import Tokens

CODED = frozenset({
    Kind.PHONE, Kind.EMAIL, Kind.VEHICLE, Kind.REFERENCE, Kind.NI_NUMBER, Kind.NHS_NUMBER, Kind.BANK, Kind.PASSPORT, Kind.DRIVING_LICENCE,
    Kind.POSTCODE, Kind.HANDLE, Kind.URL, Kind.IP, Kind.DEVICE,
})  # fmt: skip
# A code may be typed with a letter that looks like a figure.
_MISREAD = frozenset({Kind.VEHICLE, Kind.NI_NUMBER, Kind.REFERENCE, Kind.PASSPORT, Kind.DRIVING_LICENCE, Kind.POSTCODE, Kind.PHONE})
_LOOK_ALIKE = str.maketrans("oilsbz", "011582")
_GAP = re.compile(r"[^\w\n]{0,4}\n?[^\w\n]{0,4}|_{1,2}")
_PLAIN = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Code:
    """A known code in one of its written forms. `plain` is in small letters and figures."""

    plain: str
    kind: Kind
    owner: str
    value: str
    confidence: float = 0.98
    rule: Rule = Rule.VALUE


class CodeIndex:
    """Finds the known codes in a text."""

    def __init__(self, known: Sequence[Known]) -> None:
        self._by_shape: dict[str, list[Code]] = defaultdict(list)
        self._begun: set[str] = set()
        for each in known:
            for code in _forms(each):
                shape = code.plain.translate(_LOOK_ALIKE)
                self._by_shape[shape].append(code)
                self._begun |= {shape[:length] for length in range(1, len(shape))}

    def all(self, tokens: Tokens) -> Iterator[Found]:
        """Every known code, the longest at each place."""
        if not self._by_shape:
            return
        text = tokens.text
        for place, token in enumerate(tokens.all):
            if token.start and text[token.start - 1].isalnum():
                continue
            found = self._from(tokens, place)
            if found is not None:
                yield found

    def _from(self, tokens: Tokens, place: int) -> Found | None:
        plain, best, at = "", None, place
        while True:
            plain += tokens[at].folded
            shape = plain.translate(_LOOK_ALIKE)
            ends = not tokens.text[tokens[at].end : tokens[at].end + 1].isalnum()
            if ends and shape in self._by_shape:
                best = self._judged(tokens, place, at, plain, shape) or best
            if shape not in self._begun or at + 1 >= len(tokens) or not _GAP.fullmatch(tokens.gap(at)):
                return best
            at += 1

    def _judged(self, tokens: Tokens, place: int, at: int, plain: str, shape: str) -> Found | None:
        codes = self._by_shape[shape]
        exact = [code for code in codes if code.plain == plain]
        code = max(exact or codes, key=lambda each: each.confidence)
        if not exact and (code.kind not in _MISREAD or len(plain) < 5 or code.rule is Rule.PART):
            return None
        start, end = tokens[place].start, tokens[at].end
        written = tokens.text[start:end]
        if code.kind is Kind.HANDLE and tokens.text[start - 1 : start] == "@":
            start -= 1
        if code.kind is Kind.PHONE and tokens.text[max(0, start - 1) : start] in ("+", "("):
            start -= 1
        if _is_something_else(written, plain):
            return None
        rule = Rule.MISREAD if not exact else code.rule if code.rule is not Rule.VALUE or written == code.value else Rule.SEPARATORS
        confidence = min(code.confidence, 0.8) if not exact else code.confidence
        return Found(start, end, code.kind, confidence, named(rule), Origin.KNOWN, code.owner, code.value)


def _is_something_else(written: str, plain: str) -> bool:
    """A short number is not looked for across a colon, a stroke or a line: those are times, dates and columns."""
    return plain.isdigit() and len(plain) < 7 and bool(re.search(r"[:\n]|\d\s*/|[,;] ", written))


def _forms(known: Known) -> Iterator[Code]:
    plain = _PLAIN.sub("", known.value.lower()) if known.value.isascii() else "".join(token.folded for token in Tokens(known.value).all)
    if known.kind not in CODED or not plain:
        return
    owner = person_key(known.person) if known.person else ""
    short = len(plain) < 3 or (plain.isdigit() and len(plain) < 5)
    yield Code(plain, known.kind, owner, known.value.strip(), 0.5 if short else 0.98)
    if known.kind is Kind.PHONE:
        yield from _phone_forms(known, owner)
    if known.kind is Kind.POSTCODE and len(plain) > 4:
        yield Code(plain[:-3], Kind.POSTCODE, owner, plain[:-3], 0.6, Rule.PART)
    if known.kind is Kind.BANK and re.fullmatch(r"\d{14}", plain):
        yield Code(plain[6:], Kind.BANK, owner, plain[6:], 0.95, Rule.SEPARATORS)
        yield Code(plain[:6], Kind.BANK, owner, plain[:6], 0.8, Rule.SEPARATORS)
    if known.kind is Kind.URL:
        bare = re.sub(r"^(?:https?)?(?:www)?", "", plain)
        yield Code(bare, Kind.URL, owner, known.value.strip(), 0.95)


def _phone_forms(known: Known, owner: str) -> Iterator[Code]:
    """With and without the country's code, which may be written with its (0)."""
    within = national(known.value)
    if not within.startswith("0") or len(within) < 10:
        return
    for form in (within, within[1:], "44" + within[1:], "44" + within, "0044" + within[1:], "0044" + within):
        yield Code(form, Kind.PHONE, owner, known.value.strip(), 0.97)
