"""`folkmoot disparity` as a person meets it."""

import json
import subprocess
import sys

import pytest

from folkmoot.cli import main


def cases(folder, name="cases.csv", more=()):
    rows = [("White", "F", "1", "Charge")] * 300 + [("White", "M", "0", "NFA")] * 200
    rows += [("Black", "F", "1", "Charge")] * 80 + [("Black", "M", "0", "Caution")] * 20
    rows += [("", "F", "1", "Charge")] * 10 + [("", "M", "0", "NFA")] * 10 + [("White", "M", "", "")] * 7 + list(more)
    path = folder / name
    path.write_text("\n".join(",".join(row) for row in [("Self-defined ethnicity", "sex", "charge", "disposal"), *rows]) + "\n")
    return str(path)


def run(capsys, *words):
    code = main(["disparity", *words])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_text_says_what_was_found_then_shows_figures_completeness_method_and_caveats(tmp_path, capsys):
    code, out, _ = run(capsys, cases(tmp_path), "--outcome", "charge", "--by", "self_defined ethnicity")
    assert code == 0
    assert "Needs review: Black: 80.0% (80 of 100), 20.0 percentage points more than the reference" in out
    assert "Compared with White: 60.0% (300 of 500)." in out
    assert "not recorded for 20 (3.2%) of 620" in out
    assert "the outcome is not recorded: 7 of 627" in out
    assert (
        out.index("Needs review") < out.index("Relative rate") < out.index("Completeness") < out.index("Method") < out.index("not evidence")
    )
    assert max(len(line) for line in out.splitlines()) <= 120


def test_the_declared_adverse_side_decides_the_direction(tmp_path, capsys):
    words = [cases(tmp_path), "--outcome", "charge", "--by", "Self-defined ethnicity"]
    assert "adverse direction for this group" in run(capsys, *words)[1]
    assert "favourable direction for this group" in run(capsys, *words, "--adverse", "no")[1]


def test_json_carries_the_same_figures_with_stable_keys(tmp_path, capsys):
    _, out, _ = run(capsys, cases(tmp_path), "--outcome", "charge", "--by", "Self-defined ethnicity", "--json")
    document = json.loads(out)
    assert document["schema_version"] == 1
    assert document["sources"][0]["name"] == "cases.csv"
    [table] = document["tables"]
    black = next(row for row in table["groups"] if row["group"] == "Black")
    assert (black["base"], black["with_outcome"], black["finding"]) == (100, 80, "difference found")
    assert black["difference"]["value"] == pytest.approx(0.2)
    assert table["completeness"]["outcome_not_recorded"] == 7
    assert table["methods"]["rate"] == "Wilson score interval"


def test_out_writes_a_file_and_prints_nothing(tmp_path, capsys):
    target = tmp_path / "result.json"
    _, out, _ = run(capsys, cases(tmp_path), "--outcome", "charge", "--by", "sex", "--json", "--out", str(target))
    assert out == ""
    assert json.loads(target.read_text())["schema_version"] == 1


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_a_small_group_is_nowhere_in_the_output(tmp_path, capsys, form):
    path = cases(tmp_path, more=[("Secretland", "F", "1", "Charge")] * 3)
    _, out, _ = run(capsys, path, "--outcome", "charge", "--by", "Self-defined ethnicity", *form)
    assert "Secretland" not in out
    assert "[c]" in out


def test_several_tables_and_an_intersection(tmp_path, capsys):
    words = ["--outcome", "disposal=Charge,Caution", "--by", "self-defined ethnicity,sex", "--by", "sex"]
    document = json.loads(run(capsys, cases(tmp_path), *words, "--json")[1])
    assert [table["by"] for table in document["tables"]] == [["Self-defined ethnicity", "sex"], ["sex"]]


def test_where_among_missing_and_reference(tmp_path, capsys):
    words = ["--outcome", "charge", "--by", "Self-defined ethnicity", "--where", "sex=f,m", "--among", "disposal=Charge,NFA,Caution"]
    document = json.loads(run(capsys, cases(tmp_path), *words, "--reference", "black", "--missing", "white", "--json")[1])
    [table] = document["tables"]
    assert [row["group"] for row in table["groups"]] == ["Black"]
    assert table["not_recorded"]["base"] == 520
    assert document["where"] == [{"column": "sex", "values": ["f", "m"]}]


