"""Choosing who gets a bulletin, sealing it, sending it and recording what became of each delivery.

A message is claimed, sent, and marked as sent in three separate steps, each stored before the next: a crash between them leaves
a delivery that is “not certain”, which a person settles. None is ever sent twice by itself. Between the claim and the message each
recipient is read anew: whether they may still get it, and at which address.
"""

import logging
from collections.abc import Iterable
from datetime import datetime
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from socket import gaierror

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import THE_PRODUCT, Viewer
from folkmoot.engagement.bulletins.delivery.queries import STILL_TO_GO, Candidate, fit_of, may_get_it, written_to_at
from folkmoot.engagement.bulletins.models import Bulletin, Copy, Recipient
from folkmoot.engagement.bulletins.queries import Check, check_before_leaving
from folkmoot.engagement.bulletins.rules import (
    SAID_BY_THE_SENDER,
    WELSH_AREA,
    Delivery,
    State,
    Version,
    after_delivery,
    transition_problem,
)
from folkmoot.engagement.bulletins.wording import Leaving
from folkmoot.foundation import audit
from folkmoot.foundation.outbox import message_id
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.stakeholders.models import Contact, Organisation

log = logging.getLogger("folkmoot.mail")
AT_ONCE = 50  # messages in one go, so that no page keeps anybody waiting
# The mail server said no, or was never reached: nothing can have been delivered. Anything else leaves it uncertain.
_CERTAINLY_NOT = (SMTPResponseException, SMTPRecipientsRefused, ConnectionRefusedError, gaierror)


@transaction.atomic
def choose(*, by: Viewer, at: datetime, bulletin: Bulletin, chosen: Iterable[Candidate]) -> list[Recipient]:
    """Add recipients to a bulletin, also after it was sent to others. Raises Refused for one who may not get it.

    One whose address is among the recipients already is left out: nobody gets it twice.
    """
    by.require("bulletins.write", bulletin.area_id)
    taken = set(bulletin.recipients.exclude(address="").values_list("address", flat=True))
    made: list[Recipient] = []
    for each in chosen:
        if each.problem:
            raise Refused({"chosen": [f"{each.row}: {each.problem}"]})
        address = each.address.lower()
        if address and address in taken:
            continue
        taken.add(address)
        made.append(_recipient(bulletin, each, address))
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=bulletin, detail={"recipients added": len(made)})
    return made


@transaction.atomic
def change_recipient(
    *,
    by: Viewer,
    at: datetime,
    recipient: Recipient,
    language: str,
    easy: bool,
    way: str,
    instead_why: str,
    other_format: str = "",
    seen_version: int | None = None,
) -> list[str]:
    """Change how somebody gets it, or say why another version will do. Raises Refused: never another in place of Welsh in Wales."""
    by.require("bulletins.write", recipient.bulletin.area_id)
    if recipient.state not in (Delivery.CHOSEN.value, Delivery.FAILED.value):
        raise Refused({"": [_("It has gone to them already.")]})
    if way == Recipient.Way.EMAIL and not recipient.address:
        raise Refused({"way": [_("We have no e-mail address of theirs.")]})
    if instead_why.strip() and language == "cy" and recipient.bulletin.area.code == WELSH_AREA and not recipient.bulletin.body_cy.strip():
        raise Refused({"instead_why": [_("In Wales whoever prefers Welsh gets Welsh. Write the Welsh version.")]})
    values = {"language": language, "easy": easy, "other_format": other_format, "way": way, "instead_why": instead_why.strip()}
    changed = change(recipient, values, seen_version=seen_version)
    if changed:
        detail: dict[str, object] = {"fields": changed} | ({"another version agreed": True} if recipient.instead_why else {})
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=recipient, area_id=recipient.bulletin.area_id, detail=detail)
    return changed


@transaction.atomic
def drop_recipient(*, by: Viewer, at: datetime, recipient: Recipient) -> None:
    """Take somebody off the list to whom nothing has gone. Raises Refused."""
    by.require("bulletins.write", recipient.bulletin.area_id)
    if recipient.state not in (Delivery.CHOSEN.value, Delivery.FAILED.value):
        raise Refused({"": [_("It has gone to them already, so they stay on the list.")]})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=recipient, area_id=recipient.bulletin.area_id, detail={"taken off": True})
    recipient.delete()


@transaction.atomic
def seal(*, by: Viewer, at: datetime, bulletin: Bulletin) -> list[Copy]:
    """Keep the exact words of each version for ever, and let sending begin. Raises Refused unless it is cleared as it stands."""
    by.require("bulletins.write", bulletin.area_id)
    held = Bulletin.objects.select_for_update(of=("self",)).select_related("area").get(pk=bulletin.pk)
    checked = _fit_to_leave(held, at, sealed=False)
    copies = [_copied(held, each, at) for each in checked.leaves.values()]
    change(held, {"sealed_at": at})
    kept: dict[str, object] = {copy.which: copy.sha256 for copy in copies}
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, detail={"sealed": kept})
    return copies


