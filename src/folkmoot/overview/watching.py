"""What is watched besides the loop: sources, partnerships, trends, drafts, bulletins, and details kept past their day."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.communities.rules import months_between
from folkmoot.engagement.bulletins.queries import waiting_for_lawyer
from folkmoot.engagement.calendar.queries import drafts
from folkmoot.overview.needs import Asked, Group, Need, day_in_words, group_of
from folkmoot.stakeholders.partnerships.queries import lapsed
from folkmoot.stakeholders.queries import list_contacts
from folkmoot.stakeholders.sources.queries import overdue
from folkmoot.strategy.trends.queries import list_trends
from folkmoot.strategy.trends.rules import State as TrendState


def bulletins_to_clear(asked: Asked) -> Group | None:
    """Bulletins that wait for this viewer as their named lawyer."""
    if not asked.viewer.may("bulletins.clear"):
        return None

    def say(row: Any) -> Need:
        words = gettext("The bulletin “%(title)s” waits for your clearance.") % {"title": row.title}
        address = reverse("engagement:bulletin", args=[row.pk])
        return Need(words, _("Read it"), row.title, address, where=asked.where(row.area))

    return group_of(asked, _("Bulletins to clear"), waiting_for_lawyer(asked.viewer), say, reverse("engagement:bulletins"))


def drafts_to_complete(asked: Asked) -> Group | None:
    """Activities that came by a calendar invitation and wait to be completed."""
    if not asked.viewer.may("engagement.write"):
        return None
    rows = drafts(asked.viewer)
    rows = rows.filter(area_id=asked.area_id) if asked.area_id else rows

    def say(row: Any) -> Need:
        words = gettext("“%(title)s” on %(day)s came as a calendar invitation.") % {"title": row.title, "day": day_in_words(row.day)}
        return Need(words, _("Complete it"), row.title, reverse("engagement:draft", args=[row.pk]), row, asked.where(row.area))

    return group_of(asked, _("Drafts to complete"), rows, say)


def overdue_sources(asked: Asked) -> Group | None:
    if not asked.viewer.may("stakeholders.read"):
        return None
    late = [each for each in overdue(asked.viewer, today=asked.today, area_id=asked.area_id) if _owned(asked, each.source)]

    def say(each: Any) -> Need:
        told = {"source": each.source.name, "day": day_in_words(each.due), "owner": each.source.owner}
        words = gettext("“%(source)s” was due by %(day)s; %(owner)s watches it.") % told
        may_write = asked.viewer.sight("stakeholders.write").holds(each.source.area_id)
        address = reverse("stakeholders:source_receipt" if may_write else "stakeholders:source", args=[each.source.pk])
        return Need(words, _("Log what came") if may_write else _("Open"), each.source.name, address, where=asked.where(each.source.area))

    return _of(asked, _("Sources overdue"), late, say, reverse("stakeholders:sources", query={"state": "overdue"}))


def lapsed_partnerships(asked: Asked) -> Group | None:
    if not asked.viewer.may("stakeholders.read"):
        return None
    gone = [each for each in lapsed(asked.viewer, today=asked.today, area_id=asked.area_id) if _owned(asked, each.partnership)]

    def say(each: Any) -> Need:
        row = each.partnership
        months = months_between(each.last or row.starts, asked.today)
        words = gettext("“%(title)s”: no contact for %(months)d months; one is expected every %(every)d.") % {
            "title": row.title, "months": months, "every": row.review_every_months,
        }  # fmt: skip
        return Need(words, _("Open"), row.title, reverse("stakeholders:partnership", args=[row.pk]), where=asked.where(row.area))

    return _of(asked, _("Partnerships lapsed"), gone, say, reverse("stakeholders:partnerships", query={"state": "lapsed"}))


def trends_to_review(asked: Asked) -> Group | None:
    """For whoever keeps trends: those whose day to be looked at again has passed."""
    if not asked.viewer.may("strategy.write"):
        return None
    due = list_trends(asked.viewer, today=asked.today, area_id=asked.area_id, state=TrendState.REVIEW_DUE)
    mine = [row for row in due if asked.viewer.sight("strategy.write").holds(row.area_id) and _owned(asked, row)]

    def say(row: Any) -> Need:
        words = gettext("“%(title)s” was to be looked at again on %(day)s.") % {"title": row.title, "day": day_in_words(row.review_on)}
        return Need(words, _("Look at it again"), row.title, reverse("strategy:review_trend", args=[row.pk]), where=asked.where(row.area))

    return _of(asked, _("Trends and priorities to look at again"), mine, say, reverse("strategy:trends", query={"state": "review_due"}))


def kept_too_long(asked: Asked) -> Group | None:
    """People whose details should have gone: counted, not named, on a page that many may see over a shoulder."""
    if not asked.viewer.may("stakeholders.write"):
        return None
    number = list_contacts(asked.viewer, area_id=asked.area_id, kept_past=asked.today).count()
    address = reverse("stakeholders:people", query={"kept": "past"})
    words = gettext("The details of %(number)d people are kept past the day agreed with them.") % {"number": number}
    return Group(_("Details to erase or to ask about"), [Need(words, _("See them"), "", address)] if number else [], number, address)


WATCHED: tuple[Callable[[Asked], Group | None], ...] = (
    bulletins_to_clear, drafts_to_complete, overdue_sources, lapsed_partnerships, trends_to_review, kept_too_long,
)  # fmt: skip


def _owned(asked: Asked, row: Any) -> bool:
    return asked.owner_id is None or row.owner_id == asked.owner_id


def _of(asked: Asked, heading: Any, rows: list[Any], say: Callable[[Any], Need], address: str) -> Group:
    return Group(heading, [say(row) for row in rows[: asked.most]], len(rows), address)
