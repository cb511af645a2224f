"""What became of what was said, on a timeline: consultations, issues, decisions, and what was published."""

from collections.abc import Collection, Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.scope import Viewer
from folkmoot.communities.models import Community
from folkmoot.decisions.consultations.models import Consultation
from folkmoot.decisions.consultations.queries import consultations
from folkmoot.decisions.models import Considered
from folkmoot.decisions.queries import decisions
from folkmoot.overview.timeline.events import Event
from folkmoot.voice.issues.models import IssuePoint
from folkmoot.voice.issues.queries import issues
from folkmoot.voice.published.models import Edition
from folkmoot.voice.published.queries import entries, title_of
from folkmoot.voice.queries import ISSUE_ORIGIN
from folkmoot.voice.queries import ORIGIN as POINT

COMMUNITY = "communities.community"


def consulted(viewer: Viewer, whom: Q) -> Iterator[Event]:
    """Consultations that asked them, from the day each opened."""
    rows = consultations(viewer).filter(pk__in=Consultation.objects.filter(whom, opened_at__isnull=False).values("pk"))
    for row in rows:
        address = reverse("decisions:consultation", args=[row.pk])
        yield Event(row.opens_on, _("Consulted"), row.title, address)
        if row.responded_on:
            yield Event(row.responded_on, _("Response to a consultation"), row.title, address)


def became_of(viewer: Viewer, community: Community, point_ids: Collection[int]) -> Iterator[Event]:
    """What became of a community's points in sight: issues they were joined in, decisions that considered them or it, publications."""
    joined = IssuePoint.objects.filter(point__in=point_ids, left_at__isnull=True).values_list("issue_id", flat=True)
    issue_ids = set(joined) if viewer.may("voice.read") else set()
    for row in issues(viewer).filter(pk__in=issue_ids):
        yield Event(row.opened_on, _("Joined in an issue"), row.title, reverse("chain_of", args=[ISSUE_ORIGIN, row.pk]))
    here = {COMMUNITY: {community.pk}, POINT: set(point_ids), ISSUE_ORIGIN: issue_ids}
    yield from _decided(viewer, here)
    yield from _published(viewer, {POINT: here[POINT], ISSUE_ORIGIN: issue_ids})


def _decided(viewer: Viewer, here: dict[str, set[int]]) -> Iterator[Event]:
    looked_at = Considered.objects.filter(_named("kind", "row_id", here), left_out=False)
    for row in decisions(viewer).filter(pk__in=looked_at.values("decision"), taken_on__isnull=False):
        yield Event(row.taken_on, _("Decided"), row.title, reverse("decisions:detail", args=[row.pk]))  # type: ignore[arg-type]


def _published(viewer: Viewer, here: dict[str, set[int]]) -> Iterator[Event]:
    made = entries(viewer).filter(_named("origin_kind", "origin_id", here), withdrawn_at__isnull=True).order_by().values("pk")
    rows = Edition.objects.filter(entry__in=made, published_at__isnull=False).select_related("entry").prefetch_related("editiontexts")
    for row in rows:
        address = reverse("voice:published-entry", args=[row.entry_id])
        yield Event(localdate(row.published_at), _("Published: you said, we did"), title_of(row), address)


def _named(kind: str, key: str, here: dict[str, set[int]]) -> Q:
    asked = Q(pk__in=[])
    for name, ids in here.items():
        asked = asked | Q(**{kind: name, f"{key}__in": ids})
    return asked
