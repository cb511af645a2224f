"""The finder of names that nobody listed: rules and shipped lists, and a language model's findings where one is present."""

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from folkmoot.redaction.folding import fold
from folkmoot.redaction.names.evidence import weigh
from folkmoot.redaction.names.lexicon import Lexicon, Sort, lexicon
from folkmoot.redaction.names.model import NameModel, name_model
from folkmoot.redaction.names.page import Word, words_of
from folkmoot.redaction.names.runs import runs
from folkmoot.redaction.names.seen import seen_elsewhere
from folkmoot.redaction.spans import Kind, Span

# Below this nothing is shown. A person looks at every suggestion, so a missed name costs more than one too many.
SHOWN_FROM = 0.4
# “Tel: 07700 900123”: a word that says what number follows. Without a number it may be somebody: “my friend Tel”.
_NUMBER_LABEL = re.compile(r"(?:tel|mob|fax|ph)\.?(?: ?[:=\-–])?[ \t]*[+(]?\d", re.I)


class Finder:
    """Finds names of people in a text.

    `shown_from` (0 to 1): findings less certain are left out. The confidence of a finding made by rules is roughly how often
    such findings were right on generated case papers (bench/redaction.py measures it).
    """

    def __init__(self, *, model: NameModel | None = None, shown_from: float = SHOWN_FROM, known: Lexicon | None = None) -> None:
        self._model = model
        self._shown_from = shown_from
        self._known = known or lexicon()

    @property
    def uses_model(self) -> bool:
        return self._model is not None

    def find(self, text: str) -> list[Span]:
        """Names in `text`, sorted and not overlapping. The replacement is left empty for the caller to fill."""
        words = words_of(text, self._known.sort)
        spans = [span for span in _by_rules(text, words, self._known) if span.confidence >= self._shown_from / 2]
        if self._model is not None:
            spans = _merged(text, spans, [span for span in self._model.find(text) if self._could_be_a_name(span.text)])
        spans = [*spans, *seen_elsewhere(text, words, spans)]
        spans = [span for span in spans if not _NUMBER_LABEL.match(text, span.start)]
        return [span for span in _apart(spans) if span.confidence >= self._shown_from]

    def _could_be_a_name(self, text: str) -> bool:
        """Models take brands, places and headings for people; what holds no word that could be a name is left out."""
        return any(self._known.sort(fold(word)) not in (Sort.WORD, Sort.PLACE, Sort.OTHER) for word in text.split())


def finder(*, model: Literal["auto", "never"] = "auto", shown_from: float = SHOWN_FROM) -> Finder:
    """A finder that works without any model, and with one where FOLKMOOT_NAME_MODEL names its folder (model="auto")."""
    return Finder(model=name_model() if model == "auto" else None, shown_from=shown_from)


def _by_rules(text: str, words: list[Word], known: Lexicon) -> Iterable[Span]:
    for run in runs(words, known):
        found = weigh(words, run, known)
        start, end = words[run.first].start, words[run.last - 1].end
        yield Span(start, end, text[start:end], Kind.NAME, "", round(found.confidence, 3), found.reason)


def _merged(text: str, spans: list[Span], modelled: Sequence[Span]) -> list[Span]:
    """Where both found something, rules and model strengthen one another and the longer stretch is kept."""
    kept = list(spans)
    for found in modelled:
        same = [span for span in kept if span.start < found.end and found.start < span.end]
        for span in same:
            kept.remove(span)
        start = min([found.start, *(span.start for span in same)])
        end = max([found.end, *(span.end for span in same)])
        unlikely = (1 - found.confidence) * min([1.0, *(1 - span.confidence for span in same)])
        rule = max(same, key=lambda each: each.confidence).rule if same else found.rule
        kept.append(Span(start, end, text[start:end], Kind.NAME, "", round(1 - unlikely, 3), rule))
    return kept


def _apart(spans: Iterable[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(spans, key=lambda each: (each.start, -each.end)):
        if kept and span.start < kept[-1].end:
            if span.confidence > kept[-1].confidence and span.end - span.start >= kept[-1].end - kept[-1].start:
                kept[-1] = span
            continue
        kept.append(span)
    return kept
