import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import NOW, icem
from folkmoot.communities.tests.factories import wales
from folkmoot.engagement.finishing import operations
from folkmoot.engagement.finishing.operations import Counted, TookPart, Used
from folkmoot.engagement.finishing.tests.test_operations import category
from folkmoot.engagement.models import Activity, Headcount, Material, StaffPart
from folkmoot.engagement.tests.factories import activity
from folkmoot.stakeholders.tests.factories import organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    return client


def test_the_desk_is_told_what_the_phone_left_out_and_where_to_add_it(here):
    row = activity(follow_up="", outcome="", cost_pence=None)
    page = here.get(f"/engagement/{row.pk}/").text
    left = page.split("To finish at the desk")[1].split("</ul>")[0]
    for words in ("what it cost", "what came of it", "what follows from it", "who came, by characteristic", "who of us took part"):
        assert words in left
    assert "how many people came" not in left
    for address in re.findall(r'href="([^"]*)"', left):
        assert here.get(address).status_code == 200


def test_an_evaluation_is_saved_and_shown(here):
    row = activity(objective="Deaf people know how to report", measure="20 people come", follow_up="")
    assert "20 people come" in here.get(f"/engagement/{row.pk}/evaluation").text
    said = {
        "version": "1", "outcome": "They will write.", "result": "partly", "evidence": "12 came.", "follow_up": "action", "mark": "a",
        "follow_up_words": "Maya writes to them", "differently": "Start earlier", "told_participants_on": "2026-02-27",
    }  # fmt: skip
    assert here.post(f"/engagement/{row.pk}/evaluation", said).status_code == 302
    page = unescape(here.get(f"/engagement/{row.pk}/").text)
    for words in ("Partly met", "12 came.", "Work will follow: Maya writes to them", "Start earlier", "27 February 2026"):
        assert words in page


def test_an_evaluation_with_a_gap_is_asked_for_beside_its_field(here):
    row = activity()
    answer = here.post(f"/engagement/{row.pk}/evaluation", {"version": "1", "result": "met", "mark": "a"})
    assert answer.status_code == 422
    assert "Say how you know" in answer.text


def test_counts_are_typed_line_by_line_and_shown_again(here):
    row, women = activity(), category()
    lines = {"version": "1", "count_1_category": women.pk, "count_1_people": "12", "count_1_how": "said", "mark": "a"}
    assert here.post(f"/engagement/{row.pk}/people", lines).status_code == 302
    assert (Headcount.objects.get().people, Headcount.objects.get().how) == (12, "said")
    assert 'value="12"' in here.get(f"/engagement/{row.pk}/people").text
    assert "Female: 12 (They said so)" in unescape(here.get(f"/engagement/{row.pk}/").text)


def test_half_a_line_is_asked_for(here):
    row, women = activity(), category()
    answer = here.post(f"/engagement/{row.pk}/people", {"version": "1", "count_1_category": women.pk, "mark": "a"})
    assert answer.status_code == 422
    assert "Give both the characteristic and how many people" in unescape(answer.text)
    assert not Headcount.objects.exists()


def test_resources_are_saved_and_shown(here):
    row, police = activity(), organisation("The police")
    row.organisations.add(police)
    lines = {
        "version": "1", "partners": [police.pk], "staff": [icem().account_id], "part_1_unit": "Norwich office", "part_1_people": "3",
        "used_1_kind": "leaflet", "used_1_quantity": "200", "used_1_language": "Somali", "used_1_format": "easy_read", "mark": "a",
    }  # fmt: skip
    assert here.post(f"/engagement/{row.pk}/used", lines).status_code == 302
    assert (StaffPart.objects.get().people, Material.objects.get().quantity) == (3, 200)
    page = unescape(here.get(f"/engagement/{row.pk}/").text)
    assert "200 × Leaflet, Somali, Easy Read" in page
    assert "3 × Norwich office" in page
    assert list(row.partners.all()) == [police]


@pytest.mark.parametrize("page", ["evaluation", "people", "used", "papers/new", "confidence"])
def test_pages_of_another_area_do_not_exist(here, page):
    row = activity(area=wales())
    assert here.get(f"/engagement/{row.pk}/{page}").status_code == 404


def test_a_closed_activity_is_not_finished_again(here):
    row = activity(closed_at=NOW)
    assert here.get(f"/engagement/{row.pk}/people").status_code == 404


@pytest.mark.parametrize("page", ["", "people", "used", "evaluation"])
def test_the_number_of_queries_does_not_grow(here, page):
    row = activity()

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert here.get(f"/engagement/{row.pk}/{page}").status_code == 200
        return len(queries)

    fill(row, 1)
    asked()
    before = asked()
    fill(row, 6)
    assert asked() == before


def fill(row, many):
    row.refresh_from_db()
    counts = [Counted(category(f"C{number}", f"Category {number}"), 10, "said") for number in range(many)]
    operations.set_headcounts(by=icem(), at=NOW, activity=row, counts=counts)
    row.organisations.set([organisation(f"Group {number} of {many}") for number in range(many)])
    operations.set_resources(
        by=icem(), at=NOW, activity=Activity.objects.get(pk=row.pk), used=[Used("leaflet", 5, "English")] * many,
        parts=[TookPart(f"Unit {number}", 2) for number in range(many)], staff=[], partners=list(row.organisations.all())[:1],
    )  # fmt: skip
