"""`folkmoot casework`: sources, load, take-back, fetch."""

import pytest

from folkmoot.accounts.tests.factories import account, hq, icem
from folkmoot.casework import counting, process
from folkmoot.casework.sources.models import Load
from folkmoot.casework.sources.tests import factories
from folkmoot.cli import main

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(tmp_path, settings, monkeypatch):
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    factories.places()
    monkeypatch.setattr(process, "_ask", lambda request, *_: counting.answer(request))


@pytest.fixture
def source():
    return factories.source(hq(), account())


def test_no_source_says_where_to_declare_one(capsys):
    assert main(["casework", "sources"]) == 0
    assert "Declare one" in capsys.readouterr().out


def test_a_file_is_loaded_replaced_and_taken_back(source, tmp_path, capsys):
    first = factories.extract(tmp_path)
    assert main(["casework", "load", "Charging decisions", str(first), "--as-of", "2026-03-05", "--as", "owen.achebe@example.org"]) == 0
    said = capsys.readouterr().out
    assert "300 rows of January 2026" in said
    assert "“CPS London North” is read as “London North”" in said
    better = factories.extract(tmp_path, "b.csv", number=310, seed=1)
    assert main(["casework", "load", str(source.pk), str(better), "--as-of", "2026-03-06"]) == 1
    assert "January 2026 is loaded already" in capsys.readouterr().err
    assert main(["casework", "load", str(source.pk), str(better), "--as-of", "2026-03-06", "--replace"]) == 0
    load = Load.objects.get(state="in_use")
    assert main(["casework", "take-back", str(load.pk), "--why", "Wrong."]) == 0
    assert Load.objects.get(state="in_use").rows_counted == 300


def test_what_looks_wrong_is_not_loaded_unless_vouched_for(source, tmp_path, capsys):
    odd = [[*row[:6], "18-Feb" if row[6] == "18-24" else row[6], *row[7:]] for row in factories.rows()]
    path = factories.extract(tmp_path, content=odd)
    assert main(["casework", "load", str(source.pk), str(path), "--as-of", "2026-03-05"]) == 1
    assert "18-Feb" in capsys.readouterr().out
    assert not Load.objects.exists()
    assert main(["casework", "load", str(source.pk), str(path), "--as-of", "2026-03-05", "--vouch"]) == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["load", "99", "x.csv", "--as-of", "2026-03-05"], "There is no data source"),
        (["take-back", "99", "--why", "x"], "There is no load 99"),
        (["signals", "--month", "April"], "is no month"),
    ],
)
def test_mistakes_are_said_plainly(words, said, capsys):
    assert main(["casework", *words]) == 1
    assert said in capsys.readouterr().err


def test_whoever_may_not_load_is_told(source, tmp_path, capsys):
    icem()
    path = factories.extract(tmp_path)
    assert main(["casework", "load", str(source.pk), str(path), "--as-of", "2026-03-05", "--as", "nia.rowe@example.org"]) == 1
    assert "Your role does not let you" in capsys.readouterr().err


def test_nothing_to_fetch_is_said(capsys):
    assert main(["casework", "fetch"]) == 0
    assert "No source is fetched" in capsys.readouterr().out
