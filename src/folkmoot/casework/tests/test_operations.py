from datetime import date

import pytest

from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, area, hq, icem, panel_member
from folkmoot.casework import operations
from folkmoot.casework.models import Analysis
from folkmoot.casework.process import CannotCount
from folkmoot.casework.tests import factories
from folkmoot.foundation import audit
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import Refused
from folkmoot.stats.disparity import ReferenceNotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "cases.csv"
    path.write_text(factories.csv_text(), encoding="utf-8")
    return path


def count(path, by=None, **over):
    given = {
        "choices": factories.choices(), "adverse": "with", "area": area(), "title": "Charging", "source": "CMS extract",
        "data_as_of": date(2025, 6, 30),
    }  # fmt: skip
    return operations.count_file(by=by or icem(), at=NOW, path=path, **(given | over))


def test_counting_keeps_the_cube_and_says_so_in_the_trail(path):
    kept = count(path)
    event = AuditEvent.objects.get(kind=audit.Kind.COLLECTION, subject_kind="casework.analysis")
    assert (event.subject_ids, event.area_id, event.actor_name) == ([kept.pk], area().pk, "Nia Rowe")
    assert event.detail["rows"] == kept.rows_counted == len(factories.cases())
    assert (kept.by_columns, kept.outcome_column, kept.threshold) == (["Ethnicity", "Sex"], "Decision", 5)


def test_nothing_that_is_kept_names_a_case(path):
    kept = Analysis.objects.filter(pk=count(path).pk).values()[0]
    assert "Imagined" not in str(kept)
    assert "45CX" not in str(kept)


def test_nothing_is_kept_when_the_trail_cannot_be_written(path, monkeypatch):
    def broken(*args, **more):
        raise OSError("disk full")

    by = icem()
    monkeypatch.setattr(operations.audit, "record", broken)
    with pytest.raises(OSError, match="disk full"):
        count(path, by=by)
    assert not Analysis.objects.exists()


def test_the_table_stays_when_its_removal_cannot_be_written(monkeypatch):
    def broken(*args, **more):
        raise OSError("disk full")

    kept, by = factories.analysis(area()), icem()
    monkeypatch.setattr(operations.audit, "record", broken)
    with pytest.raises(OSError, match="disk full"):
        operations.remove_analysis(by=by, at=NOW, analysis=kept)
    assert Analysis.objects.filter(pk=kept.pk).exists()


def test_a_table_can_be_taken_back_and_the_trail_keeps_that_it_was(path):
    kept = count(path)
    number = kept.pk
    operations.remove_analysis(by=icem(), at=NOW, analysis=kept)
    assert not Analysis.objects.exists()
    assert AuditEvent.objects.get(kind=audit.Kind.ERASURE).subject_ids == [number]


def test_taking_a_file_away_is_a_disclosure():
    kept = factories.analysis(area())
    operations.take_away(by=icem(), at=NOW, analysis=kept, kind="csv")
    event = AuditEvent.objects.get(kind=audit.Kind.DISCLOSURE)
    assert (event.subject_ids, event.recipient, event.detail) == ([kept.pk], "Nia Rowe", {"kind": "csv"})


def test_only_those_who_may_count_do_and_only_in_their_area(path):
    elsewhere = area("wales", "Wales")
    for by, where in ((icem(), elsewhere), (icem(), None), (panel_member(), area())):
        with pytest.raises(NotAllowed):
            count(path, by=by, area=where)
    assert count(path, by=hq(), area=None).area is None


def test_only_those_who_may_count_take_back():
    national = factories.analysis(None)
    with pytest.raises(NotAllowed):
        operations.remove_analysis(by=icem(), at=NOW, analysis=national)


def test_choices_that_make_no_analysis_are_refused_before_the_file_is_opened(path):
    path.unlink()
    with pytest.raises(Refused) as met:
        count(path, choices=factories.choices(outcome_values=()), data_as_of=date(2026, 3, 11))
    assert set(met.value.problems) == {"outcome_values", "data_as_of"}


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"by": ("Religion",)}, CannotCount),
        ({"outcome_values": ("Caution",)}, CannotCount),
        ({"restrict_column": "Stage", "restrict_values": ("Never",)}, CannotCount),
        ({"references": {"Ethnicity": "Martian"}}, ReferenceNotFound),
    ],
)
def test_what_cannot_be_counted_keeps_nothing(path, wrong, error):
    with pytest.raises(error):
        count(path, choices=factories.choices(**wrong))
    assert not Analysis.objects.exists()
    assert not AuditEvent.objects.filter(subject_kind="casework.analysis").exists()
