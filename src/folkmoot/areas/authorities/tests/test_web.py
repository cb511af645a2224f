import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from folkmoot.areas.authorities.tests.making import FORCES, brought, feature, outlines, square, written
from folkmoot.areas.models import AuthorityPart, BroughtIn, Tile
from folkmoot.areas.tests.factories import load_places, sign_in
from folkmoot.foundation import incoming

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()


def page_of(client, route, *args, **asked):
    return client.get(reverse(route, args=args), asked).content.decode()


def sent(client, name, text, edition=""):
    file = SimpleUploadedFile(name, text.encode())
    return client.post(reverse("areas:bring_in"), {"file": file, "edition": edition})


def test_the_list_narrows_to_a_county_and_each_leads_to_its_page(client):
    load_places()
    page = page_of(sign_in(client), "areas:authorities", county="norfolk")
    assert "7 authorities: Norfolk" in page
    assert reverse("areas:authority", args=["E07000148"]) in page
    assert reverse("areas:authority", args=["E07000136"]) not in page


def test_without_the_lookup_the_list_says_what_to_bring_in(client):
    load_places()
    page = page_of(sign_in(client), "areas:authorities")
    assert "318 authorities" in page
    assert "not known yet" in page
    assert reverse("areas:brought_in") in page


def test_an_area_shows_its_authorities_and_a_shared_one_says_so(client, tmp_path):
    load_places()
    brought(written(tmp_path, FORCES))
    sign_in(client)
    page = page_of(client, "areas:authorities", area="east-of-england")
    assert "3 authorities: East of England" in page
    assert "Bring in the lookup" not in page
    shared = page_of(client, "areas:authorities", area="london-north")
    assert "1 authority: London North" in shared
    assert "London North (shared), London South (shared)" in shared


def test_a_list_costs_the_same_however_long_it_is(client, tmp_path, django_assert_max_num_queries):
    load_places()
    brought(written(tmp_path, FORCES))
    sign_in(client)
    page_of(client, "areas:authorities")
    for asked in ({}, {"county": "norfolk"}):
        with django_assert_max_num_queries(24):
            page_of(client, "areas:authorities", **asked)


def test_the_page_of_an_authority(client, tmp_path):
    load_places()
    brought(written(tmp_path, FORCES))
    page = page_of(sign_in(client), "areas:authority", "E06000058")
    for words in ("Bournemouth, Christchurch and Poole", "1 April 2019", "Came from", "E07000048", "Poole (E22000067), Dorset", "Wessex"):
        assert words in page
    assert "Caerdydd" in page_of(client, "areas:authority", "W06000015")


def test_an_authority_of_the_past_leads_to_the_one_that_followed(client):
    load_places()
    page = page_of(sign_in(client), "areas:authority", "E07000026")
    assert "no longer exists" in page
    assert reverse("areas:authority", args=["E06000063"]) in page


def test_an_unknown_authority_is_not_found(client):
    assert sign_in(client).get(reverse("areas:authority", args=["E07999999"])).status_code == 404


def test_a_map_of_outlines_links_each_place_and_names_those_without_one(client, tmp_path):
    load_places()
    brought(outlines(tmp_path, feature(), feature("E07000148", "Norwich", square(1.2, 52.6, 0.1))))
    page = page_of(sign_in(client), "areas:authorities", county="norfolk")
    assert page.count('class="fm-map__place"') == 2
    assert 'aria-label="Norwich"' in page
    assert "No outline has been brought in for: Breckland, Broadland" in page


def test_a_map_of_tiles_stands_in_where_there_are_no_outlines(client, tmp_path):
    load_places()
    brought(written(tmp_path, FORCES))
    part = AuthorityPart.objects.get(authority__code="E07000148")
    Tile.objects.create(authority=part.authority, column=3, row=4, edition="2016")
    page = page_of(sign_in(client), "areas:authorities", county="norfolk")
    assert page.count('class="fm-map__place"') == 7
    assert "a tile of the same size" in page


def test_a_file_is_checked_confirmed_and_stored_once(client):
    load_places()
    sign_in(client)
    to_check = sent(client, "lookup.csv", FORCES)
    assert to_check.status_code == 302
    page = client.get(to_check["Location"]).content.decode()
    assert "7 added" in page
    assert not AuthorityPart.objects.exists()
    for _again in range(2):
        assert client.post(to_check["Location"])["Location"] == reverse("areas:brought_in")
    assert (AuthorityPart.objects.count(), BroughtIn.objects.count()) == (7, 1)
    assert not any(incoming.folder().iterdir())
    shown = page_of(client, "areas:brought_in")
    for words in ("lookup.csv", "2024", "7 added", "Nia Rowe"):
        assert words in shown


def test_a_file_that_cannot_be_brought_in_is_named_and_gone(client):
    load_places()
    sign_in(client)
    to_check = sent(client, "lookup.csv", FORCES.replace("E07000148", "S12000033"))
    answer = client.get(to_check["Location"])
    assert answer.status_code == 422
    assert "row 3, column “LAD24CD”" in answer.content.decode()
    assert "not a code of England or Wales" in answer.content.decode()
    assert not any(incoming.folder().iterdir())


def test_a_file_can_be_given_up(client):
    load_places()
    sign_in(client)
    token = sent(client, "lookup.csv", FORCES)["Location"].rstrip("/").rsplit("/", 1)[1]
    client.post(reverse("areas:forget_places", args=[token]))
    assert not any(incoming.folder().iterdir())
    assert not BroughtIn.objects.exists()


def test_no_file_an_empty_one_and_a_strange_year_are_told_at_the_field(client):
    sign_in(client)
    assert "Choose a file." in client.post(reverse("areas:bring_in"), {}).content.decode()
    assert "This file is empty." in sent(client, "empty.csv", "").content.decode()
    assert "four figures" in sent(client, "lookup.csv", FORCES, edition="last").content.decode()


def test_only_those_who_load_published_figures_bring_places_in(client):
    sign_in(client, "icem")
    assert client.get(reverse("areas:brought_in")).status_code == 200
    for address in (reverse("areas:bring_in"), reverse("areas:check_places", args=["x" * 32])):
        assert client.get(address).status_code == 403
    assert client.post(reverse("areas:forget_places", args=["x" * 32])).status_code == 403
    assert reverse("areas:bring_in") not in page_of(client, "areas:brought_in")


def test_a_file_of_somebody_else_is_not_shown(client, django_user_model):
    load_places()
    sign_in(client)
    address = sent(client, "lookup.csv", FORCES)["Location"]
    other = django_user_model.objects.create_user("owen@example.org", "Owen", "marigold-lantern-42")
    other.grants.create(role="hq", national=True, starts="2025-01-01")
    client.force_login(other)
    assert "no longer here" in client.get(address).content.decode()
