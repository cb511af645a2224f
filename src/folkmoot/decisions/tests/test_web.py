"""Decisions through their pages, from an empty database to what may be published."""

from datetime import timedelta

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import NOW, area, hq, icem, panel_member
from folkmoot.decisions import operations
from folkmoot.decisions.assessments.models import Assessment
from folkmoot.decisions.models import Considered, Decision
from folkmoot.decisions.tests.factories import NO_ASSESSMENT, QUESTION, decision, evidence, lead, ready, take
from folkmoot.foundation.audit import faults
from folkmoot.foundation.models import AuditEvent
from folkmoot.voice.tests.factories import WORDS, point

pytestmark = pytest.mark.django_db
LIST = "/decisions/"


def as_(client, viewer):
    client.force_login(Account.objects.get(pk=viewer.account_id))
    return client


def test_from_an_empty_database_to_a_decision_that_says_what_was_considered(client):
    as_(client, icem())
    decider = lead().account_id
    assert "No decisions yet" in client.get(LIST).text
    said = point(said_by="Jo Bloggs")
    given = {"title": "Letters", "question": QUESTION, "kind": "business", "decider": decider, "mark": "m1"}
    one = client.post(f"{LIST}new", given).url
    for number, words in enumerate(("Write to everybody", "Leave things as they are")):
        client.post(f"{one}options/new", {"words": words, "why": "For and against.", "mark": f"o{number}"})
    assert WORDS in client.get(f"{one}considered/choose?kind=voice.point&words=hate").text
    assert WORDS not in client.get(f"{one}considered/choose?kind=voice.point&words=nothing-like-it").text
    client.post(f"{one}considered/voice.point/{said.pk}/add", {"left_out": "no", "why": "It is the reason for it", "mark": "m2"})
    client.post(f"{one}considered/document", {"title": "Survey", "kept_at": "Registry 12", "left_out": "no", "mark": "m3"})
    refused = client.post(f"{one}considered/document", {"title": "Old study", "kept_at": "R", "left_out": "yes", "mark": "m4"})
    assert "why it is not considered" in refused.text
    assert client.post(f"{one}ready", {"mark": "m5"}).status_code == 302
    assert client.get(f"{one}take").status_code == 403
    as_(client, lead())
    assert "Waiting for you to decide" in client.get(LIST).text
    page = client.get(f"{one}take").text
    assert WORDS in page
    answer = {"version": Decision.objects.get().version, "chosen": Decision.objects.get().options.first().pk, "mark": "m6"}
    answer |= {"outcome": "Everybody who reports gets a letter.", "reasons": "They told us that they hear nothing."}
    refused = client.post(f"{one}take", answer)
    assert "One concern was not weighed" in refused.text
    assert "say why none is needed" in refused.text
    weighed = f"weighed_{Considered.objects.get(kind='voice.point').pk}"
    assert client.post(f"{one}take", answer | {weighed: "The letters answer it.", "no_assessment_why": NO_ASSESSMENT}).status_code == 302
    page = client.get(one).text
    assert "The letters answer it." in page
    assert "the audit trail agree with it" in page
    assert "Take the decision" not in page
    assert "Considered" in client.get(f"{LIST}about/voice.point/{said.pk}/").text
    assert list(faults()) == []


def test_what_may_be_published_holds_no_name_no_words_and_no_small_number(client):
    one = decision()
    for number in range(3):
        evidence(one, "voice.point", point(words=f"{WORDS} {number}", said_by="Jo Bloggs").pk)
    evidence(one, "document", title="Survey of callers")
    take(ready(one), reasons="Ring 07700 900123: they told us that they hear nothing.")
    as_(client, icem())
    page = client.get(f"{LIST}{one.pk}/publishable").text
    assert "fewer than 5" in page
    assert "Survey of callers" in page
    for withheld in (WORDS, "Bloggs", "07700", "Priya"):
        assert withheld not in page
    assert "07700" in client.get(f"{LIST}{one.pk}/").text


def test_whoever_may_not_read_what_people_said_does_not_read_it_here_and_reading_is_logged(client):
    from folkmoot.accounts.rules import Role
    from folkmoot.accounts.scope import viewer_for
    from folkmoot.accounts.tests.factories import TODAY, account, grant

    one = decision()
    evidence(one, "voice.point", point().pk)
    take(ready(one))
    analyst = account("farah.nadeem@example.org", "Farah Nadeem")
    grant(analyst, Role.ANALYST, national=True)
    assert not viewer_for(analyst, TODAY).may("voice.read")
    client.force_login(analyst)
    page = client.get(f"{LIST}{one.pk}/").text
    assert WORDS not in page
    assert "your role does not show it" in page
    assert not AuditEvent.objects.filter(kind="consultation", subject_kind="decisions.considered").exists()
    as_(client, icem())
    assert WORDS in client.get(f"{LIST}{one.pk}/").text
    assert AuditEvent.objects.filter(kind="consultation", subject_kind="decisions.considered").exists()


