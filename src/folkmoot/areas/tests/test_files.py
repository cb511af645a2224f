"""The files that ship: what must hold of them, and what is said of a broken copy."""

import csv
from collections import Counter
from datetime import date

import pytest

from folkmoot.areas.rules import Held, Span, force_key
from folkmoot.areas.tables import read_places
from folkmoot.areas.tests.factories import TODAY, copied_files, edit
from folkmoot.foundation.reference.files import BadReferenceFile


@pytest.fixture(scope="module")
def places():
    return read_places()


def current(places):
    return {
        line.text("code")
        for line in places.areas
        if line["kind"] == "area"
        and Span(line.day("starts"), line.day("starts_by"), line.day("ends"), line.day("ends_by")).on(TODAY) is Held.YES
    }


def test_fourteen_areas_are_current_and_thirteen_began_in_2011(places):
    assert len(current(places)) == 14
    assert sum(1 for line in places.areas if line["kind"] == "area" and line.day("starts") == date(2011, 4, 1)) == 13
    assert "london" not in current(places)


def test_each_of_43_territorial_forces_serves_a_current_area(places):
    territorial = [line.text("code") for line in places.forces if line["kind"] == "territorial"]
    served = {line.text("force") for line in places.area_forces if line.text("area") in current(places)}
    assert len(territorial) == 43
    assert set(territorial) <= served


def test_a_force_serves_several_current_areas_only_where_it_is_marked_shared(places):
    rows = [line for line in places.area_forces if line.text("area") in current(places)]
    for force, count in Counter(line.text("force") for line in rows).items():
        marked = {line.yes("shared") for line in rows if line.text("force") == force}
        assert marked == {count > 1}, force


def test_ons_codes_are_well_formed_and_unique(places):
    codes = [line.text("ons_code") for line in places.forces if line["kind"] == "territorial"]
    assert len(set(codes)) == 43
    assert all(len(code) == 9 and code[:3] in {"E23", "W15"} for code in codes)


def test_every_county_is_whole_in_one_force_or_in_parts_of_several(places):
    for line in places.counties:
        parts = [row.text("coverage") for row in places.force_counties if row["county"] == line["code"]]
        assert parts == ["whole"] or (len(parts) > 1 and set(parts) == {"part"}), line["code"]


def test_the_counties_of_an_area_are_those_of_its_forces(places):
    for area in current(places):
        forces = {line.text("force") for line in places.area_forces if line["area"] == area}
        through_forces = {line.text("county") for line in places.force_counties if line.text("force") in forces}
        assert {line.text("county") for line in places.area_counties if line["area"] == area} == through_forces, area


def test_the_eastern_area_is_the_four_counties_of_its_strategy(places):
    counties = {line.text("county") for line in places.area_counties if line["area"] == "east-of-england"}
    assert counties == {"essex", "suffolk", "cambridgeshire", "norfolk"}


def test_what_no_source_states_is_marked_as_inferred(places):
    inferred = {line.text("area") for line in places.area_forces if line["basis"] == "inferred"}
    assert inferred == {"yorkshire-and-humberside", "london-north", "london-south"}
    assert all(line.text("source") for line in places.area_forces if line["basis"] == "stated")
    assert all(line.text("note") for line in places.area_forces if line["basis"] == "inferred")


def test_every_force_name_in_the_published_lookup_is_known(places, shared_data):
    with (shared_data / "geography" / "lookup_ltla24_csp24_pfa24.csv").open(encoding="utf-8-sig") as file:
        published = {row["pfa24_code"]: row["pfa24_name"] for row in csv.DictReader(file)}
    ours = {line.text("ons_code"): line.text("code") for line in places.forces if line.text("ons_code")}
    keys = {force_key(line.text("name_en")): line.text("code") for line in places.forces}
    keys |= {force_key(line.text("alias")): line.text("force") for line in places.force_aliases if not line.yes("combined")}
    assert {code: keys[force_key(name)] for code, name in published.items()} == ours


