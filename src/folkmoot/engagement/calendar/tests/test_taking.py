from datetime import date, time, timedelta

import pytest

from folkmoot.accounts.models import RoleGrant
from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.accounts.tests.factories import NOW, hq, icem, inspector
from folkmoot.communities.tests.factories import area, community, wales
from folkmoot.engagement.calendar import inviting, queries, taking
from folkmoot.engagement.calendar.models import ActivityInvitation, DraftActivity, TakenMessage, Timing
from folkmoot.engagement.calendar.reading import Unreadable
from folkmoot.engagement.calendar.tests.factories import LATER, comms, ics, letter, timed
from folkmoot.engagement.models import Activity
from folkmoot.engagement.operations import Links
from folkmoot.engagement.tests.factories import planned
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import Refused
from folkmoot.stakeholders.tests.factories import contact

pytestmark = pytest.mark.django_db
NIA = "nia.rowe@example.org"
GUESTS = (
    "ORGANIZER:mailto:amir@example.org",
    "ATTENDEE:mailto:Sian.Prys@example.org",
    "ATTENDEE:mailto:stranger@example.org",
    f"ATTENDEE:mailto:{NIA}",
)
PLAN = {
    "title": "Visit",
    "kind": "visit",
    "purpose": "consultation",
    "objective": "Deaf people know how to report",
    "measure": "20 people come",
}


@pytest.fixture
def nia():
    return icem()


def take(raw, **over):
    return taking.take_letter(by=THE_PRODUCT, at=NOW, raw=raw, own_addresses=frozenset({"calendar@example.org"}), **over)


def test_an_invitation_becomes_a_draft_of_its_sender_and_nothing_more(nia):
    known = contact()
    contact("Somebody in Wales", area=wales(), email="stranger@example.org")
    assert take(letter(ics(*GUESTS))).message.result == "draft"
    draft = queries.drafts(nia).get()
    assert (draft.title, draft.place, draft.day, draft.starts_at, draft.ends_at, draft.area) == (
        "Visit to the mosque", "Wisbech", LATER, time(10), time(12), area()
    )  # fmt: skip
    assert list(draft.contacts.all()) == [known]
    assert draft.people == ["amir@example.org", "stranger@example.org"]
    assert not Activity.objects.exists()
    assert not queries.drafts(comms()).exists()
    assert "amir" not in str(AuditEvent.objects.values())


def test_the_same_message_counts_once_and_the_same_event_too(nia):
    raw = letter(ics())
    take(raw)
    take(raw)
    take(letter(ics(), Message_ID="<2@x>"))
    assert (DraftActivity.objects.count(), TakenMessage.objects.count()) == (1, 2)
    assert DraftActivity.objects.get().changed_at is None


def test_an_update_changes_the_draft_an_older_one_does_not_and_a_cancel_withdraws_it(nia):
    take(letter(ics(SEQUENCE="2")))
    moved = ("DTSTART;TZID=Europe/London:20260403T140000",)
    assert take(letter(ics(SEQUENCE="1", when=moved))).message.result == "ignored"
    assert DraftActivity.objects.get().day == LATER
    assert take(letter(ics(SEQUENCE="3", when=moved))).message.result == "draft"
    draft = DraftActivity.objects.get()
    assert (draft.day, draft.starts_at, draft.changed_at) == (date(2026, 4, 3), time(14), NOW)
    assert take(letter(ics(SEQUENCE="4", method="CANCEL"))).message.result == "withdrawn"
    assert not queries.drafts(nia).exists()
    assert take(letter(ics(SEQUENCE="4"))).message.result == "ignored"
    assert take(letter(ics(SEQUENCE="5"))).message.result == "draft"
    assert queries.drafts(nia).exists()


def test_another_sender_cannot_touch_the_draft_of_somebody_else(nia):
    take(letter(ics()))
    comms()
    take(letter(ics(SEQUENCE="9", method="CANCEL"), sender="tess.calder@example.org"))
    assert queries.drafts(nia).get().withdrawn_at is None


