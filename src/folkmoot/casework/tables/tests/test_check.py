"""The check: what a table gives away beside others is withheld, whatever left before and however; and the control of that."""

from dataclasses import replace
from datetime import date

import pytest

from folkmoot.accounts.tests.factories import NOW, TODAY, area
from folkmoot.casework.queries import Counted
from folkmoot.casework.tables import checking, comparing, contents, operations, queries, register
from folkmoot.casework.tables.checking import CannotBePublished, check
from folkmoot.casework.tables.contents import Handed
from folkmoot.casework.tables.models import PublishedRelease
from folkmoot.casework.tables.populations import population_of
from folkmoot.casework.tables.rules import months_of
from folkmoot.casework.tables.tests import factories
from folkmoot.casework.tests.factories import GROUPS, analysis, cases
from folkmoot.casework.workbench.tests import factories as bench
from folkmoot.foundation.tests.lifting import lifted

pytestmark = pytest.mark.django_db
MONTHS = months_of(date(2025, 1, 1), date(2025, 6, 30))
CHINESE = ("Chinese",)


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.HOME = tmp_path


def drawn(row, *by):
    return contents.drawn(factories.analyst(), factories.choice(row, *by), MONTHS)


def one_more(ethnicity="Chinese", charged=1):
    """The same file with a few more people of one group."""
    return cases((*GROUPS, (ethnicity, "Male", 2, charged)))


def base_of(grid, group):
    return next(line.cells[0] for line in grid.lines if line.group[0] == group)


def test_a_table_alone_is_shown_as_it_was_released():
    found = check([drawn(analysis())], [], TODAY)
    assert [grid.by for grid in found.grids] == [("Ethnicity",), ("Sex",)]
    assert base_of(found.grids[0], "White") == 600
    assert found.because == ()
    assert all(one.more == () for one in found.told)


def test_two_more_people_in_a_later_file_are_not_given_away():
    first = analysis()
    factories.published(factories.filled(first))
    later = analysis(rows=one_more(), title="Again", file_sha256="cd" * 32, cube=_cube(one_more(), "cd"))
    found = check([drawn(later)], register.everything_released(), TODAY)
    assert base_of(found.grids[0], "Chinese") == "[c]"
    assert base_of(found.grids[0], "White") == 600
    assert base_of(found.grids[0], "everyone") == "[c]"  # the total itself would tell that there are two more
    assert "Chinese" in found.told[0].more
    assert found.because


def test_the_control_without_the_comparison_the_two_would_be_told(monkeypatch):
    first = analysis()
    factories.published(factories.filled(first))
    later = analysis(rows=one_more(), title="Again", file_sha256="cd" * 32, cube=_cube(one_more(), "cd"))
    monkeypatch.setattr(comparing, "differences", lambda *_told: [])
    found = check([drawn(later)], register.everything_released(), TODAY)
    before = next(one for one in register.everything_released() if one.by == ("Ethnicity",)).rows[CHINESE]
    assert base_of(found.grids[0], "Chinese") - before.base == 2


def _cube(rows, sha):
    from folkmoot.casework.tests.factories import cube
    from folkmoot.engines.cube import SourceFile

    return replace(cube(rows), sources=(SourceFile("again.csv", sha * 32, 9),)).to_json()


def test_what_was_taken_away_as_a_file_counts_as_released():
    first = analysis()
    found = Counted(first)
    there = register.keep_taken(
        by=factories.analyst(), at=NOW, tables=found.tables, population=population_of(first), title=first.title, area=None,
        origin_kind="casework.analysis", origin_id=first.pk,
    )  # fmt: skip
    assert there == 2
    again = register.keep_taken(
        by=factories.analyst(), at=NOW, tables=found.tables, population=population_of(first), title=first.title, area=None,
        origin_kind="casework.analysis", origin_id=first.pk,
    )  # fmt: skip
    assert again == 0
    assert PublishedRelease.objects.count() == 2
    assert check([drawn(first)], register.everything_released(), TODAY).compared == 2


