"""`folkmoot sample` as a person meets it."""

import csv
import json
import subprocess
import sys

import pytest

from folkmoot.cli import main
from folkmoot.foundation.tables.sheets import Sheet
from folkmoot.foundation.tables.xlsx_writer import write_xlsx
from folkmoot.sampling.frame import Case, Frame, binding
from folkmoot.sampling.receipt import Receipt
from folkmoot.sampling.rules import Rules
from folkmoot.sampling.seals import said_openly

HEADINGS = ("URN", "Force", "Strand", "Outcome")
ROWS = [
    (
        f"01AB{number:04d}",
        ("East", "West", "Ŵest")[number % 3],
        "Disability" if number % 20 == 0 else "Race",
        ("Convicted", "Acquitted")[number % 2],
    )
    for number in range(60)
]
PHRASES = ("--contribution", "seven swans", "--contribution", "rain on Tuesday")


@pytest.fixture
def cases(tmp_path):
    return written(tmp_path / "cases.csv", ROWS)


def written(path, rows):
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([HEADINGS, *rows])
    return str(path)


def run(capsys, *words):
    code = main(["sample", *map(str, words)])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def drawn(capsys, cases, receipt, *words):
    code, out, err = run(capsys, "draw", cases, "--id", "URN", *words, "--receipt", receipt)
    assert code == 0, err
    return out.split("\n")[:-1]


def test_a_draw_gives_references_and_a_receipt_that_verifies(tmp_path, cases, capsys):
    sample = drawn(capsys, cases, tmp_path / "r.json", "--size", 5, *PHRASES)
    assert len(set(sample)) == 5
    assert set(sample) <= {row[0] for row in ROWS}
    code, out, err = run(capsys, "verify", cases, tmp_path / "r.json")
    assert (code, err) == (0, "")
    assert "The draw holds: the 5 cases follow from the list, the rules and 2 phrases" in out


def test_the_same_phrases_in_any_order_give_the_same_cases(tmp_path, cases, capsys):
    one = drawn(capsys, cases, tmp_path / "1.json", "--size", 5, *PHRASES)
    other = written(tmp_path / "other.csv", reversed(ROWS))
    assert drawn(capsys, other, tmp_path / "2.json", "--size", 5, *PHRASES[2:], *PHRASES[:2]) == one
    assert drawn(capsys, cases, tmp_path / "3.json", "--size", 5, "--contribution", "other") != one


def test_without_a_phrase_a_random_one_is_made_and_it_says_that_this_proves_less(tmp_path, cases, capsys):
    code, out, err = run(capsys, "draw", cases, "--id", "URN", "--size", 9, "--receipt", tmp_path / "1.json")
    assert code == 0
    assert "proves less" in err
    assert "drawn again until the cases suited" in run(capsys, "verify", cases, tmp_path / "1.json")[1]
    assert drawn(capsys, cases, tmp_path / "2.json", "--size", 9) != out.split("\n")[:-1]


def test_groups_always_taken_themes_and_chosen(tmp_path, cases, capsys):
    words = (
        "--strata",
        "force",
        "--per-stratum",
        2,
        "--always",
        "strand=disability",
        "--only",
        "Outcome=Acquitted",
        "--choose",
        "01AB0002=a new law",
    )
    sample = drawn(capsys, cases, tmp_path / "r.json", *words, *PHRASES)
    rows = {row[0]: row for row in ROWS}
    receipt = Receipt.from_json((tmp_path / "r.json").read_text(encoding="utf-8"))
    by_how = {how: [rows[each.case] for each in receipt.drawn if each.how == how] for how in ("always", "chosen", "random")}
    assert {row[0] for row in by_how["always"]} == {"01AB0000", "01AB0020", "01AB0040"}
    assert [row[0] for row in by_how["chosen"]] == ["01AB0002"]
    assert sorted(row[1] for row in by_how["random"]) == ["East", "East", "West", "West", "Ŵest", "Ŵest"]
    assert {row[3] for row in by_how["random"]} == {"Acquitted"}
    assert sample == list(receipt.sample)
    assert "“01AB0002” was chosen by a person: a new law" in run(capsys, "verify", cases, tmp_path / "r.json")[1]


