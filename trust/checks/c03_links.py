"""Check 3: a link that was made for somebody works for nobody else, and not for them once they may not."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache
from typing import Any

from trust.checks.c01_every_route import _opens, _routes
from trust.checks.walking import Person, harvest, people, route_of
from trust.figures import Figure, Size, check, control
from trust.places import fictional, use

PASSWORD = "marigold-lantern-42"


@cache
def prepared(size: Size) -> tuple[list[Person], list[tuple[Person, str]]]:
    """Everybody, and each link that made a file or a page for one of them, with whose it was."""
    use(fictional())
    logging.disable(logging.ERROR)
    whole = size is Size.WHOLE
    everybody = people(most_of_a_role=2)
    links: dict[str, tuple[Person, str]] = {}
    rules = {route.address.replace("\\", ""): route.rule for route in _routes()}
    for person in everybody:
        if person.name not in (
            ("icem 1", "hq 1", "panel_member 1", "analyst 1", "hr 1", "lawyer 1") if whole else ("icem 1", "panel_member 1")
        ):
            continue
        harvest(person, of_each=1, most=100_000 if whole else 22)
        for route, addresses in person.reached.items():
            if rules.get(route.replace("\\", "")) not in (None, "public", "closed", "signed in"):
                links.setdefault(route, (person, addresses[0]))
    return everybody, [links[route] for route in sorted(links)]


def measured(size: Size) -> Figure:
    everybody, links = prepared(size)
    found: list[str] = []
    kinds: Counter[str] = Counter()
    files = 0
    for person, address in links:
        own = person.client.get(address)
        if own.status_code != 200:
            continue
        files += "html" not in own.headers.get("Content-Type", "html")
        for kind, status in _replayed(person, address, everybody):
            kinds[kind] += 1
            if status not in (302, 403, 404):
                found.append(f"{kind}: {route_of(address)} of {person.name} answers {status}")
    for kind, wrong in _letters():
        kinds[kind] += 1
        found += [f"{kind}: {wrong}"] if wrong else []
    more = {"links": len(links), "of files": files, **dict(sorted(kinds.items()))}
    return Figure(len(found), sum(kinds.values()), "replays", more, tuple(found[:20]), least=500 if size is Size.WHOLE else 60)


def _replayed(person: Person, address: str, everybody: list[Person]) -> Iterator[tuple[str, int]]:
    """Each way to use somebody's link, and how it was answered; what was changed for it is taken back."""
    from django.test import Client
    from django.utils import timezone

    from folkmoot.accounts.models import Account, RoleGrant

    yield "nobody", Client(raise_request_exception=False).get(address).status_code
    other = next((each for each in everybody[1:] if not _opens(each, route_of(address))), None)
    if other is not None:
        yield "somebody else", other.client.get(address).status_code
    yield "after signing out", _asked_after(person, address, _signed_out)
    ended = {"ended_at": timezone.now()}
    yield (
        "after the role ended",
        _asked_after(person, address, lambda _client: RoleGrant.objects.filter(account=person.account).update(**ended)),
    )
    yield (
        "after the account was closed",
        _asked_after(person, address, lambda _client: Account.objects.filter(pk=person.account.pk).update(is_active=False)),
    )
    yield "after the session ran out", _asked_after(person, address, _run_out)


def _asked_after(person: Person, address: str, change: Callable[[Any], Any]) -> int:
    from django.db import transaction
    from django.test import Client

    with transaction.atomic():
        client = Client(raise_request_exception=False)
        client.force_login(person.account)
        client.get("/accessibility")
        change(client)
        status = client.get(address).status_code
        transaction.set_rollback(True)
    return status


def _signed_out(client: Any) -> None:
    """Sign out as the browser does, and send the old cookie again."""
    kept = client.cookies["sessionid"].value if "sessionid" in client.cookies else next(iter(client.cookies.values())).value
    name = next(iter(client.cookies))
    client.logout()
    client.cookies[name] = kept


def _run_out(client: Any) -> None:
    from django.utils import timezone

    session = client.session
    session["last_seen"] = session["signed_in_at"] = (timezone.now() - timedelta(days=2)).isoformat()
    session.save()


def _letters() -> Iterator[tuple[str, str]]:
    """One-time and secret links: what each still opens once it should not ("" nothing)."""
    from django.db import transaction

    for kind, case in (*_invitations(), *_feeds(), *_calls()):
        with transaction.atomic():
            wrong = case()
            transaction.set_rollback(True)
        yield kind, wrong


