"""Letters, and a mail server that does as it is told: it keeps what it took and fails in the way a test asks for."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.mail.backends.base import BaseEmailBackend

from folkmoot.accounts.notices.models import Letter
from folkmoot.accounts.notices.operations import post
from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.accounts.tests.factories import NOW


class FakeServer(BaseEmailBackend):
    """Takes messages into `taken`. `on_open`, `before` and `later` are called when it is opened, before and after it takes one."""

    taken: list = []
    on_open: Callable[[], None] | None = None
    before: Callable[[], None] | None = None
    later: Callable[[], None] | None = None

    @classmethod
    def start(cls):
        cls.taken, cls.on_open, cls.before, cls.later = [], None, None, None
        return cls

    @classmethod
    def fail(cls, step: str, error: BaseException) -> None:
        def raise_it() -> None:
            raise error

        setattr(cls, step, staticmethod(raise_it))

    def open(self):
        if type(self).on_open:
            type(self).on_open()
        return True

    def send_messages(self, email_messages):
        for message in email_messages:
            if type(self).before:
                type(self).before()
            type(self).taken.append(message)
            if type(self).later:
                type(self).later()
        return len(email_messages)


class Clock:
    """The time, moved on by hand."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


def letter(key: str = "telling:7", to: str = "esi.owusu@example.org", **more) -> Letter:
    values = {"subject": "Your question about the car park", "text": "There is a new lamp.", "about": "voice.point 7"} | more
    return post(by=THE_PRODUCT, at=NOW, to=to, key=key, **values)
