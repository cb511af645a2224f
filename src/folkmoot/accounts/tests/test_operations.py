"""Inviting, joining, giving and ending roles: what is stored, what is refused, what is recorded."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from folkmoot.accounts import operations
from folkmoot.accounts.models import Account, Invitation, RoleGrant
from folkmoot.accounts.operations import InvitationClosed, Work
from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import NOBODY, THE_PRODUCT, NotAllowed, viewer_for
from folkmoot.accounts.tests.factories import NOW, PASSWORD, TODAY, account, administrator, area, hq, icem, inspector, panel_member
from folkmoot.foundation import audit
from folkmoot.foundation.audit import Actor, Kind
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import Refused

pytestmark = pytest.mark.django_db
MAIR = "mair.ellis@example.org"


def invite(by=None, work=None, email=MAIR, at=NOW):
    work = work or Work(Role.ICEM, areas=[area()])
    return operations.invite(by=by or administrator(), at=at, email=email, name="Mair Ellis", work=work)


def accept(token, at=NOW, name="Mair Ellis", password=PASSWORD):
    return operations.accept_invitation(by=NOBODY, at=at, token=token, name=name, password=password)


def last() -> AuditEvent:
    return AuditEvent.objects.latest("seq")


def test_an_invitation_keeps_only_the_fingerprint_of_its_link():
    invitation, token = invite()
    stored = Invitation.objects.get()
    assert token not in str(vars(stored))
    assert (stored.email, stored.role, stored.expires_at - stored.sent_at) == (MAIR, "icem", timedelta(days=7))
    assert list(stored.areas.all()) == [area()]
    assert (last().kind, last().subject_kind, last().subject_ids) == ("collection", "accounts.invitation", [invitation.pk])


def test_joining_makes_account_role_and_events_together():
    _, token = invite(work=Work(Role.ICEM, areas=[area()], ends=date(2027, 3, 31)))
    mair = accept(token, name="Mair E.")
    given = mair.grants.get()
    assert (mair.email, mair.name, mair.check_password(PASSWORD)) == (MAIR, "Mair E.", True)
    assert (given.role, given.starts, given.ends, list(given.areas.all())) == ("icem", TODAY, date(2027, 3, 31), [area()])
    assert given.given_by == account("gwen.pryce@example.org")
    assert EmailAddress.objects.get(user=mair).verified
    assert viewer_for(mair, TODAY).may("voice.write", area().pk)
    event = last()
    assert (event.kind, event.actor_id, event.subject_ids, event.detail["role"]) == ("collection", mair.pk, [mair.pk], "icem")
    assert "Mair" not in str(event.detail)


def test_an_invitation_works_once():
    _, token = invite()
    accept(token)
    with pytest.raises(InvitationClosed):
        accept(token)
    assert Account.objects.filter(email=MAIR).count() == 1


def test_an_expired_withdrawn_or_invented_link_answers_alike():
    invitation, token = invite()
    sentences = set()
    for at, wrong in [(NOW + timedelta(days=7), token), (NOW, "invented"), (NOW, "")]:
        with pytest.raises(InvitationClosed) as closed:
            accept(wrong, at=at)
        sentences.add(str(closed.value))
    operations.withdraw_invitation(by=administrator(), at=NOW, invitation=invitation)
    with pytest.raises(InvitationClosed) as closed:
        accept(token)
    assert sentences == {str(closed.value)}
    assert not Account.objects.filter(email=MAIR).exists()


def test_the_last_moment_still_works():
    _, token = invite()
    assert accept(token, at=NOW + timedelta(days=7) - timedelta(seconds=1))


def test_a_weak_password_is_refused_and_the_invitation_stays_open():
    _, token = invite()
    for weak in ("short", "password1234", "mair.ellis@example.org"):
        with pytest.raises(Refused) as refused:
            accept(token, password=weak)
        assert list(refused.value.problems) == ["password"]
    assert accept(token)


def test_when_the_event_cannot_be_written_nobody_joins(monkeypatch):
    _, token = invite()

    def broken(*args, **kwargs):
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(AuditEvent, "save", broken)
        with pytest.raises(OSError, match="disk"):
            accept(token)
    assert not Account.objects.filter(email=MAIR).exists()
    assert accept(token)


def test_inviting_again_withdraws_the_earlier_invitation():
    _, first = invite()
    _, second = invite()
    with pytest.raises(InvitationClosed):
        accept(first)
    assert accept(second)


def test_somebody_with_an_account_is_not_invited():
    account(MAIR)
    with pytest.raises(Refused, match="already has an account"):
        invite(email="Mair.Ellis@Example.org ")


@pytest.mark.parametrize("viewer", [icem, hq, inspector, panel_member, lambda: NOBODY])
def test_only_an_administrator_manages_people(viewer):
    by, ruth = viewer(), account("ruth.adeyemi@example.org")
    given = ruth.grants.first() or RoleGrant.objects.create(account=ruth, role="hq", national=True, starts=TODAY)
    invitation = invite()[0]
    attempts = [
        lambda: invite(by=by),
        lambda: operations.withdraw_invitation(by=by, at=NOW, invitation=invitation),
        lambda: operations.give_role(by=by, at=NOW, account=ruth, work=Work(Role.HQ, True), starts=TODAY),
        lambda: operations.end_role(by=by, at=NOW, grant=given),
        lambda: operations.disable_account(by=by, at=NOW, account=ruth),
        lambda: operations.enable_account(by=by, at=NOW, account=ruth),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()


def test_a_role_is_given_and_recorded():
    icem()
    given = operations.give_role(by=administrator(), at=NOW, account=account(), work=Work(Role.HQ, True), starts=TODAY)
    assert viewer_for(account(), TODAY).may("reports.sign")
    assert last().detail == {"role given": given.pk, "role": "hq", "national": True}


def test_nobody_gives_themselves_a_role():
    gwen = administrator()
    with pytest.raises(Refused, match="cannot give yourself"):
        operations.give_role(by=gwen, at=NOW, account=account("gwen.pryce@example.org"), work=Work(Role.HQ, True), starts=TODAY)
    assert not viewer_for(account("gwen.pryce@example.org"), TODAY).may("voice.read")


def test_a_role_that_does_not_fit_is_refused():
    with pytest.raises(Refused, match="named Areas"):
        operations.give_role(by=administrator(), at=NOW, account=account(), work=Work(Role.ICEM, True), starts=TODAY)
    with pytest.raises(Refused, match="Choose at least one Area"):
        invite(work=Work(Role.ICEM))


def test_an_ended_role_opens_nothing_and_ending_it_again_changes_nothing():
    icem()
    given = account().grants.get()
    operations.end_role(by=administrator(), at=NOW, grant=given)
    assert not viewer_for(account(), TODAY).grants
    events = AuditEvent.objects.count()
    operations.end_role(by=administrator(), at=NOW, grant=given)
    assert AuditEvent.objects.count() == events
    assert last().detail == {"role ended": given.pk, "role": "icem"}


def test_the_last_administrator_stays():
    gwen = administrator()
    given = account("gwen.pryce@example.org").grants.get()
    with pytest.raises(Refused, match="only administrator"):
        operations.end_role(by=gwen, at=NOW, grant=given)
    with pytest.raises(Refused, match="only administrator"):
        operations.disable_account(by=THE_PRODUCT, at=NOW, account=account("gwen.pryce@example.org"))
    administrator("nia.rowe@example.org")
    operations.end_role(by=gwen, at=NOW, grant=given)
    assert not viewer_for(account("gwen.pryce@example.org"), TODAY).grants


@pytest.mark.parametrize("weakness", [{"is_active": False}, {"ends": date(2026, 3, 9)}, {"starts": date(2026, 3, 11)}, {"ended_at": NOW}])
def test_an_administrator_who_cannot_act_does_not_count_as_another(weakness):
    gwen = administrator()
    administrator("nia.rowe@example.org")
    if "is_active" in weakness:
        Account.objects.filter(email="nia.rowe@example.org").update(**weakness)
    else:
        RoleGrant.objects.filter(account__email="nia.rowe@example.org").update(**weakness)
    with pytest.raises(Refused, match="only administrator"):
        operations.end_role(by=gwen, at=NOW, grant=account("gwen.pryce@example.org").grants.get())


def test_an_account_is_disabled_and_opened_again_each_time_recorded():
    icem()
    operations.disable_account(by=administrator(), at=NOW, account=account())
    assert not viewer_for(account(), TODAY).grants
    assert last().detail == {"fields": ["is_active"], "active": False}
    operations.enable_account(by=administrator(), at=NOW, account=account())
    assert viewer_for(account(), TODAY).may("voice.read")
    assert last().detail["active"] is True


def test_nobody_disables_or_enables_themselves():
    gwen, own = administrator(), account("gwen.pryce@example.org")
    administrator("nia.rowe@example.org")
    with pytest.raises(Refused):
        operations.disable_account(by=gwen, at=NOW, account=own)
    with pytest.raises(Refused):
        operations.enable_account(by=gwen, at=NOW, account=own)


def test_a_new_password_is_recorded_without_its_words():
    nia = account()
    operations.set_password(by=Actor(nia.pk, "Nia Rowe"), at=NOW, account=nia, password="heather-compass-17")
    assert account().check_password("heather-compass-17")
    assert (last().kind, last().detail) == (Kind.ALTERATION, {"fields": ["password"]})


def test_the_database_refuses_what_the_rules_refuse():
    nia = account()
    for values in ({"role": "icem", "panel": "eastern"}, {"role": "icem", "ends": date(2020, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RoleGrant.objects.create(account=nia, starts=TODAY, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(email=MAIR, name="x", fingerprint="x", role="hq", sent_at=NOW, expires_at=NOW)


def test_all_this_leaves_a_sound_trail():
    _, token = invite()
    operations.disable_account(by=administrator(), at=NOW, account=accept(token))
    assert list(audit.faults()) == []