def _invitations() -> list[tuple[str, Callable[[], str]]]:
    """An invitation that was used, withdrawn, ran out, was changed in one letter: it makes no account."""
    from django.test import Client
    from django.utils import timezone

    from folkmoot.accounts.models import Account, Invitation
    from folkmoot.accounts.operations import Work, accept_invitation, invite, withdraw_invitation
    from folkmoot.accounts.rules import Role
    from folkmoot.accounts.scope import NOBODY, THE_PRODUCT

    def case(change: Callable[[Any, str], str]) -> Callable[[], str]:
        def run() -> str:
            work = Work(role=Role.GOVERNANCE_MEMBER, national=True)
            made, token = invite(by=THE_PRODUCT, at=timezone.now(), email="invited@example.org", name="Invited", work=work)
            token = change(made, token) or token
            before, client = Account.objects.count(), Client(raise_request_exception=False)
            client.get(f"/join/?key={token}")
            said = {"name": "Somebody", "password": PASSWORD, "again": PASSWORD}
            client.post("/join/", said)
            return "an account was made" if Account.objects.count() != before else ""

        return run

    def used(_made: Any, token: str) -> str:
        accept_invitation(by=NOBODY, at=timezone.now(), token=token, name="Invited", password=PASSWORD)
        return ""

    def withdrawn(made: Any, _token: str) -> str:
        withdraw_invitation(by=THE_PRODUCT, at=timezone.now(), invitation=made)
        return ""

    def over(made: Any, _token: str) -> str:
        ended = timezone.now() - timedelta(seconds=1)
        Invitation.objects.filter(pk=made.pk).update(sent_at=ended - timedelta(days=7), expires_at=ended)
        return ""

    ways = {"used": used, "withdrawn": withdrawn, "run out": over, "changed by a letter": lambda _made, token: _changed(token)}
    opens = case(lambda _made, token: token)
    made = [("invitation, still open", lambda: "" if opens() else "an open invitation makes no account: nothing was tried")]
    return made + [(f"invitation, {name}", case(way)) for name, way in ways.items()]


def _feeds() -> list[tuple[str, Callable[[], str]]]:
    """A calendar's secret address, stopped, of a closed account, of an ended role, changed in one letter: it shows nothing."""
    from django.test import Client
    from django.utils import timezone

    from folkmoot.accounts.models import Account, RoleGrant
    from folkmoot.accounts.scope import viewer_for
    from folkmoot.areas.models import Area
    from folkmoot.engagement.calendar.operations import make_feed, revoke_feed

    grant = RoleGrant.objects.filter(role="icem", ended_at=None).order_by("pk").first()
    account = grant.account

    def case(change: Callable[[Any, str], Any]) -> Callable[[], str]:
        def run() -> str:
            viewer = viewer_for(account, timezone.localdate())
            area = Area.objects.get(pk=min(viewer.sight("calendar.read").area_ids))
            feed, token = make_feed(by=viewer, at=timezone.now(), area=area)
            said = change(feed, token)
            token = said if isinstance(said, str) else token
            status = Client(raise_request_exception=False).get(f"/r/calendar/{token}.ics").status_code
            return f"the calendar answers {status}" if status not in (403, 404, 410) else ""

        return run

    def stopped(feed: Any, _token: str) -> None:
        revoke_feed(by=viewer_for(account, timezone.localdate()), at=timezone.now(), feed=feed)

    ways: dict[str, Callable[[Any, str], Any]] = {
        "stopped": stopped, "changed by a letter": lambda _feed, token: _changed(token),
        "of a closed account": lambda *_all: Account.objects.filter(pk=account.pk).update(is_active=False),
        "of an ended role": lambda *_all: RoleGrant.objects.filter(account=account).update(ended_at=timezone.now()),
    }  # fmt: skip
    opens = case(lambda _feed, token: token)
    made = [("calendar's address, open", lambda: "" if opens() else "an open calendar answers nothing: nothing was tried")]
    return made + [(f"calendar's address, {name}", case(way)) for name, way in ways.items()]


def _calls() -> list[tuple[str, Callable[[], str]]]:
    """The link by which a member answers a call to a meeting: changed in one letter, and of another kind of link."""
    from django.test import Client

    from folkmoot.panels.meetings.models import Attendance
    from folkmoot.panels.meetings.replying import token_of

    row = Attendance.objects.order_by("-pk").first()
    if row is None:
        return []
    token = token_of(row)

    def asked(said: str) -> Callable[[], str]:
        def run() -> str:
            status = Client(raise_request_exception=False).get(f"/dates/{said}/").status_code
            return f"answers {status}" if status not in (404, 410) else ""

        return run

    return [("a member's link, changed by a letter", asked(_changed(token))), ("a member's link, as of a poll", asked("p" + token[1:]))]


def _changed(token: str) -> str:
    return token[:-3] + ("A" if token[-3] != "A" else "B") + token[-2:]


@check(
    3,
    "A link made for somebody works for nobody else, and not for them once they may not",
    target="0 successes of L links × nobody, somebody else, after signing out, after the role, the account and the session ended",
)
def links(size: Size) -> Figure:
    return measured(size)


@control(3, "sessions have no end, roles that ended still hold, and a used or withdrawn invitation still opens")
def endless(size: Size) -> Figure:
    prepared(size)
    from folkmoot.accounts import middleware, queries, scope
    from folkmoot.accounts.models import RoleGrant

    middleware.session_over = lambda **_named: False
    queries.invitation_open = lambda **_named: True
    plain = scope.RoleGrant.objects.filter
    manager = type("Forgetful", (), {"filter": staticmethod(lambda **named: plain(**{k: v for k, v in named.items() if k != "ended_at"}))})
    scope.RoleGrant = type("RoleGrant", (), {"objects": manager, "DoesNotExist": RoleGrant.DoesNotExist})
    return measured(size)
