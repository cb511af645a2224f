"""One index of every word of every known name, so that each word of a text is looked up once however many people there are."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from folkmoot.redaction.folding import consonants, distance, drops, fold, leaves_vowels_out, sound
from folkmoot.redaction.nicknames import NICKNAMES
from folkmoot.redaction.people import Person
from folkmoot.redaction.tokens import Token
from folkmoot.redaction.vocabulary import english, is_everyday


class Part(StrEnum):
    """Which word of a name it is."""

    GIVEN = "given name"
    MIDDLE = "middle name"
    SURNAME = "surname"
    WHOLE = "whole name in one word"


class How(StrEnum):
    """In which way a word of the text is the word of the name."""

    EXACT = "exact"
    PLURAL = "plural"
    NICKNAME = "short form"
    BY_EAR = "spelt by ear or from another script"
    MISSPELT = "misspelt"


QUALITY = {How.EXACT: 1.0, How.PLURAL: 0.92, How.NICKNAME: 0.8, How.BY_EAR: 0.82, How.MISSPELT: 0.74}


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of the text that may be a word of this person's name. `word` is the word of the name, folded."""

    person: int
    part: Part
    word: str
    how: How


class NameIndex:
    """Looks words up among the names of `people`."""

    def __init__(self, people: Sequence[Person]) -> None:
        self.people = people
        self._exact: dict[str, list[Hit]] = defaultdict(list)
        self._by_ear: dict[str, set[str]] = defaultdict(set)
        self._bare: dict[str, set[str]] = defaultdict(set)
        self._near: dict[str, set[str]] = defaultdict(set)
        self.initials: dict[str, set[int]] = defaultdict(set)
        self._met: dict[tuple[str, bool], tuple[Hit, ...]] = {}
        for number, person in enumerate(people):
            self._add(number, person)
        for word in list(self._exact):
            self._add_near(word)
        self._add_nicknames()
        self._clipped = self._clips()

    def _clips(self) -> dict[str, list[Hit]]:
        """The beginnings and ends of long given names, as people call one another: Emeka is Chukwuemeka, Abdul is Abdulrahman."""
        found: dict[str, list[Hit]] = defaultdict(list)
        for word, hits in self._exact.items():
            for hit in hits:
                if hit.part in (Part.GIVEN, Part.MIDDLE) and hit.how is How.EXACT and len(word) > 6:
                    clips = {word[:length] for length in range(4, len(word) - 1)} | {word[-length:] for length in range(5, len(word) - 1)}
                    for clip in clips:
                        found[clip].append(Hit(hit.person, hit.part, word, How.NICKNAME))
        return found

    def _add(self, number: int, person: Person) -> None:
        for name in person.names:
            for place, word in enumerate(name.given):
                self._put(Hit(number, Part.MIDDLE if place else Part.GIVEN, word, How.EXACT))
            for word in name.surname:
                self._put(Hit(number, Part.SURNAME, word, How.EXACT))
            if len(name.surname) + len(name.particles) > 1:
                self._put(Hit(number, Part.SURNAME, "".join(name.particles + name.surname), How.EXACT))
                self._put(Hit(number, Part.SURNAME, "".join(name.surname), How.EXACT))
            if len(name.given) > 1:
                self._put(Hit(number, Part.GIVEN, "".join(name.given), How.EXACT))
            whole = [*name.given, *name.particles, *name.surname]
            if name.given and name.surname:
                self._put(Hit(number, Part.WHOLE, "".join(whole), How.EXACT))
                self._put(Hit(number, Part.WHOLE, "".join([*name.particles, *name.surname, *name.given]), How.EXACT))
            self._put_initials(number, name.given, name.surname)

    def _put(self, hit: Hit) -> None:
        if hit not in self._exact[hit.word]:
            self._exact[hit.word].append(hit)

    def _put_initials(self, number: int, given: Sequence[str], surname: Sequence[str]) -> None:
        if not given or not surname:
            return
        first, last = "".join(word[0] for word in given), "".join(word[0] for word in surname)
        for each in {first + last, first[0] + last, first[0] + last[0], first[0] + last[-1]}:
            self.initials[each].add(number)

    def _add_near(self, word: str) -> None:
        if len(word) < 3:
            return
        key = sound(word)
        self._by_ear[consonants(key)].add(word)
        self._bare[consonants(key).replace("y", "")].add(word)
        if len(word) > 3:
            for left in drops(word, _letters_off(word)):
                self._near[left].add(word)

    def _add_nicknames(self) -> None:
        for word, hits in list(self._exact.items()):
            for short in NICKNAMES.get(word, ()):
                for hit in hits:
                    if hit.part is not Part.SURNAME and not any(other.person == hit.person for other in self._exact.get(short, ())):
                        self._exact[short].append(Hit(hit.person, hit.part, word, How.NICKNAME))

    def look_up(self, token: Token, *, small_letters_count: bool) -> tuple[Hit, ...]:
        """Every name of which this may be a word. A word in small letters is only looked up as it is, unless those letters say nothing."""
        loosely = token.capital or small_letters_count
        seen = self._met.get((token.folded, loosely))
        if seen is None:
            seen = tuple(self._looked_up(token, loosely))
            if token.raw.isascii():
                self._met[(token.folded, loosely)] = seen
        return seen

    def _looked_up(self, token: Token, loosely: bool) -> list[Hit]:
        word = token.folded
        if word in self._exact:
            return self._exact[word]
        if "\n" in token.raw:
            return self._broken(token)
        plural = self._plural(word)
        if plural or not loosely or len(word) < 3:
            return plural
        if leaves_vowels_out(token.raw):
            return self._hits(self._bare.get(consonants(sound(word)).replace("y", ""), set()), How.BY_EAR)
        clipped = self._clipped.get(word, []) if word not in english() else []
        return clipped or self._by_sound(word) or self._misspelt(word)

    def _broken(self, token: Token) -> list[Hit]:
        """A word that goes on over a line and is no name as a whole: the line may have ended with a dash after the name."""
        pieces = [fold(piece) for piece in token.raw.split("\n")]
        return [hit for piece in pieces for hit in self._exact.get(piece, ())]

    def _plural(self, word: str) -> list[Hit]:
        stems = [word[:-1]] if word.endswith("s") else []
        stems += [word[:-2]] if word.endswith("es") else []
        return [
            Hit(hit.person, hit.part, hit.word, How.PLURAL)
            for stem in stems
            for hit in self._exact.get(stem, ())
            if hit.how is How.EXACT and len(stem) > 2
        ]

    def _by_sound(self, word: str) -> list[Hit]:
        key = sound(word)
        if len(word) < 4 or len(key) < 3:
            return []
        alike = {
            each
            for each in self._by_ear.get(consonants(key), ())
            if len(each) > 3 and (sound(each) == key or (min(len(key), len(sound(each))) > 4 and distance(sound(each), key, 1) <= 1))
        }
        return self._hits(alike, How.BY_EAR)

    def _misspelt(self, word: str) -> list[Hit]:
        if len(word) < 4:
            return []
        nearest: dict[str, int] = {}
        for left in drops(word, _letters_off(word)):
            for each in self._near.get(left, ()):
                if each not in nearest:
                    nearest[each] = _distance(word, each)
        allowed = {each for each, off in nearest.items() if off <= min(_letters_off(each), _letters_off(word))}
        least = min((nearest[each] for each in allowed), default=0)
        return self._hits({each for each in allowed if nearest[each] == least}, How.MISSPELT)

    def _hits(self, words: set[str], how: How) -> list[Hit]:
        return [
            Hit(hit.person, hit.part, hit.word, how) for word in sorted(words) for hit in self._exact.get(word, ()) if hit.how is How.EXACT
        ]


def _letters_off(word: str) -> int:
    """How many letters of a name of this length may be wrong."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


def _distance(word: str, known: str) -> int:
    """As `distance`; a word of four letters may only have two swapped or one doubled, and the first letter must be right or swapped."""
    off = distance(word, known, 2)
    short = min(len(word), len(known)) <= 4
    if off and short and sorted(set(word)) != sorted(set(known)):
        return 3
    if off and word[0] != known[0] and sorted(word[:2]) != sorted(known[:2]) and (off > 1 or len(known) < 6):
        return 3
    return off


def could_be_a_word(token: Token, hits: Sequence[Hit]) -> bool:
    """Whether this is an English word that only stands near a name: “Clarks”, “Brown” for Browne."""
    return all(hit.how in (How.BY_EAR, How.MISSPELT) for hit in hits) and (token.folded in english() or is_everyday(token.folded))
