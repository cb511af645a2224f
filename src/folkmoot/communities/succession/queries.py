"""What came before and after communities. Every query starts from the viewer's scope."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import ManyToOneRel, QuerySet
from django.utils import timezone

from folkmoot.accounts.scope import THE_PRODUCT, Viewer, within
from folkmoot.communities.counted import Counted, Wanted, counted_all
from folkmoot.communities.models import Community, CommunitySuccession
from folkmoot.communities.succession.figures import Figure
from folkmoot.communities.succession.rules import Before, Standing, Step, all_before


def successions(viewer: Viewer) -> QuerySet[CommunitySuccession]:
    """The steps between communities in sight."""
    rows = CommunitySuccession.objects.select_related("from_community", "to_community", "by")
    return within(viewer, rows, "communities.read", area="from_community__area_id", national_rows=True)


def before(viewer: Viewer, community_ids: Iterable[int]) -> dict[int, list[Before]]:
    """What came before each community, the nearest first, in one query; no entry for one that nothing came before."""
    steps = successions(viewer).select_related(None).values_list("from_community_id", "to_community_id", "kind")
    return all_before(community_ids, [Step(*row) for row in steps])


def with_before(viewer: Viewer, community: Community) -> list[int]:
    """A community and all that came before it, by their ids."""
    return [community.pk, *(each.community_id for each in before(viewer, [community.pk]).get(community.pk, []))]


@dataclass(frozen=True)
class Lineage:
    """The steps into and out of one community, and everything that came before it with whether it was inherited by a split."""

    came_from: list[CommunitySuccession]
    followed_by: list[CommunitySuccession]
    before: list[tuple[Community, bool]]


def lineage_of(viewer: Viewer, community: Community) -> Lineage:
    """What came before one community and what follows it."""
    steps = list(successions(viewer))
    chain = all_before([community.pk], [Step(each.from_community_id, each.to_community_id, each.kind) for each in steps])
    known = {each.from_community_id: each.from_community for each in steps}
    return Lineage(
        [each for each in steps if each.to_community_id == community.pk],
        [each for each in steps if each.from_community_id == community.pk],
        [(known[each.community_id], each.inherited) for each in chain.get(community.pk, [])],
    )


def undoable(viewer: Viewer, lineage: Lineage, today: date) -> list[CommunitySuccession]:
    """One step of each act that the viewer may take back today, as far as day and person go."""
    national = viewer.sight("communities.write").national
    rows = {
        (step.kind, step.at): step
        for step in (*lineage.followed_by, *lineage.came_from)
        if timezone.localdate(step.at) == today and (step.by_id == viewer.account_id or national)
    }
    return list(rows.values())


def same_act(step: CommunitySuccession) -> list[CommunitySuccession]:
    """Every step made by the act that made this one."""
    rows = CommunitySuccession.objects.select_related("from_community", "to_community").filter(at=step.at, by=step.by, kind=step.kind)
    one_end = {"to_community": step.to_community_id} if step.kind == "merged" else {"from_community": step.from_community_id}
    return list(rows.filter(**one_end).order_by("pk"))


def standing(community: Community) -> Standing:
    return Standing(str(community), community.area_id, community.starts, community.ends)


def figure_of(viewer: Viewer, community: Community) -> Figure:
    """How many people a community has, as it is recorded or else by the published tables."""
    return figures_of(viewer, [community])[0]


def figures_of(viewer: Viewer, communities: Sequence[Community]) -> list[Figure]:
    """How many people communities have, in the same few queries for any number."""
    published = counted_all(viewer, [Wanted(each) for each in communities if each.population is None])
    return [
        Figure(str(each), each.population, each.population_source, each.population_on)
        if each.population is not None
        else Figure(str(each), found.value, found.source, found.day)
        for each in communities
        for found in (published.get(Wanted(each), Counted()),)
    ]


def mergeable(viewer: Viewer, community: Community) -> QuerySet[Community]:
    """The communities in being, of the same Area, with which this one may merge."""
    rows = Community.objects.filter(area=community.area, ends__isnull=True).exclude(pk=community.pk)
    return within(viewer, rows, "communities.write")


# What of a community is no sign that anybody used it: it was made together with it.
_MADE_WITH_IT = frozenset({"communities.communitysuccession", "communities.trustchange"})


def used(communities: Sequence[Community]) -> list[str]:
    """The names of those to which anything in the service refers, besides what was made with them."""
    return [str(each) for each in communities if _is_used(each)]


def _is_used(community: Community) -> bool:
    own = {field.remote_field.through for field in Community._meta.local_many_to_many}
    held = [
        relation
        for relation in Community._meta.get_fields(include_hidden=True)
        if isinstance(relation, ManyToOneRel) and relation.related_model not in own
    ]
    elsewhere = [relation for relation in held if relation.related_model._meta.label_lower not in _MADE_WITH_IT]
    refers = (relation.related_model._base_manager.filter(**{relation.field.name: community}) for relation in elsewhere)
    return any(rows.exists() for rows in refers) or successions(THE_PRODUCT).filter(from_community=community).exists()
