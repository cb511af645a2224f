from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.tests.factories import account, grant, hq, icem
from folkmoot.communities.tests.factories import area, community, wales
from folkmoot.foundation.models import AuditEvent
from folkmoot.stakeholders.models import Contact, Organisation
from folkmoot.stakeholders.tests.factories import contact, organisation

pytestmark = pytest.mark.django_db
LIST, PEOPLE = "/organisations/", "/organisations/people/"


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    return client


def sent(**over):
    return {"name": "Fenland Deaf Club", "kind": "community", "town": "Ely", "postcode": "cb74ew", "mark": "one-mark"} | over


def person(**over):
    return {
        "name": "Siân Prŷs", "role": "Chair", "email": "sian.prys@example.org", "channel": "email", "language": "cy", "basis": "consent",
        "basis_on": "2025-05-01", "access_needs": "Sign language", "keep_until": (timezone.localdate() + timedelta(days=400)).isoformat(),
        "mark": "one-mark",
    } | over  # fmt: skip


def consultations(kind):
    return AuditEvent.objects.filter(kind="consultation", subject_kind=kind)


def test_an_organisation_is_added_from_an_empty_database(here):
    assert "No organisation is recorded yet" in here.get(LIST).text
    deaf = community()
    answer = here.post(LIST + "new", sent(communities=[str(deaf.pk)]))
    added = Organisation.objects.get()
    assert answer.url == f"{LIST}{added.pk}/"
    assert (added.area, added.postcode, list(added.communities.all())) == (area(), "CB7 4EW", [deaf])
    page = here.get(answer.url).text
    assert "Deaf people in the Fens" in page
    assert f"/engagement/?organisation={added.pk}" in page


def test_a_near_name_is_asked_back_and_each_choice_leads_where_it_says(here):
    known = organisation()
    asked = here.post(LIST + "new", sent(name="The Fenland Deaf Club Ltd"))
    assert asked.status_code == 422
    assert "We already know this organisation" in asked.text
    assert Organisation.objects.count() == 1
    assert here.post(LIST + "new", sent(name="The Fenland Deaf Club Ltd", known=str(known.pk))).url == f"{LIST}{known.pk}/"
    assert here.post(LIST + "new", sent(name="The Fenland Deaf Club Ltd", known="another")).status_code == 302
    assert Organisation.objects.count() == 2


def test_a_known_choice_of_another_area_leads_nowhere(here):
    other = organisation(area=wales())
    assert here.post(LIST + "new", sent(known=str(other.pk))).status_code == 404


def test_the_list_searches_filters_and_survives_nonsense(here):
    organisation("Tŷ Gobaith")
    organisation("Wisbech Mosque", kind="faith")
    assert "Wisbech" not in here.get(LIST, {"search": "ty gobaith"}).text
    assert "Gobaith" not in here.get(LIST, {"kind": "faith"}).text
    assert here.get(LIST, {"kind": "x", "community_id": "x", "page": "x", "area": "x", "county_id": "9"}).status_code == 200


def test_names_are_escaped_wherever_they_stand(here):
    nasty = "<script>alert(1)</script>"
    organisation(nasty)
    for address in (LIST, f"{LIST}{Organisation.objects.get().pk}/"):
        page = here.get(address).text
        assert nasty not in page
        assert "&lt;script&gt;" in page
    assert nasty not in here.post(LIST + "new", sent(name=nasty)).text


def test_an_organisation_is_changed(here):
    row = organisation()
    address = f"{LIST}{row.pk}/change"
    assert "Fenland Deaf Club" in here.get(address).text
    assert here.post(address, sent(name="Clwb Byddar Ely", version="1", ended_on="2026-01-31")).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.ended_on) == ("Clwb Byddar Ely", date(2026, 1, 31))


def test_a_person_is_added_to_an_organisation_and_shown_with_access_needs(here):
    club = organisation()
    form = here.get(f"{PEOPLE}new?organisation={club.pk}").text
    assert f'value="{club.pk}" selected' in form
    answer = here.post(f"{PEOPLE}new?organisation={club.pk}", person(organisation=str(club.pk)))
    added = Contact.objects.get()
    assert answer.url == f"{PEOPLE}{added.pk}/"
    assert "Sign language" in here.get(answer.url).text
    assert "Siân Prŷs" in here.get(f"{LIST}{club.pk}/").text


