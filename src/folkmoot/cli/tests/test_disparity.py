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


def as_json(capsys, *words):
    code, out, err = run(capsys, *words, "--format", "json")
    assert code == 0, err
    return json.loads(out)


def groups_of(document, name, stage=0):
    found = next(part for part in document["stages"][stage]["characteristics"] if part["name"] == name)
    return {group["group"]: group for group in found["groups"]}


def test_text_says_what_was_found_then_shows_figures_completeness_method_and_caveats(tmp_path, capsys):
    code, out, _ = run(capsys, cases(tmp_path), "--outcome", "charge", "--by", "self_defined ethnicity")
    assert code == 0
    assert "80.0%" in out
    assert "20.0 percentage points" in out
    assert out.index("The answer") < out.index("Relative rate") < out.index("How this was done") < out.index("Read with care")
    assert max(len(line) for line in out.splitlines()) <= 120


def test_the_declared_adverse_side_decides_the_direction(tmp_path, capsys):
    words = [cases(tmp_path), "--outcome", "charge", "--by", "Self-defined ethnicity"]
    with_it, without = run(capsys, *words)[1], run(capsys, *words, "--adverse", "no")[1]
    assert "having the outcome" in with_it
    assert with_it != without
    assert groups_of(as_json(capsys, *words), "Self-defined ethnicity")["Black"]["four_fifths"] == "below"
    assert groups_of(as_json(capsys, *words, "--adverse", "no"), "Self-defined ethnicity")["White"]["four_fifths"] == "below"


def test_json_is_the_documented_document(tmp_path, capsys):
    document = as_json(capsys, cases(tmp_path), "--outcome", "charge", "--by", "Self-defined ethnicity")
    assert document["schema"] == "folkmoot.disparity/1"
    assert document["source"]["files"][0]["name"] == "cases.csv"
    assert (document["source"]["rows"], document["source"]["used"]) == (627, 620)
    assert document["source"]["excluded"] == [{"reason": "outcome not recorded", "rows": 7}]
    black = groups_of(document, "Self-defined ethnicity")["Black"]
    assert (black["n"], black["k"], black["verdict"]) == (100, 80, "difference found")
    assert black["difference"] == pytest.approx(0.2)
    assert document["disclosure"]["attack"]["recovered"] == 0


@pytest.mark.parametrize("ending", ["json", "html", "csv", "ods", "txt"])
def test_the_form_follows_the_name_of_the_file(tmp_path, capsys, ending):
    target = tmp_path / f"result.{ending}"
    _, out, _ = run(capsys, cases(tmp_path), "--outcome", "charge", "--by", "sex", "--out", str(target))
    assert out == ""
    starts = {"json": b"{", "html": b"<!", "csv": b"", "ods": b"PK", "txt": b""}
    assert target.read_bytes().lstrip(b"\xef\xbb\xbf").startswith(starts[ending])
    assert target.stat().st_size > 500


@pytest.mark.parametrize("form", ["text", "json", "html", "csv"])
def test_a_small_group_is_nowhere_in_the_output(tmp_path, capsys, form):
    path = cases(tmp_path, more=[("Secretland", "F", "1", "Charge")] * 3)
    _, out, _ = run(capsys, path, "--outcome", "charge", "--by", "Self-defined ethnicity", "--format", form)
    assert "Secretland" not in out
    assert "[c]" in out


def test_no_suppression_shows_every_number(tmp_path, capsys):
    path = cases(tmp_path, more=[("Secretland", "F", "1", "Charge")] * 3)
    document = as_json(capsys, path, "--outcome", "charge", "--by", "Self-defined ethnicity", "--no-suppression")
    assert groups_of(document, "Self-defined ethnicity")["Secretland"]["n"] == 3
    assert document["disclosure"]["off"] is True


def test_characteristics_and_an_intersection(tmp_path, capsys):
    words = ["--outcome", "disposal=Charge,Caution", "--by", "self-defined ethnicity", "sex", "--intersect", "self-defined ethnicity,sex"]
    document = as_json(capsys, cases(tmp_path), *words)
    assert [part["name"] for part in document["stages"][0]["characteristics"]] == ["Self-defined ethnicity", "sex"]
    assert [part["by"] for part in document["intersections"]] == [["Self-defined ethnicity", "sex"]]


