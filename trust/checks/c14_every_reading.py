"""Check 14: whoever reads, takes out, alters or erases what is personal leaves an event that names whom it was about.

Readings are found without asking the product what it means to log: every personal word in a copy of the fictional year bears a mark of
its own, the cast follow every link, and each mark that comes out in an answer must be covered by an event of that same request.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from unittest.mock import patch

from trust.checks.crawling import Visit, cast, visits
from trust.checks.planting import Planted, marks_in, plant
from trust.figures import Figure, Size, check, control
from trust.places import fictional, use

TARGET = "6 kinds × models × routes: 0 events missing; each with moment, actor, subject, route, and for a disclosure to whom"
ROLES = (
    "icem",
    "lead",
    "hq",
    "lawyer",
    "panel_member",
    "administrator",
    "comms",
    "staff",
    "analyst",
    "hr",
    "governance_member",
    "inspector",
)
EACH = {Size.GATE: 1, Size.WHOLE: 2}
MOST = {Size.GATE: 220, Size.WHOLE: 1500}
SHOWN, HANDED_OUT = "consultation", "disclosure"
TEXT_PAGES = b"<!doctype html"
# An event for one of these says nothing about whom of the many within it was read.
CONTAINERS = frozenset({
    "stakeholders.organisation", "areas.area", "panels.panel", "panels.campaign", "panels.meeting", "voice.form", "communities.community",
    "casework.source", "accounts.account", "stakeholders.contact",
})  # fmt: skip
HANGS_ON_PERSON = frozenset({"stakeholders.affiliation", "stakeholders.speaksfor", "stakeholders.assessment", "stakeholders.consent",
                             "stakeholders.safecontactnote"})  # fmt: skip


@dataclass
class Seen:
    """What was tried: (kind of event, model, route) -> how often, and what was missing there."""

    tried: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    missing: dict[tuple[str, str, str], str] = field(default_factory=dict)
    pages: int = 0
    broken: Counter[int] = field(default_factory=Counter)


@check(14, "Whoever reads what is personal leaves an event that names whom it was about", target=TARGET)
def readings(size: Size) -> Figure:
    return _measured(size, nullcontext)


@control(14, "what pages show is no longer logged")
def nothing_logged(size: Size) -> Figure:
    return _measured(Size.GATE, lambda: patch("folkmoot.foundation.audit.consulted", lambda **_: None), most=60)


@control(14, "only the first row of a list is logged")
def only_the_first(size: Size) -> Figure:
    return _measured(Size.GATE, _first_only, most=60)


def _first_only() -> AbstractContextManager[Any]:
    from folkmoot.foundation import audit

    whole = audit.consulted
    return patch.object(audit, "consulted", lambda *, rows, **rest: whole(rows=list(rows)[:1], **rest))


def _measured(size: Size, broken: Callable[[], AbstractContextManager[Any]], most: int | None = None) -> Figure:
    place = fictional()
    use(place)
    planted = plant(place.home / "folkmoot.sqlite3")
    people, seen = cast(place.home), Seen()
    roles = ROLES[:1] if size is Size.GATE else ROLES
    with broken():
        for role in roles:
            for visit, events in visits(role, people[role], each=EACH[size], most=most or MOST[size], watched=_watched):
                _judge(visit, events, planted, seen)
    found = tuple(f"{kind} of {model} at /{route}: {where}" for (kind, model, route), where in sorted(seen.missing.items()))
    more = {
        "pages": seen.pages, "roles": len(roles), "models": len({model for _, model, _ in seen.tried}),
        "rows that came out": sum(seen.tried.values()), "marks planted": len(planted), "answers of 500": seen.broken[500],
    }  # fmt: skip
    return Figure(len(seen.missing), len(seen.tried), "kinds of event × models × routes", more, found, least=20)


def _watched(ask: Callable[[], Any]) -> tuple[Any, list[dict[str, Any]]]:
    """The answer, and the events that its request left."""
    from folkmoot.foundation.models import AuditEvent

    before = AuditEvent.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    answer = ask()
    if answer.streaming:
        answer.streaming_content = list(answer.streaming_content)
    said = ("kind", "at", "actor_id", "actor_name", "subject_kind", "subject_ids", "route", "recipient")
    return answer, list(AuditEvent.objects.filter(seq__gt=before).values(*said))


def _judge(visit: Visit, events: list[dict[str, Any]], planted: dict[str, Planted], seen: Seen) -> None:
    seen.pages += 1
    seen.broken[visit.status] += 1
    echoed = marks_in(visit.address.encode())
    rows: dict[str, set[Any]] = defaultdict(set)
    for mark in marks_in(visit.content) - echoed:
        if mark in planted:
            rows[planted[mark].model].add(planted[mark].pk)
    named: dict[str, set[str]] = defaultdict(set)
    for event in events:
        if event["kind"] in (SHOWN, HANDED_OUT, "collection", "alteration", "combination"):
            named[event["subject_kind"]].update(map(str, event["subject_ids"]))
    kind = SHOWN if visit.content[:200].lstrip().lower().startswith(TEXT_PAGES) else HANDED_OUT
    for model, keys in rows.items():
        place = (kind, model, visit.route)
        for key in keys:
            seen.tried[place] += 1
            if not _is_own(model, key, visit.role) and not _covered(model, key, named):
                seen.missing.setdefault(place, f"{visit.role} at {visit.address[:80]}, row {key}")
    for event in events:
        _judge_event(event, visit, seen)


def _judge_event(event: dict[str, Any], visit: Visit, seen: Seen) -> None:
    """An event says when, who, about what, and to whom it was disclosed."""
    place = (event["kind"], event["subject_kind"], visit.route)
    seen.tried[place] += 1
    lacks = [name for name in ("at", "actor_name", "subject_kind") if not event[name]]
    lacks += ["recipient"] if event["kind"] == HANDED_OUT and not event["recipient"] else []
    lacks += ["route"] if event["kind"] == SHOWN and not event["route"] else []
    if lacks:
        seen.missing.setdefault(place, f"{visit.role} at {visit.address[:80]}: the event lacks {', '.join(lacks)}")


def _is_own(model: str, key: Any, role: str) -> bool:
    """Notices are words to the person who reads them: everybody sees their own and no other."""
    return model == "accounts.notice"


def _covered(model: str, key: Any, named: dict[str, set[str]]) -> bool:
    """Whether an event names the row, something that can only be about that row, or what the row hangs on."""
    if str(key) in named[model]:
        return True
    row = _row(model, key)
    if row is None:
        return False
    hangs_on = {(label, pk) for label, pk in _above(row, 2) if label not in CONTAINERS or model in HANGS_ON_PERSON}
    if any(str(pk) in named[label] for label, pk in hangs_on):
        return True
    return any((model, str(key)) in {(label, str(pk)) for label, pk in _above(about, 2)} for about in _named_rows(named))


def _named_rows(named: dict[str, set[str]]) -> Iterator[Any]:
    for label, keys in named.items():
        for key in keys:
            row = _row(label, key)
            if row is not None:
                yield row


@cache
def _row(label: str, key: Any) -> Any:
    from django.apps import apps

    try:
        return apps.get_model(label)._default_manager.filter(pk=key).first()
    except (LookupError, ValueError, TypeError):
        return None


def _above(row: Any, steps: int) -> set[tuple[str, Any]]:
    """What a row points at, and what that points at: (model, key). Ways through a container end there."""
    found: set[tuple[str, Any]] = set()
    for each in row._meta.concrete_fields:
        if each.is_relation and (pk := getattr(row, each.attname)) is not None:
            label = each.related_model._meta.label_lower
            found.add((label, pk))
            if steps > 1 and label not in CONTAINERS and (above := _row(label, pk)) is not None:
                found |= _above(above, steps - 1)
    return found
