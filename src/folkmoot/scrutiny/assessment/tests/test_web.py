"""Judging through its pages, on a phone or at a desk: what a member sees, when, and what the service never sees."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import area, hq, icem, inspector
from folkmoot.foundation.models import AuditEvent
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.meetings.operations import call_meeting, draft_meeting
from folkmoot.panels.members.tests.factories import ready
from folkmoot.panels.models import Position
from folkmoot.panels.space.tests.factories import seated
from folkmoot.scrutiny.assessment.models import Assessment, CalibrationKey, Escalation, JointView, Judgement, Recusal
from folkmoot.scrutiny.assessment.questions.models import Grade, QuestionSet
from folkmoot.scrutiny.assessment.questions.rules import SCALE, WORDS
from folkmoot.scrutiny.assessment.tests.factories import agreed, graded, locked, opened, packs, scene, together
from folkmoot.scrutiny.packs.models import Pack, PackReading

pytestmark = pytest.mark.django_db
HOME, SERVICE = "/my-cases/", "/scrutiny/assessment/"


def here(client, viewer):
    client.force_login(Account.objects.get(pk=viewer.account_id))
    return client


def now_scene(**over):
    return scene(at=timezone.now(), **over)


def marks():
    number = 0
    while True:
        number += 1
        yield {"mark": f"mark-{number}"}


def version(page) -> str:
    return re.search(r'name="version" value="(\d+)"', page.text)[1]


def answer_all(client, judge, sent):
    """Every question in turn, as the pages lead; returns the address of the last step."""
    address = client.get(judge, follow=True).redirect_chain[-1][0]
    while "q=end" not in address:
        code = address.partition("q=")[2].partition("#")[0]
        kind = Judgement.objects.get().assessment.question_set.questions.get(code=code).kind
        value = "Nothing else." if kind == WORDS else "4" if kind == SCALE else "yes"
        answer = {"answer": value, "version": version(client.get(address))} | next(sent)
        given = client.post(address, answer)
        assert given.status_code == 302
        address = given.url
    return address


def test_a_member_judges_a_case_alone_from_begin_to_lock(client):
    at, sent = now_scene(), marks()
    graded()
    page = here(client, at.seats[0][1])
    home = page.get(HOME).text
    assert "1 case waits for your judgement." in home
    assert "on what was known to whoever decided, at the time" in home
    assert "cannot reopen or change a case" in home
    judge = f"{HOME}judge/{at.pack.pk}/"
    assert "Once you lock them they cannot be changed" in page.get(judge).text
    page.post(judge, next(sent))
    first = page.get(judge, follow=True)
    assert "Victim A was shouted at over a fence." in first.text
    assert "Question 1 of 15" in first.text
    assert first.headers["Cache-Control"] == "no-store, private"
    assert PackReading.objects.filter(member=at.seats[0][0]).exists()
    end = answer_all(page, judge, sent)
    closing = page.get(end)
    assert "No published source shows a prosecution panel giving grades" in closing.text
    grade = Grade.objects.get(scale__code="four-categories", code="with-observations")
    whole = {
        "good": "The victim was called every week.",
        "better": "Write to Mrs Parry sooner.",
        "grade": grade.pk,
        "version": version(closing),
    }
    check = page.post(end, whole | next(sent)).url
    shown = page.get(check)
    assert "The victim was called every week." in shown.text
    refused = page.post(check, {"version": version(shown)} | next(sent))
    assert refused.status_code == 422
    assert "may identify a person" in refused.text
    assert page.post(check, {"version": version(shown), "names_nobody": "on"} | next(sent)).status_code == 302
    row = Judgement.objects.get()
    assert (row.locked_at is not None, row.grade, len(row.answers)) == (True, grade, 14)
    assert "You locked them on" in page.get(judge).text
    assert page.get(check).status_code == 302
    assert "You have locked yours" in page.get(HOME).text


def test_the_first_page_of_a_member_says_that_a_case_waits(client):
    at = now_scene(cases=2)
    page = here(client, at.seats[0][1]).get("/my-panel/").text
    assert "2 cases wait for your judgement." in page
    assert f"{HOME}?panel={at.panel.code}" in page
    for pack in at.packs:
        locked(at.seats[0], pack, at=at.at)
    assert "your judgement" not in here(client, at.seats[0][1]).get("/my-panel/").text


def test_an_unanswered_question_is_named_before_locking_and_a_second_window_is_told(client):
    at, sent = now_scene(), marks()
    page = here(client, at.seats[0][1])
    judge = f"{HOME}judge/{at.pack.pk}/"
    page.post(judge, next(sent))
    step = page.get(judge, follow=True).redirect_chain[-1][0]
    old = version(page.get(step))
    page.post(step, {"answer": "yes", "remark": "", "version": old} | next(sent))
    assert "was changed by somebody else" in page.post(step, {"answer": "no", "remark": "", "version": old} | next(sent)).text
    check = page.get(f"{judge}check")
    refused = page.post(f"{judge}check", {"version": version(check)} | next(sent))
    assert refused.status_code == 422
    assert "The pack does not say" in refused.text


def test_nobody_sees_what_another_answered_before_the_panel_does(client):
    at = now_scene()
    locked(at.seats[0], at.pack, at=at.at, good="The officer was kind to her.")
    together_page = f"{HOME}judge/{at.pack.pk}/together"
    for member, viewer in at.seats[1:]:
        page = here(client, viewer)
        assert page.get(together_page).status_code == 302
        assert "The officer was kind" not in page.get(f"{HOME}judge/{at.pack.pk}/").text
        assert member.contact.name not in page.get(HOME).text.partition("<main")[2]
    assessment = Assessment.objects.get()
    service = here(client, icem()).get(f"{SERVICE}{assessment.pk}/").text
    assert "1 of 4 members have locked." in service
    assert "The officer was kind" not in service
    assert not any(member.contact.name in service for member, _viewer in at.seats)
    Assessment.objects.update(shown_at=at.at)  # the control: once it is shown, these same pages do say it
    assert "The officer was kind" in here(client, at.seats[1][1]).get(together_page).text
    assert "The officer was kind" in here(client, icem()).get(f"{SERVICE}{assessment.pk}/").text


def test_side_by_side_shows_where_they_differ_without_names_and_is_logged(client):
    at = now_scene()
    for place, seat in enumerate(at.seats):
        locked(seat, at.pack, at=at.at, yes="no" if place == 0 else "yes", good=f"It was done well, {place}.")
    page = here(client, at.seats[0][1])
    text = page.get(f"{HOME}judge/{at.pack.pk}/together").text.partition("<main")[2]
    assert "4 members answered." in text
    assert "questions they differ" in text
    assert "(yours among them)" in text
    assert not any(member.contact.name in text for member, _viewer in at.seats[1:])
    seen = AuditEvent.objects.filter(kind="consultation", subject_kind="scrutiny.judgement").latest("seq")
    assert len(seen.subject_ids) == 4


def test_the_chair_alone_sees_who_has_not_answered_opens_it_and_records_the_view(client):
    at, sent = now_scene(), marks()
    locked(at.seats[1], at.pack, at=at.at)
    Meeting.objects.filter(pk=at.meeting.pk).update(starts_at=at.at - timedelta(minutes=5))
    at.meeting.refresh_from_db()
    opened(at)
    base = f"{HOME}judge/{at.pack.pk}/"
    page = here(client, at.seats[0][1])
    text = page.get(f"{base}together").text
    assert "Halina Nowak" in text
    assert page.post(f"{base}show", {"why": ""} | next(sent)).status_code == 422
    assert page.post(f"{base}show", {"why": "Two members are ill today."} | next(sent)).status_code == 302
    form = page.get(f"{base}joint")
    assert "What the panel agreed" in form.text
    took = [member.pk for member, _viewer in at.seats[:3]]
    view = {"concluded": "yes", "reasons": "The charge was right.", "chaired_by": at.seats[0][0].pk, "took_part": took}
    assert page.post(f"{base}joint", view | {"took_part": took[:2]} | next(sent)).status_code == 422
    assert page.post(f"{base}joint", view | next(sent)).status_code == 302
    assert JointView.objects.get().took_part.count() == 3
    other = here(client, at.seats[1][1])
    assert [other.get(f"{base}{way}").status_code for way in ("show", "joint")] == [404, 404]
    assert other.post(f"{base}dissent", {"words": "I would have charged more."} | next(sent)).status_code == 302
    assert other.get(f"{base}dissent").status_code == 404
    together_page = here(client, at.seats[2][1]).get(f"{base}together").text
    assert "Dissent of a member" in together_page
    assert "I would have charged more." in together_page
    assert "Gwilym Parry" not in together_page.partition("<main")[2]


def test_standing_aside_closes_the_case_and_an_observer_gets_none(client):
    at, sent = now_scene(), marks()
    base = f"{HOME}judge/{at.pack.pk}/"
    page = here(client, at.seats[0][1])
    assert page.post(f"{base}aside", {"why": "tied", "what": ""} | next(sent)).status_code == 422
    assert page.post(f"{base}aside", {"why": "tied", "what": "He is my cousin."} | next(sent)).status_code == 302
    assert "You stand aside" in page.get(HOME).text
    closed = page.get(base).text
    assert "stand aside from this case" in closed
    assert "shouted" not in closed
    watching, viewer = seated(at.panel, "Owain Pugh", at=at.at, position=Position.OBSERVER)
    ready(watching, at=at.at, on=timezone.localdate(at.at))
    seen = here(client, viewer)
    assert "Only members who vote judge cases" in seen.get(base).text
    assert "shouted" not in seen.get(base).text
    assert here(client, icem()).get(HOME).status_code == 403
    assert Recusal.objects.get().what == "He is my cousin."
    assert "cousin" not in here(client, inspector()).get(SERVICE).text


def test_nobody_of_another_panel_or_area_reaches_a_case(client):
    at = now_scene()
    assessment = together(at)
    other = now_scene(code="western-vawg", names=("Mair Rees",))
    base = f"{HOME}judge/{at.pack.pk}/"
    page = here(client, other.seats[0][1])
    assert [page.get(f"{base}{way}").status_code for way in ("", "check", "together", "aside", "show", "joint", "dissent")] == [404] * 7
    elsewhere = here(client, icem("ann.west@example.org", "Ann West", area("wales", "Wales")))
    ways = ("", "show", "joint", "dissent", "back", "reply")
    assert [elsewhere.get(f"{SERVICE}{assessment.pk}/{way}").status_code for way in ways] == [404] * 6
    assert [elsewhere.get(f"{SERVICE}case/{at.pack.pk}/{way}").status_code for way in ("aside", "set-aside")] == [404, 404]


def test_a_reader_sees_how_many_gave_each_answer_and_no_words_of_a_member(client):
    at = now_scene()
    for seat in at.seats:
        locked(seat, at.pack, at=at.at, better="The letter was late.")
    text = here(client, inspector()).get(f"{SERVICE}{Assessment.objects.get().pk}/").text
    assert "How many members gave each answer" in text
    assert "The letter was late." not in text
    assert "The letter was late." in here(client, icem()).get(f"{SERVICE}{Assessment.objects.get().pk}/").text


def test_the_service_records_takes_on_and_sets_aside(client):
    at, sent = now_scene(cases=2), marks()
    graded()
    for pack in at.packs:
        for seat in at.seats:
            locked(seat, pack, at=at.at, grade="inappropriate")
    Meeting.objects.filter(pk=at.meeting.pk).update(starts_at=at.at - timedelta(minutes=5))
    at.meeting.refresh_from_db()
    opened(at)
    first, second = Assessment.objects.order_by("pk")
    page = here(client, icem())
    assert "Put the answers side by side" in page.get(f"{SERVICE}{first.pk}/show").text
    took = [member.pk for member, _viewer in at.seats]
    bad = Grade.objects.get(scale__code="four-categories", code="inappropriate")
    view = {"concluded": "yes", "reasons": "It was not consistent with policy.", "chaired_by": took[0], "took_part": took, "grade": bad.pk}
    assert page.post(f"{SERVICE}{first.pk}/joint", view | next(sent)).status_code == 302
    assert "owes a reply by" in page.get(f"{SERVICE}{first.pk}/").text
    reply = {"reply": "We have changed how we write.", "replied_by": "Head of the unit"}
    assert page.post(f"{SERVICE}{first.pk}/reply", reply | next(sent)).status_code == 302
    assert Escalation.objects.get().reply == "We have changed how we write."
    dissent = {"member": took[1], "words": "I hold that it was right."}
    assert page.post(f"{SERVICE}{first.pk}/dissent", dissent | next(sent)).status_code == 302
    unfinished = {"concluded": "no", "missing": "The letter that was sent.", "chaired_by": took[0], "took_part": took}
    assert page.post(f"{SERVICE}{second.pk}/joint", unfinished | next(sent)).status_code == 302
    assert "Take it to a later meeting" in page.get(SERVICE, {"stands": "returns"}).text
    later = draft_meeting(by=icem(), at=at.at, panel=at.panel, starts_at=at.at + timedelta(days=40), place="Ely library")
    call_meeting(by=icem(), at=at.at, meeting=later, despite=True)
    assert "The letter that was sent." in page.get(f"{SERVICE}{second.pk}/back").text
    assert page.post(f"{SERVICE}{second.pk}/back", {"meeting": later.pk} | next(sent)).status_code == 302
    again = Assessment.objects.get(pack=at.packs[1], number=2)
    assert again.meeting == later
    assert "The letter that was sent." in page.get(f"{SERVICE}{again.pk}/").text
    assert "cannot read this case any more" not in page.get(f"{SERVICE}{again.pk}/").text
    Pack.objects.filter(pk=at.packs[1].pk).update(expires_at=at.at - timedelta(days=1))
    assert f"/scrutiny/packs/{at.packs[1].pk}/until" in page.get(f"{SERVICE}{again.pk}/").text
    begins = here(client, at.seats[0][1]).get(f"{HOME}judge/{at.packs[1].pk}/").text
    assert "The letter that was sent." in begins
    here(client, icem())
    aside = {"member": took[3], "why": "other", "what": ""}
    assert page.post(f"{SERVICE}case/{at.packs[1].pk}/aside", aside | next(sent)).status_code == 302
    assert page.post(f"{SERVICE}case/{at.pack.pk}/set-aside", {"why": "It is under appeal."} | next(sent)).status_code == 302
    assert "It is under appeal." in page.get(f"{SERVICE}{first.pk}/").text
    assert "No case matches" in page.get(SERVICE, {"stands": "late"}).text


def test_agreement_drift_and_calibration_say_what_is_withheld_and_how_to_read_them(client):
    page = here(client, icem())
    assert "Nothing to compare yet" in page.get(f"{SERVICE}agreement/").text
    assert "No calibration round yet" in page.get(f"{SERVICE}calibration/").text
    assert "No case has been released yet" in page.get(SERVICE).text
    at = now_scene(cases=5)
    for number, pack in enumerate(at.packs):
        for place, seat in enumerate(at.seats):
            locked(seat, pack, at=at.at, yes="no" if (number + place) % 2 and (number, place) != (0, 1) else "yes")
    text = page.get(f"{SERVICE}agreement/").text
    for words in ("Needs review", "Gwet AC1", "Krippendorff", "no source lays one down", "5 cases, 20 answers"):
        assert words in text
    assert "biased" not in text
    assert at.panel.name in page.get(f"{SERVICE}agreement/", {"by": "panel", "since": "2020-01-01"}).text
    assert "5" in page.get(f"{SERVICE}drift/{at.panel.code}/").text
    assert page.get(f"{SERVICE}drift/no-panel/").status_code == 404


def test_a_key_is_set_before_and_shown_after(client):
    at, sent = now_scene(calibration=True), marks()
    page = here(client, icem())
    assert "Set the key" in page.get(f"{SERVICE}calibration/").text
    address = f"{SERVICE}calibration/{at.pack.pk}/key"
    asked = QuestionSet.objects.get(code="hate-crime").questions.exclude(kind=WORDS)
    answers = {each.code: "3" if each.kind == SCALE else "yes" for each in asked}
    assert page.post(address, answers | {"reasons": "Yes."} | next(sent)).status_code == 422
    assert page.post(address, answers | {"reasons": "So the guidance reads it."} | next(sent)).status_code == 302
    assert CalibrationKey.objects.count() == 1
    assert "So the guidance reads it." not in page.get(f"{SERVICE}calibration/").text
    together(at)
    shown = page.get(f"{SERVICE}calibration/").text
    assert "So the guidance reads it." in shown
    assert "4 of 4: 100%" in shown


def test_questions_are_drafted_by_an_area_and_put_in_use_by_headquarters(client):
    assert "No questions are in use" in here(client, icem()).get("/scrutiny/questions/").text
    now_scene()
    page, sent = here(client, icem()), marks()
    assert "Hate crime" in page.get("/scrutiny/questions/").text
    first = QuestionSet.objects.get(code="any-case")
    assert "Source: " in page.get(f"/scrutiny/questions/{first.pk}/").text
    draft = page.post(f"/scrutiny/questions/{first.pk}/next", next(sent)).url
    question = {"words_en": "Was an interpreter offered in time?", "kind": "yes_no", "weight": 1}
    assert page.post(f"{draft}add", question | next(sent)).status_code == 302
    row = QuestionSet.objects.get(state="draft")
    change = {"version": row.version, "name_en": row.name_en, "scale": row.scale_id, "changed_what": "Asks about interpreters."}
    assert page.post(f"{draft}change", change | next(sent)).status_code == 302
    asked = row.questions.get(code="was-an-interpreter-offered-in-time")
    assert page.post(f"{draft}{asked.pk}/", question | {"help_en": "Before the day."} | next(sent)).status_code == 302
    assert page.post(f"{draft}{row.questions.get(code='else').pk}/out", next(sent)).status_code == 302
    assert "Put this version in use" not in page.get(draft).text
    assert page.post(f"{draft}issue", next(sent)).status_code == 403
    national = here(client, hq())
    assert national.post(f"{draft}issue", next(sent)).status_code == 302
    assert QuestionSet.objects.get(pk=row.pk).state == "issued"
    assert national.get(f"{draft}change").status_code == 404
    new = {"name_en": "Burglary", "scale": row.scale_id, "strands": "burglary"}
    assert national.post(f"{national.post('/scrutiny/questions/new', new | next(sent)).url}drop", next(sent)).status_code == 302
    grade = Grade.objects.get(scale__code="four-categories", code="with-observations")
    given = {"version": grade.version, "escalates_to": "Head of the unit", "reply_days": 21}
    assert national.post(f"/scrutiny/questions/scales/grades/{grade.pk}/", given | next(sent)).status_code == 302
    assert "Head of the unit replies within 21 days." in national.get("/scrutiny/questions/scales/").text
    scale = {
        "name_en": "Three steps",
        "about_en": "Agreed.",
        "grades": "Good\nFair",
        "no_conclusion": "Not known",
        "source": "The panel, 4 March",
    }
    assert national.post("/scrutiny/questions/scales/new", scale | next(sent)).status_code == 302


def test_pages_ask_the_same_number_of_queries_however_many_cases_there_are(client):
    at = now_scene(cases=2)
    together(at)
    locked(at.seats[0], at.packs[1], at=at.at)
    member, service = Account.objects.get(pk=at.seats[0][1].account_id), Account.objects.get(pk=icem().account_id)

    def asked(who, address):
        client.force_login(who)
        client.get(address)
        with CaptureQueriesContext(connection) as caught:
            client.get(address)
        return len(caught)

    before = asked(member, HOME), asked(service, SERVICE)
    for number, pack in enumerate(packs(at.meeting, 3, at=at.at)):
        for seat in at.seats[: number + 2]:
            locked(seat, pack, at=at.at)
    assert (asked(member, HOME), asked(service, SERVICE)) == before


def test_a_view_recorded_anew_keeps_the_one_before(client):
    at = now_scene()
    assessment = together(at)
    Meeting.objects.filter(pk=at.meeting.pk).update(starts_at=at.at - timedelta(minutes=5))
    at.meeting.refresh_from_db()
    opened(at)
    agreed(at, assessment, reasons="The charge was right on that day.")
    agreed(at, assessment, reasons="The charge was too low.", why_anew="A member had been misheard.")
    text = here(client, icem()).get(f"{SERVICE}{assessment.pk}/").text
    assert "Superseded" in text
    assert "The charge was right on that day." in text
    address = f"{HOME}judge/{at.pack.pk}/together"
    Pack.objects.update(expires_at=at.at - timedelta(minutes=1))
    assert "The charge was too low." in here(client, at.seats[0][1]).get(address).text
    Pack.objects.update(state="withdrawn", withdrawn_at=at.at, withdrawn_why="The case is under appeal.")
    recalled = here(client, at.seats[0][1]).get(address).text
    assert "Please do not speak of it." in recalled
    assert "The charge was too low." not in recalled
    assert "The case is under appeal." in here(client, icem()).get(f"{SERVICE}{assessment.pk}/").text
