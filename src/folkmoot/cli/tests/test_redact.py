"""`folkmoot redact` as a person meets it."""

import json

import pytest

from folkmoot.cli import main

TEXT = "I, John Smith, born 14.3.90, saw Mr Khan's brother. john said hi.\nWill you come? Will Grey rang 07700 900999.\n"
NAMES = "name,role,dob\nJohn Smith,victim,14/03/1990\nAbdul Khan,suspect,\nWill Grey,witness,\n"


@pytest.fixture
def files(tmp_path):
    (tmp_path / "statement.txt").write_text(TEXT)
    (tmp_path / "names.csv").write_text(NAMES)
    return tmp_path


def run(capsys, *words):
    code = main(["redact", *map(str, words)])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_json_has_seven_fields_a_span_and_the_text_they_count_in(files, capsys):
    code, out, err = run(capsys, files / "statement.txt", "--known", files / "names.csv", "--format", "json")
    told = json.loads(out)
    assert code == 0
    assert told["text"].startswith("I, John Smith")
    for span in told["spans"]:
        assert list(span) == ["start", "end", "text", "kind", "replacement", "confidence", "rule"]
        assert told["text"][span["start"] : span["end"]] == span["text"]
    assert {span["text"] for span in told["spans"]} >= {"John Smith", "14.3.90", "Mr Khan", "john", "Will", "Will Grey", "07700 900999"}
    assert {"pseudonym": "Victim A", "role": "victim"} in told["pseudonyms"]
    assert told["hazards"] == []
    assert "A person has to look at every one" in err


def test_text_is_the_document_with_the_likely_suggestions_taken(files, capsys):
    code, out, err = run(capsys, files / "statement.txt", "--known", files / "names.csv")
    assert code == 0
    assert out == (
        "I, Victim A, born [date of birth of Victim A], saw Defendant A's brother. Victim A said hi.\n"
        "Will you come? Witness A rang [phone number 1].\n"
    )
    assert "less certain than 0.3" in err


def test_the_pseudonyms_of_a_pack_are_kept_in_a_file(files, capsys):
    pack = files / "pack.json"
    (files / "second.txt").write_text("Ngozi Okafor met Abdul. The other number was 0161 496 0000, or 07700 900999.\n")
    run(capsys, files / "statement.txt", "--known", files / "names.csv", "--pseudonyms", pack)
    code, out, _ = run(capsys, files / "second.txt", "--known", files / "names.csv", "--pseudonyms", pack)
    assert code == 0
    assert out == "Person 1 met Defendant A. The other number was [phone number 2], or [phone number 1].\n"


def test_the_result_can_be_written_to_a_file(files, capsys):
    target = files / "out.json"
    code, out, _ = run(capsys, files / "statement.txt", "--format", "json", "--out", target)
    assert (code, out) == (0, "")
    assert json.loads(target.read_text("utf-8"))["format"] == "folkmoot-redaction-1"


def test_places_given_apart_are_taken_out(files, capsys):
    (files / "place.txt").write_text("We met in Hulme.\n")
    assert run(capsys, files / "place.txt", "--places", "Moss Side,Hulme", "--only-known")[1] == "We met in [place 1].\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["missing.txt"], "could not be read"),
        (["statement.txt", "--known", "missing.csv"], "could not be read"),
        (["statement.txt", "--known", "odd.csv"], "Row 2, column 2 of 'odd.csv'"),
        (["statement.txt", "--pseudonyms", "odd.csv"], "pseudonyms of this pack cannot be read"),
        (["statement.txt", "--out", "no/such/folder"], "could not be written"),
    ],
)
def test_what_goes_wrong_is_said_plainly(files, capsys, words, told):
    (files / "odd.csv").write_text("value,kind\nx,nonsense\n")
    code, _, err = run(capsys, *(word if word.startswith("--") else files / word for word in words))
    assert code == 1
    assert told in err
    assert "Traceback" not in err


def test_wrong_usage_is_2(files, capsys):
    with pytest.raises(SystemExit) as stopped:
        run(capsys, files / "statement.txt", "--at-least", "7")
    assert stopped.value.code == 2


def test_check_goes_to_the_leak_scan(files, capsys):
    assert run(capsys, "check", files / "statement.txt", "--known", files / "names.csv")[0] == 1
    (files / "clean.txt").write_text("Nothing here at all.\n")
    assert run(capsys, "check", files / "clean.txt", "--known", files / "names.csv")[0] == 0
