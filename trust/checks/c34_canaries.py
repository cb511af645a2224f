"""Check 34: nothing personal and no secret lies outside the database, the files and the post, and no error shows its insides.

Every personal word in a copy of the fictional year is marked. The production server is used as people use it, the day's job runs, files
are taken out, things go wrong; then every byte that was written anywhere but in its place is searched for a mark or a secret.
"""

import http.client
import io
import logging
import os
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from unittest.mock import patch

from trust.checks.crawling import links_in
from trust.checks.planting import MARK, plant
from trust.figures import Figure, Size, check, control
from trust.places import Place, fictional, folder, served, use

PASSWORD = "marigold-lantern-42"
PAGES = {Size.GATE: 25, Size.WHOLE: 400}
ROLES = {Size.GATE: ("icem",), Size.WHOLE: ("icem", "hq", "lawyer", "panel_member", "administrator")}
# Where such words belong: the database with its journal, files that people attached or made, letters that go nowhere, the fictional cast.
THEIR_PLACE = ("folkmoot.sqlite3", "files/", "reports/", "outbox/", "mail/", "fictional", "secret.key", "cases.key")
TARGET = "0 personal canaries and 0 secrets in logs, addresses, caches and temporary places; no stack trace to anybody"
_EVERY_LINK = re.compile(r'(?:href|src|action)="([^"]*)"')
LEAK = """
import sys
import django.http.response as response
whole = response.HttpResponse.__init__
def leaky(self, content=b"", *rest, **named):
    whole(self, content, *rest, **named)
    sys.stderr.write(bytes(self.content).decode(errors="replace")[:200000])
response.HttpResponse.__init__ = leaky
"""


@check(34, "Nothing personal and no secret lies in logs, addresses, caches or temporary places", target=TARGET)
def sweep(size: Size) -> Figure:
    return _measured(size)


@control(34, "the server writes what it answers into its log")
def talkative(size: Size) -> Figure:
    place = folder()
    (place / "sitecustomize.py").write_text(LEAK)
    return _measured(Size.GATE, PYTHONPATH=os.pathsep.join([str(place), os.environ.get("PYTHONPATH", "")]))


@control(34, "an error is logged with what it says")
def errors_with_words(size: Size) -> Figure:
    use(fictional())
    from folkmoot.config.masking import NamelessFormatter

    with patch.object(NamelessFormatter, "formatException", logging.Formatter.formatException):
        found = _errors()
    return Figure(len(found), 2, "errors", found=tuple(found))


def _measured(size: Size, **extra: str) -> Figure:
    place, temporary = fictional(), folder()
    os.environ["FOLKMOOT_HOME"] = str(place.home)
    use(place)
    marks = _personal(plant(place.home / "folkmoot.sqlite3"))
    place.run("search", "rebuild")
    before = {file: file.stat().st_mtime_ns for file in place.home.rglob("*") if file.is_file()}
    addresses: list[str] = []
    secrets = {PASSWORD.encode(), (place.home / "secret.key").read_bytes().strip()[:40]}
    with served(place, TMPDIR=str(temporary), **extra):
        for role in ROLES[size]:
            browser = Browser(place)
            browser.sign_in(role)
            secrets |= browser.secrets()
            addresses += browser.look_around(PAGES[size])
            browser.go_wrong()
    place.run("daily", code=None, TMPDIR=str(temporary))
    found = [f"{file}: {what}" for file, what in _swept(place, temporary, marks, secrets, before)]
    found += [f"an address: {MARK.sub('(a mark)', each)[:120]}" for each in addresses if set(MARK.findall(each)) & marks]
    found += _errors()
    swept = [file for root in (place.home, temporary) for file in root.rglob("*") if file.is_file() and not _in_its_place(file, place.home)]
    more = {"marks planted": len(marks), "secrets": len(secrets), "files searched": len(swept), "addresses": len(addresses)}
    more |= {"not measured": "browser storage, crash dumps; letters themselves, which are meant to hold names"}
    return Figure(len(found), len(swept) + len(addresses) + 2, "files, addresses and errors", more, tuple(found), least=20)


def _personal(planted: dict[str, object]) -> set[str]:
    """The marks in personal and special-category fields; what is case-related is a group's name and stands in addresses of tables."""
    from django.apps import apps

    from folkmoot.foundation.privacy import Label

    wanted = {Label.PERSONAL, Label.SPECIAL_CATEGORY}
    return {mark for mark, it in planted.items() if apps.get_model(it.model).privacy_of(it.field) in wanted}  # type: ignore[attr-defined]


