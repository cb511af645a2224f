"""The fictional year within one process: its routes from the resolver, a client that may do everything, an address of each route."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from unittest import mock
from urllib.parse import urljoin, urlsplit

from trust.places import Place, fictional, use

MEMBER, OFFICER = "ruth.adeyemi@example.org", "owen.achebe@example.org"
_LINK = re.compile(r'\bhref="([^"#]+)')
_LEAVES = ("logout", "reauthenticate", "login", "/i18n/", "/static/")


@dataclass(frozen=True)
class Route:
    name: str
    path: str
    view: Callable[..., Any]

    @property
    def takes_file(self) -> bool:
        return getattr(self.view, "takes_file", False)


def begin() -> Place:
    """The fictional year, ready in this process. Once for each process, before anything of the product is imported."""
    import logging

    place = fictional()
    use(place)
    logging.disable(logging.WARNING)  # a plain refusal is logged by Django; the check counts it
    return place


def routes() -> list[Route]:
    """Every route of the product's own, from the resolver."""
    from django.urls import URLPattern, get_resolver

    def walk(patterns: Any, before: str, space: str) -> Iterator[Route]:
        for each in patterns:
            if isinstance(each, URLPattern):
                name = f"{space}:{each.name}" if space else str(each.name)
                yield Route(name, before + str(each.pattern), each.callback)
            else:
                yield from walk(each.url_patterns, before + str(each.pattern), each.namespace or space)

    return [each for each in walk(get_resolver().url_patterns, "", "") if each.view.__module__.startswith("folkmoot.")]


def client(email: str = OFFICER, *, everything: bool = True) -> Any:
    """A signed-in client. With `everything` it may do all that the product itself may, so that what a page refuses is what it was sent."""
    from django.test import Client

    from folkmoot.accounts import middleware
    from folkmoot.accounts.models import Account
    from folkmoot.accounts.scope import Viewer

    account = Account.objects.get(email=email)
    made = Client(raise_request_exception=False)
    made.force_login(account)
    if everything:
        viewer_of = middleware.viewer_for

        def all_seeing(held: Account, today: Any) -> Viewer:
            seen = viewer_of(held, today)
            return Viewer(held.pk, str(held), seen.grants, everything=True) if held.pk == account.pk else seen

        mock.patch.object(middleware, "viewer_for", all_seeing).start()
    return made


def opened(made: Any, route: Route, most: int = 80) -> str:
    """An address of a route at which its page opens: the first of so many rows; empty where none does."""
    return next(every_opened(made, route, most), "")


def every_opened(made: Any, route: Route, most: int = 80) -> Iterator[str]:
    """Every address of a route at which its page opens, of so many rows."""
    named = re.compile(r"<(?:\w+:)?\w+>")
    rows = range(1, most) if named.search(route.path) else (0,)
    for pk in rows:
        address = "/" + named.sub(str(pk), route.path)
        if made.get(address).status_code == 200:
            yield address


def harvested(made: Any, first: list[str], *, most_pages: int) -> dict[str, str]:
    """One address of each route that links lead to from the first pages, by the name of the route."""
    from django.urls import Resolver404, resolve

    waiting, seen, by_name = list(first), set(first), {}
    pages = 0
    while waiting and pages < most_pages:
        address = waiting.pop(0)
        answer = made.get(address)
        pages += 1
        if answer.status_code != 200 or not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        by_name.setdefault(resolve(urlsplit(address).path).view_name, address)
        for link in _LINK.findall(answer.content.decode()):
            target = urlsplit(urljoin(address, link.replace("&amp;", "&")))
            if target.netloc or target.path in seen or any(each in target.path for each in _LEAVES):
                continue
            seen.add(target.path)
            try:
                name = resolve(target.path).view_name
            except Resolver404:
                continue
            if name not in by_name and sum(1 for each in waiting if resolve(urlsplit(each).path).view_name == name) < 2:
                waiting.append(target.path)
    return by_name
