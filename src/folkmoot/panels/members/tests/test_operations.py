"""Seats: appointed, renewed, left, handed over; no papers until all is in order; signing in; joined and erased entries; forgetting."""

from datetime import date, timedelta

import pytest

from folkmoot.accounts.models import Account, RoleGrant
from folkmoot.accounts.operations import accept_invitation
from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import NOBODY, THE_PRODUCT, NotAllowed, viewer_for
from folkmoot.accounts.tests.factories import NOW, PASSWORD, TODAY, account, grant, icem
from folkmoot.communities.tests.factories import area
from folkmoot.foundation.audit import faults
from folkmoot.foundation.saving import Refused
from folkmoot.panels.members import operations, sign_in
from folkmoot.panels.members.models import Interest, Member, Office, Undertaking
from folkmoot.panels.members.queries import chair_ends, chair_of, members, papers_problem, papers_problems, sitting, voters
from folkmoot.panels.members.retention import forget_past_members
from folkmoot.panels.members.tests.factories import SECRET, member, panel, ready
from folkmoot.panels.models import Terms
from folkmoot.stakeholders.duplicates.operations import merge, unmerge
from folkmoot.stakeholders.models import Affiliation, Contact
from folkmoot.stakeholders.operations import erase_contact
from folkmoot.stakeholders.queries import everything_held
from folkmoot.stakeholders.tests.factories import contact

pytestmark = pytest.mark.django_db


def other_icem():
    return icem("sian.pugh@example.org", "Sian Pugh", area("cymru-wales", "Cymru-Wales"))


def test_a_seat_lasts_as_the_terms_say_and_stands_among_the_roles_of_the_person():
    here = panel()
    one = member(here)
    assert (one.ends, one.affiliation.kind, one.affiliation.ends) == (date(2027, 8, 31), "panel_member", date(2027, 8, 31))
    assert list(members(icem(), here, on=TODAY)) == [one]
    assert not members(other_icem(), here, on=TODAY)
    with pytest.raises(NotAllowed):
        member(here, "Sam Obi", other_icem())
    with pytest.raises(Refused, match="has a seat on the panel"):
        member(here, contact=one.contact, starts=TODAY)
    with pytest.raises(Refused, match="Say in a sentence why"):
        member(here, "Sam Obi", why="Nice")
    elsewhere = contact("Mair Ellis", area=area("cymru-wales", "Cymru-Wales"))
    with pytest.raises(Refused, match="known to another Area"):
        member(here, contact=elsewhere)
    for number in range(5):
        member(here, f"Person{number} Last")
    with pytest.raises(Refused, match="all places are taken"):
        member(here, "Sam Obi")
    assert member(here, "Pat Quill", position="observer").position == "observer"
    assert (sitting(here, TODAY).count(), voters(here, TODAY).count()) == (7, 6)
    assert list(faults()) == []


def test_a_renewed_seat_follows_the_old_as_often_as_the_terms_allow():
    here = panel()
    one = member(here, starts=date(2024, 4, 1))
    assert sign_in.ask_to_sign_in(by=icem(), at=NOW, member=one)[1]
    one.account = account("ruth@example.org", "Ruth Adeyemi")
    one.save()
    grant(one.account, Role.PANEL_MEMBER, panel=here.code)
    two = operations.renew(by=icem(), at=NOW, member=one, why="She wants to go on, and comes to every meeting.")
    assert (two.starts, two.ends, two.account) == (date(2026, 4, 1), date(2028, 3, 31), one.account)
    assert two.affiliation.ends == two.ends
    assert RoleGrant.objects.filter(account=one.account, panel=here.code, starts=two.starts, ends=two.ends).exists()
    with pytest.raises(Refused, match="renewed already"):
        operations.renew(by=icem(), at=NOW, member=one, why="She wants to go on, once more.")
    with pytest.raises(Refused, match="renewed 1 times"):
        operations.renew(by=icem(), at=NOW, member=two, why="She wants to go on, once more.")
    later = NOW + timedelta(days=60)
    assert operations.end_terms(by=THE_PRODUCT, at=later) == 1
    assert operations.end_terms(by=THE_PRODUCT, at=later) == 0
    one.refresh_from_db()
    assert (one.ended_on, one.ended_how) == (one.ends, "term")
    assert list(sitting(here, later.date())) == [two]
    operations.leave(by=icem(), at=later, member=two, on=later.date(), how="resigned")
    assert not RoleGrant.objects.filter(account=two.account, ended_at=None).exists()


