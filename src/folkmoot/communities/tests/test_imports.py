"""Communities brought in from tables and taken out again."""

from datetime import date

import pytest

from folkmoot.accounts.tests.factories import NOW, hq, icem
from folkmoot.areas.models import Authority, County
from folkmoot.communities.imports import COMMUNITIES
from folkmoot.communities.models import Community, TrustChange
from folkmoot.communities.tests.factories import area, community, somalis, wales
from folkmoot.communities.tests.test_operations import category
from folkmoot.foundation.importing import exporting
from folkmoot.foundation.importing.matching import suggest
from folkmoot.foundation.importing.running import NotBroughtIn, Source, bring_in, check
from folkmoot.foundation.importing.tests.making import source
from folkmoot.foundation.tables.reading import read_table

pytestmark = pytest.mark.django_db
DANGEROUS = ["=1+1", "+44", "-2", "@SUM(A1)"]


def bring(columns, *rows, by=None, of=None):
    return bring_in(COMMUNITIES, source(COMMUNITIES, columns, *rows, area=of), by=by or icem(), at=NOW)


def plan(columns, *rows, by=None, of=None):
    return check(COMMUNITIES, source(COMMUNITIES, columns, *rows, area=of), by=by or icem(), at=NOW)


def exported(ending, tmp_path, by=None):
    path = tmp_path / f"out.{ending}"
    path.write_bytes(exporting.take_out(COMMUNITIES, ending, by=by or icem(), at=NOW).data)
    return read_table(path)


def places():
    cambs = County.objects.create(code="cambridgeshire", name_en="Cambridgeshire", kind="ceremonial", nation="England")
    fenland = Authority.objects.create(code="E07000010", name_en="Fenland", kind="district", county=cambs)
    return cambs, fenland


def test_every_field_of_a_community_is_brought_in():
    cambs, fenland = places()
    disabled = category()
    bring(
        ["Name", "Area", "Kind", "County", "Local authorities", "Characteristics", "People", "Where that figure comes from",
         "The day it stands for", "Contact expected every (months)", "Low trust", "What shows it", "Main languages", "Access needs",
         "Known since"],
        ["Deaf people in the Fens", "East of England", "Circumstance", "cambridgeshire", "Fenland", "Disability: Disabled", "1,200",
         "Census 2021", "21/03/2021", "6", "yes", "41% in the survey", "British Sign Language; Polish", "Evening meetings", "2019-05-01"],
    )  # fmt: skip
    row = Community.objects.get()
    assert (row.area, row.kind, row.county, row.population, row.contact_every_months) == (area(), "circumstance", cambs, 1200, 6)
    assert (row.languages, row.access_needs, row.starts) == (["bfi", "pl"], "Evening meetings", date(2019, 5, 1))
    assert (list(row.authorities.all()), list(row.characteristics.all())) == ([fenland], [disabled])
    assert TrustChange.objects.get().words == "41% in the survey"


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods"])
def test_what_is_taken_out_comes_in_again_unchanged(ending, tmp_path):
    cambs, fenland = places()
    full = community(county=cambs, languages=["cy", "bfi"], low_trust=True, low_trust_evidence="41%", access_needs="x;y")
    full.authorities.add(fenland)
    full.characteristics.add(category())
    for name in DANGEROUS:
        community(name)
    community("Young people", area=None)
    community("Miners", ends=date(2026, 1, 1))
    table = exported(ending, tmp_path, by=hq())
    assert len(table.rows) == 2 + len(DANGEROUS)
    found = bring_in(COMMUNITIES, Source(table, suggest(COMMUNITIES, table.columns), "out", "0" * 64), by=hq(), at=NOW)
    assert found.run is None
    assert found.plan.unchanged == 2 + len(DANGEROUS)


def test_nobody_takes_out_what_is_not_theirs(tmp_path):
    mine = community()
    community("Young people", area=None)
    somalis()
    assert [row.values[0] for row in exported("csv", tmp_path).rows] == [mine.name]


def test_another_area_the_whole_service_and_unknown_names_are_refused_and_nothing_is_stored():
    wales()
    rows = [["A", "Cymru-Wales", ""], ["B", "England and Wales", ""], ["C", "Narnia", ""], ["D", "East of England", "Klingon"]]
    with pytest.raises(NotBroughtIn) as refused:
        bring(["Name", "Area", "Main languages"], *rows)
    assert [problem.row for problem in refused.value.plan.problems] == [2, 3, 4, 5]
    assert not Community.objects.exists()
    bring(["Name", "Area"], ["B", "England and Wales"], by=hq())
    assert Community.objects.get().area is None


def test_a_file_changes_what_it_names_and_leaves_the_rest():
    row = community(access_needs="Evening meetings")
    bring(["Name", "Contact expected every (months)"], ["Deaf people in the Fens", "3"], of=area())
    row.refresh_from_db()
    assert (row.contact_every_months, row.access_needs, row.name) == (3, "Evening meetings", "Deaf people in the Fens")


@pytest.mark.parametrize(
    ("columns", "row", "said"),
    [
        (["Name", "Low trust"], ["New", "yes"], "Say what shows"),
        (["Name", "People"], ["New", "12"], "Say where the population"),
        (["Name", "Contact expected every (months)"], ["New", "0"], "every 1 to every 60"),
        (["Name", "Contact expected every (months)"], ["Miners", "3"], "ended on 1 January 2026"),
        (["Name", "Low trust"], ["Wary people", "no"], "no longer low"),
    ],
)
def test_what_may_not_be_stored_is_said_at_its_row(columns, row, said):
    community("Miners", ends=date(2026, 1, 1))
    community("Wary people", low_trust=True, low_trust_evidence="41%")
    assert said in " ".join(str(problem) for problem in plan(columns, row, of=area()).problems)
