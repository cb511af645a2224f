"""What people agreed to: the trail, withdrawing, and that use stops at once."""

from datetime import date, timedelta

import pytest

from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, TODAY, hq, icem
from folkmoot.communities.tests.factories import wales
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import Refused
from folkmoot.stakeholders import operations, queries
from folkmoot.stakeholders.models import Consent, Contact
from folkmoot.stakeholders.queries import consent as consent_queries
from folkmoot.stakeholders.rules import Agreed, in_use, may_be_used
from folkmoot.stakeholders.tests.factories import contact, person

DAY = date(2026, 3, 1)


def agree(row, *purposes, **over):
    values = {"purposes": purposes, "how": "writing", "given_on": DAY} | over
    operations.record_agreement(by=icem(), at=NOW, contact=row, **values)


def lines(row, purpose):
    return list(row.consents.filter(purpose=purpose).order_by("pk"))


def test_a_line_holds_from_its_day_to_the_day_before_it_ended():
    line = Agreed("invitations", "consent", DAY, DAY + timedelta(days=9))
    assert [in_use(line, DAY + timedelta(days=days)) for days in (-1, 0, 8, 9)] == [False, True, True, False]
    assert not in_use(Agreed("keep", "to_be_asked", None, None), DAY)


@pytest.mark.parametrize(
    ("held", "keep_until", "allowed"),
    [
        ({"keep", "invitations"}, None, True),
        ({"keep"}, None, False),
        ({"invitations"}, None, False),
        ({"keep", "invitations"}, DAY, True),
        ({"keep", "invitations"}, DAY - timedelta(days=1), False),
    ],
)
def test_details_are_used_only_while_they_may_be_kept_and_for_what_was_agreed(held, keep_until, allowed):
    trail = [Agreed(purpose, "consent", DAY, None) for purpose in held]
    assert may_be_used("invitations", trail, on=DAY, keep_until=keep_until) is allowed


@pytest.mark.django_db
def test_a_new_person_may_be_used_for_what_was_said_and_nothing_else():
    row = person(purposes=["invitations"], how="form")
    assert {line.purpose: (line.how, line.given_on) for line in row.consents.all()} == {
        "keep": ("form", date(2025, 5, 1)), "invitations": ("form", date(2025, 5, 1))
    }  # fmt: skip
    assert queries.may_be_invited(row, on=TODAY)
    assert not queries.may_be_invited(row, "bulletins", on=TODAY)
    assert row.consents.first().recorded_by_id == icem().account_id


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"how": ""}, "how"),
        ({"given_on": None}, "given_on"),
        ({"basis": "to_be_asked"}, "basis"),
        ({"given_on": TODAY + timedelta(days=1)}, "given_on"),
        ({"purposes": []}, "purposes"),
    ],
)
def test_an_agreement_says_how_and_when(over, field):
    row = person()
    with pytest.raises(Refused) as refused:
        agree(row, "invitations", **over)
    assert field in refused.value.problems
    assert not row.consents.filter(purpose="invitations").exists()


@pytest.mark.django_db
def test_agreeing_anew_replaces_and_keeps_what_held_before():
    row = person(purposes=["invitations"], how="voice")
    agree(row, "invitations")
    first, second = lines(row, "invitations")
    assert (first.ending, first.ended_on, first.ended_by_id) == ("replaced", TODAY, icem().account_id)
    assert (second.how, second.ended_on) == ("writing", None)
    assert AuditEvent.objects.filter(kind="alteration", subject_kind="stakeholders.contact").last().detail == {
        "agreed": ["invitations"], "basis": "consent"
    }  # fmt: skip


@pytest.mark.django_db
def test_withdrawing_stops_use_the_same_day_and_stays_in_the_trail():
    row = person(purposes=["invitations", "bulletins"], how="form")
    operations.withdraw(by=icem(), at=NOW, contact=row, purposes=["bulletins"])
    assert not queries.may_be_invited(row, "bulletins", on=TODAY)
    assert queries.may_be_invited(row, "invitations", on=TODAY)
    (line,) = lines(row, "bulletins")
    assert (line.ending, line.ended_on) == ("withdrawn", TODAY)
    assert queries.may_be_used_for(icem(), [row.pk], "invitations", on=TODAY) == {row.pk}
    assert queries.may_be_used_for(icem(), [row.pk], "bulletins", on=TODAY) == set()


