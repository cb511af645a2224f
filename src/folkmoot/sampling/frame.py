"""The list that is drawn from: its cases in canonical form, its fingerprint, and what differs between two lists."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from hashlib import sha256

from folkmoot.sampling.digests import FORMAT, SEPARATOR, clean, cleaned, digest, is_digest
from folkmoot.sampling.errors import FrameError

HEADING = f"{FORMAT}/frame"
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Case:
    """One case: the reference or pseudonym it is known by, the values it is grouped by, and the marks that rules can name.

    `binding` fixes which case a pseudonym stands for without saying it (`binding()` below): given for all cases or for none.
    `row` is where a person finds it; it is no part of the list's fingerprint.
    """

    id: str
    stratum: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    binding: str = ""
    row: int | None = field(default=None, compare=False)

    @property
    def group(self) -> str:
        return SEPARATOR.join(self.stratum)

    @property
    def line(self) -> str:
        """The canonical line, without its end."""
        return f"{self.id}\t{SEPARATOR.join(self.stratum)}\t{SEPARATOR.join(self.marks)}\t{self.binding}"

    @property
    def place(self) -> str:
        return f"row {self.row}" if self.row is not None else f"the case “{self.id}”"


@dataclass(frozen=True)
class Frame:
    """Checked cases in canonical order. Made by `Frame.of`."""

    cases: tuple[Case, ...]

    @classmethod
    def of(cls, cases: Iterable[Case]) -> "Frame":
        """Clean, check and sort. Raises FrameError naming rows: a blank or repeated reference, a character that cannot be fixed."""
        tidy = [_tidy(case) for case in cases]
        if not tidy:
            raise FrameError("The list holds no case.", "", "Bring a list that has at least one.")
        _refuse_blank(tidy)
        _refuse_repeated(tidy)
        _refuse_uneven(tidy)
        if not any(case.group for case in tidy):
            tidy = [replace(case, stratum=()) for case in tidy]  # one column that is blank throughout groups nothing
        return cls(tuple(sorted(tidy, key=lambda case: case.id)))

    @cached_property
    def canonical(self) -> bytes:
        """The list as UTF-8: its heading, then one line for each case in the order of the bytes, each line ended by LF."""
        return "\n".join((HEADING, *(case.line for case in self.cases), "")).encode()

    @cached_property
    def fingerprint(self) -> str:
        return sha256(self.canonical).hexdigest()

    @cached_property
    def by_id(self) -> dict[str, Case]:
        return {case.id: case for case in self.cases}

    @property
    def is_bound(self) -> bool:
        return bool(self.cases[0].binding)


def canonical(cases: Iterable[Case]) -> bytes:
    """The canonical form of a list. Raises FrameError."""
    return Frame.of(cases).canonical


def fingerprint(cases: Iterable[Case]) -> str:
    """64 hexadecimal digits that fix the list: the same cases in any order give the same. Raises FrameError."""
    return Frame.of(cases).fingerprint


def binding(reference: str, salt: str) -> str:
    """What fixes the true reference behind a pseudonym. `salt` is 64 hexadecimal digits of chance, kept with the identity alone."""
    if not is_digest(salt):
        raise FrameError("A salt is 64 hexadecimal digits.", "", "Make it with `seals.new_salt`.")
    return digest("binding", salt, cleaned(reference, lambda code: _bad_character("the reference", code)))


def parse(data: bytes) -> Frame:
    """The list from its canonical form. Raises FrameError where it is not exactly that, byte for byte."""
    try:
        lines = data.decode().split("\n")
        fields = [line.split("\t") for line in lines[1:-1]]
        blank = ("",) if any(group for _, group, _, _ in fields) else ()
        cases = [_of_fields(each, blank, number) for number, each in enumerate(fields, 2)]
    except ValueError as error:
        raise _not_canonical() from error
    frame = Frame.of(cases)
    if frame.canonical != data:
        raise _not_canonical()
    return frame


def _of_fields(fields: Sequence[str], blank: tuple[str, ...], number: int) -> Case:
    name, group, marks, bound = fields
    stratum = tuple(group.split(SEPARATOR)) if group else blank
    return Case(name, stratum, tuple(marks.split(SEPARATOR)) if marks else (), bound, number)


def _not_canonical() -> FrameError:
    return FrameError(
        "This is not a list in canonical form.",
        "A line, its order or its ending is not as docs/sampling.md says: the file was changed after it was written.",
        "Use the file as it was given out.",
    )


def _tidy(case: Case) -> Case:
    try:
        name, stratum = clean(case.id), tuple([clean(part) for part in case.stratum])
        marks = tuple(sorted({clean(mark) for mark in case.marks} - {""})) if case.marks else ()
    except ValueError as error:
        raise _bad_character(case.place, str(error)) from error
    if case.binding and not is_digest(case.binding):
        raise FrameError(f"The binding in {case.place} is not one.", "It has 64 hexadecimal digits.", "Make it with `frame.binding`.")
    if (name, stratum, marks) == (case.id, case.stratum, case.marks):
        return case
    return Case(name, stratum, marks, case.binding, case.row)


def _bad_character(where: str, code: str) -> FrameError:
    return FrameError(
        f"A value in {where} holds a character that cannot be fixed in a list ({code}).",
        "Tabs, line breaks and control characters inside a value look different in every program.",
        "Take it out.",
    )


def _refuse_blank(cases: Sequence[Case]) -> None:
    blank = [_number(case, place) for place, case in enumerate(cases, 1) if not case.id]
    if blank:
        rows = f"row {blank[0]:,}" if len(blank) == 1 else f"rows {_listed(blank)}"
        raise FrameError(
            f"There is no reference in {rows}.", "A case without one cannot be drawn.", "Give each its own, or take the row out."
        )


def _number(case: Case, place: int) -> int:
    return place if case.row is None else case.row


def _refuse_repeated(cases: Sequence[Case]) -> None:
    if len({case.id for case in cases}) == len(cases):
        return
    rows = defaultdict(list)
    for number, case in enumerate(cases, 1):
        rows[case.id].append(_number(case, number))
    repeated = {name: found for name, found in rows.items() if len(found) > 1}
    listed = "; ".join(f"“{name}” in rows {_listed(found)}" for name, found in list(repeated.items())[:_SHOWN])
    more = f"; and {len(repeated) - _SHOWN:,} more" if len(repeated) > _SHOWN else ""
    raise FrameError(
        f"{len(repeated):,} reference{' stands' if len(repeated) == 1 else 's stand'} more than once: {listed}{more}.",
        "A case that stands twice would be twice as likely to be drawn.",
        "Leave one row for each case; where different cases show the same reference, a spreadsheet may have rounded or rewritten it.",
    )


def _listed(rows: Sequence[int]) -> str:
    shown = [f"{row:,}" for row in rows[:10]]
    more = [f"{len(rows) - 10:,} more"] if len(rows) > 10 else []
    *first, last = [*shown, *more]
    return f"{', '.join(first)} and {last}"


def _refuse_uneven(cases: Sequence[Case]) -> None:
    first = cases[0]
    for case in cases:
        if len(case.stratum) != len(first.stratum):
            raise FrameError(
                f"The cases in {first.place} and {case.place} are not grouped by the same number of values.", "", "Group all alike."
            )
        if bool(case.binding) != bool(first.binding):
            raise FrameError(
                f"Of {first.place} and {case.place} one has a binding and the other none.",
                "A pseudonym without one could be given to another case later.",
                "Bind all cases or none.",
            )


class Change(StrEnum):
    """How a case differs between two lists."""

    ADDED = "added"
    GONE = "gone"
    STRATUM = "stratum"
    MARKS = "marks"
    BINDING = "binding"


@dataclass(frozen=True)
class Difference:
    """One case that differs. `row` is of the later list where the case is in it."""

    change: Change
    id: str
    row: int | None = None


def differences(before: Frame, now: Frame) -> list[Difference]:
    """What changed between two lists, in the order of the references."""
    found = [Difference(Change.GONE, name) for name in before.by_id.keys() - now.by_id.keys()]
    for case in now.cases:
        then = before.by_id.get(case.id)
        if then is None:
            found.append(Difference(Change.ADDED, case.id, case.row))
        elif then != case:
            found += [Difference(change, case.id, case.row) for change in _changes(then, case)]
    return sorted(found, key=lambda each: (each.id, each.change))


def _changes(then: Case, now: Case) -> list[Change]:
    pairs = (
        (Change.STRATUM, then.stratum, now.stratum), (Change.MARKS, then.marks, now.marks), (Change.BINDING, then.binding, now.binding),
    )  # fmt: skip
    return [change for change, one, other in pairs if one != other]
