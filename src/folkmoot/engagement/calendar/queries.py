"""Reading the calendar: what is planned and was held, what is said in public, what clashes, what is missing, who was invited."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import Min, Model, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from folkmoot.accounts.models import Account, RoleGrant
from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import Viewer, within
from folkmoot.actions.queries import dates as days_due
from folkmoot.areas.models import Area
from folkmoot.communities.models import Community
from folkmoot.communities.queries import list_communities
from folkmoot.engagement.bulletins.models import Bulletin
from folkmoot.engagement.bulletins.queries import bulletins
from folkmoot.engagement.calendar.models import ActivityInvitation, Communication, DraftActivity, Feed, Timing
from folkmoot.engagement.calendar.observances import Observance, observances
from folkmoot.engagement.calendar.rules import LONDON, Busy, Clash, Gap, clashes, gap_of, invitation_problem, moment
from folkmoot.engagement.models import Activity
from folkmoot.engagement.queries import activities
from folkmoot.engagement.reach.queries import last_met
from folkmoot.stakeholders.models import Contact
from folkmoot.stakeholders.queries import list_contacts, may_be_used_for

ACTIVITY, COMMUNICATION, BULLETIN, ACTION, CONSULTATION = "activity", "communication", "bulletin", "action", "consultation"
PANEL_MEETING = "panel_meeting"
# What takes nobody's time on its day, so that nothing clashes with it.
TIMELESS = frozenset({BULLETIN, ACTION, CONSULTATION})
MOST_OFFERED = 100  # people shown at once to choose from; a search finds the others


@dataclass(frozen=True)
class Numbered:
    """The edition of an entry that counts its own changes; others are numbered by `editions`."""

    uid: str
    sequence: int
    changed_at: datetime


@dataclass(frozen=True)
class Entry:
    """One line of the calendar, from `day` to `last_day` (both included). `start` and `end` are aware, None for a whole day.

    `people` are ids with a letter before them, for comparing only. `row` is what the line is about.
    """

    day: date
    last_day: date
    start: datetime | None
    end: datetime | None
    words: str
    kind: str
    href: str
    row: Model
    place: str = ""
    communities: tuple[Community, ...] = ()
    people: frozenset[str] = frozenset()
    cancelled: bool = False
    edition: Numbered | None = None

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.row.pk}"


def entries(
    viewer: Viewer, *, area: Area | None = None, first: date, last: date, community_id: int | None = None, cancelled: bool = False
) -> list[Entry]:
    """Everything in sight between two days (both included), by time; without an Area of all Areas in sight.

    `cancelled` brings in what was called off as well.
    """
    suppliers = (*SUPPLIERS, *(import_string(name) for name in settings.CALENDAR_SUPPLIERS))
    found = [entry for supplier in suppliers for entry in supplier(viewer, area, first, last)]
    shown = [
        entry for entry in found
        if (cancelled or not entry.cancelled) and (community_id is None or community_id in {each.pk for each in entry.communities})
    ]  # fmt: skip
    return sorted(shown, key=_in_order)


def _in_order(entry: Entry) -> tuple[date, time, str, int]:
    return entry.day, entry.start.time() if entry.start else time.min, entry.words, entry.row.pk


def _activities(viewer: Viewer, area: Area | None, first: date, last: date) -> list[Entry]:
    rows = within(viewer, activities(viewer), "calendar.read").filter(day__range=(first, last))  # type: ignore[misc]  # `day` is annotated
    if area:
        rows = rows.filter(area=area)
    return [entry_of_activity(each) for each in rows.select_related("timing").prefetch_related("communities", "contacts", "staff")]


def entry_of_activity(activity: Activity) -> Entry:
    day = activity.held_on or activity.planned_for
    if day is None:
        raise ValueError("an activity has a day")
    timing = timing_of(activity)
    people = {f"c{each.pk}" for each in activity.contacts.all()} | {f"s{each.pk}" for each in activity.staff.all()}
    return Entry(
        day, day, moment(day, timing.starts_at), moment(day, timing.ends_at), activity.title, ACTIVITY,
        reverse("engagement:detail", args=[activity.pk]), activity, activity.place, tuple(activity.communities.all()),
        frozenset(people), activity.cancelled_on is not None,
    )  # fmt: skip


def timing_of(activity: Activity) -> Timing:
    """When an activity begins and ends; an unsaved row without times where nobody said."""
    try:
        return activity.timing
    except Timing.DoesNotExist:
        return Timing(activity=activity)


def communications(viewer: Viewer) -> QuerySet[Communication]:
    return within(viewer, Communication.objects.select_related("area", "owner"), "calendar.read")


def get_communication(viewer: Viewer, communication_id: int) -> Communication:
    """One communication in sight. Raises Communication.DoesNotExist for one out of sight."""
    return communications(viewer).prefetch_related("communities").get(pk=communication_id)


def _communications(viewer: Viewer, area: Area | None, first: date, last: date) -> list[Entry]:
    rows = communications(viewer).filter(first_on__lte=last, last_on__gte=first).prefetch_related("communities")
    return [entry_of_communication(each) for each in (rows.filter(area=area) if area else rows)]


def entry_of_communication(row: Communication) -> Entry:
    return Entry(
        row.first_on, row.last_on, moment(row.first_on, row.starts_at), moment(row.last_on, row.ends_at), row.title, COMMUNICATION,
        reverse("engagement:communication", args=[row.pk]), row, row.place, tuple(row.communities.all()),
        frozenset({f"s{row.owner_id}"} if row.owner_id and row.starts_at else ()), row.cancelled_on is not None,
    )  # fmt: skip


def _bulletins(viewer: Viewer, area: Area | None, first: date, last: date) -> list[Entry]:
    """Bulletins that went out, on the day they did; none for those who may not read bulletins."""
    rows = bulletins(viewer).filter(sealed_at__gte=_midnight(first), sealed_at__lt=_midnight(last + timedelta(days=1)))
    return [_entry_of_bulletin(each) for each in (rows.filter(area=area) if area else rows)]


def _entry_of_bulletin(row: Bulletin) -> Entry:
    day = timezone.localdate(row.sealed_at)
    return Entry(day, day, None, None, row.title, BULLETIN, reverse("engagement:bulletin", args=[row.pk]), row)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=LONDON)


def _actions(viewer: Viewer, area: Area | None, first: date, last: date) -> list[Entry]:
    """The days on which actions are due; none for those who may not read actions."""
    return [Entry(due.day, due.day, None, None, due.words, ACTION, due.href, due.row) for due in days_due(viewer, area, first, last)]


# Who puts lines into the calendar. A lower room that grows another kind adds its own here; higher rooms are named in
# settings.CALENDAR_SUPPLIERS.
SUPPLIERS: tuple[Callable[[Viewer, Area | None, date, date], list[Entry]], ...] = (_activities, _communications, _bulletins, _actions)


def clashes_of(shown: Sequence[Entry], *, first: date, last: date, known: Sequence[Observance] | None = None) -> list[Clash]:
    """What clashes among these lines, and with festivals, bank holidays and court vacations. One query."""
    names = {community.pk: str(community) for entry in shown for community in entry.communities}
    days = observances(first, last) if known is None else known
    return clashes([busy_of(entry) for entry in shown if entry.kind not in TIMELESS], days, names=names, faiths=_faiths(names))


def busy_of(entry: Entry) -> Busy:
    return Busy(
        entry.key, entry.words, entry.day, entry.last_day, entry.start, entry.end, entry.place,
        frozenset(each.pk for each in entry.communities), entry.people,
    )  # fmt: skip


def _faiths(community_ids: Iterable[int]) -> dict[int, frozenset[str]]:
    """The faiths of communities as far as their characteristics name them (“Muslim”)."""
    rows = Community.characteristics.through.objects.filter(community__in=list(community_ids))
    found: dict[int, set[str]] = {}
    for community, name in rows.values_list("community", "category__name_en"):
        found.setdefault(community, set()).add(name)
    return {community: frozenset(names) for community, names in found.items()}


def planning_warnings(
    viewer: Viewer, *, area: Area, day: date, last_day: date | None = None, title: str, communities: Iterable[Community] = (),
    place: str = "", starts_at: time | None = None, ends_at: time | None = None, people: Iterable[str] = (), leaving_out: str = "",
) -> list[Clash]:  # fmt: skip
    """What to know of before something is put on a day; `leaving_out` is the key of its own line where it stands there already."""
    last, linked = last_day or day, list(communities)
    around = [each for each in entries(viewer, area=area, first=day, last=last) if each.key != leaving_out and each.kind not in TIMELESS]
    new = Busy(
        "new", title, day, last, moment(day, starts_at), moment(last, ends_at), place, frozenset(each.pk for each in linked),
        frozenset(people),
    )  # fmt: skip
    names = {each.pk: str(each) for each in [*linked, *(one for entry in around for one in entry.communities)]}
    found = clashes([new, *map(busy_of, around)], observances(day, last), names=names, faiths=_faiths(names))
    return [clash for clash in found if "new" in clash.keys]


def warnings_about(viewer: Viewer, entry: Entry) -> list[Clash]:
    """What to know of about one activity or communication that stands in the calendar."""
    return planning_warnings(
        viewer, area=entry.row.area,  # type: ignore[attr-defined]  # both have one
        day=entry.day, last_day=entry.last_day, title=entry.words, communities=entry.communities,
        place=entry.place, starts_at=entry.start.time() if entry.start else None, ends_at=entry.end.time() if entry.end else None,
        people=entry.people, leaving_out=entry.key,
    )  # fmt: skip


def gaps(viewer: Viewer, *, today: date, area_id: int | None = None, community_id: int | None = None) -> list[tuple[Community, Gap]]:
    """Communities in being whom nobody plans to meet in time, those never met or longest due first."""
    rows = [each for each in list_communities(viewer, today=today, area_id=area_id) if community_id in (None, each.pk)]
    ahead = within(viewer, Activity.objects.filter(held_on=None, cancelled_on=None, planned_for__gte=today), "calendar.read")
    last = last_met(viewer, [row.pk for row in rows])
    links = Activity.communities.through.objects.filter(community__in=[row.pk for row in rows], activity__in=ahead)
    planned = dict(links.values_list("community").annotate(day=Min("activity__planned_for")).order_by())
    found = [
        (row, gap_of(
            community_id=row.pk, last=last.get(row.pk), every_months=row.contact_every_months, next_planned=planned.get(row.pk),
            today=today,
        ))
        for row in rows
    ]  # fmt: skip
    return sorted(((row, gap) for row, gap in found if gap), key=lambda each: (each[1].due or date.min, str(each[0])))


def owners_for(area: Area, today: date) -> list[tuple[int, str]]:
    """Who may own a communication of an Area: its inclusion and communications managers with a role in force, as (id, name)."""
    holding = RoleGrant.objects.filter(role__in=[Role.ICEM, Role.COMMS], areas=area, ended_at=None, starts__lte=today)
    holding = holding.filter(Q(ends=None) | Q(ends__gte=today))
    return list(Account.objects.filter(is_active=True, pk__in=holding.values("account")).order_by("name").values_list("pk", "name"))


def feeds(viewer: Viewer) -> QuerySet[Feed]:
    """The viewer's own feeds that still work."""
    return Feed.objects.filter(account_id=viewer.account_id or 0, revoked_at=None).select_related("area")


