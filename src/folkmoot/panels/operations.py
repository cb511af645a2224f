"""Writing panels and their terms of reference. Each is one transaction with its audit event. Kinds of panel: `panels.keeping`."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.panels import queries
from folkmoot.panels.keeping import WAYS, keep_kind, load_reference_data, refuse_ways, ways_of
from folkmoot.panels.models import Panel, PanelKind, Terms
from folkmoot.panels.rules import agreeing_problems, code_problem, ending_problems, parent_problem, place_problem, terms_missing

__all__ = [
    "agree_terms", "change_panel", "change_terms", "draft_terms", "end_panel", "keep_kind", "load_kinds", "load_reference_data",
    "set_up_panel",
]  # fmt: skip

CHANGEABLE = frozenset({"name_en", "name_cy", "purpose_en", "purpose_cy", "parent", "owner", "public"})
load_kinds = load_reference_data  # what ships, as set-up and tests load it
WORDS = frozenset({"scope_en", "scope_cy", "conduct_en", "conduct_cy", "confidentiality_en", "confidentiality_cy", "changed_what"})
DRAFTABLE = WORDS | WAYS


@transaction.atomic
def set_up_panel(*, by: Viewer, at: datetime, kind: PanelKind, area: Area | None, code: str, starts: date | None, **values: Any) -> Panel:
    """Set up a panel of an Area, or of the whole service. `values` are of CHANGEABLE; the kind's purpose stands where none is given.

    Its terms of reference are begun with the ways of its kind. Raises Refused (by field) or NotAllowed.
    """
    by.require_for("panels.write", area.pk if area else None)
    _refuse_unknown(values, CHANGEABLE)
    values = _tidied(values)
    if not values.get("purpose_en"):
        values |= {"purpose_en": kind.purpose_en, "purpose_cy": values.get("purpose_cy") or kind.purpose_cy}
    if starts is None:
        raise Refused({"starts": [_("Give the day on which it is set up.")]})
    panel = Panel(kind=kind, area=area, code=code.strip(), starts=starts, **values)
    _refuse_place(panel)
    _refuse_parent(panel, panel.parent)
    check(panel)
    panel.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=panel, detail={"kind": kind.code})
    draft_terms(by=by, at=at, panel=panel)
    return panel


@transaction.atomic
def change_panel(*, by: Viewer, at: datetime, panel: Panel, seen_version: int | None = None, **values: Any) -> list[str]:
    """Change what is in CHANGEABLE; returns the fields that changed. Its short name, kind, Area and first day stay.

    Raises Refused, ChangedMeanwhile, or KeyError for another field.
    """
    by.require_for("panels.write", panel.area_id)
    _refuse_unknown(values, CHANGEABLE)
    _refuse_ended(panel)
    values = _tidied(values)
    if "parent" in values:
        _refuse_parent(panel, values["parent"])
    changed = change(panel, values, seen_version=seen_version)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=panel, detail={"fields": changed})
    return changed


@transaction.atomic
def end_panel(*, by: Viewer, at: datetime, panel: Panel, on: date | None, why: str, seen_version: int | None = None) -> None:
    """End a panel: its last day, and why. It stays with all its records; every seat on it ends that day, and its draft terms with it.

    Raises Refused while panels report to it or a meeting is planned and neither closed nor cancelled.
    """
    from folkmoot.panels.members.operations import leave

    by.require_for("panels.write", panel.area_id)
    _refuse_ended(panel)
    children = list(Panel.objects.filter(parent=panel, ended_on__isnull=True).order_by("name_en"))
    problems = ending_problems(
        on=on, why=why, starts=panel.starts, today=timezone.localdate(at), last_used=queries.last_used(panel),
        children=[each.name for each in children], meetings=panel.meetings.filter(state__in=("draft", "called", "in_progress")).count(),
    )  # fmt: skip
    if problems or on is None:
        raise Refused(problems)
    for member in panel.members.filter(ended_on__isnull=True).exclude(ends__lt=on).order_by("starts", "pk"):
        member.refresh_from_db()  # a seat that renews another ended with it
        if member.ended_on is None:
            leave(by=by, at=at, member=member, on=on, how="panel", why=why.strip())
    panel.terms.filter(agreed_on__isnull=True).delete()
    change(panel, {"ended_on": on, "ended_why": why.strip()}, seen_version=seen_version)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=panel, detail={"ended": on.isoformat()})


@transaction.atomic
def draft_terms(*, by: Viewer, at: datetime, panel: Panel) -> Terms:
    """Begin the next version of the terms: from the last one agreed or, where there is none, from the ways of the panel's kind.

    Refused while another draft is open: two drafts side by side would be agreed one over the other.
    """
    by.require_for("panels.write", panel.area_id)
    _refuse_ended(panel)
    if queries.draft_terms(panel):
        raise Refused({"": [_("A draft of the terms of reference is open already. Go on with that one.")]})
    last = queries.agreed_terms(panel).first()
    begun = {name: getattr(last or panel.kind, name) for name in WAYS}
    if last:
        begun |= {name: getattr(last, name) for name in WORDS - {"changed_what"}}
    else:
        begun |= {"scope_en": panel.purpose_en, "scope_cy": panel.purpose_cy}
    number = (panel.terms.aggregate(last=Max("number"))["last"] or 0) + 1
    terms = Terms(panel=panel, number=number, drafted_by_id=by.account_id, drafted_at=at, **begun)
    check(terms)
    terms.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=terms, detail={"panel": panel.code, "number": number})
    return terms


@transaction.atomic
def change_terms(*, by: Viewer, at: datetime, terms: Terms, seen_version: int | None = None, **values: Any) -> list[str]:
    """Change a draft: its words and ways (DRAFTABLE); returns the fields that changed.

    Agreed terms stay as they are. Raises Refused, ChangedMeanwhile, or KeyError for another field.
    """
    by.require_for("panels.write", terms.panel.area_id)
    _refuse_unknown(values, DRAFTABLE)
    _refuse_agreed(terms)
    values = _tidied(values)
    refuse_ways({name: values.get(name, getattr(terms, name)) for name in WAYS})
    changed = change(terms, values, seen_version=seen_version)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=terms, detail={"fields": changed})
    return changed


@transaction.atomic
def agree_terms(
    *, by: Viewer, at: datetime, terms: Terms, how: str, on: date | None, holds_from: date | None, seen_version: int | None = None
) -> None:  # fmt: skip
    """Record that the draft was agreed: who agreed it and how, when, and from what day it holds. From then on it never changes.

    A version after the first must say what changed. Raises Refused (by field) or ChangedMeanwhile.
    """
    by.require_for("panels.write", terms.panel.area_id)
    _refuse_agreed(terms)
    last = queries.agreed_terms(terms.panel).first()
    problems = agreeing_problems(
        how=how, on=on, holds_from=holds_from, last_holds_from=last.holds_from if last else None, today=timezone.localdate(at)
    )
    missing = terms_missing(
        ways=ways_of({name: getattr(terms, name) for name in WAYS}), scope=terms.scope_en, conduct=terms.conduct_en,
        confidentiality=terms.confidentiality_en,
    )  # fmt: skip
    if last and not terms.changed_what.strip():
        missing["changed_what"] = [_("Say what changed since the last version.")]
    if missing:
        problems[""] = [sentence for sentences in missing.values() for sentence in sentences]
    if problems:
        raise Refused(problems)
    change(terms, {"agreed_on": on, "agreed_how": how.strip(), "holds_from": holds_from}, seen_version=seen_version)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=terms, detail={"agreed": str(on), "holds_from": str(holds_from)})


def _tidied(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}


def _refuse_unknown(values: dict[str, Any], known: frozenset[str]) -> None:
    if unknown := set(values) - known:
        raise KeyError(f"{', '.join(sorted(unknown))} cannot be set here")


def _refuse_ended(panel: Panel) -> None:
    if panel.ended_on:
        raise Refused({"": [_("This panel has ended: its records stay as they are. Set up a new panel to go on.")]})


def _refuse_agreed(terms: Terms) -> None:
    if terms.agreed_on:
        raise Refused({"": [_("These terms were agreed and stay as they are. Draft a new version.")]})
    _refuse_ended(terms.panel)


def _refuse_place(panel: Panel) -> None:
    problems: dict[str, list[str]] = {}
    if problem := code_problem(panel.code):
        problems["code"] = [problem]
    if problem := place_problem(level=panel.kind.level, has_area=panel.area_id is not None, kind=panel.kind.name):
        problems["kind"] = [problem]
    if panel.kind.withdrawn_on:
        problems["kind"] = [_("This kind of panel is no longer used. Choose another.")]
    if problems:
        raise Refused(problems)


def _refuse_parent(panel: Panel, parent: Panel | None) -> None:
    if parent is None:
        return
    problem = parent_problem(panel.pk, parent.pk, dict(Panel.objects.values_list("pk", "parent_id")))
    if parent.ended_on:
        problem = _("That panel has ended: nothing can be reported to it. Choose another.")
    elif parent.area_id is not None and parent.area_id != panel.area_id:
        problem = _("That panel is of another Area. A panel reports to one of its own Area, or of the whole service.")
    if problem:
        raise Refused({"parent": [problem]})
