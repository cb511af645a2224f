"""Initials, exhibit letters, and names made from the names of known people: “JS”, “JS/1”, “jsmith92”, “smithy.john”."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from folkmoot.redaction.folding import fold
from folkmoot.redaction.found import Form, Found, Origin
from folkmoot.redaction.name_index import NameIndex
from folkmoot.redaction.nicknames import NICKNAMES
from folkmoot.redaction.people import Person
from folkmoot.redaction.rules import Rule, named
from folkmoot.redaction.spans import Kind
from folkmoot.redaction.vocabulary import NOT_INITIALS, TITLES, english

_INITIALS = re.compile(r"(?<![\w/&'’-])[A-Z](?:\. ?[A-Z]){1,3}\.?(?![\w/&])|(?<![\w/&'’-])[A-Z](?: ?[A-Z]){1,3}(?![\w/&'-])")
_EXHIBIT = re.compile(r"(?<![\w/])(?P<letters>[A-Z]{2,4})[/.-]?\d{1,3}[A-Za-z]?(?![\w/])")
_BLOB = re.compile(r"(?<![\w.@])@?(?=[\w.]*[A-Za-z])[A-Za-z0-9_][\w.]{4,38}[A-Za-z0-9_](?![\w@])")
_BREAK = re.compile(r"[\W\d_]+")


class MadeNames:
    """What people make of their names for e-mail and online: given name and surname run together, cut short, turned round."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._forms: dict[str, str] = {}
        self._words: dict[str, set[str]] = defaultdict(set)
        for person in people:
            for name in person.names:
                family = "".join(name.particles + name.surname)
                for given in name.given:
                    self._put(person.key, given, family, name.surname[-1] if name.surname else "")
                for word in (*name.given, *name.surname):
                    for form in (word, *NICKNAMES.get(word, ())):
                        if len(form) > 3:
                            self._words[form].add(person.key)

    def _put(self, key: str, given: str, family: str, last: str) -> None:
        for surname in {family, last} - {""}:
            for made in (given + surname, surname + given, given[0] + surname, surname + given[0], given + surname[0]):
                if len(made) > 4:
                    self._forms.setdefault(made, key)

    def owner(self, written: str) -> str:
        """The key of the person from whose name this e-mail address or online name is made; empty where it is nobody's."""
        pieces = [fold(piece) for piece in _BREAK.split(written.split("@")[0] or written) if piece]
        joined = "".join(pieces)
        if joined in self._forms:
            return self._forms[joined]
        by_piece = {self._forms[piece] for piece in pieces if piece in self._forms}
        named_in = [self._words[piece] for piece in pieces if piece in self._words]
        candidates = by_piece or (set.intersection(*named_in) if named_in else set())
        return candidates.pop() if len(candidates) == 1 else ""

    def all(self, text: str) -> Iterator[Found]:
        """Online names without any sign that they are such."""
        for match in _BLOB.finditer(text):
            written = match[0]
            plain = fold(written)
            mixed = bool(re.search(r"[\d_.@]", written))
            owner = self._forms.get(_BREAK.sub("", written).lower(), "") or (self.owner(written.lstrip("@")) if mixed else "")
            if owner and plain not in english() and (mixed or len(plain) > 5) and not _is_sentence_end(written):
                yield Found(*match.span(), Kind.HANDLE, 0.8 if mixed else 0.7, named(Rule.HANDLE_FROM_NAME), Origin.KNOWN, owner, plain)


def _is_sentence_end(written: str) -> bool:
    """“Smith.John” is two sentences without a space between them: the name is found by itself."""
    return bool(re.fullmatch(r"[^\W\d_]+\.[A-Z][^\W\d_]*", written))


def initials_in(text: str, index: NameIndex) -> Iterator[Found]:
    """Initials of known people on their own, and at the head of exhibit numbers."""
    if not index.initials:
        return
    for match in _INITIALS.finditer(text):
        letters = re.sub(r"[^A-Z]", "", match[0])
        owners = index.initials.get(letters.lower(), set())
        if owners and ("." in match[0] or _may_be_initials(text, match, letters)):
            yield _initials(match.span(), index, owners, 0.6 if "." in match[0] else 0.45, Rule.INITIALS)
    for match in _EXHIBIT.finditer(text):
        owners = index.initials.get(match["letters"].lower(), set())
        if owners and match["letters"] not in NOT_INITIALS:
            yield _initials(match.span("letters"), index, owners, 0.5, Rule.EXHIBIT)


def _may_be_initials(text: str, match: re.Match[str], letters: str) -> bool:
    around = text[max(0, match.start() - 20) : match.start()], text[match.end() : match.end() + 20]
    shouting = bool(re.search(r"\b[A-Z]{3,}\W*$", around[0]) or re.match(r"\W*[A-Z]{3,}\b", around[1]))
    return letters not in NOT_INITIALS and letters.lower() not in TITLES and not shouting


def _initials(span: tuple[int, int], index: NameIndex, owners: set[int], confidence: float, rule: Rule) -> Found:
    owner = index.people[min(owners)].key
    rules = [rule] if len(owners) == 1 else [rule, Rule.SHARED]
    return Found(
        *span, Kind.NAME, confidence if len(owners) == 1 else confidence * 0.8, named(*rules), Origin.KNOWN, owner, form=Form.INITIALS
    )
