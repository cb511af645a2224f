"""Check 7: naughty strings in every free text of every row; every page that shows them, read by a parser and opened in a browser."""

import logging
import os
from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from typing import Any

from trust.checks.area_canaries import KEYS, without_guards
from trust.checks.naughty import OURS, Given, listed
from trust.checks.walking import Person, harvest, people
from trust.figures import Cannot, Figure, Size, check, control
from trust.places import Place, fictional, served, use

ROLES = ("icem", "hq", "lead", "administrator", "panel_member", "nobody", "governance_member", "analyst", "comms", "inspector")
BROKEN_PAGES = ("/", "/engagement/", "/voice/", "/actions/", "/organisations/")
WATCH = """
window.ran = [];
for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = () => { window.ran.push(name); return null; };
document.addEventListener("securitypolicyviolation", event => window.ran.push(event.violatedDirective + " " + event.blockedURI));
"""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]


@check(
    7, "Words that a browser could run stand in every free text, and on no page does one run",
    target="0 script runs, 0 reports of the content policy, 0 × 5xx",
)  # fmt: skip
def words_on_pages(size: Size) -> Figure:
    return _shown(size)


@control(7, "pages put words as they are into their text")
def as_they_are(size: Size) -> Figure:
    return _shown(Size.GATE, DJANGO_SETTINGS_MODULE="trust.unescaped_settings")


def _shown(size: Size, **broken: str) -> Figure:
    place = fictional()
    use(place)
    from django.db import transaction

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser is driven from a loop in this thread
    logging.disable(logging.CRITICAL)
    with transaction.atomic():
        planted = _plant()
    found, counted = [], Counter[str]()
    asked = [("icem 1", _session("icem"), list(BROKEN_PAGES))] if broken else _walk(size, found, counted)
    _browse(place, asked, found, counted, broken)
    more = {
        "strings": len(set(_strings())), "texts planted": planted, **counted,
        "not measured": "the list of 1,286 lines is not here: the published naughty strings and those made here were planted",
    }  # fmt: skip
    least = 300 if size is Size.WHOLE else 4
    return Figure(len(found), counted["opened in a browser"] + counted["read by a parser"], "pages", more, tuple(found), least)


def _strings() -> list[str]:
    return [each for pair in zip(cycle(OURS), listed(), strict=False) for each in pair]


def _plant() -> int:
    """Add a string to every free text that holds one, another each time. What lists, keys and machines read is left as it is."""
    from django.apps import apps
    from django.db import connection, models

    without_guards()
    strings, planted = cycle(_strings()), 0
    for model in sorted(apps.get_models(), key=lambda each: each._meta.label):
        if not model.__module__.startswith("folkmoot.") or not model._meta.managed:
            continue
        for field in model._meta.local_concrete_fields:
            if not _free(field, models) or KEYS.search(field.name):
                continue
            changed = [
                (words, getattr(pk, "hex", pk))
                for pk, text in model._base_manager.exclude(**{field.name: ""}).values_list("pk", field.name)
                if text and (words := _with(text, strings, field.max_length))
            ]
            with connection.cursor() as cursor:
                cursor.executemany(
                    f'UPDATE OR IGNORE "{model._meta.db_table}" SET "{field.column}" = %s WHERE "{model._meta.pk.column}" = %s', changed
                )
            planted += len(changed)
    return planted


def _free(field: Any, models: Any) -> bool:
    machines = (models.SlugField, models.URLField, models.EmailField, models.FileField)
    return isinstance(field, models.CharField | models.TextField) and not (isinstance(field, machines) or field.choices or field.unique)


def _with(text: str, strings: Iterator[str], most: int | None) -> str:
    """The text and the next string that fits; empty where none of the next twenty does."""
    for _ in range(20):
        words = f"{text} {next(strings)}"
        if "\0" not in words and (most is None or len(words) <= most):
            return words
    return ""


def _walk(size: Size, found: list[str], counted: Counter[str]) -> list[tuple[str, str, list[str]]]:
    """Every page of everybody read by a parser; which of them are opened in a browser, by whom."""
    asked = []
    for person in people(most_of_a_role=1):
        role = person.name.split()[0]
        if role not in (ROLES if size is Size.WHOLE else ("icem", "nobody")):
            continue
        harvest(person, of_each=2 if size is Size.WHOLE else 1, most=100_000 if size is Size.WHOLE else 25)
        pages = []
        for addresses in list(person.reached.values()):
            for number, address in enumerate(addresses):
                answer = person.client.get(address)
                if answer.status_code >= 500:
                    found.append(f"{person.name} {address}: {answer.status_code}")
                if "html" not in answer.headers.get("Content-Type", "") or answer.status_code >= 400:
                    continue
                counted["read by a parser"] += 1
                found += [f"{person.name} {address}: {one}" for one in Given(answer.text).found[:3]]
                pages += [address] if number == 0 else []
        asked.append((person.name, _cookie(person), pages if size is Size.WHOLE else pages[:8]))
    return asked


def _cookie(person: Person) -> str:
    from django.conf import settings

    held = person.client.cookies.get(settings.SESSION_COOKIE_NAME)
    return str(held.value) if held else ""


def _session(role: str) -> str:
    return next(_cookie(person) for person in people(most_of_a_role=1) if person.name.startswith(role))


def _browse(place: Place, asked: list[tuple[str, str, list[str]]], found: list[str], counted: Counter[str], broken: dict[str, str]) -> None:
    from django.conf import settings
    from playwright.sync_api import sync_playwright
    from tools.journeys import CHROMIUM

    if CHROMIUM is None:
        raise Cannot("Chromium is not installed: apt-get install chromium")
    with served(place, **broken), sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name, cookie, pages in asked:
            context = chromium.new_context()
            context.add_init_script(WATCH)
            if cookie:
                context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": place.address}])
            page = context.new_page()
            for address in pages:
                counted["opened in a browser"] += 1
                found += [f"{name} {address}: {said}" for said in _opened(page, place.address + address)]
            context.close()
        chromium.close()


def _opened(page: Any, address: str) -> list[str]:
    from playwright.sync_api import Error

    try:
        answer = page.goto(address, wait_until="load")
        page.mouse.move(200, 300)
        said = [str(answer.status)] if answer and answer.status >= 500 else []
        return said + list(page.evaluate("() => window.ran"))[:3]
    except Error as error:  # words that ran led the page elsewhere while it was looked at
        return [f"it could not be looked at: {error.message.splitlines()[0]}"]
