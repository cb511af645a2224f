from datetime import date

import pytest
from django.db import IntegrityError, transaction

from folkmoot.areas import queries
from folkmoot.areas.authorities import trial
from folkmoot.areas.authorities.facts import BadPlaces
from folkmoot.areas.authorities.tests.making import FORCES, brought, feature, outlines, square, written
from folkmoot.areas.models import Authority, AuthorityPart, AuthoritySuccession, Boundary, BroughtIn, County, PostcodeSector, Tile
from folkmoot.areas.tests.factories import NOW, TODAY, copied_files, edit, load_places
from folkmoot.foundation import audit
from folkmoot.foundation.audit import SYSTEM
from folkmoot.foundation.models import AuditEvent

pytestmark = pytest.mark.django_db
POSTCODES = (
    "pcd,pcds,doterm,oslaua\n"
    "NR1 1AA,NR1 1AA,,E07000148\nNR1 1AB,NR1 1AB,,E07000148\nNR1 1AC,NR1 1AC,,E07000149\nNR1 1AD,NR1 1AD,201501,E07000146\n"
    "NW1 1AA,NW1 1AA,,E09000007\nAB101AA,AB10 1AA,,S12000033\nIM1 1AA,IM1 1AA,,M99999999\n"
)


@pytest.fixture(autouse=True)
def places():
    load_places()


def test_a_lookup_is_stored_recorded_and_audited(tmp_path):
    summary = brought(written(tmp_path, FORCES))
    assert [(told.table, told.added) for told in summary.did] == [("authority parts", 7)]
    row = BroughtIn.objects.get()
    assert (row.source, row.edition, row.rows, row.file_name, row.did) == (
        "authority-forces", "2024", 7, "lookup.csv", {"authority parts": [7, 0, 0]}
    )  # fmt: skip
    assert AuditEvent.objects.filter(subject_kind="areas.broughtin").count() == 1
    assert AuditEvent.objects.filter(subject_kind="areas.authoritypart").count() == 1
    assert list(audit.faults()) == []


def test_a_trial_tells_the_same_and_stores_nothing(tmp_path):
    path = written(tmp_path, FORCES)
    events = AuditEvent.objects.count()
    tried = trial.try_file(path=path, name=path.name, by=SYSTEM, at=NOW)
    assert not AuthorityPart.objects.exists()
    assert not BroughtIn.objects.exists()
    assert AuditEvent.objects.count() == events
    assert tried == brought(path)


def test_an_authority_is_listed_once_whatever_its_partnerships(tmp_path):
    brought(written(tmp_path, FORCES))
    dorset = queries.list_forces(SYSTEM).get(code="dorset")
    assert [row.code for row in queries.list_authorities(SYSTEM, force=dorset)] == ["E06000058"]


def test_a_newer_edition_takes_the_place_of_an_older_one_part_by_part(tmp_path):
    brought(written(tmp_path, FORCES))
    newer = FORCES.replace("LAD24", "LAD25").replace("E22000063,Bournemouth", "E22000063,Bournemouth and Poole")
    newer = "\n".join(line for line in newer.splitlines() if "E22000067" not in line)
    brought(written(tmp_path, newer))
    live = AuthorityPart.objects.filter(authority__code="E06000058", withdrawn_on__isnull=True)
    assert [(part.csp_name, part.edition) for part in live] == [("Bournemouth and Poole", "2025")]
    summary = brought(written(tmp_path, FORCES))
    assert any("newer edition" in note for note in summary.notes)
    assert live.get().edition == "2025"


def test_an_authority_not_seen_before_takes_the_county_of_those_it_followed(tmp_path):
    lines = [
        "LAD24CD,LAD24NM,LAD25CD,LAD25NM",
        "E07000148,Norwich,E06000099,Greater Norwich",
        "E07000149,South Norfolk,E06000099,Greater Norwich",
    ]
    brought(written(tmp_path, "\n".join(lines)))
    made = Authority.objects.get(code="E06000099")
    assert (made.county.code, made.kind, made.starts) == ("norfolk", "unitary", date(2025, 4, 1))
    assert Authority.objects.get(code="E07000148").ends == date(2025, 3, 31)
    found = queries.current_authorities(SYSTEM, ["E07000148", "E07999999"], TODAY)
    assert [(later.code, lossy) for later, lossy in found["E07000148"]] == [("E06000099", False)]
    assert found["E07999999"] == []