def test_every_county_has_an_authority_and_every_succession_leads_to_one_in_being(places):
    assert {line.text("county") for line in places.authorities} == {line.text("code") for line in places.counties}
    gone = {line.text("from_authority") for line in places.authority_successions}
    current = {line.text("authority") for line in places.authorities} - gone
    assert len(current) == 318
    assert {line.text("to_authority") for line in places.authority_successions} <= current | gone


def test_the_authorities_of_wales_bear_their_welsh_names(places):
    welsh = [line for line in places.authorities if line.text("authority").startswith("W")]
    assert len(welsh) == 22
    assert all(line.text("name_cy") for line in welsh)


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        ("areas.csv", "wessex,area,Wessex,,2011-04-01", "wessex,area,Wessex,,1 April 2011", "areas.csv, row 13, column “starts”"),
        ("areas.csv", "wessex,area,Wessex", "wessex,region,Wessex", "areas.csv, row 13, column “kind”"),
        ("areas.csv", "Wessex,,2011-04-01,,,", "Wessex,,2011-04-01,,2010-01-01,", "areas.csv, row 13, column “ends”"),
        ("areas.csv", "Wessex,,2011-04-01,,", "Wessex,,2011-04-01,2012-01-01,", "areas.csv, row 13, column “starts_by”"),
        ("areas.csv", "wessex,area,Wessex", "wessex,area,London", "areas.csv, row 16, column “code”"),
        ("areas.csv", "code,kind", "code,sort", "areas.csv, row 1"),
        ("areas.csv", "wessex,area,Wessex,", "wessex,area,Wessex", "areas.csv, row 13,"),
        ("aliases.csv", "cymru-wales,Cymru,", "cymru-wales,East of England,", "aliases.csv, row 4, column “alias”"),
        ("successions.csv", "london,london-south,,2018-07-31", "london,london-south,,", "successions.csv, row 3, column “on”"),
        ("successions.csv", "london,london-south,", "london-north,london,", "successions.csv, row 2, column “to_area”"),
        ("force_aliases.csv", "metropolitan,Met,no", "metropolitan,GMP,no", "force_aliases.csv, row 9, column “alias”"),
        ("area_forces.csv", "wessex,dorset,", "wessex,dorsetshire,", "area_forces.csv, row 32, column “force”"),
        ("area_forces.csv", "wessex,dorset,", "wessex,hampshire,", "area_forces.csv, row 33, column “force”"),
        ("counties.csv", "dorset,ceremonial,England,Dorset", "dorset,ceremonial,England,", "column “name_en”"),
        ("authority_counties.csv", "E07000148,Norwich", "S12000033,Norwich", "authority_counties.csv, row 192, column “authority”"),
        ("authority_counties.csv", "Norwich,,norfolk", "Norwich,,norfolkshire", "authority_counties.csv, row 192, column “county”"),
        ("authority_counties.csv", "E07000148,Norwich", "E07000147,Norwich", "authority_counties.csv, row 192, column “authority”"),
        ("authority_successions.csv", "E07000191,E07000246,2019-04-01", "E07000191,E07000246,", "column “on”"),
        ("authority_successions.csv", "E07000191,E07000246", "E07000999,E07000246", "column “from_authority”"),
        ("authority_successions.csv", "E07000191,E07000246", "E06000066,E07000190", "column “to_authority”"),
    ],
)  # fmt: skip
def test_a_broken_file_is_named_with_row_and_column(tmp_path, file, old, new, place):
    folder = copied_files(tmp_path)
    edit(folder, file, old, new)
    with pytest.raises(BadReferenceFile) as caught:
        read_places(folder)
    assert place in caught.value.what
    assert caught.value.why
    assert "nothing was changed" in caught.value.do


def test_a_missing_file_and_a_file_that_is_not_text_are_named(tmp_path):
    folder = copied_files(tmp_path)
    (folder / "forces.csv").write_bytes(b"code,kind\xff\xfe")
    with pytest.raises(BadReferenceFile, match=r"forces\.csv, as a whole"):
        read_places(folder)
    (folder / "forces.csv").unlink()
    with pytest.raises(BadReferenceFile, match=r"forces\.csv.*missing"):
        read_places(folder)
