"""From the advert to the seat, what is refused on the way, and what is forgotten when its time is over."""

from datetime import date, time, timedelta

import pytest

from folkmoot.accounts.notices.models import Letter
from folkmoot.accounts.scope import THE_PRODUCT, NotAllowed
from folkmoot.accounts.tests.factories import NOW, area, hq, icem
from folkmoot.communities.tests.factories import somalis, travellers
from folkmoot.foundation.audit import faults
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.foundation.tests.lifting import lifted
from folkmoot.panels.members.tests.factories import panel
from folkmoot.panels.recruitment import applying, choosing, operations
from folkmoot.panels.recruitment.models import Application, Campaign, Interview, Sifting, Step
from folkmoot.panels.recruitment.queries import application_states, campaigns, line_of, sought_of, state_now, to_be_told
from folkmoot.panels.recruitment.rules import CampaignState, State
from folkmoot.panels.recruitment.tests.factories import ADVERT, WRITTEN, application, campaign, offered
from folkmoot.stakeholders.models import Contact
from folkmoot.stakeholders.operations import attest, erase_contact
from folkmoot.stakeholders.tests.factories import organisation, person

pytestmark = pytest.mark.django_db


def test_from_the_advert_to_the_seat():
    here = campaign(panel())
    row = application(here)
    offered(row)
    applying.say_by_link(by=applying.BY_PAGE, at=NOW, application=row, step="accepted")
    member = choosing.appoint_applicant(
        by=icem(),
        at=NOW,
        application=row,
        starts=date(2026, 4, 1),
        why="She helps families to report.",
        speaks_for=row.knows.all(),
        another=True,
    )
    assert (member.how, member.position, member.contact.name) == ("advert", "member", "Bridie Quilligan")
    assert member.contact.needs == ["hearing_loop"]
    spoken = member.contact.speaks_for.get()
    assert spoken.community.name == "Gypsy, Roma and Traveller people in Cambridgeshire"
    assert row.reference in spoken.attested_by
    assert state_now(row) is State.APPOINTED
    assert line_of(here, NOW.date()).waiting == 0
    letters = list(Letter.objects.order_by("pk").values_list("text", flat=True))
    assert len(letters) == 4  # received, shortlisted, interview, offered
    assert not any(WRITTEN["reasons"] in text or "Bridie" in text for text in letters)
    assert "A hearing loop" in letters[2]
    assert list(faults()) == []


def test_no_terms_no_campaign_and_other_areas_see_none():
    bare = panel("no-terms", terms=False)
    row = campaign(bare, opened=False)
    with pytest.raises(Refused, match="no agreed terms"):
        operations.open_campaign(by=icem(), at=NOW, campaign=row)
    other = icem("sian.pugh@example.org", "Sian Pugh", area("cymru-wales", "Cymru-Wales"))
    assert list(campaigns(other)) == []
    with pytest.raises(NotAllowed):
        operations.end_campaign(by=other, at=NOW, campaign=row, why="It is none of mine.")
    with pytest.raises(Refused, match="own Area"):
        operations.change_campaign(by=icem(), at=NOW, campaign=row, communities=[somalis()])


def test_what_people_were_told_stays_once_it_is_open():
    row = campaign(panel())
    with pytest.raises(Refused, match="how long we keep it"):
        operations.change_campaign(by=icem(), at=NOW, campaign=row, keep_months=24)
    stale = Campaign.objects.get(pk=row.pk)
    assert operations.change_campaign(by=icem(), at=NOW, campaign=row, seen_version=row.version, gives_en="Your fares.") == ["gives_en"]
    with pytest.raises(ChangedMeanwhile):
        operations.change_campaign(by=hq(), at=NOW, campaign=stale, seen_version=stale.version, gives_en="Nothing.")
    with pytest.raises(Refused, match="later day"):
        operations.extend_campaign(by=icem(), at=NOW, campaign=row, until=row.closes_on)
    application(row)
    with pytest.raises(Refused, match="owed an answer"):
        operations.end_campaign(by=icem(), at=NOW, campaign=row, why="We found nobody in time.")


