"""The rules of a draw as words of the command line; files read and written without losing what is there."""

import argparse
import datetime
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from folkmoot.errors import FolkmootError

if TYPE_CHECKING:
    from folkmoot.sampling.frame import Frame
    from folkmoot.sampling.reading import Listed
    from folkmoot.sampling.rules import Chosen, Columns, Rules


class WrongDraw(FolkmootError):
    """What is asked of a draw cannot be understood, or would undo one."""


def add_rule_options(parser: argparse.ArgumentParser) -> None:
    """The list, and the options that say what is drawn from it."""
    add = parser.add_argument
    add("frame", type=Path, metavar="FRAME", help="the list of finalised cases: CSV, XLSX, ODS, or a list in canonical form")
    add("--id", metavar="COLUMN", help="the column that holds each case’s reference")
    add("--strata", action="extend", nargs="+", default=[], metavar="COLUMN", help="draw within the groups that these columns make")
    number = parser.add_mutually_exclusive_group()
    number.add_argument("--per-stratum", type=_number, metavar="N", help="so many from every group")
    number.add_argument("--size", type=_number, metavar="N", help="so many in all, shared between the groups by their size")
    add("--least", type=_number, default=0, metavar="N", help="with --size: at least so many from every group")
    add("--always", action="append", default=[], metavar="COLUMN=VALUE", help="take all these cases, besides the number (a rare strand)")
    add("--only", action="append", default=[], metavar="COLUMN=VALUE", help="draw only among these; several of one column are alternatives")
    add("--choose", action="append", default=[], metavar="ID=REASON", help="a case chosen by a person: fixed before the draw, with why")
    add("--title", default="", metavar="TEXT", help="what is drawn, to stand on the receipt")
    add("--sheet", metavar="NAME", help="the sheet of a workbook (default: the first that holds anything)")


def _number(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) <= 100_000:
        raise argparse.ArgumentTypeError("give a whole number of 1 or more")
    return int(text)


def asked(args: argparse.Namespace) -> "tuple[Frame, Rules]":
    """The list and the rules asked for; remarks go to standard error. Raises FolkmootError."""
    from folkmoot.sampling.drawing import plan
    from folkmoot.sampling.rules import Columns, Rules, tidied
    from folkmoot.sampling.telling import on_plan

    only, always = ([named(text, option, "COLUMN=VALUE") for text in given] for option, given in _marked(args))
    marked = tuple(dict.fromkeys(column for column, _ in [*only, *always]))
    listed = read(args, Columns(args.id, tuple(args.strata), marked) if args.id else None)
    real = dict(zip(marked, listed.columns.marks, strict=True)) if listed.columns else {column: column for column in marked}
    rules = Rules(
        args.per_stratum, args.size, args.least,
        tuple(tuple(_mark(listed, real[one], value) for column, value in only if real[column] == real[one])
              for one in dict.fromkeys(column for column, _ in only)),
        tuple(dict.fromkeys(_mark(listed, real[column], value) for column, value in always)),
        _chosen(args.choose), any(case.stratum for case in listed.frame.cases[:1]), tidied(args.title), listed.columns,
    )  # fmt: skip
    for said in on_plan(plan(listed.frame, rules), rules):
        tell(said)
    return listed.frame, rules


def _marked(args: argparse.Namespace) -> tuple[tuple[str, Sequence[str]], ...]:
    return (("--only", args.only), ("--always", args.always))


def _mark(listed: "Listed", column: str, value: str) -> str:
    """The mark meant: with this value, or the only one that is equal without case. One that no case has is kept, and said."""
    from folkmoot.sampling.reading import values_of

    there = values_of(listed.frame, column)
    near = [one for one in there if one.casefold() == value.casefold()]
    if value not in there and len(near) == 1:
        value = near[0]
    if value not in there:
        shown = ", ".join(f"“{one}”" for one in there[:12]) or "none"
        tell(f"No case has “{value}” in “{column}”. The values there are: {shown}{' and others' if len(there) > 12 else ''}.")
    return f"{column}={value}"


def _chosen(given: Sequence[str]) -> "tuple[Chosen, ...]":
    from folkmoot.sampling.rules import Chosen, tidied

    return tuple(Chosen(tidied(case), tidied(why)) for case, why in (named(text, "--choose", "ID=REASON") for text in given))


def read(args: argparse.Namespace, columns: "Columns | None", *, notes: bool = True) -> "Listed":
    """The list the command names; its remarks go to standard error. Raises FolkmootError."""
    from folkmoot.sampling.reading import is_canonical, read_list

    if columns is None and not is_canonical(args.frame) and "id" in args:
        raise WrongDraw("It is not said which column holds the references.", "", "Give --id COLUMN.")
    listed = read_list(args.frame, columns, args.sheet)
    for note in listed.notes if notes else ():
        tell(note)
    return listed


def named(text: str, option: str, form: str) -> tuple[str, str]:
    """What stands before and after the first equals sign. Raises WrongDraw."""
    before, equals, after = text.partition("=")
    if not equals or not before.strip() or not after.strip():
        raise WrongDraw(f"{option} “{text}” is not complete.", "", f'Write {option} "{form}".')
    return before.strip(), after.strip()


def now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def tell(text: str) -> None:
    print(f"folkmoot: {text}", file=sys.stderr)


def is_there(path: Path) -> bool:
    """Whether the file is there and holds anything."""
    return path.is_file() and path.stat().st_size > 0


def read_bytes(path: Path) -> bytes:
    """Raises WrongDraw."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise WrongDraw(f"'{path}' cannot be read.", f"{error.strerror or error}.", "Check the name and the folder.") from error


def read_json(path: Path) -> dict[str, Any]:
    """One JSON object. Raises WrongDraw."""
    try:
        held = json.loads(read_bytes(path))
    except (ValueError, RecursionError):
        held = None
    if not isinstance(held, dict):
        raise WrongDraw(f"'{path}' is not what it should be.", "It holds no JSON object.", "Use the file as it was written.")
    return held


def write_new(path: Path, content: str | bytes, *, over: bool = False, private: bool = False) -> None:
    """Write a file; with `over` in the place of one, whole or not at all. Raises WrongDraw."""
    if is_there(path) and not over:
        raise WrongDraw(f"'{path}' is there already.", "It may be needed to show what was fixed.", "Give another name.")
    part = path.with_name(f".{path.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600 if private else 0o644), "wb") as target:
            target.write(content.encode() if isinstance(content, str) else content)
        part.replace(path)
    except OSError as error:
        raise WrongDraw(f"'{path}' could not be written.", f"{error.strerror or error}.", "Give another file.") from error
