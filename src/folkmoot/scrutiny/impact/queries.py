"""Reading community impact statements: those in sight, where each stands, and which are due for review."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, QuerySet

from folkmoot.accounts.scope import Viewer, within
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.queries import sitting
from folkmoot.scrutiny.impact.models import ImpactAuthor, ImpactStatement, ImpactUse, ImpactVersion
from folkmoot.scrutiny.impact.rules import State, state_of

CAPABILITY = "scrutiny.read"
SOON = timedelta(days=28)


@dataclass(frozen=True)
class Standing:
    """A statement and what follows from its versions. `held` is the version supplied last, `draft` the one being written."""

    row: ImpactStatement
    state: State
    held: ImpactVersion | None
    draft: ImpactVersion | None
    review_soon: bool
    to_serve: int
    to_hear: int

    @property
    def uses(self) -> list[ImpactUse]:
        """Every use of every version, the latest first."""
        found = [use for version in self.row.versions.all() for use in version.uses.all()]
        return sorted(found, key=lambda use: (use.put_in_on, use.pk), reverse=True)


def statements(viewer: Viewer) -> QuerySet[ImpactStatement]:
    """The statements in sight with versions, uses and authors, those asked for last first."""
    versions = ImpactVersion.objects.select_related("written_by").prefetch_related("uses").order_by("number")
    authors = ImpactAuthor.objects.select_related("member__contact").order_by("pk")
    rows = ImpactStatement.objects.select_related("area", "panel__area", "community", "opened_by")
    rows = rows.prefetch_related(Prefetch("versions", versions), Prefetch("authors", authors))
    return within(viewer, rows, CAPABILITY)


def get_statement(viewer: Viewer, pk: int) -> ImpactStatement:
    """One statement in sight. Raises ImpactStatement.DoesNotExist for one out of sight."""
    return statements(viewer).get(pk=pk)


def standing_of(row: ImpactStatement, today: date) -> Standing:
    """Where a row of `statements` stands."""
    versions = list(row.versions.all())
    supplied = [version for version in versions if version.supplied_on]
    held = supplied[-1] if supplied else None
    draft = next((version for version in versions if version.supplied_on is None), None)
    state = state_of(
        withdrawn=row.withdrawn_on is not None, has_draft=draft is not None, review_on=held.review_on if held else None, today=today
    )
    uses = [use for version in versions for use in version.uses.all()]
    soon = state is State.SUPPLIED and held is not None and held.review_on is not None and held.review_on <= today + SOON
    to_serve = sum(use.served_on is None and not use.used for use in uses)
    return Standing(row, state, held, draft, soon, to_serve, sum(use.served_on is not None and not use.used for use in uses))


def list_statements(viewer: Viewer, *, today: date, area_id: int | None = None, kind: str = "", stands: str = "") -> list[Standing]:
    """Those in sight; `stands` is a state, or "soon" (review due within four weeks), "to_serve", "to_hear"."""
    rows = statements(viewer)
    if area_id is not None:
        rows = rows.filter(area=area_id)
    if kind:
        rows = rows.filter(kind=kind)
    return [one for one in (standing_of(row, today) for row in rows) if _stands(one, stands)]


def _stands(standing: Standing, stands: str) -> bool:
    special = {"soon": standing.review_soon, "to_serve": bool(standing.to_serve), "to_hear": bool(standing.to_hear)}
    return not stands or special.get(stands, standing.state.value == stands)


def review_due(viewer: Viewer, today: date) -> list[Standing]:
    """Statements in force whose day of review has passed or comes within four weeks: for reminders."""
    return [one for one in list_statements(viewer, today=today) if one.state is State.REVIEW_DUE or one.review_soon]


def possible_authors(statement: ImpactStatement, today: date) -> QuerySet[Member]:
    """The members of the statement's panel who sit today; none where it is of no panel."""
    return sitting(statement.panel, today).select_related("contact") if statement.panel else Member.objects.none()
