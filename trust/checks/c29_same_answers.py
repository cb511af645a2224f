"""29: whether somebody has an account, or an invitation, cannot be read from an answer, nor from the time it takes."""

import random
import re
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest import mock

from trust.checks.doors import account, behind_https, browser, cast
from trust.figures import Figure, Size, check, control

WITHIN, P = 0.05, 0.01
UNKNOWN = "nobody.at.all@example.org"
Ask = Callable[[str], Any]


def _prepared() -> dict[str, str]:
    """An address for each kind of account; for the unknown one there is none."""
    people, _password = cast(behind_https())
    from allauth.socialaccount.models import SocialAccount

    kinds = {
        "right": people["icem"], "inactive": people["comms"], "organisation only": people["hr"], "no password": people["analyst"],
        "no role": people["staff"], "unknown": UNKNOWN,
    }  # fmt: skip
    for kind in ("organisation only", "no password"):
        who = account(kinds[kind])
        who.set_unusable_password()
        who.save(update_fields=["password"])
    SocialAccount.objects.create(user=account(kinds["organisation only"]), provider="organisation", uid="1")
    type(account(kinds["inactive"])).objects.filter(email=kinds["inactive"]).update(is_active=False)
    account(kinds["no role"]).grants.all().delete()
    return kinds


def _forget() -> None:
    from django.core.cache import cache

    cache.clear()


def _sign_in(email: str) -> Any:
    return browser().post("/account/login/", {"login": email, "password": "not-the-password-42"})


def _locked(email: str) -> Any:
    for number in range(10):
        browser(HTTP_X_FORWARDED_FOR=f"198.51.100.{number}").post("/account/login/", {"login": email, "password": "not-it-at-all"})
    return _sign_in(email)


def _ask_for_link(email: str) -> Any:
    return browser().post("/account/password/reset/", {"email": email})


def _said(response: Any, *typed: str) -> tuple[Any, ...]:
    """Everything an answer tells, without what is random in each and the address that was typed, which stands in its field again."""
    body = re.sub(r'name="(csrfmiddlewaretoken|mark)" value="[^"]*"', "", response.content.decode())
    for words in typed:
        body = body.replace(f'value="{words}"', "")
    headers = {name: value for name, value in response.headers.items() if name not in {"Expires", "Content-Length"}}
    cookies = sorted((name, each["max-age"], each["path"], each["samesite"], each["httponly"]) for name, each in response.cookies.items())
    return response.status_code, body, sorted(headers.items()), cookies


def _invitations() -> dict[str, str]:
    """A token of each kind that opens nothing any more, and one that never was."""
    from django.utils import timezone

    from folkmoot.accounts import operations
    from folkmoot.accounts.models import Invitation
    from folkmoot.accounts.rules import Role
    from folkmoot.accounts.scope import THE_PRODUCT

    at, tokens, work = timezone.now(), {"never was": "x" * 43}, operations.Work(Role.HQ, national=True)
    for kind in ("used", "withdrawn", "expired"):
        made, tokens[kind] = operations.invite(by=THE_PRODUCT, at=at, email=f"{kind}@example.org", name=kind, work=work)
        past = at - timedelta(days=30)
        change = {"used": {"accepted_at": at}, "withdrawn": {"withdrawn_at": at}}.get(
            kind, {"sent_at": past, "expires_at": past + timedelta(days=7)}
        )
        Invitation.objects.filter(pk=made.pk).update(**change)
    return tokens


def _join(token: str) -> Any:
    client = browser()
    client.get("/join/", {"key": token})
    return client.get("/join/")


DOORS: tuple[tuple[str, Ask], ...] = (("sign in", _sign_in), ("sign in, locked", _locked), ("ask for a new password", _ask_for_link))


def _bodies(kinds: dict[str, str], times: int) -> tuple[int, list[str]]:
    tried, found = 0, []
    for door, ask in DOORS:
        for _ in range(1 if "locked" in door else times):
            _forget()
            plain = _said(ask(UNKNOWN), UNKNOWN)
            for kind, email in kinds.items():
                _forget()
                tried += 1
                if _said(ask(email), email) != plain:
                    found.append(f"{door}: {kind}")
    tokens = _invitations()
    plain = _said(_join(tokens["never was"]))
    for kind, token in tokens.items():
        tried += 1
        if _said(_join(token)) != plain:
            found.append(f"invitation: {kind}")
    return tried, found


