"""`folkmoot setup`: from an empty data folder to a product that can be served; running it again changes nothing."""

import argparse
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

LOCK_TURNS, LOCK_PAUSE_SECONDS = 5, 3
LOCK_NOT_AVAILABLE = "55P03"  # https://www.postgresql.org/docs/current/errcodes-appendix.html

# What ships reference data and loads it, in the order in which they need each other.
WITH_REFERENCE_DATA = (
    "areas.operations",
    "characteristics.operations",
    "strategy.operations",
    "voice.themes.lists.operations",
    "panels.operations",
    "panels.guidance.operations",
    "panels.expenses.operations",
    "scrutiny.assessment.questions.shipped",
    "workforce.targets.operations",
    "assurance.operations",
)


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="say nothing unless something is wrong")


def run(args: argparse.Namespace) -> int:
    from folkmoot.cli.product import start

    start()
    from django.conf import settings
    from django.core.management import call_command

    def say(words: str) -> None:
        if not args.quiet:
            print(words, flush=True)

    compile_messages(Path(settings.LOCALE_PATHS[0]))
    say(f"Data folder: {settings.HOME}")
    _migrate()
    say("Database: up to date")
    call_command("collectstatic", interactive=False, verbosity=0)
    say("Styles and scripts: in place")
    say(f"Reference data: {load_reference_data()}")
    if _make_cases_key():
        say("Key of scrutinised cases: made; keep a copy of cases.key apart from copies of the database")
    made = _make_indexes()
    if made:
        say(f"Indexes made of what was there already: {made}")
    say("Next: folkmoot invite you@example.org --name 'Your Name' --role administrator")
    return 0


def _migrate() -> None:
    """On PostgreSQL a step waits two seconds at most for a table: one that waits longer would stop every request behind it."""
    from django.core.management import call_command
    from django.db import DatabaseError

    from folkmoot.errors import FolkmootError

    for turn in range(1, LOCK_TURNS + 1):
        try:
            with _waiting_little():
                call_command("migrate", interactive=False, verbosity=0)
            return
        except DatabaseError as error:
            if not _was_locked(error):
                raise FolkmootError("The database could not be set up.", str(error).strip(), "Run: folkmoot doctor") from error
            if turn < LOCK_TURNS:
                time.sleep(LOCK_PAUSE_SECONDS)
    raise FolkmootError(
        "The database could not be brought up to date: a table was in use.",
        f"Each of {LOCK_TURNS} times it was held for more than two seconds. Steps that were finished stay; none is half done.",
        "Try again when less is going on: folkmoot setup",
    )


@contextmanager
def _waiting_little() -> Iterator[None]:
    from django.db import connection

    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '2s'")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")


def _was_locked(error: Exception) -> bool:
    return getattr(error.__cause__, "sqlstate", "") == LOCK_NOT_AVAILABLE


def load_reference_data() -> str:
    """Load what every room ships; returns the rooms it was loaded for."""
    from django.utils import timezone

    from folkmoot.accounts.scope import THE_PRODUCT

    for module in WITH_REFERENCE_DATA:
        import_module(f"folkmoot.{module}").load_reference_data(by=THE_PRODUCT, at=timezone.now())
    return ", ".join(module.rpartition(".")[0] for module in WITH_REFERENCE_DATA)


def _make_cases_key() -> bool:
    """Make the key that seals whose case it is, where there is none; whether one was made."""
    from folkmoot.scrutiny.identities.keys import make_key

    return make_key()


def _make_indexes() -> str:
    """Of a service that is older than an index, make it now; returns in words what was made."""
    from folkmoot.overview.search.keeping import rebuild as make_search
    from folkmoot.overview.search.models import ReadSoFar
    from folkmoot.stakeholders.duplicates.keeping import rebuild as make_keys
    from folkmoot.stakeholders.duplicates.models import ORGANISATION, PERSON, NameKey

    made = []
    keyed = [] if NameKey.objects.exists() else [make_keys(kind) for kind in (PERSON, ORGANISATION)]
    if any(keyed):
        made.append("names, for finding duplicates")
    if not ReadSoFar.objects.exists() and make_search():
        made.append("search")
    return ", ".join(made)


def compile_messages(folder: Path) -> None:
    """Compile each catalogue that is newer than its compiled form; an installed package brings them compiled."""
    from folkmoot.webkit.catalogue import compile_catalogue

    for source in folder.glob("*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            compile_catalogue(source)
