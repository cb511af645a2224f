"""`folkmoot audit`: check the audit trail, keep its head off the machine, take out a period of it."""

import argparse
import json
import os
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, TextIO

from folkmoot.errors import FolkmootError


def configure(parser: argparse.ArgumentParser) -> None:
    tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
    verify = tasks.add_parser("verify", help="walk the whole chain; exit code 1 if it does not hold")
    verify.add_argument("--head", type=Path, metavar="FILE", help="a head written earlier by `folkmoot audit head`: finds a cut tail too")
    head = tasks.add_parser("head", help="write the end of the chain to a file, to be kept on another machine")
    head.add_argument("--out", type=Path, required=True, metavar="FILE")
    export = tasks.add_parser("export", help="write a period of the trail, one event a line; this is recorded as a disclosure")
    export.add_argument("--from", dest="first", type=date.fromisoformat, required=True, metavar="DATE", help="first day, as 2026-01-01")
    export.add_argument("--to", dest="last", type=date.fromisoformat, required=True, metavar="DATE", help="last day")
    export.add_argument("--out", type=Path, required=True, metavar="FILE")
    export.add_argument("--for", dest="recipient", required=True, metavar="WHO", help="who receives it, for the record of the disclosure")
    export.add_argument("--by", metavar="EMAIL", help="the account that takes it out (default: the command line)")


def run(args: argparse.Namespace) -> int:
    from folkmoot.cli.product import start

    start()
    return {"verify": _verify, "head": _head, "export": _export}[args.task](args)


def _verify(args: argparse.Namespace) -> int:
    from folkmoot.foundation import audit

    found = list(audit.faults(_kept(args.head) if args.head else None))
    for fault in found:
        print(fault, file=sys.stderr)
    end = audit.head()
    print(f"{end.seq} events, {len(found)} faults" + ("" if found else f"; the chain holds up to {end.hash}"))
    return 1 if found else 0


def _head(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from folkmoot.foundation import audit

    end = audit.head()
    kept = {"seq": end.seq, "hash": end.hash, "time": timezone.now().isoformat(timespec="seconds")}
    args.out.write_text(json.dumps(kept) + "\n", encoding="utf-8")
    print(f"Event {end.seq} is the head. Keep {args.out} on another machine, and check with: folkmoot audit verify --head FILE")
    return 0


def _kept(path: Path) -> Any:
    from folkmoot.foundation.audit import Head

    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return Head(int(kept["seq"]), str(kept["hash"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FolkmootError(
            f"{path} is not a head of the audit trail.", str(error), "Write one with: folkmoot audit head --out FILE"
        ) from error


def _export(args: argparse.Namespace) -> int:
    from django.db import transaction
    from django.utils import timezone

    from folkmoot.cli.product import viewer
    from folkmoot.foundation import audit

    if args.last < args.first:
        raise FolkmootError("The last day is before the first.")
    by = viewer(args.by)
    by.require_national("audit.read")
    count = 0
    with transaction.atomic(), _new_file(args.out) as out:
        for event in audit.between(_midnight(args.first), _midnight(args.last + timedelta(days=1))):
            out.write(json.dumps(event, default=str, ensure_ascii=False) + "\n")
            count += 1
        detail = {"from": args.first, "to": args.last, "events": count}
        audit.record(
            audit.Kind.DISCLOSURE, by=by, at=timezone.now(), subject="foundation.auditevent", recipient=args.recipient, detail=detail
        )
    print(f"{count} events written to {args.out}")
    return 0


def _new_file(path: Path) -> TextIO:
    """A file that only its owner reads; an existing one is never overwritten."""
    try:
        return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8")
    except OSError as error:
        raise FolkmootError(
            f"{path} could not be made.", str(error), "Name a file that does not exist, in a folder you can write to."
        ) from error


def _midnight(day: date) -> datetime:
    from django.utils import timezone

    return timezone.make_aware(datetime.combine(day, time.min))
