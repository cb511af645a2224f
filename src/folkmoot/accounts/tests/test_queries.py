"""Who may read what about accounts, roles, invitations and the audit trail."""

import pytest

from folkmoot.accounts import operations, queries
from folkmoot.accounts.models import Account, RoleGrant
from folkmoot.accounts.operations import Work
from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import NOBODY, THE_PRODUCT
from folkmoot.accounts.tests.factories import NOW, account, administrator, area, grant, hq, icem, inspector, panel_member
from folkmoot.foundation import audit
from folkmoot.foundation.audit import SYSTEM, Actor, Kind

pytestmark = pytest.mark.django_db
OTHERS = [icem, hq, inspector, panel_member, lambda: NOBODY]


@pytest.mark.parametrize("viewer", OTHERS)
def test_whoever_does_not_manage_accounts_sees_nobody(viewer):
    who = viewer()
    administrator()
    operations.invite(by=THE_PRODUCT, at=NOW, email="owen.new@example.org", name="Owen", work=Work(Role.HQ, True))
    assert list(queries.people(who)) == []
    assert list(queries.find_people(who, "Gwen")) == []
    assert list(queries.open_invitations(who, at=NOW)) == []
    with pytest.raises(Account.DoesNotExist):
        queries.get_person(who, account("gwen.pryce@example.org").pk)
    with pytest.raises(RoleGrant.DoesNotExist):
        queries.get_grant(who, RoleGrant.objects.first().pk)


def test_an_administrator_sees_everybody():
    icem()
    gwen = administrator()
    assert [person.name for person in queries.people(gwen)] == ["Gwen Pryce", "Nia Rowe"]
    assert [person.name for person in queries.find_people(gwen, "rowe@")] == ["Nia Rowe"]
    assert queries.get_grant(gwen, account().grants.get().pk).account == account()


def test_everybody_sees_their_own_roles_and_no_other():
    nia = icem()
    administrator()
    assert [given.role for given in queries.own_grants(nia)] == ["icem"]
    assert list(queries.own_grants(NOBODY)) == []


def test_the_list_costs_the_same_for_many_as_for_few(django_assert_num_queries):
    gwen = administrator()
    for number in range(8):
        icem(f"person{number}@example.org", f"Person {number}")
    with django_assert_num_queries(3):
        for person in queries.people(gwen):
            assert [list(given.areas.all()) for given in person.grants.all()]


def record(area_id=None, name="Nia Rowe", kind=Kind.ALTERATION, subject="voice.point"):
    return audit.record(kind, by=Actor(1, name), at=NOW, subject=subject, ids=[1], area_id=area_id)


def test_the_trail_is_seen_by_those_who_may_newest_first():
    first, second = record(), record()
    assert [event.seq for event in queries.audit_events(inspector())] == [second.seq, first.seq]
    for viewer in (icem, hq, panel_member, lambda: NOBODY):
        assert list(queries.audit_events(viewer())) == []


def test_an_inspector_of_one_area_sees_its_events_only():
    east, wales = area(), area("wales", "Wales")
    tomos = account("tomos.hale@example.org", "Tomos Hale")
    grant(tomos, Role.INSPECTOR, [east])
    seen = record(east.pk)
    record(wales.pk)
    record(None)
    assert list(queries.audit_events(inspector())) == [seen]


def test_the_trail_is_filtered_by_person_kind_subject_and_place():
    mine = record(name="Owen Achebe", kind=Kind.DISCLOSURE, subject="reports.report")
    record()
    gwen = administrator()
    for asked in ({"person": "achebe"}, {"kind": "disclosure"}, {"subject": "report"}, {"before": mine.seq + 1}):
        assert list(queries.audit_events(gwen, **asked)) == [mine]
    assert list(queries.audit_events(gwen, person="%")) == []


def test_the_product_itself_is_named_in_the_trail():
    audit.record(Kind.COLLECTION, by=SYSTEM, at=NOW, subject="x.y", ids=[1])
    assert queries.audit_events(THE_PRODUCT).get().actor_name == "folkmoot at the command line"
