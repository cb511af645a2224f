"""The way of a report in the browser: opened, challenged, answered, signed, published, read by anybody, withdrawn."""

import re

import pytest

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import hq
from folkmoot.reports.models import Report
from folkmoot.reports.operations import sign_report
from folkmoot.reports.release.tests.test_release import named, published, third
from folkmoot.reports.review.models import Comment
from folkmoot.reports.review.tests.factories import LAST_DAY, account_of, answered, director, opened, orr, quick_files, said
from folkmoot.reports.tests import factories
from folkmoot.reports.tests.factories import AUGUST

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    quick_files(monkeypatch)


def as_(client, viewer):
    client.force_login(Account.objects.get(pk=viewer.account_id))
    return client


@pytest.fixture
def _in_july(monkeypatch):
    """Pages of the days of the review: the middleware takes the time from here."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: factories.JULY)


@pytest.fixture
def draft():
    return factories.report(national=True)


def sent(page, **values):
    return {"mark": re.search(r'name="mark" value="([^"]+)"', page)[1]} | values


@pytest.mark.usefixtures("_in_july")
def test_opened_challenged_and_answered_in_the_browser(client, draft):
    member = account_of(orr())
    director()
    address = f"/reports/{draft.pk}/"
    page = as_(client, hq()).get(f"{address}review").text
    assert "Elspeth Orr stands in the report as" in page
    nobody = client.post(f"{address}review", sent(page, last_day=LAST_DAY.isoformat()))
    assert nobody.status_code == 422
    assert "Nobody was chosen" in nobody.text
    values = sent(page, reviewers=[member.pk], last_day=LAST_DAY.isoformat(), note="Read section 3.")
    values[f"office_{member.pk}"] = "Independent member"
    assert "open for review" in client.post(f"{address}review", values, follow=True).text
    as_(client, orr())
    assert "You can comment until 19 July 2026" in client.get("/reports/for-you/").text
    assert "Comment or challenge" in client.get(address).text
    page = client.get(f"{address}comment").text
    values = sent(page, words="These shares rest on too few cases.", challenge="on", section="actions")
    assert "Your comment was sent" in client.post(f"{address}comment", values, follow=True).text
    row = Comment.objects.get()
    assert (row.challenge, row.section, row.late) == (True, "actions", False)
    as_(client, hq())
    assert "1 comment waits for an answer" in client.get(address).text
    page = client.get(f"/reports/comments/{row.pk}/answer").text
    refused = client.post(f"/reports/comments/{row.pk}/answer", sent(page, outcome="accepted", words="Yes.", office="Head"))
    assert "Write it in a sentence" in refused.text
    values = sent(page, outcome="accepted", words="The next report shows every base.", office="Head of inclusion")
    assert "The answer was given" in client.post(f"/reports/comments/{row.pk}/answer", values, follow=True).text
    log = client.get("/reports/challenges/").text
    assert "These shares rest on too few cases" in log
    assert "Independent member" in client.get("/reports/challenges/challenges.csv").content.decode()
    assert client.get("/reports/challenges/challenges.ods").content[:2] == b"PK"
    assert "The next report shows every base" in as_(client, orr()).get("/reports/for-you/").text


@pytest.mark.usefixtures("_in_july")
def test_a_member_ends_nothing_and_is_named_only_by_choice(client, draft):
    opened(draft)
    page = as_(client, orr()).get(f"/reports/{draft.pk}/").text
    assert "without your name" in page
    assert "End the review now" not in page
    assert client.post(f"/reports/{draft.pk}/do/end-review", sent(page)).status_code == 403
    assert "by name and office" in client.post(f"/reports/{draft.pk}/do/named", sent(page), follow=True).text
    assert client.get(f"/reports/{draft.pk}/publication").status_code == 403
    assert client.get(f"/reports/{draft.pk}/do/named").status_code == 405


def test_signed_by_two_and_returned_first(client, draft):
    opened(draft)
    address = f"/reports/{draft.pk}/"
    as_(client, hq())
    named(draft, director(), third())
    page = as_(client, third()).get(f"{address}return").text
    done = client.post(f"{address}return", sent(page, reason="The summary leaves out what failed."), follow=True).text
    assert "Returned" in done
    assert "The summary leaves out what failed." in done
    for person in (director(), third()):
        page = as_(client, person).get(f"{address}sign").text
        done = client.post(f"{address}sign", sent(page, version=Report.objects.get().version, read="on"), follow=True).text
    assert "Its files carry the signature" in done
    assert Report.objects.get().signer_name.startswith("Ingrid Solheim (Director)")


def test_published_read_by_anybody_and_withdrawn(client, draft):
    opened(draft)
    answered(said(draft))
    named_page = f"/our-reports/{draft.number}/"
    sign_report(by=director(), at=AUGUST, report=draft)
    draft.refresh_from_db()
    assert client.get(named_page).status_code == 404
    row = published(draft)
    assert "January to June 2026" in client.get("/our-reports/").text
    page = client.get(named_page).text
    assert "These shares rest on too few cases" in page
    assert "Independent member" in page
    assert "Elspeth Orr" not in page
    assert "The next report shows every base" in page
    assert " style=" not in page
    assert client.get(f"{named_page}report-en.pdf").content.startswith(b"%PDF-")
    assert client.get(f"{named_page}report-fr.pdf").status_code == 404
    assert 'lang="cy"' in client.get(f"{named_page}?version=cy").text
    page = as_(client, hq()).get(f"/reports/{draft.pk}/publication").text
    assert "Withdraw it" in page
    form = client.get(f"/reports/{draft.pk}/publication/withdraw").text
    client.post(f"/reports/{draft.pk}/publication/withdraw", sent(form, why="A table was counted twice."))
    client.logout()
    gone = client.get(named_page).text
    assert "A table was counted twice." in gone
    assert "These shares" not in gone
    assert client.get(f"{named_page}report-en.pdf").status_code == 404
    row.refresh_from_db()
    assert row.step == "withdrawn"


def test_prepared_explained_and_published_in_the_browser(client):
    factories.half_year()
    draft = factories.report(national=True)
    sign_report(by=director(), at=AUGUST, report=draft)
    page = as_(client, director()).get(f"/reports/{draft.pk}/").text
    assert "It is not published yet" in page
    page = client.get(f"/reports/{draft.pk}/publication").text
    client.post(f"/reports/{draft.pk}/do/prepare", sent(page))
    page = client.get(f"/reports/{draft.pk}/publication").text
    assert "a second person publishes it" in page
    keys = [re.search(r'value="([^"]+)"', one)[1] for one in re.findall(r'<input[^>]*name="keys"[^>]*>', page)]
    assert keys, "the small half-year has small numbers in its tables"
    other = as_(client, third()).get(f"/reports/{draft.pk}/publication").text
    assert "Whoever prepared it has to say why it may stay" in other
    assert 'name="keys"' not in other
    page = as_(client, director()).get(f"/reports/{draft.pk}/publication").text
    done = client.post(f"/reports/{draft.pk}/publication", sent(page, keys=keys, why="Counts of activities only."), follow=True)
    assert "The reason was kept" in done.text
    refused = client.post(f"/reports/{draft.pk}/do/publish", {"mark": "own"})
    assert refused.status_code == 422
    assert "Ask a second person" in refused.text
    page = as_(client, third()).get(f"/reports/{draft.pk}/publication").text
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    done = client.post(f"/reports/{draft.pk}/do/publish", sent(page, version=version), follow=True)
    assert "It is published" in done.text
    assert client.get(f"/our-reports/{draft.number}/").status_code == 200


def test_sending_in_the_browser(client, draft):
    sign_report(by=director(), at=AUGUST, report=draft)
    file = draft.files.get(signed=True, kind="pdf", language="en")
    page = as_(client, hq()).get(f"/reports/{draft.pk}/send").text
    values = sent(page, how="hand", recipient="The Board", file=file.pk, sent_on=re.search(r'name="sent_on" value="([^"]+)"', page)[1])
    done = client.post(f"/reports/{draft.pk}/send", values, follow=True).text
    assert "The Board" in done
    assert file.sha256[:16] in done


def test_a_signed_report_goes_to_the_translators_by_a_button(client, draft):
    address = f"/reports/{draft.pk}/"
    as_(client, hq())
    assert "Offer it to the translators" not in client.get(address).text
    opened(draft)
    answered(said(draft))
    refused = client.post(f"{address}do/translators", {"mark": "a"})
    assert (refused.status_code, "once it is signed" in refused.text) == (422, True)
    sign_report(by=director(), at=AUGUST, report=draft)
    assert "Offer it to the translators" in client.get(address).text
    done = client.post(f"{address}do/translators", {"mark": "b"}, follow=True).text
    assert "The translators have it" in done
    assert "What there is of this report in Welsh" in client.get(address).text