def test_where_at_risk_missing_and_reference(tmp_path, capsys):
    path = cases(tmp_path, more=[("Asian", "F", "1", "Charge")] * 30 + [("Asian", "M", "0", "NFA")] * 30)
    words = ["--outcome", "charge", "--by", "Self-defined ethnicity", "--where", "sex=f,m", "--at-risk", "disposal=Charge,NFA,Caution"]
    document = as_json(capsys, path, *words, "--reference", "black", "--missing", "white")
    [part] = document["stages"][0]["characteristics"]
    assert [group["group"] for group in part["groups"]] == ["Black", "Asian"]
    assert part["not_recorded"]["n"] == 520
    assert document["specification"]["where"] == [{"column": "sex", "values": ["f", "m"]}]


def test_several_outcomes_are_a_chain(tmp_path, capsys):
    path = tmp_path / "chain.csv"
    rows = ["group,charge,convicted"]
    for group, charged, convicted in (("A", 400, 300), ("B", 200, 120)):
        rows += [f"{group},1,1"] * convicted + [f"{group},1,0"] * (charged - convicted) + [f"{group},0,"] * (500 - charged)
    path.write_text("\n".join(rows))
    document = as_json(capsys, str(path), "--outcome", "charge", "--outcome", "convicted", "--by", "group", "--reference", "A")
    assert groups_of(document, "group", 1)["B"]["n"] == 200
    [chain] = document["chain"]
    [b] = chain["groups"]
    assert [step["relative_rate"] for step in b["steps"]] == [pytest.approx(0.5), pytest.approx(0.8)]
    assert b["cumulative"] == pytest.approx(0.4)


def test_separate_outcomes_are_no_chain(tmp_path, capsys):
    words = ["--outcome", "disposal=Charge", "--outcome", "disposal=Caution", "--by", "sex"]
    document = as_json(capsys, cases(tmp_path), *words)
    assert document["chain"] is None
    assert [stage["overall"]["n"] for stage in document["stages"]] == [620, 620]


def test_an_adjusted_model_stands_beside_the_raw_figures(tmp_path, capsys):
    path = tmp_path / "berkeley.csv"
    rows = ["dept,sex,admitted,n"]
    admissions = {"A": (512, 313, 89, 19), "B": (353, 207, 17, 8), "C": (120, 205, 202, 391), "D": (138, 279, 131, 244),
                  "E": (53, 138, 94, 299), "F": (22, 351, 24, 317)}  # fmt: skip
    for dept, numbers in admissions.items():
        pairs = [("M", 1), ("M", 0), ("F", 1), ("F", 0)]
        rows += [f"{dept},{sex},{had},{number}" for (sex, had), number in zip(pairs, numbers, strict=True)]
    path.write_text("\n".join(rows))
    words = ["--outcome", "admitted", "--by", "sex", "--count", "n", "--adjust", "dept", "--reference", "M", "--adverse", "no"]
    document = as_json(capsys, str(path), *words)
    women = groups_of(document, "sex")["F"]
    assert women["odds_ratio"] == pytest.approx(1 / 1.84108, abs=1e-5)
    assert women["adjusted"]["average_marginal_effect"] == pytest.approx(0.019497, abs=5e-5)
    assert women["adjusted"]["standardised_rate"] == pytest.approx(0.399694, abs=5e-5)
    [part] = document["stages"][0]["characteristics"]
    assert part["stratified"][0]["odds_ratio"] == pytest.approx(1 / 0.9046968, rel=1e-3)
    assert part["decomposition"][0]["difference"] == pytest.approx(-0.141645, abs=5e-5)
    assert part["decomposition"][0]["rate_effect"] == pytest.approx(0.036028, abs=5e-5)


def test_bands_periods_and_areas(tmp_path, capsys):
    path = tmp_path / "wide.csv"
    rows = ["age,charge,area,date,sex"]
    for place in range(3000):
        rows.append(f"{10 + place % 60},{int(place % 3 > 0)},{'NSEW'[place % 4]},2024-{1 + place % 12:02d}-15,{'FM'[place % 7 > 2]}")
    path.write_text("\n".join([*rows, "unknown age,1,N,2024-01-01,F"]))
    words = ["--outcome", "charge", "--by", "age", "sex", "--bands", "age=10-17,18-24,25+", "--area", "area", "--period", "date:quarter"]
    document = as_json(capsys, str(path), *words)
    assert set(groups_of(document, "age")) == {"10-17", "18-24", "25+"}
    assert [area["area"] for area in document["areas"][0]["areas"]] == ["E", "N", "S", "W"]
    assert [point["period"] for point in document["periods"][0]["points"]] == ["2024 Q1", "2024 Q2", "2024 Q3", "2024 Q4"]
    assert any("12" in note for note in document["periods"][0]["notes"])


