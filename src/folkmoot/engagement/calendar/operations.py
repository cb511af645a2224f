"""Writing the calendar: communications, times of activities, and feeds. Each is one transaction with its audit event."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.communities.models import Community
from folkmoot.engagement.calendar.feeding import NoSuchFeed
from folkmoot.engagement.calendar.models import Communication, Feed, Timing
from folkmoot.engagement.calendar.rules import may_change, may_do, span_problems, state_of, time_problems, token_fingerprint
from folkmoot.engagement.models import Activity
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, change_with_links, check


@transaction.atomic
def add_communication(
    *, by: Viewer, at: datetime, area: Area, title: str, channel: str, first_on: date, last_on: date | None = None,
    communities: Iterable[Community] = (), **values: Any,
) -> Communication:  # fmt: skip
    """Put a communication into the calendar; the viewer owns it unless `owner` says who. Raises Refused or NotAllowed."""
    by.require("calendar.write", area.pk)
    values.setdefault("owner_id", by.account_id)
    row = Communication(area=area, title=title.strip(), channel=channel, first_on=first_on, last_on=last_on or first_on, **values)
    _refuse(span_problems(first_on=row.first_on, last_on=row.last_on, starts_at=row.starts_at, ends_at=row.ends_at))
    check(row)
    row.save()
    row.communities.set(_of_area(communities, area))
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, detail={"first": row.first_on.isoformat()})
    return row


@transaction.atomic
def change_communication(
    *, by: Viewer, at: datetime, communication: Communication, seen_version: int | None = None,
    communities: Iterable[Community] | None = None, **values: Any,
) -> list[str]:  # fmt: skip
    """Change a communication that is not out yet; returns the fields that changed. Raises Refused or ChangedMeanwhile."""
    by.require("calendar.write", communication.area_id)
    if not may_change(_state(communication, at)):
        raise Refused({"": [_("What was published or cancelled stays as it is.")]})
    after = {name: values.get(name, getattr(communication, name)) for name in ("first_on", "last_on", "starts_at", "ends_at")}
    _refuse(span_problems(**after))
    links = {} if communities is None else {"communities": _of_area(communities, communication.area)}
    changed = change_with_links(communication, values, links, seen_version=seen_version)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=communication, detail={"fields": changed})
    return changed


@transaction.atomic
def publish_communication(*, by: Viewer, at: datetime, communication: Communication, on: date) -> None:
    """Say that it went out, on which day. Raises Refused."""
    by.require("calendar.write", communication.area_id)
    if not may_do(_state(communication, at), "publish"):
        raise Refused({"": [_("It is published or cancelled already.")]})
    if on > timezone.localdate(at):
        raise Refused({"on": [_("It cannot have been published in the future.")]})
    change(communication, {"published_on": on})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=communication, detail={"published": on.isoformat()})


@transaction.atomic
def cancel_communication(*, by: Viewer, at: datetime, communication: Communication, reason: str) -> None:
    """Call a communication off, saying why. Raises Refused."""
    by.require("calendar.write", communication.area_id)
    if not may_do(_state(communication, at), "cancel"):
        raise Refused({"": [_("What was published stays on record.")]})
    _refuse({} if reason.strip() else {"reason": [_("Say why it was cancelled.")]})
    change(communication, {"cancelled_on": timezone.localdate(at), "cancelled_why": reason.strip()})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=communication, detail={"cancelled": True})


@transaction.atomic
def set_timing(
    *, by: Viewer, at: datetime, activity: Activity, starts_at: time | None, ends_at: time | None, online_link: str = "",
    seen_version: int | None = None,
) -> Timing:  # fmt: skip
    """Say when on its day an activity begins and ends, and where it is met online. Raises Refused or ChangedMeanwhile."""
    by.require("engagement.write", activity.area_id)
    day = activity.held_on or activity.planned_for
    if activity.cancelled_on or day is None:
        raise Refused({"": [_("A cancelled activity keeps its time.")]})
    _refuse(time_problems(day, starts_at, ends_at))
    values = {"starts_at": starts_at, "ends_at": ends_at, "online_link": online_link}
    timing = Timing.objects.filter(activity=activity).first()
    if timing is None:
        timing = Timing(activity=activity, **values)
        check(timing)
        timing.save()
        changed = list(values)
    else:
        changed = change(timing, values, seen_version=seen_version)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=activity, detail={"fields": changed})
    return timing


@transaction.atomic
def make_feed(*, by: Viewer, at: datetime, area: Area) -> tuple[Feed, str]:
    """A new secret address for the viewer's calendar program; an earlier one of the same Area stops working. Returns the secret too:
    it is shown once and not kept."""
    by.require("calendar.read", area.pk)
    if by.account_id is None:
        raise ValueError("a feed belongs to an account")
    Feed.objects.filter(account_id=by.account_id, area=area, revoked_at=None).update(revoked_at=at)
    token = secrets.token_urlsafe(32)
    feed = Feed.objects.create(account_id=by.account_id, area=area, fingerprint=token_fingerprint(token), made_at=at)
    audit.record(audit.Kind.DISCLOSURE, by=by, at=at, subject=feed, area_id=area.pk, detail={"feed": "made"})
    return feed, token


@transaction.atomic
def revoke_feed(*, by: Viewer, at: datetime, feed: Feed) -> None:
    """Stop one of the viewer's own feeds. Raises NoSuchFeed for somebody else's."""
    if by.account_id is None or feed.account_id != by.account_id:
        raise NoSuchFeed
    if change(feed, {"revoked_at": feed.revoked_at or at}):
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=feed, detail={"feed": "revoked"})


def _state(row: Communication, at: datetime) -> Any:
    return state_of(last_on=row.last_on, published_on=row.published_on, cancelled_on=row.cancelled_on, today=timezone.localdate(at))


def _of_area(communities: Iterable[Community], area: Area) -> list[Community]:
    chosen = list(communities)
    if any(each.area_id not in (None, area.pk) for each in chosen):
        raise Refused({"communities": [_("Choose communities of this Area.")]})
    return chosen


def _refuse(problems: dict[str, list[str]]) -> None:
    if problems:
        raise Refused(problems)