def test_another_area_finds_nothing_and_a_script_stays_words(client):
    one = decision(title="<script>alert(1)</script>")
    as_(client, icem())
    page = client.get(f"{LIST}{one.pk}/").text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page
    as_(client, icem("sian.pugh@example.org", "Sian Pugh", area("cymru-wales", "Cymru-Wales")))
    for path in ("", "change", "ready", "options/new", "considered/choose"):
        assert client.get(f"{LIST}{one.pk}/{path}").status_code == 404


def test_a_change_meanwhile_keeps_what_was_typed(client):
    one = decision()
    as_(client, icem())
    operations.change_decision(by=icem(), at=timezone.now(), decision=Decision.objects.get(pk=one.pk), body="Area Board")
    given = {"title": "Typed with care", "question": QUESTION, "kind": "business", "decider": one.decider_id, "version": 1, "mark": "m1"}
    answer = client.post(f"{LIST}{one.pk}/change", given)
    assert answer.status_code == 409
    assert "was changed by somebody else" in answer.text
    assert "Typed with care" in answer.text


def test_queries_do_not_grow_with_rows(client):
    as_(client, icem())
    one = decision()
    client.get(LIST)
    client.get(f"{LIST}{one.pk}/")
    numbers = []
    for _round in range(2):
        for number in range(3):
            evidence(one, "voice.point", point(words=f"{WORDS} {Considered.objects.count()} {number}").pk)
            decision(title=f"Decision {number}")
        with CaptureQueriesContext(connection) as asked:
            client.get(LIST)
            client.get(f"{LIST}{one.pk}/")
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]


def test_the_page_of_a_point_can_show_the_decisions_that_looked_at_it(rf):
    one, said = decision(), point()
    evidence(one, "voice.point", said.pk)
    take(ready(one))
    request = rf.get("/")
    page = Template('{% load considered %}{% considered_in "voice.point" pk %}')
    for viewer, seen in ((icem(), True), (panel_member(), False)):
        request.viewer = viewer
        assert (one.title in page.render(Context({"request": request, "pk": said.pk}))) is seen


def test_a_paper_record_is_entered_with_its_day_and_shown_as_entered_afterwards(client):
    one = ready_with_a_document()
    as_(client, lead())
    given = {
        "version": one.version, "on": "2025-11-03", "on_paper": "Registry 12", "chosen": one.options.first().pk, "mark": "m1",
        "outcome": "Everybody gets a letter now.", "reasons": "They told us that they hear nothing.", "no_assessment_why": NO_ASSESSMENT,
    }  # fmt: skip
    refused = client.post(f"{LIST}{one.pk}/paper", given | {"on": timezone.localdate().isoformat()})
    assert "bears a day in the past" in refused.text
    assert client.post(f"{LIST}{one.pk}/paper", given).status_code == 302
    page = client.get(f"{LIST}{one.pk}/").text
    assert "Taken on paper on 3 November 2025" in page
    assert "entered afterwards, on" in page


def test_an_assessment_is_begun_from_a_decision_and_one_signed_after_it_is_shown_as_late(client):
    one = ready_with_a_document()
    as_(client, icem())
    begin = f"/decisions/assessments/new?decision={one.pk}&amp;area={one.area.code}"
    assert begin in client.get(f"{LIST}{one.pk}/").text
    as_(client, hq())
    assert one.title in client.get(begin.replace("&amp;", "&")).text
    take(one)
    as_(client, icem())
    page = client.get(f"{LIST}{one.pk}/").text
    assert "None, because:" in page
    assert begin not in page
    settled = {"kind": "short", "asked_for": "short", "begun_at": NOW, "signed_parts": [], "signed_by_id": lead().account_id}
    late = Assessment.objects.create(
        area=one.area, decision=one, title="Letters, assessed", proposal="Letters", affected="All", review_on=NOW.date(),
        signed_at=NOW + timedelta(days=1), **settled,
    )  # fmt: skip
    page = client.get(f"{LIST}{one.pk}/").text
    assert "Signed after the decision" in page
    assert "None before it, because:" in page
    assert f'href="/decisions/assessments/{late.pk}/"' in page


def ready_with_a_document():
    one = decision()
    evidence(one)
    return ready(one)
