import csv
from datetime import date

import pytest

from folkmoot.areas import queries
from folkmoot.areas.models import Area, AreaForce
from folkmoot.areas.rules import Held
from folkmoot.areas.tests.factories import TODAY, load_places
from folkmoot.foundation.audit import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _loaded():
    load_places()


def test_current_areas_leave_out_the_single_london():
    names = [area.code for area in queries.list_areas(SYSTEM, on=TODAY)]
    assert len(names) == 14
    assert names == sorted(names)
    assert len(queries.list_areas(SYSTEM)) == 15
    assert len(queries.list_areas(SYSTEM, kind=None)) == 22


def test_in_2012_only_the_areas_known_to_have_been_there_are_listed():
    codes = {area.code for area in queries.list_areas(SYSTEM, on=date(2012, 1, 1))}
    assert len(codes) == 12
    assert not codes & {"london", "london-north", "london-south"}


@pytest.mark.parametrize(
    ("name", "code"),
    [("Eastern", "east-of-england"), ("CPS East of England", "east-of-england"), ("merseyside and cheshire", "mersey-cheshire"),
     ("Thames & Chiltern", "thames-and-chiltern"), ("yorkshire_and_humberside", "yorkshire-and-humberside"),
     ("Wales/Cymru", "cymru-wales")],
)  # fmt: skip
def test_areas_are_found_under_every_name(name, code):
    assert queries.resolve_area(SYSTEM, name, TODAY).area.code == code


def test_a_past_area_leads_to_those_that_followed():
    match = queries.resolve_area(SYSTEM, "London", TODAY)
    assert (match.area.code, match.held) == ("london", Held.NO)
    assert [area.code for area in match.successors] == ["london-north", "london-south"]
    assert queries.resolve_area(SYSTEM, "London", date(2014, 1, 1)).held is Held.NOT_KNOWN
    assert [area.code for area in queries.areas_before(SYSTEM, queries.get_area(SYSTEM, "london-south"))] == ["london"]


@pytest.mark.parametrize("name", ["", " ", "National", "Ruritania"])
def test_a_name_that_is_no_area_is_none(name):
    assert queries.resolve_area(SYSTEM, name, TODAY) is None


def test_a_withdrawn_area_is_not_found():
    Area.objects.filter(code="wessex").update(withdrawn_on=TODAY)
    assert queries.resolve_area(SYSTEM, "Wessex", TODAY) is None
    with pytest.raises(queries.NoSuchArea, match="wessex"):
        queries.get_area(SYSTEM, "wessex")


def test_a_combined_name_stands_for_both_forces():
    assert [force.code for force in queries.resolve_forces(SYSTEM, "Metropolitan and City")] == ["city-of-london", "metropolitan"]
    assert [force.code for force in queries.resolve_forces(SYSTEM, "London, City of")] == ["city-of-london"]
    assert queries.resolve_forces(SYSTEM, "National") == []
    assert queries.resolve_forces(SYSTEM, "") == []


def test_forces_and_counties_of_an_area():
    area = queries.get_area(SYSTEM, "yorkshire-and-humberside")
    assert queries.list_forces(SYSTEM, area=area).count() == 4
    counties = [county.code for county in queries.list_counties(SYSTEM, area=area)]
    assert counties == ["east-riding-of-yorkshire", "lincolnshire", "north-yorkshire", "south-yorkshire", "west-yorkshire"]
    force = queries.resolve_forces(SYSTEM, "Humberside")[0]
    assert [county.code for county in queries.list_counties(SYSTEM, force=force)] == ["east-riding-of-yorkshire", "lincolnshire"]


def test_totals_add_up_and_say_so_when_they_do_not():
    totals = queries.totals(SYSTEM, on=TODAY)
    assert (totals.areas, totals.territorial_forces, totals.counties) == (14, 43, 56)
    assert totals.forces_without_area == totals.counties_without_area == []
    AreaForce.objects.filter(force__code="dorset").update(withdrawn_on=TODAY)
    assert queries.totals(SYSTEM, on=TODAY).forces_without_area == ["Dorset"]


def test_every_row_name_of_the_published_outcome_files_is_known(shared_data):
    names = set()
    for path in (shared_data / "cps-outcomes").rglob("*.csv"):
        with path.open(encoding="utf-8-sig") as file:
            names |= {row[0] for row in csv.reader(file) if row}
    unknown = {name for name in names if name and not queries.resolve_forces(SYSTEM, name)}
    assert len(names) > 40
    assert unknown == {"National"}


def test_every_force_of_the_published_use_of_force_file_is_known(shared_data):
    with (shared_data / "use-of-force" / "by-ethnicity-force_2019-20.csv").open(encoding="utf-8-sig") as file:
        names = {row["Police Force"] for row in csv.DictReader(file)}
    assert {name for name in names if not queries.resolve_forces(SYSTEM, name)} == {"Total England and Wales"}
