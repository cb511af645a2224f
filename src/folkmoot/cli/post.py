"""`folkmoot post`: send the letters that wait. Made to be run every few minutes; two at once never send a letter twice."""

import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--most", type=int, default=500, metavar="N", help="letters at most (default 500)")


def run(args: argparse.Namespace) -> int:
    """Exit code 1 where the mail server could not be reached."""
    from folkmoot.cli.product import start

    start()
    from django.utils import timezone

    from folkmoot.accounts import sign_in_events
    from folkmoot.accounts.notices.sending import send_waiting
    from folkmoot.accounts.scope import THE_PRODUCT
    from folkmoot.overview.reminders.daily import posted_words

    sign_in_events.settle(at=timezone.now())
    posted = send_waiting(by=THE_PRODUCT, clock=timezone.now, most=args.most)
    print(posted_words(posted))
    return 1 if posted.out_of_reach else 0
