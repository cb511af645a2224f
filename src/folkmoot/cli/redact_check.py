"""`folkmoot redact check`: does anything of the case survive in a file that is to be released?"""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from folkmoot.errors import FolkmootError

if TYPE_CHECKING:
    from folkmoot.leakscan import FileLeak, Secret

EPILOG = """\
examples:
  folkmoot redact check released.docx --known names.csv
  folkmoot redact check released.pdf --known names.csv --format json

Looks in the text and in everything else the file carries: properties, comments, deleted and hidden text, attachments, earlier revisions,
descriptions of pictures, the file's own name. What is drawn in pictures is not read.

Returns 0 when nothing survives, 1 when something does, 2 when the file cannot be read.
"""
SURVIVES, UNREADABLE = 1, 2


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.epilog = EPILOG
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("file", type=Path, metavar="FILE", help="the file that is to be released")
    parser.add_argument("--known", type=Path, required=True, metavar="NAMES.csv", help="the names and details of the case (CSV, XLSX)")
    parser.add_argument(
        "--no-patterns", action="store_true", help="look only for what is listed, not for numbers and addresses by their shape"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print what was found (default: text)")


def run(args: argparse.Namespace) -> int:
    """Look through the file and say what survives. Returns 0 where nothing does, 1 where something does, 2 for a file it cannot read."""
    from folkmoot.leakscan import scan_file

    try:
        data, known = _bytes(args.file), _known(args.known)
        found = scan_file(data, args.file.name, known, patterns=not args.no_patterns)
        blind = _unread(data, args.file.name)
    except FolkmootError as error:
        print(json.dumps({"error": str(error)}) if args.format == "json" else f"folkmoot: {error}", file=sys.stderr)
        return UNREADABLE
    print(
        _as_json(args.file.name, found, blind) if args.format == "json" else "\n".join(_in_words(args.file.name, found, blind, len(known)))
    )
    return SURVIVES if found else 0


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FolkmootError(f"{path} could not be read.", f"{error.strerror}.", "Check the name.") from None


def _known(path: Path) -> "list[Secret]":
    from folkmoot.leakscan import Secret
    from folkmoot.redaction.known_file import read_known

    return [Secret(each.value, str(each.kind)) for each in read_known(_bytes(path), path.name)]


def _unread(data: bytes, name: str) -> int:
    """How many pages or pictures show something that no scan of text can see."""
    from folkmoot.documents import HazardKind, read

    return sum(hazard.count for hazard in read(data, name).hazards if hazard.kind in (HazardKind.SCAN, HazardKind.PICTURE))


def _in_words(name: str, found: "list[FileLeak]", blind: int, listed: int) -> list[str]:
    from folkmoot.leakscan import SAID

    unseen = f" It holds {blind} picture{'s' if blind != 1 else ''} or scanned page{'s' if blind != 1 else ''}: look at them yourself."
    if not found:
        return [f"Nothing of the {listed} listed details survives in {name}.{unseen if blind else ''}"]
    lines = [f"{len(found)} thing{' survives' if len(found) == 1 else 's survive'} in {name}:"]
    for each in found:
        shown = " ".join(each.leak.text.split())
        lines.append(f"  {each.where}: “{shown}” ({each.leak.kind.replace('_', ' ')}): {SAID[each.leak.why]}.")
    return [*lines, unseen.strip()] if blind else lines


def _as_json(name: str, found: "list[FileLeak]", blind: int) -> str:
    leaks: list[dict[str, Any]] = [
        {
            "where": each.where,
            "kind": each.leak.kind,
            "start": each.leak.start,
            "end": each.leak.end,
            "text": each.leak.text,
            "why": each.leak.why,
        }
        for each in found
    ]
    return json.dumps({"file": name, "survives": leaks, "pictures_not_read": blind}, ensure_ascii=False, indent=2)
