"""Pages at national volume: CPU milliseconds and queries of each, beside a bare Django list of the same rows in the same run.

A generator fills an empty database with invented organisations, people and activities of all Areas by plain SQL, then each page
is asked for through Django's test client as an Area's manager and as headquarters. The bare lists are Django views behind the same
sign-in, session and middleware, with fifty rows in a plain template and nothing else: no choices, no navigation, no log of who
looked. Scale 1 is 200,000 organisations, 1 million people, 5 million activities.

    python bench/national.py                 scale 0.01: half a minute
    python bench/national.py --scale 1       the whole volume (SQLite: about 4 GB, some twenty minutes)
    python bench/national.py --keep FOLDER   keeps the database in FOLDER, and uses it again where it is already there
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from national_asked import bare_lists, likely_times, log_contact

ORGANISATIONS, PEOPLE, ACTIVITIES = 200_000, 1_000_000, 5_000_000
BUDGET_MS = {"list": 60, "detail": 40, "save": 30, "search": 80, "likely": 50}
LIST_OF = {"/organisations/people/": "people", "/engagement/": "activities"}  # the others: organisations
MOST_QUERIES = 25
WORDS = [
    "Harbour", "Fenland", "River", "Moor", "Abbey", "Forge", "Mill", "Orchard", "Lantern", "Castle", "Priory", "Meadow", "Quarry",
    "Tannery", "Wharf", "Chapel", "Beacon", "Heath",
]  # fmt: skip
KINDS = [
    "Deaf Club", "Mosque", "Gurdwara", "Youth Forum", "Women's Aid", "Polish Centre", "Pride", "Carers", "Law Centre",
    "Community Centre", "Chapel", "Traveller Group",
]  # fmt: skip
FIRST = [
    "Aisha", "Piotr", "Siân", "Mohammed", "Grace", "Chidi", "Wei", "Priya", "Owen", "Maeve", "Ioana", "Tariq", "Leah", "Dylan",
    "Fatima", "Kwame", "Zofia", "Rhys", "Amina", "Jack",
]  # fmt: skip
LAST = [
    "Khan", "Nowak", "Davies", "Okafor", "Chen", "Patel", "Jones", "O'Neill", "Popescu", "Ahmed", "Cohen", "Evans", "Ali", "Mensah",
    "Kowalska", "Smith", "Begum", "Taylor", "Singh", "Hughes",
]  # fmt: skip


def started(home: Path) -> None:
    """Settings of a data folder of its own, before anything of Django is imported."""
    os.environ["FOLKMOOT_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "folkmoot.config.settings"
    os.environ["FOLKMOOT_URL"] = "http://testserver"
    import django

    django.setup()


def fill(scale: float, say: Callable[[str], None]) -> None:
    """An empty database to a service of the whole country."""
    from django.core.management import call_command
    from django.utils import timezone

    from folkmoot.areas.operations import load_reference_data as places
    from folkmoot.characteristics.operations import load_reference_data as schemes
    from folkmoot.foundation.audit import SYSTEM
    from folkmoot.strategy.operations import load_reference_data as strategies

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    for load in (places, schemes, strategies):
        load(by=SYSTEM, at=timezone.now())
    areas = _areas()
    _accounts(areas)
    communities = _communities(areas)
    chance = Random(7)
    sizes = [round(whole * scale) for whole in (ORGANISATIONS, PEOPLE, ACTIVITIES)]
    _organisations(sizes[0], areas, communities, chance)
    say(f"{sizes[0]:,} organisations")
    _people(sizes[1], areas, sizes[0], chance)
    say(f"{sizes[1]:,} people")
    _activities(sizes[2], areas, communities, sizes[0], chance)
    say(f"{sizes[2]:,} activities")
    from folkmoot.overview.search.keeping import rebuild

    began = time.process_time()
    number = rebuild()
    say(f"index of search: {number:,} records in {time.process_time() - began:.0f} s of CPU")
    write_keys(say)


def write_keys(say: Callable[[str], None]) -> None:
    """The keys by which people and organisations are looked up while somebody types."""
    from folkmoot.stakeholders.duplicates.keeping import rebuild

    for kind in ("organisation", "person"):
        began = time.process_time()
        number = rebuild(kind)
        say(f"keys of {number:,} rows ({kind}) in {time.process_time() - began:.0f} s of CPU")


def _areas() -> list[int]:
    from folkmoot.areas.models import Area

    return list(Area.objects.filter(kind="area", withdrawn_on=None, ends=None, ends_by=None).order_by("pk").values_list("pk", flat=True))


def _accounts(areas: list[int]) -> None:
    from django.utils import timezone

    from folkmoot.accounts.models import Account, RoleGrant

    for email, role, national in (("manager@example.org", "icem", False), ("headquarters@example.org", "hq", True)):
        who = Account.objects.create_user(email, email.split("@")[0])
        grant = RoleGrant.objects.create(account=who, role=role, national=national, starts=timezone.localdate() - timedelta(days=9))
        if not national:
            grant.areas.set(areas[:1])


def _communities(areas: list[int]) -> list[tuple[int, int]]:
    """Fifteen communities an Area; returns (id, Area)."""
    from folkmoot.communities.models import Community

    rows = [
        Community(area_id=area, name=f"{kind} community {number}", kind="identity") for area in areas for number, kind in enumerate(KINDS)
    ]
    Community.objects.bulk_create(rows)
    return list(Community.objects.order_by("pk").values_list("pk", "area_id"))


def _organisations(number: int, areas: list[int], communities: list[tuple[int, int]], chance: Random) -> None:
    from folkmoot.stakeholders.models import Organisation
    from folkmoot.stakeholders.rules import name_key

    def rows() -> Iterator[dict[str, Any]]:
        for pk in range(1, number + 1):
            name = f"{chance.choice(WORDS)} {chance.choice(WORDS)} {chance.choice(KINDS)} {pk}"
            yield {"id": pk, "area_id": areas[pk % len(areas)], "name": name, "search_key": name_key(name), "town": chance.choice(WORDS)}

    poured(Organisation, rows())
    of_area = _by_area(communities)
    links = ({"organisation_id": pk, "community_id": chance.choice(of_area[areas[pk % len(areas)]])} for pk in range(1, number + 1))
    poured(Organisation.communities.through, links)


def _people(number: int, areas: list[int], organisations: int, chance: Random) -> None:
    from folkmoot.stakeholders.models import Contact
    from folkmoot.stakeholders.rules import name_key

    def rows() -> Iterator[dict[str, Any]]:
        for pk in range(1, number + 1):
            name = f"{chance.choice(FIRST)} {chance.choice(LAST)}-{chance.choice(LAST)}"
            organisation = chance.randrange(organisations) + 1
            yield {
                "id": pk, "area_id": areas[organisation % len(areas)], "organisation_id": organisation, "name": name,
                "search_key": name_key(name), "email": f"p{pk}@example.org", "basis": "public_task",
            }  # fmt: skip

    poured(Contact, rows())


def _activities(number: int, areas: list[int], communities: list[tuple[int, int]], organisations: int, chance: Random) -> None:
    from django.utils import timezone

    from folkmoot.engagement.models import Activity

    now, today, of_area = timezone.now(), timezone.localdate(), _by_area(communities)
    days: list[date] = [today - timedelta(days=back) for back in range(3650)]

    def rows() -> Iterator[dict[str, Any]]:
        for pk in range(1, number + 1):
            place = chance.choice(WORDS)
            yield {
                "id": pk, "area_id": areas[pk % len(areas)], "title": f"Visit to {place} {chance.choice(KINDS)}", "kind": "visit",
                "purpose": "consultation", "place": place, "held_on": days[chance.randrange(3650)], "recorded_at": now,
                "headcount": chance.randrange(200), "staff_quarters": 8,
            }  # fmt: skip

    poured(Activity, rows())
    each = range(1, number + 1)
    poured(
        Activity.communities.through,
        ({"activity_id": pk, "community_id": chance.choice(of_area[areas[pk % len(areas)]])} for pk in each),
    )
    poured(Activity.organisations.through, ({"activity_id": pk, "organisation_id": chance.randrange(organisations) + 1} for pk in each))


def _by_area(communities: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for pk, area in communities:
        found.setdefault(area, []).append(pk)
    return found


def poured(model: Any, rows: Iterable[dict[str, Any]]) -> None:
    """Rows into the model's table by the shortest way: their own columns, and the defaults of the others."""
    from django.db import connection, transaction

    fields = [field for field in model._meta.concrete_fields if not (field.primary_key and "through" in repr(model._meta.auto_created))]
    if model._meta.auto_created:
        fields = [field for field in fields if not field.primary_key]
    prepared = [(field.attname, field.get_default(), field) for field in fields]

    def values() -> Iterator[tuple[Any, ...]]:
        for row in rows:
            yield tuple(
                field.get_db_prep_save(row.get(name, default), connection) if name in row or default is not None else None
                for name, default, field in prepared
            )

    columns = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(("%s" if connection.vendor == "postgresql" else "?") for _field in fields)
    statement = f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({marks})'
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.cursor.executemany(statement, values())  # COPY is not for tables with a fence of Areas
        else:
            cursor.connection.executemany(statement, values())


