"""Writing staff conversations and what staff tell of themselves: each person only their own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import NotAllowed, Viewer
from folkmoot.areas.models import Area
from folkmoot.communities.models import Community
from folkmoot.communities.operations import link_point
from folkmoot.engagement.conversations.models import Conversation, Interests
from folkmoot.engagement.conversations.queries import ORIGIN
from folkmoot.engagement.conversations.rules import MOST_LANGUAGES, conversation_problems
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change_with_links, check
from folkmoot.voice.operations import record_point


@dataclass(frozen=True)
class Heard:
    """One thing that somebody of the community said, in their words."""

    words: str
    nature: str = "concern"


@transaction.atomic
def log_conversation(
    *, by: Viewer, at: datetime, area: Area, held_on: date, theme: str, communities: Iterable[Community] = (),
    heard: Iterable[Heard] = (), **values: object,
) -> Conversation:  # fmt: skip
    """Log one's own conversation and what was said in it, each as a point: all of it, or nothing. Raises Refused or NotAllowed."""
    by.require("engagement.write", area.pk)
    _refuse(conversation_problems(held_on=held_on, theme=theme, today=timezone.localdate(at)))
    linked = _of_area(communities, area)
    conversation = Conversation(area=area, account_id=_person(by), held_on=held_on, theme=theme.strip(), **values)
    check(conversation)
    conversation.save()
    conversation.communities.set(linked)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=conversation, detail={"held": held_on.isoformat()})
    _record_heard(conversation, heard, linked, by, at)
    return conversation


@transaction.atomic
def change_conversation(
    *, by: Viewer, at: datetime, conversation: Conversation, held_on: date, theme: str, communities: Iterable[Community],
    heard: Iterable[Heard] = (), seen_version: int | None = None, **values: object,
) -> list[str]:  # fmt: skip
    """Change one's own conversation, or add what was said; returns the changed fields. Raises Refused, NotAllowed or ChangedMeanwhile."""
    _own(by, conversation)
    _refuse(conversation_problems(held_on=held_on, theme=theme, today=timezone.localdate(at)))
    linked = _of_area(communities, conversation.area)
    new = {**values, "held_on": held_on, "theme": theme.strip()}
    changed = change_with_links(conversation, new, {"communities": linked}, seen_version=seen_version)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=conversation, detail={"fields": changed})
    _record_heard(conversation, heard, linked, by, at)
    return changed


@transaction.atomic
def keep_interests(
    *, by: Viewer, at: datetime, area: Area, languages: Sequence[str], communities: Iterable[Community], agreed: bool
) -> Interests:
    """Keep what a person chose to tell of themselves, in place of what was there. Raises Refused unless they agreed."""
    by.require("engagement.write", area.pk)
    if not agreed:
        raise Refused({"agreed": [_("Nothing is kept unless you agree.")]})
    if len(languages) > MOST_LANGUAGES:
        raise Refused({"languages": [_("Name at most ten languages.")]})
    linked = _of_area(communities, area)
    me = _person(by)
    row = Interests.objects.filter(account_id=me).first() or Interests(account_id=me)
    row.area, row.languages, row.agreed_at = area, list(languages), at
    check(row)
    row.save()
    row.communities.set(linked)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, detail={"agreed": True})
    return row


@transaction.atomic
def take_back_interests(*, by: Viewer, at: datetime) -> None:
    """Remove everything a person told of themselves; nothing of it stays. Nothing happens where there was none."""
    row = Interests.objects.filter(account_id=_person(by)).first()
    if row:
        audit.record(audit.Kind.ERASURE, by=by, at=at, subject=row, detail={"taken back": True})
        row.delete()


def _record_heard(conversation: Conversation, heard: Iterable[Heard], communities: list[Community], by: Viewer, at: datetime) -> None:
    for one in heard:
        point = record_point(
            by=by, at=at, area=conversation.area, origin_kind=ORIGIN, origin_id=conversation.pk, words=one.words,
            said_on=conversation.held_on, nature=one.nature, theme=conversation.theme,
        )  # fmt: skip
        for community in communities:
            link_point(by=by, at=at, community=community, point=point)


def _of_area(communities: Iterable[Community], area: Area) -> list[Community]:
    chosen = list(communities)
    for community in chosen:
        if community.area_id not in (None, area.pk):
            raise Refused({"communities": [_("“%(name)s” is a community of another Area.") % {"name": community}]})
    return chosen


def _own(by: Viewer, conversation: Conversation) -> None:
    by.require("engagement.write", conversation.area_id)
    if conversation.account_id != _person(by):
        raise NotAllowed("engagement.write")


def _person(by: Viewer) -> int:
    """Whose own it is: a person's, never the product's."""
    if by.account_id is None:
        raise NotAllowed("engagement.write")
    return by.account_id


def _refuse(problems: dict[str, list[str]]) -> None:
    if problems:
        raise Refused(problems)
