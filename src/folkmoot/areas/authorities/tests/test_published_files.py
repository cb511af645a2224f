"""The files as they are published: what comes out of them must be what is known of England and Wales."""

import csv
from collections import Counter
from datetime import date

import pytest

from folkmoot.areas import queries
from folkmoot.areas.authorities.queries import Resolver
from folkmoot.areas.authorities.tests.making import brought
from folkmoot.areas.models import Area, Authority, AuthorityPart, AuthoritySuccession, Boundary, BroughtIn, County, PoliceForce
from folkmoot.areas.tests.factories import TODAY, load_places
from folkmoot.foundation.audit import SYSTEM
from folkmoot.foundation.models import AuditEvent

pytestmark = pytest.mark.django_db
FORCES_2024 = "geography/lookup_ltla24_csp24_pfa24.csv"
HISTORY = "geography/lookup_ltla_ltla.csv"
REGISTER = "organisations/uk_local_authorities.csv"
UPPER = "geography/lookup_ltla21_utla21.csv"


def older_lookup(shared_data):
    (found,) = (shared_data / "census-2011").glob("Local_Authority_District_to_Community_Safety_Partnerships*.csv")
    return found


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def places():
    load_places()


def test_332_rows_leave_318_authorities_each_with_its_force(places, shared_data):
    summary = brought(shared_data / FORCES_2024)
    assert (summary.source, summary.edition, summary.rows) == ("authority-forces", "2024", 332)
    assert AuthorityPart.objects.count() == 332
    current = queries.list_authorities(SYSTEM, on=TODAY)
    assert current.count() == 318
    policed = [queries.list_authorities(SYSTEM, force=force, on=TODAY).count() for force in PoliceForce.objects.all()]
    assert sum(policed) == 318
    assert any("332 rows for 318 authorities" in note for note in summary.notes)


def test_the_areas_hold_every_authority_and_london_is_told_once_in_the_whole(places, shared_data):
    brought(shared_data / FORCES_2024)
    areas = list(Area.objects.filter(kind=Area.Kind.AREA).exclude(code="london"))
    held = Counter(row.code for area in areas for row in queries.list_authorities(SYSTEM, area=area, on=TODAY))
    assert len(held) == 318
    twice = {code for code, count in held.items() if count > 1}
    assert twice == {row.code for row in Authority.objects.filter(code__startswith="E09")}
    served = queries.areas_of(SYSTEM, queries.list_authorities(SYSTEM, on=TODAY))
    assert all(each.shared for code in twice for each in served[code])
    assert not any(each.shared for code, rows in served.items() if code not in twice for each in rows)


def test_the_older_edition_adds_only_authorities_it_alone_knows_whichever_comes_first(places, shared_data):
    brought(shared_data / FORCES_2024)
    summary = brought(older_lookup(shared_data))
    ended = set(AuthorityPart.objects.filter(edition="2016", withdrawn_on__isnull=True).values_list("authority__code", flat=True))
    assert ended == set(Authority.objects.filter(ends__gt=date(2016, 12, 31)).values_list("code", flat=True)) - {"E07000246"}
    assert any("newer edition" in note for note in summary.notes)
    after = set(AuthorityPart.objects.filter(withdrawn_on__isnull=True).values_list("authority__code", "csp_code", "edition"))
    AuthorityPart.objects.all().delete()
    brought(older_lookup(shared_data))
    brought(shared_data / FORCES_2024)
    assert after == set(AuthorityPart.objects.filter(withdrawn_on__isnull=True).values_list("authority__code", "csp_code", "edition"))


def test_what_ships_agrees_with_the_published_history(places, shared_data):
    before = set(AuthoritySuccession.objects.values_list("from_authority__code", "to_authority__code", "on", "lossy"))
    summary = brought(shared_data / HISTORY)
    assert summary.did == [] or {told.table for told in summary.did} == {"authority aliases"}
    assert before == set(AuthoritySuccession.objects.values_list("from_authority__code", "to_authority__code", "on", "lossy"))


def test_every_code_of_2016_has_its_successor_of_2024(places, shared_data):
    rows = [row for row in rows_of(shared_data / HISTORY) if row["ltla16_code"][0] in "EW"]
    found = queries.current_authorities(SYSTEM, {row["ltla16_code"] for row in rows}, TODAY)
    published = {row["ltla16_code"]: [(row["ltla24_code"], False)] for row in rows}
    assert {code: [(later.code, lossy) for later, lossy in after] for code, after in found.items()} == published


def test_the_history_makes_the_successions_where_nothing_ships_them(places, shared_data):
    AuthoritySuccession.objects.all().delete()
    Authority.objects.update(starts=None, ends=None)
    brought(shared_data / HISTORY)
    assert AuthoritySuccession.objects.count() == 42
    assert Authority.objects.get(code="E07000190").ends == date(2019, 3, 31)
    steps = queries.current_authorities(SYSTEM, ["E07000190"], TODAY)
    assert [later.code for later, _lossy in steps["E07000190"]] == ["E06000066"]


