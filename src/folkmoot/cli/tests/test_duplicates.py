import pytest
from django.utils import timezone

from folkmoot.cli import main
from folkmoot.communities.tests.factories import area
from folkmoot.stakeholders.duplicates import job
from folkmoot.stakeholders.duplicates.models import DuplicatePair, DuplicateRun
from folkmoot.stakeholders.tests.factories import contact

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_second_thread(monkeypatch):
    """The sign of life comes from a second thread, which would see another database than the test's."""
    monkeypatch.setattr(job, "BEAT", 3600.0)


def two_of_one():
    return [contact("Aled Pugh", email="aled@example.org") for _ in range(2)]


def test_a_search_at_the_command_line_says_what_it_found(capsys):
    two_of_one()
    assert main(["duplicates", "find", "--kind", "people", "--area", area().code]) == 0
    assert "2 rows searched, 1 pairs to look at" in capsys.readouterr().out
    assert DuplicatePair.objects.count() == 1


def test_a_search_started_on_the_page_is_carried_out_once(capsys):
    two_of_one()
    at = timezone.now()
    run = DuplicateRun.objects.create(kind="person", area=area(), started_at=at, beat_at=at)
    assert main(["duplicates", "find", "--run", str(run.pk)]) == 0
    run.refresh_from_db()
    assert (run.state, run.pairs_found) == ("done", 1)
    assert main(["duplicates", "find", "--run", str(run.pk)]) == 1
    assert "is waiting to start" in capsys.readouterr().err


def test_all_keys_are_written_afresh(capsys):
    two_of_one()
    assert main(["duplicates", "keys"]) == 0
    assert "person: keys of 2 rows written" in capsys.readouterr().out