def test_no_papers_until_all_is_signed_done_and_cleared_and_none_from_the_day_after_it_lapses():
    here = panel()
    one, staff = member(here), member(here, "Ola Berg", position="service")
    assert papers_problem(one, TODAY) == "The undertaking of confidentiality has not been signed."
    assert papers_problem(staff, TODAY) == ""
    ready(one)
    last = date(2027, 3, 9)
    assert [papers_problem(one, day) for day in (TODAY, last)] == ["", ""]
    assert "lapsed on 9 March 2027" in papers_problem(one, last + timedelta(days=1))
    assert papers_problem(one, TODAY - timedelta(days=1)) == "The undertaking of confidentiality has not been signed."
    operations.record_vetting(by=icem(), at=NOW, member=one, level="Non-police personnel", state="refused", on=TODAY)
    assert papers_problem(one, TODAY) == "The vetting was not cleared."
    new = Terms.objects.get(panel=here)
    new.pk, new.number, new.holds_from, new.confidentiality_en = None, 2, TODAY, f"{SECRET} And where I met."
    new.save()
    assert "in other words" in papers_problems(here, [one, staff], TODAY)[one.pk]
    operations.leave(by=icem(), at=NOW, member=one, on=TODAY, how="removed", why="Rule 7: she spoke of a case outside; told, and heard.")
    assert papers_problem(one, TODAY) == "They do not hold a seat on the panel on that day."
    bare = panel("without-terms", terms=False)
    assert "no terms of reference" in papers_problem(member(bare, "Sam Obi"), TODAY)


def test_the_chair_is_found_as_the_terms_say_and_who_chaired_when_stays():
    here = panel()
    one, two, three = (member(here, name) for name in ("Ruth Adeyemi", "Sam Obi", "Kit Moss"))
    with pytest.raises(Refused, match="members elect the chair"):
        operations.hand_over_chair(by=icem(), at=NOW, panel=here, to=one, on=TODAY, how="appointed")
    with pytest.raises(Refused, match="no more voted for them"):
        operations.elect(by=icem(), at=NOW, panel=here, member=one, on=TODAY, votes_for=1, votes_against=1)
    with pytest.raises(Refused, match="more votes than the 3 members"):
        operations.elect(by=icem(), at=NOW, panel=here, member=one, on=TODAY, votes_for=4)
    operations.elect(by=icem(), at=NOW, panel=here, member=one, on=TODAY - timedelta(days=30), votes_for=2)
    operations.hand_over_chair(by=icem(), at=NOW, panel=here, to=three, on=TODAY, how="appointed", position="deputy")
    one.refresh_from_db()
    operations.elect(by=icem(), at=NOW, panel=here, member=two, on=TODAY, votes_for=2, votes_against=1)
    one.refresh_from_db()
    assert (one.position, chair_of(here, TODAY), chair_ends(here, TODAY)) == ("member", two, date(2027, 3, 9))
    assert list(Office.objects.filter(position="chair").values_list("member", "ended_on")) == [(two.pk, None), (one.pk, TODAY)]
    two.refresh_from_db()
    operations.leave(by=icem(), at=NOW, member=two, on=TODAY, how="resigned")
    assert Office.objects.get(member=two).ended_on == TODAY
    assert chair_of(here, TODAY) is None


def test_a_member_signs_in_for_their_panel_alone_and_no_longer_than_the_seat():
    here = panel()
    one = member(here)
    with pytest.raises(NotAllowed):
        sign_in.ask_to_sign_in(by=other_icem(), at=NOW, member=one)
    row, _earlier = sign_in.ask_to_sign_in(by=icem(), at=NOW, member=one)
    assert (row.invitation.role, row.invitation.panel, row.invitation.role_ends) == ("panel_member", here.code, one.ends)
    again, newer = sign_in.ask_to_sign_in(by=icem(), at=NOW, member=one)
    who = accept_invitation(by=NOBODY, at=NOW, token=newer, name="Ruth Adeyemi", password=PASSWORD)
    one.refresh_from_db()
    assert one.account == who
    assert viewer_for(who, TODAY).panels("panel.home") == {here.code}
    assert not viewer_for(who, TODAY).may("panels.read")
    operations.sign_undertaking(by=viewer_for(who, TODAY), at=NOW, member=one, terms=Terms.objects.get(panel=here))
    assert Undertaking.objects.get().how == "screen"
    with pytest.raises(NotAllowed):
        operations.declare_interest(by=viewer_for(account("eve@example.org", "Eve"), TODAY), at=NOW, member=one, kind="none")
    operations.declare_interest(by=viewer_for(who, TODAY), at=NOW, member=one, kind="none")
    operations.declare_interest(by=viewer_for(who, TODAY), at=NOW, member=one, kind="work", what="Works for the council")
    assert list(Interest.objects.order_by("pk").values_list("kind", "ended_on")) == [("none", TODAY), ("work", None)]
    operations.leave(by=icem(), at=NOW, member=one, on=TODAY, how="moved")
    assert not viewer_for(who, TODAY).panels("panel.home")
    with pytest.raises(Refused, match="hold no seat any more"):
        sign_in.ask_to_sign_in(by=icem(), at=NOW, member=one)
    assert again.pk != row.pk