def send(*, by: Viewer, at: datetime, bulletin: Bulletin, most: int = AT_ONCE) -> int:
    """Send to the next recipients by e-mail, each a message of their own; returns how many are still to go.

    It may be called again at any time, by anybody, after any crash: what was claimed once is not claimed again. Recipients whose
    version is missing, or who may not be written to, are left waiting; one who stops agreeing while it is being sent is passed over,
    and the delivery says so. Raises Refused where what would leave is not what was cleared.
    """
    by.require("bulletins.write", bulletin.area_id)
    _fit_to_leave(bulletin, at, sealed=True)
    copies = {Version(copy.which): copy for copy in bulletin.copies.all()}
    rows = Recipient.objects.filter(STILL_TO_GO, bulletin=bulletin, way=Recipient.Way.EMAIL)
    waiting = list(rows.select_related("bulletin__area", "contact", "organisation").order_by("pk"))
    stopped = may_get_it(THE_PRODUCT, waiting, today=timezone.localdate(at))
    ready = [(each, fit_of(each, copies).version) for each in waiting if each.pk not in stopped]
    due = [(each, copies[version]) for each, version in ready if version is not None]
    connection = get_connection()
    for recipient, copy in due[:most]:
        if _claim(recipient, copy, by, at) and (address := _address_now(recipient, by, at)):
            _send_one(recipient, address, copy, connection, by, at)
    return max(0, len(due) - most)


@transaction.atomic
def settle(*, by: Viewer, at: datetime, recipient: Recipient, what: str, reason: str = "") -> None:
    """Record what a person found out: “say it arrived”, “say it did not arrive”, “try again”, “came back” or “hand over”.

    `reason` is required for the last two: why it came back, to whom it was handed. Raises Refused or NotAllowed.
    """
    by.require("bulletins.write", recipient.bulletin.area_id)
    held = Recipient.objects.select_for_update(of=("self",)).select_related("bulletin__area", "copy").get(pk=recipient.pk)
    after = after_delivery(Delivery(held.state), what)
    if after is None or what in SAID_BY_THE_SENDER:
        raise Refused({"": [_("This cannot be said of it as it stands now.")]})
    if after in (Delivery.BOUNCED, Delivery.HANDED_OVER) and not reason.strip():
        raise Refused({"reason": [_("Say why it came back, or to whom it was handed.")]})
    values: dict[str, object] = {"state": after.value, "reason": reason.strip(), "state_at": at}
    if after is Delivery.HANDED_OVER:
        values["copy"] = _copy_for_hand(held, at)
    if after is Delivery.CHOSEN:
        values["copy"] = None
    change(held, values)
    kind = audit.Kind.DISCLOSURE if after is Delivery.HANDED_OVER else audit.Kind.ALTERATION
    audit.record(kind, by=by, at=at, subject=held, area_id=held.bulletin.area_id, recipient=_whom(held), detail={"delivery": what})


def _recipient(bulletin: Bulletin, each: Candidate, address: str) -> Recipient:
    whom = {"organisation": each.row} if isinstance(each.row, Organisation) else {"contact": each.row}
    name = each.row.name if isinstance(each.row, Organisation | Contact) else ""
    asked = {"way": each.way, "language": each.language, "easy": each.easy, "other_format": each.other_format}
    row = Recipient(bulletin=bulletin, name=name, address=address, **asked, **whom)
    check(row)
    row.save()
    return row


def _fit_to_leave(bulletin: Bulletin, at: datetime, *, sealed: bool) -> Check:
    """The check that the page shows, obeyed: cleared as it stands, nothing unexplained, and the copies still those that were sealed."""
    checked = check_before_leaving(bulletin, today=timezone.localdate(at))
    problem = None if sealed else transition_problem(checked.state, "seal")
    if sealed and checked.state is not State.SEALED:
        problem = _("It was not made ready for sending yet.")
    if checked.unexplained:
        problem = _("The check found what may identify somebody, and nobody said why it may stay. Nothing was sent.")
    if sealed and any(_altered(copy, checked) for copy in bulletin.copies.all()):
        problem = _("What would be sent is not what the lawyer cleared. Nothing was sent.")
    if problem:
        raise Refused({"": [problem]})
    return checked


def _altered(copy: Copy, checked: Check) -> bool:
    """Whether a copy is no longer what was sealed, or no longer what stands in the bulletin."""
    kept, now = Leaving(Version(copy.which), copy.subject, copy.text), checked.leaves.get(Version(copy.which))
    return copy.sha256 != kept.sha256 or now != kept