def test_values_outside_a_scheme_are_reported_and_kept(tmp_path, capsys):
    path = tmp_path / "schemed.csv"
    rows = ["ethnicity,charge", *["W1,1"] * 60, *["B1,0"] * 50, *["Martian,1"] * 40]
    path.write_text("\n".join(rows))
    document = as_json(capsys, str(path), "--outcome", "charge", "--by", "ethnicity", "--scheme", "ethnicity=ethnicity-self-defined-18")
    [read] = document["source"]["values"]
    assert read["unmapped"] == [{"value": "Martian", "rows": 40}]
    assert "Martian" in groups_of(document, "ethnicity")
    assert "W1" not in groups_of(document, "ethnicity")


def test_a_tabulated_file_is_weighted_by_its_count_column(tmp_path, capsys):
    path = tmp_path / "cells.csv"
    path.write_text('group,charged,cases\nA,yes,"1,300"\nA,no,700\nB,yes,80\nB,no,20\n')
    document = as_json(capsys, str(path), "--outcome", "charged", "--by", "group", "--count", "cases")
    assert document["stages"][0]["overall"]["n"] == 2100


def test_a_workbook_is_read_as_a_table(tmp_path, capsys):
    xlsxwriter = pytest.importorskip("xlsxwriter")
    path = tmp_path / "cases.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate([("group", "charge"), *[("A", 1)] * 20, *[("B", 0)] * 30]):
            sheet.write_row(place, 0, row)
    document = as_json(capsys, str(path), "--outcome", "charge", "--by", "group")
    assert document["source"]["files"][0]["name"] == "cases.xlsx"
    assert document["stages"][0]["overall"]["n"] == 50


def test_the_search_names_the_group_that_departs(tmp_path, capsys):
    document = as_json(capsys, cases(tmp_path), "--outcome", "charge", "--by", "Self-defined ethnicity", "--scan", "--permutations", "19")
    assert document["scan"]["label"].startswith("A search")
    more = next(one for one in document["scan"]["subgroups"] if one["direction"] == "more than expected")
    assert more["conditions"] == [{"column": "Self-defined ethnicity", "values": ["Black"]}]
    assert more["n"] % 10 == 0


