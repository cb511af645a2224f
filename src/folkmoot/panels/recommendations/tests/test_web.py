"""Recommendations through their pages: answered, carried out and told, on a phone or at a desk."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import icem, inspector
from folkmoot.decisions.evidence import SOURCES, offered, snapshot_of
from folkmoot.overview.chain.gathering import chain_of
from folkmoot.panels.recommendations.models import Recommendation
from folkmoot.panels.recommendations.queries import ORIGIN
from folkmoot.panels.recommendations.tests.factories import WORDS, accepted, meeting, recommendation

pytestmark = pytest.mark.django_db
LIST = "/panels/recommendations/"


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    return client


def test_from_the_meeting_to_the_telling(here):
    assert "No recommendations yet" in here.get(LIST).text
    assert "No panel has met yet" in here.get(f"{LIST}new").text
    held, today = meeting(), timezone.localdate().isoformat()
    assert f"{LIST}at/{held.pk}/new" in here.get(f"{LIST}new").text
    given = {"words_en": "Write to Mr Adeyemi at once, please.", "to": "service", "mark": "m1"}
    assert "This may identify a person" in here.post(f"{LIST}at/{held.pk}/new", given).text
    one = here.post(f"{LIST}at/{held.pk}/new", {"words_en": WORDS, "to": "service", "mark": "m2"}).url
    assert "Nothing yet. Answer it with reasons" in here.get(one).text
    answer = {"answer": "accepted", "reason": "It is right, and we can do it.", "on": today, "seen_answers": 0}
    refused = here.post(f"{one}answer", answer | {"mark": "m3"})
    assert refused.status_code == 422
    assert "Name who answers for it being done" in refused.text
    owner = {"owner": icem().account_id, "due": "2027-06-01"}
    assert here.post(f"{one}answer", answer | owner | {"mark": "m4"}).status_code == 302
    assert "somebody else" in here.post(f"{one}answer", answer | owner | {"mark": "m5"}).text
    assert "no evidence" in here.post(f"{one}finish", {"words": "All letters were rewritten.", "on": today, "mark": "m6"}).text
    file = SimpleUploadedFile("letters.pdf", b"%PDF-1.7 letters")
    assert here.post(f"{one}evidence", {"what": "The new letters", "file": file, "mark": "m7"}).status_code == 302
    here.post(f"{one}finish", {"words": "All letters were rewritten.", "on": today, "mark": "m8"})
    here.post(f"{one}told", {"meeting": held.pk, "words": "The panel was glad.", "mark": "m9"})
    page = here.get(one).text
    for words in ("The panel was told that it is done", "The panel was glad.", "All letters were rewritten.", "letters.pdf"):
        assert words in page
    row = Recommendation.objects.get()
    download = here.get(f"{one}evidence/{row.evidence.get().pk}")
    assert (download["X-Content-Type-Options"], download["Content-Disposition"]) == ("nosniff", 'attachment; filename="letters.pdf"')


def test_a_reader_reads_all_of_it_and_changes_nothing(client):
    row = recommendation()
    accepted(row)
    client.force_login(Account.objects.get(pk=inspector().account_id))
    page = client.get(f"{LIST}{row.pk}/").text
    assert "It is right, and we can do it." in page
    assert "Record progress" not in page
    assert [client.get(f"{LIST}{row.pk}/{way}").status_code for way in ("progress", "finish", "answer")] == [404, 404, 403]
    assert WORDS in client.get(LIST, {"stands": "accepted", "words": "format"}).text
    assert "No recommendation matches" in client.get(LIST, {"stands": "rejected"}).text


def test_it_stands_in_the_chain_and_before_decisions_without_its_owner():
    row = recommendation()
    accepted(row)
    said = chain_of(icem(), ORIGIN, row.pk, today=timezone.localdate(), publication=True)
    words = [line.words for step in said.steps for line in [*step.lines, *([step.quote] if step.quote else [])]]
    assert WORDS in words
    assert "Nia Rowe" not in " ".join(words)
    assert offered(icem(), ORIGIN, words="format", area_id=row.panel.area_id) == [row]
    kept = snapshot_of(ORIGIN, SOURCES[ORIGIN].find(icem(), row.pk))
    assert (kept["facts"]["state"], kept["facts"]["outcome"]) == ("accepted", "accepted")
    assert "Nia Rowe" not in str(kept)