def test_the_register_gives_county_councils_and_first_days(places, shared_data):
    summary = brought(shared_data / REGISTER)
    councils = Authority.objects.filter(kind=Authority.Kind.COUNTY_COUNCIL)
    assert councils.count() == 27
    assert Authority.objects.get(code="E07000146").upper_tier.code == "E10000020"
    assert Authority.objects.get(code="E06000064").starts == date(2023, 4, 1)
    divided = queries.current_authorities(SYSTEM, ["E10000006"], TODAY)["E10000006"]
    assert {(later.name_en, lossy) for later, lossy in divided} == {("Cumberland", True), ("Westmorland and Furness", True)}
    differing = [note for note in summary.notes if "other days" in note]  # councils of 2009 that got new codes in 2013
    assert {note.split(" (")[0] for note in differing} == {"Gateshead", "Northumberland"}
    assert queries.list_authorities(SYSTEM, on=TODAY).count() == 318


def test_the_counties_that_ship_are_those_of_the_published_county_columns(places, shared_data):
    """Districts of one county council lie in one county, whose name the council bears; unitary authorities have none above them."""
    brought(shared_data / REGISTER)
    for row in rows_of(shared_data / UPPER):
        if row["ltla21_code"] != row["utla21_code"]:
            authority = Authority.objects.select_related("county").get(code=row["ltla21_code"])
            assert authority.county.name_en == row["utla21_name"], row
    by_council = set(Authority.objects.filter(upper_tier__isnull=False).values_list("upper_tier__code", "county__code"))
    assert len(by_council) == 27
    assert not Authority.objects.exclude(kind=Authority.Kind.COUNTY_COUNCIL).filter(county__isnull=True).exists()
    assert set(Authority.objects.values_list("county__code", flat=True)) >= set(County.objects.values_list("code", flat=True))


def test_county_and_force_agree_where_one_force_polices_a_whole_county(places, shared_data):
    brought(shared_data / FORCES_2024)
    whole = {
        county: force for force, county in
        County.objects.filter(force_counties__coverage="whole").values_list("force_counties__force__code", "code")
    }  # fmt: skip
    for code, county, force in AuthorityPart.objects.values_list("authority__code", "authority__county__code", "force__code"):
        assert whole.get(county, force) == force, code


def test_the_names_councils_go_by_lead_to_them(places, shared_data):
    """Measured on the register's other names, on stored names alone: what the importer could do without having read this register."""
    resolve = Resolver(SYSTEM, TODAY)
    asked = found = wrong = 0
    for row in rows_of(shared_data / REGISTER):
        if row["nation"] not in {"England", "Wales"} or row["gss-code"][:3] not in {"E06", "E07", "E08", "E09", "W06"} or row["end-date"]:
            continue
        others = [] if "," in row["nice-name"] else row["alt-names"].split(",")  # its own commas cannot be told from those between names
        for name in {row["official-name"], row["nice-name"], *others}:
            match = resolve(name) if name.strip() else None
            asked += 1
            found += match is not None and match.authority.code == row["gss-code"]
            wrong += match is not None and row["gss-code"] not in {each.code for each, _lossy in match.current}
    assert asked > 1200
    assert found / asked > 0.95, (found, asked)
    assert wrong == 0


def test_after_the_register_is_brought_in_its_names_are_known(places, shared_data):
    brought(shared_data / REGISTER)
    for name, code in (
        ("St. Helens MBC", "E08000013"), ("Bath & North East Somerset", "E06000022"), ("Anglesey", "W06000001"), ("Sir Fynwy", "W06000021"),
        ("London Borough of Camden", "E09000007"), ("City of London Corporation", "E09000001"), ("Essex County Council", "E10000012"),
    ):  # fmt: skip
        match = queries.resolve_authority(SYSTEM, name, TODAY)
        assert match is not None, name
        assert match.authority.code == code, name


def test_the_outlines_of_all_43_forces(places, shared_data):
    summary = brought(shared_data / "geography/police-forces.json", edition="2015")
    assert summary.source == "outlines"
    assert Boundary.objects.filter(force__isnull=False).count() == 43
    assert set(queries.force_boundaries(SYSTEM, queries.list_forces(SYSTEM).filter(kind="territorial"))) == set(
        PoliceForce.objects.filter(kind="territorial").values_list("code", flat=True)
    )


def test_the_hexagons_give_each_authority_a_tile_and_new_ones_that_of_whom_they_followed(places, shared_data):
    summary = brought(shared_data / "geography/geog_HEX_LA_EW.json")
    assert summary.source == "tiles"
    current = list(queries.list_authorities(SYSTEM, on=TODAY))
    tiles = queries.tiles(SYSTEM, current)
    assert len(tiles) == len(set(tiles.values())) == 318
    somerset = tiles["E06000066"]
    around = queries.tiles(SYSTEM, list(Authority.objects.filter(code__in=["E07000187", "E07000188", "E07000189", "E07000190"])))
    assert somerset in around.values()
    lowest, scilly = max(row for code, (_column, row) in tiles.items() if code != "E06000053"), tiles["E06000053"]
    assert scilly[1] >= lowest


def test_the_same_file_again_changes_nothing(places, shared_data):
    for file in (FORCES_2024, REGISTER, HISTORY, UPPER, "geography/police-forces.json", "geography/geog_HEX_LA_EW.json"):
        brought(shared_data / file)
        events, records = AuditEvent.objects.count(), BroughtIn.objects.count()
        assert brought(shared_data / file).did == [], file
        assert (AuditEvent.objects.count(), BroughtIn.objects.count()) == (events, records), file
    assert all(changes.nothing for changes in load_places())
