"""What case scrutiny needs of this viewer: packs to review and to release, draws whose time is over, replies that panels wait for."""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.overview.needs import Asked, Group, Need, day_in_words
from folkmoot.scrutiny.draws.models import Draw
from folkmoot.scrutiny.draws.queries import draws
from folkmoot.scrutiny.learning.queries import late
from folkmoot.scrutiny.packs.models import Pack, PackHand, PackReview
from folkmoot.scrutiny.packs.queries import packs


def packs_to_review(asked: Asked) -> Group | None:
    """Packs in which this viewer had no hand and which wait for a review, those of the nearest meeting first."""
    if not asked.viewer.may("scrutiny.review"):
        return None
    mine = {"pack": OuterRef("pk")}
    hand = PackHand.objects.filter(**mine, who=asked.viewer.account_id)
    reviewed = PackReview.objects.filter(**mine, by=asked.viewer.account_id, edition=OuterRef("edition"), void_at__isnull=True)
    waiting = packs(asked.viewer, "scrutiny.review").filter(state__in=(Pack.State.SUBMITTED, Pack.State.REVIEWED))
    rows = _here(asked, waiting.exclude(Exists(hand)).exclude(Exists(reviewed)), "drawn__draw__panel")

    def say(row: Any) -> Need:
        told = {"title": row.title, "panel": row.drawn.draw.panel.name}
        words = gettext("“%(title)s” for %(panel)s waits for you to review it: you had no hand in it.") % told
        address = reverse("scrutiny:pack", args=[row.pk])
        return Need(words, _("Review it"), row.title, address, row, asked.where(row.drawn.draw.panel.area))

    return _of(
        asked, _("Packs to review"), rows.order_by(F("drawn__draw__meeting__starts_at").asc(nulls_last=True), "pk"), say, "scrutiny:packs"
    )


def packs_to_release(asked: Asked) -> Group | None:
    """Packs reviewed twice that no member can read yet."""
    if not asked.viewer.may("scrutiny.review"):
        return None
    rows = _here(asked, packs(asked.viewer, "scrutiny.review").filter(state=Pack.State.CLEARED), "drawn__draw__panel").order_by("pk")

    def say(row: Any) -> Need:
        words = gettext("“%(title)s” was reviewed twice; members of %(panel)s cannot read it until it is released.")
        told = {"title": row.title, "panel": row.drawn.draw.panel.name}
        address = reverse("scrutiny:pack_release", args=[row.pk])
        return Need(words % told, _("Release it"), row.title, address, row, asked.where(row.drawn.draw.panel.area))

    return _of(asked, _("Packs to release"), rows, say, "scrutiny:packs")


def draws_to_finish(asked: Asked) -> Group | None:
    """Draws for which members had their time to seal a phrase."""
    if not asked.viewer.may("scrutiny.prepare"):
        return None
    going = (Draw.State.COMMITTED, Draw.State.OPENING)
    rows = _here(asked, draws(asked.viewer, capability="scrutiny.prepare").filter(state__in=going, seals_until__lt=asked.at), "panel")

    def say(row: Any) -> Need:
        words = gettext("The time for phrases is over and nothing was drawn: “%(title)s” of %(panel)s.")
        told = {"title": row.title, "panel": row.panel.name}
        return Need(words % told, _("Draw"), row.title, reverse("scrutiny:draw", args=[row.pk]), where=asked.where(row.panel.area))

    return _of(asked, _("Draws to finish"), rows.order_by("seals_until"), say, "scrutiny:draws")


def learning_owed(asked: Asked) -> Group | None:
    """What panels learned and has had no reply in time, or was not done by the day that was promised."""
    if not asked.viewer.may("scrutiny.learn"):
        return None
    rows = [each for each in late(asked.viewer, asked.today) if asked.area_id in (None, each.row.panel.area_id)]

    def say(each: Any) -> Need:
        row = each.row
        told = {"number": row.number, "panel": row.panel.name, "day": day_in_words(each.reply_due)}
        if each.reply is None:
            words = gettext("Learning point %(number)d of %(panel)s was to have a reply by %(day)s.") % told
        else:
            words = gettext("Learning point %(number)d of %(panel)s is not finished by the day that was promised.") % told
        return Need(words, _("Open"), f"{row.panel.name}, {row.number}", reverse("scrutiny:learning_point", args=[row.pk]),
                    where=asked.where(row.panel.area))  # fmt: skip

    return Group(
        _("What panels learned, owed a reply"), [say(each) for each in rows[: asked.most]], len(rows), reverse("scrutiny:learning")
    )


def _here(asked: Asked, rows: Any, panel: str) -> Any:
    """The rows of the Area that is looked at."""
    if asked.area_id:
        rows = rows.filter(**{f"{panel}__area_id": asked.area_id})
    return rows.select_related(f"{panel}__area")


def _of(asked: Asked, heading: Any, rows: Any, say: Callable[[Any], Need], route: str) -> Group:
    return Group(heading, [say(row) for row in rows[: asked.most]], rows.count(), reverse(route))


ON_CASES: tuple[Callable[[Asked], Group | None], ...] = (packs_to_review, packs_to_release, draws_to_finish, learning_owed)
