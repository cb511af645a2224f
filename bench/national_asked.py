"""What `national.py` asks for besides the pages: bare lists to compare with, a form that saves, and the check while somebody types."""

import time
from collections.abc import Callable
from random import Random
from typing import Any


def bare_lists() -> None:
    """Adds the addresses of the bare lists: the same fifty rows by a plain query and a plain template, signed in like any page."""
    from django.db.models.functions import Coalesce
    from django.http import HttpRequest, HttpResponse
    from django.template import Context, Engine
    from django.urls import path

    from folkmoot.accounts.access import may
    from folkmoot.config.urls import urlpatterns
    from folkmoot.engagement.models import Activity
    from folkmoot.stakeholders.models import Contact, Organisation

    template = Engine().from_string("<table>{% for one in rows %}<tr><td>{{ one }}<td>{{ one.area }}</tr>{% endfor %}</table>")
    lists = {
        "organisations": ("stakeholders.read", Organisation.objects.order_by("name", "pk")),
        "people": ("stakeholders.read", Contact.objects.order_by("name", "pk")),
        "activities": ("engagement.read", Activity.objects.order_by(Coalesce("held_on", "planned_for").desc(), "-pk")),
    }

    def bare(capability: str, every: Any) -> Callable[[HttpRequest], HttpResponse]:
        @may(capability)
        def page(request: HttpRequest) -> HttpResponse:
            sight = request.viewer.sight(capability)
            rows = every.all() if sight.national else every.filter(area__in=sight.area_ids)
            return HttpResponse(template.render(Context({"rows": list(rows.select_related("area")[:50])})))

        return page

    urlpatterns.extend(path(f"bare/{name}", bare(*each)) for name, each in lists.items())


def log_contact(client: Any, community: int) -> Callable[[], Any]:
    """Sends the form by which a contact is logged, another each time."""
    from django.utils import timezone

    numbers = iter(range(1_000_000))
    day = timezone.localdate()

    def send() -> None:
        sent = {
            "place": "Harbour Hall", "held_on": day.isoformat(), "kind": "visit", "headcount": "12", "communities": [str(community)],
            "said_1": "We never hear back.", "said_1_kind": "concern", "hours": "1.5", "mark": f"bench-{time.time_ns()}-{next(numbers)}",
        }  # fmt: skip
        answer = client.post("/engagement/log", sent)
        if answer.status_code != 302:
            raise SystemExit(f"logging a contact answers {answer.status_code}: not measured")

    return send


def typed_names(number: int) -> list[tuple[str, int]]:
    """Names somebody may type of people who are known, every other one with two letters changed places; and their Area."""
    from folkmoot.stakeholders.models import Contact

    chance, last = Random(3), Contact.objects.order_by("-pk").values_list("pk", flat=True)[0]
    known = Contact.objects.filter(pk__in=chance.sample(range(1, last + 1), number)).values_list("name", "area_id")
    return [(name if even % 2 else name[:2] + name[3] + name[2] + name[4:], area) for even, (name, area) in enumerate(known)]


def likely_times(viewer: Any, number: int = 100) -> list[float]:
    """CPU milliseconds of the check for known people at each of some names typed, sorted."""
    from folkmoot.stakeholders.duplicates.queries import likely

    times = []
    for name, area in typed_names(number):
        began = time.process_time()
        likely(viewer, area=area, name=name)
        times.append((time.process_time() - began) * 1000)
    return sorted(times)
