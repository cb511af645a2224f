"""Generated case papers with a truth file: eleven kinds of paper, thirty origins of name, listed and unlisted names.

    python bench/redaction_cases.py --out FOLDER [--part open|held-out] [--seed 7]

writes one text file for each paper and `truth.jsonl` (id, kind, names with start, end, origin, whether listed). The papers in
`redaction_papers/open` are for looking at while rules are written; those in `redaction_papers/held-out` are for measuring only.
"""

import argparse
import json
import random
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from folkmoot.redaction.names.lexicon import by_origin

PAPERS = Path(__file__).resolve().parent / "redaction_papers"
PARTS = ("open", "held-out")
_SLOT = re.compile(r"\{([A-H])\.(\w+)\}|\{(\w+)\}")


def _rows(file: str) -> list[list[str]]:
    return [line.split("\t") for line in (PAPERS / file).read_text("utf-8").splitlines()]


# What fills the rest of a paper: none of it is a person's name.
FILLINGS = {row[0]: row[1].split("|") for row in _rows("fillings.tsv")}
UNLISTED: dict[str, dict[str, list[str]]] = {}
for _origin, _part, _names in _rows("unlisted-names.tsv"):
    UNLISTED.setdefault(_origin, {})[_part] = _names.split()


@dataclass(frozen=True)
class Truth:
    """One mention of one person."""

    start: int
    end: int
    text: str
    origin: str
    listed: bool
    form: str


@dataclass(frozen=True)
class Paper:
    """A generated paper and every name in it."""

    id: str
    kind: str
    text: str
    names: tuple[Truth, ...]


@dataclass(frozen=True)
class Person:
    """A person of a generated case."""

    given: str
    family: str
    origin: str
    listed: bool

    def said(self, form: str) -> str:
        """The name in one of its forms."""
        whole = f"{self.given} {self.family}"
        return {
            "full": whole, "given": self.given, "family": self.family, "FULL": whole.upper(), "GIVEN": self.given.upper(),
            "FAMILY": self.family.upper(), "small": whole.lower(), "smallgiven": self.given.lower(), "smallfamily": self.family.lower(),
            "initial": f"{self.given[0]}. {self.family}", "police": f"{self.given} {self.family.upper()}",
            "reversed": f"{self.family.upper()}, {self.given}",
        }[form]  # fmt: skip


def papers(part: str, *, seed: int, each: int) -> Iterator[Paper]:
    """`each` papers from every template of a part; the origins of the people go round so that all are named about as often."""
    rng = random.Random(seed)
    origins: list[str] = []
    templates = [(path.stem, path.read_text("utf-8")) for path in sorted((PAPERS / part).glob("*.txt"))]
    for number in range(each):
        for name, template in templates:
            yield _filled(f"{part}-{name}-{number}", name.split("-")[0], template, origins, rng)


def _filled(id: str, kind: str, template: str, origins: list[str], rng: random.Random) -> Paper:
    people: dict[str, Person] = {}
    pieces: list[str] = []
    names: list[Truth] = []
    place = length = 0
    for slot in _SLOT.finditer(template):
        pieces.append(template[place : slot.start()])
        length += slot.start() - place
        place = slot.end()
        if slot[3]:
            said = rng.choice(FILLINGS[slot[3]])
        else:
            if slot[1] not in people:
                people[slot[1]] = _person(origins, rng)
            person = people[slot[1]]
            said = person.said(slot[2])
            names.append(Truth(length, length + len(said), said, person.origin, person.listed, slot[2]))
        pieces.append(said)
        length += len(said)
    pieces.append(template[place:])
    return Paper(id, kind, "".join(pieces), tuple(names))


def _person(origins: list[str], rng: random.Random) -> Person:
    if not origins:
        origins += rng.sample(sorted(UNLISTED), len(UNLISTED))
    origin = origins.pop()
    listed = rng.random() < 0.5
    names = by_origin()[origin] if listed else UNLISTED[origin]
    return Person(rng.choice(names["given"]), rng.choice(names["family"]), origin, listed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--part", choices=PARTS, default="held-out")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--each", type=int, default=20)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    with (args.out / "truth.jsonl").open("w", encoding="utf-8") as truth:
        for paper in papers(args.part, seed=args.seed, each=args.each):
            (args.out / f"{paper.id}.txt").write_text(paper.text, encoding="utf-8")
            row = {"id": paper.id, "kind": paper.kind, "names": [asdict(name) for name in paper.names]}
            truth.write(json.dumps(row, ensure_ascii=False) + "\n")
    print(f"Papers and their truth were written to {args.out}.")


if __name__ == "__main__":
    main()
