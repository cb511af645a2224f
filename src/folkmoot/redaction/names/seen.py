"""A name that was surely seen once in a document is taken for a name wherever it stands there, in capitals or small letters."""

from collections.abc import Iterator

from folkmoot.redaction.names import frames
from folkmoot.redaction.names.lexicon import Sort
from folkmoot.redaction.names.page import Care, Shape, Word
from folkmoot.redaction.spans import Kind, Span
from folkmoot.redaction.vocabulary import is_everyday

SURE = 0.8
RULE = "Seen as a name elsewhere in this document"


def seen_elsewhere(text: str, words: list[Word], spans: list[Span]) -> Iterator[Span]:
    """The words of sure names where they stand again and nothing, or nothing as sure, was found."""
    sure = _sure_words(words, spans)
    covered = {span.start: span for span in spans}
    firmly = [(span.start, span.end) for span in spans if span.confidence >= SURE]
    at = 0
    place = 0
    while place < len(words):
        word = words[place]
        while at < len(firmly) and firmly[at][1] <= word.start:
            at += 1
        if (at < len(firmly) and firmly[at][0] <= word.start) or not _again(words, place, sure):
            place += 1
            continue
        last = place + 1
        while last < len(words) and words[last].gap == " " and _again(words, last, sure):
            last += 1
        start, end = word.start, words[last - 1].end
        before = covered.get(start)
        confidence = max(0.75, before.confidence if before else 0.0)
        yield Span(
            start,
            max(end, before.end if before else end),
            text[start : max(end, before.end if before else end)],
            Kind.NAME,
            "",
            confidence,
            RULE,
        )
        place = last


def _sure_words(words: list[Word], spans: list[Span]) -> dict[str, Sort]:
    sure: dict[str, Sort] = {}
    starts = sorted((span.start, span.end) for span in spans if span.confidence >= SURE)
    at = 0
    for word in words:
        while at < len(starts) and starts[at][1] <= word.start:
            at += 1
        if at < len(starts) and starts[at][0] <= word.start and len(word.folded) > 2 and _lasting(word):
            sure[word.folded] = word.sort
    return sure


def _lasting(word: Word) -> bool:
    acronym = word.shape is Shape.UPPER and word.care is Care.USUAL and len(word.text) < 5 and word.sort is Sort.UNKNOWN
    return not acronym and word.folded not in frames.PARTICLES and word.sort is not Sort.OTHER


def _again(words: list[Word], place: int, sure: dict[str, Sort]) -> bool:
    word = words[place]
    possessive = word.care is Care.CARELESS and word.sort is Sort.UNKNOWN and word.folded.removesuffix("s") in sure
    if (word.folded not in sure and not possessive) or word.shape is Shape.INITIAL:
        return False
    if word.sort in (Sort.NAME, Sort.UNKNOWN):
        return word.capital or word.care is Care.CARELESS or word.sort is Sort.UNKNOWN
    if word.sort is Sort.RARE and word.care is not Care.USUAL:
        return True
    if word.care is not Care.USUAL:
        return (
            word.sort is Sort.BOTH
            and word.folded not in frames.OPENERS | frames.DOING
            and (word.care is Care.SHOUTED or not is_everyday(word.folded))
        )
    return word.capital and _not_the_word(words, place)


def _not_the_word(words: list[Word], place: int) -> bool:
    """Mark, Price or Hope again: a capital that nothing else explains, and not before “Road” or “Court”."""
    word = words[place]
    after = words[place + 1] if place + 1 < len(words) else None
    before = words[place - 1].folded if place else ""
    if word.folded in frames.SELDOM_ALONE and before in frames.TOWARDS | frames.KIN | frames.ROLES:
        return after is None or after.gap != " " or not after.capital
    if word.first or word.folded in frames.SELDOM_ALONE:
        return after is not None and after.gap == " " and after.folded in frames.DOING
    headed = after is not None and after.gap == " " and after.capital and after.folded in frames.HEADS
    return not headed and words[place - 1].folded not in frames.PLACING