def test_a_size_is_shared_in_proportion_with_a_least_number(tmp_path, capsys):
    rows = [(f"A{number}", "big" if number else "small", "", "") for number in range(50)]
    listed = written(tmp_path / "cases.csv", rows)
    _, out, err = run(capsys, "draw", listed, "--id", "URN", "--strata", "Force", "--size", 5, *PHRASES, "--receipt", tmp_path / "1.json")
    assert "A0" not in out.split()
    assert "--least 1" in err
    assert "A0" in drawn(capsys, listed, tmp_path / "2.json", "--strata", "Force", "--size", 5, "--least", 1, *PHRASES)


def test_a_group_smaller_than_wanted_gives_all_and_says_so(tmp_path, cases, capsys):
    code, out, err = run(
        capsys, "draw", cases, "--id", "URN", "--strata", "Force", "Strand", "--per-stratum", 2, *PHRASES, "--receipt", tmp_path / "r.json"
    )
    assert code == 0
    assert "the group “East, Disability” has 1 of the 2 cases wanted: all are taken" in err
    assert len(out.split()) == 9


@pytest.mark.parametrize("kind", ["xlsx"])
def test_a_workbook_is_drawn_from_and_verified(tmp_path, capsys, kind):
    path = tmp_path / f"cases.{kind}"
    path.write_bytes(write_xlsx([Sheet("Cases", HEADINGS, ROWS)], title="Cases", lang="en"))
    sample = drawn(capsys, path, tmp_path / "r.json", "--strata", "Force", "--per-stratum", 2, *PHRASES)
    assert run(capsys, "verify", path, tmp_path / "r.json")[0] == 0
    as_text = written(tmp_path / "cases.csv", ROWS)
    assert run(capsys, "verify", as_text, tmp_path / "r.json")[0] == 0
    assert drawn(capsys, as_text, tmp_path / "2.json", "--strata", "Force", "--per-stratum", 2, *PHRASES) == sample


def test_a_replacement_is_drawn_and_stands_on_the_receipt(tmp_path, cases, capsys):
    receipt = tmp_path / "r.json"
    sample = drawn(capsys, cases, receipt, "--strata", "Force", "--per-stratum", 2)
    now = drawn(capsys, cases, receipt, "--replace", f"{sample[0]}=an appeal was lodged")
    assert sample[0] not in now
    assert now[:-1] == sample[1:]
    code, out, _ = run(capsys, "verify", cases, receipt)
    assert code == 0
    assert f"“{sample[0]}” was replaced by “{now[-1]}”: an appeal was lodged" in out
    again = drawn(capsys, cases, receipt, "--strata", "Force", "--per-stratum", 2, "--replace", f"{sample[0]}=an appeal was lodged")
    assert again == now
    assert len(Receipt.from_json(receipt.read_text()).replacements) == 1


def test_draw_and_replacement_in_one_go_are_the_same_as_one_after_the_other(tmp_path, cases, capsys):
    first = drawn(capsys, cases, tmp_path / "1.json", "--size", 4, *PHRASES)
    one = drawn(capsys, cases, tmp_path / "1.json", "--replace", f"{first[2]}=a reason")
    assert drawn(capsys, cases, tmp_path / "2.json", "--size", 4, *PHRASES, "--replace", f"{first[2]}=a reason") == one


def test_a_receipt_is_never_lost_to_another_draw(tmp_path, cases, capsys):
    receipt = tmp_path / "r.json"
    drawn(capsys, cases, receipt, "--size", 5, *PHRASES)
    before = receipt.read_bytes()
    drawn(capsys, cases, receipt, "--size", 5, *PHRASES)
    assert receipt.read_bytes() == before
    for words in (("--size", 5), ("--size", 6, *PHRASES), ("--size", 5, "--contribution", "x"), ("--size", 6, "--replace", "x=y")):
        code, out, err = run(capsys, "draw", cases, "--id", "URN", *words, "--receipt", receipt)
        assert (code, out) == (1, "")
        assert "holds the receipt of another draw" in err
    assert receipt.read_bytes() == before


