"""The public page of an Area beside an empty page of the same framework: made anew, as it is kept, and “not modified”.

    python bench/site.py [--published 1000]

Everything runs in one process on a throwaway database with the real Areas and so many invented publications of panels. Times are
processor time of the answer, without the network; the ratios are what to look at.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import ModuleType
from typing import Any

TIMES, MANY = 7, 50
MOST_COLD, MOST_KEPT = 250.0, 30.0  # times an empty page
NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
ADDRESS = "/public/areas/east-of-england/"


def started() -> None:
    """Django on a throwaway home, with the tables made from the models."""
    os.environ["FOLKMOOT_HOME"] = tempfile.mkdtemp(prefix="folkmoot-bench-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "folkmoot.config.settings"
    import django
    from django.conf import settings

    settings.MIGRATION_MODULES = dict.fromkeys(settings.ROOMS)
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    django.setup()
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)


def filled(number: int) -> None:
    """The real Areas, and so many updates of panels spread over them, each of three hundred words."""
    from folkmoot.accounts.scope import THE_PRODUCT
    from folkmoot.areas import tables
    from folkmoot.areas.models import Area
    from folkmoot.areas.operations import load_reference_data
    from folkmoot.panels.models import Panel, PanelKind
    from folkmoot.panels.publications.models import Publication

    load_reference_data(by=THE_PRODUCT, at=NOW, folder=tables.FOLDER)
    kind = PanelKind.objects.create(code="bench", name_en="Scrutiny panel", purpose_en="To read closed cases.")
    areas = list(Area.objects.filter(kind="area", ends__isnull=True, ends_by__isnull=True))
    panels = [
        Panel.objects.create(code=f"p-{area.code}", kind=kind, area=area, name_en=area.name_en, purpose_en="To read.", starts=NOW.date())
        for area in areas
    ]
    words = "What the panel read, what it found, and what it asks for. " * 25
    Publication.objects.bulk_create(
        Publication(
            panel=panels[each % len(panels)], kind="annual", first=date(2025, 1, 1), last=date(2025, 1, 1) + timedelta(days=each),
            state="published", made_at=NOW, submitted_at=NOW, agreed_at=NOW - timedelta(hours=each), fingerprint=f"{each:064x}",
            body={"en": {"title": f"The year of the panel, {each}", "words": words}},
        )
        for each in range(number)
    )  # fmt: skip


def _nothing(_request: Any) -> Any:
    from django.http import HttpResponse

    return HttpResponse(b"")


def with_an_empty_page() -> None:
    """Add `/empty`: it passes everything that another page passes, and says nothing."""
    from django.conf import settings
    from django.urls import path

    from folkmoot.accounts.access import public
    from folkmoot.config import urls

    module = ModuleType("bench_urls")
    module.__dict__.update(vars(urls), urlpatterns=[path("empty", public(_nothing)), *urls.urlpatterns])
    settings.ROOT_URLCONF = module
    settings.ALLOWED_HOSTS = ["testserver"]


def seconds(work: Callable[[], object], many: int = 1, before: Callable[[], None] = lambda: None) -> float:
    """The median processor time of one answer."""
    runs = []
    for _ in range(TIMES):
        before()
        begun = time.process_time()
        for _each in range(many):
            work()
        runs.append((time.process_time() - begun) / many)
    return statistics.median(runs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--published", type=int, default=1000)
    args = parser.parse_args()
    started()
    filled(args.published)
    with_an_empty_page()
    from django.test import Client

    from folkmoot.site.keeping import LISTS, PAGES

    def both() -> None:
        PAGES.clear()
        LISTS.clear()

    client = Client()
    first = client.get(ADDRESS)
    assert first.status_code == 200, first.status_code
    mark = {"If-None-Match": first.headers["ETag"]}
    empty = seconds(lambda: client.get("/empty"), MANY)
    lines = (
        ("made anew, with the register", seconds(lambda: client.get(ADDRESS), 1, both), None),
        ("made anew", seconds(lambda: client.get(ADDRESS), 1, PAGES.clear), MOST_COLD),
        ("as it is kept", seconds(lambda: client.get(ADDRESS), MANY), MOST_KEPT),
        ("“not modified”", seconds(lambda: client.get(ADDRESS, headers=mark), MANY), MOST_KEPT),
    )
    print(f"{args.published:,} things published; an empty page takes {empty * 1000:.2f} CPU-ms")
    for name, taken, most in lines:
        limit = f"; at most {most:.0f}" if most else ""
        print(f"the page of an Area, {name}: {taken * 1000:.1f} CPU-ms, {taken / empty:.1f} times an empty page{limit}")
    over = [name for name, taken, most in lines if most and taken / empty > most]
    if over:
        raise SystemExit(f"too slow: {', '.join(over)}")


if __name__ == "__main__":
    main()
