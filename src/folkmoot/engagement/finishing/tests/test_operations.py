from datetime import date

import pytest

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import NotAllowed, viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, grant, icem
from folkmoot.characteristics.models import Category, Scheme
from folkmoot.communities.tests.factories import area, wales
from folkmoot.engagement.finishing import operations
from folkmoot.engagement.finishing.operations import Counted, TookPart, Used
from folkmoot.engagement.finishing.queries import shown_headcounts
from folkmoot.engagement.models import Activity, Headcount, Material, StaffPart
from folkmoot.engagement.tests.factories import activity, planned
from folkmoot.foundation import audit
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.stakeholders.tests.factories import organisation

pytestmark = pytest.mark.django_db


def category(code="F", name="Female"):
    scheme = Scheme.objects.get_or_create(code="sex", defaults={"characteristic": "sex", "name_en": "Sex"})[0]
    return Category.objects.get_or_create(scheme=scheme, code=code, defaults={"name_en": name, "kind": "answer"})[0]


def reader():
    who = account("lea.ford@example.org", "Lea Ford")
    grant(who, Role.LEAD, [area()])
    return viewer_for(who, TODAY)


def colleague():
    who = account("gwen.hale@example.org", "Gwen Hale")
    grant(who, Role.STAFF, [area()])
    return viewer_for(who, TODAY)


def set_counts(row, *counts, **over):
    given = [Counted(category(code, code), people, "estimate") for code, people in counts]
    operations.set_headcounts(**{"by": icem(), "at": NOW, "activity": row, "counts": given} | over)


def test_an_evaluation_is_stored_with_its_audit_event():
    row = activity(follow_up="")
    changed = operations.evaluate_activity(
        by=icem(), at=NOW, activity=row, result="partly", evidence="12 of 20 came.", follow_up="again", follow_up_words="Meet in June",
        told_participants_on=date(2026, 3, 1),
    )  # fmt: skip
    kept = Activity.objects.get()
    assert (kept.result, kept.follow_up, kept.told_participants_on) == ("partly", "again", date(2026, 3, 1))
    assert set(changed) == {"result", "evidence", "follow_up", "follow_up_words", "told_participants_on"}
    assert AuditEvent.objects.latest("seq").kind == "alteration"


def test_a_result_without_evidence_is_refused_and_a_stale_page_changes_nothing():
    row = activity()
    with pytest.raises(Refused) as refused:
        operations.evaluate_activity(by=icem(), at=NOW, activity=row, result="met")
    assert list(refused.value.problems) == ["evidence"]
    with pytest.raises(ChangedMeanwhile):
        operations.evaluate_activity(by=icem(), at=NOW, activity=row, seen_version=9, outcome="Else")


@pytest.mark.parametrize("make", [planned, lambda: activity(closed_at=NOW)])
def test_only_what_was_held_and_is_open_is_finished(make):
    row = make()
    with pytest.raises(Refused):
        operations.evaluate_activity(by=icem(), at=NOW, activity=row, outcome="Else")
    with pytest.raises(Refused):
        set_counts(row, ("F", 3))


def test_counts_are_replaced_and_raise_the_version_only_where_they_differ():
    row = activity()
    set_counts(row, ("F", 12), ("M", 3))
    set_counts(row, ("F", 12), ("M", 3))
    assert (Headcount.objects.count(), Activity.objects.get().version) == (2, 2)
    set_counts(row, ("F", 13))
    assert [each.people for each in Headcount.objects.all()] == [13]
    with pytest.raises(ChangedMeanwhile):
        set_counts(row, ("F", 14), seen_version=1)
    with pytest.raises(Refused):
        set_counts(row, ("F", 41))


def test_no_count_enters_the_audit_trail():
    set_counts(activity(), ("F", 37))
    assert "37" not in str(AuditEvent.objects.latest("seq").detail)


def test_small_numbers_are_shown_only_to_those_who_counted_or_look_after_them():
    row = activity()
    set_counts(row, ("F", 12), ("M", 3))
    assert [each.people for each in shown_headcounts(icem(), row)] == [12, 3]
    assert [each.people for each in shown_headcounts(reader(), row)] == [None, None]
    assert [each.people for each in shown_headcounts(colleague(), row)] == [None, None], "another of the staff is no better than a reader"
    with pytest.raises(NotAllowed):
        operations.set_headcounts(by=colleague(), at=NOW, activity=row, counts=[])


def test_what_is_left_of_the_headcount_is_a_number_too():
    row = activity()
    row.headcount = 15
    row.save()
    set_counts(row, ("F", 12))
    assert [each.people for each in shown_headcounts(reader(), row)] == [None]
    row.headcount = 40
    assert [each.people for each in shown_headcounts(reader(), row)] == [12]


def test_the_guard_of_small_numbers_is_what_hides_them(monkeypatch):
    row = activity()
    set_counts(row, ("M", 3))
    monkeypatch.setattr("folkmoot.engagement.finishing.queries.too_few", lambda *_: False)
    assert [each.people for each in shown_headcounts(reader(), row)] == [3]


def test_partners_stand_apart_from_those_it_was_for_and_staff_without_names():
    row, club, police = activity(), organisation(), organisation("The police")
    row.organisations.set([club, police])
    me = Account.objects.get(pk=icem().account_id)
    operations.set_resources(
        by=icem(), at=NOW, activity=row, used=[Used("leaflet", 200, "Somali", "easy_read")], parts=[TookPart("Norwich office", 3, "HEO")],
        staff=[me], partners=[police],
    )  # fmt: skip
    assert (list(row.organisations.all()), list(row.partners.all()), list(row.staff.all())) == ([club], [police], [me])
    assert (Material.objects.get().language, StaffPart.objects.get().people) == ("Somali", 3)
    with pytest.raises(Refused):
        operations.set_resources(by=icem(), at=NOW, activity=row, used=[], parts=[], staff=[], partners=[organisation("A stranger")])


def test_another_area_is_not_allowed_and_a_broken_audit_trail_stores_nothing(monkeypatch):
    with pytest.raises(NotAllowed):
        set_counts(activity(area=wales()), ("F", 3))
    row = activity()

    def broken(*_args, **_kwargs):
        raise OSError("the disk is full")

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(OSError, match="full"):
        set_counts(row, ("F", 3))
    assert not Headcount.objects.exists()
