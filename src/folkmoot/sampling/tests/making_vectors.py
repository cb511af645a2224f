"""Makes the test values of docs/sampling.md: `python -m folkmoot.sampling.tests.making_vectors`.

They change only together with the name of the format.
"""

import copy
import json
from pathlib import Path
from typing import Any

from folkmoot.sampling.digests import FORMAT, canonical_json, clean, digest
from folkmoot.sampling.drawing import How, in_line, shares
from folkmoot.sampling.frame import Case, Frame, binding
from folkmoot.sampling.receipt import Receipt, replacement
from folkmoot.sampling.rules import Chosen, Columns, Rules
from folkmoot.sampling.seals import By, Contribution, SealedIn, said_openly, seal, sealed_by_server, server_salt
from folkmoot.sampling.verifying import verify

FILE = Path(__file__).parents[1] / "vectors.json"
SALTS = [digest("salt of the test values", str(number)) for number in range(12)]
AT = "2025-01-31T10:00:00+00:00"


def plain_frame(size: int = 60) -> Frame:
    strands = ("Race", "Faith", "Race", "Disability", "Race", "Homophobia")
    return Frame.of(
        Case(
            f"C-{number:03d}",
            (("East", "West", "Y Gogledd")[number % 3], "Convicted" if number % 4 else ""),
            (f"Strand={strands[number % 6]}",),
        )
        for number in range(size)
    )


def strange_frame() -> Frame:
    """References beyond the plane that UTF-16 holds in one unit, accents in two forms, blanks at the ends; bound to true references."""
    names = ["é1", "e\u03011x", " Z ", "\U0001f4c1", "\uff21", "a b", "a", "ŵ", "\u00a0n\u00a0", "10", "9", "ﬁ"]
    marks = [("b", "a", "a"), (), ("\U0001f4c1", "\uff21")]
    return Frame.of(
        Case(name, ("N\u0303",) if place % 2 else ("\U00010000",), marks[place % 3], binding(f"true {place}", SALTS[place]))
        for place, name in enumerate(names)
    )


def sealed(label: str, phrase: str, salt: str, by: By = By.MEMBER) -> Contribution:
    return Contribution(label, seal(phrase, salt), phrase, salt, by, SealedIn.SERVER if by is By.SERVICE else SealedIn.BROWSER)


SERVICE = sealed("service", "the service’s own phrase", SALTS[0], By.SERVICE)
MEMBERS = (
    sealed("Member 1", "saith alarch ar y llyn", SALTS[1]),
    Contribution("Member 2", seal("never opened", SALTS[2])),
    sealed_by_server("Member 3", "  phrase with blanks at its ends ", SALTS[0]),
    said_openly("Member 4", "said in the open"),
)


def receipts() -> dict[str, tuple[Frame, Receipt]]:
    frame = plain_frame()
    spoken = (said_openly("phrase 1", "rain on Tuesday"), said_openly("phrase 2", "Äpfel 🍎"))
    always = frame.cases[3].id
    mixed = Rules(
        total=8, least=1, only=(("Strand=Race", "Strand=Faith"),), always=("Strand=Homophobia",),
        chosen=(Chosen(always, "a new law applies"),),
        grouped=True, title="Hydref", columns=Columns("URN", ("Force", "Outcome"), ("Strand",)),
    )  # fmt: skip
    made = {
        "random, phrases said in the open": (frame, Receipt.of(frame, Rules(total=5), "", spoken, made_at=AT)),
        "so many from every group, one group short": (
            frame, Receipt.of(frame, Rules(each=3, grouped=True), SERVICE.seal, (SERVICE, *MEMBERS), made_at=AT),
        ),
        "mixed, with everything": (frame, Receipt.of(frame, mixed, SERVICE.seal, (*MEMBERS, SERVICE), made_at=AT)),
        "more than there are": (frame, Receipt.of(frame, Rules(total=50), "", (said_openly("x", "x", By.SERVICE),), made_at=AT)),
        "strange letters, bound": (
            strange_frame(), Receipt.of(strange_frame(), Rules(each=2, grouped=True, only=(("a", "\uff21"),)), "", spoken, made_at=AT),
        ),
    }  # fmt: skip
    frame, receipt = made["mixed, with everything"]
    first = next(each.case for each in receipt.drawn if each.how is How.RANDOM)
    once = replacement(frame, receipt, first, "an appeal was lodged", at=AT)
    twice = replacement(frame, once, str(once.replacements[0].by), "reporting is restricted", at=AT)
    made["replaced three times"] = (frame, replacement(frame, twice, always, "a member knows the victim", at=AT))
    return made


