"""Reading whom members told and where they were invited: by the service always scoped, by a member for their own seat."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum

from folkmoot.accounts.scope import Viewer
from folkmoot.panels.members.models import Member
from folkmoot.panels.models import Panel
from folkmoot.panels.queries import of_panels
from folkmoot.panels.space.models import Briefing, Invitation, Occasion
from folkmoot.panels.space.seats import same_person
from folkmoot.voice.models import Point

ORIGIN = "panels.briefing"


def briefings(viewer: Viewer, *, panel: Panel | None = None) -> QuerySet[Briefing]:
    """Whom members of the panels in sight told, the latest first; `is_point`: what they heard was taken up."""
    rows = of_panels(viewer, _briefings(), "panels.read", panel="member__panel")
    return rows.filter(member__panel=panel) if panel else rows


def get_briefing(viewer: Viewer, briefing_id: int, capability: str = "panels.read") -> Briefing:
    """One in sight. Raises Briefing.DoesNotExist."""
    return of_panels(viewer, _briefings(), capability, panel="member__panel").get(pk=briefing_id)


def briefings_of_panel(panel: Panel, *, first: date, last: date) -> QuerySet[Briefing]:
    """Whom members of one panel told between two days (both included), the earliest first: for the standing item of a meeting."""
    return _briefings().filter(member__panel=panel, on__range=(first, last)).order_by("on", "pk")


@dataclass(frozen=True)
class Told:
    """How often members told others, about how many people heard it, and how many members did so; no name and no group."""

    briefings: int
    people: int
    members: int


def told_between(panels: Collection[Panel], *, first: date, last: date) -> dict[int, Told]:
    """By panel, between two days (both included), for updates and annual reports; panels of which nobody told anybody are left out."""
    rows = Briefing.objects.filter(member__panel__in=panels, on__range=(first, last)).order_by()
    counted = rows.values("member__panel").annotate(
        briefings=Count("pk"), people=Sum("people"), members=Count("member__contact", distinct=True)
    )
    return {each["member__panel"]: Told(each["briefings"], each["people"] or 0, each["members"]) for each in counted}


def own_briefings(seat: Member) -> QuerySet[Briefing]:
    """What somebody logged on this panel, in this term and in those before."""
    return _briefings().filter(same_person(seat))


def point_of(briefing: Briefing) -> Point | None:
    """The point that was made of what people said, or None."""
    return Point.objects.filter(origin_kind=ORIGIN, origin_id=briefing.pk).first()


def _briefings() -> QuerySet[Briefing]:
    made = Point.objects.filter(origin_kind=ORIGIN, origin_id=OuterRef("pk"))
    return Briefing.objects.select_related("member__contact", "member__panel__area", "meeting").annotate(is_point=Exists(made))


def occasions(viewer: Viewer, *, panel: Panel | None = None) -> QuerySet[Occasion]:
    """What members of the panels in sight were invited to, the latest first, with the invitations and how many come or came."""
    invited = Prefetch("invitations", Invitation.objects.select_related("member__contact").order_by("member__contact__name", "pk"))
    rows = of_panels(viewer, Occasion.objects.select_related("panel__area").prefetch_related(invited), "panels.read")
    counted = rows.annotate(
        coming=Count("invitations", filter=Q(invitations__reply="yes")), came=Count("invitations", filter=Q(invitations__attended="yes"))
    )
    return counted.filter(panel=panel) if panel else counted


def get_occasion(viewer: Viewer, occasion_id: int) -> Occasion:
    """One in sight. Raises Occasion.DoesNotExist."""
    return occasions(viewer).get(pk=occasion_id)


def own_invitations(seat: Member) -> QuerySet[Invitation]:
    """What somebody was invited to on this panel, the latest first."""
    rows = Invitation.objects.filter(same_person(seat))
    return rows.select_related("occasion", "member").order_by("-occasion__starts_at", "-pk")


def waiting_for(seat: Member, at: datetime) -> QuerySet[Invitation]:
    """The invitations that somebody has not answered, soonest first."""
    rows = own_invitations(seat).filter(occasion__starts_at__gt=at, occasion__cancelled_at__isnull=True, reply=Invitation.Reply.NONE)
    return rows.order_by("occasion__starts_at", "pk")


@dataclass(frozen=True)
class Attended:
    """How many invitations members had and how many they went to, by kind of occasion; no member is named."""

    kind: str
    invited: int
    came: int


def attended_between(panel: Panel, *, first: date, last: date) -> list[Attended]:
    """Where members of one panel were invited and went between two days (both included), for its annual report."""
    rows = Invitation.objects.filter(
        occasion__panel=panel, occasion__starts_at__date__range=(first, last), occasion__cancelled_at__isnull=True
    )
    counted = (
        rows.values("occasion__kind").annotate(invited=Count("pk"), came=Count("pk", filter=Q(attended="yes"))).order_by("occasion__kind")
    )
    return [Attended(str(Occasion.Kind(each["occasion__kind"]).label), each["invited"], each["came"]) for each in counted]
