"""Coding points by hand: one person goes through one point with the list. Each is one transaction with its audit event."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.audit import Actor
from folkmoot.foundation.saving import Refused
from folkmoot.voice.models import EqualityCode, Point
from folkmoot.voice.themes.models import Coding, Reading, Suggester, Suggestion, Theme
from folkmoot.voice.themes.queries import by_name, last_reading, theme_named, themes_in_use
from folkmoot.voice.themes.rules import reading_problem

AT_ONCE = 500


class CodedMeanwhile(Refused):
    """Somebody else coded the same point after this person opened it; what they chose stands beside what this person chose."""

    def __init__(self, who: str, themes: Iterable[str]) -> None:
        words = _(
            "%(who)s coded this point while you had it open: %(themes)s. Nothing of yours is lost: what you chose is still ticked below. "
            "Save again to put it in place of theirs, or go on to the next point."
        )
        super().__init__({"themes": [words % {"who": who, "themes": ", ".join(themes) or _("none of the themes fits")}]})


@transaction.atomic
def code_noted(*, by: Actor, at: datetime, point: Point) -> Coding | None:
    """Code a point with the theme that the word noted when it was recorded names; None where it names none, or it is coded with it."""
    if not point.theme.strip():
        return None
    theme = theme_named(point.theme, area_id=point.area_id, on=timezone.localdate(at))
    if theme is None or Coding.objects.filter(point=point, theme=theme, ended_at__isnull=True).exists():
        return None
    coding = Coding.objects.create(point=point, theme=theme, how=Coding.How.NOTED, by_id=by.account_id, at=at)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=point, detail={"theme_noted": theme.code})
    return coding


@transaction.atomic
def code_all_noted(*, by: Viewer, at: datetime) -> int:
    """Code every point that has no coding yet and whose noted word names a theme, as of when it was recorded; returns how many."""
    by.require_national("voice.write")
    names: dict[int, dict[str, Theme]] = {}
    made: list[Coding] = []
    rows = Point.objects.exclude(theme="").filter(codings__isnull=True, readings__isnull=True).order_by("pk")
    for point in rows.only("pk", "area_id", "theme", "recorded_at", "recorded_by_id").iterator(chunk_size=AT_ONCE):
        known = names.setdefault(point.area_id, by_name(area_id=point.area_id, on=timezone.localdate(at)))
        theme = known.get(point.theme.strip().casefold())
        if theme:
            made.append(Coding(point=point, theme=theme, how=Coding.How.NOTED, by_id=point.recorded_by_id, at=point.recorded_at))
    Coding.objects.bulk_create(made, batch_size=AT_ONCE)
    if made:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject="voice.coding", ids=[], detail={"coded_as_noted": len(made)})
    return len(made)


@transaction.atomic
def code(
    *, by: Viewer, at: datetime, point: Point, themes: Collection[Theme], none_fits: bool = False, seen: int | None = None,
    beside: Suggester | None = None, characteristics: Collection[str] | None = None,
) -> Reading:  # fmt: skip
    """Save what one person made of one point: its themes, in place of those it had, and the characteristics it bears on.

    `seen` is `last_reading` of the point when it was shown; `beside` what had made the suggestions on the screen, which are decided by
    this: those chosen are accepted, the others rejected. Raises CodedMeanwhile, Refused (by field) or NotAllowed.
    """
    by.require("voice.write", point.area_id)
    _refuse(reading_problem(chosen=[theme.pk for theme in themes], none_fits=none_fits))
    _refuse_strange(themes, point, at)
    point = Point.objects.select_for_update().get(pk=point.pk)
    if seen is not None and seen != last_reading(point):
        _say_who(point)
    reading = Reading.objects.create(point=point, by_id=by.account_id, at=at, beside=beside)
    reading.themes.set(themes)
    _decide(reading, {theme.pk for theme in themes})
    _put_in_place(reading, {theme.pk: theme for theme in themes})
    if characteristics is not None:
        _set_characteristics(point, set(characteristics))
    detail: dict[str, object] = {"themes": sorted(theme.code for theme in themes)}
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=point, detail=detail)
    return reading


def _say_who(point: Point) -> None:
    latest = Reading.objects.filter(point=point, blind=False, undone_at__isnull=True).select_related("by").order_by("-pk").first()
    who = str(latest.by) if latest and latest.by else _("Somebody")
    raise CodedMeanwhile(who, [theme.name for theme in latest.themes.all()] if latest else [])


def _decide(reading: Reading, chosen: Collection[int]) -> None:
    """Accept or reject the suggestions that were on the screen: nothing is accepted by silence."""
    if reading.beside_id is None:
        return
    waiting = Suggestion.objects.filter(point=reading.point_id, suggester=reading.beside_id, outcome=Suggestion.Outcome.WAITING)
    waiting.filter(theme__in=chosen).update(outcome=Suggestion.Outcome.ACCEPTED, reading=reading)
    waiting.exclude(theme__in=chosen).update(outcome=Suggestion.Outcome.REJECTED, reading=reading)


def _put_in_place(reading: Reading, chosen: dict[int, Theme]) -> None:
    """End the codings that were not chosen again, and make those that are new."""
    live = {coding.theme_id: coding for coding in Coding.objects.filter(point=reading.point_id, ended_at__isnull=True)}
    gone = [coding.pk for theme, coding in live.items() if theme not in chosen]
    Coding.objects.filter(pk__in=gone).update(ended_at=reading.at, ended_by=reading.by_id, ended_reading=reading)
    accepted = {each.theme_id: each for each in reading.decided.filter(outcome=Suggestion.Outcome.ACCEPTED)}
    for theme_id in chosen.keys() - live.keys():
        suggestion = accepted.get(theme_id)
        how = Coding.How.ACCEPTED if suggestion else Coding.How.HAND
        Coding.objects.create(
            point_id=reading.point_id, theme_id=theme_id, how=how, by_id=reading.by_id, at=reading.at, reading=reading,
            suggestion=suggestion,
        )  # fmt: skip


def _set_characteristics(point: Point, wanted: set[str]) -> None:
    """Codes of a characteristic as a whole; those that name a category of it stay as they are."""
    held = set(point.equality.values_list("characteristic", flat=True))
    point.equality.filter(characteristic__in=held - wanted).delete()
    EqualityCode.objects.bulk_create([EqualityCode(point=point, characteristic=each) for each in sorted(wanted - held)])


@transaction.atomic
def undo(*, by: Viewer, at: datetime, reading: Reading) -> None:
    """Take one's own latest coding of a point back: the themes it had before are there again. Raises Refused or NotAllowed."""
    by.require("voice.write", reading.point.area_id)
    point = Point.objects.select_for_update().get(pk=reading.point_id)
    if reading.by_id != by.account_id or reading.undone_at is not None:
        raise Refused({"": [_("Only your own coding can be undone, and only once.")]})
    if not reading.blind and last_reading(point) != reading.pk:
        raise Refused({"": [_("This point was coded again since. Open it and code it anew.")]})
    Reading.objects.filter(pk=reading.pk).update(undone_at=at)
    Coding.objects.filter(reading=reading, ended_at__isnull=True).update(ended_at=at, ended_by=by.account_id)
    Coding.objects.filter(ended_reading=reading).update(ended_at=None, ended_by=None, ended_reading=None)
    Suggestion.objects.filter(reading=reading).update(outcome=Suggestion.Outcome.WAITING, reading=None)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=point, detail={"coding_undone": reading.pk})


def _refuse_strange(themes: Collection[Theme], point: Point, at: datetime) -> None:
    """Only themes in use in the point's Area, or those it already bears, may be chosen."""
    known = set(themes_in_use(Viewer(None, ""), area_id=point.area_id, on=timezone.localdate(at)).values_list("pk", flat=True))
    known |= set(Coding.objects.filter(point=point, ended_at__isnull=True).values_list("theme", flat=True))
    strange = [theme.name for theme in themes if theme.pk not in known]
    if strange:
        raise Refused({"themes": [_("%(themes)s: not in use in this Area.") % {"themes": ", ".join(strange)}]})


def _refuse(problem: tuple[str, str] | None) -> None:
    if problem:
        raise Refused({problem[0]: [problem[1]]})
