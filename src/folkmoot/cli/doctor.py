"""`folkmoot doctor`: what is wrong with this set-up, in plain words, and what to do. It changes nothing."""

import argparse
from collections.abc import Callable, Iterator

from folkmoot.cli.health.finding import Finding, State, wrong

Check = Callable[[], Finding | list[Finding]]


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="print only what is not in order")


def run(args: argparse.Namespace) -> int:
    """Print every finding; exit code 1 if something is wrong."""
    bad = False
    for finding in findings():
        bad = bad or finding.state is State.WRONG
        if finding.state is not State.OK or not args.quiet:
            print(f"{finding.state:>12}  {finding.words}" + (f" {finding.do}" if finding.do else ""), flush=True)
    return int(bad)


def findings() -> Iterator[Finding]:
    """Everything there is to say; what cannot be looked at, for instance without a database, is said too."""
    from folkmoot.cli.product import start

    try:
        start()
    except Exception as error:
        yield wrong(f"The settings cannot be read: {error}.", "Correct the environment variables, or the rights of the data folder.")
        return
    yield from _of_the_machine()
    yield from _of_the_database()


def _of_the_machine() -> Iterator[Finding]:
    from django.conf import settings

    from folkmoot.cli.health import content, folder, outside, serving

    home = settings.HOME
    for check in (
        lambda: folder.data_folder(home), lambda: folder.free_disk(home), lambda: folder.secret_key(home), folder.clock,
        serving.time_zone, serving.processes, serving.daily_hour, serving.watching, serving.attempts,
        content.styles, outside.address, outside.mail, outside.virus_scanner,
    ):  # fmt: skip
        yield from _looked(check)


def _of_the_database() -> Iterator[Finding]:
    from folkmoot.cli.health import backups, cases, content, database, post

    try:
        yield database.reachable()
    except Exception as error:
        yield wrong(
            f"The database cannot be reached: {str(error).strip()}", "Start it, or correct DATABASE_URL. The rest was not looked at."
        )
        return
    yield from _looked(database.engine)
    tables = list(_looked(database.migrations))
    yield from tables
    if any(finding.state is State.WRONG for finding in tables):
        yield wrong("What is in the database was not looked at.", "First bring it up to date.")
        return
    for check in (
        content.reference_data, content.administrators, content.audit_trail, cases.cases_key, post.letters, post.daily_job,
        post.daily_parts, backups.backups,
    ):  # fmt: skip
        yield from _looked(check)


def _looked(check: Check) -> list[Finding]:
    """What a check found; a check that fails is itself a finding, so that one fault does not hide the others."""
    try:
        found = check()
    except Exception as error:
        return [wrong(f"This could not be looked at: {type(error).__name__}: {str(error).strip()}", "See the lines above for the cause.")]
    return found if isinstance(found, list) else [found]
