import pytest
from django.urls import reverse

from folkmoot.characteristics.tests.factories import load_schemes, sign_in

pytestmark = pytest.mark.django_db


def test_the_list_groups_schemes_by_characteristic(client):
    load_schemes()
    page = sign_in(client).get(reverse("characteristics:list")).content.decode()
    for words in (
        "Ethnic group, Census 2021 (19 groups)",
        "Ethnicity, as perceived by an officer",
        "Circumstances flagged on cases",
        "Provisional",
    ):
        assert words in page


def test_a_scheme_shows_both_languages_and_where_welsh_is_wanting(client):
    load_schemes()
    page = sign_in(client).get(reverse("characteristics:detail", args=["ethnicity-census-2021"])).content.decode()
    assert "Gwyn: Sipsi neu Deithiwr Gwyddelig" in page
    assert "Not yet translated" not in page
    page = client.get(reverse("characteristics:detail", args=["hate-crime-strand"])).content.decode()
    assert page.count("Not yet translated") == 5
    assert "one record may carry several" in page


def test_a_lossy_mapping_is_marked_with_what_is_lost(client):
    load_schemes()
    page = sign_in(client).get(reverse("characteristics:detail", args=["ethnicity-self-defined-18"])).content.decode()
    assert "Roma people had no code" in page
    assert "Approximate" in page
    assert "Every line is exact" in page


def test_headings_stand_above_their_answers(client):
    load_schemes()
    page = sign_in(client).get(reverse("characteristics:detail", args=["ethnicity-census-2021"]))
    codes = [row.category.code for row in page.context["categories"]]
    assert codes[:3] == ["A", "1", "2"]
    assert len(codes) == 25


def test_the_empty_page_says_what_to_run(client):
    assert "folkmoot reference load" in sign_in(client).get(reverse("characteristics:list")).content.decode()


def test_an_unknown_scheme_is_not_found(client):
    assert sign_in(client).get(reverse("characteristics:detail", args=["shoe-size"])).status_code == 404


def test_strangers_sign_in_first_and_panel_members_have_no_business_here(client):
    addresses = (reverse("characteristics:list"), reverse("characteristics:detail", args=["sex"]))
    assert {client.get(address).status_code for address in addresses} == {302}
    sign_in(client, "panel_member")
    assert {client.get(address).status_code for address in addresses} == {403}


def test_english_on_a_welsh_page_is_marked_as_english(client):
    load_schemes()
    sign_in(client)
    client.cookies["django_language"] = "cy"
    page = client.get(reverse("characteristics:detail", args=["hate-crime-strand"])).content.decode()
    assert '<h1 class="govuk-heading-l" lang="en">Hate crime strand</h1>' in page
    page = client.get(reverse("characteristics:detail", args=["disability-census-2021"])).content.decode()
    assert '<span lang="cy">Yn anabl o dan y Ddeddf Cydraddoldeb</span>' in page
