"""Loading: what is kept and said, what is refused, revisions, taking back, interruptions, and two people at once."""

from datetime import date

import pytest
from django.db import IntegrityError

from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, account, hq, icem
from folkmoot.casework import counting, process
from folkmoot.casework.sources import cubes, operations
from folkmoot.casework.sources.columns import Column, Role
from folkmoot.casework.sources.models import Load, LoadedMonth
from folkmoot.casework.sources.operations import issue_layout, load_file, take_back
from folkmoot.casework.sources.queries import breaks, roles, stages_in
from folkmoot.casework.sources.report import from_plain
from folkmoot.casework.sources.tests import factories
from folkmoot.engines import cubefile
from folkmoot.engines.errors import FileProblem
from folkmoot.errors import FolkmootError
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import ChangedMeanwhile, Refused

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 5)


@pytest.fixture(autouse=True)
def home(tmp_path, settings, monkeypatch):
    """The counting runs in this process: that it runs in one of its own has tests of its own."""
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    factories.places()
    monkeypatch.setattr(process, "_ask", lambda request, *_: counting.answer(request))


@pytest.fixture
def source():
    return factories.source(hq(), account())


def load(source, path, **over):
    given = {"by": hq(), "at": NOW, "source": source, "path": path, "data_as_of": DAY}
    return load_file(**(given | over))


def remarks(kept):
    return {remark.code: remark for remark in from_plain(kept.report).remarks}


def refused(source, path, **over):
    with pytest.raises(Refused) as caught:
        load(source, path, **over)
    return caught.value.problems


def test_a_month_is_counted_under_the_names_of_the_source(source, tmp_path):
    kept = load(source, factories.extract(tmp_path))
    cube = cubes.the_cube(source)
    assert cube.spec.by == ("month", "area", "force", "ethnicity", "sex", "age", "hate_race")
    assert cube.rows == kept.rows_counted == 300
    assert kept.months == ["2026-01"]
    assert (kept.state, kept.first_month, kept.last_month, kept.data_as_of) == (Load.State.IN_USE, "2026-01", "2026-01", DAY)
    table = cube.counts(("area",), "charged")
    assert set(table.cells) == {("East of England",), ("London North",)}
    rows = [row for row in factories.rows() if row[8] != "Administratively finalised"]
    assert sum(cell.base for cell in table.cells.values()) == len(rows)
    assert sum(cell.with_outcome for cell in table.cells.values()) == sum(row[8] == "Charge" for row in rows)


def test_a_file_is_opened_in_a_process_of_its_own(source, tmp_path, monkeypatch):
    monkeypatch.undo()
    django_home = tmp_path / "elsewhere"
    django_home.mkdir()
    columns = [column.plain() for column in factories.COLUMNS]
    cube, said = process.load(factories.extract(tmp_path), columns, {}, django_home)
    assert cube.rows == said["rows"] == 300


def test_of_suspects_only_those_charged_can_have_an_outcome(source, tmp_path):
    load(source, factories.extract(tmp_path))
    charged = [row for row in factories.rows() if row[8] == "Charge"]
    cube = cubes.the_cube(source)
    assert cube.counts(("sex",), "convicted").eligible == len(charged)
    assert cube.used("convicted") == len(charged)
    assert {stage.key for stage in stages_in(source)} >= {"charged", "no_further_action", "convicted", "unsuccessful", "guilty_plea"}


def test_nothing_that_is_kept_names_a_case(source, tmp_path):
    kept = load(source, factories.extract(tmp_path))
    assert "45CX" not in str(Load.objects.filter(pk=kept.pk).values()[0])
    assert b"45CX" not in cubes.path_of(kept).read_bytes()
    assert oct(cubes.path_of(kept).stat().st_mode)[-3:] == "600"