def test_engines_agree(tmp_path, capsys):
    words = [cases(tmp_path), "--outcome", "charge", "--by", "Self-defined ethnicity", "sex"]
    first, second = as_json(capsys, *words), as_json(capsys, *words, "--engine", "reference")
    assert first["stages"] == second["stages"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--outcome", "disposal", "--by", "sex"], 'Say which, for example: --outcome "disposal=Charge"'),
        (["--outcome", "chrge", "--by", "sex"], "Did you mean 'charge'?"),
        (["--outcome", "charge", "--by", "sex", "--where", "sex=x"], "No row meets the conditions"),
        (["--outcome", "charge", "--by", "sex", "--where", "sex"], 'Write --where "sex=VALUE"'),
        (["--outcome", "charge", "--by", "sex", "--intersect", "sex,sex"], "two different columns"),
        (["--outcome", "charge", "--by", "charge"], "'charge' is the outcome"),
        (["--by", "sex"], "not said what is compared"),
        (["--outcome", "charge", "--by", "sex", "--format", "ods"], "cannot be printed"),
        (["--outcome", "charge", "--by", "sex", "--scheme", "sex=none-such"], "There is no category scheme"),
        (["--outcome", "charge", "--by", "sex", "--bands", "sex=18-17"], "ends before it begins"),
        (["--outcome", "charge", "--by", "sex", "--model", "disposal", "--adjust", "disposal"], "not one of the characteristics"),
        (["--outcome", "charge", "--by", "sex", "--cluster", "disposal"], "without --adjust"),
        (["--outcome", "charge", "--by", "sex", "--missing", "f"], "'sex' compares nothing"),
        (["--outcome", "charge", "--by", "sex", "--missing", "f,m"], "Nobody has one recorded"),
        (["--outcome", "charge", "--by", "sex", "--period", "disposal"], "can be read as a date"),
        (["--outcome", "charge", "--by", "sex", "--break", "2024"], "without --period"),
        (["--outcome", "charge", "--by", "sex", "--out", "result.docx"], "in what form"),
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
    assert "92.0% of 22,271" in out
    assert "22,587" in out


def test_published_totals_are_told_from_cases(shared_data, capsys):
    path = shared_data / "cps-outcomes" / "2014-2016" / "2014__principal_offence_category_april_2014.csv"
    code, _, err = run(capsys, str(path), "--outcome", "convicted", "--by", "ethnicity")
    assert code == 1
    assert "table of published totals" in err


X_ROWS = [("Black", "X", "1", "Charge")] * 2 + [("White", "X", "1", "Charge")] * 10 + [("White", "X", "0", "NFA")] * 10


def released_twice(tmp_path, capsys, more):
    """The same file first with a filter, then without it."""
    path, register = cases(tmp_path, more=more), tmp_path / "releases.jsonl"
    words = [path, "--outcome", "charge", "--by", "Self-defined ethnicity", "--register", str(register), "--format", "json"]
    first = json.loads(run(capsys, *words, "--where", "sex=F,M")[1])
    assert first["disclosure"]["register"] == {"file": "releases.jsonl", "releases": 0, "differences": []}
    return first, run(capsys, *words)


def test_beside_an_earlier_release_a_group_that_grew_by_few_is_withheld(tmp_path, capsys):
    first, (code, out, _) = released_twice(tmp_path, capsys, X_ROWS)
    assert groups_of(first, "Self-defined ethnicity")["Black"]["n"] == 100
    assert code == 0
    assert groups_of(json.loads(out), "Self-defined ethnicity")["Black"]["n"] == "[c]"


def test_where_even_the_totals_would_tell_nothing_is_released(tmp_path, capsys):
    _, (code, out, err) = released_twice(tmp_path, capsys, X_ROWS[:2])
    assert (code, out) == (1, "")
    assert "in one release and not in the other" in err
    assert len((tmp_path / "releases.jsonl").read_text().splitlines()) == 1


def test_without_the_register_the_second_release_would_tell(tmp_path, capsys):
    path = cases(tmp_path, more=X_ROWS)
    words = [path, "--outcome", "charge", "--by", "Self-defined ethnicity"]
    black = [groups_of(as_json(capsys, *words, *more), "Self-defined ethnicity")["Black"]["n"] for more in (("--where", "sex=F,M"), ())]
    assert black == [100, 102]


def test_the_same_release_twice_says_nothing_new(tmp_path, capsys):
    register = tmp_path / "releases.jsonl"
    words = [cases(tmp_path), "--outcome", "charge", "--by", "Self-defined ethnicity", "--register", str(register)]
    first, second = as_json(capsys, *words), as_json(capsys, *words)
    assert first["stages"] == second["stages"]
    assert second["disclosure"]["register"]["releases"] == 1
    assert second["disclosure"]["register"]["differences"] == []


def test_a_damaged_register_is_named_and_nothing_is_shown(tmp_path, capsys):
    register = tmp_path / "releases.jsonl"
    register.write_text("{}\n")
    code, out, err = run(capsys, cases(tmp_path), "--outcome", "charge", "--by", "sex", "--register", str(register))
    assert (code, out) == (1, "")
    assert "releases.jsonl" in err


def test_a_heading_that_stands_twice_is_not_taken_for_one(tmp_path, capsys):
    path = tmp_path / "twice.csv"
    path.write_text("eth,eth,charge\n" + "A,B,1\n" * 40 + "B,A,0\n" * 40)
    code, out, err = run(capsys, str(path), "--outcome", "charge", "--by", "eth")
    assert (code, out) == (1, "")
    assert "stands more than once" in err


def test_records_without_an_area_or_a_period_are_counted(tmp_path, capsys):
    path = tmp_path / "places.csv"
    rows = [f"{'FM'[n % 2]},{int(n % 3 > 0)},{['N', 'S', ''][n % 3]},{['2024-01-05', 'unknown'][n % 2]}" for n in range(600)]
    path.write_text("\n".join(["sex,charge,area,date", *rows]))
    document = as_json(capsys, str(path), "--outcome", "charge", "--by", "sex", "--area", "area", "--period", "date")
    assert any("200" in note for note in document["areas"][0]["notes"])
    assert any("300" in note for note in document["periods"][0]["notes"])


def test_four_characteristics_by_area_and_month_do_not_entangle_the_attack(shared_data, tmp_path, capsys):
    files = sorted((shared_data / "stop-and-search").glob("*.csv"))[:6]
    words = [*map(str, files), "--outcome", "Outcome=Arrest", "--area", "Type", "--period", "Date:month"]
    words += ["--by", "Officer-defined ethnicity", "Self-defined ethnicity", "Gender", "Age range"]
    assert as_json(capsys, *words)["disclosure"]["attack"]["recovered"] == 0
