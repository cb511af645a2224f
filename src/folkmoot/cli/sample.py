"""`folkmoot sample`: draw cases so that nobody can choose them, and check that nobody did."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from folkmoot.cli.sample_ceremony import bindings_checked, changed, committed_list, contributions_given, refuse_contradictions, sealed_given
from folkmoot.cli.sample_options import (
    WrongDraw,
    add_rule_options,
    asked,
    is_there,
    named,
    now,
    read,
    read_bytes,
    read_json,
    tell,
    write_new,
)
from folkmoot.sampling.telling import short_code

if TYPE_CHECKING:
    from folkmoot.sampling.frame import Frame
    from folkmoot.sampling.receipt import Receipt
    from folkmoot.sampling.verifying import Problem

EPILOG = """\
examples:
  folkmoot sample draw cases.csv --id URN --size 12 --contribution "seven swans" --contribution "rain on Tuesday" --receipt draw.json
  folkmoot sample draw cases.xlsx --id URN --strata Force --per-stratum 3 --always "Strand=Disability" --receipt draw.json
  folkmoot sample draw cases.csv --id URN --receipt draw.json --replace "C-17=an appeal was lodged"
  folkmoot sample verify cases.csv draw.json

so that whoever draws cannot try again until the cases suit:
  folkmoot sample commit cases.csv --id URN --size 12 --out commitment.json --secret secret.json     make the commitment known
  folkmoot sample seal --label "Member 1" > mine.json                                                each member; keep it until opening
  folkmoot sample close commitment.json --seal "Member 1=SEAL" …                                     make the closing code known
  folkmoot sample draw cases.csv --commitment commitment.json --secret secret.json --sealed mine.json … --receipt draw.json

How it works, step by step, so that anybody can write their own: docs/sampling.md. `folkmoot sample verifier` writes a page that
verifies in a browser without any server.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.epilog = EPILOG
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    commands = parser.add_subparsers(title="what to do", metavar="COMMAND", dest="do", required=True)
    _configure_commit(commands.add_parser("commit", help="fix list and rules before anybody gives a phrase", description=_commit.__doc__))
    _configure_seal(commands.add_parser("seal", help="seal a phrase, to be opened later", description=_seal.__doc__))
    _configure_close(commands.add_parser("close", help="fix whose phrases count", description=_close.__doc__))
    _configure_draw(commands.add_parser("draw", help="draw the cases, or their replacements, with a receipt", description=_draw.__doc__))
    _configure_verify(commands.add_parser("verify", help="draw again and compare", description=_verify.__doc__))
    page = commands.add_parser("verifier", help="write a page that verifies in any browser", description=_verifier.__doc__)
    page.add_argument("--out", type=Path, required=True, metavar="FILE.html", help="where the page is written")


