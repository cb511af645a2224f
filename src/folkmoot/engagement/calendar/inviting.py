"""Inviting people to an activity, telling them of changes, taking their replies. One message a person; nobody sees another's."""

import smtplib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import THE_PRODUCT, Viewer, within
from folkmoot.engagement.calendar.editions import editions_of
from folkmoot.engagement.calendar.invitation_mail import Message, send
from folkmoot.engagement.calendar.models import ActivityInvitation, Edition
from folkmoot.engagement.calendar.queries import entry_of_activity, invitable, problem_with
from folkmoot.engagement.models import Activity
from folkmoot.errors import FolkmootError
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused
from folkmoot.stakeholders.queries import may_be_used_for

Reply = ActivityInvitation.Reply
MOST_AT_ONCE = 200
_ANSWERS = {"ACCEPTED": Reply.ACCEPTED, "TENTATIVE": Reply.TENTATIVE, "DECLINED": Reply.DECLINED}  # as RFC 5545 names them
CLAIM_HOLDS = timedelta(minutes=10)  # after this a message that nobody finished sending may be sent again
_SIGNER = Signer(salt="folkmoot.engagement.calendar.invitation")


class LinkClosed(FolkmootError):
    """A reply link that cannot be used: wrong, or of an activity that is over or called off."""


@dataclass(frozen=True)
class Sent:
    """What came of sending: how many left, how many were refused by the mail server, and how many still wait."""

    sent: int
    failed: int
    left: int


@transaction.atomic
def invite(*, by: Viewer, at: datetime, activity: Activity, contact_ids: Iterable[int], words: str = "", words_cy: str = "") -> int:
    """Put people on the list of those invited; `send_waiting` sends. Returns how many are new. Raises Refused or NotAllowed.

    Whoever is invited already, or may not be, is not put on it twice or at all.
    """
    by.require("calendar.write", activity.area_id)
    by.require("stakeholders.read", activity.area_id)
    chosen = set(contact_ids)
    _refuse_closed(activity, at)
    if not chosen:
        raise Refused({"people": [_("Choose at least one person.")]})
    if len(chosen) > MOST_AT_ONCE:
        raise Refused({"people": [_("Choose at most %(most)d people at a time.") % {"most": MOST_AT_ONCE}]})
    people = invitable(by, activity, today=timezone.localdate(at), among=chosen)
    welcome = [each.contact for each in people if not each.problem]
    made = {"activity": activity, "words": words.strip(), "words_cy": words_cy.strip(), "invited_at": at, "invited_by_id": by.account_id}
    # Where two people invite the same person at once, the one who came first has done it.
    ActivityInvitation.objects.bulk_create([ActivityInvitation(contact=each, **made) for each in welcome], ignore_conflicts=True)
    ids = list(ActivityInvitation.objects.filter(activity=activity, contact__in=welcome).values_list("pk", flat=True))
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject="engagement.activityinvitation", ids=ids, area_id=activity.area_id)
    return len(welcome)


def send_waiting(*, by: Viewer, at: datetime, activity: Activity, most: int = 50, again: bool = False) -> Sent:
    """Send what waits for one activity: first invitations, then changes and withdrawals to those invited. May be run again at any time.

    Each message is claimed before it leaves and marked after; one whose sending was cut short is sent again under the same identifier
    and number, which a calendar takes as the same. `again` retries those a mail server refused.
    """
    by.require("calendar.write", activity.area_id)
    edition = edition_of(activity, at=at)
    waiting = _waiting(activity, edition, at, again)
    sent = failed = 0
    for row in waiting.order_by("pk")[:most]:
        if not _claim(row, at):
            continue
        outcome = _send_one(by, at, row, activity, edition)
        if outcome is None:
            break
        sent, failed = sent + outcome, failed + (not outcome)
    return Sent(sent, failed, _waiting(activity, edition, at, False).count())


def edition_of(activity: Activity, *, at: datetime) -> Edition:
    """The edition of an activity as it is now."""
    entry = entry_of_activity(activity)
    return editions_of([entry], at=at)[entry.key]


def waiting_to_be_sent(*, by: Viewer, at: datetime) -> list[Activity]:
    """The activities with a message that waits to leave: invitations, changes and withdrawals."""
    today = timezone.localdate(at)
    ahead = Activity.objects.filter(held_on=None, planned_for__gte=today, invitations__isnull=False).distinct()
    rows = within(by, ahead, "calendar.write").select_related("area", "timing").prefetch_related("communities", "contacts", "staff")
    return [row for row in rows if _waiting(row, edition_of(row, at=at), at, False).exists()]


def _waiting(activity: Activity, edition: Edition, at: datetime, again: bool) -> QuerySet[ActivityInvitation]:
    day = activity.planned_for
    if activity.held_on or day is None or day < timezone.localdate(at):
        return ActivityInvitation.objects.none()
    rows = ActivityInvitation.objects.filter(activity=activity, contact__erased_on=None, sent_sequence__lt=edition.sequence)
    rows = rows.filter(Q(sending_since=None) | Q(sending_since__lt=at - CLAIM_HOLDS))
    if activity.cancelled_on:
        rows = rows.filter(sent_at__isnull=False)  # whoever never heard of it need not hear that it is off
    return rows.select_related("contact") if again else rows.filter(failed_at=None).select_related("contact")


def _claim(row: ActivityInvitation, at: datetime) -> bool:
    """Whether this row is ours to send: of two senders at once only one gets it."""
    return bool(ActivityInvitation.objects.filter(pk=row.pk, sending_since=row.sending_since, version=row.version).update(
        sending_since=at, version=F("version") + 1
    ))  # fmt: skip