def broken(frame: Frame, receipt: Receipt) -> list[dict[str, Any]]:
    """The receipt with one thing changed at a time, and what must be found."""
    changes: dict[str, Any] = {
        "another seed": lambda it: it.update(seed=SALTS[3]),
        "another commitment": lambda it: it.update(commitment=SALTS[3]),
        "another closing code": lambda it: it.update(closing=SALTS[3]),
        "another number of cases": lambda it: it["frame"].update(cases=59),
        "another fingerprint": lambda it: it["frame"].update(fingerprint=SALTS[3]),
        "another rule": lambda it: it["rules"].update(total=7),
        "another reason for a choice": lambda it: it["rules"]["chosen"][0].update(why="no reason"),
        "another phrase": lambda it: next(each for each in it["contributions"] if each["label"] == "Member 1").update(phrase="other"),
        "a phrase taken away": lambda it: it["contributions"].pop(0),
        "a phrase closed again": lambda it: _of(it, "Member 1").update(phrase=None, salt=None),
        "a phrase of the service closed again": lambda it: _of(it, "service").update(phrase=None, salt=None),
        "a salt that the server chose": lambda it: _of(it, "Member 3").update(
            salt=SALTS[5], seal=seal("phrase with blanks at its ends", SALTS[5])
        ),
        "a seal twice": lambda it: it["contributions"].append(dict(it["contributions"][0])),
        "a case put in the place of another": lambda it: it["drawn"][-1].update(case="C-001"),
        "a case taken away": lambda it: it["drawn"].pop(),
        "another ticket": lambda it: it["drawn"][-1].update(ticket=SALTS[3]),
        "another way in": lambda it: it["drawn"][-1].update(how="chosen"),
        "another order": lambda it: it["drawn"].reverse(),
        "another time": lambda it: it.update(made_at="2025-02-01T10:00:00+00:00"),
        "another label": lambda it: _of(it, "Member 2").update(label="Member 5"),
        "a replacement by another": lambda it: it["replacements"][0].update(by="C-001"),
        "a replacement for another reason": lambda it: it["replacements"][1].update(why="no reason"),
        "a replacement taken away": lambda it: it["replacements"].pop(0),
        "a replacement twice": lambda it: it["replacements"].append(dict(it["replacements"][0])),
    }
    found = []
    for name, change in changes.items():
        plain = copy.deepcopy(receipt.to_plain())
        change(plain)
        problems = [str(each.kind) for each in verify(frame, Receipt.from_plain(plain))]
        found.append({"name": name, "receipt": plain, "problems": sorted(problems)})
    return found


def _of(receipt: dict[str, Any], label: str) -> dict[str, Any]:
    return next(each for each in receipt["contributions"] if each["label"] == label)


def other_lists(frame: Frame, receipt: Receipt) -> list[dict[str, Any]]:
    """The list with one case changed at a time, and what must be found."""
    cases = list(frame.cases)
    drawn = receipt.drawn[-1].case
    lists = {
        "a case more": [*cases, Case("C-999", cases[0].stratum)],
        "a case fewer, not drawn": [case for case in cases if case.id not in receipt.sample][1:]
        + [c for c in cases if c.id in receipt.sample],
        "a drawn case gone": [case for case in cases if case.id != drawn],
        "a drawn case in another group": [Case(case.id, ("East", "x"), case.marks) if case.id == drawn else case for case in cases],
        "a mark changed": [Case(case.id, case.stratum, ("Strand=None",)) if case.id == cases[0].id else case for case in cases],
    }
    made = []
    for name, changed in lists.items():
        other = Frame.of(changed)
        problems = sorted(str(each.kind) for each in verify(other, receipt))
        made.append({"name": name, "list": other.canonical.decode(), "problems": problems})
    return made


