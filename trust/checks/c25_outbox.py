"""Letters: written with what they tell of, sent after it holds, by a process that may be killed at any moment, to a server in bad mood."""

import os
import random
import signal
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from trust.checks.mailing import Server, mail_server, without_letters
from trust.figures import Figure, Size, check, control
from trust.places import fictional, folder, use

MOODY = 25  # of a hundred messages
ROLLED_BACK, BEFORE = 0.15, 0.1  # shares of the work that fails after it wrote its letter, or is killed before it is stored


def _measured(size: Size, break_it: Callable[[], None] | None = None, kills: int = 0) -> Figure:
    use(fictional())
    from django.conf import settings

    from folkmoot.accounts.notices import sending

    without_letters()
    _leave()

    kills = kills or (500 if size is Size.WHOLE else 40)
    with mail_server(folder() / "taken") as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        sending.PATIENCE = 1  # as 30 seconds, without the waiting
        if break_it:
            break_it()
        killed, number = Counter(), 0  # type: ignore[var-annotated]
        server.moody.value = MOODY
        while sum(killed.values()) < kills:
            number += 1
            if what := _one(number):
                killed[what] += 1
        server.moody.value = 0
        _send_on(days=0)
        by_itself = _twice(server)
        uncertain = _settled_by_a_person()
        _send_on(days=1)
        return _figure(server, killed, by_itself, uncertain)


def _one(number: int) -> str:
    """Work that writes a letter, and a sender after it, in a process killed at a random moment; where, or "" if it got through."""
    chance = random.random()
    kind = "rolled back" if chance < ROLLED_BACK else "before commit" if chance < ROLLED_BACK + BEFORE else "after commit"
    said, says = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            _work(number, kind, says)
        finally:
            os._exit(0)
    os.close(says)
    os.read(said, 1)
    time.sleep(random.random() * 0.06)
    os.kill(child, signal.SIGKILL)
    os.close(said)
    return kind if os.WIFSIGNALED(os.waitpid(child, 0)[1]) else ""


def _work(number: int, kind: str, says: int) -> None:
    from django.db import transaction
    from django.utils import timezone

    from folkmoot.accounts.notices.operations import post
    from folkmoot.accounts.notices.sending import send_waiting
    from folkmoot.accounts.scope import THE_PRODUCT

    try:
        with transaction.atomic():
            words = {"subject": f"{kind} {number}", "text": "Something waits.", "to": f"person{number}@example.org"}
            post(by=THE_PRODUCT, at=timezone.now(), key=f"trial:{number}", **words)
            if kind == "before commit":
                os.write(says, b".")
                time.sleep(0.03)
            if kind == "rolled back":
                raise RuntimeError("the work failed after its letter was written")
    except RuntimeError:
        pass
    if kind != "before commit":
        os.write(says, b".")
    send_waiting(by=THE_PRODUCT, clock=timezone.now, most=3)


def _send_on(*, days: int) -> None:
    """The sender again, unharmed, until nothing waits: after the lease of those that were killed, and over the days of trying again."""
    from django.utils import timezone

    from folkmoot.accounts.notices.sending import send_waiting
    from folkmoot.accounts.scope import THE_PRODUCT

    for later in (timedelta(minutes=20), *(timedelta(days=day) for day in range(1, 8))):
        while send_waiting(by=THE_PRODUCT, clock=lambda on=later: timezone.now() + on + timedelta(days=days * 10), most=500).sent:  # type: ignore[misc]
            pass
    _leave()


def _settled_by_a_person() -> int:
    """An administrator sends every letter again that is not certain or failed, without asking anybody; how many were not certain."""
    from django.utils import timezone

    from folkmoot.accounts.notices.models import Letter
    from folkmoot.accounts.notices.operations import settle
    from folkmoot.accounts.scope import THE_PRODUCT

    rows = list(Letter.objects.filter(state__in=["uncertain", "failed"]))
    for row in rows:
        settle(by=THE_PRODUCT, at=timezone.now(), letter=row, what="send again")
    _leave()
    return sum(row.state == "uncertain" for row in rows)


def _twice(server: Server) -> list[str]:
    counted = Counter(each["subject"] for each in server.taken())
    return [f"{subject}: delivered {times} times without anybody's saying so" for subject, times in counted.items() if times > 1]


def _figure(server: Server, killed: Counter[str], by_itself: list[str], uncertain: int) -> Figure:
    from folkmoot.accounts.notices.models import Letter

    stored = {row.subject: row for row in Letter.objects.all()}
    taken: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for each in server.taken():
        taken[each["subject"]].append(each)
    wrong = list(by_itself)
    for subject, row in stored.items():
        if subject not in taken:
            wrong.append(f"{subject}: lost (it is {row.state})")
        elif row.state != "sent":
            wrong.append(f"{subject}: was delivered, and is {row.state}")
    for subject, messages in taken.items():
        if subject not in stored or subject.startswith("rolled back"):
            wrong.append(f"{subject}: delivered for work that never was")
        if len({each["id"] for each in messages}) > 1:
            wrong.append(f"{subject}: delivered under several identifiers")
        wrong += [f"{subject}: shows {each['shown']}" for each in messages if len(each["shown"]) != 1 or len(each["to"]) != 1]
    again = sum(len(messages) - 1 for messages in taken.values())
    more = {
        "processes killed": sum(killed.values()), "between commit and the end of sending": killed["after commit"],
        "work rolled back": killed["rolled back"], "delivered": sum(map(len, taken.values())),
        "not certain, left for a person": uncertain, "second copies, all by that person's word and under the same Message-ID": again,
    }  # fmt: skip
    return Figure(len(wrong), len(stored), "letters", more, tuple(wrong), least=20)


def _leave() -> None:
    from django.db import connections

    connections.close_all()


@check(
    25, "No letter is lost, sent twice by itself, sent for work that failed, or shown to a second recipient",
    target="500 kills between commit and send, a mail server that refuses, is silent, takes and hangs up: 0 lost, 0 twice, 0 for work "
    "rolled back, 0 with more than one recipient",
)  # fmt: skip
def outbox(size: Size) -> Figure:
    return _measured(size)


@control(25, "a letter counts as sent when it is taken up, before the server has it")
def counted_too_early(size: Size) -> Figure:
    def break_it() -> None:
        from folkmoot.accounts.notices import sending
        from folkmoot.accounts.notices.models import Letter

        right = sending.claim

        def claim(**said: Any) -> Any:
            letter = right(**said)
            if letter:
                Letter.objects.filter(pk=letter.pk).update(state="sent")
            return letter

        sending.claim = claim

    return _measured(size, break_it, 40)


@control(25, "a letter is sent at once, within the work that writes it")
def at_once(size: Size) -> Figure:
    def break_it() -> None:
        from django.core.mail import EmailMessage

        from folkmoot.accounts.notices import operations

        right = operations.post

        def post(**said: Any) -> Any:
            EmailMessage(said["subject"], said["text"], to=[said["to"]]).send(fail_silently=True)
            return right(**said)

        operations.post = post

    return _measured(size, break_it, 40)


@control(25, "a letter whose sender was killed is sent again by itself")
def again_by_itself(size: Size) -> Figure:
    def break_it() -> None:
        from folkmoot.accounts.notices import sending
        from folkmoot.accounts.notices.models import Letter

        def give_up_overrun(*, by: Any, at: Any) -> int:
            return int(Letter.objects.filter(state__in=["claimed", "uncertain"], lease_until__lt=at).update(state="waiting"))

        sending.give_up_overrun = give_up_overrun

    return _measured(size, break_it, 80)
