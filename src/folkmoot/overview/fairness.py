"""What figures need of this viewer: late data, signals without an owner or an answer, answers to review, targets and plans left alone."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.casework.quality.plans import late as late_plans
from folkmoot.casework.reviews.queries import waiting_for
from folkmoot.casework.signals.queries import Standing, list_signals
from folkmoot.casework.signals.rules import Waits
from folkmoot.casework.sources.queries import late as late_sources
from folkmoot.overview.needs import Asked, Group, Need, day_in_words
from folkmoot.workforce.plans.queries import side_by_side
from folkmoot.workforce.targets.queries import reviews


def data_late(asked: Asked) -> Group | None:
    """Sources whose data should have come."""
    if not asked.viewer.may("casework.load") or asked.area_id:
        return None
    rows = late_sources(asked.viewer, asked.today)

    def say(row: Any) -> Need:
        words = gettext("The data of “%(title)s” are %(days)d days late.") % {"title": row.source.title, "days": row.standing.days_late}
        return Need(words, _("Load them"), row.source.title, reverse("casework:source", args=[row.source.pk]))

    return Group(_("Data that are late"), [say(row) for row in rows[: asked.most]], len(rows), reverse("casework:sources"))


def signals_waiting(asked: Asked) -> Group | None:
    """Signals that nobody owns or has answered, and those whose re-test was made: for whoever may answer."""
    if not asked.viewer.may("casework.write"):
        return None
    wanted = (Waits.OWNER, Waits.ANSWER, Waits.AFTER_RETEST)
    return _of_signals(asked, _("Signals to answer"), [one for one in _signals(asked) if one.waits in wanted], _("Answer it"))


def answers_waiting(asked: Asked) -> Group | None:
    """Answers of others that wait for a second person."""
    if not asked.viewer.may("casework.review"):
        return None
    rows = [one for one in _signals(asked) if one.waits is Waits.REVIEW and one.answer and one.answer.by_id != asked.viewer.account_id]
    return _of_signals(asked, _("Answers to signals to review"), rows, _("Review it"))


def _signals(asked: Asked) -> list[Standing]:
    return list_signals(asked.viewer, today=asked.today, area_id=asked.area_id)


def _of_signals(asked: Asked, heading: Any, rows: list[Standing], button: Any) -> Group:
    def say(one: Standing) -> Need:
        told = {"group": one.row.group, "outcome": one.row.outcome, "days": one.age}
        words = gettext("Needs review since %(days)d days: %(group)s, %(outcome)s.") % told
        address = reverse("casework:signal", args=[one.row.pk])
        return Need(words, button, one.row.group, address, one.row, asked.where(one.row.area))

    return Group(heading, [say(one) for one in rows[: asked.most]], len(rows), reverse("casework:signals"))


def quality_plans_late(asked: Asked) -> Group | None:
    """Plans with forces whose day is past."""
    if not asked.viewer.may("casework.write"):
        return None
    rows = [one for one in late_plans(asked.viewer, asked.today) if not asked.area_id or one.row.area_id == asked.area_id]

    def say(one: Any) -> Need:
        words = gettext("The plan with %(force)s for better data is past its day.") % {"force": one.row.force}
        return Need(
            words, _("See it"), str(one.row.force), reverse("casework:improvement", args=[one.row.pk]), where=asked.where(one.row.area)
        )

    return Group(_("Plans with police forces, late"), [say(one) for one in rows[: asked.most]], len(rows), reverse("casework:quality"))


def reviews_to_finish(asked: Asked) -> Group | None:
    """Cases this viewer took to review and has not locked."""
    if not asked.viewer.may("quality.review") or asked.area_id:
        return None
    rows = list(waiting_for(asked.viewer))

    def say(row: Any) -> Need:
        return Need(gettext("You took a case to review and have not locked your answers."), _("Go on"), "", reverse("casework:reviews"))

    return Group(_("Cases you took to review"), [say(row) for row in rows[: asked.most]], len(rows), reverse("casework:reviews"))


def declaration_due(asked: Asked) -> Group | None:
    """Characteristics of which declaration was to be looked at again."""
    if not asked.viewer.sight("workforce.write").national or asked.area_id:
        return None
    rows = [row for row in reviews(asked.viewer) if row.next_on <= asked.today]

    def say(row: Any) -> Need:
        words = gettext("Declaration was to be looked at again on %(day)s.") % {"day": day_in_words(row.next_on)}
        return Need(words, _("Look at it"), row.characteristic, reverse("workforce:declaration"))

    return Group(_("Declaration to look at"), [say(row) for row in rows[: asked.most]], len(rows), reverse("workforce:declaration"))


def plans_missing(asked: Asked) -> Group | None:
    """Units for which this viewer keeps the local plan, and that have none."""
    if not asked.viewer.may("workforce.plans"):
        return None
    sight = asked.viewer.sight("workforce.plans")
    lines = side_by_side(asked.viewer, asked.today)
    rows = [
        one
        for one in lines
        if one.held is None and sight.holds(one.unit.area_id) and (not asked.area_id or one.unit.area_id == asked.area_id)
    ]

    def say(one: Any) -> Need:
        words = gettext("%(unit)s has no local diversity and inclusion plan.") % {"unit": one.unit.name}
        return Need(
            words, _("Begin it"), one.unit.name, reverse("workforce:begin_plan", args=[one.unit.pk]), where=asked.where(one.unit.area)
        )

    return Group(_("Local plans to begin"), [say(one) for one in rows[: asked.most]], len(rows), reverse("workforce:plans"))


ON_FIGURES: tuple[Callable[[Asked], Group | None], ...] = (
    data_late, signals_waiting, answers_waiting, quality_plans_late, reviews_to_finish, declaration_due, plans_missing,
)  # fmt: skip
