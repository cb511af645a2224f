"""The test values: what this program gives, and what the page that specifies it says."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from folkmoot.sampling.digests import clean, digest
from folkmoot.sampling.drawing import shares
from folkmoot.sampling.frame import Case, Frame, binding, parse
from folkmoot.sampling.receipt import Receipt
from folkmoot.sampling.seals import server_salt
from folkmoot.sampling.tests.making_vectors import FILE, text
from folkmoot.sampling.verifying import verify

VECTORS = json.loads(FILE.read_text(encoding="utf-8"))
PAGE = (Path(__file__).resolve().parents[4] / "docs" / "sampling.md").read_text(encoding="utf-8")


def test_the_stored_values_are_what_the_program_gives():
    assert FILE.read_text(encoding="utf-8") == text()


def test_pieces():
    assert all(clean(each["given"]) == each["clean"] for each in VECTORS["texts"])
    assert all(digest(each["kind"], *each["lines"]) == each["hash"] for each in VECTORS["hashes"])
    assert all(binding(each["reference"], each["salt"]) == each["binding"] for each in VECTORS["bindings"])
    assert all(server_salt(each["service_salt"], each["label"]) == each["salt"] for each in VECTORS["server_salts"])
    assert all(shares(each["sizes"], each["total"], each["least"]) == each["shares"] for each in VECTORS["shares"])


@pytest.mark.parametrize("refused", VECTORS["refused"])
def test_what_no_text_may_hold(refused):
    with pytest.raises(ValueError, match=r"U\+"):
        clean(refused)


def test_lists_and_their_canonical_form():
    for each in VECTORS["lists"]:
        frame = Frame.of(Case(one["id"], tuple(one["stratum"]), tuple(one["marks"]), one["binding"]) for one in reversed(each["cases"]))
        assert (frame.canonical.decode(), frame.fingerprint) == (each["canonical"], each["fingerprint"])
        assert parse(each["canonical"].encode()) == frame


@pytest.mark.parametrize("each", VECTORS["draws"], ids=lambda each: each["name"])
def test_whole_draws_hold(each):
    assert verify(parse(each["list"].encode()), Receipt.from_plain(each["receipt"])) == []


@pytest.mark.parametrize("each", VECTORS["broken_receipts"]["receipts"], ids=lambda each: each["name"])
def test_one_thing_changed_on_a_receipt_is_found(each):
    problems = verify(parse(VECTORS["broken_receipts"]["list"].encode()), Receipt.from_plain(each["receipt"]))
    assert problems
    assert sorted(problem.kind for problem in problems) == each["problems"]


@pytest.mark.parametrize("each", VECTORS["other_lists"]["lists"], ids=lambda each: each["name"])
def test_one_case_changed_in_the_list_is_found(each):
    problems = verify(parse(each["list"].encode()), Receipt.from_plain(VECTORS["other_lists"]["receipt"]))
    assert "list_changed" in {problem.kind for problem in problems}
    assert sorted(problem.kind for problem in problems) == each["problems"]


class FromThePageAlone:
    """The example at the end of the page, reckoned with nothing but a hash and the page itself."""

    def __init__(self) -> None:
        block = PAGE.split("```")[-2]
        found = re.findall(r"^(\S[^\n]*?)  +((?:.|\n {14})*)$", block, re.MULTILINE)
        self.says = [(name, [line.strip() for line in value.split("\n")]) for name, value in found]

    def value(self, name: str, which: int = 0) -> str:
        return [lines for said, lines in self.says if said == name][which][0].split("  ")[0]

    @property
    def rules(self) -> str:
        return "".join(next(lines for said, lines in self.says if said == "rules")[:-1])

    @property
    def frame(self) -> str:
        return "".join(f"{line}\n" for line in next(lines for said, lines in self.says if said == "list")).replace("→", "\t")


def h(kind: str, *lines: str) -> str:
    return hashlib.sha256("\n".join([f"folkmoot-sample-1/{kind}", *lines, ""]).encode()).hexdigest()


def test_the_page_is_true_to_itself():
    page = FromThePageAlone()
    assert hashlib.sha256(page.frame.encode()).hexdigest() == page.value("fingerprint")
    assert h("rules", page.rules) == page.value("digest")
    service, member = h("seal", "0" * 64, "one"), h("seal", "f" * 64, "dau")
    assert [service, member] == [page.value("seal"), page.value("seal", 1)]
    assert h("commitment", page.value("fingerprint"), page.value("digest"), service) == page.value("commitment")
    assert h("closing", page.value("commitment"), *sorted([service, member])) == page.value("closing")
    opened = sorted([(service, "0" * 64, "one"), (member, "f" * 64, "dau")])
    assert h("seed", page.value("closing"), *(part for each in opened for part in each)) == page.value("seed")
    tickets = next(lines for said, lines in page.says if said == "tickets")
    assert len(tickets) == 4
    for group, case, ticket in (line.split() for line in tickets):
        assert h("ticket", page.value("seed"), group, case) == ticket
    lowest = [min((line.split() for line in tickets if line.startswith(group)), key=lambda each: each[2])[1] for group in ("East", "West")]
    assert " then ".join(lowest) == page.value("drawn")


def test_the_page_and_the_program_agree():
    page, example = FromThePageAlone(), VECTORS["example"]
    receipt = example["receipt"]
    assert (page.frame, page.rules) == (example["list"], example["rules"])
    for name in ("commitment", "closing", "seed", "checksum"):
        assert page.value(name) == receipt[name]
    assert verify(parse(example["list"].encode()), Receipt.from_plain(receipt)) == []