def example() -> dict[str, Any]:
    """The small draw at the end of docs/sampling.md: two of four cases, two phrases."""
    names = ("C-1", "C-2", "Ŵ-3", "D-4")
    frame = Frame.of(Case(name, ("East",) if place % 2 else ("West",)) for place, name in enumerate(names))
    rules = Rules(each=1, grouped=True)
    service, member = sealed("service", "one", "0" * 64, By.SERVICE), sealed("Member 1", "dau", "f" * 64)
    receipt = Receipt.of(frame, rules, service.seal, (service, member), made_at=AT)
    tickets = [
        {"group": group, "case": case.id, "ticket": ticket}
        for group in ("East", "West")
        for ticket, case in in_line([case for case in frame.cases if case.group == group], (group,), receipt.seed)
    ]
    return {
        "list": frame.canonical.decode(), "rules": canonical_json(rules.to_plain()), "rules_digest": rules.digest, "tickets": tickets,
        "receipt": receipt.to_plain(),
    }  # fmt: skip


def vectors() -> dict[str, Any]:
    texts = ["plain", " \u200bblanks\t\r\n", "e\u0301", "Å", "inner\xa0blank", "🍎"]
    made = receipts()
    frame, full = made["replaced three times"]
    strange = strange_frame()
    sizes = [
        ({"a": 50, "b": 30, "c": 20}, 10, 0),
        ({"a": 1, "b": 1, "c": 97}, 5, 1),
        ({"a": 3, "b": 3, "c": 3}, 7, 0),
        ({"a": 2, "b": 5}, 9, 3),
        ({"z": 1, "é": 1, "\U00010000": 1, "\uff21": 1}, 2, 0),
        ({"a": 100000, "b": 99999, "c": 1}, 99999, 2),
    ]
    return {
        "format": FORMAT,
        "example": example(),
        "texts": [{"given": text, "clean": clean(text)} for text in texts],
        "refused": ["a\tb", "a\nb", "a\x7fb", "a\u2028b", "a\x1fb", "a\x85b"],
        "hashes": [{"kind": "seal", "lines": lines, "hash": digest("seal", *lines)} for lines in ([], ["", "x"], [SALTS[0], "ŵy 🍎"])],
        "bindings": [{"reference": "01AB0000125", "salt": SALTS[0], "binding": binding("01AB0000125", SALTS[0])}],
        "server_salts": [{"service_salt": SALTS[0], "label": "Member 3", "salt": server_salt(SALTS[0], "Member 3")}],
        "shares": [{"sizes": one, "total": total, "least": least, "shares": shares(one, total, least)} for one, total, least in sizes],
        "lists": [
            {
                "cases": [
                    {"id": case.id, "stratum": list(case.stratum), "marks": list(case.marks), "binding": case.binding}
                    for case in each.cases
                ],
                "canonical": each.canonical.decode(),
                "fingerprint": each.fingerprint,
            }
            for each in (plain_frame(4), strange)
        ],
        "tickets": [
            {"seed": SALTS[4], "group": "N\u0303", "case": case.id, "ticket": ticket}
            for ticket, case in in_line(strange.cases[:3], ("N\u0303",), SALTS[4])
        ],
        "draws": [{"name": name, "list": each.canonical.decode(), "receipt": receipt.to_plain()} for name, (each, receipt) in made.items()],
        "broken_receipts": {"list": frame.canonical.decode(), "receipts": broken(frame, full)},
        "other_lists": {"receipt": full.to_plain(), "lists": other_lists(frame, full)},
    }


def text() -> str:
    """One value a line, so that a change can be seen."""
    return "{\n" + ",\n".join(f'"{name}": {_lines(part)}' for name, part in vectors().items()) + "\n}\n"


def _lines(part: Any) -> str:
    if isinstance(part, dict):
        return "{\n" + ",\n".join(f'"{name}": {_lines(each)}' for name, each in part.items()) + "\n}"
    if isinstance(part, list) and part and isinstance(part[0], dict):
        return "[\n" + ",\n".join(json.dumps(each) for each in part) + "\n]"
    return json.dumps(part)


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
