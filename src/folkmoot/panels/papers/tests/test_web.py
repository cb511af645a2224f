"""Papers through their pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import icem, inspector
from folkmoot.panels.papers.models import MeetingPaper
from folkmoot.panels.recommendations.tests.factories import called, panel

pytestmark = pytest.mark.django_db


def test_a_paper_is_put_before_a_meeting_read_and_withdrawn(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    held = called(panel())
    list_page, ruth = f"/panels/papers/at/{held.pk}/", held.panel.members.order_by("pk").first()
    assert "No papers yet" in client.get(list_page).text
    until = timezone.localdate().isoformat()
    given = {"title_en": "Figures", "expires_on": until, "restricted": "on", "readers": ruth.pk}
    both = client.post(f"{list_page}add", given | {"words": "Also", "file": SimpleUploadedFile("f.pdf", b"%PDF-1.7 f"), "mark": "m1"})
    assert "One of them, not both" in both.text
    assert "Also" in both.text
    assert client.post(f"{list_page}add", given | {"words": "The figures fell.", "mark": "m2"}).status_code == 302
    one = MeetingPaper.objects.get()
    assert "The figures fell." in client.get(f"/panels/papers/{one.pk}/").text
    assert "Opened by 0; meant for 1." in client.get(list_page).text
    change = {"title_en": "Figures", "expires_on": until, "version": one.version, "mark": "m3"}
    client.post(f"/panels/papers/{one.pk}/change", change)
    one.refresh_from_db()
    assert (one.restricted, list(one.readers.all())) == (False, [])
    client.post(f"/panels/papers/{one.pk}/withdraw", {"reason": "It held a name.", "mark": "m4"})
    assert "It held a name." in client.get(list_page).text


def test_a_reader_is_told_that_there_are_papers_they_may_not_read(client):
    held = called(panel())
    ruth = held.panel.members.order_by("pk").first()
    kept = MeetingPaper.objects.create(
        meeting=held, title_en="One case", words="x", restricted=True, expires_on="2027-01-01", added_at=held.called_at
    )
    kept.readers.set([ruth])
    client.force_login(Account.objects.get(pk=inspector().account_id))
    page = client.get(f"/panels/papers/at/{held.pk}/").text
    assert "only for the members named on them" in page
    assert "One case" not in page
    assert [client.get(f"/panels/papers/{kept.pk}/").status_code, client.get(f"/panels/papers/at/{held.pk}/add").status_code] == [404, 403]
