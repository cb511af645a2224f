from datetime import timedelta

import pytest

from folkmoot.accounts.notices.models import Letter
from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import area, hq, icem, inspector
from folkmoot.areas.models import Area
from folkmoot.foundation import audit
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.voice.forms import operations, taking
from folkmoot.voice.forms.models import Form, FormQuestion, Response
from folkmoot.voice.forms.queries import forms
from folkmoot.voice.forms.taking import Sent
from folkmoot.voice.forms.tests.factories import DAY, ask, form, whole
from folkmoot.voice.models import Point

pytestmark = pytest.mark.django_db
LATER = DAY + timedelta(hours=1)


def answer(of, questions, mark="m", **over):
    sent = Sent(mark=mark, raw={questions[0].pk: ["1"], questions[2].pk: ["Ring us."]}, **over)
    return taking.take_from_page(at=LATER, began=DAY, form=of, sent=sent)


def test_who_may_only_read_writes_nothing():
    with pytest.raises(NotAllowed):
        form(by=inspector())
    made = form()
    with pytest.raises(NotAllowed):
        operations.open_form(by=inspector(), at=DAY, form=made)


def test_a_form_of_wales_opens_only_with_welsh_and_keeps_it():
    wales = area("cymru-wales", "Cymru-Wales")
    nia = icem("wyn@example.org", "Wyn Price", of=wales)
    made = form(by=nia, area=wales)
    one = ask(made, "short", "Why?", by=nia, words_cy="")
    with pytest.raises(Refused, match="no Welsh for: question 1"):
        operations.open_form(by=nia, at=DAY, form=made)
    operations.save_question(by=nia, at=DAY, section=one.section, question=one, words_en="Why?", words_cy="Pam?")
    operations.open_form(by=nia, at=DAY, form=made)
    with pytest.raises(Refused, match="open in both languages"):
        ask(made, "short", "How?", by=nia, words_cy="")
    assert FormQuestion.objects.count() == 1 or FormQuestion.objects.filter(wordings__words_en="How?").count() == 1


def test_a_form_of_the_whole_service_records_its_points_at_headquarters():
    with pytest.raises(NotAllowed):
        form(area=None)
    made, questions = whole(by=hq(), area=None, opened=False)
    with pytest.raises(Refused, match="headquarters"):
        operations.open_form(by=hq(), at=DAY, form=made)
    office = Area.objects.create(code="headquarters", name_en="Headquarters", kind="headquarters", starts_by=DAY.date())
    operations.open_form(by=hq(), at=DAY, form=made)
    answer(made, questions)
    assert Point.objects.get().area == office
    assert list(forms(icem())) == [made]  # seen in every Area


def test_an_open_form_keeps_what_it_promised_and_a_closed_one_everything():
    made, _questions = whole()
    operations.change_form(by=icem(), at=DAY, form=made, closes_on=DAY.date() + timedelta(days=30))
    with pytest.raises(Refused, match="promised"):
        operations.change_form(by=icem(), at=DAY, form=made, anonymous=False)
    operations.close_form(by=icem(), at=LATER, form=made)
    for change in (
        lambda: operations.change_form(by=icem(), at=LATER, form=made, purpose="else"),
        lambda: ask(made, "short", "More?"),
        lambda: operations.close_form(by=icem(), at=LATER, form=made),
        lambda: operations.open_form(by=icem(), at=LATER, form=made),
    ):
        with pytest.raises(Refused):
            change()


def test_of_two_who_reword_a_question_the_second_overwrites_nothing():
    made = form()
    one = ask(made, "short", "Why?")
    seen = one.version
    operations.save_question(by=icem(), at=DAY, section=one.section, question=one, seen_version=seen, words_en="Why not?")
    stale = FormQuestion.objects.get(pk=one.pk)
    with pytest.raises(ChangedMeanwhile):
        operations.save_question(by=icem(), at=DAY, section=one.section, question=stale, seen_version=seen, words_en="How?")
    again = FormQuestion.objects.get(pk=one.pk)
    assert again.wording.words_en == "Why not?"
    operations.save_question(by=icem(), at=DAY, section=one.section, question=again, seen_version=again.version, words_en="Why not?")
    assert FormQuestion.objects.get(pk=one.pk).version == again.version, "the same words again change nothing"


