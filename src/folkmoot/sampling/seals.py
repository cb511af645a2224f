"""Phrases, the seals that hide and fix them, and the seed they make together."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from folkmoot.sampling.digests import cleaned, digest, is_digest
from folkmoot.sampling.errors import SealError
from folkmoot.sampling.frame import Frame
from folkmoot.sampling.rules import Rules

PHRASE_CHARS = 200


class By(StrEnum):
    """Whose phrase it is."""

    SERVICE = "service"
    MEMBER = "member"


class SealedIn(StrEnum):
    """Where a phrase was sealed: where nobody else sees it, by the server, or not at all (it was said in the open)."""

    BROWSER = "browser"
    SERVER = "server"
    OPEN = "open"


@dataclass(frozen=True)
class Contribution:
    """One phrase towards the seed under a label that is no name. Until it is opened (or if it never is) only its seal is known."""

    label: str
    seal: str
    phrase: str | None = None
    salt: str | None = None
    by: By = By.MEMBER
    sealed_in: SealedIn = SealedIn.BROWSER

    @property
    def is_open(self) -> bool:
        return self.phrase is not None and self.salt is not None

    @property
    def holds(self) -> bool:
        """Whether the phrase opened is the one that was sealed. Raises SealError for what can be no phrase or salt."""
        return self.phrase is None or self.salt is None or seal(self.phrase, self.salt) == self.seal


def new_salt() -> str:
    """32 bytes of chance as 64 hexadecimal digits."""
    return secrets.token_hex(32)


def phrase_of(text: str) -> str:
    """A phrase as it enters a seal: NFC, no blanks at its ends, 1 to 200 characters on one line. Raises SealError."""
    phrase = cleaned(text, lambda code: SealError(f"A phrase cannot hold this character ({code}).", "", "Write it on one line."))
    if not 0 < len(phrase) <= PHRASE_CHARS:
        raise SealError(f"A phrase has 1 to {PHRASE_CHARS} characters.", f"This one has {len(phrase)}.", "Write another.")
    return phrase


def seal(phrase: str, salt: str) -> str:
    """What is made known of a phrase before it is opened. `salt`: 64 hexadecimal digits, or empty for a phrase said in the open."""
    if salt and not is_digest(salt):
        raise SealError("A salt is 64 hexadecimal digits.", "", "Copy all of it.")
    return digest("seal", salt, phrase_of(phrase))


def server_salt(service_salt: str, label: str) -> str:
    """The salt of a phrase that the server seals for a member.

    It follows from the service's own sealed salt, so that a server cannot try salts until the draw suits it.
    """
    return digest("salt", service_salt, label)


def sealed_by_server(label: str, phrase: str, service_salt: str) -> Contribution:
    """A member's phrase sealed by the server, opened already in what is returned: keep phrase and salt back until all are opened."""
    tidy, salt = phrase_of(phrase), server_salt(service_salt, label)
    return Contribution(label, seal(tidy, salt), tidy, salt, By.MEMBER, SealedIn.SERVER)


def said_openly(label: str, phrase: str, by: By = By.MEMBER) -> Contribution:
    """A phrase that was never sealed."""
    tidy = phrase_of(phrase)
    return Contribution(label, seal(tidy, ""), tidy, "", by, SealedIn.OPEN)


def commitment(frame: Frame, rules: Rules, service_seal: str) -> str:
    """What fixes list, rules and the service's phrase before anybody else seals one. `service_seal` is empty where there was none."""
    return commitment_of(frame.fingerprint, rules, service_seal)


def commitment_of(fingerprint: str, rules: Rules, service_seal: str) -> str:
    """As `commitment`, from the fingerprint of the list alone."""
    return digest("commitment", fingerprint, rules.digest, service_seal)


def closing(committed: str, contributions: Iterable[Contribution]) -> str:
    """What fixes whose phrases count, made known when sealing closes and before the first is opened: nobody can be added afterwards."""
    return digest("closing", committed, *(each.seal for each in in_order(contributions)))


def seed(committed: str, contributions: Sequence[Contribution]) -> str:
    """The seed from all phrases opened; those never opened count only by their seal. Raises SealError where none was opened."""
    ordered = in_order(contributions)
    opened = [each for each in ordered if each.is_open]
    if not opened:
        raise SealError("No phrase was opened.", "Without one there is no seed.", "Open at least the service's own.")
    parts = [str(part) for each in opened for part in (each.seal, each.salt, each.phrase)]
    return digest("seed", closing(committed, ordered), *parts)


def in_order(contributions: Iterable[Contribution]) -> list[Contribution]:
    """By seal, however they came in. Raises SealError for one that is given twice or is no seal."""
    ordered = sorted(contributions, key=lambda each: each.seal)
    labels: set[str] = set()
    for each in ordered:
        if not each.label or cleaned(each.label, _bad_label) != each.label:
            raise _bad_label("a blank")
        if each.label in labels:
            raise SealError(f"Two phrases are called “{each.label}”.", "", "Give each a label of its own.")
        labels.add(each.label)
        if not is_digest(each.seal):
            raise SealError(f"The seal of “{each.label}” is not one.", "A seal has 64 hexadecimal digits.", "Copy all of it.")
    for one, other in pairwise(ordered):
        if one.seal == other.seal:
            raise SealError(
                f"“{one.label}” and “{other.label}” have the same seal.",
                "One was copied from the other.",
                "Each seals a phrase of their own.",
            )
    return ordered


def _bad_label(code: str) -> SealError:
    return SealError("A label is empty, or holds a character it cannot.", f"It is {code}.", "Give each phrase a label on one line.")
