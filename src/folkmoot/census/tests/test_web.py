"""The pages in the browser's place: what each shows, and a file from its choice to its figures."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import administrator, area, hq, icem, panel_member
from folkmoot.census.models import PublishedTable
from folkmoot.census.tests.factories import authority, force_of, load_text, part, schemes, sex_table
from folkmoot.characteristics.models import Category

pytestmark = pytest.mark.django_db
FIRST = sex_table({"E07000008": (70, 75), "E07000010": (51, 49)})


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.HOME = tmp_path


@pytest.fixture
def places():
    schemes()
    place = area()
    force = force_of(place)
    for code, name in (("E07000008", "Cambridge"), ("E07000010", "Fenland")):
        part(authority(code, name), force)
    return place


def client_of(viewer):
    client = Client()
    client.force_login(Account.objects.get(pk=viewer.account_id))
    return client


def text_of(answer):
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def send(client, text=FIRST, **over):
    return client.post(reverse("census:bring_in"), {"file": SimpleUploadedFile("sex.csv", text.encode())} | over)


def test_the_empty_page_teaches_and_names_where_tables_are_published(places):
    text = text_of(client_of(icem()).get(reverse("census:home")))
    assert "First step" in text
    assert "https://www.nomisweb.co.uk/output/census/2021/census2021-ts021.zip" in text
    assert "None yet." in text


def test_a_place_says_its_number_its_source_and_its_base(places, tmp_path):
    load_text(tmp_path, FIRST)
    text = text_of(client_of(icem()).get(reverse("census:profile", args=["area", "east-of-england"])))
    assert "245 people on 21 March 2021" in text
    assert "Counted in East of England on 21 March 2021: 245 (all usual residents)." in text
    assert "Female, 49.4% (121)" in text
    assert "14% of the counts" in text


def test_a_voluntary_question_says_its_base_and_who_answered(places, tmp_path):
    categories = Category.objects.filter(scheme__code="sexual-orientation-census-2021-5", kind__in=["answer", "not_stated"])
    names = list(categories.values_list("name_en", flat=True))
    head = ",".join(["date", "geography", "geography code", "Sexual orientation: Total: All usual residents aged 16 years and over"])
    head += "".join(f",Sexual orientation: {name}" for name in names)
    rows = "".join(f"2021,X,{code},100,80,3,2,5,10\n" for code in ("E07000008", "E07000010"))
    load_text(tmp_path, head + "\n" + rows)
    text = text_of(client_of(icem()).get(reverse("census:profile", args=["authority", "E07000008"])))
    assert "100 (usual residents aged 16 and over)" in text
    assert "90.0% of them answered the question." in text
    assert "The question was voluntary" in text


def test_unknown_places_are_not_found(places):
    client = client_of(icem())
    for kind, code in (("area", "nowhere"), ("planet", "east-of-england")):
        assert client.get(reverse("census:profile", args=[kind, code])).status_code == 404


def test_a_failing_total_is_marked_not_hidden(places, tmp_path):
    load_text(tmp_path, FIRST)
    text = text_of(client_of(icem()).get(reverse("census:totals")))
    assert "does not add up to the published figures" in text
    assert "It does not hold" in text


def test_a_table_is_looked_at_before_it_is_brought_in_and_the_file_is_gone_after(places, tmp_path):
    client = client_of(hq())
    sent = send(client)
    assert (sent.status_code, PublishedTable.objects.count()) == (302, 0)
    shown = text_of(client.get(sent.url))
    assert "Sex, census 2021 (TS008)" in shown
    assert "245 (all usual residents)" in shown
    done = client.post(sent.url, follow=True)
    assert "The table was brought in." in text_of(done)
    assert PublishedTable.objects.get().file_name == "sex.csv"
    assert not [found for found in (tmp_path / "incoming").rglob("*") if found.is_file()]
    assert client.post(sent.url).status_code == 302  # sent twice, done once
    assert PublishedTable.objects.count() == 1


def test_what_would_change_is_shown_before_it_does(places):
    client = client_of(hq())
    client.post(send(client).url)
    again = send(client, FIRST.replace("100,51", "109,60"))
    text = text_of(client.get(again.url))
    assert "Figures that differ: 2" in text
    assert "E07000010 F 51 60" in text
    same = send(client)
    assert "There is nothing to bring in" in text_of(client.get(same.url))


def test_a_file_that_is_no_table_is_refused_at_its_field_and_not_kept(places, tmp_path):
    answer = send(client_of(hq()), FIRST.replace(",51,", ",-51,"))
    assert answer.status_code == 422
    assert "row 3, column E" in text_of(answer)
    assert not [found for found in (tmp_path / "incoming").rglob("*") if found.is_file()]


def test_nothing_chosen_is_said(places):
    assert "Choose a file." in text_of(client_of(hq()).post(reverse("census:bring_in"), {}))


def test_a_file_given_up_is_deleted(places, tmp_path):
    client = client_of(hq())
    sent = send(client)
    client.post(sent.url + "forget")
    assert not [found for found in (tmp_path / "incoming").rglob("*") if found.is_file()]
    assert PublishedTable.objects.count() == 0


def test_who_may_open_what(places):
    home_page, bring_in = reverse("census:home"), reverse("census:bring_in")
    assert client_of(icem()).get(home_page).status_code == 200
    assert client_of(icem()).get(bring_in).status_code == 403
    assert client_of(administrator()).get(bring_in).status_code == 200
    assert client_of(panel_member()).get(home_page).status_code == 403
    assert Client().get(home_page).status_code == 302
