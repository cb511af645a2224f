"""Walking the pages in this process: as each of the cast, along the links that pages hold, a few addresses of each route."""

import io
import json
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

LEAVES = ("/account/logout", "/language")


@dataclass(frozen=True)
class Visit:
    """One page that was asked for."""

    role: str
    route: str
    address: str
    status: int
    content: bytes


class _Links(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        link = dict(attrs).get("href") if tag == "a" else None
        if link and not link.startswith(("#", "mailto:", "http")):
            self.found.append(link.split("#")[0])


def links_in(page: str) -> list[str]:
    """The addresses of ours that a page leads to."""
    return [link for link in _Links(page).found if link.startswith(("/", "?"))]


def cast(home: Path) -> dict[str, str]:
    """The first person of each role: role -> e-mail address."""
    people: dict[str, str] = {}
    for one in json.loads((home / "fictional").read_text())["people"]:
        people.setdefault(one["role"], one["email"])
    return people


def visits(role: str, email: str, *, each: int, most: int, watched: Callable[[Callable[[], Any]], Any]) -> Iterator[tuple[Visit, Any]]:
    """What a person meets who follows every link, at most `each` addresses of a route, `most` in all. `watched` asks and tells."""
    from django.contrib.auth import get_user_model
    from django.test import Client
    from django.urls import Resolver404, resolve

    client = Client(raise_request_exception=False)
    client.force_login(get_user_model().objects.get(email=email))
    _say_when(client)
    waiting, asked, met = ["/"], Counter[str](), set[str]()
    while waiting and len(met) < most:
        address = waiting.pop(0)
        try:
            route = resolve(address.split("?")[0]).route
        except Resolver404:
            route = address.split("?")[0]
        kind = route + ("?" if "?" in address else "")
        if address in met or asked[kind] >= each or address.startswith(LEAVES):
            continue
        asked[kind] += 1
        met.add(address)
        answer, seen = watched(lambda here=address: client.get(here))
        content = _content(answer)
        yield Visit(role, route, address, answer.status_code, content), seen
        if answer.status_code in (301, 302):
            waiting.append(answer["Location"])
        elif answer.headers.get("Content-Type", "").startswith("text/html"):
            here = address.split("?")[0]
            waiting += [here + link if link.startswith("?") else link for link in links_in(content.decode(errors="replace"))]


def _say_when(client: Any) -> None:
    """A session that begins now: those without the moments in which they began and were seen last are over."""
    client.get("/accessibility")


def _content(answer: Any) -> bytes:
    """What came, with what is packed in it unpacked."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            return b"\n".join(pack.read(name) for name in pack.namelist())
    return bytes(content)
