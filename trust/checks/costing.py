"""What requests cost in this process: processor time and statements of each, beside an empty page behind the same middleware."""

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from secrets import token_hex
from statistics import median
from typing import Any

from trust.checks.writing import PASSWORD

BUDGETS = {"list": 60, "detail": 40, "save": 30, "search": 80, "sign-in": 150}  # processor milliseconds
RATIOS = {"list": 30, "detail": 20, "save": 15, "search": 40, "sign-in": 75}  # times an empty page
MOST_QUERIES, MOST_REPEATS = 25, 9
# What everybody opens all day; with `everything`, each address without a placeholder that shows records.
LISTS = (
    "/", "/inbox/", "/organisations/", "/organisations/people/", "/engagement/", "/engagement/calendar/", "/communities/", "/voice/",
    "/actions/", "/decisions/", "/panels/", "/panels/meetings/", "/casework/", "/workforce/", "/reports/", "/my-panel/",
)  # fmt: skip
SEARCHES = ("/search?q=harbour", "/search?q=meeting", "/search?q=a", "/organisations/?search=trust")
# Answers that are worked out from case data have a budget of their own (500 ms, bench/workbench.py), and files are not pages.
ANOTHER_BUDGET = re.compile(r"workbench|\.(csv|json|ics)$|/feed$|/health/|/metrics|/account/|/export/|/everything/|/new/?$|/language$")
_LINK, _NUMBER = re.compile(r'href="(/[^"#?]*)"'), re.compile(r"'[^']*'|\b\d+\b")


@dataclass(frozen=True)
class Page:
    """One request that is measured: its kind (see BUDGETS), what it asks as whom, and how it is done."""

    kind: str
    address: str
    role: str
    ask: Callable[[], Any]


@dataclass(frozen=True)
class Cost:
    page: Page
    ms: float
    queries: int
    repeats: int


def prepare() -> None:
    """Once, after Django is set up: quiet, and with an empty page."""
    import logging
    import os

    from django.http import HttpResponse
    from django.urls import path

    from folkmoot.accounts.access import public
    from folkmoot.config import urls

    logging.disable(logging.CRITICAL)
    os.environ["FOLKMOOT_DAILY_AT"] = "off"
    urls.urlpatterns.insert(0, path("trust-empty", public(lambda _request: HttpResponse("<p>Nothing</p>"))))


def burn(seconds: float) -> None:
    """Keep a processor busy for so long."""
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def signed_in(email: str) -> Any:
    from django.test import Client

    from folkmoot.accounts.models import Account

    made = Client(raise_request_exception=False)
    made.force_login(Account.objects.get(email=email))
    return made


def empty_page() -> float:
    """Processor milliseconds of a page that shows nothing, to somebody who is signed in."""
    client = signed_in("maya.fenwick@example.org")
    return median(_spent(partial(client.get, "/trust-empty"))[0] for _again in range(30))


def pages(cast: dict[str, str], *, everything: bool) -> list[Page]:
    """Each page that each role may open, each save, and signing in."""
    found: list[Page] = []
    lists = _all_lists() if everything else LISTS
    for role, email in cast.items():
        client = signed_in(email)
        details: dict[str, str] = {}
        for kind, address in [*(("list", each) for each in lists), *(("search", each) for each in SEARCHES)]:
            answer = client.get(address)
            if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
                continue
            found.append(Page(kind, address, role, partial(client.get, address)))
            for link in _details(answer.text):
                details.setdefault(re.sub(r"\d+", "1", link), link)
        for address in details.values():
            if client.get(address).status_code == 200:
                found.append(Page("detail", address, role, partial(client.get, address)))
    return found + _saves(signed_in("maya.fenwick@example.org")) + [Page("sign-in", "/account/login/", "nobody", _sign_in)]