def _copied(bulletin: Bulletin, each: Leaving, at: datetime) -> Copy:
    copy = Copy(bulletin=bulletin, which=each.version.value, subject=each.subject, text=each.text, sha256=each.sha256, made_at=at)
    copy.save()
    return copy


def _claim(recipient: Recipient, copy: Copy, by: Viewer, at: datetime) -> bool:
    """Take a waiting delivery, and store that before anything is sent; False where another took it first."""
    with transaction.atomic(durable=True):
        taken = Recipient.objects.filter(STILL_TO_GO, pk=recipient.pk, version=recipient.version)
        claimed = taken.update(state=Delivery.SENDING.value, copy=copy, state_at=at, version=recipient.version + 1)
        if claimed:
            detail: dict[str, object] = {"version": copy.which, "sha256": copy.sha256} | (
                {"in place": True} if recipient.instead_why else {}
            )
            audit.record(
                audit.Kind.DISCLOSURE, by=by, at=at, subject=recipient, area_id=recipient.bulletin.area_id, recipient=_whom(recipient),
                detail=detail,
            )  # fmt: skip
    return bool(claimed)


def _whom(recipient: Recipient) -> str:
    """Who got it, as the audit trail may keep it for ever: by number, since no erasure reaches a name there."""
    if recipient.contact_id is not None:
        return f"contact {recipient.contact_id}"
    return f"organisation {recipient.organisation_id}"


def _address_now(recipient: Recipient, by: Viewer, at: datetime) -> str:
    """Where a claimed message goes, read at this moment; empty, with the delivery settled, for one who may not get it any more."""
    held = Recipient.objects.select_related("bulletin", "contact", "organisation").get(pk=recipient.pk)
    address = written_to_at(held)
    why = may_get_it(THE_PRODUCT, [held], today=timezone.localdate(at)).get(held.pk, "")
    if not why and not address:
        why = _("They are no longer written to by e-mail.")
    if not why and Recipient.objects.filter(bulletin=held.bulletin_id, address=address).exclude(pk=held.pk).exists():
        why = _("Somebody else on the list has this address.")
    if why:
        _mark(recipient, Delivery.FAILED, why, by, at, what="no longer agrees")
        return ""
    with transaction.atomic(durable=True):
        change(held, {"address": address})
    return address


def _send_one(recipient: Recipient, address: str, copy: Copy, connection: BaseEmailBackend, by: Viewer, at: datetime) -> None:
    message = EmailMessage(copy.subject, copy.text, to=[address], connection=connection)
    message.extra_headers["Message-ID"] = message_id(f"bulletin.{recipient.pk}.{copy.sha256[:16]}")
    message.extra_headers["Content-Language"] = "cy" if copy.which == Version.WELSH else "en"
    try:
        message.send()
    except _CERTAINLY_NOT as error:  # its text may name the recipient, so only its kind is kept
        log.error("a bulletin could not be mailed: %s", type(error).__name__)
        words = _("The mail server would not take it (%(kind)s).") % {"kind": type(error).__name__}
        _mark(recipient, Delivery.FAILED, words, by, at)
    except OSError as error:
        log.error("it is not certain whether a bulletin was mailed: %s", type(error).__name__)
    else:
        _mark(recipient, Delivery.SENT, "", by, at)


def _mark(recipient: Recipient, after: Delivery, reason: str, by: Viewer, at: datetime, *, what: str = "") -> None:
    with transaction.atomic(durable=True):
        held = Recipient.objects.select_related("bulletin").get(pk=recipient.pk)
        values: dict[str, object] = {"state": after.value, "reason": reason, "state_at": at}
        change(held, values | ({"copy": None} if after is Delivery.FAILED else {}))  # what never left names no copy
        detail: dict[str, object] = {"delivery": what or after.value}
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, area_id=held.bulletin.area_id, detail=detail)


def _copy_for_hand(recipient: Recipient, at: datetime) -> Copy:
    """The copy that somebody is handed: the one that came back, or that of their version.

    Raises Refused where they may not get it any more, the bulletin is not sealed, or their version is missing.
    """
    if stopped := may_get_it(THE_PRODUCT, [recipient], today=timezone.localdate(at)):
        raise Refused({"": [stopped[recipient.pk]]})
    if recipient.copy is not None:
        return recipient.copy
    bulletin = recipient.bulletin
    _fit_to_leave(bulletin, at, sealed=True)
    copies = {Version(copy.which): copy for copy in bulletin.copies.all()}
    chosen = fit_of(recipient, copies)
    if chosen.version is None:
        raise Refused({"": [" ".join(chosen.missing)]})
    return copies[chosen.version]