def _in_its_place(file: Path, home: Path) -> bool:
    return file.is_relative_to(home) and str(file.relative_to(home)).startswith(THEIR_PLACE)


def _swept(place: Place, temporary: Path, marks: set[str], secrets: set[bytes], before: dict[Path, int]) -> Iterator[tuple[str, str]]:
    for root in (place.home, temporary):
        for file in sorted(root.rglob("*")):
            if not file.is_file() or _in_its_place(file, place.home) or before.get(file) == file.stat().st_mtime_ns:
                continue
            data = file.read_bytes()
            met = set(MARK.findall(data.decode("utf-8", errors="replace"))) & marks
            if met:
                yield str(file.relative_to(root)), f"{len(met)} personal words"
            if any(secret in data for secret in secrets if secret):
                yield str(file.relative_to(root)), "a secret"


class Browser:
    """Somebody at the server, who follows links, says where they came from, and types names into the search."""

    def __init__(self, place: Place) -> None:
        self.place, self.jar = place, CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def ask(self, address: str, *, sent: dict[str, str] | None = None, came_from: str = "") -> tuple[int, str]:
        data = urllib.parse.urlencode(sent).encode() if sent is not None else None
        whole = urllib.parse.urljoin(self.place.address, urllib.parse.quote(address, safe="/?&=%:,;+-_.~"))
        request = urllib.request.Request(whole, data, {"Referer": came_from or self.place.address + "/"})
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode(errors="replace")
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode(errors="replace")
        except (http.client.InvalidURL, urllib.error.URLError):
            return 0, ""

    def sign_in(self, role: str) -> None:
        from trust.checks.crawling import cast

        _status, page = self.ask("/account/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        said = {"login": cast(self.place.home)[role], "password": PASSWORD, "csrfmiddlewaretoken": token[1] if token else ""}
        status, _page = self.ask("/account/login/", sent=said, came_from=self.place.address + "/account/login/")
        if status != 200 or not any("session" in cookie.name for cookie in self.jar):
            raise RuntimeError(f"{role} could not sign in: {status}")

    def secrets(self) -> set[bytes]:
        return {str(cookie.value).encode() for cookie in self.jar if cookie.value and len(str(cookie.value)) > 20}

    def look_around(self, most: int) -> list[str]:
        """Follow links; returns every address that any page held."""
        waiting, met, addresses = [("/", "")], set[str](), list[str]()
        while waiting and len(met) < most:
            address, came_from = waiting.pop(0)
            if address in met or address.startswith(("/account/logout", "/language", "/static")):
                continue
            met.add(address)
            _status, page = self.ask(address, came_from=came_from)
            addresses += _EVERY_LINK.findall(page)
            here = self.place.address + address
            waiting += [(address.split("?")[0] + link if link.startswith("?") else link, here) for link in links_in(page)]
        return addresses

    def go_wrong(self) -> None:
        """Addresses that are not there, forms without their token, and a search for a name."""
        for address in ("/no-such-page", "/organisations/people/999999999/", "/search?q=yusuf", "/organisations/people/?name=yusuf"):
            self.ask(address)
        self.ask("/organisations/people/1/erase", sent={"name": "Somebody"})


def _errors() -> list[str]:
    """A view that fails with somebody's name in the error: neither the page nor the log says it, and the page shows no trace."""
    from django.test import Client

    name = "".join(["zqbroke", "nzq"])
    said = io.StringIO()
    handler = next(each for each in logging.getLogger().handlers if isinstance(each, logging.StreamHandler))
    found = []

    def broken(*_args: object, **_named: object) -> None:
        raise ValueError(f"Key (email)=({name}) already exists")

    before = handler.setStream(said)
    try:
        with patch("folkmoot.overview.web.views.render", broken):
            answer = Client(raise_request_exception=False).get("/accessibility")
    finally:
        handler.setStream(before)
    if answer.status_code != 500 or not said.getvalue():
        found.append(f"the view did not fail as it should: {answer.status_code}")
    if name in answer.text or "Traceback" in answer.text:
        found.append("the page of an error shows what went wrong inside")
    if name in said.getvalue():
        found.append("the log says what the error said, a name in it")
    return found