def test_a_link_that_is_out_when_somebody_leaves_opens_nothing_and_an_account_that_is_known_gets_the_role_at_once():
    here = panel()
    one, two = member(here), member(here, "Sam Obi")
    token = sign_in.ask_to_sign_in(by=icem(), at=NOW, member=one)[1]
    operations.leave(by=icem(), at=NOW, member=one, on=TODAY, how="resigned")
    with pytest.raises(Exception, match="cannot be used"):
        accept_invitation(by=NOBODY, at=NOW, token=token, name="Ruth", password=PASSWORD)
    known = account("sam@example.org", "Sam Obi")
    assert sign_in.ask_to_sign_in(by=icem(), at=NOW, member=two)[1] == ""
    two.refresh_from_db()
    assert two.account == known
    with pytest.raises(Refused, match="can sign in already"):
        sign_in.ask_to_sign_in(by=icem(), at=NOW, member=two)
    mine = member(here, "Nia Rowe")
    icem_account = Account.objects.get(pk=icem().account_id)
    Contact.objects.filter(pk=mine.contact_id).update(email=icem_account.email)
    mine.contact.refresh_from_db()
    with pytest.raises(Refused, match="cannot give yourself a role"):
        sign_in.ask_to_sign_in(by=icem(), at=NOW, member=mine)


def test_entries_that_are_joined_bring_their_seats_and_two_seats_of_one_person_count_once():
    here, there = panel(), panel("eastern-vawg")
    one, twin, elsewhere = member(here), member(here, "Ruth Adeyemi-Cole"), member(there, "Ruth A.")
    merge(by=icem(), at=NOW, kept=one.contact, gone=elsewhere.contact)
    made = merge(by=icem(), at=NOW, kept=Contact.objects.get(pk=one.contact_id), gone=twin.contact)
    elsewhere.refresh_from_db()
    assert elsewhere.contact_id == one.contact_id
    assert list(sitting(here, TODAY)) == [one]
    unmerge(by=icem(), at=NOW, merge=made, anyway=True)
    assert list(sitting(here, TODAY)) == [one, twin]


def test_an_erased_person_is_gone_from_the_seat_at_once_and_what_is_kept_is_given_to_whoever_asks():
    here = panel()
    one = member(here)
    ready(one)
    operations.declare_interest(by=icem(), at=NOW, member=one, kind="family", what="Her sister works for the police")
    token = sign_in.ask_to_sign_in(by=icem(), at=NOW, member=one)[1]
    who = accept_invitation(by=NOBODY, at=NOW, token=token, name="Ruth Adeyemi", password=PASSWORD)
    held = " ".join(words for part in everything_held(icem(), one.contact) for row in part.rows for pair in row for words in pair)
    assert "Her sister works for the police" in held
    assert "She knows the Fens and applied." in held
    erase_contact(by=icem(), at=NOW, contact=Contact.objects.get(pk=one.contact_id))
    one.refresh_from_db()
    assert (one.why, one.account, Interest.objects.get().what) == ("—", None, "—")
    assert not sitting(here, TODAY).exists()
    assert operations.end_terms(by=THE_PRODUCT, at=NOW) == 1
    assert not viewer_for(who, TODAY).panels("panel.home")


def test_what_is_kept_of_past_members_goes_kind_by_kind_and_the_bare_seat_stays(settings):
    here = panel()
    one, stays = member(here), member(here, "Sam Obi")
    ready(one)
    operations.declare_interest(by=icem(), at=NOW, member=one, kind="family", what="Her sister works for the police")
    operations.leave(by=icem(), at=NOW, member=one, on=TODAY, how="moved", why="She moved to Leeds.")
    person = one.contact_id

    def kept(months):
        forget_past_members(by=THE_PRODUCT, at=NOW + timedelta(days=31 * months))
        row = Member.objects.get(pk=one.pk)
        return (row.vettings.count(), row.interests.count(), row.ended_why != "", row.undertakings.count(), row.contact_id == person)

    assert kept(1) == (1, 1, True, 1, True)
    assert kept(12) == (0, 0, True, 1, True)
    assert kept(24) == (0, 0, False, 1, True)
    assert kept(72) == (0, 0, False, 0, True)
    assert kept(84) == (0, 0, False, 0, False)
    bare = Member.objects.get(pk=one.pk)
    assert (bare.position, bare.starts, bare.ended_on, bare.bare_on is not None) == ("member", one.starts, TODAY, True)
    assert not Affiliation.objects.filter(contact=person, kind="panel_member").exists()
    assert (Member.objects.get(pk=stays.pk).contact.name, Contact.objects.get(pk=person).name) == ("Sam Obi", "Ruth Adeyemi")
    assert list(faults()) == []
    settings.PANEL_MEMBERS_KEPT = {"interest": 1}
    with pytest.raises(ValueError, match="nothing is kept"):
        forget_past_members(by=THE_PRODUCT, at=NOW)
