"""The manual is what the tests hold the engines to."""

from tools import specification

from folkmoot.engines.registry import NAMES
from folkmoot.engines.tests.spec import CHAPTERS


def test_manual_is_current():
    assert specification.is_current(), "run `python tools/specification.py`: docs/specification.md is out of date"


def test_every_case_is_in_the_manual():
    text = specification.manual()
    for chapter in CHAPTERS:
        assert f"## {chapter.__doc__}\n" in text
        for case in chapter.CASES:
            assert f"### {case.title}\n" in text


def test_every_engine_is_in_the_manual():
    for name in NAMES:
        assert f"| `{name}`" in specification.INTRODUCTION


def test_a_case_that_changes_makes_the_manual_stale(monkeypatch):
    changed = CHAPTERS[0].CASES[1:]
    monkeypatch.setattr(CHAPTERS[0], "CASES", changed)
    assert not specification.is_current()
