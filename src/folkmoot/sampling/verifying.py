"""Draw again from the list and the receipt, and say each thing that is not as the receipt says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from folkmoot.sampling.drawing import How, draw, group_of
from folkmoot.sampling.errors import FrameError, RulesError, SealError
from folkmoot.sampling.frame import Frame, binding
from folkmoot.sampling.receipt import Receipt, come_for, entry_checksum
from folkmoot.sampling.seals import By, Contribution, SealedIn, closing, commitment_of, seed, server_salt


class ProblemKind(StrEnum):
    """What is wrong, for whoever says it in another language than English; `Problem.about` holds what the sentence names."""

    LIST_CHANGED = "list_changed"
    LIST_SIZE = "list_size"
    CASE_GONE = "case_gone"
    CASE_MOVED = "case_moved"
    COMMITMENT = "commitment"
    COMMITMENT_NOTED = "commitment_noted"
    SEAL_BROKEN = "seal_broken"
    SEALS_WRONG = "seals_wrong"
    SERVICE_MISSING = "service_missing"
    SERVICE_TWICE = "service_twice"
    SALT_NOT_FIXED = "salt_not_fixed"
    CLOSING = "closing"
    CLOSING_NOTED = "closing_noted"
    NOT_OPENED = "not_opened"
    SEED = "seed"
    RULES_IMPOSSIBLE = "rules_impossible"
    NOT_DRAWN = "not_drawn"
    LEFT_OUT = "left_out"
    DRAWN_OTHERWISE = "drawn_otherwise"
    DRAWN_ORDER = "drawn_order"
    REPLACED_NOT_IN_SAMPLE = "replaced_not_in_sample"
    REPLACED_WRONGLY = "replaced_wrongly"
    CHECKSUM = "checksum"
    REPLACEMENT_CHECKSUM = "replacement_checksum"
    END_NOTED = "end_noted"
    BINDING = "binding"
    IDENTITY_MISSING = "identity_missing"
    NOT_BOUND = "not_bound"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: its kind, a sentence, and what the sentence names."""

    kind: ProblemKind
    said: str
    about: Mapping[str, str] = field(default_factory=dict)


def verify(frame: Frame, receipt: Receipt, *, commitment: str = "", closing: str = "", end: str = "") -> list[Problem]:
    """Everything that does not hold; an empty list means that the draw followed from list, rules and phrases and from nothing else.

    `commitment`, `closing` and `end` are what somebody noted when they were made known: without them a receipt made anew from
    beginning to end cannot be told from the first one.
    """
    found = [*_list_problems(frame, receipt), *_commitment_problems(receipt), *_seal_problems(receipt), *_seed_problems(receipt)]
    found += [*_draw_problems(frame, receipt), *_replacement_problems(frame, receipt), *_checksum_problems(receipt)]
    return [*found, *_noted(receipt, commitment, closing, end)]


def check_bindings(frame: Frame, identities: Mapping[str, tuple[str, str]]) -> list[Problem]:
    """Whether each pseudonym still stands for the case it was fixed to. `identities`: pseudonym -> (true reference, salt)."""
    if not frame.is_bound:
        return [Problem(ProblemKind.NOT_BOUND, "The list does not fix which case each pseudonym stands for.")]
    found = []
    for case in frame.cases:
        if case.id not in identities:
            found.append(_problem(ProblemKind.IDENTITY_MISSING, "No reference is given for “{case}”.", case=case.id))
        elif not _is_bound(case.binding, *identities[case.id]):
            said = "“{case}” does not stand for the reference that was fixed in the list."
            found.append(_problem(ProblemKind.BINDING, said, case=case.id))
    return found


def _is_bound(fixed: str, reference: str, salt: str) -> bool:
    try:
        return binding(reference, salt) == fixed
    except FrameError:
        return False


def _problem(kind: ProblemKind, said: str, **about: str) -> Problem:
    return Problem(kind, said.format(**about), about)


