"""Reading staff conversations and their themes; what staff told of themselves, only to themselves and in counts of many."""

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import Lower

from folkmoot.accounts.scope import Viewer, within
from folkmoot.areas.models import Area
from folkmoot.communities.models import Community
from folkmoot.engagement.conversations.models import Conversation, Interests
from folkmoot.engagement.conversations.rules import languages_of, share_a_language, steps_of
from folkmoot.engagement.volunteering.models import Opportunity
from folkmoot.engagement.volunteering.queries import list_opportunities, own_take_ups
from folkmoot.voice.models import Point
from folkmoot.voice.queries import points

ORIGIN = "engagement.conversation"


def conversations(viewer: Viewer) -> QuerySet[Conversation]:
    """One's own conversations, and those of Areas where one may read what was said."""
    rows = Conversation.objects.select_related("area", "account")
    own = rows.none() if viewer.account_id is None else rows.filter(account_id=viewer.account_id)
    return within(viewer, rows, "voice.read") | own


def get_conversation(viewer: Viewer, conversation_id: int) -> Conversation:
    """One conversation in sight. Raises Conversation.DoesNotExist."""
    return conversations(viewer).prefetch_related("communities").get(pk=conversation_id)


def list_conversations(
    viewer: Viewer, *, area_id: int | None = None, community_id: int | None = None, first: date | None = None, last: date | None = None
) -> QuerySet[Conversation]:
    """Conversations in sight, the latest first. `first` and `last` (both included) bound the day."""
    bounds = {"area_id": area_id, "held_on__gte": first, "held_on__lte": last}
    rows = conversations(viewer).filter(**{name: value for name, value in bounds.items() if value is not None})
    if community_id is not None:
        rows = rows.filter(pk__in=Conversation.communities.through.objects.filter(community=community_id).values("conversation"))
    return rows.prefetch_related("communities")


def said_in(viewer: Viewer, conversation: Conversation) -> QuerySet[Point]:
    """What was said in a conversation: to whoever may read what was said, and to whoever wrote it down."""
    if viewer.may("voice.read", conversation.area_id):
        return points(viewer).filter(origin_kind=ORIGIN, origin_id=conversation.pk).order_by("pk")
    rows = Point.objects.filter(origin_kind=ORIGIN, origin_id=conversation.pk).order_by("pk")
    return rows.filter(recorded_by_id=viewer.account_id, recorded_by__isnull=False)


@dataclass(frozen=True)
class ThemeOf:
    """A theme that staff heard from a community, and in how many conversations."""

    theme: str
    conversations: int


def conversation_themes(viewer: Viewer, *, area: Area | None, first: date, last: date) -> dict[int, list[ThemeOf]]:
    """The themes of staff conversations by community id, the commonest first; `first` and `last` are both included.

    Themes that differ only in capital letters are one. Seen by whoever may see engagement in the Area; it names no staff.
    """
    rows = within(viewer, Conversation.objects.filter(held_on__range=(first, last)), "engagement.read")
    rows = rows.filter(area=area) if area else rows
    counted = rows.filter(communities__isnull=False).order_by().values("communities", key=Lower("theme"))
    lines = counted.annotate(name=Min("theme"), number=Count("pk", distinct=True)).order_by("-number", "key")
    found: dict[int, list[ThemeOf]] = {}
    for line in lines:
        found.setdefault(line["communities"], []).append(ThemeOf(line["name"], line["number"]))
    return found


def themes_by_community(viewer: Viewer, *, area: Area | None, first: date, last: date) -> list[tuple[Community, list[ThemeOf]]]:
    """As `conversation_themes`, with the communities themselves by name: what a page shows beside the map of communities."""
    themes = conversation_themes(viewer, area=area, first=first, last=last)
    seen = within(viewer, Community.objects.filter(pk__in=themes), "engagement.read", national_rows=True)
    return [(community, themes[community.pk]) for community in seen.order_by("name", "pk")]


def own_interests(viewer: Viewer) -> Interests | None:
    """What the viewer told of themselves; None where nothing. There is no query for anybody else's."""
    if viewer.account_id is None:
        return None
    return Interests.objects.filter(account_id=viewer.account_id).select_related("area").prefetch_related("communities").first()


@dataclass(frozen=True)
class StaffCounts:
    """What many staff of an Area share: each language and community with the step that its count reaches (6, 10, 20 …)."""

    languages: list[tuple[Hashable, int]]
    communities: list[tuple[Hashable, int]]


def staff_counts(viewer: Viewer, *, area: Area) -> StaffCounts:
    """Languages and communities that at least six staff of the Area named. Belonging to one and working with one are not told apart."""
    if not viewer.may("engagement.read", area.pk):
        return StaffCounts([], [])
    rows = Interests.objects.filter(area=area, account__is_active=True)
    spoken: Counter[Hashable] = Counter(name for languages in rows.values_list("languages", flat=True) for name in languages)
    linked = rows.filter(communities__isnull=False).order_by().values_list("communities__name")
    named: Counter[Hashable] = Counter(dict(linked.annotate(number=Count("pk", distinct=True))))
    return StaffCounts(steps_of(spoken), steps_of(named))


def matching_opportunities(viewer: Viewer, *, today: date) -> list[Opportunity]:
    """Open opportunities that ask for a language the viewer speaks or serve a community of theirs, and that they have not taken up.

    Found for the viewer from what the viewer told; nobody can ask which staff match an opportunity.
    """
    mine = own_interests(viewer)
    if mine is None:
        return []
    taken = own_take_ups(viewer).filter(left_on__isnull=True).order_by().values("opportunity")
    ids = {community.pk for community in mine.communities.all()}
    may_match = Q(communities__in=ids) | ~Q(languages="")
    rows = list_opportunities(viewer, today=today).filter(may_match).exclude(pk__in=taken).distinct()
    return [
        row
        for row in rows
        if ids & {community.pk for community in row.communities.all()} or share_a_language(mine.languages, languages_of(row.languages))
    ]