def _times(kinds: dict[str, str], each: int, doors: tuple[tuple[str, Ask], ...]) -> tuple[int, list[str], dict[str, Any]]:
    """Processor time of each answer, in random order; compared with that for an unknown address.

    What another thread does a second after the answer is no part of it, and is left out.
    """
    from scipy.stats import mannwhitneyu

    found, more, tried = [], {}, 0
    drawn = random.Random(29)
    comparisons = len(doors) * (len(kinds) - 1)
    for door, ask in doors:
        taken: dict[str, list[float]] = {kind: [] for kind in kinds}
        order = [kind for kind in kinds for _ in range(each)]
        drawn.shuffle(order)
        for kind in order:
            _forget()
            began = time.process_time()
            ask(kinds[kind])
            taken[kind].append(time.process_time() - began)
        plain = statistics.median(taken["unknown"])
        for kind in kinds:
            if kind == "unknown":
                continue
            tried += 1
            away = statistics.median(taken[kind]) / plain - 1
            p = float(mannwhitneyu(taken[kind], taken["unknown"]).pvalue)
            more[f"{door}, {kind}"] = f"{away:+.1%} (p {p:.3f})"
            if abs(away) > WITHIN or p < P / comparisons:
                found.append(f"time, {door}: {kind} {away:+.1%} (p {p:.4f})")
    return tried, found, more


def _measured(size: Size, break_it: Callable[[], None] | None = None) -> Figure:
    kinds = _prepared()
    if break_it:
        break_it()
    whole = size is Size.WHOLE
    tried, found = _bodies(kinds, 300 if whole else 1)
    more: dict[str, Any] = {"times": "measured at size whole"}
    if whole:
        with _letters_left():
            compared, slow, more = _times(kinds, 300, (DOORS[0], DOORS[2]))
        tried, found = tried + compared, found + slow
    return Figure(len(found), tried, "answers compared with that for an unknown one", found=tuple(found[:20]), more=more, least=20)


def _letters_left() -> Any:
    from folkmoot.accounts import password_letters

    return mock.patch.object(password_letters, "HANDS", mock.Mock())


@check(29, "An answer tells nobody whether somebody has an account", target="identical answers; times within 5 %")
def enumeration(size: Size) -> Figure:
    return _measured(size)


@control(29, "a disabled account is told that it is")
def told(size: Size) -> Figure:
    def break_it() -> None:
        from folkmoot.accounts.adapter import AccountAdapter
        from folkmoot.accounts.models import Account

        whole = AccountAdapter.authentication_failed

        def telling(self: Any, request: Any, **credentials: Any) -> None:
            whole(self, request, **credentials)
            if Account.objects.filter(email=credentials.get("email", ""), is_active=False).exists():
                raise self.validation_error("rate_limited")

        AccountAdapter.authentication_failed = telling

    return _measured(Size.GATE, break_it)


@control(29, "only accounts that exist are locked")
def locks_tell(size: Size) -> Figure:
    def break_it() -> None:
        from folkmoot.accounts.adapter import AccountAdapter
        from folkmoot.accounts.models import Account

        whole = AccountAdapter._count

        def only_known(self: Any, request: Any, **credentials: Any) -> None:
            if Account.objects.filter(email=credentials.get("email", "")).exists():
                whole(self, request, **credentials)

        AccountAdapter._count = only_known

    return _measured(Size.GATE, break_it)


@control(29, "the letter with a new password's link is made while the person waits")
def made_at_once(_size: Size) -> Figure:
    kinds = _prepared()
    from django.conf import settings

    settings.PASSWORD_LETTER_AFTER = 0.0
    tried, found, more = _times(kinds, 100, DOORS[2:])
    return Figure(len(found), tried, "times compared with that for an unknown one", more=more, found=tuple(found), least=5)
