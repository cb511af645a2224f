"""A strategy from nothing to its end through the pages, a file on the way, and who may not."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import hq, icem
from folkmoot.strategy.models import Commitment, Strategy
from folkmoot.strategy.tests.factories import load_strategies

pytestmark = pytest.mark.django_db
GOOD = "Kind,Aim,Words\naim,,Trust in every community\ncommitment,Trust in every community,Meet every community each year\n"


@pytest.fixture
def head_office(client, settings, tmp_path):
    settings.HOME = tmp_path
    load_strategies()
    client.force_login(Account.objects.get(pk=hq().account_id))
    return client


def sent(client, text):
    file = SimpleUploadedFile("new.csv", text.encode())
    answer = client.post("/strategy/bring-in/inclusion-to-2030", {"file": file})
    return answer.url, client.get(answer.url)


def test_a_new_strategy_is_typed_brought_in_and_ended(head_office):
    page = "/strategy/new?area=england-and-wales"
    head_office.post(page, {"name_en": "Inclusion to 2030", "source": "Board paper, March 2026", "mark": "m1"})
    new = Strategy.objects.get(code="inclusion-to-2030")
    _where, refused = sent(head_office, GOOD + "promise,,Nothing\n")
    assert refused.status_code == 422
    assert "new.csv, row 4, column “Kind”" in refused.text
    where, checked = sent(head_office, GOOD)
    assert "It would add 1 aims and 1 lines" in checked.text
    assert not new.commitments.exists()
    head_office.post(where)
    head_office.post(where)
    assert new.commitments.get().aim.name_en == "Trust in every community"
    head_office.post(f"/strategy/of/{new.code}/lines/new", {"kind": "governance", "words_en": "Report", "heading": "Board", "mark": "m2"})
    assert "Report" in head_office.get("/strategy/").text
    head_office.post(f"/strategy/of/{new.code}/end", {"on": timezone.localdate(), "reason": "Replaced by another", "mark": "m3"})
    assert "No longer in force since" in head_office.get("/strategy/").text


def test_a_line_gets_an_owner_a_report_and_a_correction(head_office):
    line = Commitment.objects.get(code="trust-1")
    at, today = f"/strategy/commitments/{line.pk}", timezone.localdate()
    head_office.post(f"{at}/owner", {"account": hq().account_id, "since": today, "mark": "m1"})
    refused = head_office.post(f"{at}/standing", {"level": "achieved", "on": today, "mark": "m2"})
    assert (refused.status_code, "Say what shows it" in refused.text) == (422, True)
    head_office.post(f"{at}/standing", {"level": "achieved", "evidence": "Three partnerships signed", "on": today, "mark": "m3"})
    head_office.post(f"{at}/correct", {"field": "words_en", "now": "Build partnerships", "reason": "Typed from a draft", "mark": "m4"})
    page = head_office.get(f"/actions/commitments/{line.pk}/").text
    for words in ("Owen Achebe", "Three partnerships signed", "“Build partnerships”", "Typed from a draft", "“Develop national"):
        assert words in page


def test_an_area_may_not_write_of_the_national_strategy(client):
    load_strategies()
    line = Commitment.objects.get(code="trust-1")
    client.force_login(Account.objects.get(pk=icem().account_id))
    pages = ["/strategy/of/cps-2020/end", "/strategy/of/cps-2020/lines/new", "/strategy/bring-in/cps-2020"]
    for page in [*pages, *(f"/strategy/commitments/{line.pk}/{step}" for step in ("owner", "standing", "correct", "withdraw"))]:
        assert client.get(page).status_code == 404, page