@pytest.mark.parametrize(
    ("raw", "answered"),
    [
        (letter(ics(), sender="stranger@example.org"), False), (letter(None), True), (letter(b"BEGIN:VCALENDAR\r\nX"), True),
        (letter(b"BEGIN:VCALENDAR\r\nX", Auto_Submitted="auto-replied"), False), (letter(None, Precedence="list"), False),
        (letter(None, sender="tomos.hale@example.org"), True), (letter(ics(), sender="tomos.hale@example.org"), True),
        (b"\x00garbage", False),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_said_to_people_of_ours_and_to_no_machine(nia, raw, answered):
    inspector()
    taken = take(raw)
    assert taken.answer is answered
    assert taken.message.result in ("refused", "ignored")
    assert taken.message.reason
    assert not DraftActivity.objects.exists()


def test_a_stranger_is_answered_only_where_our_server_vouches(nia):
    raw = b"Authentication-Results: mx.example.org; dkim=pass\r\n" + letter(ics(), sender="stranger@example.org")
    assert take(raw, trusted_server="mx.example.org").answer
    assert not take(raw + b"\r\n").answer


def test_nobody_gets_more_than_a_few_answers_a_day(nia):
    for number in range(taking.ANSWERS_A_DAY):
        taken = take(letter(None, Message_ID=f"<{number}@x>"))
        assert taken.answer
        taking.mark_answered(by=THE_PRODUCT, at=NOW, message=taken.message)
        assert not take(letter(None, Message_ID=f"<{number}@x>")).answer
    assert not take(letter(None, Message_ID="<last@x>")).answer


def test_a_reply_to_our_invitation_flows_back(nia):
    activity = timed(planned(planned_for=LATER))
    row = ActivityInvitation.objects.create(activity=activity, contact=contact(), invited_at=NOW, sent_at=NOW, sent_sequence=0)
    reply = ics("ATTENDEE;PARTSTAT=TENTATIVE:mailto:sian.prys@example.org", method="REPLY", uid=f"{row.key}@localhost")
    assert take(letter(reply, sender="eve@example.org")).message.result == "ignored"
    assert take(letter(reply, sender="sian.prys@example.org", Auto_Submitted="auto-generated")).message.result == "reply"
    row.refresh_from_db()
    assert (row.reply, row.replied_by) == ("tentative", "mail")
    inviting.take_reply(at=NOW, invitation=row, reply="accepted", way="link")
    assert queries.coming([ActivityInvitation.objects.get()]).accepted == 1


def test_a_draft_becomes_a_plan_in_one_step_with_its_people_and_times(nia):
    known, deaf = contact(), community()
    take(letter(ics(*GUESTS)))
    draft = queries.get_draft(nia, DraftActivity.objects.get().pk)
    links = Links(communities=[deaf], contacts=[], organisations=[], aims=[])
    activity = taking.plan_from_draft(by=nia, at=NOW, draft=draft, area=area(), links=links, planned_for=LATER, place="Wisbech", **PLAN)
    assert list(activity.contacts.all()) == [known]
    assert Timing.objects.get(activity=activity).starts_at == time(10)
    draft.refresh_from_db()
    assert (draft.activity, draft.people, draft.contacts.count()) == (activity, [], 0)
    with pytest.raises(Refused):
        taking.plan_from_draft(by=nia, at=NOW, draft=draft, area=area(), planned_for=LATER, **PLAN)


def test_an_update_after_that_is_shown_and_changes_no_activity(nia):
    take(letter(ics()))
    draft = DraftActivity.objects.get()
    activity = taking.plan_from_draft(by=nia, at=NOW, draft=draft, area=area(), planned_for=LATER, **PLAN)
    take(letter(ics(SEQUENCE="1", when=("DTSTART:20260403T140000Z",))))
    activity.refresh_from_db()
    assert activity.planned_for == LATER
    [overtaken] = queries.overtaken(nia)
    assert overtaken.day == date(2026, 4, 3)
    taking.acknowledge_change(by=nia, at=NOW, draft=overtaken)
    assert not queries.overtaken(nia)


def addresses_in(draft):
    return [draft.people, draft.organiser, list(draft.contacts.all())]


def test_a_later_edition_of_a_finished_draft_brings_no_address_back(nia):
    contact()
    take(letter(ics(*GUESTS)))
    draft = DraftActivity.objects.get()
    assert all(addresses_in(draft))  # the check below would see them
    taking.plan_from_draft(by=nia, at=NOW, draft=draft, area=area(), planned_for=LATER, **PLAN)
    assert addresses_in(DraftActivity.objects.get()) == [[], "", []]
    assert take(letter(ics(*GUESTS, SEQUENCE="1", when=("DTSTART:20260403T140000Z",)))).message.result == "draft"
    [overtaken] = queries.overtaken(nia)
    assert addresses_in(overtaken) == [[], "", []]
    taking.acknowledge_change(by=nia, at=NOW, draft=overtaken)
    assert take(letter(ics(*GUESTS, SEQUENCE="2", when=("DTSTART:20260403T140000Z",)))).message.result == "draft"


@pytest.mark.parametrize("ending", ["thrown away", "called off"])
def test_a_draft_that_ends_keeps_no_stranger(nia, ending):
    take(letter(ics(*GUESTS)))
    if ending == "thrown away":
        taking.discard_draft(by=nia, at=NOW, draft=DraftActivity.objects.get())
    else:
        take(letter(ics(*GUESTS, SEQUENCE="1", method="CANCEL")))
    draft = DraftActivity.objects.get()
    assert (draft.people, draft.organiser) == ([], "")


def test_times_without_a_zone_wait_for_a_word(nia):
    take(letter(ics(when=("DTSTART:20260402T100000",))))
    draft = DraftActivity.objects.get()
    assert draft.floating
    values = {"by": nia, "at": NOW, "draft": draft, "area": area(), "planned_for": LATER, **PLAN}
    with pytest.raises(Refused) as refused:
        taking.plan_from_draft(**values, zone_confirmed=False)
    assert "zone_confirmed" in refused.value.problems
    assert taking.plan_from_draft(**values, zone_confirmed=True).timing.starts_at == time(10)


def test_a_draft_of_a_day_that_passed_is_recorded(nia):
    take(letter(ics(when=("DTSTART;VALUE=DATE:20260302",))))
    draft = DraftActivity.objects.get()
    activity = taking.record_from_draft(by=nia, at=NOW, draft=draft, area=area(), held_on=draft.day, kind="visit", title="Visit")
    assert activity.recorded_at == NOW


def test_a_draft_thrown_away_stays_away(nia):
    take(letter(ics()))
    taking.discard_draft(by=nia, at=NOW, draft=DraftActivity.objects.get())
    assert take(letter(ics(SEQUENCE="7"))).message.result == "ignored"
    assert not queries.drafts(nia).exists()


def test_only_its_owner_may_finish_a_draft(nia):
    take(letter(ics()))
    with pytest.raises(Refused):
        taking.plan_from_draft(by=hq(), at=NOW, draft=DraftActivity.objects.get(), area=area(), planned_for=LATER, **PLAN)


def test_a_file_goes_the_same_way(nia):
    draft = taking.take_file(by=nia, at=NOW, raw=ics(*GUESTS))
    assert (draft.came, draft.account_id) == ("file", nia.account_id)
    with pytest.raises(Unreadable):
        taking.take_file(by=nia, at=NOW, raw=b"no")
    with pytest.raises(Refused):
        taking.take_file(by=nia, at=NOW, raw=ics(method="CANCEL", uid="never@taken"))


def test_who_works_in_several_areas_chooses(nia):
    hq()
    take(letter(ics(), sender="owen.achebe@example.org"))
    assert DraftActivity.objects.get().area is None


def test_an_odd_message_is_refused_and_stands_in_nobodys_way(nia, monkeypatch):
    def odd(*_args, **_more):
        raise Refused({"title": ["This cannot be stored."]})

    monkeypatch.setattr(taking, "_name_people", odd)
    assert take(letter(ics())).message.reason == "This cannot be stored."
    assert not DraftActivity.objects.exists()


def test_senders_are_forgotten_after_a_while(nia):
    take(letter(None))
    assert taking.forget_senders(by=THE_PRODUCT, at=NOW + timedelta(days=89)) == 0
    assert taking.forget_senders(by=THE_PRODUCT, at=NOW + timedelta(days=91)) == 1
    assert TakenMessage.objects.get().sender == ""


def test_a_role_that_ended_takes_nothing(nia):
    RoleGrant.objects.update(ends=(NOW - timedelta(days=1)).date())
    assert take(letter(ics())).message.result == "refused"
    assert not DraftActivity.objects.exists()
