"""The handover of an Area: everything open, so that whoever comes next can begin within the hour."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import people_who_may
from folkmoot.actions.models import Action
from folkmoot.actions.queries import list_actions
from folkmoot.actions.rules import State as ActionState
from folkmoot.communities.queries import list_communities
from folkmoot.engagement.bulletins.queries import list_bulletins
from folkmoot.engagement.bulletins.rules import State as BulletinState
from folkmoot.engagement.queries import planned_next
from folkmoot.overview.deciding import actions_to_look_at, consultations_due, late_promises, minimum_to_start, ownerless_actions
from folkmoot.overview.needs import (
    Asked,
    Group,
    Need,
    day_in_words,
    given,
    group_of,
    listing_of,
    overdue_actions,
    quiet_communities,
    unclosed_activities,
    unrecorded_activities,
    untold_points,
    waiting_points,
)  # fmt: skip
from folkmoot.overview.watching import drafts_to_complete, kept_too_long, lapsed_partnerships, overdue_sources, trends_to_review
from folkmoot.stakeholders.partnerships.queries import list_partnerships
from folkmoot.stakeholders.partnerships.rules import State as PartnershipState
from folkmoot.stakeholders.sources.queries import list_sources
from folkmoot.stakeholders.sources.rules import State as SourceState

EVERYTHING = 500


def handover_of(asked: Asked) -> list[Group]:
    """Every open thing, by consequence. With an owner: of the kinds that have owners only that person's."""
    return given(asked, ORDER)


def owners_in(asked: Asked) -> QuerySet[Account]:
    """Who may hold something open here: those who work in the Area now, and whoever still owns an open action in it."""
    working = people_who_may("engagement.write", asked.area_id, today=asked.today)
    known = list_actions(asked.viewer, today=asked.today, area_id=asked.area_id)
    open_actions = known.exclude(state__in=(ActionState.ACHIEVED, ActionState.ENDED))  # type: ignore[misc]  # `state` is annotated
    holding = Action.objects.filter(pk__in=open_actions.order_by().values("pk")).values("owner") if asked.viewer.may("actions.read") else []
    return Account.objects.filter(Q(pk__in=working.values("pk")) | Q(pk__in=holding)).order_by("name", "pk")


def open_actions(asked: Asked) -> Group | None:
    """Actions under way or planned; the overdue stand in their own group."""
    if not asked.viewer.may("actions.read"):
        return None
    rows = list_actions(asked.viewer, today=asked.today, area_id=asked.area_id, owner_id=asked.owner_id)
    rows = rows.filter(state__in=(ActionState.IN_PROGRESS, ActionState.PLANNED))  # type: ignore[misc]  # `state` is annotated

    def say(row: Action) -> Need:
        words = gettext("“%(title)s”: due on %(day)s; %(owner)s owns it.") % {
            "title": row.title, "day": day_in_words(row.due_on), "owner": row.owner or gettext("nobody"),
        }  # fmt: skip
        return Need(words, _("Open"), row.title, reverse("actions:detail", args=[row.pk]), where=asked.where(row.area))

    return group_of(asked, _("Actions under way or planned"), rows, say, listing_of("actions", asked))


def activities_ahead(asked: Asked) -> Group | None:
    if not asked.viewer.may("engagement.read"):
        return None

    def say(row: Any) -> Need:
        words = gettext("“%(title)s” is planned for %(day)s.") % {"title": row.title, "day": day_in_words(row.planned_for)}
        return Need(words, _("See the plan"), row.title, reverse("engagement:detail", args=[row.pk]), where=asked.where(row.area))

    rows = planned_next(asked.viewer, asked.today, asked.area_id)
    return group_of(asked, _("Activities ahead"), rows, say, listing_of("engagement", asked, state="planned"))


def partnerships_alive(asked: Asked) -> Group | None:
    if not asked.viewer.may("stakeholders.read"):
        return None
    standing = list_partnerships(asked.viewer, today=asked.today, area_id=asked.area_id, state=PartnershipState.CURRENT)
    rows = [each for each in standing if asked.owner_id is None or each.partnership.owner_id == asked.owner_id]

    def say(each: Any) -> Need:
        row = each.partnership
        words = gettext("“%(title)s”: next contact by %(day)s; kept alive by %(owner)s.") % {
            "title": row.title, "day": day_in_words(each.due), "owner": row.owner or gettext("nobody yet"),
        }  # fmt: skip
        return Need(words, _("Open"), row.title, reverse("stakeholders:partnership", args=[row.pk]), where=asked.where(row.area))

    return Group(_("Partnerships"), [say(each) for each in rows[: asked.most]], len(rows), reverse("stakeholders:partnerships"))


def sources_expected(asked: Asked) -> Group | None:
    if not asked.viewer.may("stakeholders.read"):
        return None
    standing = list_sources(asked.viewer, today=asked.today, area_id=asked.area_id, state=SourceState.EXPECTED)
    rows = [each for each in standing if asked.owner_id is None or each.source.owner_id == asked.owner_id]

    def say(each: Any) -> Need:
        row = each.source
        words = gettext("“%(name)s”: next by %(day)s; %(owner)s watches it.") % {
            "name": row.name, "day": day_in_words(each.due), "owner": row.owner,
        }  # fmt: skip
        return Need(words, _("Open"), row.name, reverse("stakeholders:source", args=[row.pk]), where=asked.where(row.area))

    return Group(_("Sources expected"), [say(each) for each in rows[: asked.most]], len(rows), reverse("stakeholders:sources"))


def communities_owned(asked: Asked) -> Group | None:
    """Communities by who looks after contact with them; those that nobody looks after are said."""
    if not asked.viewer.may("communities.read"):
        return None
    rows = list_communities(asked.viewer, today=asked.today, area_id=asked.area_id).select_related("owner")
    rows = rows.filter(owner_id=asked.owner_id) if asked.owner_id else rows

    def say(row: Any) -> Need:
        told = {"community": row, "owner": row.owner or gettext("nobody"), "months": row.contact_every_months}
        words = gettext("%(community)s: looked after by %(owner)s; contact expected every %(months)d months.") % told
        return Need(words, _("Open"), str(row), reverse("communities:detail", args=[row.pk]), where=asked.where(row.area))

    return group_of(asked, _("Communities and who looks after them"), rows, say, listing_of("communities", asked))


def bulletins_open(asked: Asked) -> Group | None:
    if not asked.viewer.may("bulletins.write"):
        return None
    rows = [
        row
        for state in (BulletinState.DRAFT, BulletinState.SUBMITTED, BulletinState.RETURNED, BulletinState.CLEARED)
        for row in list_bulletins(asked.viewer, area_id=asked.area_id, state=state)
    ]

    def say(row: Any) -> Need:
        words = gettext("The bulletin “%(title)s” is not sent.") % {"title": row.title}
        return Need(words, _("Open"), row.title, reverse("engagement:bulletin", args=[row.pk]), where=asked.where(row.area))

    return Group(_("Bulletins not sent"), [say(row) for row in rows[: asked.most]], len(rows), reverse("engagement:bulletins"))


ORDER: tuple[Callable[[Asked], Group | None], ...] = (
    late_promises, overdue_actions, waiting_points, untold_points, consultations_due, unrecorded_activities, unclosed_activities,
    drafts_to_complete, activities_ahead, ownerless_actions, minimum_to_start, actions_to_look_at, open_actions, bulletins_open,
    quiet_communities, lapsed_partnerships, partnerships_alive, overdue_sources, sources_expected, trends_to_review, communities_owned,
    kept_too_long,
)  # fmt: skip
