"""What in a text for publication may point to somebody, or says more than is so. No database, no clock.

It goes by what is written, not by what it means: a text in which nothing is found is not proof that nobody can be recognised.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from folkmoot.voice.identifying import Identifier
from folkmoot.voice.naming import personal_in
from folkmoot.voice.rules import Standing

AROUND = 40  # characters shown on each side of a finding
QUOTED = 7  # words in a row that are the words as they were said
IN_CONFIDENCE = 5  # words in a row that stand in a point kept to those who answer


class Kind(StrEnum):
    EMAIL = "email"
    PHONE = "phone"
    POSTCODE = "postcode"
    BIRTH = "birth"
    CASE = "case"
    NAME = "name"
    ADDRESS = "address"
    SMALL_NUMBER = "small_number"
    QUOTE = "quote"
    RESTRICTED_WORDS = "restricted_words"
    RESTRICTED_POINT = "restricted_point"
    CLAIM = "claim"


@dataclass(frozen=True)
class Hit:
    """Something found, with the words around it. `key` stays the same while the finding does, wherever it stands."""

    kind: Kind
    text: str
    context: str

    @property
    def key(self) -> str:
        return hashlib.sha256(f"{self.kind.value}|{self.text.casefold()}".encode()).hexdigest()


_FROM_VOICE = {each: Kind(each.value) for each in Identifier}
_FEW = (
    "[1-9]|one|two|three|four|five|six|seven|eight|nine|a couple of|the only|un|dau|dwy|tri|tair|pedwar|pedair|pump|chwech?|saith|wyth|naw"
    "|yr unig|unig"
)
_COUNTED = (
    r"people|persons?|victims?|witness(?:es)?|complainants?|defendants?|men|women|man|woman|boys?|girls?|child(?:ren)?|famil(?:y|ies)|mothers?"
    r"|fathers?|parents?|couples?|brothers|sisters|students?|pupils?|tenants?|residents?|refugees?|migrants?|asylum seekers?|officers?"
    r"|gyps(?:y|ies)|travellers?|sikhs?|muslims?|hindus?|jews|christians?|buddhists?|survivors?|cases?|patients?"
    r"|pobl|o bobl|pherson|berson|dioddefwyr|dioddefwr|plant|blentyn|achosion|achos|menywod|fenyw|dynion|ddyn|teulu|deulu|theulu"
)
_SMALL = re.compile(
    rf"(?<![\w.,/£-])(?:{_FEW})[^\S\n]{{1,3}}(?:[^\W\d_][\w’'-]{{1,17}}[^\S\n]{{1,3}}){{0,3}}?(?:{_COUNTED})\b", re.IGNORECASE
)
# Words that say a thing is done; where it is only planned they are shown to both people.
_DONE_WORDS = re.compile(
    r"\b(?:we(?: have|’ve|'ve)(?! to\b)|(?<!what )we did|has been|have been|is now|are now"
    r"|rydym wedi|rydyn ni wedi|gwnaethom|gwnaethon ni|mae .{0,40} wedi)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


Runs = frozenset[tuple[str, ...]]


def hits_in(text: str, *, said: Runs = frozenset(), restricted: Runs = frozenset()) -> list[Hit]:
    """What may point to somebody in `text`, each once.

    `said` are the runs of the words the entry was made from (`runs_of` with QUOTED), `restricted` of those kept apart (IN_CONFIDENCE).
    """
    found = [
        *(_hit(_FROM_VOICE[each.kind], text, text.find(each.text), len(each.text)) for each in personal_in(text)),
        *(_hit(Kind.SMALL_NUMBER, text, match.start(), len(match.group())) for match in _SMALL.finditer(text)),
        *(_hit(Kind.QUOTE, text, first, last - first) for first, last in shared_runs(text, said, QUOTED)),
        *(_hit(Kind.RESTRICTED_WORDS, text, first, last - first) for first, last in shared_runs(text, restricted, IN_CONFIDENCE)),
    ]
    return list({hit.key: hit for hit in found}.values())


def claims_in(we_did: str, standing: Standing) -> list[Hit]:
    """Where words say that something is done that is only planned."""
    if standing is not Standing.PLANNED:
        return []
    return [_hit(Kind.CLAIM, we_did, match.start(), len(match.group())) for match in _DONE_WORDS.finditer(we_did)]


def runs_of(sources: Iterable[str], long: int) -> Runs:
    """Every `long` words in a row of these texts, whatever their case and punctuation; made once for all versions of an entry."""
    return frozenset(run for source in sources for run in _runs([word for word, _first, _last in _words(source)], long))


def shared_runs(text: str, known: Runs, long: int) -> list[tuple[int, int]]:
    """From where to where at least `long` words in a row of a text are among the known ones."""
    words = _words(text)
    spans: list[tuple[int, int]] = []
    for at in range(len(words) - long + 1):
        if tuple(word for word, _first, _last in words[at : at + long]) in known:
            first, last = words[at][1], words[at + long - 1][2]
            if spans and first <= spans[-1][1]:
                spans[-1] = (spans[-1][0], last)
            else:
                spans.append((first, last))
    return spans


def _runs(words: list[str], long: int) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + long]) for at in range(len(words) - long + 1))


def _words(text: str) -> list[tuple[str, int, int]]:
    return [(match.group().casefold().replace("’", "'"), match.start(), match.end()) for match in _WORD.finditer(text)]


def _hit(kind: Kind, text: str, at: int, long: int) -> Hit:
    first, last = max(0, at - AROUND), at + long + AROUND
    around = f"{'…' if first else ''}{' '.join(text[first:last].split())}{'…' if last < len(text) else ''}"
    return Hit(kind, text[at : at + long].strip(), around)
