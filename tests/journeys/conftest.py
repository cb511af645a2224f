"""A running product with the fictional year in it, a browser, and the means to look and to check.

The server is the production one, started as a user would. `make journeys` runs two at a time, each with a service and a browser of its
own; what was visited is kept between its stages (tools/journeys.py). Where there is no Chromium the journeys are skipped and say so.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from functools import cache
from pathlib import Path

import pytest
from tools.journeys import CHROMIUM

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "guide" / "pictures"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
# What holds is not told: to describe each place of it took as long as to look. No rule of these reads the style sheets again.
LOOKED_FOR = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"],
    "preload": {"assets": ["media"]},
}  # fmt: skip
# Journeys that hold a meeting of the member's own panel come after those that walk her pages; the crawl spares itself what a journey has
# already looked at; the account of what was visited comes after everything.
LAST = ("test_scrutiny.py", "test_scrutiny_besides.py", "test_case_learning.py", "test_every_page.py", "test_visited_all.py")
NARROW = {"width": 320, "height": 720}
WIDE = {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: Path(item.fspath).name in LAST and LAST.index(Path(item.fspath).name) + 1)
    for item in items:
        if Path(__file__).parent in Path(item.fspath).parents:
            item.add_marker(pytest.mark.journey)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine; install Debian's chromium to run the journeys"))


def pytest_sessionfinish(session):
    """Tell the stages that follow what this process has seen."""
    if SEEN:
        told = {"visited": sorted(visited), "looked_at": sorted(looked_at)}
        (Path(SEEN) / f"{os.getpid()}.json").write_text(json.dumps(told), encoding="utf-8")


class Service:
    """A started product: where it answers, and its data folder."""

    def __init__(self, home: Path, port: int) -> None:
        self.home, self.address = home, f"http://localhost:{port}"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in {"DJANGO_SETTINGS_MODULE", "DATABASE_URL"}}
        return {**kept, "FOLKMOOT_HOME": str(self.home), "FOLKMOOT_URL": self.address}

    def run(self, *words: str) -> str:
        """Run the command against this service's data; returns what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "folkmoot.cli", *words], env=self.environment, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stderr or done.stdout
        return done.stdout

    def start(self) -> subprocess.Popen:
        port = self.address.rsplit(":", 1)[1]
        command = [sys.executable, "-m", "folkmoot.cli", "serve", "--port", port]
        with (self.home / "server.log").open("w") as log:
            server = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log, start_new_session=True)
        for _ in range(300):
            try:
                urllib.request.urlopen(self.address + "/accessibility", timeout=2).close()
            except OSError:
                assert server.poll() is None, (self.home / "server.log").read_text()
                time.sleep(0.2)
            else:
                return server
        raise AssertionError("the server did not answer within a minute: " + (self.home / "server.log").read_text())


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


@pytest.fixture(scope="session")
def service(tmp_path_factory):
    """The fictional year, built once for all journeys (or copied from FOLKMOOT_JOURNEYS_HOME, built before), and served."""
    service = Service(tmp_path_factory.mktemp("fictional"), free_port())
    if os.environ.get("FOLKMOOT_JOURNEYS_HOME"):
        shutil.copytree(os.environ["FOLKMOOT_JOURNEYS_HOME"], service.home, dirs_exist_ok=True)
    else:
        service.run("demo", "--build-only")
    server = service.start()
    yield service
    server.terminate()
    server.wait(20)


@pytest.fixture
def empty_service(tmp_path):
    """A new service with nothing in it but what ships."""
    service = Service(tmp_path, free_port())
    service.run("setup")
    server = service.start()
    yield service
    server.terminate()
    server.wait(20)


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        yield chromium
        chromium.close()


class Visitor:
    """Somebody at a browser: goes to pages as a person would, and every page looked at is checked by axe."""

    def __init__(self, service: Service, context) -> None:
        self.service, self.page, self.broken = service, context.new_page(), []
        self.page.on("pageerror", lambda error: self.broken.append(str(error)))
        self.page.on("console", lambda message: self.broken.append(message.text) if "Content Security Policy" in message.text else None)
        self.page.on("request", self._note_stranger)

    def _note_stranger(self, request) -> None:
        if not request.url.startswith((self.service.address, "data:", "blob:")):
            self.broken.append(f"asked a third party: {request.url}")

    def sign_in(self, email: str, password: str) -> None:
        self.go("/account/login/")
        self.page.get_by_label("Email").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        assert "/account/login" not in self.page.url, self.page.locator("main").inner_text()

    def go(self, address: str):
        response = self.page.goto(self.service.address + address)
        visited.add(route_of(address))
        return response

    def look(self) -> None:
        """The page as it stands has no accessibility fault, no error in its scripts, and fits its width."""
        from axe_playwright_python.sync_playwright import Axe

        self.page.wait_for_load_state()
        found = Axe().run(self.page, options=LOOKED_FOR)
        assert found.violations_count == 0, f"{self.page.url}\n{found.generate_report()}"
        self.fits()
        here = route_of(self.page.url.removeprefix(self.service.address))
        visited.add(here)
        looked_at.add(here)

    def fits(self) -> None:
        """The page has no error in its scripts and nothing wider than the screen."""
        assert not self.broken, f"{self.page.url}: {self.broken}"
        width = self.page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert width <= 0, f"{self.page.url} is {width} pixels wider than the screen"

    def picture(self, name: str) -> None:
        """Take a picture for the user guide; kept only when asked for, since the fictional year moves with the calendar."""
        if os.environ.get("FOLKMOOT_PICTURES"):
            self.page.screenshot(path=PICTURES / f"{name}.png", full_page=False)


SEEN = os.environ.get("FOLKMOOT_JOURNEYS_SEEN")


def seen_before(what: str) -> set[str]:
    return {page for file in (Path(SEEN).glob("*.json") if SEEN else ()) for page in json.loads(file.read_text(encoding="utf-8"))[what]}


visited = seen_before("visited")
looked_at = seen_before("looked_at")  # the routes that axe has checked


def route_of(address: str) -> str:
    """The route an address belongs to, its numbers, codes and tokens taken out: /voice/12/?a=b gives /voice/<>/."""
    path = address.split("?")[0].split("#")[0]
    return next((page for page, pattern in known_routes() if pattern.match(path)), path)


@cache
def known_routes() -> list[tuple[str, re.Pattern[str]]]:
    """Every route with the pattern of its addresses, those with the fewest blanks first, from the resolver."""
    from tools.documents import routes

    pages = {re.sub(r"<\w+>", "<>", route.address.replace("\\", "")) for route in routes()}
    ordered = sorted(pages, key=lambda page: (page.count("<>"), page))
    return [(page, re.compile("^" + re.escape(page).replace("<>", "[^/]+") + "$")) for page in ordered]


@pytest.fixture
def visit(service, browser):
    """`visit(width)` gives a visitor with a fresh browser profile."""
    contexts = []

    def arrive(size=WIDE, javascript=True, to=None) -> Visitor:
        context = browser.new_context(viewport=size, java_script_enabled=javascript, locale="en-GB", service_workers="block")
        context.set_default_timeout(15_000)
        contexts.append(context)
        return Visitor(to or service, context)

    yield arrive
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def cast(service):
    """Who can sign in, as the sign-in page of the demo lists them: role -> (email, password)."""
    told = json.loads((service.home / "fictional").read_text())
    people: dict[str, tuple[str, str]] = {}
    for one in told["people"]:
        people.setdefault(one["role"], (one["email"], told["password"]))
    return people
