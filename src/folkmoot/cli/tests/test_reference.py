import pytest

from folkmoot.areas.models import Area
from folkmoot.cli import main
from folkmoot.errors import FolkmootError
from folkmoot.foundation.models import AuditEvent
from folkmoot.strategy.models import Commitment


def test_check_reads_every_file_and_stores_nothing(capsys):
    assert main(["reference", "check"]) == 0
    said = capsys.readouterr().out
    assert "commitments: 55 rows" in said
    assert said.endswith("The files hold together.\n")


@pytest.mark.django_db
def test_load_stores_all_three_rooms_and_a_second_time_nothing(capsys):
    assert main(["reference", "load"]) == 0
    assert "areas: 22 added, 0 changed, 0 withdrawn" in capsys.readouterr().out
    assert (Area.objects.count(), Commitment.objects.count()) == (22, 55)
    before = AuditEvent.objects.count()
    assert main(["reference", "load"]) == 0
    assert capsys.readouterr().out.startswith("Nothing to do")
    assert AuditEvent.objects.count() == before


@pytest.mark.django_db
def test_a_fault_in_the_last_room_undoes_the_first(monkeypatch, capsys):
    def broken(**kwargs):
        raise FolkmootError("strategies.csv, row 2, cannot be read.")

    monkeypatch.setattr("folkmoot.strategy.operations.load_reference_data", broken)
    assert main(["reference", "load"]) == 1
    assert "strategies.csv" in capsys.readouterr().err
    assert not Area.objects.exists()


def test_wrong_usage_is_refused(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["reference", "burn"])
    assert stopped.value.code == 2