# --- invitations ---------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Invitable:
    """A person who may be invited to an activity, or with `problem` why not. `expected`: they are named in the activity already."""

    contact: Contact
    problem: str
    expected: bool


def invitations(viewer: Viewer, activity: Activity) -> list[ActivityInvitation]:
    """Who was invited, by name; nobody for those who may not see people. The erased are left out."""
    if not viewer.may("stakeholders.read", activity.area_id):
        return []
    rows = ActivityInvitation.objects.filter(activity=activity, contact__erased_on=None).select_related("contact", "contact__organisation")
    return sorted(rows, key=lambda row: (row.contact.name, row.pk))


def invitations_of(viewer: Viewer, contact: Contact) -> QuerySet[ActivityInvitation]:
    """The invitations that a person in sight was sent to activities in sight, each with its activity."""
    seen = activities(viewer).order_by().values("pk")
    rows = ActivityInvitation.objects.filter(contact=contact, sent_at__isnull=False, activity__in=seen)
    return rows.select_related("activity") if viewer.may("stakeholders.read", contact.area_id) else rows.none()


def invitable(
    viewer: Viewer, activity: Activity, *, today: date, search: str = "", among: Iterable[int] | None = None, invited_too: bool = False
) -> list[Invitable]:
    """People of the activity's Area not invited yet (or with `invited_too` those as well): those it names first, by name.

    With `among` only these; without, those the activity names and the first `MOST_OFFERED` whose name fits `search`.
    """
    rows = list_contacts(viewer, search=search, area_id=activity.area_id).select_related("organisation")
    expected = set(activity.contacts.values_list("pk", flat=True))
    if not invited_too:
        rows = rows.exclude(pk__in=activity.invitations.values("contact"))
    if among is not None:
        people = list(rows.filter(pk__in=list(among)))
    else:
        named = [] if search else list(rows.filter(pk__in=expected))
        people = [*named, *(each for each in rows[:MOST_OFFERED] if each.pk not in expected or search)]
    agreed = may_be_used_for(viewer, [person.pk for person in people], "invitations", on=today)
    found = [Invitable(person, problem_with(person, agreed=person.pk in agreed), person.pk in expected) for person in people]
    return sorted(found, key=lambda each: (not each.expected, bool(each.problem), each.contact.name, each.contact.pk))


