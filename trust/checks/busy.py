"""A service of national volume, and people of ten roles who use it at once: what each asked, how it was answered, what it cost."""

import os
import random
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import requests

from trust.checks.costing import LISTS, SEARCHES
from trust.checks.writing import PASSWORD, WRITERS
from trust.places import ROOT, Place

# Of a hundred who are signed in; the Areas are dealt out in turn.
MIX = {
    "icem": 34, "staff": 18, "lead": 12, "comms": 10, "lawyer": 6, "hq": 8, "analyst": 5, "hr": 3, "inspector": 2, "administrator": 2,
}  # fmt: skip
NATIONAL = {"hq", "analyst", "hr", "inspector", "administrator"}
SHARES = {"list": 60, "detail": 25, "search": 15}
DETAILS = ("/organisations/{}/", "/organisations/people/{}/", "/engagement/{}/")
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Asked:
    """Every request of a crowd: (kind, seconds until it was answered); and those that were not answered with the page."""

    all: list[tuple[str, float]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def seconds(self, share: float) -> float:
        """So much of all requests was answered within this time."""
        every = sorted(each[1] for each in self.all)
        return every[min(len(every) - 1, int(len(every) * share))] if every else 0.0


def national(scale: float) -> None:
    """Fill the empty service that Django stands on, with a cast of every role; scale 1 is 6.2 million records."""
    sys.path.insert(0, str(ROOT / "bench"))
    from national import fill  # type: ignore[import-not-found]

    fill(scale, lambda _words: None)
    _cast()
    _count_on()


def _cast() -> None:
    from django.utils import timezone

    from folkmoot.accounts.models import Account, RoleGrant
    from folkmoot.areas.models import Area

    areas = list(Area.objects.filter(kind="area", withdrawn_on=None, ends=None, ends_by=None).order_by("pk"))
    people = [(email, "icem", next(each for each in areas if each.code == code)) for email, code in WRITERS.items()]
    people += [(f"{role}-{area.code}@example.org", role, area) for role in MIX if role not in NATIONAL for area in areas]
    people += [(f"{role}@example.org", role, None) for role in NATIONAL]
    ready = Account.objects.create_user("first@example.org", "first", PASSWORD).password
    for email, role, area in people:
        account = Account(email=email, name=email.partition("@")[0], password=ready)
        account.save()
        grant = RoleGrant.objects.create(account=account, role=role, national=area is None, starts=timezone.localdate())
        grant.areas.set([area] if area else [])


def _count_on() -> None:
    """PostgreSQL goes on counting after the rows that were poured in with their numbers."""
    from django.apps import apps
    from django.core.management.color import no_style
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(statement)


@dataclass
class Person:
    """Somebody with a browser who is signed in, and the pages that the role opens."""

    place: Place
    role: str
    browser: requests.Session
    pages: dict[str, list[str]]

    def ask(self, chance: random.Random, asked: Asked) -> None:
        kinds = [kind for kind in SHARES if self.pages[kind]]
        kind = chance.choices(kinds, [SHARES[each] for each in kinds])[0]
        address = chance.choice(self.pages[kind])
        began = time.monotonic()
        try:
            said = str(self.browser.get(self.place.address + address, timeout=60, allow_redirects=False).status_code)
        except requests.RequestException as error:
            said = type(error).__name__
        asked.all.append((kind, time.monotonic() - began))
        if said != "200":
            asked.failed.append(f"{kind} {address} as {self.role}: {said}")


def crowd(place: Place, number: int) -> list[Person]:
    """So many people who are signed in, in the shares of MIX, and the pages that each may open. The server must answer."""
    from django.conf import settings
    from django.db import connections

    from folkmoot.accounts.models import Account
    from trust.checks.costing import signed_in

    emails: dict[str, list[str]] = {}
    for email in Account.objects.exclude(email__in=WRITERS).order_by("pk").values_list("email", flat=True):
        emails.setdefault(email.partition("@")[0].partition("-")[0], []).append(email)
    opened: dict[str, dict[str, list[str]]] = {}
    people = []
    for turn, role in enumerate(_dealt(number)):
        email = emails[role][turn % len(emails[role])]
        browser = requests.Session()
        browser.cookies.set(settings.SESSION_COOKIE_NAME, signed_in(email).cookies[settings.SESSION_COOKIE_NAME].value)
        people.append(Person(place, role, browser, opened.setdefault(email, {}) or opened[email]))
        if not opened[email]:
            opened[email].update(opened_by(place, browser))
    connections.close_all()
    return people


def _dealt(number: int) -> Iterator[str]:
    """Roles by their shares, each as evenly spread as it goes; every role is among the first hundred."""
    owed = dict.fromkeys(MIX, 0.0)
    for _turn in range(number):
        owed = {role: owed[role] + share / 100 for role, share in MIX.items()}
        role = max(owed, key=lambda each: owed[each])
        owed[role] -= 1
        yield role


def opened_by(place: Place, browser: requests.Session) -> dict[str, list[str]]:
    """The pages that somebody may open: of each kind of record, some of those that the lists show."""
    import re

    pages: dict[str, list[str]] = {"list": [], "detail": [], "search": []}
    for kind, addresses in (("list", LISTS), ("search", SEARCHES)):
        for address in addresses:
            answer = browser.get(place.address + address, timeout=60, allow_redirects=False)
            if answer.status_code == 200:
                pages[kind].append(address)
                for form in DETAILS:
                    found = dict.fromkeys(re.findall(form.format(r"(\d+)"), answer.text))
                    pages["detail"] += [form.format(each) for each in list(found)[:8]]
    pages["detail"] = [
        each for each in dict.fromkeys(pages["detail"])
        if browser.get(place.address + each, timeout=60, allow_redirects=False).status_code == 200
    ]  # fmt: skip
    return pages


def let_loose(people: list[Person], *, seconds: float, think: float) -> Asked:
    """Everybody asks and thinks, by turns, for so long. Blocks."""
    asked, last = Asked(), time.monotonic() + seconds

    def use(number: int, person: Person) -> None:
        chance = random.Random(number)
        time.sleep(chance.random() * think)
        while time.monotonic() < last:
            person.ask(chance, asked)
            time.sleep(min(chance.expovariate(1 / think), 4 * think, max(0.0, last - time.monotonic())))

    threads = [threading.Thread(target=use, args=each) for each in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return asked


def processor_seconds(group: int) -> float:
    """What the processes of a group have used of a processor so far, with those that ended."""
    return sum(sum(map(int, each[11:15])) for each in _stats() if int(each[2]) == group) / _TICK


def memory(group: int) -> int:
    """Bytes that the processes of a group hold, what they share counted once for each of them in part (PSS)."""
    total = 0
    for each in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(each.name)) == group:
                words = (each / "smaps_rollup").read_text().split("Pss:")[1].split()
                total += int(words[0]) * 1024
        except (OSError, IndexError):
            continue
    return total


def _stats() -> Iterator[list[str]]:
    """The fields of each process after its name (proc(5), "stat"): [0] its state, [2] its group, [11:15] its processor ticks."""
    for each in Path("/proc").glob("[0-9]*/stat"):
        try:
            yield each.read_text().rpartition(")")[2].split()
        except OSError:
            continue
