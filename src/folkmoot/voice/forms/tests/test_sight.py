"""Who reads which words, names and addresses in results, files and what is held; and that reading them is logged."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import NotAllowed, Viewer, viewer_for
from folkmoot.accounts.tests.factories import account, area, grant, hq, icem, inspector
from folkmoot.areas.models import Area
from folkmoot.foundation.models import AuditEvent
from folkmoot.voice.forms import queries
from folkmoot.voice.forms.models import Form, Response
from folkmoot.voice.forms.operations import open_form
from folkmoot.voice.forms.taking import Sent, decide_held, take_from_page
from folkmoot.voice.forms.tests.factories import ask, whole
from folkmoot.voice.forms.web.sheets import results_file
from folkmoot.voice.models import Point
from folkmoot.voice.operations import change_point

pytestmark = pytest.mark.django_db
CONSENT = {"anonymous": False, "consent_en": "We may write.", "consent_cy": "Cawn ysgrifennu."}
HELPLINE = "Ring me on 07700 900123, please, about this."
PLAIN = "Please put up a sign in Somali at the desk."


@pytest.fixture(autouse=True)
def nobody_was_counted():
    cache.clear()


def comms() -> Viewer:
    who = account("leo.marchetti@example.org", "Leo Marchetti")
    if not who.grants.exists():
        grant(who, Role.COMMS, [area()])
    return viewer_for(who, timezone.localdate())


def send(form: Form, questions, words: str, mark: str, more: dict | None = None, seconds: int = 60, **over) -> Response:
    at = timezone.localtime()
    raw = {questions[0].pk: ["2"], questions[2].pk: [words], **(more or {})}
    sent = Sent(mark=mark, raw=raw, **over)
    return take_from_page(at=at, began=at - timedelta(seconds=seconds), form=form, sent=sent)[0]


def of_the_area() -> Form:
    """One answer that may identify somebody, with a second text that became no point; and one plain answer."""
    form, questions = whole(at=timezone.localtime(), opened=False)
    remark = ask(form, "short", "Any remark?", at=timezone.localtime(), section=questions[2].section)
    open_form(by=icem(), at=timezone.localtime(), form=form)
    send(form, questions, HELPLINE, "a", {remark.pk: ["The remark beside it"]})
    send(form, questions, PLAIN, "b", {remark.pk: ["A plain remark"]})
    return form


def of_the_service() -> Form:
    Area.objects.create(code="headquarters", name_en="Headquarters", kind="headquarters", starts_by=timezone.localdate())
    form, questions = whole(by=hq(), at=timezone.localtime(), area=None, code="national", **CONSENT)
    send(form, questions, PLAIN, "a", name="Asha Vale", address="12 Fen Row, Ely")
    return form


def page(client, who: Viewer, form: Form, name: str = "results") -> str:
    client.force_login(Account.objects.get(pk=who.account_id))
    answer = client.get(f"/voice/forms/{form.pk}/{name}")
    assert answer.status_code == 200
    return answer.text


def file_of(viewer: Viewer, form: Form) -> str:
    today = timezone.localdate()
    return results_file(form, queries.results(viewer, form, today=today), "csv", today=today).decode()


def _words_that_may_identify_are_kept(client):
    form = of_the_area()
    for text in (page(client, comms(), form), file_of(comms(), form)):
        assert "07700" not in text
        assert "The remark beside it" not in text  # it became no point, and stands in the same response
        assert PLAIN in text
        assert "A plain remark" in text
        assert "1 answer is not shown here: it may tell who somebody is" in text
    for text in (page(client, icem(), form), file_of(icem(), form)):
        assert HELPLINE in text
        assert "The remark beside it" in text
        assert "not shown here" not in text


def test_words_that_may_identify_somebody_are_shown_only_to_those_who_answer_points(client):
    _words_that_may_identify_are_kept(client)


def test_control_without_the_rule_they_would_be_read(client, monkeypatch):
    monkeypatch.setattr(queries, "kept_back", lambda *_: {})
    with pytest.raises(AssertionError):
        _words_that_may_identify_are_kept(client)


def test_control_by_the_points_alone_what_stands_beside_them_would_be_read(client, monkeypatch):
    monkeypatch.setattr(queries, "reads_identifying", lambda *_: True)
    with pytest.raises(AssertionError):
        _words_that_may_identify_are_kept(client)


def _a_point_kept_by_hand_is_kept(client):
    form = of_the_area()
    point = Point.objects.get(words=PLAIN)
    assert change_point(by=icem(), at=timezone.localtime(), point=point, visibility="restricted") == ["visibility"]
    text = page(client, comms(), form)
    assert PLAIN not in text
    assert "A plain remark" in text


def test_a_point_that_was_kept_to_those_who_answer_by_hand_is_hidden_here_as_well(client):
    _a_point_kept_by_hand_is_kept(client)


def test_control_without_asking_the_points_it_would_be_read(client, monkeypatch):
    everything = lambda _viewer, kind, pk: Point.objects.filter(origin_kind=kind, origin_id=pk)  # noqa: E731
    monkeypatch.setattr(queries, "points_of_origin", everything)
    with pytest.raises(AssertionError):
        _a_point_kept_by_hand_is_kept(client)


def _what_the_whole_service_was_told_is_read_at_headquarters(client):
    form = of_the_service()
    text = page(client, icem(), form)
    assert PLAIN not in text
    assert "1 answer is not shown here: what it says was recorded in an Area whose points you do not see" in text
    assert "Asha Vale" not in text
    assert "12 Fen Row" not in text
    assert "Names and addresses that people left are not shown here" in text
    text = page(client, hq(), form)
    assert PLAIN in text
    assert "Asha Vale, 12 Fen Row, Ely" in text


def test_what_the_whole_service_was_told_is_read_at_headquarters_with_names_and_addresses(client):
    _what_the_whole_service_was_told_is_read_at_headquarters(client)


def test_control_with_everybody_in_sight_of_a_national_form_its_people_would_be_read(client, monkeypatch):
    open_to_all = lambda _viewer, form: Response.objects.filter(form=form).select_related("form")  # noqa: E731
    monkeypatch.setattr(queries, "people_to_tell", open_to_all)
    with pytest.raises(AssertionError):
        _what_the_whole_service_was_told_is_read_at_headquarters(client)


def _held_words_are_kept(client):
    form, questions = whole(at=timezone.localtime())
    send(form, questions, HELPLINE, "a", seconds=1)
    send(form, questions, PLAIN, "b", seconds=1)
    text = page(client, inspector(), form, "held")
    assert PLAIN not in text
    assert "2 answers are held. Only those who make this form may read them" in text
    text = page(client, comms(), form, "held")
    assert PLAIN in text
    assert "07700" not in text
    assert "1 answer is not shown here: it may tell who somebody is" in text
    assert HELPLINE in page(client, icem(), form, "held")
    with pytest.raises(NotAllowed):
        decide_held(by=inspector(), at=timezone.localtime(), form=form, ids=[], count=True)


def test_what_is_held_is_read_by_those_who_decide_and_what_may_identify_by_those_who_answer(client):
    _held_words_are_kept(client)


def test_control_held_words_without_asking_what_may_identify_would_be_read(client, monkeypatch):
    monkeypatch.setattr(queries, "reads_identifying", lambda *_: True)
    with pytest.raises(AssertionError):
        _held_words_are_kept(client)


def test_control_held_words_for_everybody_in_sight_would_be_read(client, monkeypatch):
    every = lambda _viewer, form: Response.objects.filter(queries.HELD, form=form).prefetch_related("answers__question__wordings")  # noqa: E731
    monkeypatch.setattr(queries, "held_responses", every)
    with pytest.raises(AssertionError):
        _held_words_are_kept(client)


def _read(kind: str) -> set:
    events = AuditEvent.objects.filter(kind="consultation", subject_kind=kind)
    return {pk for event in events for pk in event.subject_ids}


def test_reading_words_and_people_is_logged_by_point_and_response_and_what_was_hidden_is_not(client):
    form = of_the_area()
    page(client, comms(), form)
    plain = Response.objects.get(mark="b")
    assert _read("voice.point") == {Point.objects.get(words=PLAIN).pk}
    assert _read("voice.response") == {str(plain.pk)}  # by its remark, which became no point
    named = of_the_service()
    before = _read("voice.response")
    page(client, hq(), named)
    assert _read("voice.response") - before == {str(named.responses.get().pk)}
    client.force_login(Account.objects.get(pk=icem().account_id))
    events = AuditEvent.objects.count()
    assert client.get(f"/voice/forms/{form.pk}/results.csv").status_code == 200
    logged = AuditEvent.objects.order_by("seq")[events:]
    assert {(each.kind, each.subject_kind) for each in logged} == {
        ("disclosure", "voice.form"), ("consultation", "voice.point"), ("consultation", "voice.response"),
    }  # fmt: skip
