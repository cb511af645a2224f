"""Writing activities: plan, record, change, close, cancel, reopen, add what was said. Each is one transaction with its audit event."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.communities.models import Community
from folkmoot.communities.operations import link_point
from folkmoot.engagement.models import Activity, title_of
from folkmoot.engagement.queries import ORIGIN, closing_obstacles, state_of_row
from folkmoot.engagement.rules import Obstacle, State, may_change, may_take_points, planning_problems, recording_problem, transition_problem
from folkmoot.errors import FolkmootError
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, change_with_links, check
from folkmoot.stakeholders.models import Contact, Organisation
from folkmoot.stakeholders.operations import add_contact, add_organisation
from folkmoot.stakeholders.partnerships.models import Partnership
from folkmoot.stakeholders.partnerships.operations import note_contact_elsewhere
from folkmoot.strategy.models import Aim
from folkmoot.strategy.trends.models import Trend
from folkmoot.voice.models import Point
from folkmoot.voice.operations import record_point


class CannotClose(FolkmootError):
    """An activity with something missing or an unanswered point stays open; `obstacles` say what stands in the way."""

    def __init__(self, obstacles: Sequence[Obstacle]) -> None:
        self.obstacles = list(obstacles)
        super().__init__(
            _("This activity cannot be closed yet."),
            " ".join(obstacle.words for obstacle in obstacles),
            _("Do what is missing, then close it."),
        )


@dataclass(frozen=True)
class Links:
    """Whom an activity was with and what for; None leaves a stored link as it is.

    `new_organisations` and `new_people` are names that nobody knew yet: each is added to the Area and linked. Why we may keep a new
    person's details is still to be asked. `partners` put the activity on with us; `organisations` are those it was for.
    """

    aims: Iterable[Aim] | None = None
    communities: Iterable[Community] | None = None
    organisations: Iterable[Organisation] | None = None
    contacts: Iterable[Contact] | None = None
    new_organisations: Sequence[str] = ()
    new_people: Sequence[str] = ()
    partners: Iterable[Organisation] | None = None
    staff: Iterable[Account] | None = None
    partnerships: Iterable[Partnership] | None = None
    trends: Iterable[Trend] | None = None


@dataclass(frozen=True)
class Said:
    """One thing said in an activity, in the words it was said."""

    words: str
    nature: str = "concern"


@transaction.atomic
def plan_activity(
    *, by: Viewer, at: datetime, area: Area, title: str, kind: str, purpose: str, objective: str, measure: str, planned_for: date,
    links: Links = Links(), **values: object,
) -> Activity:  # fmt: skip
    """Plan a SMART activity. Raises Refused (by field) or NotAllowed."""
    by.require("engagement.write", area.pk)
    activity = Activity(
        area=area, title=title.strip(), kind=kind, purpose=purpose, objective=objective, measure=measure, planned_for=planned_for, **values
    )
    _refuse(planning_problems(objective=objective, measure=measure, planned_for=planned_for, today=timezone.localdate(at)))
    check(activity)
    activity.save()
    _link(activity, _rows(links, by, at, area))
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=activity, detail={"planned": planned_for.isoformat()})
    return activity


@transaction.atomic
def record_activity(
    *, by: Viewer, at: datetime, held_on: date, activity: Activity | None = None, area: Area | None = None,
    seen_version: int | None = None, links: Links = Links(), **values: object,
) -> Activity:  # fmt: skip
    """Record that a planned `activity` was held, or (with `area` in its place) something that was never planned.

    Recording late is allowed and shows. Raises Refused, ChangedMeanwhile or NotAllowed.
    """
    where = activity.area if activity else area
    if where is None:
        raise ValueError("record_activity needs a planned activity or an Area")
    by.require("engagement.write", where.pk)
    problem = recording_problem(held_on=held_on, today=timezone.localdate(at))
    _refuse({"held_on": [problem]} if problem else {})
    if activity:
        _refuse_transition(activity, "record")
    recorded = {**values, "held_on": held_on, "recorded_at": at, "recorded_by_id": by.account_id}
    rows = _rows(links, by, at, where, activity)
    if activity is None:
        title = values.get("title") or title_of(str(values["kind"]), str(values.get("place") or ""))
        activity = Activity(area=where, **{**recorded, "title": title})
        check(activity)
        activity.save()
        _link(activity, rows)
        kind = audit.Kind.COLLECTION
    else:
        change_with_links(activity, recorded, rows, seen_version=seen_version)
        kind = audit.Kind.ALTERATION
    audit.record(kind, by=by, at=at, subject=activity, detail={"held": held_on.isoformat()})
    _tell_partnerships(activity, by, at)
    return activity


@transaction.atomic
def log_contact(
    *, by: Viewer, at: datetime, area: Area, held_on: date, said: Iterable[Said] = (), links: Links = Links(), **values: Any
) -> Activity:
    """Record a contact and everything said in it at once: all of it, or nothing."""
    activity = record_activity(by=by, at=at, area=area, held_on=held_on, links=links, **values)
    for one in said:
        add_point(by=by, at=at, activity=activity, words=one.words, nature=one.nature)
    return activity


@transaction.atomic
def change_activity(
    *, by: Viewer, at: datetime, activity: Activity, seen_version: int | None = None, links: Links = Links(), **values: object
) -> list[str]:
    """Change a planned or recorded activity; returns the fields that changed. Raises Refused or ChangedMeanwhile."""
    by.require("engagement.write", activity.area_id)
    if not may_change(state_of_row(activity)):
        raise Refused({"": [_("A closed or cancelled activity cannot be changed.")]})
    _refuse_values(activity, values, timezone.localdate(at))
    changed = change_with_links(activity, values, _rows(links, by, at, activity.area, activity), seen_version=seen_version)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=activity, detail={"fields": changed})
        _tell_partnerships(activity, by, at)
    return changed


@transaction.atomic
def add_point(
    *, by: Viewer, at: datetime, activity: Activity, words: str, nature: str = "concern", theme: str = "", aim: Aim | None = None,
    said_by: str = "", communities: Iterable[Community] | None = None,
) -> Point:  # fmt: skip
    """Record one thing said in an activity, and that it came from `communities` (None: every community the activity reached).

    Where `said_by` is empty and one organisation alone was there, it was that organisation.
    """
    by.require("engagement.write", activity.area_id)
    held = _locked(activity)
    if not may_take_points(state_of_row(held)) or held.held_on is None:
        raise Refused({"words": [_("Points are added to an activity that was recorded and is not closed.")]})
    point = record_point(
        by=by, at=at, area=held.area, origin_kind=ORIGIN, origin_id=held.pk, words=words, said_on=held.held_on, nature=nature,
        theme=theme, aim=aim, said_by=said_by.strip() or _only_organisation(held),
    )  # fmt: skip
    for community in held.communities.all() if communities is None else communities:
        link_point(by=by, at=at, community=community, point=point)
    return point


@transaction.atomic
def close_activity(*, by: Viewer, at: datetime, activity: Activity) -> None:
    """Close a recorded activity. Raises CannotClose while a point raised in it is unanswered or something is missing."""
    by.require("engagement.write", activity.area_id)
    held = _locked(activity)
    _refuse_transition(held, "close")
    obstacles = closing_obstacles(by, held)
    if obstacles:
        raise CannotClose(obstacles)
    change(held, {"closed_at": at, "closed_by_id": by.account_id})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, detail={"closed": True})


@transaction.atomic
def cancel_activity(*, by: Viewer, at: datetime, activity: Activity, reason: str) -> None:
    """Cancel a planned activity, saying why. Raises Refused."""
    by.require("engagement.write", activity.area_id)
    _refuse_transition(activity, "cancel")
    _refuse({} if reason.strip() else {"reason": [_("Say why it was cancelled.")]})
    change(activity, {"cancelled_on": timezone.localdate(at), "cancelled_why": reason.strip()})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=activity, detail={"cancelled": True})


@transaction.atomic
def reopen_activity(*, by: Viewer, at: datetime, activity: Activity, reason: str) -> None:
    """Open a closed activity again, saying why: for national roles only. Raises Refused or NotAllowed."""
    by.require_national("engagement.write")
    _refuse_transition(activity, "reopen")
    _refuse({} if reason.strip() else {"reason": [_("Say why it is opened again.")]})
    change(activity, {"closed_at": None, "closed_by_id": None, "reopened_why": reason.strip()})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=activity, detail={"reopened": True})


@transaction.atomic
def take_figures(*, by: Viewer, at: datetime, area: Area | None, kind: str, first: date, last: date, route: str = "") -> None:
    """Record that what engagement adds up to was taken out as a file."""
    by.require("engagement.read", area.pk if area else None)
    detail: dict[str, object] = {"figures": "engagement", "format": kind, "first": first.isoformat(), "last": last.isoformat()}
    area_id = area.pk if area else None
    audit.record(
        audit.Kind.DISCLOSURE, by=by, at=at, subject="engagement.activity", area_id=area_id, route=route, recipient=by.name, detail=detail
    )


def _locked(activity: Activity) -> Activity:
    """The activity as it is now, held until the transaction ends: nobody adds a point while another closes it."""
    return Activity.objects.select_for_update(of=("self",)).select_related("area").get(pk=activity.pk)


def _refuse(problems: dict[str, list[str]]) -> None:
    if problems:
        raise Refused(problems)


def _refuse_transition(activity: Activity, what: str) -> None:
    problem = transition_problem(state_of_row(activity), what)
    _refuse({"": [problem]} if problem else {})


def _refuse_values(activity: Activity, values: dict[str, object], today: date) -> None:
    """Refuse a change that would leave a plan without its objective, or a day held that cannot be."""
    proposed = {name: values.get(name, getattr(activity, name)) for name in ("objective", "measure", "planned_for", "held_on")}
    if state_of_row(activity) is State.PLANNED:
        moved = proposed["planned_for"] != activity.planned_for
        words = {name: str(proposed[name]) for name in ("objective", "measure")}
        day = proposed["planned_for"]
        problems = planning_problems(**words, planned_for=day if isinstance(day, date) else None, today=today)
        _refuse({name: texts for name, texts in problems.items() if name != "planned_for" or moved})
    elif "held_on" in values:
        day = proposed["held_on"]
        problem = recording_problem(held_on=day if isinstance(day, date) else None, today=today)
        _refuse({"held_on": [problem]} if problem else {})


def _rows(links: Links, by: Viewer, at: datetime, area: Area, stored: Activity | None = None) -> dict[str, list[Model]]:
    """The rows to link, by field; refused where one is of another Area. New organisations join those already `stored`."""
    asked: dict[str, Iterable[Model] | None] = {
        "aims": links.aims, "communities": links.communities, "contacts": links.contacts, "organisations": links.organisations,
        "partners": links.partners, "staff": links.staff, "partnerships": links.partnerships, "trends": links.trends,
    }  # fmt: skip
    for name, added in _added(links, by, at, area).items():
        kept = getattr(stored, name).all() if stored and asked[name] is None else asked[name] or ()
        asked[name] = [*kept, *added]
    rows = {name: list(each) for name, each in asked.items() if each is not None}
    for name in ("communities", "organisations", "partners", "contacts", "partnerships", "trends"):
        for row in rows.get(name, []):
            if getattr(row, "area_id", None) not in (None, area.pk):
                raise Refused({name: [_("“%(name)s” belongs to another Area.") % {"name": row}]})
    return rows


def _added(links: Links, by: Viewer, at: datetime, area: Area) -> dict[str, list[Model]]:
    """New organisations and people, added to the Area; no entry for a kind of which there are none."""
    organisations = [
        add_organisation(by=by, at=at, area=area, name=name, kind=Organisation.Kind.OTHER, another=True) for name in links.new_organisations
    ]
    people = [
        add_contact(by=by, at=at, area=area, name=name, another=True, basis=Contact.Basis.TO_BE_ASKED, source=_("Met at an activity"))
        for name in links.new_people
    ]
    return {name: list(rows) for name, rows in (("organisations", organisations), ("contacts", people)) if rows}


def _tell_partnerships(activity: Activity, by: Viewer, at: datetime) -> None:
    """What was held as part of a partnership is a contact within it."""
    if activity.held_on:
        note_contact_elsewhere(
            by=by, at=at, partnerships=activity.partnerships.all(), on=activity.held_on, words=activity.title, origin_kind=ORIGIN,
            origin_id=activity.pk,
        )  # fmt: skip


def _link(activity: Activity, rows: dict[str, list[Model]]) -> None:
    for name, linked in rows.items():
        getattr(activity, name).set(linked)


def _only_organisation(activity: Activity) -> str:
    """The name of the organisation that an activity was with; empty where it was with none or with several."""
    names = list(activity.organisations.values_list("name", flat=True)[:2])
    return names[0] if len(names) == 1 else ""
