"""Guidance through its pages, in both languages and in Easy Read."""

import pytest

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.accounts.tests.factories import NOW, hq, icem
from folkmoot.panels.guidance.shipped import load_reference_data
from folkmoot.panels.recommendations.tests.factories import panel

pytestmark = pytest.mark.django_db
LIST = "/panels/guidance/"


def test_it_is_read_in_full_and_in_easy_read_and_what_nobody_translated_is_marked_as_english(client):
    load_reference_data(by=THE_PRODUCT, at=NOW)
    panel()
    client.force_login(Account.objects.get(pk=icem().account_id))
    assert "read by 0 of 2 members" in client.get(LIST).text
    page = f"{LIST}your-role/"
    assert "You do not need to know the law. You are there because" in client.get(page).text
    assert "You know your community. That is why you are here." in client.get(page, {"easy": "1"}).text
    assert "Ruth Adeyemi: <strong" in client.get(f"{page}readers").text
    assert client.get(f"{page}draft").status_code == 403
    client.cookies.load({"django_language": "cy"})
    assert '<div lang="en">' in client.get(page).text


def test_headquarters_writes_and_a_second_person_agrees(client):
    client.force_login(Account.objects.get(pk=hq().account_id))
    words = {"title_en": "Papers", "words_en": "Read them alone. " * 10, "easy_en": "Read alone."}
    page = client.post(f"{LIST}new", words | {"code": "papers", "meant_for": "all", "where": "meeting", "mark": "m1"}).url
    assert "Somebody else must agree it" in client.get(page).text
    assert "You wrote this version" in client.post(f"{page}agree", {"version": 1, "mark": "m2"}).text
    client.force_login(Account.objects.get(pk=hq("ingrid.solheim@example.org", "Ingrid Solheim").account_id))
    assert "Read alone." in client.get(f"{page}agree").text
    client.post(f"{page}agree", {"version": 1, "mark": "m3"})
    client.post(f"{page}draft", words | {"title_en": "Papers and their rules", "changed_what": "A longer title now", "mark": "m4"})
    client.force_login(Account.objects.get(pk=hq().account_id))
    client.post(f"{page}agree", {"version": 1, "changed_what": "A longer title now", "mark": "m5"})
    shown = client.get(page).text
    assert "Version 2, agreed on" in shown
    assert "What changed: A longer title now" in shown
    assert "This is an earlier version" in client.get(f"{page}1").text
