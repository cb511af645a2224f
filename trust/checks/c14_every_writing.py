"""Check 14, the other kinds: every row about people or cases came by an event, and no event of the trail holds a personal word.

The fictional year is built through every room's own operations. So each of its rows must be named by an event that collected, altered or
combined it, or hang on one that is; a row that is only made by a job must be named by the event of the job.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from trust.checks.planting import ours
from trust.figures import Figure, Size, check, control
from trust.places import fictional, use

TARGET = "6 kinds × models: 0 rows without their event, 0 personal words in the trail"
# Made from other rows by the product, and gone with them: each says so in `overview/subjects/kept.py`.
DERIVED = frozenset({"overview.found", "stakeholders.namekey", "foundation.auditevent", "accounts.notice", "accounts.letter",
                     "stakeholders.duplicatepair"})  # fmt: skip
STEPS = 2  # a row may hang on a row that hangs on what the event names
WRITES = ("collection", "alteration", "combination", "erasure", "disclosure")


@check(14, "Every row about people or cases came by an event, and no event holds a personal word", target=TARGET, part="w")
def writings(size: Size) -> Figure:
    return _measured(nullcontext)


@control("14w", "events of what is said to have been collected are missing")
def without_collections(size: Size) -> Figure:
    return _measured(nullcontext, without=("collection",))


def _measured(broken: Callable[[], AbstractContextManager[Any]], without: tuple[str, ...] = ()) -> Figure:
    use(fictional())
    from folkmoot.foundation.models import AuditEvent
    from folkmoot.overview.subjects.kept import sensitive_fields

    named: dict[str, set[str]] = defaultdict(set)
    kinds: Counter[str] = Counter()
    with broken():
        events = AuditEvent.objects.filter(kind__in=[kind for kind in WRITES if kind not in without])
        for event in events.values("kind", "subject_kind", "subject_ids").iterator():
            named[event["subject_kind"]].update(map(str, event["subject_ids"]))
            kinds[event["kind"]] += 1
    found, tried, models = [], 0, 0
    for model in ours():
        label = model._meta.label_lower
        if label in DERIVED or not sensitive_fields(model):
            continue
        rows = [row for row in model._default_manager.all() if _holds_anything(row, sensitive_fields(model))]
        bare = [row.pk for row in rows if not _came_by(row, named, STEPS)]
        tried, models = tried + len(rows), models + bool(rows)
        if bare:
            found.append(f"{label}: {len(bare)} of {len(rows)} rows came by no event, the first is {bare[0]}")
    words = _personal_words()
    found += words
    more = {"models with rows": models, "rows": tried, **{f"events of {kind}": number for kind, number in sorted(kinds.items())}}
    return Figure(len(found), models, "models with rows that came by no event", more, tuple(found), least=40)


def _holds_anything(row: Any, fields: list[Any]) -> bool:
    """Whether anything personal stands in a row at all: what ships with the product names nobody."""
    return any(getattr(row, each.attname) not in (None, "", [], {}) for each in fields if not each.many_to_many)


def _came_by(row: Any, named: dict[str, set[str]], steps: int) -> bool:
    """Whether an event names the row, or what it hangs on within its own room."""
    label = row._meta.label_lower
    if str(row.pk) in named[label]:
        return True
    if label == "stakeholders.merge":  # its event names the two rows that were joined
        return {str(row.kept_id), str(row.gone_id)} <= named["stakeholders.contact"] | named["stakeholders.organisation"]
    room = row._meta.app_label
    above = [each for each in row._meta.concrete_fields if each.is_relation and each.related_model._meta.app_label == room]
    if steps and any((up := getattr(row, each.name)) is not None and _came_by(up, named, steps - 1) for each in above):
        return True
    return steps == STEPS and any(_came_by(below, named, steps - 1) for below in _below(row))


def _below(row: Any) -> list[Any]:
    """One row of each kind of the same room that points at this one, as a case of a list does at whose case it is."""
    found = []
    for each in row._meta.get_fields(include_hidden=True):
        if each.one_to_many and each.related_model._meta.app_label == row._meta.app_label:
            first = each.related_model._default_manager.filter(**{each.field.name: row.pk}).first()
            found += [first] if first is not None else []
    return found


def _personal_words() -> list[str]:
    """Events whose fields, apart from who did it and who received it, hold the name or address of somebody known."""
    import json

    from folkmoot.foundation.models import AuditEvent
    from folkmoot.stakeholders.models import Contact

    known = Contact.objects.exclude(name="").values_list("name", "email")
    words = {name.casefold() for name, _email in known if " " in name} | {email.casefold() for _name, email in known if email}
    found = []
    for event in AuditEvent.objects.values("seq", "kind", "route", "detail").iterator():
        text = f"{event['route']} {json.dumps(event['detail'], ensure_ascii=False)}".casefold()
        met = next((word for word in words if word in text), None) if len(text) > 4 else None
        if met:
            found.append(f"event {event['seq']} ({event['kind']}) holds a name or address of somebody known")
    return found[:5]