@pytest.mark.django_db
def test_withdrawing_the_keeping_withdraws_everything_and_the_person_needs_review():
    row = person(purposes=["invitations"], how="form")
    operations.withdraw(by=icem(), at=NOW, contact=row, purposes=["keep"])
    row.refresh_from_db()
    assert row.basis == "withdrawn"
    assert not queries.in_force(row).exists()
    assert not queries.may_be_invited(row, on=TODAY)
    assert list(queries.list_contacts(icem(), no_basis=True)) == [row]
    agree(row, "invitations")
    row.refresh_from_db()
    assert (row.basis, queries.may_be_invited(row, on=TODAY)) == ("consent", True)
    assert not queries.list_contacts(icem(), no_basis=True).exists()


@pytest.mark.django_db
def test_withdrawing_before_agreeing_or_in_the_future_is_refused():
    row = person(purposes=["invitations"], how="form")
    for day in (date(2025, 4, 30), TODAY + timedelta(days=1)):
        with pytest.raises(Refused):
            operations.withdraw(by=icem(), at=NOW, contact=row, purposes=["invitations"], on=day)
    assert queries.may_be_invited(row, on=TODAY)


def _whatever(*given, **over):
    return True


@pytest.mark.django_db
def test_a_check_that_let_everything_pass_would_be_seen(monkeypatch):
    monkeypatch.setattr(consent_queries, "may_be_used", _whatever)
    with pytest.raises(AssertionError):
        test_withdrawing_stops_use_the_same_day_and_stays_in_the_trail()


@pytest.mark.django_db
def test_a_change_of_basis_leaves_its_trail_and_withdrawal_is_not_typed_as_a_basis():
    row = person()
    operations.change_contact(by=icem(), at=NOW, contact=row, basis="public_task", basis_on=DAY)
    assert [(line.basis, line.ending) for line in lines(row, "keep")] == [("consent", "replaced"), ("public_task", "")]
    with pytest.raises(Refused):
        operations.change_contact(by=icem(), at=NOW, contact=row, basis="withdrawn")


@pytest.mark.django_db
def test_nobody_met_once_is_written_to_before_they_were_asked():
    row = person(basis="to_be_asked", basis_on=None)
    assert not any(queries.may_be_invited(row, purpose, on=TODAY) for purpose in Consent.Purpose.values)
    with pytest.raises(Refused):
        person("Aled Pugh", basis="to_be_asked", basis_on=None, purposes=["invitations"])
    assert Contact.objects.count() == 1


@pytest.mark.django_db
def test_erased_and_merged_people_may_not_be_invited_and_other_areas_are_out_of_reach():
    row, other = person(purposes=["invitations"], how="form"), contact("Aled Pugh", area=wales())
    assert queries.may_be_used_for(icem(), [row.pk, other.pk], "invitations", on=TODAY) == {row.pk}
    with pytest.raises(NotAllowed):
        agree(other, "invitations")
    with pytest.raises(NotAllowed):
        operations.withdraw(by=icem(), at=NOW, contact=other, purposes=["keep"])
    Contact.objects.filter(pk=row.pk).update(merged_into=contact("Siân P"))
    row.refresh_from_db()
    assert not queries.may_be_invited(row, on=TODAY)
    assert queries.may_be_used_for(hq(), [row.pk], "invitations", on=TODAY) == set()


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow_with_the_people(django_assert_num_queries):
    people = [person(f"Person {number}", purposes=["invitations"], how="form").pk for number in range(12)]
    viewer = icem()
    with django_assert_num_queries(2):
        assert queries.may_be_used_for(viewer, people, "invitations", on=TODAY) == set(people)
