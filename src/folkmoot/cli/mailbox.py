"""`folkmoot mailbox`: read the service's own mailbox, and send the invitations that wait. Made to be run every few minutes."""

import argparse

from folkmoot.errors import FolkmootError

WORDS = {
    "draft": "drafts made or changed", "withdrawn": "drafts called off", "reply": "replies to invitations", "refused": "refused",
    "ignored": "left alone", "too large": "too large to be read",
}  # fmt: skip


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", choices=("read", "send"), help="read: take the messages that wait; send: send invitations and changes that wait"
    )
    parser.add_argument("--most", type=int, default=200, metavar="N", help="messages at most (default 200)")


def run(args: argparse.Namespace) -> int:
    """Raises MailboxUnreachable, or FolkmootError where no mailbox is set up."""
    from folkmoot.cli.product import start

    start()
    return _read(args.most) if args.what == "read" else _send(args.most)


def _read(most: int) -> int:
    from django.conf import settings
    from django.utils import timezone

    from folkmoot.accounts.scope import THE_PRODUCT
    from folkmoot.adapters.mailbox.imap import ImapMailbox
    from folkmoot.adapters.mailbox.reading import read_mailbox
    from folkmoot.engagement.calendar.taking import forget_senders

    if not settings.MAILBOX_URL:
        raise FolkmootError("No mailbox is set up.", "MAILBOX_URL is empty.", "Set it to imaps://user:password@host/INBOX.")
    mailbox = ImapMailbox(settings.MAILBOX_URL)
    try:
        results = read_mailbox(mailbox, by=THE_PRODUCT, clock=timezone.now, most=most)
    finally:
        mailbox.close()
    forget_senders(by=THE_PRODUCT, at=timezone.now())
    for name, number in sorted(results.items()):
        print(f"{number} {WORDS.get(name, name)}")
    if not results:
        print("Nothing waits in the mailbox.")
    return 0


def _send(most: int) -> int:
    from django.utils import timezone

    from folkmoot.accounts.scope import THE_PRODUCT
    from folkmoot.engagement.calendar.inviting import send_waiting, waiting_to_be_sent

    sent = failed = left = 0
    for activity in waiting_to_be_sent(by=THE_PRODUCT, at=timezone.now()):
        done = send_waiting(by=THE_PRODUCT, at=timezone.now(), activity=activity, most=most - sent - failed)
        sent, failed, left = sent + done.sent, failed + done.failed, left + done.left
    print(f"{sent} sent, {failed} failed, {left} still waiting")
    return 1 if left else 0
