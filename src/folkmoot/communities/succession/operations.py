"""Merging and splitting communities, and putting them back on the same day. Each is one transaction with its audit events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.communities.models import Community, CommunitySuccession, TrustChange
from folkmoot.communities.succession.figures import Derived, of_merge, of_share
from folkmoot.communities.succession.queries import figure_of, figures_of, same_act, standing, used
from folkmoot.communities.succession.rules import (
    MERGED,
    SPLIT,
    day_problem,
    may_join_characteristics,
    merge_problems,
    split_problems,
    undo_problem,
)
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, check

# What a part of a community is taken to share with it until somebody says otherwise.
_INHERITED = ("area", "kind", "contact_every_months", "owner", "access_needs")


@dataclass(frozen=True)
class Part:
    """One of the communities that another was split into; `share` of its people from 0 to 1, None where nobody has said."""

    name: str
    share: Decimal | None = None


@transaction.atomic
def merge_communities(
    *, by: Viewer, at: datetime, communities: Sequence[Community], into: Community | None = None, name: str = "", on: date, reason: str
) -> Community:
    """End communities in favour of one: `into`, which goes on, or a new one of this `name`. Returns the later one. Raises Refused."""
    parts = [each for each in communities if into is None or each.pk != into.pk]
    for each in (*parts, *([into] if into else [])):
        by.require_for("communities.write", each.area_id)
    rows = [standing(each) for each in parts]
    _refuse(merge_problems(rows, standing(into) if into else None, name), day_problem(rows, on, timezone.localdate(at)), reason)
    people = of_merge(figures_of(by, [*([into] if into else []), *parts]), on)
    before = _recorded_figure(into) if into else None
    later = into or _begun(parts, name, on, people, by=by, at=at)
    if into and people.people is not None:
        changed = change(into, _values(people))
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=into, detail={"fields": changed})
    _follow(
        by=by, at=at, steps=[(each, later, None) for each in parts], on=on, reason=reason, kind=MERGED, began=into is None, before=before
    )
    return later


@transaction.atomic
def split_community(*, by: Viewer, at: datetime, community: Community, parts: Sequence[Part], on: date, reason: str) -> list[Community]:
    """End a community in favour of two or more new ones, which start from what was known of it. Returns them. Raises Refused."""
    by.require_for("communities.write", community.area_id)
    row, names = standing(community), [part.name.strip() for part in parts]
    _refuse(split_problems(row, names, [part.share for part in parts]), day_problem([row], on, timezone.localdate(at)), reason)
    whole = figure_of(by, community)
    later = [_begun([community], name, on, of_share(whole, part.share, on), by=by, at=at) for name, part in zip(names, parts, strict=True)]
    steps = [(community, each, part.share) for each, part in zip(later, parts, strict=True)]
    _follow(by=by, at=at, steps=steps, on=on, reason=reason, kind=SPLIT, began=True)
    return later


@transaction.atomic
def undo_succession(*, by: Viewer, at: datetime, step: CommunitySuccession) -> list[Community]:
    """Take back the merge or split that this step belongs to, on the day it was recorded. Returns the communities in being again.

    Communities that began with it are taken away, since nothing was recorded with them yet. Raises Refused.
    """
    by.require_for("communities.write", step.from_community.area_id)
    steps = same_act(step)
    earlier = list({each.from_community_id: each.from_community for each in steps}.values())
    begun = list({each.to_community_id: each.to_community for each in steps if each.began}.values())
    problem = undo_problem(
        made_on=timezone.localdate(step.at), made_by=step.by_id, by=by.account_id,
        national=by.sight("communities.write").national, today=timezone.localdate(at), used=used(begun),
    )  # fmt: skip
    if problem:
        raise Refused({"": [problem]})
    detail: dict[str, object] = {
        "undone": step.kind,
        "earlier": [each.pk for each in earlier],
        "later": [each.to_community_id for each in steps],
    }
    CommunitySuccession.objects.filter(pk__in=[each.pk for each in steps]).delete()
    _put_figure_back(steps[0], by=by, at=at)
    for each in begun:
        audit.record(audit.Kind.ERASURE, by=by, at=at, subject=each, detail={"began_with": step.kind})
        TrustChange.objects.filter(community=each).delete()
        each.delete()
    for each in earlier:
        change(each, {"ends": None, "end_reason": ""})
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=each, detail=detail)
    return earlier


def _refuse(problems: dict[str, list[str]], day: str | None, reason: str) -> None:
    found = {**problems, **({"on": [day]} if day else {})}
    if not reason.strip():
        found["reason"] = [_("Say why, in a few words.")]
    if found:
        raise Refused(found)


def _values(people: Derived) -> dict[str, object]:
    """A derived figure as the fields of a community; none where there is no figure."""
    if people.people is None:
        return {}
    return {
        "population": people.people, "population_source": people.source, "population_on": people.on, "derived": True, "from_census": False,
    }  # fmt: skip


def _recorded_figure(community: Community) -> dict[str, object]:
    """What is recorded of a community's people, as plain values."""
    on = community.population_on.isoformat() if community.population_on else None
    return {
        "population": community.population, "population_source": community.population_source, "population_on": on,
        "derived": community.derived, "from_census": community.from_census,
    }  # fmt: skip