def measured(ask: Callable[[], Any], repeats: int) -> tuple[float, int]:
    """Median CPU milliseconds of this process, and queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ask()
    times = []
    for _again in range(repeats):
        began = time.process_time()
        ask()
        times.append((time.process_time() - began) * 1000)
    with CaptureQueriesContext(connection) as asked:
        ask()
    return median(times), len(asked)


def pages() -> list[tuple[str, str, str]]:
    """(kind, what, address) of each page that is measured."""
    from folkmoot.communities.models import Community
    from folkmoot.engagement.models import Activity
    from folkmoot.stakeholders.models import Contact, Organisation

    area = _areas()[0]
    own = {
        model: model._default_manager.filter(area=area).order_by("pk").first().pk for model in (Organisation, Contact, Activity, Community)
    }
    return [
        ("list", "organisations", "/organisations/"),
        ("list", "organisations by name", "/organisations/?search=harbour+mosque"),
        ("list", "people", "/organisations/people/"),
        ("list", "activities", "/engagement/"),
        ("list", "communities", "/communities/"),
        ("list", "reach", "/engagement/reach/"),
        ("detail", "an organisation", f"/organisations/{own[Organisation]}/"),
        ("detail", "a person", f"/organisations/people/{own[Contact]}/"),
        ("detail", "an activity", f"/engagement/{own[Activity]}/"),
        ("detail", "a community", f"/communities/{own[Community]}/"),
        ("search", "search: two words", "/search?q=harbour+mosque"),
        ("search", "search: a common word", "/search?q=visit"),
        ("search", "search: a name", "/search?q=aisha+kowal"),
    ]


def line(what: str, who: str, spent: float, kind: str, asked: int | str, bare: float | None) -> bool:
    """Prints one line of the table; returns whether it lies beyond its budget of time or of queries."""
    budget = BUDGET_MS.get(kind, 0)
    late = bool(budget) and (spent > budget or (isinstance(asked, int) and asked > MOST_QUERIES))
    ratio = f"{spent / bare:8.1f}" if bare else f"{'':8}"
    print(f"{what:38}{who[:12]:14}{spent:9.1f}{budget or '':>8}{asked:>9}{ratio}{'  beyond' if late else ''}", flush=True)
    return late


def report(repeats: int) -> int:
    """Print the table; returns how many lines lie beyond their budget."""
    from django.test import Client

    from folkmoot.accounts.models import Account

    bare_lists()
    beyond = 0
    print(f"{'page':38}{'as':14}{'CPU ms':>9}{'budget':>8}{'queries':>9}{'x bare':>8}")
    for email in ("manager@example.org", "headquarters@example.org"):
        who = Account.objects.get(email=email)
        client = Client()
        client.force_login(who)
        bare: dict[str, float] = {}
        for name in ("organisations", "people", "activities"):
            bare[name], queries = measured(partial(client.get, f"/bare/{name}"), repeats)
            line(f"bare list of 50 {name}", who.name, bare[name], "bare", queries, None)
        for kind, what, address in pages():
            response = client.get(address)
            if response.status_code != 200:
                print(f"{what:38}{who.name[:12]:14} answers {response.status_code}: not measured")
                continue
            spent, asked = measured(partial(client.get, address), repeats)
            beyond += line(what, who.name, spent, kind, asked, bare[LIST_OF.get(address, "organisations")])
        if email.startswith("manager"):
            spent, asked = measured(log_contact(client, _communities_of(_areas()[0])), repeats)
            beyond += line("log a contact (save)", who.name, spent, "save", asked, bare["organisations"])
    return beyond + _report_likely()


def _report_likely() -> int:
    from folkmoot.accounts.scope import THE_PRODUCT

    likely_times(THE_PRODUCT, 5)
    times = likely_times(THE_PRODUCT)
    beyond = line("known already? while typing (median)", "", median(times), "likely", "", None)
    return beyond + line("known already? while typing (p95)", "", times[int(len(times) * 0.95)], "likely", "", None)


def _communities_of(area: int) -> int:
    from folkmoot.communities.models import Community

    return Community.objects.filter(area=area).order_by("pk").values_list("pk", flat=True)[0]


def _up_to_date() -> None:
    """A database kept from an earlier run is brought to the tables of now, and to the keys."""
    from django.core.management import call_command

    from folkmoot.stakeholders.duplicates.models import NameKey

    call_command("migrate", verbosity=0)
    if not NameKey.objects.exists():
        write_keys(lambda words: print(words, file=sys.stderr, flush=True))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=0.01, help="share of the national volume (default 0.01)")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="folder for the database")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        home = args.keep or Path(temporary)
        home.mkdir(parents=True, exist_ok=True)
        filled = home / "filled"
        started(home)
        if not filled.exists():
            fill(args.scale, lambda words: print(words, file=sys.stderr, flush=True))
            filled.write_text(str(args.scale))
        _up_to_date()
        print(f"scale {filled.read_text()}, database of this run only")
        beyond = report(args.repeats)
        print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB; {beyond} beyond budget")
    return 0


if __name__ == "__main__":
    sys.exit(main())
