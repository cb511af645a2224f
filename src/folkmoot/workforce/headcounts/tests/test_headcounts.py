"""Headcounts brought in, recognised again and taken back; and the pages from an empty database."""

import csv
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, area, icem
from folkmoot.foundation import incoming
from folkmoot.foundation.audit import Kind
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import Refused
from folkmoot.foundation.tables.ods_writer import write_ods
from folkmoot.foundation.tables.sheets import Sheet as Written
from folkmoot.workforce.headcounts import earlier, queries
from folkmoot.workforce.headcounts.columns import Asked
from folkmoot.workforce.headcounts.keeping import File, differing_sums, prepared
from folkmoot.workforce.headcounts.models import Headcount, HeadcountLoad
from folkmoot.workforce.headcounts.operations import bring_in, take_back
from folkmoot.workforce.headcounts.reading import read
from folkmoot.workforce.headcounts.tests.test_reading import EXACT, LONG, ROWS, found
from folkmoot.workforce.models import Unit
from folkmoot.workforce.tests.units import hr, hr_account, unit

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 1)


def file(rows=ROWS, asked=EXACT, name="staff.csv", columns=LONG) -> File:
    return File(name, "ab" * 32, "cd" * 32, asked, found(columns, rows, asked))


def keep(given: File, day: date = DAY, **over) -> list[HeadcountLoad]:
    return bring_in(by=hr(), at=NOW, file=given, as_of=day, source="Personnel system", **over)


def test_brought_in_recognised_again_and_taken_back():
    (load,) = keep(file())
    assert {unit.name: unit.kind for unit in Unit.objects.all()} == {
        "East of England": "directorate", "Digital": "directorate", "Whole service": "service",
    }  # fmt: skip
    assert load.kept == Headcount.objects.count()
    with pytest.raises(Refused, match="in already"):
        keep(file(rows=tuple(reversed(ROWS)), name="again.csv"))
    with pytest.raises(NotAllowed):
        take_back(by=icem(), at=NOW, load=load, why="Wrong")
    with pytest.raises(Refused, match="Say why"):
        take_back(by=hr(), at=NOW, load=load, why=" ")
    take_back(by=hr(), at=NOW, load=load, why="The grades were those of last year.")
    assert not Headcount.objects.exists()
    assert HeadcountLoad.objects.get().taken_back_why == "The grades were those of last year."
    keep(file())


def test_last_years_file_under_a_new_day_is_recognised():
    (load,) = keep(file())
    (again,) = keep(file(name="new.csv"), date(2026, 2, 1))
    assert "is it the same file again?" in again.report[0]
    lines = prepared(file(), date(2026, 2, 1), {})[0].lines
    assert earlier.same_numbers_before(lines, date(2026, 2, 1)) == load


def test_totals_are_kept_and_small_counts_are_not():
    rows = (*ROWS, ("Digital", "EO", "Sex", "Female", "31"), ("Digital", "EO", "Sex", "Male", "3"))
    keep(file(rows=rows))
    assert not Headcount.objects.filter(printed__gt=0, printed__lt=5).exists()
    small = Headcount.objects.get(unit__name="Digital", level="eo", group="Male")
    assert (small.low, small.high, small.printed) == (0, 4, None)
    whole = Headcount.objects.get(unit__kind="service", level="scs", group="Female")
    assert (whole.low, whole.high, whole.printed) == (19, 19, 19)


def test_a_second_file_of_the_same_people_is_refused():
    keep(file())
    coarse = (("Digital", "All", "Sex", "Female", "40"), ("Digital", "All", "Sex", "Male", "41"))
    for day in (DAY, date(2026, 1, 20), date(2025, 12, 13)):
        with pytest.raises(Refused, match="Two files of the same people could be subtracted"):
            keep(file(rows=coarse, name="other.csv"), day)
    keep(file(rows=coarse, name="other.csv"), date(2026, 1, 31))
    keep(file(rows=(("Digital", "EO", "Disability", "Disabled", "40"),), name="other.csv"))


def test_published_tables_of_a_day_may_stand_beside_one_another():
    asked = Asked("to_5")
    keep(file(rows=(("Whole service", "SCS", "Sex", "Female", "50"),), asked=asked))
    keep(file(rows=(("Whole service", "All", "Sex", "Female", "5070"),), asked=asked, name="all.csv"))
    assert HeadcountLoad.objects.count() == 2


def test_a_file_with_days_is_a_load_for_each():
    columns = ("Quarter", *LONG)
    rows = tuple((day, *row) for day in ("2025-12-31", "2025-09-30") for row in ROWS[:2])
    loads = keep(file(rows=rows, columns=columns))
    assert [load.as_of for load in loads] == [date(2025, 9, 30), date(2025, 12, 31)]
    assert queries.days(hr()) == [date(2025, 12, 31), date(2025, 9, 30)]