def test_an_area_beside_the_whole_country_gives_no_rest_away():
    whole = analysis(rows=cases())
    here = cases(tuple((e, s, n - 2 if e == "Chinese" else n // 2, c - 1 if e == "Chinese" else c // 2) for e, s, n, c in GROUPS))
    part = analysis(area("wessex", "Wessex"), rows=here, title="Wessex", file_sha256="11" * 32, cube=_cube(here, "11"))
    found = check([drawn(whole, ("Ethnicity",)), drawn(part, ("Ethnicity",))], [], TODAY)
    shown = [base_of(grid, "Chinese") for grid in found.grids]
    assert "[c]" in shown
    assert base_of(found.grids[1], "White") == 300


def thirds():
    """A country of three Areas: each has a third of every group, but the last only three Chinese suspects."""
    sizes = {"a": {"Chinese": 12}, "b": {"Chinese": 15}, "c": {"Chinese": 3}}
    return {place: cases(split(share["Chinese"])) for place, share in sizes.items()}


def split(chinese):
    kept = [one for one in GROUPS if one[:2] != ("Chinese", "Female")]
    return tuple((e, s, chinese, chinese // 2) if e == "Chinese" else (e, s, n // 3, c // 3) for e, s, n, c in kept)


def whole_and_two():
    """The tables of the country, and of two of its three Areas."""
    places = thirds()
    rows = {"": [one for each in places.values() for one in each], "a": places["a"], "b": places["b"]}
    found = []
    for place, each in rows.items():
        sha = (place or "9") * 2
        where = area(place, place.upper()) if place else None
        found.append(analysis(where, rows=each, title=place or "All", cube=_cube(each, sha), file_sha256=sha * 32))
    return [drawn(row, ("Ethnicity",)) for row in found]


def test_two_of_three_areas_do_not_tell_the_third():
    found = check(whole_and_two(), [], TODAY)
    shown = [base_of(grid, "Chinese") for grid in found.grids]
    assert "[c]" in shown
    assert any("parts of it" in sentence for sentence in found.because)


def test_the_control_without_the_sum_of_the_parts_the_third_would_be_told(monkeypatch):
    monkeypatch.setattr(checking, "left_over", lambda *_told: [])
    whole, first, second = (base_of(grid, "Chinese") for grid in check(whole_and_two(), [], TODAY).grids)
    assert whole - first - second == 3


def test_views_of_the_workbench_by_area_and_one_area_hold_together():
    for code, name in (("east-of-england", "East of England"), ("wessex", "Wessex"), ("london-north", "London North")):
        area(code, name)
    source = bench.source()
    views = [
        {"source": source.pk, "stage": "charged", "by": ["ethnicity"], "section": "areas"},
        {"source": source.pk, "stage": "charged", "by": ["ethnicity"], "area": "Wessex"},
        {"source": source.pk, "stage": "charged", "by": ["ethnicity", "sex"], "section": "together", "period": "2024/25"},
    ]
    drafts = [contents.drawn(factories.analyst(), {"kind": "view", "view": view}, MONTHS) for view in views]
    found = check(drafts, [], TODAY)
    assert len(found.grids) >= 5
    by_area = next(grid for grid in found.grids if grid.by == ("Ethnicity", "Area"))
    own = next(grid for grid in found.grids if grid.by == ("Ethnicity",) and ("Place", "Wessex") in grid.about)
    beside = {line.group[0]: line.cells[0] for line in by_area.lines if line.group[1:] == ("Wessex",)}
    for line in own.lines:
        if line.group[0] in beside and "[c]" not in (line.cells[0], beside[line.group[0]]):
            assert beside[line.group[0]] == line.cells[0]
    withheld = {line.group[0] for line in own.lines if line.cells[0] == "[c]"}
    assert not [group for group in withheld if isinstance(beside.get(group), int)]


def test_what_another_room_hands_over_is_protected_too():
    table = factories.grades(Junior=(400, 60), Middle=(300, 30), Senior=(100, 3), Top=(40, 12))
    found = check([Handed("test.grades", table)], [], TODAY)
    cells = {line.group: line.cells for line in found.grids[0].lines}
    assert cells[("Senior",)][0] == "[c]"
    assert sum(line[0] == "[c]" for line in cells.values()) >= 2  # one alone would follow from the total
    assert cells[("Junior",)][:2] == (400, 400)
    assert cells[("everyone",)][4:6] == (12.5, 12.5)


def test_what_earlier_releases_gave_away_does_not_stop_publication():
    first = analysis()
    factories.published(factories.filled(first, ("Sex",), title="First of two"))
    assert check([drawn(first, ("Sex",))], register.everything_released(), TODAY).because == ()


def test_a_register_that_was_changed_stops_everything():
    factories.published()
    row = PublishedRelease.objects.first()
    plain = row.record | {"overall": [1, 1]}
    with lifted("casework.migrations.0005_what_was_found_stays"):
        PublishedRelease.objects.filter(pk=row.pk).update(record=plain)
    with pytest.raises(register.DamagedRelease):
        register.everything_released()


def test_nothing_can_be_published_that_was_not_checked():
    edition = factories.filled()
    with pytest.raises(Exception, match="checked"):
        operations.publish(by=factories.analyst(), at=NOW, edition=edition)
    with pytest.raises(queries.CannotBeChecked):
        operations.run_check(by=factories.analyst(), at=NOW, edition=factories.begun("Another of the same kind"))
    assert CannotBePublished
