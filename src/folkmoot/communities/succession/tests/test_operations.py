from datetime import timedelta
from decimal import Decimal

import pytest

from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, TODAY, hq, icem
from folkmoot.communities.models import Community, CommunitySuccession, TrustChange
from folkmoot.communities.operations import change_community, link_point, resume_community
from folkmoot.communities.succession import operations, queries
from folkmoot.communities.succession.operations import Part
from folkmoot.communities.tests.factories import community, somalis, wales
from folkmoot.communities.tests.test_operations import category, events
from folkmoot.engagement.tests.factories import activity
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused
from folkmoot.voice.tests.factories import point

pytestmark = pytest.mark.django_db


def two():
    return community("Deaf people in Ely", languages=["bfi"]), community("Deaf people in Wisbech", languages=["bfi", "pl"])


def merge(*rows, by=None, **over):
    given = {"name": "Deaf people in the Fens", "on": TODAY, "reason": "The clubs became one"} | over
    return operations.merge_communities(by=by or icem(), at=NOW, communities=rows, **given)


def split(row, by=None, at=NOW, **over):
    given = {"parts": [Part("Deaf elders", Decimal("0.4")), Part("Young deaf people")], "on": TODAY, "reason": "They meet apart"} | over
    return operations.split_community(by=by or icem(), at=at, community=row, **given)


def only_step():
    return CommunitySuccession.objects.order_by("pk").first()


def test_a_new_community_takes_the_place_of_those_merged_which_end():
    ely, wisbech = two()
    later = merge(ely, wisbech)
    assert (later.starts, later.languages, later.area_id) == (TODAY, ["bfi", "pl"], ely.area_id)
    assert [(row.ends, row.end_reason) for row in Community.objects.exclude(pk=later.pk)] == [
        (TODAY - timedelta(days=1), "The clubs became one")
    ] * 2
    steps = CommunitySuccession.objects.all()
    assert {(each.from_community_id, each.to_community_id, each.kind, each.began) for each in steps} == {
        (ely.pk, later.pk, "merged", True), (wisbech.pk, later.pk, "merged", True),
    }  # fmt: skip
    assert events("alteration").count() == 2
    assert events("collection").count() == 1


def test_one_community_may_go_on_and_take_another_in():
    ely, wisbech = two()
    assert merge(ely, wisbech, into=ely, name="") == ely
    ely.refresh_from_db()
    assert ely.ends is None
    assert Community.objects.get(pk=wisbech.pk).ends == TODAY - timedelta(days=1)
    assert not only_step().began


def test_low_trust_of_a_part_is_low_trust_of_the_whole_with_its_evidence():
    ely, wisbech = two()
    Community.objects.filter(pk=wisbech.pk).update(low_trust=True, low_trust_evidence="41%")
    wisbech.refresh_from_db()
    later = merge(ely, wisbech)
    assert (later.low_trust, later.low_trust_evidence) == (True, "41%")
    assert TrustChange.objects.get(community=later).words == "41%"


def test_what_belongs_to_the_earlier_stays_with_it_and_is_found_from_the_later():
    ely, wisbech = two()
    link_point(by=icem(), at=NOW, community=ely, point=point())
    held = activity(communities=[ely])
    later = merge(ely, wisbech)
    assert list(held.communities.all()) == [ely]
    assert later.points.count() == 0
    assert queries.with_before(icem(), later) == [later.pk, ely.pk, wisbech.pk]
    assert {row for row, _inherited in queries.lineage_of(icem(), later).before} == {ely, wisbech}


def test_a_split_community_ends_and_its_parts_start_from_what_was_known():
    row = community("Deaf people", languages=["bfi"], contact_every_months=3)
    row.characteristics.add(category())
    elders, young = split(row)
    assert [(each.contact_every_months, each.languages, each.population) for each in (elders, young)] == [
        (3, ["bfi"], 480), (3, ["bfi"], None),
    ]  # fmt: skip
    assert list(elders.characteristics.all()) == list(row.characteristics.all())
    assert {each.share for each in CommunitySuccession.objects.all()} == {Decimal("0.4"), None}
    assert queries.before(icem(), [elders.pk])[elders.pk][0].inherited


def test_another_area_and_a_taken_name_are_refused_and_nothing_is_half_done():
    ely, wisbech = two()
    with pytest.raises(NotAllowed):
        merge(ely, somalis())
    with pytest.raises(Refused):
        merge(ely, wisbech, name="Deaf people in Ely")
    with pytest.raises(Refused):
        split(ely, parts=[Part("A"), Part("Deaf people in Wisbech")])
    with pytest.raises(Refused) as refused:
        merge(ely, wisbech, reason=" ", on=TODAY + timedelta(days=1))
    assert set(refused.value.problems) == {"reason", "on"}
    assert Community.objects.filter(ends__isnull=False).count() == 0
    assert Community.objects.count() == 3
    assert not CommunitySuccession.objects.exists()