def test_a_tabulated_file_is_weighted_by_its_count_column(tmp_path, capsys):
    path = tmp_path / "cells.csv"
    path.write_text('group,charged,cases\nA,yes,"1,300"\nA,no,700\nB,yes,80\nB,no,20\n')
    document = json.loads(run(capsys, str(path), "--outcome", "charged", "--by", "group", "--count", "cases", "--json")[1])
    assert document["tables"][0]["overall"]["base"] == 2100


def test_a_workbook_is_read_as_a_table(tmp_path, capsys):
    xlsxwriter = pytest.importorskip("xlsxwriter")
    path = tmp_path / "cases.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate([("group", "charge"), *[("A", 1)] * 20, *[("B", 0)] * 30]):
            sheet.write_row(place, 0, row)
    document = json.loads(run(capsys, str(path), "--outcome", "charge", "--by", "group", "--json")[1])
    assert document["sources"][0]["name"] == "cases.xlsx"
    assert document["tables"][0]["overall"]["base"] == 50


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--outcome", "disposal", "--by", "sex"], 'Say which, for example: --outcome "disposal=Charge"'),
        (["--outcome", "chrge", "--by", "sex"], "Did you mean 'charge'?"),
        (["--outcome", "charge", "--by", "sex", "--where", "sex=x"], "No row meets the conditions"),
        (["--outcome", "charge", "--by", "sex", "--where", "sex"], 'Write --where "sex=VALUE"'),
        (["--outcome", "charge", "--by", "sex,sex"], "combined with itself"),
        (["--outcome", "charge", "--by", "sex", "--by", "disposal", "--reference", "F"], 'Write --reference "sex=F"'),
        (["--outcome", "charge", "--by", "sex", "--reference", "X"], "Groups found: F; M"),
        (["--outcome", "charge", "--by", "sex", "--out", "/nowhere/at/all"], "could not be written"),
    ],
)
def test_plain_errors(tmp_path, capsys, words, said):
    code, out, err = run(capsys, cases(tmp_path), *words)
    assert code == 1
    assert out == ""
    assert said in err
    assert "Traceback" not in err


@pytest.mark.parametrize("words", [["--threshold", "1"], ["--level", "95"]])
def test_options_that_would_mislead_are_refused(tmp_path, capsys, words):
    with pytest.raises(SystemExit):
        main(["disparity", cases(tmp_path), "--outcome", "charge", "--by", "sex", *words])
    assert "give" in capsys.readouterr().err


def test_help_imports_neither_the_database_nor_the_web_framework():
    code = (
        "import sys; from folkmoot.cli import main\n"
        "try: main(['disparity', '--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'duckdb', 'django', 'folkmoot.stats'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "--threshold" in done.stdout


def test_counting_needs_no_web_framework(tmp_path):
    code = (
        "import sys; from folkmoot.cli import main\n"
        f"main(['disparity', {cases(tmp_path)!r}, '--outcome', 'charge', '--by', 'sex'])\n"
        "print('django' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "False"


def test_stop_and_search_files_as_published(shared_data, capsys):
    files = [str(path) for path in sorted((shared_data / "stop-and-search").glob("*.csv"))]
    code, out, _ = run(capsys, *files, "--outcome", "Outcome=Arrest", "--by", "Officer-defined ethnicity", "--by", "Gender")
    assert code == 0
    assert "not recorded for 1,781 (8.0%) of 22,271" in out
    assert "the outcome is not recorded: 316 of 22,587" in out


def test_published_totals_are_told_from_cases(shared_data, capsys):
    path = shared_data / "cps-outcomes" / "2014-2016" / "2014__principal_offence_category_april_2014.csv"
    code, _, err = run(capsys, str(path), "--outcome", "convicted", "--by", "ethnicity")
    assert code == 1
    assert "table of published totals" in err
