"""Representation handed over for publication: what is offered, and what its rows say."""

from datetime import date

import pytest

from folkmoot.accounts.tests.factories import NOW, icem
from folkmoot.casework.tables import operations as publications
from folkmoot.casework.tables.protocol import Range
from folkmoot.casework.tables.tests.factories import begun, human_resources
from folkmoot.workforce.representation.publishing import OFFER
from folkmoot.workforce.representation.tests.test_pages import ROWS, keep
from folkmoot.workforce.tests.units import hr

pytestmark = pytest.mark.django_db


def test_tables_by_grade_and_unit_are_offered_to_those_who_see_the_whole_service():
    assert OFFER.offered(hr()) == []
    keep(date(2025, 12, 31))
    assert OFFER.offered(icem()) == []
    assert ("grade:sex:Female", "Sex: female, staff in post by grade") in OFFER.offered(hr())
    assert OFFER.table(icem(), "grade:sex:Female") is None
    for key in ("grade:sex:Nobody", "town:sex:Female", "grade:shoe:Female", ""):
        assert OFFER.table(hr(), key) is None


def test_rows_are_what_the_page_shows():
    keep(date(2025, 12, 31))
    table = OFFER.table(hr(), "grade:sex:Female")
    assert [(row.group, row.base, row.had) for row in table.rows] == [
        (("EO",), Range(540, 540), Range(360, 360)), (("SCS",), Range(69, 69), Range(36, 36)),
    ]  # fmt: skip
    assert table.sentences == ("65.0% of staff whose group is known are female, as of 31 December 2025.",)
    assert table.overall.had == Range(396, 396)
    assert table.population.periods == {"2025-12"}
    assert [row.group for row in OFFER.table(hr(), "unit:sex:Female").rows] == [("Digital",), ("East of England",)]


def test_a_table_of_staff_can_be_chosen_for_an_edition(settings):
    settings.TABLES_TO_PUBLISH = ("folkmoot.workforce.representation.publishing.OFFER",)
    keep(date(2025, 3, 31), tuple((*row[:5], "3") if row[0] == "Digital" and row[1] == "SCS" and row[4] == "Male" else row for row in ROWS))
    edition = begun("Staff by grade", by=human_resources())
    choice = {"kind": OFFER.kind, "key": "unit:sex:Female"}
    publications.add_content(by=human_resources(), at=NOW, edition=edition, choice=choice)
    edition.refresh_from_db()
    assert publications.run_check(by=human_resources(), at=NOW, edition=edition).state == "checked"
