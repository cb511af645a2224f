"""`folkmoot daily`: give out the minimum set, say reminders, write digests, send the post, forget what was kept long enough.

Made to be run once a day; run twice, it does nothing twice.
"""

import argparse
from datetime import date, datetime, time

from folkmoot.errors import FolkmootError


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--date", type=date.fromisoformat, metavar="DAY", help="as of this day (2026-03-07), to make up for one that was missed"
    )


def run(args: argparse.Namespace) -> int:
    """Exit code 1 where a part could not be done. Raises FolkmootError for a day to come."""
    from folkmoot.cli.product import start

    start()
    from django.utils import timezone

    from folkmoot.overview.reminders.daily import do_day

    now = timezone.now()
    if args.date and args.date > timezone.localdate(now):
        raise FolkmootError("This day has not come yet.", "Reminders are said of what stands today.", "Leave --date out.")
    past = args.date is not None and args.date < timezone.localdate(now)
    at = timezone.make_aware(datetime.combine(args.date, time(12))) if past else now
    lines, whole = do_day(at=at, by_hand=True)
    for line in lines:
        print(line)
    return 0 if whole else 1