def test_an_authority_that_was_divided_is_marked_lossy(tmp_path):
    lines = ["LAD24CD,LAD24NM,LAD25CD,LAD25NM", "E07000148,Norwich,E06000098,East Norwich", "E07000148,Norwich,E06000099,West Norwich"]
    brought(written(tmp_path, "\n".join(lines)))
    found = queries.current_authorities(SYSTEM, ["E07000148"], TODAY)["E07000148"]
    assert [(later.code, lossy) for later, lossy in found] == [("E06000098", True), ("E06000099", True)]


def test_outlines_are_replaced_by_a_newer_edition_only(tmp_path):
    brought(outlines(tmp_path, feature()))
    assert queries.boundaries(SYSTEM, [Authority.objects.get(code="E07000146")])["E07000146"][0][0] == [0.4, 52.7]
    summary = brought(outlines(tmp_path, feature(ring=square(0.5), year="23")))
    assert any("newer edition" in note for note in summary.notes)
    assert Boundary.objects.get().edition == "2024"
    brought(outlines(tmp_path, feature(ring=square(0.5), year="25")))
    assert Boundary.objects.get().rings[0][0] == [0.5, 52.7]


def test_welsh_names_are_taken_where_the_file_has_them(tmp_path):
    Authority.objects.filter(code="W06000015").update(name_cy="")
    cardiff = feature("W06000015", "Cardiff", square(-3.3, 51.4))
    cardiff["properties"]["LAD24NMW"] = "Caerdydd"
    brought(outlines(tmp_path, cardiff))
    assert Authority.objects.get(code="W06000015").name_cy == "Caerdydd"


def test_scotland_in_a_file_of_the_united_kingdom_is_left_out_and_said(tmp_path):
    summary = brought(outlines(tmp_path, feature(), feature("S12000033", "Aberdeen City", square(-2.3, 57.1))))
    assert Boundary.objects.count() == 1
    assert any("left out" in note for note in summary.notes)


def test_a_directory_leaves_sectors_and_no_postcode(tmp_path):
    summary = brought(written(tmp_path, POSTCODES))
    assert summary.source == "postcodes"
    kept = PostcodeSector.objects.values_list("sector", "authority__code", "postcodes")
    assert set(kept) == {("NR1 1", "E07000148", 2), ("NR1 1", "E07000149", 1), ("NW1 1", "E09000007", 1)}
    assert any("2 postcodes outside" in note for note in summary.notes)
    assert brought(written(tmp_path, POSTCODES)).did == []


def test_where_a_postcode_lies(tmp_path):
    assert queries.postcode_places(SYSTEM, "NR1 1AA").known is False
    brought(written(tmp_path, POSTCODES))
    brought(written(tmp_path, FORCES))
    found = queries.postcode_places(SYSTEM, "nr11ab")
    assert (found.known, found.sector, [row.code for row in found.authorities]) == (True, "NR1 1", ["E07000148", "E07000149"])
    assert ([area.code for area in found.areas], found.shared) == (["east-of-england"], False)
    camden = queries.postcode_places(SYSTEM, "NW1 1AA")
    assert ({area.code for area in camden.areas}, camden.shared) == ({"london-north", "london-south"}, True)
    for nowhere in ("ZZ1 1AA", "not a postcode", ""):
        assert queries.postcode_places(SYSTEM, nowhere) == queries.PostcodePlaces(
            "ZZ1 1" if nowhere.startswith("ZZ") else "", [], [], shared=False, known=True
        )


