"""Measures through their pages: what is known, what is not, and what would give it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import hq, icem, panel_member
from folkmoot.strategy.measures.models import Measure, Observation
from folkmoot.strategy.measures.tests.factories import STATED, figure, measure
from folkmoot.strategy.tests.factories import load_strategies

pytestmark = pytest.mark.django_db
LIST = "/strategy/measures/"


@pytest.fixture
def head_office(client):
    load_strategies()
    client.force_login(Account.objects.get(pk=hq().account_id))
    return client


def test_without_figures_the_list_says_what_would_give_them(head_office):
    page = head_office.get(LIST).text
    assert "0 of 14 measures have a figure" in page
    assert "What would give a figure:" in page


def test_a_measure_is_added_gets_figures_and_a_correction(head_office):
    answer = head_office.post(f"{LIST}new?commitment=success-1", STATED | {"target": "65", "mark": "m1"})
    place = f"{answer.url}figure?area=england-and-wales"
    given = {"value": "60", "base": "250", "sampled": "on", "source": "Crime Survey 2025"}
    refused = head_office.post(place, given | {"as_of": "2027-01-31", "mark": "m2"})
    assert (refused.status_code, "not one in the future" in refused.text) == (422, True)
    head_office.post(place, given | {"as_of": "2024-12-31", "mark": "m3"})
    head_office.post(place, given | {"as_of": "2025-12-31", "value": "62", "mark": "m4"})
    page = head_office.get(answer.url).text
    for words in ("62%", "55.8% to 67.8%", "within the margin of this figure", "it may be chance", "<svg", "31 December 2025"):
        assert words in page
    wrong = Observation.objects.get(as_of=date(2024, 12, 31))
    head_office.post(
        f"{LIST}figures/{wrong.pk}/correct", given | {"as_of": "2024-12-31", "value": "40", "note": "Typed wrongly", "mark": "m5"}
    )
    page = head_office.get(answer.url).text
    assert "Replaced by a correction." in page
    assert "Better than the time before, by more than the margin." in page
    assert head_office.get(f"{LIST}figures/{wrong.pk}/correct").status_code == 404


def test_a_figure_without_an_interval_is_not_drawn_as_if_it_were_certain(head_office):
    one = measure()
    for year in (2023, 2024):
        figure(one, "60", as_of=date(year, 12, 31))
    page = head_office.get(f"{LIST}{one.pk}/").text
    assert "fm-chart" not in page
    assert "Not given" in page


def test_an_area_may_read_and_not_define_what_is_national(client):
    load_strategies()
    one = measure()
    national = figure(one)
    client.force_login(Account.objects.get(pk=icem().account_id))
    assert "60%" in client.get(f"{LIST}{one.pk}/").text
    for page in (f"{LIST}{one.pk}/change", f"{LIST}new?commitment=success-1", f"{LIST}figures/{national.pk}/correct"):
        assert client.get(page).status_code == 404, page
    client.force_login(Account.objects.get(pk=panel_member().account_id))
    assert client.get(LIST).status_code == 403


def test_queries_do_not_grow_with_rows(head_office):
    head_office.get(LIST)
    numbers = []
    for turn in range(2):
        for number in range(3):
            figure(measure(name_en=f"Measure number {turn} {number}"))
        with CaptureQueriesContext(connection) as asked:
            head_office.get(LIST)
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]
    assert Measure.objects.count() == 20


def test_a_card_is_kept_through_its_pages(head_office):
    one = measure()
    place = f"{LIST}{one.pk}/"
    assert "There is no figure yet that could be the baseline." in head_office.get(f"{place}baseline", follow=True).text
    first = figure(one, "50", as_of=date(2023, 12, 31), base=900)
    assert "one point shows no trend" in head_office.get(place).text
    figure(one, "60", as_of=date(2024, 12, 31), base=900)
    refused = head_office.post(f"{place}target", {"target": "65", "target_on": "2020-01-01", "version": "1", "mark": "k1"})
    assert (refused.status_code, "This day has passed" in refused.text) == (422, True)
    head_office.post(f"{place}target", {"target": "65", "target_on": "2030-01-01", "version": "1", "mark": "k2"})
    head_office.post(f"{place}baseline", {"figure": str(first.pk), "why": "The year before the strategy", "mark": "k3"})
    page = head_office.get(place).text
    for words in ("Improved:", "by 1 January 2030", "Late: a newer figure was due by 31 December 2025.", "<svg", "How measures are judged"):
        assert words in page, words
    head_office.post(f"{place}break", {"on": "2024-06-01", "what": "The question names the service", "mark": "k4"})
    page = head_office.get(place).text
    for words in ("Counted otherwise since 1 June 2024", "(earlier definition)", "The baseline is of another definition"):
        assert words in page, words
    assert "fewer than 30 independent answers" in head_office.get(f"{LIST}rule").text


def test_figures_are_taken_in_by_a_button(head_office):
    page = head_office.post(f"{LIST}take-in", follow=True).text
    assert "18 new, 0 restated, 0 the same as before." in page
    assert "0 new, 0 restated, 18 the same as before." in head_office.post(f"{LIST}take-in", follow=True).text
    head_office.force_login(Account.objects.get(pk=icem().account_id))
    assert head_office.post(f"{LIST}take-in").status_code == 404
    assert head_office.post(f"{LIST}take-in", {"area": "east-of-england"}).status_code == 302
    assert "East of England" in head_office.get(f"{LIST}?area=east-of-england").text