def test_consent_without_its_day_is_refused_beside_the_field(here):
    answer = here.post(PEOPLE + "new", person(basis_on=""))
    assert answer.status_code == 422
    assert "Give the day on which they agreed" in answer.text
    assert not Contact.objects.exists()


def test_a_known_person_is_asked_back(here):
    known = contact()
    assert "We already know a person" in here.post(PEOPLE + "new", person()).text
    assert consultations("stakeholders.contact").get().subject_ids == [known.pk]
    assert here.post(PEOPLE + "new", person(known=str(known.pk))).url == f"{PEOPLE}{known.pk}/"
    assert here.post(PEOPLE + "new", person(known="another", mark="b")).status_code == 302
    assert Contact.objects.count() == 2


def test_a_person_is_changed_and_erased(here):
    row = contact()
    assert here.post(f"{PEOPLE}{row.pk}/change", person(name="Siân Prys-Jones", version="1")).status_code == 302
    assert Contact.objects.get().name == "Siân Prys-Jones"
    assert "taken away for good" in here.get(f"{PEOPLE}{row.pk}/erase").text
    assert here.post(f"{PEOPLE}{row.pk}/erase", {"mark": "two"}).url == PEOPLE
    assert Contact.objects.get().name == ""
    assert here.get(f"{PEOPLE}{row.pk}/").status_code == 404


@pytest.mark.parametrize("page", [PEOPLE, f"{PEOPLE}%d/", f"{PEOPLE}%d/change", f"{LIST}%d/"])
def test_every_page_that_shows_a_person_is_logged(here, page):
    row = contact(organisation=organisation(), pk=7)
    club = row.organisation
    address = page % (club.pk if page.startswith(f"{LIST}%") else row.pk) if "%d" in page else page
    assert "Prŷs" in here.get(address).text
    assert consultations("stakeholders.contact").get().subject_ids == [row.pk]
    assert consultations("stakeholders.contact").get().route == address


def test_details_kept_too_long_are_pointed_out(here):
    contact(keep_until=date(2026, 3, 9))
    assert "until a day that has passed" in here.get(PEOPLE).text
    assert "Prŷs" in here.get(PEOPLE, {"kept": "past"}).text


def test_another_area_s_rows_do_not_exist(here):
    club, other = organisation(area=wales()), contact(area=wales())
    for page in (
        f"{LIST}{club.pk}/",
        f"{LIST}{club.pk}/change",
        f"{PEOPLE}{other.pk}/",
        f"{PEOPLE}{other.pk}/change",
        f"{PEOPLE}{other.pk}/erase",
    ):
        assert here.get(page).status_code == 404
    assert here.get(f"{PEOPLE}new?organisation={club.pk}").status_code == 404
    assert here.post(f"{PEOPLE}{other.pk}/erase", {"mark": "m"}).status_code == 404


def test_staff_may_not_open_it_and_leads_may_read_but_not_write(client):
    staff = account("gwen.hale@example.org", "Gwen Hale")
    grant(staff, Role.STAFF, [area()])
    client.force_login(staff)
    assert client.get(LIST).status_code == client.get(PEOPLE).status_code == 403
    lead = account("ruth.adeyemi@example.org", "Ruth Adeyemi")
    grant(lead, Role.LEAD, [area()])
    client.force_login(lead)
    row = contact()
    assert "Erase" not in client.get(f"{PEOPLE}{row.pk}/").text
    assert client.post(f"{PEOPLE}{row.pk}/erase", {"mark": "m"}).status_code == 403
    assert Contact.objects.get().name


def test_headquarters_chooses_the_area(client):
    client.force_login(Account.objects.get(pk=hq().account_id))
    area(), wales()
    assert "Which Area" in client.get(LIST + "new").text
    assert client.post(LIST + "new?area=cymru-wales", sent()).status_code == 302
    assert Organisation.objects.get().area == wales()


@pytest.mark.parametrize(("address", "make"), [(LIST, organisation), (PEOPLE, contact)])
def test_the_number_of_queries_does_not_grow_with_the_list(here, address, make):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert here.get(address).status_code == 200
        return len(captured)

    make("First")
    queries()
    before = queries()
    for number in range(20):
        make(f"Number {number}")
    assert queries() == before