def _list_problems(frame: Frame, receipt: Receipt) -> Iterator[Problem]:
    if frame.fingerprint != receipt.fingerprint:
        yield _problem(
            ProblemKind.LIST_CHANGED,
            "The list is not the one that was fixed before the draw: its fingerprint is {now}, the receipt says {then}.",
            now=frame.fingerprint, then=receipt.fingerprint,
        )  # fmt: skip
    if len(frame.cases) != receipt.cases:
        said = "The list holds {now} cases; the receipt says {then}."
        yield _problem(ProblemKind.LIST_SIZE, said, now=f"{len(frame.cases):,}", then=f"{receipt.cases:,}")
    if frame.fingerprint == receipt.fingerprint:
        return
    for each in receipt.drawn:
        case = frame.by_id.get(each.case)
        if case is None:
            yield _problem(ProblemKind.CASE_GONE, "“{case}” was drawn, and is not in the list.", case=each.case)
        elif group_of(case, receipt.rules) != each.stratum:
            now, then = (", ".join(part or "(blank)" for part in parts) for parts in (case.stratum, each.stratum))
            said = "“{case}” stands in the group {now}; it was drawn from the group {then}."
            yield _problem(ProblemKind.CASE_MOVED, said, case=each.case, now=now, then=then)


def _commitment_problems(receipt: Receipt) -> Iterator[Problem]:
    # From the fingerprint on the receipt: a changed list is one problem, a changed rule another.
    if commitment_of(receipt.fingerprint, receipt.rules, receipt.service_seal) != receipt.commitment:
        yield Problem(
            ProblemKind.COMMITMENT,
            "The commitment does not follow from the list’s fingerprint, the rules and the service’s seal: one of them was changed.",
        )


def _seal_problems(receipt: Receipt) -> Iterator[Problem]:
    for each in receipt.contributions:
        if not _holds(each):
            yield _problem(ProblemKind.SEAL_BROKEN, "The phrase of “{label}” is not the one that was sealed.", label=each.label)
    if receipt.service_seal:
        yield from _service_problems(receipt)
    elif any(each.sealed_in is not SealedIn.OPEN for each in receipt.contributions):
        yield Problem(ProblemKind.SERVICE_MISSING, "Phrases were sealed, but the service had not sealed one of its own before.")


def _holds(each: Contribution) -> bool:
    """Whether what was opened is what was sealed, and whether it was sealed as is said: only a phrase said in the open has no salt."""
    if each.phrase is None and each.salt is None:
        return each.sealed_in is not SealedIn.OPEN
    try:
        return each.is_open and (each.sealed_in is SealedIn.OPEN) == (each.salt == "") and each.holds
    except SealError:
        return False


def _service_problems(receipt: Receipt) -> Iterator[Problem]:
    own = [each for each in receipt.contributions if each.by is By.SERVICE]
    if len(own) > 1:
        yield Problem(ProblemKind.SERVICE_TWICE, "The service gave more than one phrase.")
    if not own or own[0].seal != receipt.service_seal or not own[0].is_open:
        yield Problem(ProblemKind.SERVICE_MISSING, "The service did not open the phrase it had sealed: the draw is void.")
        return
    for each in receipt.contributions:
        fixed = server_salt(own[0].salt or "", each.label)
        if each.by is By.MEMBER and each.sealed_in is SealedIn.SERVER and each.is_open and each.salt != fixed:
            said = "The salt of “{label}” was not fixed beforehand: the server could have tried many."
            yield _problem(ProblemKind.SALT_NOT_FIXED, said, label=each.label)


def _seed_problems(receipt: Receipt) -> Iterator[Problem]:
    try:
        closed, made = closing(receipt.commitment, receipt.contributions), None
        if any(each.is_open for each in receipt.contributions):
            made = seed(receipt.commitment, receipt.contributions)
    except SealError as error:
        yield _problem(ProblemKind.SEALS_WRONG, "{why}", why=error.what)
        return
    if closed != receipt.closing:
        yield Problem(ProblemKind.CLOSING, "The seals are not those that stood when sealing closed: one was added, taken away or changed.")
    if made is None:
        yield Problem(ProblemKind.NOT_OPENED, "No phrase was opened, so there can be no seed.")
    elif made != receipt.seed:
        yield Problem(ProblemKind.SEED, "The seed does not follow from the commitment and the phrases opened.")


