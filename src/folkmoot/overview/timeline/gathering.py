"""The events of one organisation, person or community. Each room is asked through its own queries, so its own scope holds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.scope import Viewer
from folkmoot.communities.models import Community
from folkmoot.communities.queries import trust_history
from folkmoot.communities.succession.queries import successions
from folkmoot.engagement.calendar.queries import invitations_of
from folkmoot.engagement.conversations.queries import conversations
from folkmoot.engagement.models import Activity
from folkmoot.engagement.queries import ORIGIN, activities
from folkmoot.overview.timeline.deciding import became_of, consulted
from folkmoot.overview.timeline.events import Event
from folkmoot.stakeholders.models import Consent, Contact, Organisation
from folkmoot.stakeholders.partnerships.queries import partnerships
from folkmoot.stakeholders.queries import affiliations, speakers, trail_of
from folkmoot.stakeholders.sources.queries import sources
from folkmoot.voice.models import Point
from folkmoot.voice.queries import points

MOST = 300


@dataclass(frozen=True)
class Timeline:
    """The latest events first; `more` says that older ones are left out, from before `until`."""

    events: list[Event]
    more: bool

    @property
    def until(self) -> date | None:
        return self.events[-1].day if self.events else None

    @property
    def sensitive(self) -> list[Model]:
        return [event.row for event in self.events if event.row is not None]


def of_organisation(viewer: Viewer, organisation: Organisation, *, before: date | None = None) -> Timeline:
    """Meetings with it, what was said there, who came and went, partnerships, sources, and consultations that asked it."""
    held = _held_with(viewer, Q(organisations=organisation) | Q(partners=organisation))
    return _timeline(
        [
            *_activities(held), *_points_said(viewer, held), *_affiliations(viewer, Q(organisation=organisation), name_people=True),
            *_speaking(viewer, Q(organisation=organisation)), *_partnerships(viewer, organisation), *_receipts(viewer, organisation),
            *consulted(viewer, Q(organisations=organisation)),
        ],
        before,
    )  # fmt: skip


def of_person(viewer: Viewer, contact: Contact, *, before: date | None = None) -> Timeline:
    """Meetings with a person, invitations and their answers, their roles, for whom they can speak, what they agreed to and when they
    were asked about their needs. What they said stays with the activity. A role without a day is not shown: none is kept for it.
    """
    held = _held_with(viewer, Q(contacts=contact))
    roles = _affiliations(viewer, Q(contact=contact), name_people=False)
    return _timeline(
        [
            *_activities(held), *roles, *_speaking(viewer, Q(contact=contact)), *_agreed(viewer, contact), *_invited(viewer, contact),
            *_asked(viewer, contact),
        ],
        before,
    )  # fmt: skip


def of_community(viewer: Viewer, community: Community, *, before: date | None = None) -> Timeline:
    """Meetings, consultations, what came from it and what became of that, trust, staff conversations, merging and splitting."""
    held = _held_with(viewer, Q(communities=community))
    said = list(points(viewer).filter(pk__in=community.points.values("point"))) if viewer.may("voice.read") else []
    return _timeline(
        [
            *_activities(held), *_said(said), *_answered(said), *_trust(viewer, community), *_heard(viewer, community),
            *_successions(viewer, community), *consulted(viewer, Q(communities=community)),
            *became_of(viewer, community, [row.pk for row in said]),
        ],
        before,
    )  # fmt: skip


def _timeline(events: Iterable[Event], before: date | None) -> Timeline:
    wanted = [event for event in events if before is None or event.day < before]
    ordered = sorted(wanted, key=lambda event: event.day, reverse=True)
    if len(ordered) <= MOST:
        return Timeline(ordered, False)
    last = ordered[MOST - 1].day  # a day is never cut in two, or what is left of it could not be reached
    return Timeline([event for event in ordered if event.day >= last], any(event.day < last for event in ordered))


def _held_with(viewer: Viewer, whom: Q) -> list[Any]:
    if not viewer.may("engagement.read"):
        return []
    found: QuerySet[Any] = activities(viewer).filter(pk__in=Activity.objects.filter(whom).values("pk"))
    return list(found)


def _activities(rows: Iterable[Any]) -> Iterator[Event]:
    for row in rows:
        kind = _("Cancelled") if row.cancelled_on else _("Met") if row.held_on else _("Planned")
        yield Event(row.day, kind, row.title, reverse("engagement:detail", args=[row.pk]))


def _points_said(viewer: Viewer, held: list[Any]) -> Iterator[Event]:
    if held and viewer.may("voice.read"):
        yield from _said(points(viewer).filter(origin_kind=ORIGIN, origin_id__in=[row.pk for row in held]))


def _said(rows: Iterable[Point]) -> Iterator[Event]:
    for row in rows:
        yield Event(row.said_on, _("Said"), f"“{row}”", reverse("chain", args=[row.pk]), row)


def _answered(rows: list[Any]) -> Iterator[Event]:
    for row in rows:
        for day, kind in ((row.answered_on, _("Answered")), (row.changed_on, _("Changed")), (row.told_on, _("Told"))):
            if day:
                yield Event(day, kind, f"“{row}”", reverse("chain", args=[row.pk]), row)


def _affiliations(viewer: Viewer, whose: Q, *, name_people: bool) -> Iterator[Event]:
    if not viewer.may("stakeholders.read"):
        return
    for row in affiliations(viewer).filter(whose).select_related("contact", "organisation"):
        role = row.title or row.get_kind_display()
        at = f", {row.organisation}" if row.organisation and not name_people else ""
        words = f"{row.contact}: {role}" if name_people else f"{role}{at}"
        address = reverse("stakeholders:person", args=[row.contact_id]) if name_people else ""
        for day, kind in ((row.starts, _("Took up a role")), (row.ends, _("Left a role"))):
            if day:
                yield Event(day, kind, words, address, row.contact if name_people else None)


def _agreed(viewer: Viewer, contact: Contact) -> Iterator[Event]:
    """What they agreed to, or on what other basis details are used; and how each of these ended."""
    if not viewer.may("stakeholders.read", contact.area_id):
        return
    for row in trail_of(contact):
        if row.given_on:
            agreed = row.basis == Contact.Basis.CONSENT
            words = row.get_purpose_display() if agreed else f"{row.get_purpose_display()}: {row.get_basis_display()}"
            yield Event(row.given_on, _("Agreed") if agreed else _("May be used"), words)
        if row.ended_on:
            withdrawn = row.ending == Consent.Ending.WITHDRAWN
            words = row.get_purpose_display() if withdrawn else f"{row.get_purpose_display()}: {row.get_ending_display()}"
            yield Event(row.ended_on, _("Withdrew agreement") if withdrawn else _("Agreement ended"), words)


def _invited(viewer: Viewer, contact: Contact) -> Iterator[Event]:
    if not viewer.may("engagement.read"):
        return
    for row in invitations_of(viewer, contact):
        address = reverse("engagement:detail", args=[row.activity_id])
        if row.sent_at:
            yield Event(localdate(row.sent_at), _("Invited"), row.activity.title, address)
        if row.replied_at:
            yield Event(localdate(row.replied_at), _("Answered"), f"{row.activity.title}: {row.get_reply_display()}", address)


def _asked(viewer: Viewer, contact: Contact) -> Iterator[Event]:
    """That they were asked, not what they said: their needs stand on their own page."""
    if contact.needs_asked_on and viewer.may("stakeholders.read", contact.area_id):
        yield Event(contact.needs_asked_on, _("Asked about needs"), gettext("What they need in order to take part"))


def _speaking(viewer: Viewer, whose: Q) -> Iterator[Event]:
    if not viewer.may("stakeholders.read"):
        return
    for row in speakers(viewer).filter(whose).select_related("community"):
        words, address = str(row.community), reverse("communities:detail", args=[row.community_id])
        yield Event(row.attested_on, _("Said to speak for"), words, address)
        if row.ended_on:
            yield Event(row.ended_on, _("No longer speaks for"), words, address)


def _partnerships(viewer: Viewer, organisation: Organisation) -> Iterator[Event]:
    if not viewer.may("stakeholders.read"):
        return
    rows = partnerships(viewer).filter(pk__in=organisation.partnerships.values("pk")).prefetch_related("contacts", "outcomes")
    for row in rows:
        address = reverse("stakeholders:partnership", args=[row.pk])
        yield Event(row.starts, _("Partnership began"), row.title, address)
        yield from (Event(one.on, _("Partnership"), one.words, address) for one in row.contacts.all())
        yield from (Event(one.on, _("Came of a partnership"), one.words, address) for one in row.outcomes.all())
        if row.ended_on:
            yield Event(row.ended_on, _("Partnership ended"), f"{row.title}: {row.ended_why}", address)


def _receipts(viewer: Viewer, organisation: Organisation) -> Iterator[Event]:
    if not viewer.may("stakeholders.read"):
        return
    for row in sources(viewer).filter(organisation=organisation).prefetch_related("receipts"):
        address = reverse("stakeholders:source", args=[row.pk])
        yield from (Event(one.on, _("Received"), f"{row.name}: {one.covers}", address) for one in row.receipts.all())


def _trust(viewer: Viewer, community: Community) -> Iterator[Event]:
    for row in trust_history(viewer, community):
        yield Event(row.on, _("Trust said to be low") if row.low else _("Trust no longer said to be low"), row.words)


def _heard(viewer: Viewer, community: Community) -> Iterator[Event]:
    if not viewer.may("engagement.read"):
        return
    for row in conversations(viewer).filter(communities=community):
        yield Event(row.held_on, _("Staff heard"), row.theme, reverse("engagement:conversation", args=[row.pk]))


def _successions(viewer: Viewer, community: Community) -> Iterator[Event]:
    rows = successions(viewer).filter(Q(from_community=community) | Q(to_community=community))
    for row in rows.select_related("from_community", "to_community"):
        if row.from_community_id == community.pk:
            words, other = gettext("It went on as %(name)s.") % {"name": row.to_community}, row.to_community_id
        else:
            words, other = gettext("It came from %(name)s.") % {"name": row.from_community}, row.from_community_id
        yield Event(row.on, row.get_kind_display(), words, reverse("communities:detail", args=[other]))
