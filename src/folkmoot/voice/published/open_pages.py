"""What anybody may read: the entries as published, how each stands today, and the share of concerns that were answered.

These functions take no viewer, because everybody may see what they return; they return nothing that was not published.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Q

from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.areas.models import Area
from folkmoot.areas.rules import in_being
from folkmoot.foundation.fence import lifted
from folkmoot.stats.intervals import Estimate, wilson
from folkmoot.voice.forms.models import Form
from folkmoot.voice.models import Point
from folkmoot.voice.published.facts import facts_now
from folkmoot.voice.published.models import Edition, Entry
from folkmoot.voice.published.rules import SMALLEST_BASE, Facts, Since, Texts, Version, facts_kept, leaving, since_published
from folkmoot.voice.queries import REACHED, list_points
from folkmoot.voice.rules import Standing, State


@dataclass(frozen=True)
class Published:
    """An entry as the public reads it. Of a withdrawn one no text is given (`texts` is empty); `was` is what held on its day."""

    entry: Entry
    edition: Edition
    texts: dict[Version, Texts]
    was: Facts
    now: Facts
    since: Since | None
    corrections: tuple[tuple[date, str, str], ...] = ()

    @property
    def standing(self) -> Standing:
        """How it stands today, not how it stood when it was published."""
        return self.now.standing

    @property
    def withdrawn(self) -> bool:
        return self.entry.withdrawn_at is not None


@lifted()
def public_entries(area: Area | None, *, today: date, theme: str = "", standing: str = "", entry_id: int | None = None) -> list[Published]:
    """The entries of an Area (None: of all) that were published, the newest first; by the code of their theme and how they stand today.

    Withdrawn entries keep their place in an unfiltered list. Read in a constant number of statements.
    """
    rows = Edition.objects.filter(published_at__isnull=False).select_related("entry__area", "entry__theme")
    chosen = {"entry__area": area, "entry__theme__code": theme, "entry_id": entry_id}
    rows = rows.filter(**{name: value for name, value in chosen.items() if value})
    held: dict[int, list[Edition]] = {}
    for edition in rows.prefetch_related("editiontexts").order_by("-number"):
        held.setdefault(edition.entry_id, []).append(edition)
    latest = sorted((editions[0] for editions in held.values()), key=lambda edition: (edition.published_at, edition.pk), reverse=True)
    now = facts_now([edition.entry for edition in latest], today=today)
    found = [_published(edition, held[edition.entry_id], now[edition.entry_id]) for edition in latest]
    if not (theme or standing):
        return found
    return [one for one in found if not one.withdrawn and (not standing or one.standing.value == standing)]


def _published(edition: Edition, editions: Iterable[Edition], now: Facts) -> Published:
    was = facts_kept(edition.rests_on)
    written = {Version(row.which): Texts(row.title, row.you_said, row.we_did, row.shown_by) for row in edition.editiontexts.all()}
    texts = {} if edition.entry.withdrawn_at else leaving(written, was.standing)
    corrections = tuple(
        (each.published_at.date(), each.corrects, each.corrects_cy) for each in editions if each.number > 1 and each.published_at
    )
    return Published(edition.entry, edition, texts, was, now, since_published(was, now), corrections)


def fitting(texts: dict[Version, Texts], asked: Version) -> Version:
    """The version to show to who asked for one: the same language before the same ease, English where there is nothing else."""
    if asked in texts:
        return asked
    plain = Version.WELSH if asked.language == "cy" else Version.ENGLISH
    return plain if plain in texts else Version.ENGLISH


@dataclass(frozen=True)
class AreaLine:
    """An Area with how many entries it published that still stand, and when it last published."""

    area: Area
    number: int
    last: date | None


@lifted()
def public_areas(*, today: date) -> list[AreaLine]:
    """The Areas in being, and other parts of the service that published something, by name."""
    live = Entry.objects.filter(withdrawn_at__isnull=True, editions__published_at__isnull=False).order_by()
    counts = {area: (number, last) for area, number, last in live.values_list("area_id").annotate(
        number=Count("pk", distinct=True), last=Max("editions__published_at__date"))}  # fmt: skip
    rows = in_being(Area.objects.filter(withdrawn_on__isnull=True).order_by("name_en"), today)
    shown = [area for area in rows if area.kind == Area.Kind.AREA or area.pk in counts]
    return [AreaLine(area, *counts.get(area.pk, (0, None))) for area in shown]


@dataclass(frozen=True)
class Headline:
    """Of the concerns said from `first` to `last`: how many were answered, and how many led to a change. Never of all that was said:
    about half of what people say is praise, and praise needs no change.
    """

    base: int
    answered: int
    changed: int
    first: date
    last: date

    @property
    def shares(self) -> tuple[Estimate, Estimate] | None:
        """Answered and changed, each with its 95% interval (Wilson); None where too few concerns were said to show a share.

        It is a measure of the service and not of people, so a share of none or of nearly all is shown: to withhold it would hide the
        years in which nothing changed.
        """
        if self.base < SMALLEST_BASE:
            return None
        return wilson(self.answered, self.base), wilson(self.changed, self.base)


def year_to_last_month(today: date) -> tuple[date, date]:
    """The twelve whole months before this one: a figure that moves once a month says nothing of a single day."""
    last = today.replace(day=1) - timedelta(days=1)
    return today.replace(year=today.year - 1, day=1), last


@lifted()
def headline(area: Area | None, *, today: date) -> Headline:
    """What became of the concerns of an Area (None: of all) in the last twelve whole months; counted, never listed."""
    first, last = year_to_last_month(today)
    rows = list_points(THE_PRODUCT, area_id=area.pk if area else None, nature=Point.Nature.CONCERN, first=first, last=last).order_by()
    reached = {state.value: Count("pk", filter=REACHED[state]) for state in (State.ANSWERED, State.CHANGED)}
    counted = rows.aggregate(base=Count("pk"), **reached)
    return Headline(counted["base"], counted["answered"], counted["changed"], first, last)


@lifted()
def open_forms(area: Area | None, *, today: date) -> list[Form]:
    """The forms that take answers today: those of the Area and of the whole service."""
    where = Q(area__isnull=True) | Q(area=area) if area else Q(area__isnull=True)
    rows = Form.objects.filter(where, opened_at__isnull=False, closed_at__isnull=True, opens_on__lte=today, closes_on__gte=today)
    return list(rows.order_by("closes_on", "pk"))