def _draw_problems(frame: Frame, receipt: Receipt) -> Iterator[Problem]:
    try:
        ought = draw(frame, receipt.rules, receipt.seed).drawn
    except RulesError as error:
        yield _problem(ProblemKind.RULES_IMPOSSIBLE, "The rules cannot be followed with this list: {why}", why=error.what)
        return
    if ought == receipt.drawn:
        return
    due = {each.case: each for each in ought}
    stated = {each.case: each for each in receipt.drawn}
    for name in sorted(stated.keys() - due.keys()):
        said = "“{case}” is on the receipt, but the draw does not give it."
        yield _problem(ProblemKind.NOT_DRAWN, said, case=name)
    for name in sorted(due.keys() - stated.keys()):
        how = {How.RANDOM: "draw", How.ALWAYS: "rule of what is always taken", How.CHOSEN: "choice"}[due[name].how]
        yield _problem(ProblemKind.LEFT_OUT, "The {how} gives “{case}”, but it is not on the receipt.", case=name, how=how)
    for name in sorted(stated.keys() & due.keys()):
        if stated[name] != due[name]:
            said = "“{case}” came into the sample otherwise than the receipt says (its group, ticket, way or reason)."
            yield _problem(ProblemKind.DRAWN_OTHERWISE, said, case=name)
    if stated == due:
        yield Problem(ProblemKind.DRAWN_ORDER, "The cases stand in another order than they were drawn in, or one stands twice.")


def _replacement_problems(frame: Frame, receipt: Receipt) -> Iterator[Problem]:
    for place, each in enumerate(receipt.replacements):
        until = Receipt(**{**vars(receipt), "replacements": receipt.replacements[:place]})
        if each.case not in until.sample:
            said = "“{case}” was replaced, but was not in the sample at that time."
            yield _problem(ProblemKind.REPLACED_NOT_IN_SAMPLE, said, case=each.case)
            continue
        try:
            due = come_for(frame, until, each.case)
        except RulesError:
            return  # said already: the rules cannot be followed with this list
        if (due or ("", None)) != (each.ticket, each.by):
            said = "For “{case}” came {came}; the next in line is {due}."
            came, right = (f"“{name}”" if name else "nobody" for name in (each.by, due and due[1]))
            yield _problem(ProblemKind.REPLACED_WRONGLY, said, case=each.case, came=came, due=right)


def _checksum_problems(receipt: Receipt) -> Iterator[Problem]:
    if receipt.own_checksum != receipt.checksum:
        yield Problem(ProblemKind.CHECKSUM, "The receipt was changed after it was made: its checksum does not fit.")
    before = receipt.checksum
    for each in receipt.replacements:
        if entry_checksum(before, each) != each.checksum:
            said = "The replacement of “{case}” was changed after it was made, or one before it was taken away."
            yield _problem(ProblemKind.REPLACEMENT_CHECKSUM, said, case=each.case)
        before = each.checksum


def _noted(receipt: Receipt, commitment: str, closing: str, end: str) -> Iterator[Problem]:
    if commitment and not same_code(commitment, receipt.commitment):
        yield Problem(ProblemKind.COMMITMENT_NOTED, "The commitment is not the one you noted.")
    if closing and not same_code(closing, receipt.closing):
        yield Problem(ProblemKind.CLOSING_NOTED, "The closing code is not the one you noted.")
    ends = [receipt.checksum, *(each.checksum for each in receipt.replacements)]
    if end and not any(same_code(end, each) for each in ends):
        yield Problem(ProblemKind.END_NOTED, "The receipt does not carry on from the one you noted.")


def same_code(noted: str, code: str) -> bool:
    """Whether what somebody noted is this code: all of it or at least its first 16 digits, in any spacing."""
    plain = "".join(noted.split()).lower()
    return len(plain) >= 16 and code.startswith(plain)
