"""Sealing whose case it is, knowing the same case again, and what the case's own names are. Nothing here is shown to anybody.

What a person may read goes through `identities.operations.open_identity`, which asks why and records it.
"""

import hmac
import json
import secrets
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from folkmoot.areas.models import Area
from folkmoot.errors import FolkmootError
from folkmoot.redaction.spans import Kind, Known
from folkmoot.scrutiny.identities.keys import KeyLost, Keys, keys
from folkmoot.scrutiny.identities.models import CaseIdentity

MOST_AT_ONCE = 500  # marks in one question to the database


class NoReference(FolkmootError):
    """What stands where a reference should be holds no letter and no figure."""

    def __init__(self) -> None:
        super().__init__(_("A case needs a reference."), _("It holds no letter and no figure."), _("Write it as it stands on the file."))


class Erased(FolkmootError):
    """Which case this was is not kept any more."""

    def __init__(self) -> None:
        super().__init__(_("Which case this was is not kept any more."), _("The time for which it is kept is over."))


@dataclass(frozen=True)
class Told:
    """A case as a list or a person gave it: its reference in any form, and its own names and other things that tell who it is about."""

    reference: str
    known: tuple[Known, ...] = ()
    erase_on: date | None = None


@dataclass(frozen=True)
class Sealed:
    """What lies in the seal. `salt` makes bindings that nobody can derive from the reference alone."""

    reference: str
    salt: str
    known: tuple[Known, ...] = field(default=())


def normalised(reference: str) -> str:
    """A reference without what people write differently: “05/ab/12345/26” and “05 AB 12345 26” are one. Raises NoReference."""
    plain = "".join(mark for mark in unicodedata.normalize("NFKC", reference).upper() if mark.isalnum())
    if not plain:
        raise NoReference
    return plain


def mark_of(reference: str, with_keys: Keys | None = None) -> str:
    """The mark by which a case is known again, 64 hexadecimal figures. Raises NoReference or KeyLost."""
    return hmac.digest((with_keys or keys()).marking, normalised(reference).encode(), "sha256").hex()


def keep_identity(*, area: Area | None, reference: str, details: Iterable[Known] = (), at: datetime) -> CaseIdentity:
    """Seal one case, or add to what is sealed of it already. Raises NoReference or KeyLost."""
    return keep_identities(area=area, told=[Told(reference, tuple(details))], at=at)[0]


def keep_identities(*, area: Area | None, told: Sequence[Told], at: datetime) -> list[CaseIdentity]:
    """The same for thousands of cases in a few statements; answers in the same order. Call it inside a transaction.

    A case that is known keeps its seal, with what is new added. What was erased is sealed anew. Raises NoReference or KeyLost.
    """
    held = keys()
    check_key(held)
    marks = [mark_of(each.reference, held) for each in told]
    known = {row.mark: row for row in _of_marks(marks)}
    new = {
        mark: _sealed_anew(held, CaseIdentity(mark=mark, area=area), each, at)
        for mark, each in zip(marks, told, strict=True)
        if mark not in known
    }
    CaseIdentity.objects.bulk_create(new.values(), batch_size=MOST_AT_ONCE)
    grown = [row for mark, each in zip(marks, told, strict=True) if (row := known.get(mark)) and _grow(held, row, each, at)]
    CaseIdentity.objects.bulk_update(grown, ["sealed", "kept_at", "erase_on", "erased_at"], batch_size=MOST_AT_ONCE)
    return [known.get(mark) or new[mark] for mark in marks]


def sealed_of(identity: CaseIdentity, with_keys: Keys | None = None) -> Sealed:
    """Open a seal for the machine. Raises Erased or KeyLost."""
    if not identity.sealed:
        raise Erased
    plain = json.loads(unsealed((with_keys or keys()), identity.sealed.encode()))
    return Sealed(
        plain["reference"], plain["salt"], tuple(Known(value, Kind(kind), role, person) for value, kind, role, person in plain["known"])
    )


