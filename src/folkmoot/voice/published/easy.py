"""Guidance for Easy Read: sentences with their words, and what makes them hard to read. No database; it advises and forbids nothing.

After “Making written information easier to understand for people with learning disabilities” (Department of Health, 2010): short
sentences of up to fifteen words, one idea in each, everyday words.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MOST_WORDS = 15
LONG_WORD = 13  # letters
_END = re.compile(r"(?<=[.!?…])[\s\"”’)]+|\n+")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True)
class Sentence:
    """A sentence, how many words it has, and what to look at in it; nothing where it reads easily."""

    text: str
    words: int
    hints: tuple[str, ...] = ()


def sentences_in(text: str) -> list[Sentence]:
    """The sentences of a text, in order; a line break ends one as well."""
    return [_sentence(part.strip()) for part in _END.split(text) if _WORD.search(part)]


def hard(text: str) -> list[Sentence]:
    """The sentences with something to look at."""
    return [sentence for sentence in sentences_in(text) if sentence.hints]


def in_short(text: str) -> str:
    """“4 sentences, 9 words in each on average; 1 is hard to read.” Empty for no text."""
    found = sentences_in(text)
    if not found:
        return ""
    average = round(sum(each.words for each in found) / len(found))
    count = ngettext("%(number)d sentence", "%(number)d sentences", len(found)) % {"number": len(found)}
    words = ngettext("%(number)d word in each on average", "%(number)d words in each on average", average) % {"number": average}
    difficult = sum(1 for each in found if each.hints)
    verdict = ngettext("%(number)d may be hard to read", "%(number)d may be hard to read", difficult) % {"number": difficult}
    return f"{count}, {words}; {verdict if difficult else _('all are short and plain')}."


def _sentence(text: str) -> Sentence:
    words = _WORD.findall(text)
    hints = []
    if len(words) > MOST_WORDS:
        hints.append(_("%(words)d words: make two sentences of it") % {"words": len(words)})
    if ";" in text or text.count(",") > 1:
        hints.append(_("more than one idea? Give each a sentence of its own"))
    if long := [word for word in dict.fromkeys(words) if len(word) >= LONG_WORD]:
        hints.append(_("long words: %(words)s. Use an everyday word, or explain it") % {"words": ", ".join(long)})
    return Sentence(text, len(words), tuple(hints))