def test_the_report_says_what_was_mapped_renamed_and_left_out(source, tmp_path):
    content = [*factories.rows(), ["", "", "Total", "", "", "", "", "", "", ""], factories.rows()[0]]
    kept = load(source, factories.extract(tmp_path, content=content))
    said = from_plain(kept.report)
    assert (kept.rows_read, kept.rows_counted) == (301, 300)
    assert said.unused == ("Case URN",)
    assert {(one.value, one.label) for one in said.renamed if one.column == "CPS Area"} == {("CPS London North", "London North")}
    assert remarks(kept)["totals_left_out"].values["values"] == "Total"
    assert remarks(kept)["copies_left_out"].values["rows"] == 1
    ethnicity = next(one for one in said.mapped if one.name == "ethnicity")
    assert ethnicity.groups == 4
    assert ethnicity.recorded == sum(bool(row[4]) for row in factories.rows())


def test_months_append_and_are_not_counted_again(source, tmp_path, monkeypatch, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        load(source, factories.extract(tmp_path))
    with django_capture_on_commit_callbacks(execute=True):
        load(source, factories.extract(tmp_path, "february.csv", month="2026-02"))
    monkeypatch.setattr("folkmoot.casework.process.load", None)  # nothing is opened from here on
    assert cubes.the_cube(source).rows == 600
    assert len(list(cubes.folder().glob("sum-*.cube"))) == 1
    assert [one.month for one in LoadedMonth.objects.all()] == ["2026-01", "2026-02"]


def test_the_sum_made_month_by_month_is_the_sum_made_at_once(source, tmp_path, django_capture_on_commit_callbacks):
    for month in ("2025-11", "2025-12", "2026-01"):
        with django_capture_on_commit_callbacks(execute=True):
            load(source, factories.extract(tmp_path, f"{month}.csv", month=month))
    appended = cubes.the_cube(source)
    anew = cubes.sum_of(cubes.in_use(source))
    assert appended.groupings == anew.groupings


def test_the_same_file_under_another_name_is_recognised(source, tmp_path):
    first = factories.extract(tmp_path)
    load(source, first)
    copy = tmp_path / "copy.csv"
    copy.write_bytes(first.read_bytes())
    assert "january.csv" in refused(source, copy)["file"][0]


def test_the_same_rows_in_another_order_are_recognised(source, tmp_path):
    load(source, factories.extract(tmp_path))
    again = factories.extract(tmp_path, "sorted.csv", content=sorted(factories.rows(), key=lambda row: row[5]))
    assert "file" in refused(source, again)


def test_last_years_file_with_new_dates_is_recognised(source, tmp_path):
    load(source, factories.extract(tmp_path))
    later = [[*row[:1], row[1].replace("2026-01", "2026-02"), *row[2:]] for row in factories.rows()]
    path = factories.extract(tmp_path, "february.csv", content=later)
    assert "January 2026" in refused(source, path)["vouched"][0]
    assert load(source, path, vouched=True).months == ["2026-02"]


def test_a_month_is_replaced_only_when_somebody_says_so(source, tmp_path):
    first = load(source, factories.extract(tmp_path))
    better = factories.extract(tmp_path, "better.csv", number=310, seed=1)
    assert "January 2026" in refused(source, better)["replacing"][0]
    second = load(source, better, replacing=["2026-01"])
    first.refresh_from_db()
    assert (first.state, second.state) == (Load.State.REPLACED, Load.State.IN_USE)
    assert list(second.replaces.all()) == [first]
    assert LoadedMonth.objects.get().revised == 1
    assert cubes.the_cube(source).rows == 310


def test_one_month_of_several_can_be_replaced(source, tmp_path):
    both = factories.rows() + factories.rows(month="2026-02", number=200)
    first = load(source, factories.extract(tmp_path, content=both))
    load(source, factories.extract(tmp_path, "february.csv", month="2026-02", number=250, seed=2), replacing=["2026-02"])
    first.refresh_from_db()
    assert first.state == Load.State.IN_USE
    assert cubes.the_cube(source).rows == 300 + 250


def test_taking_back_needs_a_reason_and_counts_no_file_again(source, tmp_path, monkeypatch, django_capture_on_commit_callbacks):
    kept = load(source, factories.extract(tmp_path))
    load(source, factories.extract(tmp_path, "february.csv", month="2026-02"))
    with pytest.raises(Refused):
        take_back(by=hq(), at=NOW, load=kept, why="  ")
    monkeypatch.setattr("folkmoot.casework.process.load", None)
    with django_capture_on_commit_callbacks(execute=True):
        take_back(by=hq(), at=NOW, load=kept, why="It was the extract of another Area.")
    assert cubes.the_cube(source).rows == 300
    assert not cubes.path_of(kept).exists()
    assert AuditEvent.objects.get(kind="erasure").detail["months"] == ["2026-01"]
    with pytest.raises(Refused):
        take_back(by=hq(), at=NOW, load=kept, why="Again.")


def test_taking_a_revision_back_brings_back_what_it_replaced(source, tmp_path):
    first = load(source, factories.extract(tmp_path))
    second = load(source, factories.extract(tmp_path, "better.csv", number=310, seed=1), replacing=["2026-01"])
    take_back(by=hq(), at=NOW, load=second, why="The revision was wrong.")
    first.refresh_from_db()
    assert first.state == Load.State.IN_USE
    assert cubes.the_cube(source).rows == 300


def test_nothing_is_left_of_a_load_that_was_cut_off(source, tmp_path, monkeypatch):
    def broken(*args, **more):
        raise OSError("disk full")

    monkeypatch.setattr(operations.audit, "record", broken)
    with pytest.raises(OSError, match="disk full"):
        load(source, factories.extract(tmp_path))
    assert not Load.objects.exists()
    assert not LoadedMonth.objects.exists()
    assert list(cubes.folder().iterdir()) == []


def test_of_two_loads_of_a_month_at_once_the_second_is_told(source, tmp_path):
    """Both were prepared before either was kept, as two people at two desks do it."""
    prepared = operations.look_at(by=hq(), source=source, paths=[factories.extract(tmp_path)], data_as_of=DAY)
    other = operations.look_at(by=hq(), source=source, paths=[factories.extract(tmp_path, "b.csv", seed=5)], data_as_of=DAY)
    given = {"by": hq(), "at": NOW, "source": source, "data_as_of": DAY}
    operations.keep(prepared=prepared, **given)
    with pytest.raises(Refused, match="January 2026"):
        operations.keep(prepared=other, **given)
    assert len(list(cubes.folder().glob("load-*.cube"))) == 1


def test_the_database_itself_holds_a_month_once(source, tmp_path, monkeypatch):
    """As above, in the moment between the check and the writing: the constraint decides, and the loser's cube goes."""
    load(source, factories.extract(tmp_path))
    other = operations.look_at(by=hq(), source=source, paths=[factories.extract(tmp_path, "b.csv", seed=5)], data_as_of=DAY)
    monkeypatch.setattr(operations, "loading_problems", lambda *_, **__: {})
    monkeypatch.setattr(operations, "held_months", lambda *_: {})
    with pytest.raises(ChangedMeanwhile) as caught:
        operations.keep(by=hq(), at=NOW, source=source, prepared=other, data_as_of=DAY)
    assert isinstance(caught.value.__cause__, IntegrityError)
    assert len(list(cubes.folder().glob("load-*.cube"))) == 1


def test_an_age_band_that_a_spreadsheet_made_a_date_is_said(source, tmp_path):
    path = factories.extract(
        tmp_path, content=[["x", *row[1:6], "18-Feb" if row[6] == "18-24" else row[6], *row[7:]] for row in factories.rows()]
    )
    assert "18-Feb" in refused(source, path)["vouched"][0]


def test_a_changed_category_scheme_is_said_and_a_new_layout_marks_the_break(source, tmp_path):
    load(source, factories.extract(tmp_path))
    recoded = factories.extract(
        tmp_path, "feb.csv", content=[[*row[:4], row[4] and f"E{row[4][0]}", *row[5:]] for row in factories.rows("2026-02")]
    )
    by_scheme = factories.with_column("Ethnicity", scheme="ethnicity-5")
    issue_layout(by=hq(), at=NOW, source=source, columns=by_scheme, break_from="2026-02", break_words="Ethnicity in five groups.")
    assert "Ethnicity" in refused(source, recoded)["vouched"][0]
    assert breaks(source) == [("2026-02", "Ethnicity in five groups.")]


def test_cubes_of_two_layouts_add_and_what_came_later_is_not_recorded_before(source, tmp_path):
    load(source, factories.extract(tmp_path))
    wider = (*factories.COLUMNS, Column("Disabled", Role.CHARACTERISTIC, "disability"))
    issue_layout(by=hq(), at=NOW, source=source, columns=wider, break_from="2026-02", break_words="Disability is recorded.")
    content = [[*row, "Yes"] for row in factories.rows("2026-02")]
    load(source, factories.extract(tmp_path, "feb.csv", content=content, headings=(*factories.HEADINGS, "Disabled")))
    cells = cubes.the_cube(source).cells(("month", "disability"))
    assert {key: cell.rows for key, cell in cells.items()} == {("2026-01", None): 300, ("2026-02", "Yes"): 300}
    assert "disability" in roles(source).characteristics


def test_a_file_without_a_column_of_the_layout_is_refused_by_name(source, tmp_path):
    narrow = factories.extract(tmp_path, content=[row[:-1] for row in factories.rows()], headings=factories.HEADINGS[:-1])
    with pytest.raises(FolkmootError, match="Outcome"):
        load(source, narrow)


def test_a_value_nobody_gave_a_meaning_is_in_no_denominator(source, tmp_path):
    odd = [[*row[:8], "Pending" if place < 30 else row[8], ""] for place, row in enumerate(factories.rows())]
    kept = load(source, factories.extract(tmp_path, content=odd, number=300))
    assert remarks(kept)["unknown_meanings"].values["rows"] == 30
    charged = next(stage for stage in from_plain(kept.report).stages if stage.stage == "charged")
    assert charged.at_risk == sum(row[8] not in ("Pending", "Administratively finalised") for row in odd)


def test_only_who_may_load_loads(source, tmp_path):
    with pytest.raises(NotAllowed):
        load(source, factories.extract(tmp_path), by=icem())
    with pytest.raises(NotAllowed):
        take_back(by=icem(), at=NOW, load=load(source, factories.extract(tmp_path)), why="Because.")


def test_a_layout_never_takes_a_column_of_names(source):
    with pytest.raises(Refused, match="Case URN"):
        issue_layout(
            by=hq(), at=NOW, source=source, break_from="2026-02", break_words="More.",
            columns=(*factories.COLUMNS, Column("Case URN", Role.CHARACTERISTIC, "urn")),
        )  # fmt: skip


def test_a_damaged_sum_is_made_again(source, tmp_path):
    load(source, factories.extract(tmp_path))
    assert cubes.the_cube(source).rows == 300
    held = next(cubes.folder().glob("sum-*.cube"))
    held.write_bytes(b"no cube")
    cubes._OPEN.__init__()
    assert cubes.the_cube(source).rows == 300
    assert cubefile.read(held).rows == 300


def test_a_damaged_load_is_said_plainly(source, tmp_path):
    kept = load(source, factories.extract(tmp_path))
    cubes.path_of(kept).write_bytes(b"no cube")
    cubes._OPEN.__init__()
    with pytest.raises(FileProblem):
        cubes.the_cube(source)


def test_cubes_that_no_load_names_are_removed_after_a_day(source, tmp_path):
    import os

    orphan = cubes.folder() / "load-9-x.cube"
    orphan.write_bytes(b"x")
    os.utime(orphan, (NOW.timestamp() - 200_000,) * 2)
    load(source, factories.extract(tmp_path))
    assert not orphan.exists()
