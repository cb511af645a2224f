"""32: what was taken from somebody is gone with their next request, whichever process answers it."""

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from http.client import HTTPConnection
from typing import Any

from trust.checks.doors import account, cast, session_of
from trust.figures import Figure, Size, check, control
from trust.places import Place, fictional, free_port, start, use

Change = Callable[[Any, str], None]
ENDED, HOLDS = True, False
ASKED = 5  # requests after each change: that one process of two takes all of them happens once in 16


def _status(address: str, key: str, page: str = "/me/") -> int:
    """The answer to one request on a connection of its own."""
    connection = HTTPConnection(address.removeprefix("http://"), timeout=60)
    try:
        connection.request("GET", page, headers={"Cookie": f"sessionid={key}", "Host": "localhost"})
        return connection.getresponse().status
    finally:
        connection.close()


def _servers(number: int, extra: dict[str, str]) -> tuple[Place, list[str], list[Any]]:
    """So many servers of two processes each on one place, within sight of this process too."""
    place = fictional()
    servers, addresses = [], []
    for _ in range(number):
        place.address = f"http://localhost:{free_port()}"
        servers.append(start(place, **extra))
        addresses.append(place.address)
    place.address = ""
    use(place)
    return place, addresses, servers


def _measured(size: Size, **extra: str) -> Figure:
    whole = size is Size.WHOLE
    place, addresses, servers = _servers(2 if whole else 1, extra)
    wrong, tried, found = 0, 0, []
    try:
        people, _password = cast(place)
        for _time in range(10 if whole else 1):
            for words, change, page, ended in _changes():
                email = people["icem"] if page == "/me/" else people["administrator"]
                key, before = session_of(email), _state(email)
                # Each request is a connection of its own, which either process may take: both have seen the session before the change.
                for address in addresses * ASKED:
                    assert _status(address, key, page) == 200, f"{words}: was not in to begin with"
                change(account(email), key)
                for number, address in enumerate(addresses * ASKED):
                    tried += 1
                    status = _status(address, key, page)
                    if (status == 200) is ended or status >= 500:
                        wrong += 1
                        found.append(f"{words}: {status} to request {number + 1}")
                _restore(email, before)
    finally:
        for server in servers:
            with suppress(ProcessLookupError):
                os.killpg(server.pid, 15)
        for server in servers:
            server.wait(30)
    words = f"requests after a change, to {2 * len(servers)} processes"
    return Figure(wrong, tried, words, found=tuple(found), least=len(_changes()) * ASKED)


def _state(email: str) -> list[dict[str, Any]]:
    return list(account(email).grants.values("id", "role", "starts", "ends", "ended_at"))


def _restore(email: str, before: list[dict[str, Any]]) -> None:
    """As it was, for the next change."""
    who = account(email)
    type(who).objects.filter(pk=who.pk).update(is_active=True)
    for each in before:
        who.grants.filter(pk=each["id"]).update(**each)


def _changes() -> list[tuple[str, Change, str, bool]]:
    """Each in words, what is done, the page that is asked for, and whether it must be closed afterwards."""
    me, people = "/me/", "/people/"
    return [
        ("the account was disabled", _disable, me, ENDED),
        ("the role was ended", _end_roles, me, ENDED),
        ("the last day of the role has passed", _term_over, me, ENDED),
        ("the role ends today", _term_ends_today, me, HOLDS),
        ("the password was changed", _new_password, me, ENDED),
        ("signed out elsewhere", _sign_out, me, ENDED),
        ("left for 59 minutes", _left(minutes=59), me, HOLDS),
        ("left for 61 minutes", _left(minutes=61), me, ENDED),
        ("busy for 7 hours and 59 minutes", _began(hours=7, minutes=59), me, HOLDS),
        ("busy for 8 hours and 1 minute", _began(hours=8, minutes=1), me, ENDED),
        ("the role of administrator became another", _other_role, people, ENDED),
        ("the administrator's account was disabled", _disable_directly, people, ENDED),
        ("the administrator's term has passed", _term_over, people, ENDED),
    ]


def _now() -> Any:
    from django.utils import timezone

    return timezone.now()


def _disable(who: Any, _key: str) -> None:
    from folkmoot.accounts.operations import disable_account
    from folkmoot.accounts.scope import THE_PRODUCT

    disable_account(by=THE_PRODUCT, at=_now(), account=who)


def _disable_directly(who: Any, _key: str) -> None:
    type(who).objects.filter(pk=who.pk).update(is_active=False)


def _end_roles(who: Any, _key: str) -> None:
    from folkmoot.accounts.operations import end_role
    from folkmoot.accounts.scope import THE_PRODUCT

    for grant in who.grants.all():
        end_role(by=THE_PRODUCT, at=_now(), grant=grant)


def _term_over(who: Any, _key: str) -> None:
    from django.utils import timezone

    who.grants.update(starts=timezone.localdate() - timedelta(days=9), ends=timezone.localdate() - timedelta(days=1))


def _term_ends_today(who: Any, _key: str) -> None:
    from django.utils import timezone

    who.grants.update(ends=timezone.localdate())


def _new_password(who: Any, _key: str) -> None:
    from folkmoot.accounts.operations import set_password
    from folkmoot.accounts.scope import THE_PRODUCT

    set_password(by=THE_PRODUCT, at=_now(), account=who, password="heather-compass-17")


def _other_role(who: Any, _key: str) -> None:
    who.grants.update(role="hq")


def _sign_out(_who: Any, key: str) -> None:
    from django.contrib.sessions.backends.db import SessionStore

    SessionStore(key).delete()


def _left(**ago: int) -> Change:
    return lambda _who, key: _set(key, last_seen=_now() - timedelta(**ago))


def _began(**ago: int) -> Change:
    return lambda _who, key: _set(key, signed_in_at=_now() - timedelta(**ago))


def _set(key: str, **moments: Any) -> None:
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore(key)
    for name, moment in moments.items():
        session[name] = moment.isoformat()
    session.save()


@check(
    32, "What was taken from somebody is gone with their next request, on every process", target="0 answered; limits to the minute",
)  # fmt: skip
def ended(size: Size) -> Figure:
    return _measured(size)


@control(32, "each process remembers who somebody is")
def remembered(size: Size) -> Figure:
    return _measured(size, DJANGO_SETTINGS_MODULE="trust.broken_settings", TRUST_BREAKS="Remembering")


@control(32, "no session ends by being left or by its age")
def endless(size: Size) -> Figure:
    return _measured(size, DJANGO_SETTINGS_MODULE="trust.broken_settings", TRUST_BREAKS="Endless")
