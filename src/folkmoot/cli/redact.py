"""`folkmoot redact`: suggest what to take out of a document, and what to put in its place."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from folkmoot.errors import FolkmootError

if TYPE_CHECKING:
    from folkmoot.documents.contract import Reading
    from folkmoot.redaction.pseudonyms import Pseudonyms
    from folkmoot.redaction.spans import Known
    from folkmoot.redaction.suggesting import Suggestions

EPILOG = """\
examples:
  folkmoot redact statement.docx --known names.csv
  folkmoot redact statement.docx --known names.csv --format json --out suggestions.json
  folkmoot redact second.pdf --known names.csv --pseudonyms pack.json --places "Moss Side,Hulme"
  folkmoot redact check redacted.docx --known names.csv      fails when anything survives: see folkmoot redact check --help

Every suggestion is for a person to accept, change or refuse. Names that nobody listed are found by rules and lists, and some are missed.
The known values are a CSV or XLSX file with the columns value (or name), kind, role and person, or a list of names, one a line.

exit codes: 0 the suggestions are written, even where there are none; 1 a file cannot be read or written, with the reason; 2 wrong usage
"""
LIKELY = 0.3


class CannotRedact(FolkmootError):
    """A file was not there, or could not be written."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options, and hand `redact check …` on to its own."""
    parser.epilog = EPILOG
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    add = parser.add_argument
    add("file", type=Path, metavar="FILE", help="a DOCX, PDF, ODT, e-mail (EML) or text file")
    add("--known", type=Path, action="append", default=[], metavar="NAMES.csv", help="values the case is known to hold. May be repeated")
    add("--places", action="append", default=[], metavar="NAME,…", help="names of places to take out. May be repeated")
    add(
        "--pseudonyms",
        type=Path,
        metavar="FILE",
        help="keep the pseudonyms of a pack here, so that its documents agree; it holds real names",
    )
    add("--at-least", type=_share, metavar="0-1", help=f"leave out what is less certain (default: 0 for json, {LIKELY} for text)")
    add("--only-known", action="store_true", help="do not look for names that nobody listed")
    add(
        "--format",
        choices=("text", "json"),
        default="text",
        help="the text with every suggestion taken, or the suggestions (default: text)",
    )
    add("--out", type=Path, metavar="FILE", help="write here, not on the screen")
    plainly = parser.parse_known_args

    def either(words: Sequence[str] | None = None, namespace: Any = None) -> Any:
        if words and words[0] == "check":
            return _check_parser().parse_known_args(words[1:], namespace)
        return plainly(words, namespace)

    parser.parse_known_args = either  # type: ignore[assignment]


def _check_parser() -> argparse.ArgumentParser:
    from folkmoot.cli import redact_check

    parser = argparse.ArgumentParser(prog="folkmoot redact check", description=redact_check.__doc__)
    redact_check.configure(parser)
    parser.set_defaults(run=redact_check.run)
    return parser


def _share(written: str) -> float:
    try:
        share = float(written)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"'{written}' is not a number from 0 to 1")
    return share


def run(args: argparse.Namespace) -> int:
    """Read, suggest, print. Returns 0; raises FolkmootError for what the person can put right."""
    from folkmoot.documents.reading import read

    reading = read(_bytes(args.file), args.file.name)
    pseudonyms = _pseudonyms(args.pseudonyms)
    found = _looked(reading.text, args, pseudonyms)
    least = args.at_least if args.at_least is not None else LIKELY if args.format == "text" else 0.0
    told = _as_json(reading, found, pseudonyms, least) if args.format == "json" else _as_text(reading, found, least)
    _write(told, args.out)
    if args.pseudonyms:
        _write(pseudonyms.to_json() + "\n", args.pseudonyms)
    _say(args.file.name, reading, found, least)
    return 0


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CannotRedact(f"'{path}' could not be read.", f"{error.strerror}.", "Look whether the name is right.") from error


def _pseudonyms(path: Path | None) -> "Pseudonyms":
    from folkmoot.redaction.pseudonyms import Pseudonyms

    if path is None or not path.exists():
        return Pseudonyms()
    return Pseudonyms.from_json(_bytes(path).decode("utf-8", "replace"))


def _known(paths: Sequence[Path]) -> "list[Known]":
    from folkmoot.redaction.known_file import read_known

    return [known for path in paths for known in read_known(_bytes(path), path.name)]


def _looked(text: str, args: argparse.Namespace, pseudonyms: "Pseudonyms") -> "Suggestions":
    from folkmoot.redaction.suggesting import look

    places = [name.strip() for each in args.places for name in each.split(",") if name.strip()]
    return look(text, _known(args.known), places=places, pseudonyms=pseudonyms, search_names=not args.only_known)


def _as_json(reading: "Reading", found: "Suggestions", pseudonyms: "Pseudonyms", least: float) -> str:
    """The suggestions, one a line, with the text they were made for."""
    spans = [span for span in found.spans if span.confidence >= least]
    used = {span.replacement for span in spans}
    people = [
        {"pseudonym": each.label, "role": each.role}
        for each in pseudonyms.used()
        if any(each.label.lower() in text.lower() for text in used)
    ]
    hazards = [{"kind": hazard.kind, "where": hazard.where, "count": hazard.count} for hazard in reading.hazards]
    listed = ",\n".join("  " + json.dumps(span.as_dict(), ensure_ascii=False) for span in spans)
    parts = {
        "format": json.dumps("folkmoot-redaction-1"),
        "document": json.dumps({"kind": reading.kind, "pages": reading.pages}),
        "spans": f"[\n{listed}\n]" if spans else "[]",
        "pseudonyms": json.dumps(people, ensure_ascii=False),
        "passed_over": json.dumps(found.passed_over, ensure_ascii=False),
        "hazards": json.dumps(hazards),
        "text": json.dumps(reading.text, ensure_ascii=False),
    }
    return "{\n" + ",\n".join(f"{json.dumps(name)}: {part}" for name, part in parts.items()) + "\n}\n"


def _as_text(reading: "Reading", found: "Suggestions", least: float) -> str:
    from folkmoot.redaction.spans import apply

    return apply(reading.text, [span for span in found.spans if span.confidence >= least]).rstrip("\n") + "\n"


def _say(name: str, reading: "Reading", found: "Suggestions", least: float) -> None:
    """What whoever asked has to know, beside what was written."""
    taken = [span for span in found.spans if span.confidence >= least]
    unsure = sum(span.confidence < 0.6 for span in taken)
    left = len(found.spans) - len(taken)
    lines = [f"{name}: {len(taken)} {_many(taken, 'suggestion')}, {unsure} of them uncertain. A person has to look at every one."]
    if left:
        lines.append(f"{left} less certain than {least} left out; --at-least 0 shows them.")
    lines += [
        f"“{word}” stands {times} times where it seems to be the everyday word; it was left." for word, times in found.passed_over.items()
    ]
    lines += [f"The document also holds: {hazard.kind.replace('_', ' ')} ({hazard.where}, {hazard.count})." for hazard in reading.hazards]
    for line in lines:
        print(f"folkmoot: {line}", file=sys.stderr)


def _many(things: Sequence[object], word: str) -> str:
    return word if len(things) == 1 else word + "s"


def _write(told: str, target: Path | None) -> None:
    if target is None:
        sys.stdout.write(told)
        return
    try:
        target.write_text(told, encoding="utf-8")
    except OSError as error:
        raise CannotRedact(f"'{target}' could not be written.", f"{error.strerror}.", "Give another file.") from error
