"""Bringing in a list of finalised cases, keeping from it what may not be drawn, and fixing it. One transaction each, audited."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Protocol

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import NotAllowed, Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.queries import person_of, seat_is_theirs, sitting
from folkmoot.panels.members.rules import goes_on
from folkmoot.panels.models import Panel
from folkmoot.redaction.spans import Kind
from folkmoot.sampling.frame import Case
from folkmoot.sampling.frame import Frame as DrawnFrom
from folkmoot.scrutiny.frames import reading
from folkmoot.scrutiny.frames.blind import refuse_whoever_knows
from folkmoot.scrutiny.frames.columns import BY_NAME, MONTH, mapping_problems
from folkmoot.scrutiny.frames.models import Frame, FrameCase, Tie
from folkmoot.scrutiny.frames.pseudonyms import binding_of, group_codes, new_pseudonyms
from folkmoot.scrutiny.frames.queries import eligible, scrutinised_marks, tied_marks
from folkmoot.scrutiny.frames.reading import CaseRow, How, Read
from folkmoot.scrutiny.frames.rules import Asked, refusal, rows_named, same_name
from folkmoot.scrutiny.frames.rules import Refused as Reason
from folkmoot.scrutiny.frames.telling import tell_tied
from folkmoot.scrutiny.identities.keeping import Told, keep_identities, keep_until, mark_of, sealed_of
from folkmoot.scrutiny.identities.keys import keys
from folkmoot.scrutiny.identities.models import CaseIdentity
from folkmoot.scrutiny.limits import limits

CAPABILITY = "scrutiny.prepare"
AT_ONCE = 500
Window = tuple[date | None, date | None]


class File(Protocol):
    """A file that waits: where it lies, and the name that the person knows."""

    @property
    def path(self) -> Path: ...
    @property
    def file_name(self) -> str: ...


@transaction.atomic
def bring_in(
    *, by: Viewer, at: datetime, panel: Panel, upload: File, title: str, source: str, columns: Mapping[str, str], strata: Sequence[str],
    window: Window | None = None, only: Mapping[str, Sequence[str]] | None = None, facts: Mapping[str, str] | None = None,
    always: Mapping[str, Sequence[str]] | None = None, vouched: Mapping[str, str] | None = None,
    taught: Mapping[str, Mapping[str, str]] | None = None, again: bool = False,
) -> Frame:  # fmt: skip
    """Bring in a list: every case or, where anything is wrong with the file, none.

    `columns`: field of `frames.columns.FIELDS` to heading; `facts` further ones. `strata`: facts to group by. `always`: fact to the values
    of which every case comes to the panel. For `only`, `vouched` and `taught` see `reading.How`; `again`: see Frame.
    Raises Refused (by field), TableError, KeyLost or NotAllowed.
    """
    by.require_for(CAPABILITY, panel.area_id)
    how = How(
        {name: heading for name, heading in columns.items() if heading}, dict(facts or {}), tuple(strata), dict(vouched or {}),
        dict(taught or {}), {heading: tuple(values) for heading, values in (only or {}).items()},
    )  # fmt: skip
    digest = reading.fingerprint_of(upload.path)
    _refuse_same(panel, digest, how)
    table = reading.table_of(upload.path, upload.file_name)
    _refuse_mapping(how, table.columns, always or {})
    read = reading.read_cases(table, how)
    marks = _marks(read)
    first, last = window or (None, None)
    frame = Frame(
        panel=panel, title=title.strip(), source=source.strip(), finalised_from=first, finalised_to=last, again=again,
        file_name=upload.file_name[:200], file_sha256=digest, columns=how.to_plain() | {"always": _lists(always)},
        brought_in_by_id=by.account_id, brought_in_at=at,
    )  # fmt: skip
    check(frame)
    frame.save()
    rows = _cases(frame, read, marks, always or {}, at)
    FrameCase.objects.bulk_create(rows, batch_size=AT_ONCE)
    _count(frame, read, rows)
    audit.record(
        audit.Kind.COLLECTION, by=by, at=at, subject=frame,
        detail={"cases": len(rows), "eligible": sum(not row.refused for row in rows), "file": digest, "only": sorted(how.only)},
    )  # fmt: skip
    return frame


@transaction.atomic
def withdraw_frame(*, by: Viewer, at: datetime, frame: Frame, why: str) -> None:
    """Withdraw a list from which nothing was drawn and nothing is being drawn. Raises Refused or NotAllowed."""
    by.require_for(CAPABILITY, frame.panel.area_id)
    row = Frame.objects.select_for_update().get(pk=frame.pk)
    if row.withdrawn_at:
        raise Refused({"": [_("This list was withdrawn already.")]})
    if row.draws.exclude(state="given_up").exists():
        raise Refused({"": [_("Cases are drawn, or being drawn, from this list: it stays. Give up the draw first, if nothing was drawn.")]})
    if not why.strip():
        raise Refused({"why": [_("Say why the list is withdrawn.")]})
    change(row, {"withdrawn_at": at, "withdrawn_why": why.strip()})
    only_here = CaseIdentity.objects.filter(pk__in=row.cases.values("identity")).exclude(pk__in=_elsewhere(row))
    keep_until(only_here.values_list("pk", flat=True), timezone.localdate(at) + timedelta(days=limits().refused_days))
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, detail={"withdrawn": True})


@transaction.atomic
def refuse_case(*, by: Viewer, at: datetime, case: FrameCase, reason: str, why: str = "") -> None:
    """Keep a case out of a list that is not fixed yet, for example since an appeal was made. Raises Refused or NotAllowed."""
    by.require_for(CAPABILITY, case.frame.panel.area_id)
    refuse_whoever_knows(by, case.frame_id)
    row = _to_alter(case)
    if reason not in [each.value for each in Reason]:
        raise Refused({"reason": [_("Choose why the case may not be drawn.")]})
    if row.refused:
        raise Refused({"": [_("This case is kept out of the list already.")]})
    change(row, {"refused": reason, "refused_why": why.strip()[:300] or "said"})
    _recount(row.frame)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, area_id=case.frame.panel.area_id, detail={"refused": reason})


@transaction.atomic
def declare_tie(*, by: Viewer, at: datetime, member: Member, case: FrameCase, what: str) -> Tie:
    """Record that a member is tied to a case: before the list is fixed it leaves the list, afterwards the member alone is kept from it.

    Entered by the member, or by the service, of which the member is told. Raises Refused or NotAllowed.
    """
    theirs = seat_is_theirs(by, member)
    if not theirs and not by.sight(CAPABILITY).holds(case.frame.panel.area_id):
        raise NotAllowed(CAPABILITY)
    frame = Frame.objects.select_for_update().get(pk=case.frame_id)
    if member.panel_id != frame.panel_id:
        raise Refused({"member": [_("Choose a member of the panel before which the case would come.")]})
    if not what.strip():
        raise Refused({"what": [_("Say in a few words how they are tied to it. Nobody but those who draw reads it.")]})
    if Tie.objects.filter(case=case, member=member).exists():
        raise Refused({"": [_("This was said already.")]})
    tie = Tie(case=case, member=member, what=what.strip(), declared_at=at, entered_by_id=by.account_id)
    check(tie)
    tie.save()
    if not theirs:
        tell_tied(by=by, at=at, tie=tie)
    if not frame.fixed_at and not case.refused:
        change(FrameCase.objects.select_for_update().get(pk=case.pk), {"refused": Reason.TIED.value, "refused_why": "declared"})
        _recount(frame)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=tie, area_id=frame.panel.area_id, detail={"case": case.pk})
    return tie


@transaction.atomic
def find_case(*, by: Viewer, at: datetime, frame: Frame, reference: str) -> FrameCase:
    """The case of a list by its true reference, for somebody who knows it already. Recorded. Raises Refused, NotAllowed or KeyLost."""
    by.require_for(CAPABILITY, frame.panel.area_id)
    case = frame.cases.select_related("frame__panel").filter(identity__mark=mark_of(reference)).first()
    if case is None:
        raise Refused({"reference": [_("There is no case with this reference in the list.")]})
    audit.record(audit.Kind.CONSULTATION, by=by, at=at, subject=case, area_id=frame.panel.area_id, detail={"found by": "reference"})
    return case


@transaction.atomic
def fix(*, by: Viewer, at: datetime, frame: Frame) -> Frame:
    """Fix a list, once: from now on no case of it changes. The first draw that commits to it does so. Raises Refused or NotAllowed."""
    by.require_for(CAPABILITY, frame.panel.area_id)
    row = Frame.objects.select_for_update().get(pk=frame.pk)
    if row.withdrawn_at:
        raise Refused({"frame": [_("This list was withdrawn.")]})
    if row.fixed_at:
        return row
    cases = [Case(case.pseudonym, binding=case.binding) for case in eligible(row)]
    change(row, {"fingerprint": DrawnFrom.of(cases).fingerprint, "fixed_at": at})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, detail={"fixed": row.fingerprint})
    return row


# ---------------------------------------------------------------------------------------------------------------------- bringing in


def _refuse_same(panel: Panel, digest: str, how: How) -> None:
    only = how.to_plain()["only"]
    for known in Frame.objects.filter(panel=panel, file_sha256=digest, withdrawn_at__isnull=True):
        if known.columns.get("only") == only:
            words = _("This same file is here already, as “%(title)s”. Draw from that list, or withdraw it first.")
            raise Refused({"file": [words % {"title": known.title}]})


def _refuse_mapping(how: How, headings: Sequence[str], always: Mapping[str, Sequence[str]]) -> None:
    said = {
        "missing": _("Say which column holds it."), "unknown": _("This is nothing that a list can hold."),
        "twice": _("This column is used for two things: choose another."), "no_such": _("The file has no such column."),
    }  # fmt: skip
    problems = {name: [said[code]] for name, code in mapping_problems(how.columns, headings, how.vouched).items()}
    lacking = [heading for heading in (*how.facts.values(), *how.only) if heading not in headings]
    if lacking:
        problems["facts"] = [_("The file has no column “%(name)s”.") % {"name": lacking[0]}]
    facts = {MONTH, *how.facts, *(name for name in how.columns if name in BY_NAME and BY_NAME[name].use == "fact")}
    for name in (*how.strata, *always):
        if name not in facts:
            problems["strata"] = [
                _("Cases can be grouped only by what the list says of them: “%(name)s” is not among it.") % {"name": name}
            ]
    if problems:
        raise Refused(problems)


def _marks(read: Read) -> list[str]:
    """The mark of each case. Raises Refused where the file cannot be drawn from."""
    if not read.cases:
        raise Refused({"file": [_("No row of this file holds a case. Check the column of the reference, or choose another file.")]})
    held = keys()
    marks = [mark_of(case.reference, held) for case in read.cases]
    repeated = reading.repeated(marks, read.cases)
    if repeated:
        listed = "; ".join(_("rows %(rows)s") % {"rows": rows_named(rows)} for rows in repeated[:5])
        raise Refused(
            {
                "file": [
                    _("The same reference stands more than once: %(rows)s. Nothing was brought in.") % {"rows": listed},
                    _("A case that stands twice would be twice as likely to be drawn. Leave one row for each case; where a case has several"
                      " defendants, keep one row for all of them."),
                ]
            }
        )  # fmt: skip
    return marks


def _cases(frame: Frame, read: Read, marks: Sequence[str], always: Mapping[str, Sequence[str]], at: datetime) -> list[FrameCase]:
    """The rows of a list, not stored yet, with the identities that they stand for stored."""
    reasons = _reasons(frame, read, marks, timezone.localdate(at))
    identities = keep_identities(area=frame.panel.area, told=_told(read.cases, reasons, timezone.localdate(at)), at=at)
    held, names = keys(), new_pseudonyms(len(marks))
    wanted = {name: {value.casefold() for value in values} for name, values in always.items()}
    rows = []
    for case, identity, (reason, why), name in zip(read.cases, identities, reasons, names, strict=True):
        rows.append(
            FrameCase(
                frame=frame, identity=identity, pseudonym=name, row=case.row, facts=case.facts, finalised_on=case.said.finalised_on,
                stratum=reading.stratum_of(case.facts, frame.columns["strata"])[:300] if frame.columns["strata"] else "",
                always=any(case.facts.get(fact, "").casefold() in values for fact, values in wanted.items()),
                binding=binding_of(sealed_of(identity, held), name), refused=reason, refused_why=why,
            )
        )  # fmt: skip
    return rows


def _reasons(frame: Frame, read: Read, marks: Sequence[str], today: date) -> list[tuple[str, str]]:
    """Why each case may not be drawn, with what showed it; ("", "") for one that may."""
    known = scrutinised_marks(marks) if not frame.again else set()
    tied = tied_marks(frame.panel, marks)
    members = [person_of(seat).name for seat in sitting(frame.panel, today)]
    window, days = (frame.finalised_from, frame.finalised_to), limits().appeal_days
    found = []
    for case, mark in zip(read.cases, marks, strict=True):
        reason, shown = refusal(case.said, on=today, appeal_days=days, window=window)
        if reason is None and mark in known:
            reason, shown = Reason.REVIEWED, "list"
        if reason is None and (mark in tied or _is_named(case, members)):
            reason, shown = Reason.TIED, "declared" if mark in tied else "name"
        word = case.said.unread.get(shown, "") if reason is Reason.UNKNOWN and isinstance(shown, Asked) else ""
        found.append((reason.value if reason else "", f"{shown}|{word}" if word else str(shown)))
    return found


def _is_named(case: CaseRow, members: Sequence[str]) -> bool:
    return same_name([each.value for each in case.known if each.kind is Kind.NAME], members)


def _told(cases: Sequence[CaseRow], reasons: Sequence[tuple[str, str]], today: date) -> list[Told]:
    """What is sealed of each: of a case that may not be drawn its reference alone, and not for long."""
    waits, soon = goes_on(today, limits().waits_months), today + timedelta(days=limits().refused_days)
    return [
        Told(case.reference, () if reason else case.known, soon if reason else waits)
        for case, (reason, _why) in zip(cases, reasons, strict=True)
    ]


def _count(frame: Frame, read: Read, rows: Sequence[FrameCase]) -> None:
    drawable = [row for row in rows if not row.refused]
    columns = frame.columns | {"groups": group_codes([row.stratum for row in rows if row.stratum])}
    counts = {
        "rows": read.rows, "left_out": read.left_out, "unreadable": read.unreadable[:200], "unreadable_count": len(read.unreadable),
        "eligible": len(drawable), "refused": dict(Counter(row.refused for row in rows if row.refused)), "notes": list(read.notes),
    }  # fmt: skip
    change(frame, {"counts": counts, "columns": columns})


def _recount(frame: Frame) -> None:
    refused = Counter(FrameCase.objects.filter(frame=frame).values_list("refused", flat=True))
    counts = frame.counts | {"eligible": refused.pop("", 0), "refused": dict(refused)}
    change(Frame.objects.get(pk=frame.pk), {"counts": counts})


def _to_alter(case: FrameCase) -> FrameCase:
    frame = Frame.objects.select_for_update().get(pk=case.frame_id)
    if frame.fixed_at:
        raise Refused({"": [_("The list is fixed: a draw has committed to it. A case drawn from it can be replaced, with the reason.")]})
    return FrameCase.objects.select_for_update().select_related("frame__panel").get(pk=case.pk)


def _elsewhere(frame: Frame) -> list[int]:
    """The cases of a list that are in another list too."""
    others = FrameCase.objects.exclude(frame=frame).filter(frame__withdrawn_at__isnull=True)
    return list(others.filter(identity__in=frame.cases.values("identity")).values_list("identity", flat=True))


def _lists(values: Mapping[str, Sequence[str]] | None) -> dict[str, list[str]]:
    return {name: list(each) for name, each in (values or {}).items()}
