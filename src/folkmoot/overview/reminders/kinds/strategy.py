"""The strategy: figures that are late, commitments that nobody answers for, of which nothing is reported, and that an Area leaves be."""

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.actions.commitments.queries import in_force, reach_by_commitment
from folkmoot.actions.rules import months_later
from folkmoot.areas.queries import list_areas
from folkmoot.overview.reminders.kinds.reminder import Reminder, key_of, named, quarter_of
from folkmoot.overview.reminders.recipients import People
from folkmoot.strategy.measures.queries import late, latest_two
from folkmoot.strategy.models import Commitment, Standing
from folkmoot.strategy.queries import list_commitments, owners_of, standings_of

SILENT_MONTHS = 6
SETTLED = (Standing.Level.ACHIEVED, Standing.Level.CANNOT_BE_MET)


def late_measures(at: datetime, today: date) -> Iterator[Reminder]:
    """A measure whose next figure is late: to the headquarters team, once for each figure that was the last."""
    people = People(today)
    rows = late(THE_PRODUCT, today=today)
    latest = latest_two(THE_PRODUCT, [row.pk for row in rows])
    for row in rows:
        last = latest[row.pk][0].as_of
        words = _("The next figure of “%(name)s” is late: the last is of %(day)s.") % {"name": row, "day": named(last)}
        to = people.who_may(people.headquarters(), "reference.read", area_id=None)
        yield Reminder(key_of("measures.late", row.pk, last), to, "measures.late", words, reverse("strategy:measure", args=[row.pk]))


def ownerless_commitments(at: datetime, today: date) -> Iterator[Reminder]:
    """How many commitments in force nobody answers for: to the headquarters team, one notice a quarter."""
    people, lines = People(today), _lines()
    number = len(lines) - len(owners_of(THE_PRODUCT, [line.pk for line in lines], on=today))
    if number:
        words = ngettext("Nobody answers for %(number)d commitment.", "Nobody answers for %(number)d commitments.", number)
        to = people.who_may(people.headquarters(), "actions.read", area_id=None)
        yield _counted(
            f"commitments.ownerless:{quarter_of(today)}",
            to,
            "commitments.ownerless",
            words % {"number": number},
            kind="commitment",
            show="ownerless",
        )


def silent_commitments(at: datetime, today: date) -> Iterator[Reminder]:
    """Nothing reported of it for half a year, counted from when its owner took it on: to the owner, once for each such time."""
    people, lines = People(today), _lines()
    ids = [line.pk for line in lines]
    owners, standings = owners_of(THE_PRODUCT, ids, on=today), standings_of(THE_PRODUCT, ids)
    for line in lines:
        owner, standing = owners.get(line.pk), standings.get(line.pk)
        if owner is None or (standing and standing.level in SETTLED):
            continue
        since = max([owner.since, *([standing.on] if standing else [])])
        if months_later(since, SILENT_MONTHS) <= today:
            words = _("Say where a commitment of “%(strategy)s” stands: nothing was reported since %(day)s.")
            to = people.who_may([owner.account_id], "actions.read", area_id=line.strategy.area_id, seen_by_all=True)
            said = words % {"strategy": line.strategy.name, "day": named(since)}
            address = reverse("actions:commitment", args=[line.pk])
            yield Reminder(key_of("commitments.silent", line.pk, since), to, "commitments.silent", said, address)


def idle_commitments(at: datetime, today: date) -> Iterator[Reminder]:
    """For how many commitments nothing is happening in an Area: to its managers, one notice a quarter."""
    people, lines = People(today), _lines()
    reaches = reach_by_commitment(THE_PRODUCT, lines, today=today)  # `idle` of every Area at once
    for area in list_areas(THE_PRODUCT, on=today):
        number = sum(area.pk in reaches[line.pk].nothing for line in lines)
        if not number:
            continue
        words = ngettext(
            "For %(number)d commitment nothing is happening in %(area)s.",
            "For %(number)d commitments nothing is happening in %(area)s.",
            number,
        ) % {"number": number, "area": area}
        to = people.who_may(people.of_role(Role.ICEM, area.pk), "actions.read", area_id=area.pk)
        yield _counted(f"commitments.idle:{area.pk}:{quarter_of(today)}", to, "commitments.idle", words)


def _lines() -> list[Commitment]:
    rows = list_commitments(THE_PRODUCT, kind=Commitment.Kind.COMMITMENT).select_related("strategy__area")
    return [line for line in rows if in_force(line)]


def _counted(key: str, to: list[int], what: str, words: str, **shown: str) -> Reminder:
    return Reminder(key, to, what, words, reverse("actions:commitments", query=shown))
