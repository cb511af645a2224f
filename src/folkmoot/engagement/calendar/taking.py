"""Taking calendar files, from the mailbox or by hand: a draft for the person who sent it, never more; and replies to invitations."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import Viewer, viewer_for
from folkmoot.areas.models import Area
from folkmoot.engagement.calendar.inviting import take_mailed_reply
from folkmoot.engagement.calendar.letters import Letter, open_letter
from folkmoot.engagement.calendar.models import DraftActivity, TakenMessage, Timing
from folkmoot.engagement.calendar.reading import Read, Unreadable, read
from folkmoot.engagement.models import Activity
from folkmoot.engagement.operations import Links, plan_activity, record_activity
from folkmoot.errors import FolkmootError
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change
from folkmoot.stakeholders.queries import contacts

Result = TakenMessage.Result
NO_LINKS = Links()
SENDERS_KEPT = timedelta(days=90)
# What a draft that is finished, thrown away or called off keeps of people who are not known here: nothing.
_NO_ADDRESSES: dict[str, Any] = {"people": [], "organiser": ""}
ANSWERS_A_DAY = 3  # to one address: a loop that got past every other guard ends here


@dataclass(frozen=True)
class Taken:
    """What came of a message. `answer` says that the sender should be told `reason`."""

    message: TakenMessage
    subject: str = ""
    message_id: str = ""
    answer: bool = False


@transaction.atomic
def take_letter(*, by: Viewer, at: datetime, raw: bytes, trusted_server: str = "", own_addresses: frozenset[str] = frozenset()) -> Taken:
    """Take one message of the mailbox; the same message taken twice counts once. Nothing in a message raises."""
    letter = open_letter(raw, trusted_server=trusted_server, own_addresses=own_addresses)
    earlier = TakenMessage.objects.filter(fingerprint=letter.fingerprint).first()
    if earlier:
        return Taken(earlier, letter.subject, letter.message_id, answer=_to_be_answered(letter, earlier, at))
    try:
        with transaction.atomic():
            result, reason = _outcome(letter, by, at)
    except FolkmootError as refused:  # so that one odd message does not stand in the way of those behind it
        result, reason = Result.REFUSED, str(refused)
    message = TakenMessage.objects.create(
        fingerprint=letter.fingerprint, taken_at=at, result=result, reason=reason[:300], sender=letter.sender
    )
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=message, detail={"result": result})
    return Taken(message, letter.subject, letter.message_id, answer=_to_be_answered(letter, message, at))


@transaction.atomic
def mark_answered(*, by: Viewer, at: datetime, message: TakenMessage) -> None:
    change(message, {"answered_at": at})
    audit.record(audit.Kind.DISCLOSURE, by=by, at=at, subject=message, detail={"answered": True})


@transaction.atomic
def forget_senders(*, by: Viewer, at: datetime) -> int:
    """Take the senders' addresses from messages that were taken long ago. Returns from how many."""
    rows = TakenMessage.objects.filter(taken_at__lt=at - SENDERS_KEPT).exclude(sender="")
    ids = list(rows.values_list("pk", flat=True))
    if ids:
        TakenMessage.objects.filter(pk__in=ids).update(sender="", version=F("version") + 1)
        audit.record(audit.Kind.ERASURE, by=by, at=at, subject="engagement.takenmessage", ids=ids)
    return len(ids)


def _to_be_answered(letter: Letter, message: TakenMessage, at: datetime) -> bool:
    """Only a refusal is answered, once, to a person: one of ours, or one whom a server of ours vouches for."""
    if message.result != Result.REFUSED or message.answered_at or letter.automatic:
        return False
    vouched = "dkim=pass" in letter.authenticity or "spf=pass" in letter.authenticity
    answered = TakenMessage.objects.filter(sender=letter.sender, answered_at__gt=at - timedelta(days=1)).count()
    return (vouched or _account(letter.sender) is not None) and answered < ANSWERS_A_DAY


def _outcome(letter: Letter, by: Viewer, at: datetime) -> tuple[str, str]:
    """What becomes of a letter, and why in words."""
    if letter.problem:
        return Result.REFUSED, _("The message could not be read: it is too large or too deeply packed.")
    if letter.calendar is None:
        return Result.REFUSED if not letter.automatic else Result.IGNORED, _("There is no calendar invitation in the message.")
    try:
        found = read(letter.calendar)
    except Unreadable as unreadable:
        return Result.REFUSED, str(unreadable)
    if found.method == "REPLY":
        return _reply(letter, found, by, at)
    account = _account(letter.sender)
    if account is None:
        return Result.REFUSED, _(
            "The address it came from is not of anybody who plans activities here. Send it from the address you sign in with."
        )
    return _keep(account, found, at, came=DraftActivity.Came.MAIL, authenticity=letter.authenticity)


