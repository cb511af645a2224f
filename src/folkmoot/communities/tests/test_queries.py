from datetime import date

import pytest

from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, grant, hq, icem, panel_member
from folkmoot.areas.models import County
from folkmoot.communities import queries
from folkmoot.communities.models import Community
from folkmoot.communities.operations import link_point
from folkmoot.communities.tests.factories import area, community, somalis, travellers, wales
from folkmoot.voice.tests.factories import point

pytestmark = pytest.mark.django_db


def staff():
    who = account("gwen.hale@example.org", "Gwen Hale")
    grant(who, Role.STAFF, [area()])
    return viewer_for(who, TODAY)


def test_only_the_own_area_and_the_whole_service_are_in_sight():
    mine, of_all, other = community(), community("Young people", area=None), somalis()
    assert set(queries.communities(icem())) == {mine, of_all}
    assert set(queries.communities(hq())) == {mine, of_all, other}
    assert not queries.communities(panel_member()).exists()
    with pytest.raises(Community.DoesNotExist):
        queries.get_community(icem(), other.pk)


def test_points_are_counted_within_sight():
    of_all = community("Young people", area=None)
    link_point(by=icem(), at=NOW, community=of_all, point=point())
    cardiff = icem("aled.pugh@example.org", "Aled Pugh", wales())
    link_point(by=cardiff, at=NOW, community=of_all, point=point(by=cardiff, area=wales()))
    assert queries.get_community(icem(), of_all.pk).points_count == 1
    assert queries.get_community(hq(), of_all.pk).points_count == 2
    assert queries.get_community(staff(), of_all.pk).points_count == 0
    assert queries.points_of(icem(), of_all).count() == 1
    assert not queries.points_of(staff(), of_all).exists()


def test_a_point_kept_to_those_who_answer_is_neither_counted_nor_shown_to_others():
    kept, deaf = point(visibility="restricted"), community()
    link_point(by=icem(), at=NOW, community=deaf, point=kept)
    reader = account("kim.reader@example.org", "Kim Reader")
    grant(reader, Role.COMMS, [area()])
    for viewer, seen in ((icem(), [kept]), (viewer_for(reader, TODAY), [])):
        assert list(queries.points_of(viewer, deaf)) == seen
        assert [said for said, _before in queries.points_with_before(viewer, [deaf.pk], 5)] == seen
        assert queries.get_community(viewer, deaf.pk).points_count == len(seen)


def test_lists_leave_out_the_ended_and_narrow_by_kind_and_county():
    ely = County.objects.create(code="cambridgeshire", name_en="Cambridgeshire", kind="ceremonial", nation="England")
    mine, other = travellers(county=ely), community(kind="circumstance")
    ended = community("Miners", ends=date(2026, 3, 9))
    last_day = community("Dockers", ends=TODAY)

    def names(**asked):
        return set(queries.list_communities(icem(), today=TODAY, **asked))

    assert names() == {mine, other, last_day}
    assert names(ended=True) == {ended}
    assert names(kind="circumstance") == {other}
    assert names(county_id=ely.pk) == {mine}
    assert names(area_id=area().pk) == {mine, other, last_day}


def test_a_welsh_name_is_used_on_a_welsh_page(settings):
    from django.utils.translation import override

    row = somalis()
    with override("cy"):
        assert str(row) == "Pobl Somali yng Nghaerdydd"
    assert str(row) == "Somali people in Cardiff"
