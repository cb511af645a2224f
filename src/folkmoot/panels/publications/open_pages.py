"""What anybody may read of panels: which there are, how they work, when they met and meet, and what they published.

These functions take no viewer, because everybody may see what they return; they return no person and nothing that two people have not
agreed to publish, but for dates and for how the panel works, which are public as they stand.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.models import Panel, Terms
from folkmoot.panels.publications.models import Publication
from folkmoot.panels.publications.rules import State
from folkmoot.panels.queries import terms_on
from folkmoot.panels.recruitment.models import Campaign
from folkmoot.panels.recruitment.queries import open_campaigns
from folkmoot.voice.published.open_pages import fitting
from folkmoot.voice.published.rules import Texts, Version

SHOWN_DAYS = 3 * 366  # how far back the dates of meetings are shown
_SHOWN = (State.PUBLISHED, State.WITHDRAWN)


@dataclass(frozen=True)
class PanelLine:
    """A panel on the public list: how much of it is published, and when last."""

    panel: Panel
    number: int
    last: date | None


@dataclass(frozen=True)
class PanelPage:
    """A panel as the public reads it. `held` are closed meetings, the latest first; `coming` the days that are called.

    `campaigns` are the adverts for members that are open.
    """

    panel: Panel
    terms: Terms | None
    held: list[Meeting]
    coming: list[date]
    published: list[Publication]
    campaigns: list[Campaign]


def public_panels(*, today: date) -> list[PanelLine]:
    """The panels on the public page, those of the whole service first, then by Area; ended ones where something of them is published."""
    live = Q(publications__state=State.PUBLISHED)
    rows = _public().annotate(
        number=Count("publications", filter=live), last=Max("publications__agreed_at", filter=live)
    ).order_by("area__name_en", "name_en", "pk")  # fmt: skip
    lines = [PanelLine(row, row.number, timezone.localdate(row.last) if row.last else None) for row in rows]
    shown = [line for line in lines if line.number or line.panel.ended_on is None or line.panel.ended_on > today]
    return sorted(shown, key=lambda line: line.panel.area_id is not None)


def public_panel(code: str, *, today: date) -> PanelPage | None:
    """One panel on the public page; None for one that is not there."""
    panel = _public().filter(code=code).first()
    if panel is None:
        return None
    meetings = Meeting.objects.filter(panel=panel, starts_at__date__gte=today - timedelta(days=SHOWN_DAYS)).order_by("-starts_at")
    held = list(meetings.filter(state=Meeting.State.CLOSED))
    called = meetings.filter(state=Meeting.State.CALLED, starts_at__date__gte=today).order_by("starts_at")
    coming = [timezone.localdate(moment) for moment in called.values_list("starts_at", flat=True)]
    published = list(_publications().filter(panel=panel).order_by("-last", "-pk"))
    return PanelPage(panel, terms_on(panel, today), held, coming, published, list(open_campaigns(today).filter(panel=panel)))


def public_publication(code: str, pk: int) -> Publication | None:
    """One publication at its address, also once it is withdrawn; None for one that was never published."""
    return _publications().filter(panel__code=code, pk=pk).first()


def versions_of(publication: Publication) -> dict[Version, tuple[str, str]]:
    """Title and words of every version as they were frozen; none of one that was withdrawn."""
    if publication.state != State.PUBLISHED:
        return {}
    return {Version(which): (text["title"], text["words"]) for which, text in (publication.body or {}).items()}


def version_shown(publication: Publication, asked: Version) -> Version:
    """The version for who asked for one: the same language before the same ease, English where there is nothing else."""
    return fitting({which: Texts(title) for which, (title, _words) in versions_of(publication).items()}, asked)


def published_since_withdrawn(publication: Publication) -> Publication | None:
    """What stands in the place of a withdrawn one: the latest of the same kind about the same days."""
    same = _publications().filter(panel=publication.panel_id, kind=publication.kind, state=State.PUBLISHED)
    return same.filter(meeting=publication.meeting_id, first=publication.first, last=publication.last).order_by("-pk").first()


def _public() -> QuerySet[Panel]:
    return Panel.objects.filter(public=True).select_related("area", "kind")


def _publications() -> QuerySet[Publication]:
    return Publication.objects.filter(panel__public=True, state__in=_SHOWN).select_related("panel__area", "panel__kind", "meeting")