def test_nothing_is_merged_when_the_audit_trail_cannot_be_written(monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("the audit trail cannot be written")

    rows = two()
    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(RuntimeError):
        merge(*rows)
    assert not CommunitySuccession.objects.exists()


def test_a_merge_is_undone_completely_on_its_day():
    ely, wisbech = two()
    merge(ely, wisbech)
    assert set(operations.undo_succession(by=icem(), at=NOW, step=only_step())) == {ely, wisbech}
    assert set(Community.objects.values_list("name", "ends", "end_reason")) == {
        ("Deaf people in Ely", None, ""), ("Deaf people in Wisbech", None, ""),
    }  # fmt: skip
    assert not CommunitySuccession.objects.exists()
    assert events("erasure").count() == 1
    merge(*Community.objects.all())


def test_a_split_is_undone_completely_too():
    row = community(low_trust=True, low_trust_evidence="41%")
    split(row)
    assert operations.undo_succession(by=hq(), at=NOW, step=only_step()) == [row]
    assert Community.objects.get().ends is None


@pytest.mark.parametrize("use", ["activity", "point"])
def test_what_was_used_since_is_not_undone(use):
    ely, wisbech = two()
    later = merge(ely, wisbech)
    if use == "activity":
        activity(communities=[later])
    else:
        link_point(by=icem(), at=NOW, community=later, point=point())
    with pytest.raises(Refused, match="Something was recorded"):
        operations.undo_succession(by=icem(), at=NOW, step=only_step())
    assert Community.objects.filter(pk=later.pk).exists()


def test_a_community_that_was_split_again_is_used():
    row = community()
    elders, _young = split(row, on=TODAY - timedelta(days=5))
    split(elders, parts=[Part("A"), Part("B")], at=NOW + timedelta(seconds=1))
    with pytest.raises(Refused):
        operations.undo_succession(by=icem(), at=NOW, step=only_step())


def test_another_person_or_another_day_does_not_undo():
    split(community())
    with pytest.raises(Refused, match="headquarters"):
        operations.undo_succession(by=icem("bryn.vale@example.org", "Bryn Vale"), at=NOW, step=only_step())
    with pytest.raises(Refused, match="only on the day"):
        operations.undo_succession(by=icem(), at=NOW + timedelta(days=1), step=only_step())
    with pytest.raises(NotAllowed):
        operations.undo_succession(by=icem("aled.pugh@example.org", "Aled Pugh", wales()), at=NOW, step=only_step())


def test_a_community_that_another_followed_is_not_simply_resumed():
    row = community()
    split(row)
    with pytest.raises(Refused, match="Undo"):
        resume_community(by=icem(), at=NOW, community=row)


def test_the_parts_of_a_split_get_their_shares_of_the_people_as_derived_figures():
    row = community("Muslim women", population=48_000, from_census=True)
    later = split(row, parts=[Part("North", Decimal("0.4")), Part("South", Decimal("0.6"))])
    assert [(each.population, each.derived, each.from_census) for each in later] == [(19_200, True, False), (28_800, True, False)]
    assert {(each.population_source, each.population_on) for each in later} == {
        ("Share of Muslim women agreed on 10 March 2026", row.population_on)
    }
    change_community(by=icem(), at=NOW, community=later[0], population=20_000, population_source="Own count", population_on=TODAY)
    assert not Community.objects.get(pk=later[0].pk).derived


def test_a_merge_adds_figures_of_one_day_and_no_others():
    first, second = community("First", population=20_000), community("Second", population=8_000)
    later = merge(first, second, on=TODAY - timedelta(days=5))
    assert (later.population, later.population_on, later.derived) == (28_000, first.population_on, True)
    other = community("Third", population=500, population_on=TODAY)
    assert merge(later, other, name="Fourth", on=TODAY).population is None


def test_undoing_a_merge_puts_back_the_figure_of_the_one_that_went_on():
    first, second = community("First", population=20_000), community("Second", population=8_000)
    merge(first, second, into=first, name="")
    first.refresh_from_db()
    assert (first.population, first.derived) == (28_000, True)
    operations.undo_succession(by=icem(), at=NOW, step=only_step())
    first.refresh_from_db()
    assert (first.population, first.population_source, first.derived) == (20_000, "Census 2021", False)