def test_days_too_near_one_another_in_one_file_are_refused():
    rows = tuple((day, *row) for day in ("2025-12-31", "2025-12-20") for row in ROWS[:2])
    with pytest.raises(Refused, match="less than 20 apart"):
        keep(file(rows=rows, columns=("Quarter", *LONG)))


def test_nothing_is_kept_before_every_word_is_explained():
    with pytest.raises(Refused, match="not been explained"):
        keep(file(rows=(*ROWS, ("Digital", "Band 3", "Sex", "Female", "12"))))
    with pytest.raises(Refused, match="still to come"):
        keep(file(), date(2099, 1, 1))
    assert not Headcount.objects.exists()


def test_sums_that_differ_are_said():
    rows = (*ROWS[4:], ("Digital", "SCS", "Disability", "Disabled", "5"), ("Digital", "SCS", "Disability", "Not disabled", "30"))
    assert differing_sums(found(rows=rows).lines) == [
        "Digital, SCS, in post: the characteristics do not add up to the same number of staff: Sex about 15; Disability about 35."
    ]


def test_a_unit_of_an_area_is_recognised_and_a_new_one_is_of_the_kind_given():
    place = area()
    keep(file(), kinds={"Digital": "division"})
    assert Unit.objects.get(name="East of England").area == place
    assert Unit.objects.get(name="Digital").kind == "division"


def test_every_change_is_on_record():
    (load,) = keep(file())
    take_back(by=hr(), at=NOW, load=load, why="A wrong file")
    kinds = list(AuditEvent.objects.filter(subject_kind="workforce.headcountload").order_by("pk").values_list("kind", flat=True))
    assert kinds == [Kind.COLLECTION, Kind.ERASURE]


def send(client, content, name="staff.csv", **over):
    data = content if isinstance(content, bytes) else content.encode()
    given = {
        "file": SimpleUploadedFile(name, data), "as_of": "2026-01-01", "source": "Personnel system", "counted": "exact",
        "measure": "in_post", "characteristic": "", "sheet": "", "mark": "m1",
    }  # fmt: skip
    return client.post("/workforce/figures/bring-in/", given | over)


@pytest.fixture
def as_hr(client, settings, tmp_path):
    settings.HOME = tmp_path
    client.force_login(hr_account())
    return client


def waiting() -> int:
    return sum(1 for _ in incoming.folder().iterdir())


def test_the_pages_from_an_empty_database(as_hr):
    assert "No figures on staff yet" in as_hr.get("/workforce/figures/").text
    text = "\n".join(",".join(row) for row in (LONG, *ROWS)).replace("Grade 6", "Band 9")
    sent = send(as_hr, text)
    assert sent.status_code == 302
    asked = as_hr.get(sent.url).text
    assert "Which grade is “Band 9”?" in asked
    assert "The unit “Digital” is new" in asked
    assert as_hr.post(sent.url, {"word0": "", "mark": "m2"}).status_code == 422
    answers = {"word0": "word|G7/G6", "unit0": "new:directorate", "unit1": "new:division", "mark": "m3"}
    assert as_hr.post(sent.url, answers).status_code == 302
    page = as_hr.get(sent.url).text
    assert "As of 1 January 2026" in page
    assert "Band 9 = G7/G6" in page
    kept = as_hr.post(sent.url, {"keep": "1"})
    assert kept.status_code == 302
    assert as_hr.post(sent.url, {"keep": "1"}).url == kept.url  # sent twice, kept once
    assert HeadcountLoad.objects.count() == 1
    assert "Personnel system" in as_hr.get(kept.url).text
    back = as_hr.post(f"{kept.url}take-back", {"why": "A wrong file", "version": 1, "mark": "m4"})
    assert back.status_code == 302
    assert queries.days(hr()) == []
    again = send(as_hr, text, as_of="2026-02-01", mark="m5")  # the same headings: nothing is asked twice
    assert "As of 1 February 2026" in as_hr.get(again.url).text


def test_a_file_that_names_staff_leaves_nothing_behind(as_hr):
    named = send(as_hr, "Name,Unit,Grade\nSomebody,Digital,EO")
    assert named.status_code == 422
    assert "staff.csv: the column “Name” names or numbers members of staff" in named.text
    sheets = [Written("Counts", LONG, ROWS), Written("Detail", ("Employee number", "Grade", "Unit"), [("77", "EO", "Digital")])]
    hidden = send(as_hr, write_ods(sheets, "Staff", "en-GB"), "staff.ods", mark="m2")
    assert "sheet “Detail”: the column “Employee number”" in hidden.text
    assert (waiting(), HeadcountLoad.objects.count()) == (0, 0)