def _send_one(by: Viewer, at: datetime, row: ActivityInvitation, activity: Activity, edition: Edition) -> bool | None:
    """Whether it left; False where it may not or was refused; None where the mail server does not answer at all."""
    agreed = may_be_used_for(by, [row.contact_id], "invitations", on=timezone.localdate(at))
    problem = problem_with(row.contact, agreed=bool(agreed))
    if not problem:
        try:
            send(Message(row, activity, edition, link_token(row), at))
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError):
            problem = _("The mail server refused this address.")
        except OSError:  # its text may name the recipient
            ActivityInvitation.objects.filter(pk=row.pk).update(sending_since=row.sending_since)
            return None
    _mark(by, at, row, edition, problem)
    return not problem


@transaction.atomic
def _mark(by: Viewer, at: datetime, row: ActivityInvitation, edition: Edition, problem: str) -> None:
    if problem:
        values: dict[str, Any] = {"failed_at": at, "failed_why": problem[:200]}
    else:
        values = {"sent_at": at, "sent_sequence": edition.sequence, "failed_at": None, "failed_why": ""}
    ActivityInvitation.objects.filter(pk=row.pk).update(**values, sending_since=None, version=F("version") + 1)
    audit.record(
        audit.Kind.DISCLOSURE, by=by, at=at, subject=row, area_id=row.activity.area_id, recipient=f"contact {row.contact_id}",
        detail={"sent": not problem, "sequence": edition.sequence},
    )  # fmt: skip


# --- replies -------------------------------------------------------------------------------------------------------------------------


def link_token(row: ActivityInvitation) -> str:
    """The secret of a reply link: the key of the invitation, sealed, so that nothing of it need be kept and none can be made up."""
    return _SIGNER.sign(row.key.hex).replace(":", ".")


def invitation_of(token: str, *, at: datetime) -> ActivityInvitation:
    """The invitation that a reply link is of. Raises LinkClosed."""
    try:
        key = _SIGNER.unsign(token.replace(".", ":", 1))
        row = _with_activity().get(key=uuid.UUID(key))
    except (BadSignature, ValueError, ActivityInvitation.DoesNotExist):
        raise LinkClosed(
            _("This link does not work."), _("It may have been cut short."), _("Copy the whole link from the message.")
        ) from None
    closed = closed_words(row, at)
    if closed:
        raise LinkClosed(closed)
    return row


def _with_activity() -> QuerySet[ActivityInvitation]:
    rows = ActivityInvitation.objects.filter(contact__erased_on=None)
    return rows.select_related("activity__area", "activity__timing", "contact")


def closed_words(row: ActivityInvitation, at: datetime) -> str:
    """Why no reply is taken any more, or ""."""
    day = row.activity.held_on or row.activity.planned_for
    if row.activity.cancelled_on:
        return _("This was called off.")
    if day is None or day < timezone.localdate(at):
        return _("This is over.")
    return ""


@transaction.atomic
def take_reply(
    *, by: Viewer = THE_PRODUCT, at: datetime, invitation: ActivityInvitation, reply: str, way: str, needs: str = "",
    companions: int | None = None, sequence: int | None = None,
) -> None:  # fmt: skip
    """Keep what a person answered; a later answer stands in place of an earlier one. Blank needs leave what they said before.

    `sequence` is of the edition they answered to, the one sent last where nobody says. Raises Refused or LinkClosed.
    """
    row = ActivityInvitation.objects.select_for_update(of=("self",)).select_related("activity").get(pk=invitation.pk)
    closed = closed_words(row, at)
    if closed:
        raise LinkClosed(closed)
    if reply not in Reply.values:
        raise Refused({"reply": [_("Say whether you come.")]})
    if companions is not None and not 0 <= companions <= 20:
        raise Refused({"companions": [_("Say how many come with you, 20 at most.")]})
    row.reply, row.replied_at, row.replied_by = reply, at, way
    row.replied_sequence = row.sent_sequence if sequence is None else min(sequence, row.sent_sequence)
    row.needs = needs.strip()[:1000] or row.needs
    row.companions = row.companions if companions is None else companions
    row.version += 1
    row.save()
    audit.record(
        audit.Kind.COLLECTION,
        by=by,
        at=at,
        subject=row,
        area_id=row.activity.area_id,
        detail={"replied": way, "needs": bool(needs.strip())},
    )


def take_mailed_reply(*, by: Viewer, at: datetime, uid: str, sender: str, answers: dict[str, str], sequence: int) -> str:
    """Take the answer of a mailed reply; returns why it could not be taken, or "".

    Two things must agree: the identifier, which only who got the message knows, and the address that was invited, as sender and attendee.
    """
    try:
        row = _with_activity().get(key=uuid.UUID(uid.partition("@")[0]))
    except (ValueError, ActivityInvitation.DoesNotExist):
        return _("It answers an invitation that we did not send.")
    answer = _ANSWERS.get(answers.get(row.contact.email.lower(), ""))
    if sender != row.contact.email.lower() or answer is None:
        return _("It does not come from the address that was invited.")
    try:
        take_reply(by=by, at=at, invitation=row, reply=answer, way=ActivityInvitation.Way.MAIL, sequence=sequence)
    except LinkClosed as closed:
        return str(closed)
    return ""


def _refuse_closed(activity: Activity, at: datetime) -> None:
    if activity.cancelled_on or activity.held_on:
        raise Refused({"": [_("People are invited to what is still planned.")]})
    if activity.planned_for is None or activity.planned_for < timezone.localdate(at):
        raise Refused({"": [_("This day has passed.")]})