def known_of(identity: CaseIdentity) -> list[Known]:
    """What the case is known to hold, its reference first: for finding it in documents, never for showing. Raises Erased or KeyLost."""
    sealed = sealed_of(identity)
    return [Known(sealed.reference, Kind.REFERENCE), *sealed.known]


def seal_bytes(data: bytes) -> bytes:
    """A document of a case, sealed with the same key. Raises KeyLost."""
    return keys().sealing.encrypt(data)


def unseal_bytes(sealed: bytes) -> bytes:
    """What `seal_bytes` sealed. Raises KeyLost."""
    return unsealed(keys(), sealed)


def unsealed(with_keys: Keys, sealed: bytes) -> bytes:
    from cryptography.fernet import InvalidToken

    try:
        return with_keys.sealing.decrypt(sealed)
    except InvalidToken as error:
        raise KeyLost(_("It was sealed with another key than the one that is here now.")) from error


def check_key(with_keys: Keys | None = None) -> None:
    """Open the seal made last: with another key the same case would not be known again. Raises KeyLost."""
    last = CaseIdentity.objects.exclude(sealed="").order_by("-pk").first()
    if last:
        unsealed(with_keys or keys(), last.sealed.encode())


def add_known(identity: CaseIdentity, known: Iterable[Known]) -> int:
    """Add what a person found out to the seal; returns how many were new. The caller saves nothing and records who did it."""
    held = keys()
    before = sealed_of(identity, held)
    more = _more(before.known, known)
    if more:
        identity.sealed = _closed(held, Sealed(before.reference, before.salt, before.known + more))
        identity.save(update_fields=["sealed"])
    return len(more)


def keep_until(identities: Iterable[int], day: date, *, at_least: bool = False) -> None:
    """Set when these cases are erased; with `at_least` only where they would be erased before. The caller records why."""
    ids = list(identities)
    for first in range(0, len(ids), MOST_AT_ONCE):
        rows = CaseIdentity.objects.filter(pk__in=ids[first : first + MOST_AT_ONCE], erased_at__isnull=True)
        (rows.filter(erase_on__lt=day) if at_least else rows).update(erase_on=day)


def _of_marks(marks: Sequence[str]) -> Iterator[CaseIdentity]:
    for first in range(0, len(marks), MOST_AT_ONCE):
        yield from CaseIdentity.objects.filter(mark__in=marks[first : first + MOST_AT_ONCE])


def _sealed_anew(held: Keys, row: CaseIdentity, told: Told, at: datetime) -> CaseIdentity:
    row.sealed = _closed(held, Sealed(told.reference.strip(), secrets.token_hex(32), _more((), told.known)))
    row.kept_at, row.erased_at, row.erase_on = at, None, told.erase_on
    return row


def _grow(held: Keys, row: CaseIdentity, told: Told, at: datetime) -> bool:
    """Add to a stored case what is new, and keep it as long as the later list needs; whether anything changed."""
    if not row.sealed:
        _sealed_anew(held, row, told, at)
        return True
    later = row.erase_on is not None and (told.erase_on is None or told.erase_on > row.erase_on)
    if later:
        row.erase_on = told.erase_on
    if not told.known:
        return later
    before = sealed_of(row, held)
    more = _more(before.known, told.known)
    if more:
        row.sealed = _closed(held, Sealed(before.reference, before.salt, before.known + more))
    return later or bool(more)


def _more(before: Sequence[Known], known: Iterable[Known]) -> tuple[Known, ...]:
    """What of `known` is not there before, each once, in order."""
    there = set(before)
    return tuple(each for each in dict.fromkeys(known) if each.value.strip() and each not in there)


def _closed(held: Keys, sealed: Sealed) -> str:
    plain: dict[str, Any] = {
        "reference": sealed.reference, "salt": sealed.salt,
        "known": [[each.value, str(each.kind), each.role, each.person] for each in sealed.known],
    }  # fmt: skip
    return held.sealing.encrypt(json.dumps(plain, ensure_ascii=False).encode()).decode()
