"""`folkmoot cube` as a person meets it."""

import json

import pytest

from folkmoot.cli import main


def month(folder, name, rows):
    path = folder / f"{name}.csv"
    path.write_text("\n".join(["sex,charge", *rows]) + "\n")
    return str(path)


def run(capsys, *words):
    code = main(list(words))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def built(tmp_path, capsys, name, rows):
    cube = tmp_path / f"{name}.cube"
    code, _, err = run(capsys, "cube", "build", month(tmp_path, name, rows), "--outcome", "charge", "--by", "sex", "--out", str(cube))
    assert code == 0, err
    return str(cube)


APRIL = ["F,1"] * 60 + ["F,0"] * 40 + ["M,1"] * 70 + ["M,0"] * 30
MAY = ["F,1"] * 50 + ["F,0"] * 50 + ["M,1"] * 80 + ["M,0"] * 20


def test_a_month_is_added_to_the_months_before_it(tmp_path, capsys):
    april, may = built(tmp_path, capsys, "april", APRIL), built(tmp_path, capsys, "may", MAY)
    year = str(tmp_path / "year.cube")
    assert run(capsys, "cube", "add", april, may, "--out", year)[0] == 0
    code, out, _ = run(capsys, "disparity", year, "--format", "json")
    assert code == 0
    document = json.loads(out)
    [part] = document["stages"][0]["characteristics"]
    assert {group["group"]: (group["n"], group["k"]) for group in part["groups"]} == {"F": (200, 110), "M": (200, 150)}
    assert [file["name"] for file in document["source"]["files"]] == ["april.csv", "may.csv"]


def test_several_cubes_may_be_named(tmp_path, capsys):
    april, may = built(tmp_path, capsys, "april", APRIL), built(tmp_path, capsys, "may", MAY)
    document = json.loads(run(capsys, "disparity", april, may, "--by", "sex", "--format", "json")[1])
    assert document["stages"][0]["overall"]["n"] == 400


def test_the_same_file_is_never_added_twice(tmp_path, capsys):
    april = built(tmp_path, capsys, "april", APRIL)
    before = (tmp_path / "april.cube").read_bytes()
    code, _, err = run(capsys, "cube", "add", april, april)
    assert code == 1
    assert "april.csv" in err
    assert (tmp_path / "april.cube").read_bytes() == before


def test_show_says_what_a_cube_holds_and_no_small_number(tmp_path, capsys):
    may = built(tmp_path, capsys, "may", [*MAY, *[",1"] * 3])
    _, out, _ = run(capsys, "cube", "show", may)
    assert "203 rows read" in out
    assert "sex: [c]" in out
    assert json.loads(run(capsys, "cube", "show", may, "--json")[1])["not_recorded"] == {"sex": "[c]"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--by", "age"], "age"),
        (["--outcome", "convicted"], "no outcome 'convicted'"),
        (["--by", "sex", "--where", "sex=F"], "counted already"),
        (["--by", "sex", "--adjust", "charge2"], "charge2"),
    ],
)
def test_a_cube_is_asked_only_for_what_it_holds(tmp_path, capsys, words, said):
    code, out, err = run(capsys, "disparity", built(tmp_path, capsys, "april", APRIL), *words)
    assert (code, out) == (1, "")
    assert said in err


def test_a_file_that_is_no_cube(tmp_path, capsys):
    path = tmp_path / "not.cube"
    path.write_text("hello")
    code, _, err = run(capsys, "cube", "show", str(path))
    assert code == 1
    assert "not.cube" in err
