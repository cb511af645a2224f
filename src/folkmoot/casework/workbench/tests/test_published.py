"""The page of a published table: its series with its gaps, places in a funnel and never ranked, its files, and who sees it."""

from datetime import date

import pytest
from django.urls import reverse

from folkmoot.accounts.tests.factories import NOW, account, area, hq, icem
from folkmoot.areas.models import Area
from folkmoot.casework.sources.operations import load_files
from folkmoot.casework.sources.tests import factories
from folkmoot.casework.tests.visits import client_of, text_of
from folkmoot.casework.workbench import published
from folkmoot.foundation.models import AuditEvent
from folkmoot.published.forces import OUTCOME_AREAS
from folkmoot.published.tests.making import csv_bytes, monthly

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 5)


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()


def counts(month):
    """Kent has next to no convictions in any month; everywhere else seven of ten are."""
    usual = [*((70 + month, 30) * 12), 3]
    return {name: [*((5, 95) * 12), 3] if name == "Kent" else usual for name in OUTCOME_AREAS}


@pytest.fixture
def source(tmp_path):
    """January to May 2018 without March."""
    row = factories.source(hq(), account(), kind="outcomes", title="Published outcomes", population="defendants", layout=False)
    paths = []
    for month in (1, 2, 4, 5):
        paths.append(tmp_path / f"2018-{month:02}.csv")
        paths[-1].write_bytes(csv_bytes(monthly(counts(month))))
    load_files(by=hq(), at=NOW, source=row, paths=paths, data_as_of=DAY, vouched=True)
    return row


def page(source, viewer=None, **asked):
    return client_of(viewer or hq()).get(reverse("casework:published_view", args=[source.pk]), asked)


def test_the_series_has_every_month_and_a_gap_where_there_is_no_file(source):
    opened = published.open_table(hq(), source.pk)
    found = published.shown(opened, published.chosen(opened, {}))
    assert [(one.name, one.is_gap) for one in found.series] == [
        ("2018-01", False), ("2018-02", False), ("2018-03", True), ("2018-04", False), ("2018-05", False),
    ]  # fmt: skip
    first = found.series[0]
    others = len(OUTCOME_AREAS) - 1
    assert first.counts.with_outcome == 12 * (71 * others + 5)
    assert first.counts.base == 12 * (101 * others + 100) + 3 * (others + 1)
    assert found.series[2].rate is None
    assert found.numbers.segments[0].points[2].value is None


def test_a_place_that_is_unlike_the_others_is_beyond_and_nobody_is_ranked(source):
    opened = published.open_table(hq(), source.pk)
    found = published.shown(opened, published.chosen(opened, {}))
    assert [point.area for point in found.places.beyond] == ["Kent"]
    names = [point.area for point in found.places.areas]
    assert names == sorted(names, key=str.casefold)
    assert len(names) == len(OUTCOME_AREAS)


def test_one_offence_and_one_force_are_counted_alone(source):
    opened = published.open_table(hq(), source.pk)
    choice = published.chosen(opened, {"measure": "unsuccessful", "place": "Kent", "offence": "Homicide", "nonsense": "x"})
    found = published.shown(opened, choice)
    assert (found.series[0].counts.with_outcome, found.series[0].counts.base) == (95, 100)
    assert published.chosen(opened, {"measure": "none", "place": "Atlantis", "offence": "None"}) == published.Choice("convicted")


def test_the_page_says_the_answer_its_base_its_caveats_and_the_day(source):
    said = text_of(page(source))
    for words in (
        "Prosecutions that ended in a conviction", "In May 2018 it was", "The base: all prosecutions that ended", "Beyond the limits",
        "Kent", "they are not ranked", "Data as of 5 March 2026, for January 2018 to February 2018, April 2018 to May 2018.", "no file",
        "There is no file for March 2018", "Management information", "too few months",
    ):  # fmt: skip
        assert words in said, words
    assert page(source).content.count(b"<svg") == 3


@pytest.mark.parametrize("kind", ["csv", "ods", "xlsx"])
def test_the_figures_leave_as_files_and_it_is_kept_who_took_them(source, kind):
    answer = client_of(hq()).get(reverse("casework:published_data", args=[source.pk, kind]), {"offence": "Burglary"})
    assert answer.status_code == 200
    assert len(answer.content) > 500
    assert AuditEvent.objects.filter(kind="disclosure", detail__kind=kind).count() == 1
    if kind == "csv":
        assert '"Month","2018-03","[x]"' in answer.content.decode("utf-8-sig")


def test_the_workbench_and_the_source_lead_to_it(source):
    address = reverse("casework:published_view", args=[source.pk])
    assert address in client_of(hq()).get(reverse("casework:workbench")).content.decode()
    assert address in client_of(hq()).get(reverse("casework:source", args=[source.pk])).content.decode()


def test_a_source_of_cases_or_of_another_area_has_no_such_page(tmp_path):
    area()
    cases = factories.source(hq(), account(), title="Cases")
    assert page(cases).status_code == 404
    elsewhere = Area.objects.create(code="elsewhere", name_en="Elsewhere", kind="area")
    theirs = factories.source(hq(), account(), kind="outcomes", title="Theirs", layout=False, of=elsewhere)
    assert page(theirs, icem()).status_code == 404
    empty = factories.source(hq(), account(), kind="outcomes", title="Empty", layout=False)
    assert page(empty).status_code == 404


def test_the_published_months_as_they_are(shared_data):
    row = factories.source(hq(), account(), kind="outcomes", title="Real", population="defendants", layout=False)
    paths = sorted((shared_data / "cps-outcomes").glob("2014-2016/2015*.csv"))
    load_files(by=hq(), at=NOW, source=row, paths=paths, data_as_of=DAY, vouched=True)
    said = text_of(page(row))
    assert "Metropolitan and City" in said
    assert "Beyond the limits" in said or "No place lies beyond" in said