def cost(page: Page, *, repeats: int) -> Cost:
    """The median of so many requests, after one that is not counted; and the statements of one."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        answer = page.ask()
    if answer.status_code >= 400:
        raise RuntimeError(f"{page.address} answers {answer.status_code} to {page.role}")
    told = Counter(_NUMBER.sub("?", each["sql"]) for each in asked.captured_queries)
    read = [count for statement, count in told.items() if statement.startswith("SELECT")]
    statements = sum(count for words, count in told.items() if words.startswith(("SELECT", "INSERT", "UPDATE", "DELETE")))
    return Cost(page, median(_spent(page.ask)[0] for _again in range(repeats)), statements, max(read, default=0))


def hostile(*, everything: bool) -> list[tuple[str, float, int]]:
    """(what, processor seconds, status) of requests that no page of ours sends: far pages, very many fields, a very large body."""
    client = signed_in("owen.achebe@example.org")
    many = "&".join(f"p{number}=1" for number in range(100_000))
    kind = "application/x-www-form-urlencoded"
    sent = [(f"{each}?{key}=1000000000", partial(client.get, f"{each}?{key}=1000000000"))
            for each in (LISTS if everything else LISTS[2:8]) for key in ("page", "size")]  # fmt: skip
    sent += [
        (f"{each} with 100,000 parameters", partial(client.get, f"{each}?{many}")) for each in LISTS[2 : 4 if not everything else None]
    ]
    for each in ("/organisations/new", "/engagement/log", "/account/login/"):
        sent.append((f"{each} sent 100,000 fields", partial(client.post, each, many, content_type=kind)))
        sent.append((f"{each} sent 10 MB", partial(client.post, each, "name=" + "x" * 10_485_760, content_type=kind)))
    told = []
    for what, ask in sent:
        milliseconds, answer = _spent(ask)
        told.append((what, milliseconds / 1000, answer.status_code))
    return told


def _spent(ask: Callable[[], Any]) -> tuple[float, Any]:
    began = time.process_time()
    answer = ask()
    return (time.process_time() - began) * 1000, answer


def _all_lists() -> list[str]:
    from tools.documents import routes

    return sorted({each.address for each in routes() if "<" not in each.address and not ANOTHER_BUDGET.search(each.address)})


def _details(page: str) -> Iterator[str]:
    """The first link of a page to each kind of record: an address that ends with its number."""
    return (link for link in _LINK.findall(page) if re.search(r"/\d+/?$", link) and not ANOTHER_BUDGET.search(link))


def _saves(client: Any) -> list[Page]:
    from django.utils import timezone

    from folkmoot.engagement.models import Activity

    area, today = "east-of-england", timezone.localdate().isoformat()
    activity = Activity.objects.filter(area__code=area).order_by("pk").values_list("pk", flat=True)[0]

    def filled(path: str, **values: str) -> Callable[[], Any]:
        given = _hidden(client.get(path).content.decode())

        def send() -> Any:
            fresh = {name: value.replace("*", token_hex(6)) for name, value in values.items()}
            answer = client.post(path, given | fresh | {"mark": token_hex(16)})
            if answer.status_code != 302:
                raise RuntimeError(f"{path} was not saved: {answer.status_code}")
            return answer

        return send

    contact = {"title": "Visit *", "kind": "meeting", "held_on": today, "said_1": "They said * one", "said_1_kind": "concern"}
    organisation = {"name": "* Harbour Forum *", "kind": "community", "known": "another"}
    made = {
        f"/engagement/log?area={area}": contact, f"/organisations/new?area={area}": organisation,
        f"/engagement/{activity}/point": {"words": "We never hear back *", "nature": "concern"},
    }  # fmt: skip
    return [Page("save", path, "icem", filled(path, **values)) for path, values in made.items()]


def _hidden(page: str) -> dict[str, str]:
    from trust.checks.writing import _hidden as hidden

    return {name: value for name, value in hidden(page).items() if name != "csrfmiddlewaretoken"}


def _sign_in() -> Any:
    from django.test import Client

    answer = Client().post("/account/login/", {"login": "maya.fenwick@example.org", "password": PASSWORD})
    if answer.status_code != 302:
        raise RuntimeError(f"signing in answers {answer.status_code}")
    return answer
