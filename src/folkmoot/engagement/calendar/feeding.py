"""What a calendar program gets that knocks with the secret of a feed: decided afresh each time, by the roles of the day."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer, viewer_for
from folkmoot.engagement.calendar import ics
from folkmoot.engagement.calendar.editions import numbers_of, published
from folkmoot.engagement.calendar.models import Feed
from folkmoot.engagement.calendar.queries import TIMELESS, entries
from folkmoot.engagement.calendar.rules import FEED_AHEAD, FEED_BACK, token_fingerprint
from folkmoot.errors import FolkmootError

MOST = 5000  # lines of one feed, the earliest first: more than a calendar program takes in


class NoSuchFeed(FolkmootError):
    """A feed address that opens nothing: never made, revoked, or of somebody who may no longer read it."""

    def __init__(self) -> None:
        super().__init__(_("There is no calendar at this address."))


def must_open(token: str, *, at: datetime) -> None:
    """Raises NoSuchFeed, the same for every reason, where a secret opens no calendar."""
    _reader_of(token, at)


def fed(token: str, *, at: datetime) -> bytes:
    """The calendar that a secret opens, as a file. Raises NoSuchFeed, the same for every reason.

    Three months back and two years ahead, with what was called off, so that it goes out of the reader's calendar too.
    """
    feed, viewer = _reader_of(token, at)
    today = timezone.localdate(at)
    shown = entries(viewer, area=feed.area, first=today - FEED_BACK, last=today + FEED_AHEAD, cancelled=True)
    shown = [entry for entry in shown if entry.kind not in TIMELESS][:MOST]
    editions = numbers_of(shown, at=at)
    Feed.objects.filter(pk=feed.pk).update(last_used_at=at)
    return ics.feed([published(entry, editions[entry.key]) for entry in shown], name=f"Folkmoot: {feed.area.name}")


def _reader_of(token: str, at: datetime) -> tuple[Feed, Viewer]:
    feed = Feed.objects.filter(fingerprint=token_fingerprint(token), revoked_at=None).select_related("account", "area").first()
    if feed is None:
        raise NoSuchFeed
    viewer = viewer_for(feed.account, timezone.localdate(at))
    if not viewer.may("calendar.read", feed.area_id):
        raise NoSuchFeed
    return feed, viewer