@pytest.mark.parametrize(
    ("old", "new", "place", "why"),
    [
        ("E09000007", "E07000026", "row 6, column “oslaua”", "still in being"),
        ("E09000007", "E07999999", "row 6, column “oslaua”", "No authority with the code"),
        ("E09000007", "rubbish", "row 6, column “oslaua”", "nine-character code"),
        ("NW1 1AA,NW1 1AA", "NW1 1AA,nowhere", "row 6, column “pcds”", "not a postcode"),
        ("NW1 1AA,NW1 1AA,,E09000007", "NW1 1AA,NW1 1AA", "", "as a table of text"),
    ],
)
def test_a_faulty_directory_is_named_and_not_stored(tmp_path, old, new, place, why):
    text = POSTCODES if "still" not in why else POSTCODES.replace("oslaua", "lad24cd")
    place = place.replace("oslaua", "lad24cd") if "still" in why else place
    with pytest.raises(BadPlaces) as caught:
        brought(written(tmp_path, text.replace(old, new)))
    assert place in caught.value.what
    assert why in caught.value.why
    assert not PostcodeSector.objects.exists()


def test_an_edited_table_that_ships_is_loaded_and_nothing_known_is_emptied(tmp_path):
    brought(written(tmp_path, FORCES))
    Authority.objects.filter(code="E07000148").update(starts=date(1974, 4, 1))
    folder = copied_files(tmp_path)
    edit(folder, "authority_counties.csv", "E07000148,Norwich,,norfolk,", "E07000148,Norwich,,suffolk,Moved for a test")
    changed = [changes for changes in load_places(folder) if not changes.nothing]
    assert [(changes.model, changes.changed) for changes in changed] == [(Authority, ["Norwich"])]
    norwich = Authority.objects.get(code="E07000148")
    assert (norwich.county.code, norwich.starts) == ("suffolk", date(1974, 4, 1))
    assert AuthorityPart.objects.filter(withdrawn_on__isnull=True).count() == 7


def test_the_database_holds_what_the_importer_promises():
    norwich, breckland = Authority.objects.get(code="E07000148"), Authority.objects.get(code="E07000143")
    force = queries.list_forces(SYSTEM).get(code="norfolk")
    for make in (
        lambda: Boundary.objects.create(authority=norwich, force=force, rings=[]),
        lambda: Boundary.objects.create(rings=[]),
        lambda: AuthoritySuccession.objects.create(from_authority=norwich, to_authority=norwich, on=TODAY),
        lambda: AuthoritySuccession.objects.create(from_authority=norwich, to_authority=breckland, on=TODAY, share=2),
        lambda: [Tile.objects.create(authority=row, column=1, row=1) for row in (norwich, breckland)],
        lambda: Authority.objects.create(code="E07999999", name_en="x", kind="district", starts=TODAY, ends=date(2020, 1, 1)),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make()


def test_names_that_two_authorities_bore_lead_to_the_one_in_being():
    council = Authority.objects.create(code="E10000027", name_en="Somerset", kind="county_council", ends=date(2023, 3, 31))
    assert queries.resolve_authority(SYSTEM, "Somerset Council", TODAY).authority.code == "E06000066"
    assert queries.resolve_authority(SYSTEM, "Somerset County Council", date(2020, 1, 1)).authority == council
    assert queries.resolve_authority(SYSTEM, "e07000148", TODAY).authority.name_en == "Norwich"
    past = queries.resolve_authority(SYSTEM, "Allerdale", TODAY)
    assert [later.name_en for later, _lossy in past.current] == ["Cumberland"]
    for nobody in ("Ruritania", "", "Council", "E07999999"):
        assert queries.resolve_authority(SYSTEM, nobody, TODAY) is None


def test_county_councils_are_no_part_of_the_list():
    Authority.objects.create(code="E10000020", name_en="Norfolk", kind="county_council", county=County.objects.get(code="norfolk"))
    assert "E10000020" not in {row.code for row in queries.list_authorities(SYSTEM)}
    assert queries.list_authorities(SYSTEM, county=County.objects.get(code="norfolk"), on=TODAY).count() == 7