def test_a_changed_list_is_found_with_what_changed(tmp_path, cases, capsys):
    fixed = tmp_path / "list.txt"
    run(capsys, "commit", cases, "--id", "URN", "--size", 5, "--out", tmp_path / "c.json", "--secret", tmp_path / "s.json", "--list", fixed)
    words = ("--commitment", tmp_path / "c.json", "--secret", tmp_path / "s.json", "--contribution", "x", "--receipt", tmp_path / "r.json")
    assert run(capsys, "draw", cases, *words)[0] == 0
    changed = written(tmp_path / "changed.csv", [("01AB9999", *ROWS[0][1:]), *ROWS[1:], ("01AB8888", "East", "Race", "Convicted")])
    code, out, _ = run(capsys, "verify", changed, tmp_path / "r.json", "--before", fixed)
    assert code == 1
    assert "The list is not the one that was fixed" in out
    assert "The list holds 61 cases; the receipt says 60" in out
    for said in ("“01AB0000” is gone", "“01AB9999” (row 2) is new", "“01AB8888” (row 62) is new"):
        assert said in out
    code, _, err = run(capsys, "draw", changed, *words[:-1], tmp_path / "other.json")
    assert code == 1
    assert "It holds 61 cases; then it held 60" in err


def test_each_thing_wrong_on_a_receipt_is_said(tmp_path, cases, capsys):
    drawn(capsys, cases, tmp_path / "r.json", "--size", 5, *PHRASES)
    plain = json.loads((tmp_path / "r.json").read_text())
    plain["drawn"][0]["case"] = "01AB0059" if plain["drawn"][0]["case"] != "01AB0059" else "01AB0058"
    plain["contributions"][0]["phrase"] = "another"
    (tmp_path / "r.json").write_text(json.dumps(plain))
    code, out, _ = run(capsys, "verify", cases, tmp_path / "r.json")
    assert code == 1
    for said in (
        "phrase of “phrase",
        "seed does not follow",
        "but the draw does not give it",
        "but it is not on the receipt",
        "checksum does not fit",
    ):
        assert said in out
    code, out, _ = run(capsys, "verify", cases, tmp_path / "r.json", "--format", "json")
    assert code == 1
    found = json.loads(out)
    assert not found["holds"]
    assert {"seal_broken", "seed", "not_drawn", "left_out", "checksum"} <= {each["kind"] for each in found["problems"]}


def test_commit_seal_close_draw_verify(tmp_path, cases, capsys):
    at = {name: tmp_path / f"{name}.json" for name in ("commitment", "secret", "mine", "receipt")}
    code, out, _ = run(
        capsys, "commit", cases, "--id", "URN", "--strata", "Force", "--per-stratum", 2, "--out", at["commitment"], "--secret", at["secret"]
    )
    assert code == 0
    fixed, secret = json.loads(at["commitment"].read_text()), json.loads(at["secret"].read_text())
    assert fixed["commitment"] in out
    assert secret["phrase"] not in at["commitment"].read_text()
    assert at["secret"].stat().st_mode & 0o077 == 0
    mine = run(capsys, "seal", "my own phrase", "--label", "Member 1")[1]
    at["mine"].write_text(mine)
    theirs = json.loads(run(capsys, "seal", "never opened", "--label", "Member 2")[1])["seal"]
    seals = ("--seal", f"Member 1={json.loads(mine)['seal']}", "--seal", f"Member 2={theirs}")
    closed = run(capsys, "close", at["commitment"], *seals)[1].split("\n")[2].strip()
    code, out, err = run(
        capsys,
        "draw",
        cases,
        "--commitment",
        at["commitment"],
        "--secret",
        at["secret"],
        "--sealed",
        at["mine"],
        *seals[2:],
        "--receipt",
        at["receipt"],
    )
    assert code == 0, err
    assert len(out.split()) == 6
    code, out, _ = run(capsys, "verify", cases, at["receipt"], "--commitment", fixed["commitment"], "--closing", closed)
    assert code == 0, out
    assert "“Member 2” sealed a phrase and never opened it" in out
    assert "nobody could choose the outcome" in out
    code, out, _ = run(capsys, "verify", cases, at["receipt"], "--commitment", "0" * 64, "--closing", closed[:16])
    assert code == 1
    assert out.count("you noted") == 1


