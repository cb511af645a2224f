"""What needs this viewer, by consequence: promises overdue first, quiet communities last. A need is a sentence and one button."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Model, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Invitation
from folkmoot.accounts.queries import open_invitations
from folkmoot.accounts.scope import Viewer
from folkmoot.actions.models import Action
from folkmoot.actions.queries import list_actions
from folkmoot.actions.rules import State as ActionState
from folkmoot.actions.web.presenters import due_in_words
from folkmoot.areas.models import Area
from folkmoot.engagement.models import Activity
from folkmoot.engagement.queries import soon_without_community, waiting_to_be_closed, waiting_to_be_recorded
from folkmoot.engagement.reach.queries import Overdue, overdue
from folkmoot.voice.models import Point
from folkmoot.voice.queries import due_of, facts_of, list_points
from folkmoot.voice.rules import State, broken_link, days_waiting

SHOWN = 5
EXPIRING_DAYS = 3


@dataclass(frozen=True)
class Asked:
    """Who asks, when, and about which Area (None: every Area in sight). Where there are `several`, each line says which it is of.

    `most` lines of each kind are given; with an owner only what that account owns, of the kinds that have owners.
    """

    viewer: Viewer
    at: datetime
    area_id: int | None
    area_code: str = ""
    several: bool = False
    most: int = SHOWN
    owner_id: int | None = None

    @property
    def today(self) -> date:
        return timezone.localdate(self.at)

    def where(self, area: Area | None) -> str:
        """The Area of a line, where lines of several stand together."""
        if not self.several:
            return ""
        return area.name if area else gettext("England and Wales")


@dataclass(frozen=True)
class Need:
    """One line. `about` is what a screen reader hears after the button's words; `where` the Area, where there are several.

    `row` is set where the line shows sensitive words.
    """

    words: str
    button: str | Promise
    about: str
    address: str
    row: Model | None = None
    where: str = ""


@dataclass(frozen=True)
class Group:
    """Needs of one kind, the most pressing first; `total` counts those not shown too, `address` leads to all of them."""

    heading: str | Promise
    needs: list[Need]
    total: int
    address: str = ""


def needs_of(asked: Asked) -> list[Group]:
    """Everything that needs this viewer, kind by kind in order of consequence; kinds with nothing in them are left out."""
    from folkmoot.overview.deciding import BEGINNING, SIGNING, late_promises  # they need the words of this module
    from folkmoot.overview.fairness import ON_FIGURES
    from folkmoot.overview.panels import ON_PANELS
    from folkmoot.overview.reporting import ON_REPORTS
    from folkmoot.overview.scrutiny import ON_CASES
    from folkmoot.overview.watching import WATCHED

    kinds = (late_promises, *WAITED_FOR, *SIGNING, *ON_REPORTS, *ON_CASES, *ON_FIGURES, *ON_PANELS, *ORDER, *BEGINNING, *WATCHED)
    return given(asked, (*kinds, expiring_invitations))


def given(asked: Asked, kinds: Iterable[Callable[[Asked], Group | None]]) -> list[Group]:
    """The groups of some kinds, in that order; kinds with nothing in them are left out."""
    return [group for kind in kinds if (group := kind(asked)) and group.total]


def overdue_actions(asked: Asked) -> Group | None:
    if not asked.viewer.may("actions.read"):
        return None
    rows = list_actions(asked.viewer, today=asked.today, state=ActionState.OVERDUE, area_id=asked.area_id, owner_id=asked.owner_id)
    mine_first = Case(When(owner_id=asked.viewer.account_id, then=Value(0)), default=Value(1))
    return group_of(
        asked,
        _("Actions overdue"),
        rows.order_by(mine_first, "due_on", "pk"),
        lambda row: _action(asked, row),
        listing_of("actions", asked, state="overdue"),
    )


def _owned_by(row: Action) -> str:
    return gettext("%(name)s owns it") % {"name": row.owner} if row.owner else gettext("nobody owns it")


def _action(asked: Asked, row: Action) -> Need:
    late = due_in_words(row.due_on, asked.today)
    owner = gettext("you own it") if row.owner_id == asked.viewer.account_id else _owned_by(row)
    may_write = asked.viewer.may("actions.write", row.area_id)
    address = reverse("actions:progress" if may_write else "actions:detail", args=[row.pk])
    button = _("Record progress") if may_write else _("Open")
    return Need(f"“{row.title}”: {late}; {owner}.", button, row.title, address, where=asked.where(row.area))


def waiting_points(asked: Asked) -> Group | None:
    """The longest waiting first, so that those overdue stand at the top."""
    if not asked.viewer.may("voice.read"):
        return None
    rows = list_points(asked.viewer, area_id=asked.area_id, state=State.RAISED, longest_first=True)
    address = listing_of("voice", asked, state="raised", order="oldest")
    return group_of(asked, _("Waiting for an answer"), rows, lambda row: _waiting(asked, row), address)


def _waiting(asked: Asked, row: Point) -> Need:
    days, due = days_waiting(row.said_on, asked.today), due_of(row)
    words = ngettext("“%(point)s” has waited %(days)d day for an answer.", "“%(point)s” has waited %(days)d days for an answer.", days)
    if due < asked.today:
        words = ngettext(
            "“%(point)s” has waited %(days)d day for an answer, which was due on %(due)s.",
            "“%(point)s” has waited %(days)d days for an answer, which was due on %(due)s.", days,
        )  # fmt: skip
    may_answer = asked.viewer.may("voice.answer", row.area_id)
    address = reverse("voice:answer" if may_answer else "voice:detail", args=[row.pk])
    button = _("Answer") if may_answer else _("Open")
    return Need(words % {"point": row, "days": days, "due": day_in_words(due)}, button, str(row), address, row, asked.where(row.area))


def untold_points(asked: Asked) -> Group | None:
    if not asked.viewer.may("voice.read"):
        return None
    rows = list_points(asked.viewer, area_id=asked.area_id, untold=True, longest_first=True)
    address = listing_of("voice", asked, untold="1", order="oldest")
    return group_of(asked, _("Answered, but nobody told"), rows, lambda row: _untold(asked, row), address)


def _untold(asked: Asked, row: Point) -> Need:
    missing = broken_link(facts_of(row), said_on=row.said_on, today=asked.today)
    may_tell = asked.viewer.may("voice.answer", row.area_id)
    address = reverse("voice:tell" if may_tell else "voice:detail", args=[row.pk])
    return Need(f"“{row}”: {missing}.", _("Tell them") if may_tell else _("Open"), str(row), address, row, asked.where(row.area))


def unrecorded_activities(asked: Asked) -> Group | None:
    if not asked.viewer.may("engagement.read"):
        return None
    rows = waiting_to_be_recorded(asked.viewer, asked.today, asked.area_id)
    words = _("“%(title)s” was planned for %(day)s and is not recorded.")
    return group_of(
        asked,
        _("Planned, but not recorded"),
        rows,
        lambda row: _activity(asked, row, words, row.planned_for, "record", _("Record it")),
        listing_of("engagement", asked, state="late"),
    )


def unclosed_activities(asked: Asked) -> Group | None:
    if not asked.viewer.may("engagement.read"):
        return None
    rows, words = waiting_to_be_closed(asked.viewer, asked.area_id), _("“%(title)s”, held on %(day)s, is not closed.")
    return group_of(
        asked,
        _("Recorded, but not closed"),
        rows,
        lambda row: _activity(asked, row, words, row.held_on, "detail", _("Close it")),
        listing_of("engagement", asked, state="recorded"),
    )


def near_without_community(asked: Asked) -> Group | None:
    """Activities of the next two weeks for which nobody has said which communities they are meant to reach."""
    if not asked.viewer.may("engagement.read"):
        return None
    rows = soon_without_community(asked.viewer, asked.today, asked.area_id)
    words = _("“%(title)s” is on %(day)s and names no community.")
    return group_of(
        asked,
        _("Soon, with something missing"),
        rows,
        lambda row: _activity(asked, row, words, row.planned_for, "change", _("Complete it")),
        listing_of("engagement", asked, state="soon"),
    )


def _activity(asked: Asked, row: Activity, words: Promise, day: date | None, page: str, button: Promise) -> Need:
    """A line about an activity; whoever may not write there is led to its page instead of the form."""
    may_write = asked.viewer.may("engagement.write", row.area_id)
    address = reverse(f"engagement:{page if may_write else 'detail'}", args=[row.pk])
    said = str(words) % {"title": row.title, "day": day_in_words(day)}
    return Need(said, button if may_write else _("Open"), row.title, address, where=asked.where(row.area))


def quiet_communities(asked: Asked) -> Group | None:
    viewer = asked.viewer
    if not (viewer.may("communities.read") and viewer.may("engagement.read")):
        return None
    quiet = overdue(viewer, today=asked.today, area_id=asked.area_id)
    quiet = [one for one in quiet if asked.owner_id is None or one.community.owner_id == asked.owner_id]
    address = reverse("engagement:reach", query={"area": asked.area_code} if asked.area_code else None, fragment="reach-table")
    return Group(_("Communities overdue for contact"), [_quiet(asked, one) for one in quiet[: asked.most]], len(quiet), address)


def _quiet(asked: Asked, one: Overdue) -> Need:
    expected = ngettext("contact is expected every month", "contact is expected every %(months)d months", one.contact.every_months)
    expected %= {"months": one.contact.every_months}
    if one.contact.last is None:
        words = gettext("Nobody has met %(community)s yet; %(expected)s.") % {"community": one.community, "expected": expected}
    else:
        told = {"community": one.community, "day": day_in_words(one.contact.last), "expected": expected}
        words = gettext("%(community)s: last met on %(day)s; %(expected)s.") % told
    address = reverse("communities:detail", args=[one.community.pk])
    return Need(words, _("Open"), str(one.community), address, where=asked.where(one.community.area))


def expiring_invitations(asked: Asked) -> Group | None:
    """For whoever manages accounts: invitations about to expire that nobody has accepted."""
    if not asked.viewer.may("accounts.manage"):
        return None
    rows = open_invitations(asked.viewer, at=asked.at).filter(expires_at__lte=asked.at + timedelta(days=EXPIRING_DAYS))
    people = reverse("accounts:people")

    def say(row: Invitation) -> Need:
        words = gettext("The invitation to %(name)s expires on %(day)s.") % {
            "name": row,
            "day": day_in_words(timezone.localdate(row.expires_at)),
        }
        return Need(words, _("Open"), str(row), people)

    return group_of(asked, _("Invitations about to expire"), rows.order_by("expires_at"), say, people)


# The order of consequence: a promise broken weighs most, then what people wait for.
WAITED_FOR: tuple[Callable[[Asked], Group | None], ...] = (overdue_actions, waiting_points, untold_points)
ORDER: tuple[Callable[[Asked], Group | None], ...] = (
    unrecorded_activities,
    near_without_community,
    unclosed_activities,
    quiet_communities,
)


def shown_rows(groups: Iterable[Group]) -> list[Model]:
    """The rows whose words stand on the page, for the log of what was read."""
    return [need.row for group in groups for need in group.needs if need.row is not None]


def group_of(asked: Asked, heading: Promise, rows: QuerySet[Any], say: Callable[..., Need], address: str = "") -> Group:
    """The first rows as lines; all are counted only where there are more than are shown."""
    first = list(rows[: asked.most + 1])
    total = len(first) if len(first) <= asked.most else rows.count()
    return Group(heading, [say(row) for row in first[: asked.most]], total, address)


def listing_of(room: str, asked: Asked, **query: str) -> str:
    return reverse(f"{room}:list", query={**query, **({"area": asked.area_code} if asked.area_code else {})})


def day_in_words(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""