def _reply(letter: Letter, found: Read, by: Viewer, at: datetime) -> tuple[str, str]:
    answers = {person.email: person.answer for person in found.people}
    takers = (*(import_string(name) for name in settings.MAILED_REPLY_TAKERS), take_mailed_reply)  # None: it is not of theirs
    said = (take(by=by, at=at, uid=found.uid, sender=letter.sender, answers=answers, sequence=found.sequence) for take in takers)
    problem = next(each for each in said if each is not None)
    # A reply is written by a program: it is never answered, whatever is wrong with it.
    return (Result.IGNORED, problem) if problem else (Result.REPLY, "")


def _account(email: str) -> Account | None:
    return Account.objects.filter(email__iexact=email, is_active=True).first() if email else None


@transaction.atomic
def take_file(*, by: Viewer, at: datetime, raw: bytes) -> DraftActivity:
    """Make or change a draft from a file that the viewer brought. Raises Unreadable or Refused."""
    by.require("engagement.write")
    found = read(raw)
    account = Account.objects.get(pk=by.account_id or 0)
    result, reason = _keep(account, found, at, came=DraftActivity.Came.FILE, authenticity="")
    draft = DraftActivity.objects.filter(account=account, uid=found.uid).first()
    if draft is None or result not in (Result.DRAFT, Result.WITHDRAWN):
        raise Refused({"file": [reason]})
    return draft


def _keep(account: Account, found: Read, at: datetime, *, came: str, authenticity: str) -> tuple[str, str]:
    """Make, change or withdraw the draft of an event, for the one who sent it."""
    viewer = viewer_for(account, timezone.localdate(at))
    if not viewer.may("engagement.write"):
        return Result.REFUSED, _("Your role does not let you plan activities.")
    draft = DraftActivity.objects.filter(account=account, uid=found.uid).first()
    if draft and draft.discarded_at:
        return Result.IGNORED, _("This was thrown away earlier, and stays so.")
    if draft and (found.sequence < draft.sequence or (draft.withdrawn_at and not found.sequence > draft.sequence)):
        return Result.IGNORED, _("A newer edition of this was taken already.")
    if found.cancelled:
        return _withdraw(viewer, draft, found, at)
    finished = draft is not None and draft.activity_id is not None
    facts = _facts(found) | {"authenticity": authenticity} | ({"organiser": ""} if finished else {})
    if draft is None:
        draft = DraftActivity(account=account, uid=found.uid, came=came, received_at=at, area=_only_area(viewer), **facts)
        draft.save()
        kind = audit.Kind.COLLECTION
    else:
        moved = [name for name, value in facts.items() if name not in ("authenticity", "people") and getattr(draft, name) != value]
        if not moved:
            return Result.DRAFT, _("This was taken already.")
        change(draft, {**facts, "changed_at": at, "withdrawn_at": None})
        kind = audit.Kind.ALTERATION
    if not finished:  # whose addresses were let go of then; a later edition does not bring them back
        _name_people(viewer, draft, found)
    audit.record(kind, by=viewer, at=at, subject=draft, area_id=draft.area_id, detail={"came": came, "sequence": found.sequence})
    return Result.DRAFT, ""


def _withdraw(viewer: Viewer, draft: DraftActivity | None, found: Read, at: datetime) -> tuple[str, str]:
    if draft is None:
        return Result.IGNORED, _("It calls off something that was never taken.")
    change(draft, {"withdrawn_at": at, "changed_at": at, "sequence": found.sequence, **_NO_ADDRESSES})
    audit.record(audit.Kind.ALTERATION, by=viewer, at=at, subject=draft, area_id=draft.area_id, detail={"withdrawn": True})
    return Result.WITHDRAWN, _("The activity was called off by who sent it.")


def _facts(found: Read) -> dict[str, Any]:
    return {
        "sequence": found.sequence, "title": found.title, "place": found.place, "online_link": found.link, "day": found.first,
        "last_day": found.last, "starts_at": found.starts.time() if found.starts else None,
        "ends_at": found.ends.time() if found.ends and found.ends.date() == found.first else None, "floating": found.floating,
        "repeats": found.repeats, "organiser": found.organiser,
    }  # fmt: skip