def test_a_phrase_can_be_typed_without_standing_in_the_history_of_commands(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", __import__("io").StringIO("typed\n"))
    code, out, err = run(capsys, "seal", "--label", "Member 1")
    assert code == 0
    assert json.loads(out)["phrase"] == "typed"
    assert "typed" not in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--id", "URM", "--size", 3), "Did you mean 'URN'"),
        (("--size", 3), "Give --id"),
        (("--id", "URN"), "Nothing is to be drawn"),
        (("--id", "URN", "--size", 3, "--only", "Strand=Faith"), "no case left"),
        (("--id", "URN", "--size", 3, "--only", "Strand"), "COLUMN=VALUE"),
        (("--id", "URN", "--size", 3, "--choose", "01AB0001="), "ID=REASON"),
        (("--id", "URN", "--size", 3, "--choose", "99=why"), "not in the list"),
        (("--id", "Force", "--size", 3), "more than once"),
        (("--id", "URN", "--size", 3, "--replace", "99=why"), "not in the sample"),
        (("--id", "URN", "--size", 3, "--contribution", "a", "--contribution", " a "), "same seal"),
        (("--id", "URN", "--size", 3, "--contribution", " "), "1 to 200 characters"),
        (("--id", "URN", "--size", 3, "--commitment", "x"), "go together"),
        (("--id", "URN", "--size", 3, "--seal", "a=b"), "need a commitment"),
        (("--id", "URN", "--size", 3, "--least", 2, "--strata", "Force"), "more than 3 cases"),
    ],
)
def test_what_cannot_be_done_is_said_plainly_and_nothing_is_written(tmp_path, cases, capsys, words, said):
    code, out, err = run(capsys, "draw", cases, *words, "--receipt", tmp_path / "r.json")
    assert (code, out) == (1, "")
    assert said in err
    assert not (tmp_path / "r.json").exists()


def test_a_value_that_no_case_has_is_said_with_those_there_are(tmp_path, cases, capsys):
    err = run(capsys, "draw", cases, "--id", "URN", "--size", 3, "--always", "Strand=Faith", "--receipt", tmp_path / "r.json")[2]
    assert "No case has “Faith” in “Strand”. The values there are: “Disability”, “Race”." in err


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": "x"}'])
def test_what_is_no_receipt(tmp_path, cases, capsys, content):
    (tmp_path / "r.json").write_text(content)
    code, out, err = run(capsys, "verify", cases, tmp_path / "r.json")
    assert (code, out) == (1, "")
    assert "not the receipt of a draw" in err


def test_a_list_under_pseudonyms_and_its_bindings(tmp_path, capsys):
    salt = "5" * 64
    frame = Frame.of(Case(f"C-{number}", ("x",), binding=binding(f"01AB{number}", salt)) for number in range(4))
    receipt = Receipt.of(frame, Rules(each=2, grouped=True), "", (said_openly("a", "b"),), made_at="now")
    listed, written_receipt, identities = tmp_path / "list.txt", tmp_path / "r.json", tmp_path / "identities.csv"
    listed.write_bytes(frame.canonical)
    written_receipt.write_text(receipt.to_json())
    identities.write_text("case,reference,salt\n" + "".join(f"C-{number},01AB{number},{salt}\n" for number in range(4)))
    assert run(capsys, "verify", listed, written_receipt, "--identities", identities)[0] == 0
    identities.write_text(identities.read_text().replace("C-1,01AB1", "C-1,01AB7"))
    code, out, _ = run(capsys, "verify", listed, written_receipt, "--identities", identities)
    assert code == 1
    assert "“C-1” does not stand for the reference" in out


def test_the_page_to_be_saved_is_written(tmp_path, capsys, monkeypatch):
    from pathlib import Path

    scripts = tmp_path / "scripts"
    scripts.mkdir()
    for name in ("sha256", "sampling", "draws"):
        (scripts / f"{name}.js").write_text((Path(__file__).resolve().parents[4] / "frontend" / f"{name}.mjs").read_text())
    monkeypatch.setattr("folkmoot.sampling.page.SCRIPTS", scripts)
    assert run(capsys, "verifier", "--out", tmp_path / "page.html")[0] == 0
    assert "<!doctype html>" in (tmp_path / "page.html").read_text()


def test_drawing_and_verifying_load_neither_django_nor_anything_heavy(tmp_path, cases, capsys):
    drawn(capsys, cases, tmp_path / "r.json", "--size", 5, *PHRASES)
    code = (
        "import sys; from folkmoot.cli import main;"
        f"done = main(['sample', 'verify', {cases!r}, {str(tmp_path / 'r.json')!r}]);"
        "heavy = {'django', 'numpy', 'scipy', 'duckdb', 'python_calamine', 'pandas', 'polars'} & set(sys.modules);"
        "sys.exit(f'{done} {heavy}' if done or heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
