"""The people of a case, made from the names that are known: which words are given names, which are the surname."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from folkmoot.redaction.folding import fold
from folkmoot.redaction.spans import Kind, Known, Role
from folkmoot.redaction.tokens import APOSTROPHES
from folkmoot.redaction.vocabulary import AFTER_NAMES, JUDGES, PARTICLES, POLICE_RANKS, TITLES

_MAIDEN = re.compile(r"n[ée]e|formerly", re.I)
_ALIASES = re.compile(r"\s*(\b(?:a\.?k\.?a\.?|also known as|alias|formerly|n[ée]e|otherwise)\b|;|/)\s*", re.I)
_ASIDE = re.compile(r"[(\[“\"]([^)\]”\"]*)[)\]”\"]")
_SINGLE_QUOTED = re.compile(rf"(?<!\w)[{APOSTROPHES}]([^\W\d_]+)[{APOSTROPHES}](?!\w)")
_PIECES = re.compile(r"[^\s,]+|,")
_ATOMS = re.compile(rf"[^\W_](?:[^\W_]|[\u0300-\u036f{APOSTROPHES}])*")


@dataclass(frozen=True)
class Name:
    """One way in which a person is called. The words are folded; a double-barrelled surname has several."""

    given: tuple[str, ...]
    surname: tuple[str, ...]
    particles: tuple[str, ...] = ()
    irish: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        return self.given + self.particles + self.surname

    @property
    def initials(self) -> str:
        """Of given names and surname, in that order."""
        return "".join(word[0] for word in self.given + self.surname)


@dataclass
class Person:
    """Somebody of the case, under every name that is known of them. `key` is what the case calls the person."""

    key: str
    role: str
    names: list[Name] = field(default_factory=list)
    collars: set[str] = field(default_factory=set)
    written: list[str] = field(default_factory=list)

    @property
    def surnames(self) -> set[str]:
        return {word for name in self.names for word in name.surname}


def people_of(known: Iterable[Known]) -> list[Person]:
    """One Person for each person named, in the order in which they are first named; values with one `person` are one person."""
    found: dict[str, Person] = {}
    for each in known:
        if each.kind == Kind.NAME and each.value.strip():
            parsed = parse(each.value)
            key = person_key(each.person or each.value)
            person = found.setdefault(key, Person(key, ""))
            person.role = person.role or each.role.strip() or parsed.role
            person.names += [name for name in parsed.names if name.words and name not in person.names]
            person.collars |= parsed.collars
            person.written.append(each.value.strip())
    return list(found.values())


def person_key(written: str) -> str:
    """The same for “Mr John Smith”, “SMITH, John” and “john smith”; what is no name is taken as it is."""
    names = parse(written).names
    return " ".join(names[0].words) if names and names[0].words else " ".join(written.lower().split())


@dataclass
class Parsed:
    """What one written name tells."""

    names: list[Name] = field(default_factory=list)
    collars: set[str] = field(default_factory=set)
    role: str = ""


def parse(written: str) -> Parsed:
    """Read a name as people write it: titles, ranks and collar numbers, “SMITH, John”, aliases, a maiden name, a nickname in quotes."""
    parsed = Parsed()
    asides = [aside for aside in (*_ASIDE.findall(written), *_SINGLE_QUOTED.findall(written)) if aside.strip()]
    plain = _SINGLE_QUOTED.sub(" ", _ASIDE.sub(" ", written))
    for part in (plain, *asides):
        before = ""
        for number, piece in enumerate(_ALIASES.split(part)):
            if number % 2:
                before = piece
                continue
            name = _one_name(piece, parsed)
            if name is not None:
                parsed.names += _completed(name, parsed.names, maiden=bool(_MAIDEN.fullmatch(before.strip())))
    return parsed


def _completed(name: Name, earlier: Sequence[Name], *, maiden: bool) -> list[Name]:
    """A single word after the first name is a maiden name or a nickname: it is completed from the first. O'Brien is also called Brien."""
    if earlier and len(name.words) == 1:
        name = Name(earlier[0].given, name.surname) if maiden else Name(name.words, earlier[0].surname, earlier[0].particles)
    parted = [word[1:] for word in name.surname if word.startswith("o") and word in name.irish]
    return [name, *(Name(name.given, (rest,), ("o",)) for rest in parted)]


def _one_name(written: str, parsed: Parsed) -> Name | None:
    pieces = _PIECES.findall(written)
    pieces = [piece for piece in pieces if not _set_aside(piece, parsed)]
    if not any(_ATOMS.search(piece) for piece in pieces):
        return None
    if "," in pieces:
        comma = pieces.index(",")
        surname, given = pieces[:comma], [piece for piece in pieces[comma + 1 :] if piece != ","]
        return _name(given, surname) if surname and given else _name([], surname or given)
    capitals = [piece for piece in pieces if piece.isupper() and len(fold(piece)) > 1]
    if capitals and len(capitals) < len(pieces) and not all(len(fold(piece)) <= 2 for piece in capitals):
        return _name([piece for piece in pieces if piece not in capitals], capitals)
    first = _where_surname_begins(pieces)
    return _name(pieces[:first], pieces[first:])


def _set_aside(piece: str, parsed: Parsed) -> bool:
    """Take titles, ranks and collar numbers out of a name, and learn the role from them."""
    word = fold(piece)
    if word.isdigit():
        parsed.collars.add(word)
    elif word in POLICE_RANKS and not parsed.names:
        parsed.role = parsed.role or Role.OFFICER
    elif word in JUDGES and not parsed.names:
        parsed.role = parsed.role or Role.JUDGE
    elif word not in TITLES and (word not in AFTER_NAMES or not piece.isupper()):
        return False
    return True


def _where_surname_begins(pieces: Sequence[str]) -> int:
    first = len(pieces) - 1
    while first > 0 and fold(pieces[first - 1]) in PARTICLES and first - 1 > 0:
        first -= 1
    return max(first, 0)


def _name(given: Sequence[str], surname: Sequence[str]) -> Name:
    given_words = tuple(fold(atom) for piece in given for atom in _ATOMS.findall(piece))
    surname_words = [fold(atom) for piece in surname for atom in _ATOMS.findall(piece)]
    particles = tuple(word for word in surname_words[:-1] if word in PARTICLES)
    family = tuple(word for word in surname_words if word not in particles)
    irish = tuple(fold(atom) for piece in surname for atom in _ATOMS.findall(piece) if atom[:1] in "Oo" and atom[1:2] in tuple(APOSTROPHES))
    return Name(tuple(word for word in given_words if word), tuple(word for word in family if word), particles, irish)
