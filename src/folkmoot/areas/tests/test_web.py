import pytest
from django.urls import reverse

from folkmoot.areas.tests.factories import load_places, sign_in

pytestmark = pytest.mark.django_db


def test_the_list_shows_areas_with_forces_and_counties_and_adds_up(client):
    load_places()
    page = sign_in(client).get(reverse("areas:list")).content.decode()
    assert "14 Areas serve 43 territorial police forces and 56 counties" in page
    assert "They add up" in page
    for words in ("Thames and Chiltern", "Avon and Somerset", "Lincolnshire (part)", "Metropolitan Police (shared)", "Areas of the past"):
        assert words in page


def test_the_page_of_one_area(client):
    load_places()
    page = sign_in(client).get(reverse("areas:detail", args=["east-of-england"])).content.decode()
    for words in ("East of England", "Eastern", "1 April 2011", "Norfolk", "E23000024", "Stated by the source", "Not yet translated"):
        assert words in page


def test_the_page_of_a_past_area_leads_to_those_that_followed(client):
    load_places()
    page = sign_in(client).get(reverse("areas:detail", args=["london"])).content.decode()
    assert "no longer in being" in page
    assert reverse("areas:detail", args=["london-north"]) in page
    assert "no later than" in page


def test_an_inferred_list_says_so(client):
    load_places()
    page = sign_in(client).get(reverse("areas:detail", args=["yorkshire-and-humberside"])).content.decode()
    assert page.count("Inferred") == 4


def test_the_empty_page_says_what_to_run(client):
    page = sign_in(client).get(reverse("areas:list")).content.decode()
    assert "folkmoot reference load" in page


def test_an_unknown_area_is_not_found(client):
    assert sign_in(client).get(reverse("areas:detail", args=["ruritania"])).status_code == 404


def test_strangers_sign_in_first_and_panel_members_have_no_business_here(client):
    for address in (reverse("areas:list"), reverse("areas:detail", args=["wessex"])):
        assert client.get(address).status_code == 302
    sign_in(client, "panel_member")
    for address in (reverse("areas:list"), reverse("areas:detail", args=["wessex"])):
        assert client.get(address).status_code == 403