def _put_figure_back(step: CommunitySuccession, *, by: Viewer, at: datetime) -> None:
    """Give a community that went on its earlier figure again, unless somebody changed it since."""
    before, later = step.figure_before, step.to_community
    if not before or not later.derived:
        return
    day = date.fromisoformat(before["population_on"]) if before["population_on"] else None
    changed = change(later, {**before, "population_on": day})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=later, detail={"fields": changed})


def _begun(earlier: Sequence[Community], name: str, on: date, people: Derived, *, by: Viewer, at: datetime) -> Community:
    """A new community that starts from what was known of those before it."""
    first, low = earlier[0], [each for each in earlier if each.low_trust]
    made = Community(
        name=name.strip(), starts=on, languages=sorted({code for each in earlier for code in each.languages}),
        county=first.county if len({each.county_id for each in earlier}) == 1 else None, low_trust=bool(low),
        low_trust_evidence=low[0].low_trust_evidence if low else "",
        **{field: getattr(first, field) for field in _INHERITED}, **_values(people),
    )  # fmt: skip
    check(made)
    made.save()
    made.authorities.set({place for each in earlier for place in each.authorities.all()})
    described = [frozenset(each.characteristics.select_related("scheme")) for each in earlier]
    if may_join_characteristics([{(category.scheme_id, category.pk) for category in each} for each in described]):
        made.characteristics.set(frozenset().union(*described))
    if low:
        TrustChange.objects.create(community=made, low=True, on=on, words=made.low_trust_evidence, by_id=by.account_id, at=at)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=made)
    return made


def _follow(
    *, by: Viewer, at: datetime, steps: Sequence[tuple[Community, Community, Decimal | None]], on: date, reason: str, kind: str,
    began: bool, before: dict[str, object] | None = None,
) -> None:  # fmt: skip
    """Write the steps, and end the earlier communities: their last day is the day before."""
    for earlier, later, share in steps:
        step = CommunitySuccession(
            from_community=earlier, to_community=later, on=on, kind=kind, share=share, reason=reason.strip(), began=began,
            figure_before=before, by_id=by.account_id, at=at,
        )  # fmt: skip
        check(step)
        step.save()
    for each in {earlier.pk: earlier for earlier, _later, _share in steps}.values():
        change(each, {"ends": on - timedelta(days=1), "end_reason": reason.strip()})
        later_ids = [later.pk for earlier, later, _share in steps if earlier.pk == each.pk]
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=each, detail={kind: later_ids, "on": on.isoformat()})
