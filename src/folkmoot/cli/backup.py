"""`folkmoot backup`: the whole service as one encrypted file, taken while it runs; old ones go; a restore is tried."""

import argparse
import os
from datetime import timedelta
from pathlib import Path

from folkmoot.errors import FolkmootError

EPILOG = """\
examples:
  folkmoot backup key /etc/folkmoot-keys/backup.key
  folkmoot backup take /media/safe --key /etc/folkmoot-keys/backup.key --keep 35
  folkmoot backup drill /media/safe --key /etc/folkmoot-keys/backup.key
  folkmoot restore /media/safe/folkmoot-20260901T020000Z.backup --into /srv/new --key /media/stick/backup.key

FOLKMOOT_BACKUPS names the folder and FOLKMOOT_BACKUP_KEY the key where they are left out. The files cases.key and secret.key are not
in a backup: keep a copy of cases.key apart from the backups, or sealed cases stay sealed for ever.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.epilog = EPILOG
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
    key = tasks.add_parser("key", help="make the key with which backups are sealed; keep a copy of it on another machine")
    key.add_argument("file", type=Path, metavar="FILE", help="a file that does not exist, outside the data folder")
    take = tasks.add_parser("take", help="take a backup now, while the service runs, and remove those that are too old")
    _folder_and_key(take)
    take.add_argument(
        "--keep", type=_days, metavar="DAYS", help="remove older ones, but never the newest (default: FOLKMOOT_BACKUPS_KEPT, or 35)"
    )
    drill = tasks.add_parser("drill", help="restore the newest backup into a throw-away place, check it, and record how it went")
    _folder_and_key(drill)
    drill.add_argument("--database", default="", metavar="ADDRESS", help="an empty PostgreSQL database, where the role may not make one")
    check = tasks.add_parser("check", help="read a backup from start to end without restoring it; exit code 1 if it is not whole")
    check.add_argument("file", type=Path, metavar="FILE")
    add_key(check)


def add_key(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--key", type=Path, metavar="FILE", help="the key of backups (default: FOLKMOOT_BACKUP_KEY)")


def key_of(args: argparse.Namespace) -> Path:
    """The file of the key. Raises FolkmootError where none is named."""
    named = args.key or os.environ.get("FOLKMOOT_BACKUP_KEY")
    if not named:
        raise FolkmootError(
            "No key of backups was named.", "", "Say --key FILE, or set FOLKMOOT_BACKUP_KEY. One is made with: folkmoot backup key FILE"
        )
    return Path(named)


def run(args: argparse.Namespace) -> int:
    return {"key": _key, "take": _take, "drill": _drill, "check": _check}[args.task](args)


def _key(args: argparse.Namespace) -> int:
    from folkmoot.cli.product import start

    start()
    from django.conf import settings

    from folkmoot.keeping.sealing import make_key

    home = Path(settings.HOME).resolve()
    if home in args.file.resolve().parents:
        raise FolkmootError(f"The key may not lie in the data folder {home}.", "Whoever loses the folder would lose the key with it.")
    key = make_key(args.file)
    print(f"{args.file} is the key of backups, marked {key.mark}. Without it no backup can be read, ever.")
    print("Keep a copy on another machine or on paper, apart from the backups; set FOLKMOOT_BACKUP_KEY to it here.")
    return 0


def _take(args: argparse.Namespace) -> int:
    from folkmoot.cli.product import start

    start()
    from django.conf import settings
    from django.utils import timezone

    from folkmoot.accounts.scope import THE_PRODUCT
    from folkmoot.keeping.operations import take_backup

    keep = args.keep or timedelta(days=settings.BACKUPS_KEPT)
    taken, removed = take_backup(by=THE_PRODUCT, at=timezone.now(), folder=_folder(args), key_file=key_of(args), keep=keep)
    print(f"{taken.path}: {taken.about.rows:,} rows, {taken.files} files, {taken.size:,} bytes, {taken.seconds} seconds")
    print(f"SHA-256 {taken.sha256}; read back whole. Copy it to another machine.")
    for place in taken.about.missing:
        print(f"NOT IN IT: {place}: a row points at it, and it is not in the data folder. Put it back from an earlier backup.")
    if removed:
        print(f"Removed, being older than {keep.days} days: {', '.join(removed)}")
    return 1 if taken.about.missing else 0


def _drill(args: argparse.Namespace) -> int:
    from folkmoot.cli.product import start

    start()
    from django.utils import timezone

    from folkmoot.accounts.scope import THE_PRODUCT
    from folkmoot.keeping.operations import try_restore

    drilled = try_restore(by=THE_PRODUCT, at=timezone.now(), folder=_folder(args), key_file=key_of(args), database=args.database)
    print(drilled.said)
    print(
        f"The restore of {drilled.path.name} {'went well' if drilled.good else 'FAILED'}, in {drilled.seconds} seconds; this is recorded."
    )
    return 0 if drilled.good else 1


def _check(args: argparse.Namespace) -> int:
    from folkmoot.cli.product import start

    start()
    from folkmoot.keeping.sealing import read_key
    from folkmoot.keeping.taking import check

    about, files = check(args.file, read_key(key_of(args)))
    print(f"{args.file} is whole: made at {about.made_at} by version {about.product}, {about.rows:,} rows, {files - 1} files.")
    return 0


def _folder_and_key(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, nargs="?", metavar="FOLDER", help="where backups lie (default: FOLKMOOT_BACKUPS)")
    add_key(parser)


def _folder(args: argparse.Namespace) -> Path:
    named = args.folder or os.environ.get("FOLKMOOT_BACKUPS")
    if not named:
        raise FolkmootError("No folder for backups was named.", "", "Name one, or set FOLKMOOT_BACKUPS; best on another disk.")
    return Path(named)


def _days(words: str) -> timedelta:
    """“35”, or “35 days”."""
    number = words.removesuffix("days").removesuffix("day").strip()
    if not number.isdigit() or not 0 < int(number) < 36_500:
        raise argparse.ArgumentTypeError(f"{words} is not a number of days, such as 35")
    return timedelta(days=int(number))