def test_a_workbook_with_notes_above_its_headings_and_several_sheets(as_hr):
    unit("Digital")
    sheets = [
        Written("Cover", ("Staff in post", "", ""), [("Prepared by HR", "", ""), ("Not for release", "", "")]),
        Written("Ethnicity", ("Table 1", "", "", ""), [
            ("Staff in post by ethnicity", "", "", ""), ("", "", "", ""), ("Unit", "Grade", "White", "Asian"),
            ("Digital", "EO", "60", "21"),
        ]),
        Written("Disability", ("Unit", "Grade", "Group", "Headcount"), [
            ("Digital", "EO", "Disabled", "12"), ("Digital", "EO", "Unknown", "9"),
        ]),
    ]  # fmt: skip
    sent = send(as_hr, write_ods(sheets, "Staff", "en-GB"), "staff.ods")
    page = as_hr.get(sent.url).text
    assert "Ethnicity, Disability" in page
    assert "Sheets without a table of headcounts were left out: Cover." in page


def test_a_characteristic_above_its_groups(as_hr):
    unit("Digital")
    text = ",,Sex,,Disability,,\nUnit,Grade,Female,Male,Disabled,Not disabled,Unknown\nDigital,EO,40,30,12,50,8\n"
    page = as_hr.get(send(as_hr, text).url).text
    assert "Sex, Disability" in page
    assert "Disability: Never answered" in page


def test_rounded_after_all_is_read_again(as_hr):
    text = "Unit,Grade,Sex,Headcount\n" + "".join(f"Whole service,{grade},{sex},{number}\n" for grade, sex, number in (
        ("EO", "Female", 50), ("EO", "Male", 40), ("HEO", "Female", 15), ("HEO", "Male", "[c]")))  # fmt: skip
    sent = send(as_hr, text)
    assert "0 to 4" in as_hr.get(sent.url).text
    as_hr.post(sent.url, {"again": "1", "counted": "to_5"})
    assert "48 to 52" in as_hr.get(sent.url).text
    as_hr.post(sent.url, {"again": "1", "counted": "to_10"})
    gone = as_hr.get(sent.url, follow=True).text
    assert "15 is not a number to the nearest 10" in gone


def test_an_area_reads_and_does_not_bring_in(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    assert client.get("/workforce/figures/").status_code == 200
    assert client.get("/workforce/figures/bring-in/").status_code == 403


@pytest.fixture
def published(shared_data):
    """Civil Service Statistics of 2022 and 2023, the lines of the Crown Prosecution Service, as published."""
    path = shared_data.parent / "domain" / "vectors" / "cps_workforce_acses_2022_2023.csv"
    if not path.is_file():
        pytest.skip(f"the published table is not at {path}; set FOLKMOOT_SHARED_DATA to the folder “data” beside “domain” to run this test")
    with path.open(encoding="utf-8", newline="") as source:
        columns, *rows = list(csv.reader(source))
    asked = Asked("to_5")
    return bring_in(
        by=hr(), at=NOW, file=File(path.name, "ab" * 32, "cd" * 32, asked, read(columns, list(enumerate(map(tuple, rows), 2)), asked)),
        as_of=DAY, source="Civil Service Statistics",
    )  # fmt: skip


MINORITY = ("Asian", "Black", "Mixed", "Other", "Ethnic minority")


@pytest.mark.parametrize(
    ("characteristic", "groups", "percent", "before"),
    [("ethnicity", MINORITY, 22.63, 21.19), ("disability", ("Disabled",), 15.94, 14.93),
     ("sexual_orientation", ("Lesbian gay bisexual or other",), 5.85, 5.25), ("sex", ("Female",), 67.42, None)],
)  # fmt: skip
def test_the_published_workforce_of_two_years(published, characteristic, groups, percent, before):
    """Rates as in Civil Service Statistics 2022 and 2023: Crown Prosecution Service, all grades."""
    assert [load.as_of for load in published] == [date(2022, 3, 31), date(2023, 3, 31)]
    earlier, now = queries.held_on(hr(), [load.as_of for load in published])
    assert round(now.representation(characteristic, groups).rate * 100, 2) == percent
    if before:
        assert round(earlier.representation(characteristic, groups).rate * 100, 2) == before


@pytest.mark.parametrize(
    ("characteristic", "known", "returned"),
    [("ethnicity", 90.49, 92.42), ("disability", 78.91, 79.71), ("sexual_orientation", 79.57, 82.97)],
)
def test_published_declaration_by_both_definitions(published, characteristic, known, returned):
    said = queries.held(hr(), date(2023, 3, 31)).declaration(characteristic)
    assert (round(said.known_rate.rate * 100, 2), round(said.return_rate.rate * 100, 2)) == (known, returned)


def test_published_grades_and_the_bounds_of_the_senior_civil_service(published):
    now = queries.held(hr(), date(2023, 3, 31))
    shares = {level: now.representation("ethnicity", MINORITY, levels=[level]) for level in ("aa_ao", "eo", "heo_seo", "g7_g6", "scs")}
    assert [round(shares[level].rate * 100, 2) for level in ("aa_ao", "eo", "heo_seo", "g7_g6")] == [28.18, 21.71, 20.67, 21.17]
    assert shares["scs"].rate is None
    assert (round(shares["scs"].bounds.low * 100, 1), round(shares["scs"].bounds.high * 100, 1)) == (5.7, 19.6)