def _only_area(viewer: Viewer) -> Area | None:
    """The Area of whoever works in one alone; None where they must choose."""
    ids = viewer.sight("engagement.write").area_ids
    return Area.objects.filter(pk__in=ids).first() if len(ids) == 1 else None


def _name_people(viewer: Viewer, draft: DraftActivity, found: Read) -> None:
    """Match those invited with the people in the viewer's sight; accounts of ours are neither known people nor strangers."""
    addresses = {person.email for person in found.people} | ({found.organiser} if found.organiser else set())
    known = contacts(viewer).annotate(address=Lower("email")).filter(address__in=addresses)
    rows = {row.address: row for row in (known.filter(area=draft.area) if draft.area else known)}
    ours = set(Account.objects.annotate(address=Lower("email")).filter(address__in=addresses).values_list("address", flat=True))
    draft.contacts.set(rows.values())
    DraftActivity.objects.filter(pk=draft.pk).update(people=sorted(addresses - set(rows) - ours), version=F("version") + 1)
    draft.refresh_from_db(fields=["people", "version"])


# --- finishing a draft -------------------------------------------------------------------------------------------------------------


@transaction.atomic
def plan_from_draft(
    *, by: Viewer, at: datetime, draft: DraftActivity, area: Area, links: Links = NO_LINKS, zone_confirmed: bool = True, **values: Any
) -> Activity:  # fmt: skip
    """Make a planned activity of a draft, with the people it matched. Raises Refused or NotAllowed."""
    _refuse_finished(draft, by, zone_confirmed)
    activity = plan_activity(by=by, at=at, area=area, links=_with_people(links, draft, by, area), **values)
    _finish(by, at, draft, activity)
    return activity


@transaction.atomic
def record_from_draft(
    *, by: Viewer, at: datetime, draft: DraftActivity, area: Area, links: Links = NO_LINKS, zone_confirmed: bool = True, **values: Any
) -> Activity:  # fmt: skip
    """Make a recorded activity of a draft whose day has passed. Raises Refused or NotAllowed."""
    _refuse_finished(draft, by, zone_confirmed)
    activity = record_activity(by=by, at=at, area=area, links=_with_people(links, draft, by, area), **values)
    _finish(by, at, draft, activity)
    return activity


@transaction.atomic
def discard_draft(*, by: Viewer, at: datetime, draft: DraftActivity) -> None:
    """Throw a draft away; a later edition of the same event does not bring it back."""
    _refuse_finished(draft, by, True)
    change(draft, {"discarded_at": at, **_NO_ADDRESSES})
    draft.contacts.clear()
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=draft, area_id=draft.area_id, detail={"discarded": True})


@transaction.atomic
def acknowledge_change(*, by: Viewer, at: datetime, draft: DraftActivity) -> None:
    """Say that what the sender changed after the activity was made has been seen to."""
    _refuse_others(draft, by)
    if change(draft, {"changed_at": None}):
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=draft, area_id=draft.area_id, detail={"seen": True})


def _finish(by: Viewer, at: datetime, draft: DraftActivity, activity: Activity) -> None:
    """Tie the draft to its activity, give that its times where the day is still the same, and let go of strangers' addresses."""
    if (activity.held_on or activity.planned_for) == draft.day and (draft.starts_at or draft.online_link):
        Timing.objects.create(activity=activity, starts_at=draft.starts_at, ends_at=draft.ends_at, online_link=draft.online_link)
    change(draft, {"activity": activity, "changed_at": None, **_NO_ADDRESSES})
    draft.contacts.clear()
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=draft, area_id=activity.area_id, detail={"activity": activity.pk})


def _with_people(links: Links, draft: DraftActivity, by: Viewer, area: Area) -> Links:
    if links.contacts is None:
        return links
    matched = contacts(by).filter(pk__in=draft.contacts.values("pk"), area=area)
    return replace(links, contacts=_each_once([*links.contacts, *matched]))


def _each_once(rows: Iterable[Any]) -> list[Any]:
    return list({row.pk: row for row in rows}.values())


def _refuse_finished(draft: DraftActivity, by: Viewer, zone_confirmed: bool) -> None:
    _refuse_others(draft, by)
    if draft.activity_id or draft.discarded_at or draft.withdrawn_at:
        raise Refused({"": [_("This draft was finished, thrown away or called off already.")]})
    if draft.floating and not zone_confirmed:
        raise Refused({"zone_confirmed": [_("The file names no time zone. Say that its times are by the clock of England and Wales.")]})


def _refuse_others(draft: DraftActivity, by: Viewer) -> None:
    if draft.account_id != by.account_id:
        raise Refused({"": [_("This draft is somebody else’s.")]})
