"""Writing bulletins and clearing them. Each is one transaction with its audit event; no word of a bulletin enters the audit trail."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.communities.models import Community
from folkmoot.communities.operations import link_point
from folkmoot.engagement.bulletins.models import Bulletin, BulletinCase, Explanation, Recipient
from folkmoot.engagement.bulletins.queries import ORIGIN, check_before_leaving, lawyers_for, writer_ids
from folkmoot.engagement.bulletins.rules import State, Version, case_problems, clearing_problem, transition_problem
from folkmoot.foundation import audit
from folkmoot.foundation.saving import ChangedMeanwhile, Refused, change, check
from folkmoot.voice.models import Point
from folkmoot.voice.operations import record_point

WRITABLE = frozenset({"title", "body", "title_cy", "body_cy", "title_easy", "body_easy", "must_not_appear"})
# What an edit takes away: the submission and the clearance, and what was said when it was sent back.
_UNCLEARED: dict[str, object] = {"submitted_at": None, "returned_at": None, "returned_why": "", "cleared_at": None, "cleared_hash": ""}


@transaction.atomic
def write_bulletin(*, by: Viewer, at: datetime, area: Area, title: str, body: str, **values: object) -> Bulletin:
    """Begin a bulletin. Raises Refused, NotAllowed, or KeyError for a field that cannot be written."""
    by.require("bulletins.write", area.pk)
    _only_writable(values)
    bulletin = Bulletin(area=area, title=title.strip(), body=body.strip(), author_id=by.account_id, **values)
    check(bulletin)
    bulletin.save()
    _wrote(bulletin, by)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=bulletin)
    return bulletin


@transaction.atomic
def change_bulletin(*, by: Viewer, at: datetime, bulletin: Bulletin, seen_version: int | None = None, **values: object) -> list[str]:
    """Change the words, or the names to look for; a clearance is gone with it. Returns the fields that changed.

    Raises Refused, ChangedMeanwhile, NotAllowed or KeyError.
    """
    held = _to_edit(by, bulletin, seen_version)
    _only_writable(values)
    changed = [name for name, value in values.items() if getattr(held, name) != value]
    if changed:
        _edited(held, by, at, values, changed)
    return changed


@transaction.atomic
def add_case(*, by: Viewer, at: datetime, bulletin: Bulletin, finalised: bool, finalised_on: date | None, **values: object) -> BulletinCase:
    """Add a finalised case. Raises Refused, saying why, for one that is not, or that has no day or one to come."""
    held = _to_edit(by, bulletin)
    case = BulletinCase(bulletin=held, finalised_on=_finalised(finalised, finalised_on, at), **values)
    check(case)
    case.save()
    _edited(held, by, at, {}, ["case added"])
    return case


@transaction.atomic
def change_case(
    *, by: Viewer, at: datetime, case: BulletinCase, finalised: bool, finalised_on: date | None, seen_version: int | None = None,
    **values: object,
) -> list[str]:  # fmt: skip
    """Change what is told of a case; returns the fields that changed. Raises Refused as `add_case`, or ChangedMeanwhile."""
    held = _to_edit(by, case.bulletin)
    changed = change(case, {**values, "finalised_on": _finalised(finalised, finalised_on, at)}, seen_version=seen_version)
    if changed:
        _edited(held, by, at, {}, [f"case {name}" for name in changed])
    return changed


@transaction.atomic
def remove_case(*, by: Viewer, at: datetime, case: BulletinCase) -> None:
    """Take a case out of a bulletin that was not sent."""
    held = _to_edit(by, case.bulletin)
    case.delete()
    _edited(held, by, at, {}, ["case removed"])


@transaction.atomic
def explain(*, by: Viewer, at: datetime, bulletin: Bulletin, key: str, words: str) -> None:
    """Say why a finding may stay; the lawyer reads it. Raises Refused for one that is not there, or with no words."""
    held = _to_edit(by, bulletin)
    found = {finding.hit.key: finding.hit for finding in check_before_leaving(held, today=timezone.localdate(at)).findings}
    if key not in found:
        raise Refused({"": [_("This no longer stands in the bulletin.")]})
    if len(words.split()) < 2:
        raise Refused({"words": [_("Say why it may stay, for example “our own address for replies”.")]})
    row = Explanation.objects.filter(bulletin=held, key=key).first() or Explanation(bulletin=held, key=key)
    row.words, row.by_id = words.strip(), by.account_id
    check(row)
    row.save()
    _edited(held, by, at, {}, [f"explained {found[key].kind.value}"])


@transaction.atomic
def submit(*, by: Viewer, at: datetime, bulletin: Bulletin, lawyer: Account) -> None:
    """Submit to a named lawyer of the Area who wrote none of it. Raises Refused while a finding is unexplained or English is missing."""
    held = _locked(by, bulletin, "bulletins.write")
    today = timezone.localdate(at)
    checked = check_before_leaving(held, today=today)
    _refuse_transition(checked.state, "submit")
    if not lawyers_for(by, held, today=today).filter(pk=lawyer.pk).exists():
        raise Refused({"lawyer": [_("Choose a lawyer of this Area who wrote none of it.")]})
    if Version.ENGLISH not in checked.leaves:
        raise Refused({"": [_("The English version has gaps: write its title and text, and every case in full.")]})
    if checked.unexplained:
        raise Refused({"": [_("The check found what may identify somebody. Remove each, or say why it may stay.")]})
    change(held, {**_UNCLEARED, "lawyer": lawyer, "submitted_at": at})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, detail={"submitted to": lawyer.pk})


@transaction.atomic
def clear(*, by: Viewer, at: datetime, bulletin: Bulletin, seen_hash: str) -> None:
    """Clear what the lawyer read: `seen_hash` is `Check.hash` as it was on their page. Raises Refused, ChangedMeanwhile or NotAllowed."""
    held = _locked(by, bulletin, "bulletins.clear")
    checked = check_before_leaving(held, today=timezone.localdate(at))
    _refuse_transition(checked.state, "clear")
    _refuse_clearing(by, held)
    if seen_hash != checked.hash:
        raise ChangedMeanwhile(held)
    if not checked.may_be_submitted:
        raise Refused({"": [_("Something was found since it was submitted. Send it back, so that it is removed or explained.")]})
    change(held, {"cleared_at": at, "cleared_hash": checked.hash})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, detail={"cleared": checked.hash})


@transaction.atomic
def send_back(*, by: Viewer, at: datetime, bulletin: Bulletin, reason: str) -> None:
    """Send a submitted bulletin back to its author, saying why. Raises Refused or NotAllowed."""
    held = _locked(by, bulletin, "bulletins.clear")
    _refuse_transition(check_before_leaving(held, today=timezone.localdate(at)).state, "send back")
    _refuse_clearing(by, held)
    if not reason.strip():
        raise Refused({"reason": [_("Say why, so that the author knows what to change.")]})
    change(held, {"returned_at": at, "returned_why": reason.strip()})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, detail={"sent back": True})


@transaction.atomic
def log_reply(
    *, by: Viewer, at: datetime, recipient: Recipient, words: str, said_on: date, nature: str, communities: Iterable[Community] = ()
) -> Point:
    """Record what somebody answered to a bulletin, as a point. Raises Refused or NotAllowed.

    The point names an organisation that said it, never a person: their erasure would not reach the name there.
    """
    if recipient.state not in ("sent", "handed_over"):
        raise Refused({"": [_("They have not got the bulletin yet.")]})
    bulletin = recipient.bulletin
    point = record_point(
        by=by, at=at, area=bulletin.area, origin_kind=ORIGIN, origin_id=bulletin.pk, words=words, said_on=said_on, nature=nature,
        theme=_("Casework bulletin"), said_by=recipient.name if recipient.contact_id is None else "",
    )  # fmt: skip
    for community in communities:
        link_point(by=by, at=at, community=community, point=point)
    return point


def _locked(by: Viewer, bulletin: Bulletin, capability: str) -> Bulletin:
    """The bulletin as it is now, held until the transaction ends: nobody edits it while a lawyer clears it."""
    by.require(capability, bulletin.area_id)
    return Bulletin.objects.select_for_update(of=("self",)).select_related("area").get(pk=bulletin.pk)


def _to_edit(by: Viewer, bulletin: Bulletin, seen_version: int | None = None) -> Bulletin:
    held = _locked(by, bulletin, "bulletins.write")
    if seen_version is not None and seen_version != held.version:
        raise ChangedMeanwhile(held)
    if held.sealed_at:
        _refuse_transition(State.SEALED, "edit")
    return held


def _edited(bulletin: Bulletin, by: Viewer, at: datetime, values: dict[str, object], changed: list[str]) -> None:
    """Store the change, take submission and clearance away, and count the person among those who wrote it.

    A bulletin that was sent back stays so, with its reason in sight, until it is submitted again.
    """
    was_cleared = bulletin.cleared_at is not None
    kept = {"submitted_at", "returned_at", "returned_why"} if bulletin.returned_at else set()
    change(bulletin, {**values, **{name: value for name, value in _UNCLEARED.items() if name not in kept}})
    _wrote(bulletin, by)
    detail: dict[str, object] = {"fields": sorted(changed)} | ({"clearance taken away": True} if was_cleared else {})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=bulletin, detail=detail)


def _wrote(bulletin: Bulletin, by: Viewer) -> None:
    if by.account_id is not None:
        bulletin.writers.add(by.account_id)


def _only_writable(values: dict[str, object]) -> None:
    if unknown := set(values) - WRITABLE:
        raise KeyError(f"a bulletin's {', '.join(sorted(unknown))} cannot be written")


def _finalised(finalised: bool, day: date | None, at: datetime) -> date:
    """The day on which a case was finalised. Raises Refused, saying why, where it is not."""
    _refuse(case_problems(finalised=finalised, finalised_on=day, today=timezone.localdate(at)))
    if day is None:
        raise ValueError("a case without a day is refused before")
    return day


def _refuse(problems: dict[str, list[str]]) -> None:
    if problems:
        raise Refused(problems)


def _refuse_transition(state: State, what: str) -> None:
    problem = transition_problem(state, what)
    _refuse({"": [problem]} if problem else {})


def _refuse_clearing(by: Viewer, bulletin: Bulletin) -> None:
    problem = clearing_problem(by_id=by.account_id, lawyer_id=bulletin.lawyer_id, writers=writer_ids(bulletin))
    _refuse({"": [problem]} if problem else {})