def _configure_commit(parser: argparse.ArgumentParser) -> None:
    add_rule_options(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the commitment: to be made known")
    parser.add_argument(
        "--secret", type=Path, required=True, metavar="FILE", help="the service’s own phrase: shown to nobody before the draw"
    )
    parser.add_argument("--list", type=Path, metavar="FILE", help="also write the list as it was fixed, in canonical form")


def _configure_seal(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("phrase", nargs="?", metavar="PHRASE", help="what to seal (default: asked for, or read from standard input)")
    parser.add_argument("--label", required=True, metavar="LABEL", help="under what label, such as “Member 1”: no name")


def _configure_close(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("commitment", type=Path, metavar="COMMITMENT", help="the commitment file")
    parser.add_argument("--seal", action="append", default=[], required=True, metavar="LABEL=SEAL", help="each member’s seal")


def _configure_draw(parser: argparse.ArgumentParser) -> None:
    add_rule_options(parser)
    add = parser.add_argument
    add("--contribution", action="append", default=[], metavar="TEXT", help="a phrase said in the open; any number, in any order")
    add("--commitment", type=Path, metavar="FILE", help="what was committed to: list and rules must still be the same")
    add("--secret", type=Path, metavar="FILE", help="the service’s own phrase, as `commit` wrote it")
    add("--sealed", type=Path, action="append", default=[], metavar="FILE", help="a member’s phrase, as `seal` wrote it")
    add("--seal", action="append", default=[], metavar="LABEL=SEAL", help="the seal of a phrase that was never opened")
    add("--replace", action="append", default=[], metavar="ID=REASON", help="take a case out, and let the next in line come for it")
    add("--receipt", type=Path, required=True, metavar="FILE", help="where the receipt is written; with --replace it may be there already")


def _configure_verify(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("frame", type=Path, metavar="FRAME", help="the list it was drawn from")
    add("receipt", type=Path, metavar="RECEIPT", help="the receipt")
    add("--sheet", metavar="NAME", help="the sheet of a workbook")
    add("--commitment", default="", metavar="CODE", help="the commitment as you noted it (all of it, or its first 16 digits)")
    add("--closing", default="", metavar="CODE", help="the closing code as you noted it")
    add("--noted", default="", metavar="CODE", help="the checksum of an earlier state of the receipt, as you noted it")
    add("--before", type=Path, metavar="LIST", help="the list as it was fixed, to say what changed in it")
    add("--identities", type=Path, metavar="CSV", help="columns case, reference, salt: whether each pseudonym still stands for its case")
    add("--format", choices=("text", "json"), default="text", help="how it is told")


def run(args: argparse.Namespace) -> int:
    """Do it. Returns 0, or 1 where a draw does not hold; raises FolkmootError for what the person can put right."""
    tasks = {"commit": _commit, "seal": _seal, "close": _close, "draw": _draw, "verify": _verify, "verifier": _verifier}
    return tasks[args.do](args)


def _commit(args: argparse.Namespace) -> int:
    """Fix list and rules, and seal a phrase of the service's own, before anybody else gives one."""
    from folkmoot.sampling.drawing import plan
    from folkmoot.sampling.seals import commitment, new_salt, seal

    frame, rules = asked(args)
    planned = plan(frame, rules)
    phrase, salt = new_salt()[:24], new_salt()
    own = seal(phrase, salt)
    code = commitment(frame, rules, own)
    fixed = {
        "cases": len(frame.cases),
        "commitment": code,
        "fingerprint": frame.fingerprint,
        "rules": rules.to_plain(),
        "service_seal": own,
    }
    write_new(args.secret, json.dumps({"commitment": code, "phrase": phrase, "salt": salt}, indent=1) + "\n", private=True)
    write_new(args.out, json.dumps(fixed, ensure_ascii=False, indent=1) + "\n")
    if args.list:
        write_new(args.list, frame.canonical)
    print(
        f"{len(frame.cases):,} cases are fixed; {planned.size:,} will be drawn. Make this commitment known before anybody gives a phrase:\n"
    )
    print(f"  {code}\n")
    print(
        f"{args.out} can be shown to all. Keep {args.secret} to yourself until the draw, and never lose it: without it this draw is void."
    )
    return 0


def _seal(args: argparse.Namespace) -> int:
    """Seal a phrase. The seal is made known now; phrase and salt only when all are opened."""
    from folkmoot.sampling.seals import new_salt, phrase_of, seal

    if args.phrase is None and sys.stdin.isatty():
        print("Your phrase: ", end="", file=sys.stderr, flush=True)
    phrase, salt = phrase_of(sys.stdin.readline() if args.phrase is None else args.phrase), new_salt()
    kept = {"label": args.label, "phrase": phrase, "salt": salt, "seal": seal(phrase, salt), "sealed_in": "browser"}
    print(json.dumps(kept, ensure_ascii=False, indent=1))
    print(f"Give out only this, now: {args.label}={kept['seal']}\nKeep the rest to yourself until phrases are opened.", file=sys.stderr)
    return 0


def _close(args: argparse.Namespace) -> int:
    """Fix whose phrases count, before the first is opened."""
    from folkmoot.sampling.seals import By, Contribution, closing

    fixed = read_json(args.commitment)
    own = Contribution("service", str(fixed.get("service_seal")), by=By.SERVICE)
    contributions = [own, *sealed_given([], args.seal)]
    print(f"{len(args.seal):,} seals besides the service’s. Make this closing code known before the first phrase is opened:\n")
    print(f"  {closing(str(fixed.get('commitment')), contributions)}")
    return 0


def _draw(args: argparse.Namespace) -> int:
    """Draw the cases and write a receipt, from which anybody with the list can draw again and find the same."""
    from folkmoot.sampling.receipt import Receipt, replacement

    refuse_contradictions(args)
    held = Receipt.from_json(args.receipt.read_bytes()) if is_there(args.receipt) else None
    frame, receipt = _carried_on(args, held) if held and args.replace else _drawn_now(args, held)
    for text in args.replace:
        case, why = named(text, "--replace", "ID=REASON")
        if not any(each.case == case and each.why == why for each in receipt.replacements):
            receipt = replacement(frame, receipt, case, why, at=now())
    write_new(args.receipt, receipt.to_json(), over=True)
    _tell_drawn(receipt, args.receipt)
    return 0


def _carried_on(args: argparse.Namespace, held: "Receipt") -> "tuple[Frame, Receipt]":
    """The list and the receipt that is there already, to which replacements are added. Raises WrongDraw where another draw is asked for."""
    if args.contribution or args.commitment:
        return _drawn_now(args, held)
    if args.size or args.per_stratum:
        frame, rules = asked(args)
        if rules != held.rules:
            raise _another_draw(args.receipt)
        return frame, held
    return read(args, held.rules.columns).frame, held


def _drawn_now(args: argparse.Namespace, held: "Receipt | None") -> "tuple[Frame, Receipt]":
    from folkmoot.sampling.receipt import Receipt

    frame, rules, own_seal = committed_list(args) if args.commitment else (*asked(args), "")
    receipt = Receipt.of(frame, rules, own_seal, contributions_given(args), made_at=now())
    if held and (held.seed, held.rules) != (receipt.seed, receipt.rules):
        raise _another_draw(args.receipt)
    return frame, held or receipt


def _another_draw(path: Path) -> WrongDraw:
    return WrongDraw(
        f"'{path}' holds the receipt of another draw.",
        "Drawing again would let somebody draw until the cases suit, and the first receipt would be lost.",
        "Keep it and give another file, or name what is to be replaced with --replace.",
    )


def _tell_drawn(receipt: "Receipt", target: Path) -> None:
    """The cases on standard output, one a line; all that is said about them on standard error."""
    from folkmoot.sampling.drawing import How
    from folkmoot.sampling.telling import PROOF

    for name in receipt.sample:
        print(name)
    counts = {how: sum(each.how is how for each in receipt.drawn) for how in How}
    said = [f"{counts[How.RANDOM]:,} drawn at random"]
    said += [f"{counts[How.ALWAYS]:,} always taken"] if counts[How.ALWAYS] else []
    said += [f"{counts[How.CHOSEN]:,} chosen by a person, not by chance"] if counts[How.CHOSEN] else []
    said += [f"{len(receipt.replacements):,} replaced"] if receipt.replacements else []
    tell(f"{', '.join(said)}, of {receipt.cases:,} cases. The receipt is in {target}.")
    for each in receipt.replacements:
        came = f"“{each.by}” came, the next in line" if each.by else "nothing came for it"
        tell(f"“{each.case}” was taken out ({each.why}): {came}.")
    tell(f"{PROOF[receipt.proof]}\nTo note: commitment {short_code(receipt.commitment)}, receipt {short_code(receipt.end)}.")


def _verify(args: argparse.Namespace) -> int:
    """Draw again from the list and the receipt, and say each thing that is not as the receipt says. Exit code 1 if there is any."""
    from folkmoot.sampling.receipt import Receipt
    from folkmoot.sampling.verifying import verify

    receipt = Receipt.from_json(read_bytes(args.receipt))
    frame = read(args, receipt.rules.columns, notes=False).frame
    problems = verify(frame, receipt, commitment=args.commitment, closing=args.closing, end=args.noted)
    changes = changed(args.before, frame) if args.before else []
    if args.identities:
        problems += bindings_checked(args.identities, frame)
    if args.format == "json":
        found = [{"kind": str(each.kind), "said": each.said, **each.about} for each in problems]
        print(
            json.dumps({"holds": not problems, "problems": found, "changes": changes, "proof": receipt.proof}, ensure_ascii=False, indent=1)
        )
    else:
        print(_verdict(receipt, problems, changes, noted=bool(args.commitment)))
    return 1 if problems else 0


def _verdict(receipt: "Receipt", problems: "Sequence[Problem]", changes: "Sequence[str]", *, noted: bool) -> str:
    from folkmoot.sampling.telling import PROOF

    if problems:
        lines = [f"The draw does not hold: {'1 thing is' if len(problems) == 1 else f'{len(problems):,} things are'} wrong."]
        return "\n".join([*lines, *(f"- {each.said}" for each in problems), *_first(changes)])
    number = len([each for each in receipt.contributions if each.is_open])
    came = f"{number:,} phrase{'s' if number != 1 else ''}"
    lines = [f"The draw holds: the {len(receipt.drawn):,} cases follow from the list, the rules and {came}, and from nothing else."]
    lines += [f"“{each.label}” sealed a phrase and never opened it." for each in receipt.never_opened]
    lines += [f"“{each.case}” was chosen by a person: {each.why}" for each in receipt.drawn if each.why]
    lines += [f"“{each.case}” was replaced by {f'“{each.by}”' if each.by else 'nothing'}: {each.why}" for each in receipt.replacements]
    lines.append(PROOF[receipt.proof])
    if not noted:
        lines.append(
            f"Compare with what was made known: commitment {short_code(receipt.commitment)}, closing {short_code(receipt.closing)}. "
            "Only that shows that this is the draw you were told of."
        )
    return "\n".join(lines)


def _first(changes: "Sequence[str]") -> list[str]:
    more = [f"  and {len(changes) - 20:,} more."] if len(changes) > 20 else []
    return [*(f"  {each}" for each in changes[:20]), *more]


def _verifier(args: argparse.Namespace) -> int:
    """Write one page that verifies a draw, and seals a phrase, in any browser: without a server, without a network."""
    from folkmoot.sampling.page import verifier_page

    write_new(args.out, verifier_page(), over=True)
    print(f"{args.out} can be opened from any folder or stick; it sends nothing anywhere.")
    return 0