def problem_with(person: Contact, *, agreed: bool) -> str:
    """Why this person may not be sent an invitation, or ""."""
    return invitation_problem(email=person.email, channel=person.channel, erased=person.erased_on is not None, agreed=agreed)


@dataclass(frozen=True)
class Coming:
    """How many come, and what the venue must know."""

    accepted: int
    tentative: int
    declined: int
    waiting: int
    companions: int


def coming(rows: Iterable[ActivityInvitation]) -> Coming:
    answers = [(row.reply, row.companions) for row in rows]
    count = {reply: sum(each == reply for each, _with in answers) for reply in (*ActivityInvitation.Reply.values, "")}
    along = sum(with_them for reply, with_them in answers if reply == ActivityInvitation.Reply.ACCEPTED)
    return Coming(count["accepted"], count["tentative"], count["declined"], count[""], along)


def drafts(viewer: Viewer) -> QuerySet[DraftActivity]:
    """The viewer's own drafts that wait: neither finished, thrown away nor withdrawn by who sent them."""
    waiting = Q(activity=None, discarded_at=None, withdrawn_at=None)
    return DraftActivity.objects.filter(waiting, account_id=viewer.account_id or 0).select_related("area")


def get_draft(viewer: Viewer, draft_id: int) -> DraftActivity:
    """One waiting draft of the viewer's own. Raises DraftActivity.DoesNotExist."""
    return drafts(viewer).prefetch_related("contacts").get(pk=draft_id)


def overtaken(viewer: Viewer) -> QuerySet[DraftActivity]:
    """The viewer's own drafts that their sender changed or called off after an activity was made of them, not seen to yet."""
    rows = DraftActivity.objects.filter(account_id=viewer.account_id or 0, activity__isnull=False, changed_at__isnull=False)
    return rows.select_related("activity")


def month_of(day: date) -> tuple[date, date]:
    """The Monday on or before the first of the month, and the Sunday on or after its last day."""
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())
