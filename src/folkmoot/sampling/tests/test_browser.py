"""The second program, written from docs/sampling.md: the same values in node, and the page to be saved in a real browser."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from folkmoot.sampling.digests import digest
from folkmoot.sampling.errors import ReceiptError
from folkmoot.sampling.frame import Case, Frame
from folkmoot.sampling.page import PARTS, verifier_page
from folkmoot.sampling.receipt import Receipt
from folkmoot.sampling.rules import Columns, Rules
from folkmoot.sampling.seals import said_openly, seal
from folkmoot.sampling.tests.making_vectors import AT, FILE, receipts

FRONTEND = Path(__file__).resolve().parents[4] / "frontend"
NODE = shutil.which("node")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
]
needs_node = pytest.mark.skipif(NODE is None, reason="no node on this machine")

CHECK = """
import { readFileSync } from "node:fs";
import * as it from "./sampling.js";
const values = JSON.parse(readFileSync(process.argv[2], "utf8"));
const wrong = [];
let compared = 0;
const same = (name, got, wanted) => {
  compared += 1;
  if (JSON.stringify(got) !== JSON.stringify(wanted)) wrong.push([name, got, wanted]);
};
const refused = (act) => { try { act(); return false; } catch (error) { return error instanceof it.Refused; } };
const kinds = (list, receipt) => it.verify(it.readList(list), it.readReceipt(JSON.stringify(receipt))).map((each) => each.kind).sort();
for (const each of values.texts) same("text", it.clean(each.given), each.clean);
for (const each of values.refused) same(`refused ${JSON.stringify(each)}`, refused(() => it.clean(each)), true);
for (const each of values.hashes) same("hash", it.hash(each.kind, ...each.lines), each.hash);
for (const each of values.bindings) same("binding", it.binding(each.reference, each.salt), each.binding);
for (const each of values.server_salts) same("salt", it.serverSalt(each.service_salt, each.label), each.salt);
for (const each of values.shares) {
  const got = it.shares(each.sizes, each.total, each.least);
  for (const name of Object.keys(each.shares)) same(`share ${name}`, got[name], each.shares[name]);
}
for (const each of values.lists) {
  const list = it.makeList([...each.cases].reverse());
  same("canonical", [list.canonical, list.fingerprint], [each.canonical, each.fingerprint]);
}
for (const each of values.tickets) same("ticket", it.hash("ticket", each.seed, each.group, each.case), each.ticket);
for (const each of values.draws) same(each.name, kinds(each.list, each.receipt), []);
for (const each of values.broken_receipts.receipts) same(each.name, kinds(values.broken_receipts.list, each.receipt), each.problems);
for (const each of values.other_lists.lists) same(each.name, kinds(each.list, values.other_lists.receipt), each.problems);
for (const each of values.tables ?? []) {
  const receipt = it.readReceipt(JSON.stringify(each.receipt));
  same(each.name, it.verify(it.readList(each.text, receipt.rules.columns), receipt), []);
}
console.log(JSON.stringify({ compared, wrong }));
"""


def scripts_in(tmp_path: Path) -> Path:
    """A folder with the scripts as they are served."""
    folder = tmp_path / "scripts"
    folder.mkdir()
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    for name in ("sha256", "sampling", "draws"):
        (folder / f"{name}.js").write_text((FRONTEND / f"{name}.mjs").read_text(encoding="utf-8"), encoding="utf-8")
    return folder


def checked(tmp_path, values) -> dict:
    """What node says of these values."""
    script, file = scripts_in(tmp_path) / "check.js", tmp_path / "values.json"
    script.write_text(CHECK, encoding="utf-8")
    file.write_text(json.dumps(values), encoding="utf-8")
    done = subprocess.run([str(NODE), str(script), str(file)], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@needs_node
def test_both_programs_give_the_same_values(tmp_path):
    found = checked(tmp_path, json.loads(FILE.read_text(encoding="utf-8")))
    assert found["wrong"] == []
    assert found["compared"] > 70


@needs_node
def test_the_comparison_sees_a_difference(tmp_path):
    values = json.loads(FILE.read_text(encoding="utf-8"))
    values["hashes"][0]["hash"] = "0" * 64
    values["draws"][0]["receipt"]["made_at"] = "another time"
    assert [each[0] for each in checked(tmp_path, values)["wrong"]] == ["hash", values["draws"][0]["name"]]


@needs_node
def test_a_table_of_text_is_read_alike(tmp_path):
    rows = [("A1", "East, inner", 'the "Race"'), ("Ŵ2", "", " Faith "), ("\U0001f4c1", "\uff21", ""), ("a b", "z", "x\xa0")]
    frame = Frame.of(Case(name, (force,), (f"Strand={strand.strip()}",) if strand.strip() else ()) for name, force, strand in rows)
    rules = Rules(each=1, grouped=True, columns=Columns("Case URN", ("Force",), ("Strand",)))
    receipt = Receipt.of(frame, rules, "", (said_openly("a", "b"),), made_at=AT).to_plain()
    quoted = [tuple('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    heading = ('"Case\n URN"', "Force", "Strand", "Other")
    tables = []
    for name, mark, end, above in (
        ("commas", ",", "\n", ""),
        ("semicolons", ";", "\r\n", ""),
        ("tabs", "\t", "\n", "Finalised cases\t\t\t\n\n"),
    ):
        lines = [mark.join(heading), *(mark.join((*row, "x")) for row in quoted)]
        tables.append({"name": name, "text": "\ufeff" + above + end.join(lines) + end, "receipt": receipt})
    values = {name: [] for name in ("texts", "refused", "hashes", "bindings", "server_salts", "shares", "lists", "tickets", "draws")}
    empty = {"list": "", "receipts": []}
    assert checked(tmp_path, {**values, "broken_receipts": empty, "other_lists": {"lists": []}, "tables": tables}) == {
        "compared": 3,
        "wrong": [],
    }


@pytest.fixture
def page_file(tmp_path):
    """The page to be saved, made from the scripts as they are."""
    path = tmp_path / "check-a-draw.html"
    path.write_text(verifier_page(scripts_in(tmp_path)), encoding="utf-8")
    return path


def test_the_page_to_be_saved_needs_nothing_else(page_file, tmp_path):
    text = page_file.read_text(encoding="utf-8")
    assert not re.search(r"\b(?:src|href|action)=|https?://|\bfetch\(|XMLHttpRequest|sendBeacon|localStorage|^import ", text, re.MULTILINE)
    assert "default-src 'none'" in text
    with pytest.raises(ReceiptError, match="not there"):
        verifier_page(tmp_path / "none")


def test_the_build_brings_every_script_of_the_page():
    copied = re.search(r"for \(const name of \[(.*?)\]\)", (FRONTEND / "build.mjs").read_text(encoding="utf-8"))
    assert copied
    assert {name.removesuffix(".js") for name in PARTS} <= set(re.findall(r'"(\w+)"', copied[1]))


@pytest.fixture
def browser():
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine; install Debian's chromium to run this test")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = opened.new_context(offline=True)
        yield context
        context.close()
        opened.close()


def files(tmp_path, frame: Frame, receipt: dict) -> tuple[Path, Path]:
    listed, written = tmp_path / "list.txt", tmp_path / "receipt.json"
    listed.write_bytes(frame.canonical)
    written.write_text(json.dumps(receipt), encoding="utf-8")
    return listed, written


def tried(page, listed: Path, written: Path, **noted: str) -> tuple[str | None, str]:
    page.set_input_files("[name=list]", listed)
    page.set_input_files("[name=receipt]", written)
    for name in ("commitment", "closing"):
        page.fill(f"[name={name}]", noted.get(name, ""))
    page.evaluate("document.querySelector('[data-draw-result]').hidden = true")
    page.click("text=Check the draw")
    result = page.wait_for_selector("[data-draw-result]", state="visible")
    return result.get_attribute("data-draw-holds"), result.inner_text()


@pytest.mark.journey
def test_the_saved_page_verifies_in_a_browser_from_a_folder(page_file, tmp_path, browser):
    frame, receipt = receipts()["replaced three times"]
    page, complaints = browser.new_page(), []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(page_file.as_uri())
    listed, written = files(tmp_path, frame, receipt.to_plain())
    holds, said = tried(page, listed, written)
    assert holds == "yes"
    assert "19 cases follow from the list of 60, the rules and 4 phrases" in said
    assert "Member 2” sealed a phrase and never opened it" in said
    assert "an appeal was lodged" in said
    assert f"commitment {receipt.commitment[:4]} {receipt.commitment[4:8]}" in said
    assert tried(page, listed, written, commitment=receipt.commitment[:16], closing=receipt.closing)[0] == "yes"
    assert "not the one you noted" in tried(page, listed, written, commitment="0" * 16)[1]
    assert page.evaluate("document.activeElement.matches('[data-draw-result]')")
    broken = receipt.to_plain() | {"seed": "0" * 64}
    holds, said = tried(page, *files(tmp_path, frame, broken))
    assert holds == "no"
    assert "The seed does not follow" in said
    other = Frame.of([*frame.cases, Case("C-999", frame.cases[0].stratum)])
    holds, said = tried(page, *files(tmp_path, other, receipt.to_plain()))
    assert holds == "no"
    assert "holds 61 cases; the receipt says 60" in said
    holds, said = tried(page, listed, listed)
    assert holds == "no"
    assert "could not be checked" in said
    assert complaints == []


@pytest.mark.journey
def test_the_saved_page_seals_a_phrase_and_keeps_it(page_file, browser):
    page = browser.new_page()
    page.goto(page_file.as_uri())
    page.fill("#phrase-typed", "  Siarad heb ddweud  ")
    page.click("text=Seal it")
    page.wait_for_selector("[data-draw-keep]", state="visible")
    shown = {name: page.inner_text(f"[data-draw-{name}]") for name in ("phrase", "salt", "seal-code")}
    assert shown["seal-code"] == seal("Siarad heb ddweud", shown["salt"]) == digest("seal", shown["salt"], shown["phrase"])
    assert page.input_value("[name=seal]") == shown["seal-code"]
    assert page.input_value("[name=sealed_in]") == "browser"
    assert page.evaluate("[...new FormData(document.querySelector('[data-draw-seal]')).keys()]") == ["seal", "sealed_in"]


@pytest.mark.journey
def test_the_policy_of_the_page_lets_nothing_else_run(page_file, browser):
    changed = page_file.read_text(encoding="utf-8").replace("</main>", "</main><script>document.title = 'ran'</script>")
    page_file.write_text(changed, encoding="utf-8")
    page = browser.new_page()
    page.goto(page_file.as_uri())
    assert page.title() == "Check a draw of cases"
    refused = "fetch('https://example.org').then(() => 'reached', () => 'refused')"
    assert page.evaluate(refused) == "refused"
