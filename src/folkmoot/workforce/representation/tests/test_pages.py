"""Representation by grade, unit and day, beside the people who live there, and as files; nobody sees the units of another Area."""

from csv import DictReader
from datetime import date
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import NOW, area, icem
from folkmoot.foundation.audit import SYSTEM, Kind
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.tables.ods_writer import MIMETYPE
from folkmoot.workforce.headcounts.columns import Asked
from folkmoot.workforce.headcounts.keeping import File
from folkmoot.workforce.headcounts.operations import bring_in
from folkmoot.workforce.headcounts.reading import read
from folkmoot.workforce.models import Unit
from folkmoot.workforce.representation import queries
from folkmoot.workforce.representation.side_by_side import side_by_side
from folkmoot.workforce.targets.models import Target
from folkmoot.workforce.targets.operations import load_reference_data
from folkmoot.workforce.tests.units import hr, hr_account

pytestmark = pytest.mark.django_db
COLUMNS = ("Unit", "Grade", "Measure", "Characteristic", "Group", "Headcount")
ROWS = tuple(
    (unit, grade, measure, "Sex", group, str(number))
    for unit, many in (("East of England", 1), ("Digital", 2))
    for grade, measure, women, men in (
        ("EO", "In post", 120, 60), ("SCS", "In post", 12, 11), ("EO", "Leavers", 12, 24), ("EO", "Joiners", 20, 12),
    )
    for group, number in (("Female", many * women), ("Male", many * men))
)  # fmt: skip


def keep(day: date, rows=ROWS, counted: str = "exact", source: str = "Personnel system") -> None:
    asked = Asked(counted)
    found = read(COLUMNS, list(enumerate(rows, start=2)), asked)
    bring_in(by=hr(), at=NOW, file=File(f"{day}.csv", "ab" * 32, "cd" * 32, asked, found), as_of=day, source=source)


@pytest.fixture
def counted():
    area()
    load_reference_data(by=SYSTEM, at=NOW)
    keep(date(2025, 9, 30), tuple((*row[:5], str(int(row[5]) + 5)) for row in ROWS))
    keep(date(2025, 12, 31))


def test_by_grade_unit_and_day_beside_the_target(counted):
    table = queries.table(hr(), "sex", ("Female",), shares={"scs": 0.54})
    assert [(line.name, round(line.found.rate, 3)) for line in table.by_level] == [("EO", 0.667), ("SCS", 0.522)]
    assert [line.against.missing.added_low if line.against else None for line in table.by_level] == [None, 3]
    assert [line.name for line in table.by_unit] == ["Digital", "East of England"]
    assert [past.as_of for past in table.over_time] == [date(2025, 9, 30), date(2025, 12, 31)]
    assert [flow.measure for flow in table.flows] == ["joined", "left"]
    assert (table.flows[1].rate.value, table.flows[1].finding) == (36 / 396, "differs")


def test_no_change_is_read_across_a_break(counted):
    keep(date(2026, 1, 31), source="Civil Service Statistics")
    table = queries.table(hr(), "sex", ("Female",))
    assert [past.broken for past in table.over_time] == [(), (), ("source",)]
    assert table.trend == ()


def test_the_pages_say_it_in_words(client, counted):
    client.force_login(hr_account())
    page = client.get("/workforce/representation/").text
    assert "3 more people would meet it." in page
    assert "Needs review: more than chance alone would make it" in page
    east = Unit.objects.get(name="East of England")
    assert "East of England" in client.get(f"/workforce/representation/?unit={east.pk}").text
    home = client.get("/workforce/").text
    assert "Women in the Senior Civil Service: the target is not met. 3 more people would meet it." in home
    assert "Units side by side" in home
    target = client.get("/workforce/targets/scs-women/").text
    assert "Over time" in target
    assert "By unit" in target


def test_files_hold_what_the_page_shows_and_are_on_record(client, counted):
    client.force_login(hr_account())
    csv = client.get("/workforce/representation/table.csv?characteristic=sex")
    rows = list(DictReader(StringIO(csv.content.decode("utf-8-sig"))))
    scs = next(row for row in rows if row["Grade"] == "SCS")
    assert (scs["Table"], scs["Day"], scs["Share as printed or range"]) == ("By grade", "2025-12-31", "52.2 %")
    assert [row["In the year"] for row in rows if row["In the year"]] == ["Joined in the year", "Left in the year"]
    ods = client.get("/workforce/representation/table.ods?characteristic=sex")
    assert ods["Content-Type"] == MIMETYPE
    assert client.get("/workforce/representation/table.exe?characteristic=sex").status_code == 404
    events = AuditEvent.objects.filter(kind=Kind.DISCLOSURE, subject_kind="workforce.headcount")
    assert [event.detail["format"] for event in events] == ["csv", "ods"]


def test_another_area_is_not_seen(client, counted):
    viewer = icem()
    hers = Unit.objects.get(name="East of England")
    other = Unit.objects.create(name="Wales", kind=Unit.Kind.AREA, area=area("Wales"))
    keep(date(2026, 1, 31), tuple(("Wales" if row[0] == "Digital" else row[0], *row[1:]) for row in ROWS))
    names = {line.name for line in queries.table(viewer, "sex", ("Female",)).by_unit}
    assert names == {"East of England"}
    client.force_login(Account.objects.get(pk=viewer.account_id))
    assert f"?unit={other.pk}" not in client.get("/workforce/").text
    assert "Wales" not in client.get(f"/workforce/representation/?unit={other.pk}").text
    assert "East of England" in client.get(f"/workforce/representation/?unit={hers.pk}").text


def test_units_beside_one_another(counted):
    beside = side_by_side(hr(), list(Target.objects.all()))
    assert [row.unit.name if row.unit else "" for row in beside.rows] == ["", "Digital", "East of England"]
    women = next(place for place, target in enumerate(beside.targets) if target.characteristic == "sex")
    assert [round(row.shares[women].rate, 3) for row in beside.rows] == [0.65, 0.65, 0.65]


def test_more_units_and_days_need_no_more_queries(client, counted):
    client.force_login(hr_account())
    pages = ("/workforce/", "/workforce/representation/", "/workforce/declaration/", "/workforce/targets/scs-women/")
    few = [(_queries(client, page), _queries(client, page))[1] for page in pages]  # the first time reads what is then remembered
    for month in (1, 2):
        many = tuple((f"{row[0]} {place}", *row[1:]) for row in ROWS for place in range(4))
        keep(date(2026, month, 25), many)
    assert [_queries(client, page) for page in pages] == few


def _queries(client, page: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    return len(asked)
