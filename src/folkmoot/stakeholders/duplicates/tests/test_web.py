import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.tests.factories import NOW, account, grant, hq, icem
from folkmoot.communities.tests.factories import area, wales
from folkmoot.foundation.models import AuditEvent
from folkmoot.stakeholders.duplicates import job
from folkmoot.stakeholders.duplicates.models import DuplicatePair, DuplicateRun, Merge
from folkmoot.stakeholders.models import Contact
from folkmoot.stakeholders.tests.factories import contact, organisation

pytestmark = pytest.mark.django_db
HOME = "/organisations/duplicates/"


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    return client


def pair(one=None, two=None, kind="person", **over):
    one = one or contact("Aled Pugh")
    two = two or contact("Pugh, Aled", email="b@example.org", phone="01632 960002")
    values = {"probability": 0.97, "reasons": ["the same name"], "found_at": NOW, "left_area": one.area, "right_area": two.area} | over
    return DuplicatePair.objects.create(kind=kind, left_id=one.pk, right_id=two.pk, **values)


def sent(**over):
    return {
        "mark": "m", "keep": "left", "left_version": "1", "right_version": "1", "name": "left", "email": "left", "phone": "right",
    } | over  # fmt: skip


def test_an_empty_list_teaches(here):
    assert "No search has been run yet" in here.get(HOME).text


def test_a_pair_is_listed_looked_at_merged_and_taken_back(here):
    found = pair()
    listed = here.get(HOME).text
    assert "97%" in listed
    assert "the same name" in listed
    page = here.get(f"{HOME}{found.pk}/").text
    assert "01632 960002" in page
    assert "Differs" in page
    answer = here.post(f"{HOME}{found.pk}/", sent())
    made = Merge.objects.get()
    assert answer.url == f"{HOME}merges/{made.pk}/"
    kept = Contact.objects.get(pk=found.left_id)
    assert (kept.name, kept.phone) == ("Aled Pugh", "01632 960002")
    assert "Pugh, Aled into Aled Pugh" in here.get(f"{HOME}merges/").text
    assert here.get(f"{HOME}{found.pk}/").status_code == 404
    assert here.post(answer.url, {"mark": "n"}).status_code == 302
    assert Contact.objects.get(pk=found.right_id).merged_into is None
    assert "Taken back" in here.get(answer.url).text


def test_the_second_may_go_on_instead(here):
    found = pair()
    here.post(f"{HOME}{found.pk}/", sent(keep="right", name="left"))
    kept = Contact.objects.get(pk=found.right_id)
    assert (kept.name, kept.phone, kept.email) == ("Aled Pugh", "01632 960002", "sian.prys@example.org")


def test_what_was_changed_since_must_be_agreed_to(here):
    found = pair()
    address = here.post(f"{HOME}{found.pk}/", sent()).url
    Contact.objects.filter(pk=found.left_id).update(phone="01632 960009")
    assert "Changed since the merge: telephone" in here.get(address).text
    refused = here.post(address, {"mark": "n"})
    assert refused.status_code == 422
    assert "Agree that what was changed since stays" in refused.text
    assert here.post(address, {"mark": "n", "anyway": "on"}).status_code == 302


def test_somebody_else_s_change_is_not_overwritten(here):
    found = pair()
    Contact.objects.filter(pk=found.right_id).update(version=2)
    assert here.post(f"{HOME}{found.pk}/", sent()).status_code == 422
    assert not Merge.objects.exists()


def test_a_pair_is_put_aside(here):
    found = pair()
    assert here.post(f"{HOME}{found.pk}/aside").status_code == 302
    assert "Aled" not in here.get(HOME).text


def test_pages_that_show_people_are_logged(here):
    found = pair()
    for address in (HOME, f"{HOME}{found.pk}/"):
        here.get(address)
        event = AuditEvent.objects.filter(kind="consultation").latest("seq")
        assert sorted(event.subject_ids) == sorted([found.left_id, found.right_id])
        assert event.route == address


def test_another_area_s_pairs_and_merges_do_not_exist(here, client):
    one = contact("Aled Pugh")
    across = pair(one, contact("Aled Pugh", area=wales()))
    assert "Pugh" not in here.get(HOME).text
    for address in (f"{HOME}{across.pk}/", f"{HOME}{across.pk}/aside"):
        assert here.post(address, sent()).status_code == 404
    client.force_login(Account.objects.get(pk=hq().account_id))
    assert "different Areas" in client.get(f"{HOME}{across.pk}/").text
    assert client.post(f"{HOME}{across.pk}/", sent()).status_code == 422
    assert not Merge.objects.exists()


def test_whoever_only_reads_cannot_merge(client):
    lead = account("ruth.adeyemi@example.org", "Ruth Adeyemi")
    grant(lead, Role.LEAD, [area()])
    client.force_login(lead)
    found = pair()
    assert "Merge the two" not in client.get(f"{HOME}{found.pk}/").text
    assert client.post(f"{HOME}{found.pk}/", sent()).status_code == 404
    assert client.post(f"{HOME}search").status_code == 403
    assert not Merge.objects.exists()


def test_a_search_is_started_once_in_its_own_process(here, monkeypatch, django_capture_on_commit_callbacks):
    started = []
    monkeypatch.setattr(job, "launch", started.append)
    with django_capture_on_commit_callbacks(execute=True):
        assert here.post(f"{HOME}search?kind=organisation").status_code == 302
    run = DuplicateRun.objects.get()
    assert started == [run.pk]
    assert (run.kind, run.area) == ("organisation", area())
    assert "is being searched" in here.get(HOME + "?kind=organisation").text
    with django_capture_on_commit_callbacks(execute=True):
        here.post(f"{HOME}search?kind=organisation")
    assert started == [run.pk]
    DuplicateRun.objects.update(beat_at=NOW)
    assert "stopped before it had finished" in here.get(HOME + "?kind=organisation").text


def test_names_are_escaped(here):
    nasty = "<script>alert(1)</script>"
    found = pair(organisation(nasty), organisation(nasty, town="March"), kind="organisation", reasons=[nasty])
    for address in (HOME + "?kind=organisation", f"{HOME}{found.pk}/"):
        assert nasty not in here.get(address).text


@pytest.mark.parametrize("asked", [{"kind": "x"}, {"page": "x"}, {"area": "x"}, {"kind": "organisation", "page": "99"}])
def test_nonsense_in_the_address_is_survived(here, asked):
    assert here.get(HOME, asked).status_code == 200


def test_queries_do_not_grow_with_the_list(here):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert here.get(HOME).status_code == 200
        return len(captured)

    pair()
    queries()
    before = queries()
    for number in range(10):
        pair(contact(f"A {number}"), contact(f"B {number}"))
    assert queries() == before