def test_the_kind_of_an_answered_question_stays_and_its_points_come_with_the_answer():
    made, questions = whole()
    response, new = answer(made, questions)
    again, old = answer(made, questions)
    assert (response, new, old) == (again, True, False)
    with pytest.raises(Refused, match="kind stays"):
        operations.save_question(by=icem(), at=LATER, section=questions[0].section, question=questions[0], kind="long")
    point = Point.objects.get()
    assert list(response.answers.get(question=questions[2]).points.all()) == [point]
    assert AuditEvent.objects.filter(subject_kind="voice.point", actor_name="a public form").exists()


def test_an_answer_keeps_the_wording_that_the_page_had_when_it_was_given():
    made, questions = whole()
    answer(made, questions, mark="one")
    words = {"words_en": "What must change?", "words_cy": "Beth?"}
    operations.save_question(by=icem(), at=LATER, section=questions[2].section, question=questions[2], **words)
    answer(made, questions, mark="two", wordings={questions[2].pk: 1})  # it was on the way meanwhile
    answer(made, questions, mark="three")
    numbers = {each.response.mark: each.wording.number for each in questions[2].answers.select_related("response", "wording")}
    assert numbers == {"one": 1, "two": 1, "three": 2}


def test_names_and_addresses_go_when_their_time_is_over_from_the_points_as_well():
    consent = {"anonymous": False, "consent_en": "We may write.", "consent_cy": "Cawn ysgrifennu.", "keep_months": 6}
    made, questions = whole(**consent)
    answer(made, questions, name="Asha Vale", address="12 Fen Row")
    assert Point.objects.get().reply_by == "letter"
    last = DAY + timedelta(days=20)
    assert taking.forget_people(by=hq(), at=last + timedelta(days=180)) == 0
    assert taking.forget_people(by=hq(), at=last + timedelta(days=185)) == 1
    response, point = Response.objects.get(), Point.objects.get()
    assert (response.name, response.address, point.said_by, point.reply_address) == ("", "", "", "")
    assert taking.forget_people(by=hq(), at=last + timedelta(days=186)) == 0
    assert AuditEvent.objects.filter(kind="erasure", subject_kind="voice.form").count() == 1


def test_one_mailbox_gets_one_letter_and_a_form_writes_only_so_many_an_hour(monkeypatch):
    monkeypatch.setattr(taking, "MOST_LETTERS_AN_HOUR", 3)
    made, questions = whole(anonymous=False, consent_en="We may write.", consent_cy="Cawn ysgrifennu.")
    for number, address in enumerate(["victim+1@example.org", "Victim+2@EXAMPLE.org", "victim@example.org"]):
        answer(made, questions, mark=f"v{number}", address=address)
    assert [letter.to for letter in Letter.objects.all()] == ["victim+1@example.org"]
    for number in range(4):
        answer(made, questions, mark=f"p{number}", address=f"person{number}@example.org")
    assert Letter.objects.count() == 3
    assert Response.objects.exclude(address="").count() == 7  # what they said, and where to tell them, is kept
    later = LATER + timedelta(hours=2)
    sent = Sent(mark="late", raw={questions[0].pk: ["1"]}, address="late@example.org")
    taking.take_from_page(at=later, began=LATER, form=made, sent=sent)
    assert Letter.objects.count() == 4


def _moments(form, questions):
    answer(form, questions)
    events = AuditEvent.objects.filter(actor_name="a public form")
    return {*Point.objects.values_list("recorded_at", flat=True), *events.values_list("at", flat=True)}


def test_of_an_anonymous_form_no_moment_of_an_answer_is_kept_and_the_trail_holds():
    made, questions = whole()
    assert _moments(made, questions) == {DAY.replace(hour=0, minute=0)}
    assert not list(audit.faults())


def test_a_form_with_names_keeps_the_moments():
    made, questions = whole(anonymous=False, consent_en="We may write.", consent_cy="Cawn ysgrifennu.")
    assert _moments(made, questions) == {LATER}


def test_what_was_never_answered_is_gone_when_it_is_taken_out():
    made = form()
    one = ask(made, "short", "Why?")
    assert operations.take_out_question(by=icem(), at=DAY, question=one) is False
    assert not FormQuestion.objects.exists()
    assert Form.objects.count() == 1
