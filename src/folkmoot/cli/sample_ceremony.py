"""Phrases, seals and commitments as the command line brings them."""

import argparse
import csv
import io
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from folkmoot.cli.sample_options import WrongDraw, named, read, read_bytes, read_json, tell

if TYPE_CHECKING:
    from folkmoot.sampling.frame import Frame
    from folkmoot.sampling.rules import Rules
    from folkmoot.sampling.seals import Contribution
    from folkmoot.sampling.verifying import Problem

_CHANGES = {
    "added": "is new",
    "gone": "is gone",
    "stratum": "stands in another group",
    "marks": "has other marks",
    "binding": "stands for another case",
}


def refuse_contradictions(args: argparse.Namespace) -> None:
    """Raises WrongDraw where options do not go together."""
    if bool(args.commitment) != bool(args.secret):
        raise WrongDraw("--commitment and --secret go together.", "The service opens the phrase it sealed.", "Give both, or neither.")
    if (args.sealed or args.seal) and not args.commitment:
        raise WrongDraw(
            "Sealed phrases need a commitment.", "A seal proves something only if the list was fixed before.", "Give --commitment."
        )
    if args.commitment and (args.size or args.per_stratum or args.always or args.only or args.choose):
        raise WrongDraw("The rules were fixed with the commitment.", "", "Leave out --size, --per-stratum, --always, --only and --choose.")


def committed_list(args: argparse.Namespace) -> "tuple[Frame, Rules, str]":
    """The list, the rules and the service's seal as they were committed to. Raises WrongDraw for a list that was changed since."""
    from folkmoot.sampling.rules import Rules
    from folkmoot.sampling.seals import commitment_of

    fixed = read_json(args.commitment)
    rules, own = Rules.from_plain(fixed.get("rules")), str(fixed.get("service_seal"))
    frame = read(args, rules.columns).frame
    if commitment_of(str(fixed.get("fingerprint")), rules, own) != fixed.get("commitment"):
        raise WrongDraw(f"'{args.commitment}' was changed after it was written.", "", "Use it as it was made known.")
    if frame.fingerprint != fixed["fingerprint"]:
        now, then = len(frame.cases), fixed.get("cases")
        why = f"It holds {now:,} cases; then it held {then:,}." if now != then else "It holds as many cases, but not the same values."
        raise WrongDraw("The list is not the one that was committed to.", why, "Use the list as it was, or commit anew and say why.")
    return frame, rules, own


def contributions_given(args: argparse.Namespace) -> "list[Contribution]":
    """All phrases of a draw: the service's own, sealed ones, those said in the open; a random one where nobody gave any."""
    from folkmoot.sampling.seals import By, Contribution, SealedIn, said_openly

    found = [said_openly(f"phrase {number}", text) for number, text in enumerate(args.contribution, 1)]
    if args.commitment:
        fixed, secret = read_json(args.commitment), read_json(args.secret)
        if secret.get("commitment") != fixed.get("commitment"):
            raise WrongDraw(f"'{args.secret}' is of another commitment.", "", "Give the one that was written with it.")
        phrase, salt = str(secret.get("phrase")), str(secret.get("salt"))
        own = Contribution("service", str(fixed.get("service_seal")), phrase, salt, By.SERVICE, SealedIn.SERVER)
        return [own, *found, *sealed_given(args.sealed, args.seal)]
    if not found:
        tell("No phrase was given: a random one is made. Such a draw proves less, since it could have been made again and again.")
        found = [said_openly("made by this command", secrets.token_hex(16), By.SERVICE)]
    return found


def sealed_given(files: Sequence[Path], seals: Sequence[str]) -> "list[Contribution]":
    """Phrases sealed and opened, from files, and those of which only the seal is known."""
    from folkmoot.sampling.seals import Contribution

    opened = []
    for path in files:
        held = read_json(path)
        label, seal, phrase, salt = (str(held.get(key, "")) for key in ("label", "seal", "phrase", "salt"))
        opened.append(Contribution(label, seal, phrase, salt))
    known = {each.seal for each in opened}
    closed = [Contribution(label, seal.lower()) for label, seal in (named(text, "--seal", "LABEL=SEAL") for text in seals)]
    return [*opened, *(each for each in closed if each.seal not in known)]


def changed(path: Path, frame: "Frame") -> list[str]:
    """Sentences on what differs from the list as it was fixed."""
    from folkmoot.sampling.frame import differences, parse

    return [
        f"“{each.id}”{f' (row {each.row:,})' if each.row else ''} {_CHANGES[each.change]}."
        for each in differences(parse(read_bytes(path)), frame)
    ]


def bindings_checked(path: Path, frame: "Frame") -> "list[Problem]":
    """Whether each pseudonym stands for the reference in this file (columns case, reference, salt). Raises WrongDraw."""
    from folkmoot.sampling.verifying import check_bindings

    rows = list(csv.DictReader(io.StringIO(read_bytes(path).decode("utf-8-sig", "replace"))))
    if not rows or not {"case", "reference", "salt"} <= rows[0].keys():
        raise WrongDraw(f"'{path.name}' is no table of identities.", "It needs the columns case, reference and salt.", "Give another file.")
    return check_bindings(frame, {str(row["case"]): (str(row["reference"]), str(row["salt"])) for row in rows})