def test_the_same_page_sent_twice_is_one_application_and_a_late_one_is_refused():
    row = campaign(panel())
    first = application(row)
    assert application(row) == first
    assert application(row, mark="two") != first
    with pytest.raises(Refused, match="takes no more applications"):
        application(row, at=NOW + timedelta(days=31), mark="three")
    late, _new = applying.take_application(  # by post, before the last day, entered after it
        by=icem(), at=NOW + timedelta(days=33), campaign=row, mark="four", agreed=True, channel="paper",
        received_on=row.closes_on, **WRITTEN,
    )  # fmt: skip
    assert late.entered_by_id == icem().account_id
    assert line_of(row, NOW.date() + timedelta(days=40)).state is CampaignState.CHOOSING


def test_each_marks_alone_and_nothing_is_decided_before_all_have():
    row = application(campaign(panel(), sifters=2))
    choosing.sift(by=icem(), at=NOW, application=row, marks=[3, 2])
    with pytest.raises(Refused, match="marked this one already"):
        choosing.sift(by=icem(), at=NOW, application=row, marks=[1, 1])
    with pytest.raises(Refused, match="So far: 1"):
        choosing.take_step(by=icem(), at=NOW, application=row, step="shortlisted", reason="Both marks are high.")
    choosing.sift(by=hq(), at=NOW, application=row, marks=[2, 2])
    choosing.take_step(by=icem(), at=NOW, application=row, step="shortlisted", reason="Both marks are high.")
    with pytest.raises(Refused, match="does not follow"):
        choosing.take_step(by=hq(), at=NOW, application=row, step="reserved", reason="The other one was better.")
    with pytest.raises(Refused) as refused:  # they need a hearing loop
        choosing.arrange_interview(by=icem(), at=NOW, application=row, day=NOW.date(), hour=time(14), where="Ely", who="Nia Rowe")
    assert set(refused.value.problems) == {"arranged"}


def test_whoever_left_no_e_mail_address_is_told_by_hand():
    row = campaign(panel())
    silent = application(row, email="", phone="01632 960001")
    choosing.sift(by=icem(), at=NOW, application=silent, marks=[0, 1])
    said = "Others knew the cases of Travellers better."
    step = choosing.take_step(by=icem(), at=NOW, application=silent, step="turned_down", reason="Low marks on both.", said=said)
    assert to_be_told(icem(), row) == [step]
    choosing.record_telling(by=icem(), at=NOW, step=step, on=NOW.date(), how="phone")
    assert to_be_told(icem(), row) == []
    assert not Letter.objects.exists()


def test_withdrawing_calls_the_interview_off_and_keeps_nothing_longer_than_promised():
    here = campaign(panel())
    row = application(here)
    choosing.sift(by=icem(), at=NOW, application=row, marks=[3, 2], words="She has helped families.")
    choosing.take_step(by=icem(), at=NOW, application=row, step="shortlisted", reason="Both marks are high.")
    choosing.arrange_interview(
        by=icem(), at=NOW, application=row, day=NOW.date(), hour=time(14), where="Ely Library", who="Nia", arranged="A loop"
    )
    with pytest.raises(Refused, match="still being decided"):
        applying.erase_application(by=icem(), at=NOW, application=row)
    applying.say_by_link(by=applying.BY_PAGE, at=NOW, application=row, step="withdrew")
    assert Interview.objects.get().cancelled_on == NOW.date()
    assert applying.forget_applications(by=THE_PRODUCT, at=NOW + timedelta(days=30 + 182)) == 0
    due = NOW + timedelta(days=30 + 184)
    assert applying.forget_applications(by=THE_PRODUCT, at=due) == 1
    assert applying.forget_applications(by=THE_PRODUCT, at=due) == 0
    row.refresh_from_db()
    gone = [row.name, row.email, row.reasons, row.brings, row.interests, Sifting.objects.get().words, Interview.objects.get().where]
    gone += list(Step.objects.values_list("reason", flat=True))
    assert not any(gone)
    assert not row.knows.exists()
    assert row.needs == []
    assert [state for _row, state in application_states(here.applications.all())] == [State.WITHDRAWN]
    assert applying.by_token(applying.token_of(row), today=NOW.date()) is None


