from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.tests.factories import account, grant, icem
from folkmoot.communities.tests.factories import area, wales
from folkmoot.engagement.papers.models import Paper
from folkmoot.engagement.papers.tests.making import PDF, picture
from folkmoot.engagement.papers.tests.test_operations import attach, empty_folder  # noqa: F401
from folkmoot.engagement.tests.factories import activity
from folkmoot.foundation.tests.limits import at_most

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    return client


def sent(data=PDF, name="Programme.pdf", **over):
    return {"title": "Programme of the evening", "file": SimpleUploadedFile(name, data, "text/html"), "mark": "one"} | over


def test_a_paper_is_attached_taken_out_and_removed(here):
    row = activity()
    assert here.post(f"/engagement/{row.pk}/papers/new", sent()).status_code == 302
    paper = Paper.objects.get()
    page = here.get(f"/engagement/{row.pk}/").text
    assert "Programme of the evening" in page
    answer = here.get(f"/engagement/{row.pk}/papers/{paper.pk}")
    assert answer.content == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="Programme.pdf"'
    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", "application/pdf")
    assert here.post(f"/engagement/{row.pk}/papers/{paper.pk}/remove", {"reason": "", "mark": "b"}).status_code == 422
    assert here.post(f"/engagement/{row.pk}/papers/{paper.pk}/remove", {"reason": "Asked to", "mark": "c"}).status_code == 302
    assert here.get(f"/engagement/{row.pk}/papers/{paper.pk}").status_code == 404


def test_what_a_file_calls_itself_is_not_believed(here):
    row = activity()
    answer = here.post(f"/engagement/{row.pk}/papers/new", sent(b"<html><script>1</script></html>", "page.pdf"))
    assert answer.status_code == 422
    assert "no kind of file that can be kept" in answer.text


@pytest.mark.parametrize(("data", "words"), [(picture(), "agreed"), (b"ID3\x03", "in writing"), (b"", "Choose a file that is not empty")])
def test_what_is_missing_is_asked_for(here, data, words):
    answer = here.post(f"/engagement/{activity().pk}/papers/new", sent(data))
    assert answer.status_code == 422
    assert words in unescape(answer.text)


def test_a_file_over_the_limit_is_refused_in_plain_words(here, monkeypatch):
    at_most(10, monkeypatch)
    answer = here.post(f"/engagement/{activity().pk}/papers/new", sent())
    assert answer.status_code == 422
    assert "larger than 25 MB" in answer.text
    assert not Paper.objects.exists()


def test_the_form_is_protected_against_other_sites(client):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(Account.objects.get(pk=icem().account_id))
    assert strict.post(f"/engagement/{activity().pk}/papers/new", sent()).status_code == 403


def test_a_picture_of_people_who_were_not_asked_is_marked(here):
    row = activity()
    here.post(f"/engagement/{row.pk}/papers/new", sent(picture(), "a.jpg", consent="not_asked"))
    assert "Not for publication" in here.get(f"/engagement/{row.pk}/").text


def test_a_paper_is_reached_through_its_own_activity_and_area_only(here, client):
    row, other = activity(), activity("Another")
    paper = attach(row)
    assert here.get(f"/engagement/{other.pk}/papers/{paper.pk}").status_code == 404
    stranger = account("huw@example.org", "Huw")
    grant(stranger, Role.ICEM, [wales()])
    client.force_login(stranger)
    assert client.get(f"/engagement/{row.pk}/papers/{paper.pk}").status_code == 404


def test_a_reader_takes_papers_out_and_changes_none(client):
    paper = attach()
    lead = account("lea.ford@example.org", "Lea Ford")
    grant(lead, Role.LEAD, [area()])
    client.force_login(lead)
    assert client.get(f"/engagement/{paper.activity_id}/papers/{paper.pk}").status_code == 200
    assert client.get(f"/engagement/{paper.activity_id}/papers/new").status_code in (403, 404)


def test_the_number_of_queries_does_not_grow(here):
    row = activity()

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert here.get(f"/engagement/{row.pk}/").status_code == 200
        return len(queries)

    attach(row)
    asked()
    before = asked()
    for _ in range(4):
        attach(row)
    assert asked() == before
