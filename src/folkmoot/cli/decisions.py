"""`folkmoot decisions verify`: check that the decisions taken are still what they were when they were taken."""

import argparse
import sys


def configure(parser: argparse.ArgumentParser) -> None:
    tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
    tasks.add_parser(
        "verify", help="check every decision taken against its record, its fingerprint and the audit trail; exit code 1 if not so"
    )


def run(args: argparse.Namespace) -> int:
    """Exit code 1 where a decision is not what it was."""
    from folkmoot.cli.product import start

    start()
    from folkmoot.accounts.scope import THE_PRODUCT
    from folkmoot.decisions.queries import decisions
    from folkmoot.decisions.records import faults_of

    checked, found = 0, 0
    for decision in decisions(THE_PRODUCT).filter(taken_at__isnull=False).iterator(chunk_size=200):
        checked += 1
        for fault in faults_of(decision):
            found += 1
            print(f"decision {decision.pk}, {decision.fingerprint[:12]}: {fault}", file=sys.stderr)
    print(f"{checked} decision(s) checked, {found} fault(s) found.")
    return 1 if found else 0