def test_forgetting_leaves_nothing_a_person_wrote_or_was_written_about_them():
    """The control: every personal or sensitive field that is text or a list is among those that go, so a new one cannot be forgotten."""
    kept = {"language", "reference", "mark", "channel"}
    sensitive = {name for name, label in Application.privacy.items() if label in ("personal", "special_category")}
    texts = {
        field.name
        for field in Application._meta.concrete_fields
        if field.get_internal_type() in ("CharField", "TextField", "EmailField", "JSONField")
    }
    assert sensitive & texts - kept <= set(Application.gone_with_contact)
    assert not sensitive & texts - kept <= set(Application.gone_with_contact) - {"interests"}  # red where one is left out


def test_an_erased_person_takes_their_application_along():
    row = application(campaign(panel()))
    offered(row)
    applying.say_by_link(by=applying.BY_PAGE, at=NOW, application=row, step="accepted")
    member = choosing.appoint_applicant(
        by=icem(), at=NOW, application=row, starts=NOW.date(), why="She helps families to report.", another=True
    )
    erase_contact(by=icem(), at=NOW, contact=member.contact)
    row.refresh_from_db()
    assert (row.name, row.reasons) == ("", "")
    assert applying.forget_applications(by=THE_PRODUCT, at=NOW) == 1
    assert not any(Step.objects.values_list("reason", flat=True))


def test_who_asked_to_hear_of_later_campaigns_is_kept_for_that_alone():
    row = application(campaign(panel()), later=True)
    choosing.sift(by=icem(), at=NOW, application=row, marks=[1, 1])
    choosing.take_step(
        by=icem(), at=NOW, application=row, step="turned_down", reason="Low marks on both.", said="Others knew more about it."
    )
    kept = choosing.keep_for_later(by=icem(), at=NOW, application=row, another=True)
    assert set(kept.consents.values_list("purpose", flat=True)) == {"keep", "panels"}
    with pytest.raises(Refused, match="did not ask"):
        choosing.keep_for_later(by=icem(), at=NOW, application=application(row.campaign, mark="two"))


def test_only_who_agreed_to_be_asked_is_named_beside_a_community_that_is_sought():
    missing = travellers()
    willing = person("Bridie Quilligan", purposes=["panels"], how="form")
    unasked = person("Tom Lee")
    for each in (willing, unasked, organisation("Fen Travellers")):
        attest(by=icem(), at=NOW, stakeholder=each, community=missing, attested_by="The families of the site")
    row = campaign(panel(), communities=[])
    row.communities.add(missing)
    operations.record_placing(by=icem(), at=NOW, campaign=row, on=NOW.date(), channel="group", where="The site", community=missing)
    application(row)
    found = sought_of(icem(), row, NOW.date())[0]
    assert (found.to_ask, found.organisations, found.placings, found.applications) == ([willing], ["Fen Travellers"], 1, 1)


def test_a_national_panel_says_which_area_keeps_the_person():
    everywhere = panel("national")
    everywhere.area = None
    with lifted("panels.migrations.0002_what_panels_settled_stays"):
        everywhere.save()
    row = application(campaign(everywhere, hq(), communities=[]))
    offered(row, hq())
    choosing.take_step(by=hq(), at=NOW, application=row, step="accepted")
    with pytest.raises(Refused, match="say which Area"):
        choosing.appoint_applicant(by=hq(), at=NOW, application=row, starts=NOW.date(), why="She helps families to report.")
    assert not Contact.objects.exists()
    assert ADVERT["title_en"] == str(row.campaign)
