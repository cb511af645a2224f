"""What panels need of this viewer: flags of the panels they run, answers that panels wait for, and what waits to be agreed."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from folkmoot.overview.needs import Asked, Group, Need, day_in_words
from folkmoot.panels.flags.queries import flags_of_panels
from folkmoot.panels.publications.queries import answers_due, waiting_for_agreement
from folkmoot.panels.queries import panels
from folkmoot.panels.recommendations.queries import list_recommendations
from folkmoot.panels.recommendations.rules import State


def answers_to_panels(asked: Asked) -> Group | None:
    """Recommendations without an answer, for those who answer for the service: the longest waiting first."""
    viewer = asked.viewer
    if not viewer.may("panels.answer"):
        return None
    waiting = list_recommendations(viewer, today=asked.today, area_id=asked.area_id, stands=State.UNANSWERED.value)
    mine = [each for each in waiting if viewer.sight("panels.answer").holds(each.row.panel.area_id)]

    def say(each: Any) -> Need:
        row = each.row
        words = ngettext(
            "Recommendation %(number)d of %(panel)s has waited %(age)d day for an answer.",
            "Recommendation %(number)d of %(panel)s has waited %(age)d days for an answer.", each.age,
        ) % {"number": row.number, "panel": row.panel.name, "age": each.age}  # fmt: skip
        about = f"{row.panel.name}, {row.number}"
        return Need(words, _("Answer it"), about, reverse("panels:recommendation_answer", args=[row.pk]), where=asked.where(row.panel.area))

    return _of(asked, _("Panels waiting for an answer"), mine, say, reverse("panels:recommendations", query={"stands": "unanswered"}))


def panel_publications(asked: Asked) -> Group | None:
    """What panels publish and waits for this viewer as the second person."""
    if not asked.viewer.may("panels.agree"):
        return None
    rows = [row for row in waiting_for_agreement(asked.viewer) if asked.area_id in (None, row.panel.area_id)]

    def say(row: Any) -> Need:
        words = gettext("What %(panel)s is to publish waits for you as the second person.") % {"panel": row.panel.name}
        return Need(words, _("Read it"), row.panel.name, reverse("panels:publication", args=[row.pk]), where=asked.where(row.panel.area))

    return _of(asked, _("Of panels, to agree"), rows, say, reverse("panels:publications"))


def requests_about_panels(asked: Asked) -> Group | None:
    """Requests for information about panels that have no answer yet."""
    if not asked.viewer.may("panels.write"):
        return None
    rows = [row for row in answers_due(asked.viewer) if asked.area_id in (None, row.panel.area_id) and _runs(asked, row.panel)]

    def say(row: Any) -> Need:
        told = {"panel": row.panel.name, "day": day_in_words(row.answer_due_on)}
        words = gettext("The answer to a request for information about %(panel)s is due on %(day)s.") % told
        return Need(words, _("Open"), row.panel.name, reverse("panels:publication", args=[row.pk]), where=asked.where(row.panel.area))

    return _of(asked, _("Requests for information about panels"), rows, say, reverse("panels:publications"))


def flagged_panels(asked: Asked) -> Group | None:
    """The flags of the panels in sight, the gravest first: one line each, for those who can put them right."""
    if not asked.viewer.may("panels.write"):
        return None
    rows = panels(asked.viewer, "panels.write")
    rows = rows.filter(area_id=asked.area_id) if asked.area_id else rows
    flags = flags_of_panels([row for row in rows if _runs(asked, row)], today=asked.today)

    def say(flag: Any) -> Need:
        words = gettext("%(panel)s: %(flag)s") % {"panel": flag.panel.name, "flag": flag.words}
        return Need(words, _("Open"), flag.panel.name, flag.address, where=asked.where(flag.panel.area))

    return _of(asked, _("Panels that need something"), flags, say, reverse("panels:list", query={"show": "flagged"}))


ON_PANELS: tuple[Callable[[Asked], Group | None], ...] = (answers_to_panels, requests_about_panels, panel_publications, flagged_panels)


def _runs(asked: Asked, panel: Any) -> bool:
    return asked.owner_id is None or panel.owner_id == asked.owner_id


def _of(asked: Asked, heading: Any, rows: list[Any], say: Callable[[Any], Need], address: str) -> Group:
    return Group(heading, [say(row) for row in rows[: asked.most]], len(rows), address)
