"""30: guessing passwords: how many guesses are looked at, whether the owner still gets in, and what a sign-in costs the machine."""

import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from trust.checks.doors import behind_https, browser, cast, is_in
from trust.figures import Figure, Size, check, control

MOST_CHECKED, MOST_CPU_MS, SIGN_INS = 10, 150, 9


def _one_address(_number: int) -> dict[str, str]:
    return {"HTTP_X_FORWARDED_FOR": "192.0.2.20"}


def _many_addresses(number: int) -> dict[str, str]:
    return {"HTTP_X_FORWARDED_FOR": f"{'198.51.100' if number % 500 < 250 else '203.0.113'}.{number % 250}"}


def _forged(number: int) -> dict[str, str]:
    """A header that whoever guesses made up, to which the proxy has added where the request truly came from."""
    made_up = f"10.{number % 200}.3.4"
    return {"HTTP_X_FORWARDED_FOR": f"{made_up}, 192.0.2.30", "HTTP_X_REAL_IP": made_up, "HTTP_FORWARDED": f"for={made_up}"}


def _spelt(number: int) -> Callable[[str], str]:
    return (str, str.upper, str.title, lambda words: f" {words} ")[number % 4]  # type: ignore[return-value]


def _guesses(size: Size) -> Iterator[tuple[str, int, Callable[[int], dict[str, str]]]]:
    """Who is guessed at, how often, from where."""
    whole = size is Size.WHOLE
    yield "icem", 1000 if whole else 40, _one_address
    yield "hq", 1000 if whole else 40, _many_addresses
    yield "analyst", 1000 if whole else 40, _forged
    yield "nobody", 1000 if whole else 40, _many_addresses


def _measured(size: Size, change: Callable[[Any], None] | None = None) -> Figure:
    people, password = cast(behind_https())
    from django.conf import settings

    if change:
        change(settings)
    known = browser()  # the owner's own browser, in which they have signed in before
    known.post("/account/login/", {"login": people["hq"], "password": password})
    assert is_in(known)
    known.post("/account/logout/")
    checked, tried, milliseconds = _checked(size, people)
    found = [f"{count} guesses at {who} were checked" for who, count in checked.items() if count > MOST_CHECKED]
    wrong = sum(max(0, count - MOST_CHECKED) for count in checked.values())
    known.post("/account/login/", {"login": people["hq"], "password": password})
    if not is_in(known):
        wrong, found = wrong + 1, [*found, "the owner could not sign in, in a browser used before"]
    cost = _cost(people["lead"], password)
    if cost > MOST_CPU_MS:
        wrong, found = wrong + 1, [*found, f"a sign-in costs {cost:.0f} ms of the processor"]
    more = {"checked": dict(checked), "ms of a sign-in": round(cost, 1), "ms of a guess that is refused": round(milliseconds, 1)}
    return Figure(wrong, tried, "guesses", found=tuple(found), more=more, least=120)


def _checked(size: Size, people: dict[str, str]) -> tuple[Counter[str], int, float]:
    """How many guesses at each account reached a hash; how many were made; what one of the last cost (milliseconds)."""
    from django.contrib.auth import hashers

    counted: Counter[str] = Counter()
    kind, tried, costs = type(hashers.get_hasher()), 0, []
    whole = {name: getattr(kind, name) for name in ("encode", "verify")}
    for who, times, headers in _guesses(size):
        email = people.get(who, "nobody.at.all@example.org")

        def counting(name: str, who: str = who) -> Callable[..., Any]:
            def looked(self: Any, *args: Any, **kwargs: Any) -> Any:
                counted[who] += 1
                return whole[name](self, *args, **kwargs)

            return looked

        for name in whole:
            setattr(kind, name, counting(name))
        for number in range(times):
            began = time.process_time()
            browser(**headers(number)).post("/account/login/", {"login": _spelt(number)(email), "password": f"wrong-guess-{number}"})
            costs.append((time.process_time() - began) * 1000)
            tried += 1
        for name, method in whole.items():
            setattr(kind, name, method)
    return counted, tried, statistics.median(costs[-20:])


def _cost(email: str, password: str) -> float:
    """The processor time of a right sign-in, from the request to its answer: the middle one of nine (milliseconds)."""
    from django.core.cache import cache

    from trust.checks.doors import account

    who = account(email)
    who.set_password(password)
    who.save(update_fields=["password"])
    costs = []
    for number in range(SIGN_INS):
        cache.clear()
        client = browser(HTTP_X_FORWARDED_FOR=f"192.0.2.{100 + number}")
        began = time.process_time()
        client.post("/account/login/", {"login": email, "password": password})
        costs.append((time.process_time() - began) * 1000)
        assert is_in(client)
    return statistics.median(costs)


@check(
    30,
    "Guessing is stopped before it costs anything, and locks nobody out",
    target="<= 10 checked an account in 15 minutes; sign-in <= 150 ms",
)
def guessing(size: Size) -> Figure:
    return _measured(size)


@control(30, "no limit on attempts that failed")
def no_limit(size: Size) -> Figure:
    def change(settings: Any) -> None:
        settings.ACCOUNT_RATE_LIMITS = {"login_failed": "", "login": ""}

    return _measured(Size.GATE, change)


@control(30, "passwords hashed as Django does by itself")
def slow_hash(size: Size) -> Figure:
    def change(settings: Any) -> None:
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher", "folkmoot.accounts.hashers.MeasuredArgon2"]
        from django.contrib.auth import hashers

        hashers.get_hashers.cache_clear()
        hashers.get_hashers_by_algorithm.cache_clear()

    return _measured(Size.GATE, change)
