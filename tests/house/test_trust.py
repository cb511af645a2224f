"""The page of figures says what was measured last, and every check that stands in it is still there."""

from trust import record
from trust.checks import load
from trust.figures import CHECKS


def test_the_page_is_made_from_what_was_measured():
    assert record.PAGE.read_text(encoding="utf-8") == record.page(record.read())


def test_every_check_has_a_control_and_every_figure_a_check():
    load()
    assert [name for name, each in CHECKS.items() if not each.controls] == []
    assert set(record.read()) <= set(CHECKS)
