"""The receipt of a draw: everything that is needed, beside the list, to draw again and find the same. It names nobody."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from folkmoot.sampling.digests import FORMAT, canonical_json, cleaned, digest, is_digest
from folkmoot.sampling.drawing import Drawn, How, draw, group_of, next_in_line
from folkmoot.sampling.errors import ReceiptError, RulesError, SealError
from folkmoot.sampling.frame import Frame
from folkmoot.sampling.rules import REASON_CHARS, Rules
from folkmoot.sampling.seals import By, Contribution, SealedIn, closing, commitment, in_order, seed

NAME = f"{FORMAT}/receipt"


class Proof(StrEnum):
    """How much a draw proves, strongest first."""

    SEALED = "sealed"  # the service committed first, and a member's phrase that nobody else had seen was opened
    SEEN = "seen"  # the service committed first; but it saw every member's phrase before the last was given
    OPEN = "open"  # nothing was committed first: whoever drew knew the phrases before
    ALONE = "alone"  # nobody but the service gave a phrase


@dataclass(frozen=True)
class Replaced:
    """A case taken out with the reason, and the next in line that came for it (none where no case was left, or chance had no part)."""

    case: str
    why: str
    by: str | None
    ticket: str
    at: str
    checksum: str


@dataclass(frozen=True)
class Receipt:
    """What was fixed, who contributed, what came of it. Contributions stand in the order of their seals, replacements as they came.

    `cases` is how many the list holds. `made_at` is what the clock of the service said: it is stated, not proved.
    """

    fingerprint: str
    cases: int
    rules: Rules
    service_seal: str
    commitment: str
    contributions: tuple[Contribution, ...]
    closing: str
    seed: str
    drawn: tuple[Drawn, ...]
    made_at: str
    checksum: str
    replacements: tuple[Replaced, ...] = ()

    @classmethod
    def of(cls, frame: Frame, rules: Rules, service_seal: str, contributions: Sequence[Contribution], *, made_at: str) -> "Receipt":
        """Draw, and say how. Raises RulesError, and SealError for a phrase that is not the one sealed or a service that did not open."""
        ordered = in_order(contributions)
        _refuse_broken(ordered, service_seal)
        committed = commitment(frame, rules, service_seal)
        made = seed(committed, ordered)
        receipt = cls(
            frame.fingerprint, len(frame.cases), rules, service_seal, committed, tuple(ordered), closing(committed, ordered), made,
            draw(frame, rules, made).drawn, made_at, "",
        )  # fmt: skip
        return replace(receipt, checksum=receipt.own_checksum)

    @property
    def proof(self) -> Proof:
        """How much this draw proves."""
        members = [each for each in self.contributions if each.by is By.MEMBER and each.is_open]
        if not members:
            return Proof.ALONE
        if not self.service_seal:
            return Proof.OPEN
        return Proof.SEALED if any(each.sealed_in is SealedIn.BROWSER for each in members) else Proof.SEEN

    @property
    def never_opened(self) -> tuple[Contribution, ...]:
        return tuple(each for each in self.contributions if not each.is_open)

    @property
    def sample(self) -> tuple[str, ...]:
        """The cases to be scrutinised now: those drawn less those replaced, then what came for them."""
        gone = {each.case for each in self.replacements}
        came = [each.by for each in self.replacements if each.by]
        return tuple(name for name in [*(each.case for each in self.drawn), *came] if name not in gone)

    @property
    def own_checksum(self) -> str:
        """What `checksum` must be: of everything but the replacements, each of which carries on from the one before."""
        plain = self.to_plain()
        return digest("receipt", canonical_json({key: plain[key] for key in plain if key not in ("checksum", "replacements")}))

    @property
    def end(self) -> str:
        """The checksum of the receipt as it stands now, with its replacements: what to note when one is seen."""
        return self.replacements[-1].checksum if self.replacements else self.checksum

    def to_plain(self) -> dict[str, Any]:
        """What JSON holds of it."""
        return {
            "checksum": self.checksum, "closing": self.closing, "commitment": self.commitment,
            "contributions": [_contribution_plain(each) for each in self.contributions],
            "drawn": [_drawn_plain(each) for each in self.drawn],
            "format": NAME, "frame": {"cases": self.cases, "fingerprint": self.fingerprint}, "made_at": self.made_at,
            "replacements": [_replaced_plain(each) for each in self.replacements],
            "rules": self.rules.to_plain(), "seed": self.seed, "service_seal": self.service_seal,
        }  # fmt: skip

    def to_json(self) -> str:
        return json.dumps(self.to_plain(), ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_plain(cls, plain: Any) -> "Receipt":
        """The receipt that `to_plain` wrote; whether it is true is for `verify`. Raises ReceiptError for anything else."""
        try:
            receipt = cls(
                plain["frame"]["fingerprint"], plain["frame"]["cases"], Rules.from_plain(plain["rules"]), plain["service_seal"],
                plain["commitment"], tuple(_contribution(each) for each in plain["contributions"]), plain["closing"], plain["seed"],
                tuple(_drawn(each) for each in plain["drawn"]), plain["made_at"], plain["checksum"],
                tuple(Replaced(**each) for each in plain["replacements"]),
            )  # fmt: skip
            same = canonical_json(receipt.to_plain()).encode() == canonical_json(plain).encode() and _texts_are_texts(receipt)
        except RulesError as error:
            raise ReceiptError("The rules on this receipt cannot be read.", error.what, "Use the receipt as it was given out.") from error
        except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
            raise _not_a_receipt() from error
        if not same:
            raise _not_a_receipt()
        return receipt

    @classmethod
    def from_json(cls, text: str | bytes) -> "Receipt":
        """Raises ReceiptError."""
        try:
            plain = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise _not_a_receipt() from error
        return cls.from_plain(plain)


def replacement(frame: Frame, receipt: Receipt, case: str, why: str, *, at: str) -> Receipt:
    """The receipt with one more replacement: the next in line of the same group comes, and nobody chooses it.

    For a case that was always taken, chosen, or the last of its group, nothing comes (`by` is None). Raises ReceiptError.
    """
    if frame.fingerprint != receipt.fingerprint:
        raise ReceiptError("The list is not the one this receipt was drawn from.", "", "Use the list as it was when it was fixed.")
    if case not in receipt.sample:
        raise ReceiptError(f"“{case}” is not in the sample.", "Only a case that is can be replaced.", "Check its reference.")
    reason = cleaned(
        why, lambda code: ReceiptError(f"The reason holds a character that cannot be fixed ({code}).", "", "Write it on one line.")
    )
    if not 0 < len(reason) <= REASON_CHARS:
        raise ReceiptError(f"Why is “{case}” replaced?", "The reason stands on the receipt.", f"Say it in up to {REASON_CHARS} characters.")
    next_one = come_for(frame, receipt, case)
    entry = Replaced(case, reason, next_one[1] if next_one else None, next_one[0] if next_one else "", at, "")
    entry = replace(entry, checksum=entry_checksum(receipt.end, entry))
    return replace(receipt, replacements=(*receipt.replacements, entry))


def come_for(frame: Frame, receipt: Receipt, case: str) -> tuple[str, str] | None:
    """Ticket and reference of the case that comes for this one; None where none does."""
    by_chance = {each.case for each in receipt.drawn if each.how is How.RANDOM} | {each.by for each in receipt.replacements}
    held = frame.by_id.get(case)
    if case not in by_chance or held is None:
        return None
    used = {each.case for each in receipt.drawn} | {each.by for each in receipt.replacements if each.by}
    found = next_in_line(frame, receipt.rules, receipt.seed, group_of(held, receipt.rules), used)
    return (found[0], found[1].id) if found else None


def entry_checksum(before: str, entry: Replaced) -> str:
    """What a replacement's checksum must be, from the one before it."""
    plain = {key: value for key, value in _replaced_plain(entry).items() if key != "checksum"}
    return digest("replacement", before, canonical_json(plain))


