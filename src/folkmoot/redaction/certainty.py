"""How certain it is that a word is a name: where it stands, what stands beside it, and what else it could mean."""

import re
from dataclasses import dataclass

from folkmoot.redaction.name_index import How, Part
from folkmoot.redaction.rules import Rule
from folkmoot.redaction.tokens import Token, Tokens
from folkmoot.redaction.vocabulary import INTRODUCING, MONTHS, SPEAKING, STREET_FORMS, english, is_everyday

_HOW_RULES = {How.PLURAL: Rule.PLURAL, How.NICKNAME: Rule.NICKNAME, How.BY_EAR: Rule.BY_EAR, How.MISSPELT: Rule.MISSPELT}
_DATE_BEFORE = frozenset(
    [
        "in",
        "of",
        "since",
        "until",
        "till",
        "by",
        "during",
        "early",
        "late",
        "mid",
        "last",
        "next",
        "this",
        "from",
        "to",
        "every",
        "between",
        "before",
        "after",
    ]
)
_AUXILIARY = frozenset(
    [
        "i",
        "you",
        "he",
        "she",
        "it",
        "we",
        "they",
        "the",
        "this",
        "that",
        "there",
        "be",
        "not",
        "also",
        "have",
        "my",
        "your",
        "his",
        "her",
        "our",
        "their",
        "a",
        "an",
        "any",
    ]
)
_REPORTED = re.compile(r"(?: and \w+| \w+)? ?[\[(](?:19|20)\d\d[\])]")
_STREETS = frozenset(word for word in STREET_FORMS if word not in ("la", "n", "s", "e", "w", "st", "to"))


@dataclass(frozen=True)
class Reading:
    """A mention and what is known of it. `place` and `last` are places among `tokens`."""

    tokens: Tokens
    place: int
    last: int
    whole: bool
    title: bool
    parts: frozenset[Part]
    hows: frozenset[How]
    quality: float
    alone: bool
    shared: bool
    double_barrelled: bool


def certainty(reading: Reading) -> tuple[float, list[Rule]]:
    """A confidence from 0 to 1 and the reasons; 0 where the word is taken for an everyday word."""
    confidence, rules = _by_form(reading)
    rules += [_HOW_RULES[how] for how in sorted(reading.hows - {How.EXACT})]
    if reading.shared:
        confidence, rules = confidence * 0.8, [*rules, Rule.SHARED]
    confidence *= reading.quality
    if reading.whole and not reading.title and _all_everyday_in_small_letters(reading):
        return round(confidence * 0.5, 2), [*rules, Rule.SMALL_LETTERS, Rule.EVERYDAY]
    if reading.alone and not reading.whole:
        factor, why = _standing_alone(reading)
        confidence, rules = confidence * factor, [*rules, *why]
    return round(confidence, 2), rules


def _all_everyday_in_small_letters(reading: Reading) -> bool:
    words = [reading.tokens[place] for place in range(reading.place, reading.last + 1)]
    return all(word.raw[0].islower() and word.folded in english() for word in words)


def _by_form(reading: Reading) -> tuple[float, list[Rule]]:
    titled = [Rule.WITH_TITLE] if reading.title else []
    if reading.whole:
        return 0.99, [Rule.FULL_NAME, *titled]
    if Part.SURNAME in reading.parts:
        return (0.96 if titled else 0.85 if reading.double_barrelled else 0.93), [Rule.SURNAME, *titled]
    if Part.GIVEN in reading.parts:
        return (0.9 if titled or len(reading.parts) > 1 else 0.82), [Rule.GIVEN_NAME, *titled]
    return 0.6, [Rule.MIDDLE_NAME, *titled]


def _standing_alone(reading: Reading) -> tuple[float, list[Rule]]:
    token = reading.tokens[reading.place]
    everyday, small = is_everyday(token.folded), token.raw[0].islower()
    if _names_a_street(reading):
        return 0.35, [Rule.STREET]
    if _REPORTED.match(reading.tokens.text, reading.tokens[reading.last].end):
        return 0.35, [Rule.REPORTED_CASE]
    if small:
        return _in_small_letters(reading, everyday or token.folded in english())
    if not everyday:
        return (0.95, [Rule.EVERYDAY]) if token.folded in reading.tokens.small_letters and token.folded in english() else (1.0, [])
    return _everyday_with_capital(reading, token)


def _names_a_street(reading: Reading) -> bool:
    after = reading.tokens.after(reading.last)
    beside = bool(re.fullmatch(r"[ \t]+", reading.tokens.gap(reading.last)))
    return after is not None and after.folded in _STREETS and after.raw[0].isupper() and beside


def _in_small_letters(reading: Reading, a_word: bool) -> tuple[float, list[Rule]]:
    if not a_word:
        return (0.9 if reading.tokens.careless_of_capitals else 0.75), [Rule.SMALL_LETTERS]
    if not reading.tokens.careless_of_capitals or not _spoken_of(reading):
        return 0.0, []
    return 0.3, [Rule.SMALL_LETTERS, Rule.EVERYDAY]


def _everyday_with_capital(reading: Reading, token: Token) -> tuple[float, list[Rule]]:
    tokens, place = reading.tokens, reading.place
    rules = [Rule.EVERYDAY]
    if token.folded in MONTHS and _reads_as_month(tokens, place):
        return 0.0, []
    if tokens.begins_sentence(place):
        if _spoken_of(reading):
            return 0.7, [*rules, Rule.SENTENCE_START]
        after = tokens.after(place)
        unlikely = after is not None and after.folded in _AUXILIARY
        return (0.12 if unlikely else 0.4), [*rules, Rule.SENTENCE_START]
    if token.raw.isupper() and len(token.raw) > 1:
        return 0.5, rules
    return (0.9 if _spoken_of(reading) else 0.75), rules


def _spoken_of(reading: Reading) -> bool:
    """Whether the words beside it are those that stand beside a person."""
    tokens = reading.tokens
    before, after = tokens.before(reading.place), tokens.after(reading.last)
    possessive = bool(re.match(r"['’]s\b", tokens.text[tokens[reading.last].end :]))
    spoken = after is not None and after.folded in SPEAKING and bool(re.fullmatch(r"\s+", tokens.gap(reading.last)))
    introduced = (
        before is not None and before.folded in INTRODUCING and bool(re.fullmatch(r",?\s+", tokens.gap(reading.place - 1)))
        and not tokens.begins_sentence(reading.place)
    )  # fmt: skip
    return possessive or spoken or introduced


def _reads_as_month(tokens: Tokens, place: int) -> bool:
    """“12 May”, “May 2024”, “in May”, “May and June”."""
    before, after = tokens.before(place), tokens.after(place)
    numbered = (before is not None and (before.number or before.folded in ("st", "nd", "rd", "th", "of"))) or (
        after is not None and after.number
    )
    said = before is not None and before.folded in _DATE_BEFORE
    neighbour = any(
        each is not None and each.folded in MONTHS
        for each in (tokens[place + 2] if place + 2 < len(tokens) else None, tokens[place - 2] if place > 1 else None)
    )
    return numbered or said or neighbour
