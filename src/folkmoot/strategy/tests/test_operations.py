import pytest
from django.db import IntegrityError, connection, transaction

from folkmoot.areas.tests.factories import NOW, edit, load_places
from folkmoot.foundation import audit
from folkmoot.foundation.audit import SYSTEM
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.reference.files import BadReferenceFile
from folkmoot.strategy import operations
from folkmoot.strategy.models import Aim, Commitment, Strategy
from folkmoot.strategy.tests.factories import copied_files, load_strategies

pytestmark = pytest.mark.django_db


def test_loading_stores_everything_and_a_second_time_nothing():
    load_strategies()
    assert (Strategy.objects.count(), Aim.objects.count(), Commitment.objects.count()) == (2, 9, 55)
    assert Aim.objects.get(code="build-trust").parent.code == "public-confidence"
    assert Strategy.objects.get(code="eastern-2010-11").area.code == "east-of-england"
    before = AuditEvent.objects.count()
    assert all(changes.nothing for changes in load_strategies())
    assert AuditEvent.objects.count() == before


def test_a_line_that_changed_is_changed_and_one_that_left_is_withdrawn(tmp_path):
    load_strategies()
    folder = copied_files(tmp_path)
    edit(folder, "commitments.csv", "Holding CE briefing sessions with staff", "Holding briefing sessions with all staff")
    edit(
        folder,
        "aims.csv",
        "cps-2020,fair-and-transparent,high-quality-casework,8",
        "cps-2020,fair-and-transparent,high-quality-casework,18",
    )
    load_strategies(folder)
    assert Commitment.objects.get(code="plan-5").words_en == "Holding briefing sessions with all staff"
    assert Aim.objects.get(code="fair-and-transparent").order == 18
    text = (folder / "commitments.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "commitments.csv").write_text("".join(line for line in text if ",plan-6," not in line), encoding="utf-8")
    load_strategies(folder)
    assert Commitment.objects.get(code="plan-6").withdrawn_on == NOW.date()


def test_without_the_areas_the_load_says_what_is_missing():
    with pytest.raises(BadReferenceFile, match=r"strategies\.csv, row 3, column “area”.*the loaded Areas"):
        operations.load_reference_data(by=SYSTEM, at=NOW)
    assert not Strategy.objects.exists()


def test_rows_and_audit_stand_or_fall_together(monkeypatch):
    load_places()

    def broken(*args, **kwargs):
        raise RuntimeError("the audit trail cannot be written")

    monkeypatch.setattr(audit.AuditEvent, "save", broken)
    with pytest.raises(RuntimeError):
        operations.load_reference_data(by=SYSTEM, at=NOW)
    assert not Strategy.objects.exists()


def attempt(write):
    with transaction.atomic():
        write()
        connection.check_constraints()


def refused(write):
    with pytest.raises(IntegrityError):
        attempt(write)


def test_the_database_refuses_what_must_never_be():
    load_strategies()
    aim = Aim.objects.get(code="build-trust")
    refused(lambda: Aim.objects.filter(pk=aim.pk).update(parent=aim))
    refused(lambda: Commitment.objects.filter(aim=None).update(heading=""))
    refused(lambda: Strategy.objects.filter(code="cps-2020").update(starts="2020-01-01", ends="2019-01-01"))