def _refuse_broken(contributions: Sequence[Contribution], service_seal: str) -> None:
    for each in contributions:
        if (each.sealed_in is SealedIn.OPEN) != (each.salt == ""):
            raise SealError(f"“{each.label}” is said to be sealed otherwise than it is.", "", "Only a phrase said in the open has no salt.")
        if not each.holds:
            raise SealError(f"What “{each.label}” opened is not what was sealed.", "", "Enter phrase and salt exactly as they were kept.")
    if service_seal and not any(each.by is By.SERVICE and each.seal == service_seal and each.is_open for each in contributions):
        raise SealError("The service has not opened its own phrase.", "Its seal is part of the commitment.", "Open it first.")


def _contribution_plain(each: Contribution) -> dict[str, Any]:
    return {
        "by": each.by.value, "label": each.label, "phrase": each.phrase, "salt": each.salt, "seal": each.seal,
        "sealed_in": each.sealed_in.value,
    }  # fmt: skip


def _contribution(plain: Any) -> Contribution:
    return Contribution(**{**plain, "by": By(plain["by"]), "sealed_in": SealedIn(plain["sealed_in"])})


def _drawn_plain(each: Drawn) -> dict[str, Any]:
    return {"case": each.case, "how": each.how.value, "stratum": list(each.stratum), "ticket": each.ticket, "why": each.why}


def _drawn(plain: Any) -> Drawn:
    return Drawn(**{**plain, "stratum": tuple(plain["stratum"]), "how": How(plain["how"])})


def _replaced_plain(each: Replaced) -> dict[str, Any]:
    return {
        "at": each.at, "by": each.by, "case": each.case, "checksum": each.checksum, "ticket": each.ticket, "why": each.why
    }  # fmt: skip


def _texts_are_texts(receipt: Receipt) -> bool:
    texts: list[object] = [receipt.made_at, receipt.checksum]
    texts += [text for each in receipt.drawn for text in (each.case, each.ticket, each.why, *each.stratum)]
    texts += [text for each in receipt.replacements for text in (each.case, each.why, each.ticket, each.at, each.checksum)]
    texts += [text for each in receipt.contributions for text in (each.label, each.seal)]
    absent = [text for each in receipt.contributions for text in (each.phrase, each.salt)] + [each.by for each in receipt.replacements]
    digests = [receipt.fingerprint, receipt.commitment, receipt.closing, receipt.seed]
    whole = (
        type(receipt.cases) is int and all(is_digest(each) for each in digests) and receipt.service_seal in ("", str(receipt.service_seal))
    )
    return whole and all(isinstance(text, str) for text in [*texts, *(each for each in absent if each is not None)])


def _not_a_receipt() -> ReceiptError:
    return ReceiptError(
        "This is not the receipt of a draw.",
        "Something in it is missing, added or of another kind.",
        "Use the receipt as it was given out.",
    )
