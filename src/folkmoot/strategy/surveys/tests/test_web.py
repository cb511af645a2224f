"""A survey through its pages: its file, its columns once for all, what is withheld, the judgement by community, and taking it back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import hq, icem
from folkmoot.foundation.audit import faults
from folkmoot.foundation.tables.sheets import Sheet
from folkmoot.foundation.tables.xlsx_writer import write_xlsx
from folkmoot.strategy.measures.models import Measure, Observation
from folkmoot.strategy.surveys.models import Result, Survey
from folkmoot.strategy.tests.factories import load_strategies

pytestmark = pytest.mark.django_db
HEADS = ["Who", "Confident %", "Asked", "Deff"]
ROWS = [["All", "59", "4374", "1.2"], ["Asian", "61", "300", "1.2"], ["Black", "48", "280", "1.2"], ["Roma", "30", "7", ""]]
SAID = {"name": "Confidence survey 2025", "source": "Confidence survey, published tables", "as_of": "2025-12-31"}


@pytest.fixture
def head_office(client, settings, tmp_path):
    settings.HOME = tmp_path
    load_strategies()
    client.force_login(Account.objects.get(pk=hq().account_id))
    return client


def place():
    return f"/strategy/measures/{Measure.objects.get(code='success-1').pk}/"


def sent(client, rows, *, heads=HEADS, area="england-and-wales", **over):
    text = "\n".join(",".join(row) for row in [heads, *rows])
    file = SimpleUploadedFile("confidence.csv", text.encode())
    return client.post(f"{place()}survey?area={area}", SAID | {"file": file} | over)


def mapped(client, address):
    """Say what the columns are, where nobody said it for such a file before."""
    return client.post(
        address, {"column0": "group", "column1": "value", "column2": "base", "column3": "design_effect", "submit": "Read it so"}
    )


def brought(client, rows, **over):
    answer = sent(client, rows, **over)
    mapped(client, answer.url)
    return client.post(answer.url, {"keep": "yes"})


def test_a_survey_is_mapped_once_brought_in_and_judged_by_community(head_office):
    before = [["All", "56", "978", "1.2"], ["Asian", "40", "310", "1.2"], ["Black", "47", "290", "1.2"], ["Roma", "31", "12", ""]]
    answer = sent(head_office, before, name="Confidence survey 2023", as_of="2023-12-31")
    page = head_office.get(answer.url)
    assert page.status_code == 422
    assert "No column holds the base" in page.text
    mapped(head_office, answer.url)
    head_office.post(answer.url, {"keep": "yes"})
    again = sent(head_office, ROWS)
    page = head_office.get(again.url).text  # the same headings: known
    assert "Withheld, because fewer than 10 answered" in page
    kept = head_office.post(again.url, {"keep": "yes"})
    assert "Everybody" in head_office.get(kept.url).text
    assert set(Result.objects.filter(withheld=True).values_list("group", "base", "value")) == {("Roma", None, None), ("Black", None, None)}
    page = head_office.get(place()).text
    for words in ("59%", "worth 3645 independent answers", "By community, in the latest survey", "+21.0 points since 31 December 2023"):
        assert words in page, words
    assert "48%" not in page
    assert "30%" not in page
    assert list(faults()) == []


def test_without_a_base_it_is_refused_unless_vouched_and_then_never_judged(head_office):
    rows = [["All", "59", "", ""], ["Asian", "61", "", ""]]
    answer = sent(head_office, rows)
    mapped(head_office, answer.url)
    page = head_office.get(answer.url)
    assert page.status_code == 422
    assert "confidence.csv, row 2, column C (Asked): there is no base." in page.text
    head_office.post(answer.url, {"keep": "yes"})
    assert not Survey.objects.exists()
    vouched = "The publisher confirmed it by e-mail on 3 March 2026"
    for year in (2024, 2025):
        brought(head_office, rows, vouched=vouched, name=f"Confidence {year}", as_of=f"{year}-12-31")
    assert Observation.objects.filter(unbased=True).count() == 2
    page = head_office.get(place()).text
    assert "does not say how many answered" in page
    assert "Improved" not in page


def test_a_survey_is_in_once_and_taken_back_nothing_rests_on_it(head_office):
    brought(head_office, ROWS)
    answer = sent(head_office, ROWS)
    assert "These results are in already" in head_office.post(answer.url, {"keep": "yes"}).text
    survey = Survey.objects.get()
    assert "59%" in head_office.get(place()).text
    address = f"/strategy/measures/surveys/{survey.pk}/"
    head_office.post(f"{address}take-back", {"why": "The wrong year", "version": "1", "mark": "t1"})
    assert "No figure and no judgement rests on it." in head_office.get(address).text
    assert "There is no figure yet." in head_office.get(place()).text
    assert brought(head_office, ROWS).status_code == 302
    assert Survey.objects.count() == 2


def test_a_workbook_is_read_and_an_area_may_bring_none_in(head_office):
    book = write_xlsx([Sheet("Results", HEADS, [[*row] for row in ROWS])], "Survey", "en-GB")
    file = SimpleUploadedFile("confidence.xlsx", book)
    answer = head_office.post(f"{place()}survey?area=england-and-wales", SAID | {"file": file})
    assert "There is no figure" not in head_office.get(answer.url).text
    assert "What its columns are taken for" in head_office.get(answer.url).text
    head_office.force_login(Account.objects.get(pk=icem().account_id))
    assert head_office.get(f"{place()}survey").status_code == 403
