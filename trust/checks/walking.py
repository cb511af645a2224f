"""Everybody of the fictional year as a client of the product in this process, and every address that its pages lead them to."""

import io
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser

LEAVE = re.compile(r"^/(account/logout|language|account/2fa|account/oidc)(/|\?|$)")


class Leads(HTMLParser):
    """Where a page leads: links, forms, pictures, recordings."""

    def __init__(self, page: str, here: str) -> None:
        super().__init__()
        self.here, self.found = here, []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        for name in ("href", "src", "action"):
            lead = (said.get(name) or "").split("#")[0]
            if lead and not lead.startswith(("mailto:", "tel:", "http", "data:", "/static/")):
                self.found.append(self.here + lead if lead.startswith("?") else lead)


@dataclass
class Person:
    """Who asks: a name for the report, a client that is signed in, and the viewer that the product makes of them (None: nobody)."""

    name: str
    client: object
    viewer: object = None
    account: object = None
    reached: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def people(*, most_of_a_role: int = 2) -> list[Person]:
    """One or two of each role (of different Areas where there are), somebody without an account, and somebody whose account was closed."""
    from django.test import Client
    from django.utils import timezone

    from folkmoot.accounts.models import Account
    from folkmoot.accounts.scope import viewer_for

    chosen: list[Person] = [Person("nobody", Client(raise_request_exception=False))]
    taken: Counter[str] = Counter()
    for account in Account.objects.filter(is_active=True).order_by("pk"):
        viewer = viewer_for(account, timezone.localdate())
        role = "+".join(sorted(viewer.roles)) or "none"
        if role == "none" or taken[role] >= most_of_a_role:
            continue
        taken[role] += 1
        client = Client(raise_request_exception=False)
        client.force_login(account)
        chosen.append(Person(f"{role} {taken[role]}", client, viewer, account))
    return chosen


BEGINNINGS = ("/", "/public/", "/my-panel/")


def harvest(person: Person, *, of_each: int, most: int = 100_000, begin: Iterable[str] = BEGINNINGS) -> None:
    """Follow every link of every page the person comes to, up to `of_each` addresses of a route; kept in `person.reached`."""
    waiting, seen, asked = list(begin), set(), 0
    while waiting and asked < most:
        address = waiting.pop(0)
        route = route_of(address)
        if address in seen or LEAVE.match(address) or len(person.reached[route]) >= of_each:
            continue
        seen.add(address)
        asked += 1
        answer = person.client.get(address)
        if answer.status_code in (301, 302, 303) and answer["Location"].startswith("/"):
            waiting.append(answer["Location"])
        person.reached[route].append(address)
        if "html" in answer.headers.get("Content-Type", ""):
            waiting += Leads(answer.text, address.split("?")[0]).found


def route_of(address: str) -> str:
    """The route an address belongs to, as `tools.documents.routes` names it; the address itself where there is none."""
    path = address.split("?")[0]
    return next((name for name, pattern in _patterns() if pattern.match(path)), path)


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    from tools.documents import routes

    ordered = sorted({route.address for route in routes()}, key=lambda address: (address.count("<"), address))
    return [(name, re.compile("^" + re.sub(r"<\w+>", "[^/]+", re.escape(name.replace("\\", ""))) + "$")) for name in ordered]


def said_in(answer: object) -> Iterator[str]:
    """Every text of an answer: its address, headers, body, and the members of an archive."""
    yield "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    yield body.decode("utf-8", "replace")
    if body[:2] == b"PK":
        yield from _members(body)
    elif body[:5] == b"%PDF-":
        yield from _pages(body)


def _members(body: bytes) -> Iterable[str]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        for name in archive.namelist():
            inner = archive.read(name)
            yield f"{name}\n{inner.decode('utf-8', 'replace')}"
            if inner[:2] == b"PK":
                yield from _members(inner)


def _pages(body: bytes) -> Iterable[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(body)
    for page in document:
        yield page.get_textpage().get_text_bounded()
