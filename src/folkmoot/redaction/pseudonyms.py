"""What stands in place of a person or a value: the same in every document of a pack."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from folkmoot.redaction.people import Person, parse, people_of, person_key
from folkmoot.redaction.spans import Kind, Known, RedactionError, Role

_VERSION = "folkmoot-pseudonyms-1"
_RELATION = re.compile(r"^\s*(?:the\s+)?([^\W\d_][\w -]*?)\s+(?:of|to)\s+(.+?)\s*$", re.I)
_NUMBERED = frozenset({Role.OFFICER, Role.PROSECUTOR, Role.JUDGE, "person"})
PERSON = "person"
VALUE_WORDS: dict[Kind, str] = {
    Kind.ADDRESS: "address", Kind.POSTCODE: "postcode", Kind.DATE_OF_BIRTH: "date of birth", Kind.AGE: "age", Kind.PHONE: "phone number",
    Kind.EMAIL: "e-mail address", Kind.VEHICLE: "vehicle registration", Kind.REFERENCE: "reference", Kind.NI_NUMBER: "National Insurance"
                                                                                                                     " number",
    Kind.NHS_NUMBER: "NHS number", Kind.BANK: "bank details", Kind.PASSPORT: "passport number", Kind.DRIVING_LICENCE: "driving licence"
                                                                                                                      " number",
    Kind.PLACE: "place", Kind.HANDLE: "online name", Kind.ORGANISATION: "organisation", Kind.URL: "web address", Kind.IP: "IP address",
    Kind.DEVICE: "device number", Kind.OTHER: "removed", Kind.NAME: "name",
}  # fmt: skip
_UNNUMBERED = frozenset({Kind.DATE_OF_BIRTH, Kind.AGE})
_ROLE_WORDS = {
    "complainant": Role.VICTIM, "injured party": Role.VICTIM, "ip": Role.VICTIM, "aggrieved": Role.VICTIM, "deceased": Role.VICTIM,
    "suspect": Role.DEFENDANT, "accused": Role.DEFENDANT, "offender": Role.DEFENDANT, "perpetrator": Role.DEFENDANT, "dp": Role.DEFENDANT,
    "detained person": Role.DEFENDANT, "def": Role.DEFENDANT, "co-defendant": Role.DEFENDANT, "police": Role.OFFICER,
    "police officer": Role.OFFICER, "oic": Role.OFFICER, "officer in the case": Role.OFFICER, "pc": Role.OFFICER,
    "constable": Role.OFFICER, "detective": Role.OFFICER, "wit": Role.WITNESS, "eyewitness": Role.WITNESS, "lawyer": Role.PROSECUTOR,
    "crown prosecutor": Role.PROSECUTOR, "reviewing lawyer": Role.PROSECUTOR, "magistrate": Role.JUDGE, "recorder": Role.JUDGE,
    "family": Role.RELATIVE, "family member": Role.RELATIVE, "son or daughter": Role.CHILD,
}  # fmt: skip


class PseudonymsDamaged(RedactionError):
    """What was kept of the pseudonyms cannot be read."""


@dataclass(frozen=True)
class Pseudonym:
    """One person and what the person is called. `key` is the real name: it never leaves with the text."""

    key: str
    role: str
    label: str


def plain_role(role: str) -> str:
    """The role that a word of the case file stands for: “Suspect” is the defendant. A word that is not known stays as it is."""
    word = " ".join(role.strip().lower().split())
    return str(_ROLE_WORDS.get(word, word))


class Pseudonyms:
    """Gives each person and each value one pseudonym, and keeps to it. It holds the real names: keep it where the originals are kept."""

    def __init__(self) -> None:
        self._people: dict[str, Pseudonym] = {}
        self._values: dict[str, dict[str, int]] = {}
        self._words: dict[str, set[str]] = {}
        self._called: dict[str, str] = {}

    def introduce(self, known: Iterable[Known]) -> list[Person]:
        """Give everybody named in `known` a pseudonym, in their order, before a text is read; return the people."""
        people = people_of(known)
        for person in people:
            self._called |= {" ".join(name.words): person.key for name in person.names}
        relations = [person for person in people if _RELATION.match(person.role)]
        for person in [person for person in people if person not in relations] + relations:
            self._introduce_one(person)
        return people

    def _introduce_one(self, person: Person) -> None:
        if person.key in self._people:
            return
        related = _RELATION.match(person.role)
        of = self._find(related[2]) if related else None
        if related and of:
            label = self._not_taken(f"the {related[1].lower()} of {of}")
            self._people[person.key] = Pseudonym(person.key, person.role, label)
        else:
            role = plain_role(related[1] if related else person.role) or PERSON
            self._people[person.key] = Pseudonym(person.key, role, self._next(PERSON if role == Role.OTHER else role))
        for word in {word for name in person.names for word in name.words}:
            self._words.setdefault(word, set()).add(person.key)

    def _find(self, written: str) -> str:
        """The pseudonym of somebody by name, by key, or by the pseudonym itself."""
        key = self._called.get(person_key(written), person_key(written))
        if key in self._people:
            return self._people[key].label
        word = written.strip().lower().removeprefix("the ")
        return next((each.label for each in self._people.values() if word in (each.label.lower(), each.role)), "")

    def _not_taken(self, label: str) -> str:
        taken = {each.label for each in self._people.values()}
        number = 2
        fresh = label
        while fresh in taken:
            kin, of, whom = label.partition(" of ")
            fresh, number = f"{kin} {number}{of}{whom}", number + 1
        return fresh

    def _next(self, role: str) -> str:
        """“Victim A”, then “Victim B”; officers, prosecutors, judges and people without a role are numbered."""
        word = role[:1].upper() + role[1:]
        taken = {each.label for each in self._people.values()}
        number = 1
        while f"{word} {_mark(role, number)}" in taken:
            number += 1
        return f"{word} {_mark(role, number)}"

    def of_person(self, key: str, role: str = "") -> str:
        """What the person with this key is called; a person not met before becomes the next “Person 1”, or the next of a role."""
        if key not in self._people:
            self._people[key] = Pseudonym(key, role or PERSON, self._next(role or PERSON))
        return self._people[key].label

    def meet(self, written: str) -> str:
        """Learn the words of a name that only the text gives, and return its key, without a pseudonym yet."""
        parsed = parse(written)
        key = person_key(written)
        words = parsed.names[0].words if parsed.names else ()
        if len(words) > 1:
            for word in words:
                self._words.setdefault(word, set()).add(key)
        return key

    def of_stranger(self, written: str) -> str:
        """What somebody is called whom only the text names. A shorter form of one name met before, and of one only, is that person."""
        key = person_key(written)
        words = key.split()
        longer = set.intersection(*(self._words.get(word, set()) for word in words)) - {key} if words else set()
        if key not in self._people and len(longer) == 1:
            key = longer.pop()
        return self.of_person(key, parse(written).role)

    def of_officer(self, collar: str) -> str:
        """What an officer is called who is only given by rank and number."""
        return self.of_person(f"collar {collar}", Role.OFFICER)

    def of_value(self, kind: Kind, value: str, owner: str = "") -> str:
        """What stands in place of a value: “[phone number of Victim A]” where it is known whose it is, else “[phone number 1]”."""
        word = VALUE_WORDS[kind]
        if owner and owner in self._people:
            return f"[{word} of {self._people[owner].label}]"
        if kind in _UNNUMBERED:
            return f"[{word}]"
        numbers = self._values.setdefault(kind.value, {})
        return f"[{word} {numbers.setdefault(value, len(numbers) + 1)}]"

    def used(self) -> list[Pseudonym]:
        """Everybody who has a pseudonym, in the order in which they got it."""
        return list(self._people.values())

    def to_json(self) -> str:
        """All of it as JSON. It holds real names and values: it is as secret as the documents are."""
        people = [{"key": each.key, "role": each.role, "label": each.label} for each in self._people.values()]
        words = {word: sorted(keys) for word, keys in self._words.items()}
        return json.dumps({"format": _VERSION, "people": people, "words": words, "values": self._values}, ensure_ascii=False)

    @classmethod
    def from_json(cls, written: str) -> "Pseudonyms":
        """What `to_json` wrote. Raises PseudonymsDamaged."""
        made = cls()
        try:
            kept: Mapping[str, Any] = json.loads(written)
            if kept["format"] != _VERSION:
                raise KeyError("format")
            made._people = {each["key"]: Pseudonym(each["key"], each["role"], each["label"]) for each in kept["people"]}
            made._words = {word: set(keys) for word, keys in kept["words"].items()}
            made._values = {kind: dict(numbers) for kind, numbers in kept["values"].items()}
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise PseudonymsDamaged(
                "The pseudonyms of this pack cannot be read.",
                "They were changed or cut short.",
                "Bring back the copy kept with the originals.",
            ) from error
        return made


def _mark(role: str, number: int) -> str:
    return str(number) if role in _NUMBERED else _letters(number)


def _letters(number: int) -> str:
    """1 is A, 26 is Z, 27 is AA."""
    found = ""
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


_MADE_LABEL = "|".join(re.escape(word) for word in sorted(VALUE_WORDS.values(), key=len, reverse=True))
# What this module puts into a text, so that a text already redacted is left as it is.
BRACKETED = re.compile(rf"\[(?:part of (?:a|an) )?(?:{_MADE_LABEL}|initials|town|street)(?: \d+| of [^\]\n]{{1,80}})?\]")


def labels_in(text: str, pseudonyms: Pseudonyms) -> list[tuple[int, int]]:
    """Where `text` already holds a pseudonym or a bracketed replacement."""
    labels = {each.label for each in pseudonyms.used()}
    roles = {
        "Person",
        *(role.capitalize() for role in Role),
        *(label.rpartition(" ")[0] for label in labels if not label.startswith("the ")),
    }
    phrases = sorted((label for label in labels if label.startswith("the ")), key=len, reverse=True)
    words = "|".join(re.escape(role) for role in sorted(roles, key=len, reverse=True))
    shapes = [BRACKETED.pattern, *(rf"\b[Tt]{re.escape(label[1:])}\b" for label in phrases), rf"\b(?:{words}) (?:[A-Z]|\d{{1,3}})\b"]
    return [match.span() for match in re.finditer("(?:" + "|".join(f"(?:{shape})" for shape in shapes) + ")(?:['’]s| family)?", text)]
