"""Pages of roles, agreement, speaking for communities, influence and interest, relationships; and long lists."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.tests.factories import account, grant, icem
from folkmoot.areas.authorities.queries import PostcodePlaces
from folkmoot.areas.models import Authority, PostcodeSector
from folkmoot.communities.tests.factories import area, community, wales
from folkmoot.stakeholders.models import Affiliation, Assessment, Contact, Organisation, Relationship, SpeaksFor
from folkmoot.stakeholders.queries import organisation_list
from folkmoot.stakeholders.tests.factories import contact, organisation, person
from folkmoot.stakeholders.web import forms, paging

pytestmark = pytest.mark.django_db
LIST, PEOPLE = "/organisations/", "/organisations/people/"


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    return client


def today():
    return timezone.localdate().isoformat()


def test_what_somebody_agreed_to_is_recorded_withdrawn_and_shown(here):
    row = person()
    page = f"{PEOPLE}{row.pk}/"
    assert "Ask what their details may be used for" in here.get(page).text
    refused = here.post(f"{page}agreed", {"purposes": ["invitations"], "basis": "consent", "given_on": today(), "mark": "a"})
    assert (refused.status_code, "Say how they agreed" in refused.text) == (422, True)
    sent = {"purposes": ["invitations", "bulletins"], "basis": "consent", "how": "writing", "given_on": today(), "mark": "b"}
    assert here.post(f"{page}agreed", sent).url == page
    text = here.get(page).text
    assert "Invitations: <strong>yes</strong>" in text
    assert "Ask what their details may be used for" not in text
    assert 'value="bulletins"' in here.get(f"{page}withdrew").text
    assert here.post(f"{page}withdrew", {"purposes": ["bulletins"], "on": today(), "mark": "c"}).url == page
    assert "Bulletins: no" in here.get(page).text
    assert "Withdrawn by them" in here.get(page).text


def test_a_role_is_added_changed_and_put_beside_the_name(here):
    club = organisation()
    row = person()
    page = f"{PEOPLE}{row.pk}/"
    assert here.post(f"{page}roles/new", {"organisation": club.pk, "kind": "chair", "mark": "a"}).url == page
    assert here.post(f"{page}roles/new", {"kind": "panel_member", "title": "Hate crime panel", "mark": "b"}).url == page
    assert here.post(f"{page}roles/new", {"kind": "panel_member", "title": "Hate crime panel", "mark": "b"}).url == page
    first, second = Affiliation.objects.order_by("pk")
    assert here.post(f"{PEOPLE}roles/{second.pk}/main", {"mark": "c"}).url == page
    row.refresh_from_db()
    assert (row.organisation, row.role) == (None, "Hate crime panel")
    answer = here.post(
        f"{PEOPLE}roles/{first.pk}/change", {"kind": "chair", "ends": "1999-01-01", "starts": today(), "version": "2", "mark": "d"}
    )
    assert "The last day is before the first" in answer.text
    assert "Chair" in here.get(f"{LIST}{club.pk}/").text


def test_who_says_that_somebody_speaks_for_a_community_is_recorded_and_ended(here):
    deaf, club, row = community(), organisation(), person()
    sent = {"community": deaf.pk, "attested_by": "Its annual meeting", "attested_on": "2025-06-01"}
    assert here.post(f"{LIST}{club.pk}/speaks-for", sent | {"mark": "a"}).url == f"{LIST}{club.pk}/"
    assert here.post(f"{PEOPLE}{row.pk}/speaks-for", sent | {"mark": "b"}).url == f"{PEOPLE}{row.pk}/"
    assert here.post(f"{LIST}{club.pk}/speaks-for", sent | {"mark": "c"}).status_code == 422
    assert "so says Its annual meeting, 1 June 2025" in here.get(f"{LIST}{club.pk}/").text
    said = SpeaksFor.objects.get(organisation=club)
    assert here.post(f"{LIST}speaks-for/{said.pk}/end", {"on": "2025-07-01", "version": "1", "mark": "d"}).url == f"{LIST}{club.pk}/"
    assert "until 1 July 2025" in here.get(f"{LIST}{club.pk}/").text
    assert row.name in here.get(PEOPLE, {"community_id": deaf.pk}).text


def test_influence_and_interest_are_judged_and_shown_in_one_table(here):
    assert "Nobody has been assessed yet" in here.get(f"{LIST}influence-and-interest").text
    club, row = organisation(), person()
    assert here.post(f"{LIST}{club.pk}/assess", {"influence": "5", "interest": "", "reason": ""}).status_code == 422
    for address in (f"{LIST}{club.pk}/assess", f"{PEOPLE}{row.pk}/assess"):
        assert (
            here.post(
                address, {"influence": "5", "interest": "2", "reason": "Many listen.", "mark": address[-40:].replace("/", "")}
            ).status_code
            == 302
        )
    assert Assessment.objects.count() == 2
    text = here.get(f"{LIST}influence-and-interest").text
    assert club.name in text
    assert row.name in text
    assert "Many listen." in here.get(f"{LIST}{club.pk}/assess").text


def test_a_relationship_is_added_and_ended(here):
    club, union = organisation(), organisation("Deaf Union")
    sent = {"kind": "branch_of", "other": union.pk, "mark": "a"}
    assert here.post(f"{LIST}{club.pk}/relationships/new", sent).url == f"{LIST}{club.pk}/"
    assert "is a branch of" in here.get(f"{LIST}{union.pk}/").text
    row = Relationship.objects.get()
    assert here.post(f"{LIST}relationships/{row.pk}/end", {"on": today(), "version": "1", "mark": "b"}).status_code == 302
    row.refresh_from_db()
    assert row.ends == timezone.localdate()


def every_page(row, club):
    role, said, tie = Affiliation.objects.get(), SpeaksFor.objects.get(), Relationship.objects.get()
    person_pages = ("roles/new", "agreed", "withdrew", "everything", "speaks-for", "assess", "safe-contact", "safe-contact/write")
    pages = [f"{PEOPLE}{row.pk}/{name}" for name in person_pages]
    pages += [f"{LIST}{club.pk}/{name}" for name in ("speaks-for", "assess", "relationships/new")]
    return [*pages, f"{PEOPLE}roles/{role.pk}/change", f"{PEOPLE}roles/{role.pk}/main", f"{LIST}speaks-for/{said.pk}/end",
            f"{LIST}relationships/{tie.pk}/end"]  # fmt: skip


def full(place):
    club = organisation(area=place)
    row = contact(area=place, organisation=club)
    Affiliation.objects.create(contact=row, kind="chair")
    SpeaksFor.objects.create(contact=row, community=community(area=place), attested_by="x", attested_on=date(2025, 1, 1))
    Relationship.objects.create(organisation=club, other=organisation("Other", area=place), kind="funds")
    return row, club


def test_another_area_s_pages_do_not_exist(here):
    for page in every_page(*full(wales())):
        assert here.get(page).status_code == 404, page
        assert here.post(page, {"reason": "Because I want to", "on": today()}).status_code == 404, page


def test_a_lead_reads_and_writes_nothing(client):
    lead = account("priya@example.org", "Priya Chandran")
    grant(lead, Role.LEAD, [area()])
    client.force_login(lead)
    row, club = full(area())
    for page in every_page(row, club):
        if not page.endswith("safe-contact"):
            assert client.get(page).status_code == 403, page
    text = client.get(f"{PEOPLE}{row.pk}/").text + client.get(f"{LIST}{club.pk}/").text
    for words in (
        "Record what they agreed to",
        "Add a role",
        "Give them what we hold",
        "Write how to contact",
        "Say until when",
        "left to do",
    ):
        assert words not in text
    assert client.get(f"{LIST}influence-and-interest").status_code == 200


def test_a_postcode_outside_the_area_is_asked_about_once(here, monkeypatch):
    def places(viewer, postcode):
        return PostcodePlaces(sector="CF10 3", authorities=[Authority(code="W06000015")], areas=[wales()], shared=False, known=True)

    monkeypatch.setattr(organisation_list, "postcode_places", places)
    sent = {"name": "Fenland Deaf Club", "kind": "community", "postcode": "cf103at", "mark": "a"}
    asked = here.post(LIST + "new", sent)
    assert asked.status_code == 422
    assert "lies outside East of England, in Cymru-Wales" in asked.text
    assert not Organisation.objects.exists()
    assert here.post(LIST + "new", sent | {"postcode_is_right": "on"}).status_code == 302
    row = Organisation.objects.get()
    unmoved = sent | {"postcode": row.postcode, "notes": "New", "version": "1", "mark": "b"}
    assert here.post(f"{LIST}{row.pk}/change", unmoved).status_code == 302


def test_the_form_says_that_postcodes_are_not_checked_where_there_is_no_directory(here):
    told = "Postcodes are not checked against the Area"
    assert told in here.get(LIST + "new").text
    cardiff = Authority.objects.create(code="W06000015", name_en="Cardiff", kind="welsh")
    PostcodeSector.objects.create(sector="CF10 3", authority=cardiff, postcodes=9)
    assert told not in here.get(LIST + "new").text
    sent = {"name": "Fenland Deaf Club", "kind": "community", "postcode": "PE30 1JJ", "mark": "a"}
    assert "not in the postcode directory" in here.post(LIST + "new", sent).text


def test_nobody_is_presumed_to_have_agreed(here):
    form = here.get(PEOPLE + "new").text
    assert 'name="basis"' in form
    assert not re.search(r'<input[^>]*name="basis"[^>]*checked', form)
    sent = {"name": "Mo Ali", "channel": "email", "language": "en", "mark": "a"}
    refused = here.post(PEOPLE + "new", sent)
    assert (refused.status_code, "Choose why we may keep their details." in refused.text) == (422, True)
    assert here.post(PEOPLE + "new", sent | {"basis": "to_be_asked"}).status_code == 302


def test_needs_that_are_entered_were_asked_today_unless_another_day_is_typed(here):
    sent = {"name": "Mo Ali", "channel": "email", "language": "en", "basis": "published", "needs": ["hearing_loop"], "mark": "a"}
    page = here.post(PEOPLE + "new", sent).url
    row = Contact.objects.get()
    assert row.needs_asked_on == timezone.localdate()
    assert "Ask once what they need" not in here.get(page).text
    assert here.post(PEOPLE + "new", sent | {"name": "Idris Cole", "needs_asked_on": "2026-01-05", "mark": "b"}).status_code == 302
    assert Contact.objects.get(name="Idris Cole").needs_asked_on == date(2026, 1, 5)
    Contact.objects.filter(pk=row.pk).update(needs_asked_on=None)
    same = {key: value for key, value in sent.items() if key != "basis"} | {"version": str(row.version)}
    here.post(f"{page}change", same | {"phone": "01632 960001", "mark": "c"})
    row.refresh_from_db()
    assert (row.phone, row.needs_asked_on) == ("01632 960001", None)
    here.post(f"{page}change", same | {"needs": ["hearing_loop", "parking"], "version": str(row.version), "mark": "d"})
    row.refresh_from_db()
    assert row.needs_asked_on == timezone.localdate()


def test_what_a_typed_person_may_be_is_told_with_the_reason(here):
    contact(birth_year=1950)
    sent = {"name": "Sian Prys", "channel": "email", "language": "en", "basis": "published", "mark": "a"}
    asked = here.post(PEOPLE + "new", sent)
    assert "born 1950" in asked.text
    assert "the same name" in asked.text
    assert here.post(PEOPLE + "new", sent | {"birth_year": "1980"}).status_code == 302
    assert Contact.objects.count() == 2


def test_where_there_are_too_many_organisations_to_choose_among_the_name_is_typed(here, monkeypatch):
    monkeypatch.setattr(forms, "MOST_CHOICES", 1)
    club, _mosque = organisation(), organisation("Wisbech Mosque")
    page = f"{PEOPLE}{person().pk}/roles/new"
    assert "<option" in here.get(page).text
    refused = here.post(page, {"kind": "chair", "organisation": "Deaf Club", "mark": "a"})
    assert "Did you mean: Fenland Deaf Club?" in refused.text
    assert here.post(page, {"kind": "chair", "organisation": "the fenland deaf club", "mark": "b"}).status_code == 302
    assert Affiliation.objects.get(kind="chair").organisation == club
    role = Affiliation.objects.get(kind="chair")
    assert 'value="Fenland Deaf Club"' in here.get(f"{PEOPLE}roles/{role.pk}/change").text


def test_a_very_long_list_is_counted_only_so_far(here, monkeypatch):
    monkeypatch.setattr(paging, "COUNTED", 3)
    monkeypatch.setattr(paging, "A_PAGE", 2)
    for number in range(5):
        organisation(f"Group {number}")
    first, last = here.get(LIST).text, here.get(LIST, {"page": "9"}).text
    assert "More than 1,000 organisations" in first
    assert "Page 1 of 2" in first
    assert "Group 2" in last


def test_lists_show_what_needs_review(here):
    person("Aled Pugh", basis="to_be_asked", basis_on=None)
    person("Mo Ali", role="Imam", role_kind="faith_leader", keep_until=timezone.localdate() + timedelta(days=3))
    assert "Mo Ali" not in here.get(PEOPLE, {"kept": "no_basis"}).text
    assert "Aled Pugh" not in here.get(PEOPLE, {"role": "faith_leader"}).text
    text = here.get(PEOPLE, {"kept": "quiet"}).text
    assert "Aled Pugh" in text
    assert "Mo Ali" in text
    organisation()
    for show in ("quiet", "nobody"):
        assert "Fenland" in here.get(LIST, {"show": show}).text
    assert "Fenland" not in here.get(LIST, {"show": "ended"}).text


def test_the_pages_of_a_busy_organisation_and_person_take_no_more_queries(here):
    def asked(address):
        with CaptureQueriesContext(connection) as captured:
            assert here.get(address).status_code == 200
        return len(captured)

    row, club = full(area())
    Assessment.objects.create(contact=row, influence=1, interest=1, reason="x", on=date(2025, 1, 1))
    addresses = (f"{LIST}{club.pk}/", f"{PEOPLE}{row.pk}/", f"{LIST}influence-and-interest")
    for address in addresses:
        asked(address)
    before = [asked(address) for address in addresses]
    for number in range(8):
        who, other = person(f"Person {number}", organisation=club, role="Member"), organisation(f"Group {number}")
        Relationship.objects.create(organisation=club, other=other, kind="funds")
        Affiliation.objects.create(contact=row, organisation=other, kind="member")
        Assessment.objects.create(contact=who, influence=1, interest=1, reason="x", on=date(2025, 1, 1))
        of = community(f"Community {number}")
        SpeaksFor.objects.create(contact=row, community=of, attested_by="x", attested_on=date(2025, 1, 1))
        SpeaksFor.objects.create(organisation=club, community=of, attested_by="x", attested_on=date(2025, 1, 1))
    after = [asked(address) for address in addresses]
    assert after == before
