"""Reading publications for those who make and agree them, and the one check of what leaves. What the public reads: see `open_pages`."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer, within
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.models import Panel
from folkmoot.panels.publications import wording
from folkmoot.panels.publications.facts import facts_of
from folkmoot.panels.publications.known import known_about
from folkmoot.panels.publications.leaks import Finding, findings_in
from folkmoot.panels.publications.models import Publication, PublicationText
from folkmoot.panels.publications.rules import OPEN, Kind, State, version_problems
from folkmoot.voice.published.rules import WELSH_AREA, Version

_PEOPLE = ("prepared_by", "submitted_by", "returned_by", "agreed_by", "withdrawn_by")
UPDATE_WITHIN = 28  # days after a meeting in which its update is made


def publications(viewer: Viewer, *, panel: Panel | None = None, kind: str = "", state: str = "") -> QuerySet[Publication]:
    """The publications of panels in sight, the latest days first."""
    rows = Publication.objects.select_related("panel__area", "panel__kind", "meeting", *_PEOPLE)
    chosen = {name: value for name, value in (("panel", panel), ("kind", kind), ("state", state)) if value}
    return within(viewer, rows.filter(**chosen), "panels.read", area="panel__area_id").order_by("-last", "-pk")


def get_publication(viewer: Viewer, pk: int) -> Publication:
    """One in sight, with its texts. Raises Publication.DoesNotExist for one out of sight."""
    return publications(viewer).prefetch_related("publicationtexts__read_by", "publicationfindings", "writers").get(pk=pk)


def waiting_for_agreement(viewer: Viewer) -> list[Publication]:
    """What waits and this viewer may agree, having made none of it; the longest waiting first."""
    if viewer.account_id is None:
        return []
    rows = publications(viewer, state=State.WAITING).exclude(writers=viewer.account_id)
    return list(within(viewer, rows, "panels.agree", area="panel__area_id").order_by("submitted_at", "pk"))


def answers_due(viewer: Viewer) -> list[Publication]:
    """Answers to requests for information that are not given yet, the one due first at the head."""
    rows = publications(viewer, kind=Kind.FOI).filter(state__in=OPEN).order_by("asked_on", "pk")
    return list(within(viewer, rows, "panels.write", area="panel__area_id"))


def meetings_without_update(viewer: Viewer, *, today: date, panel: Panel | None = None) -> list[Meeting]:
    """Closed meetings of the last year, of panels on the public page, that no update tells of; the earliest first."""
    since = today - timedelta(days=365)
    told = Publication.objects.filter(kind=Kind.UPDATE).exclude(state=State.WITHDRAWN).values("meeting")
    rows = Meeting.objects.filter(state=Meeting.State.CLOSED, starts_at__date__gte=since, panel__public=True)
    rows = rows.filter(panel=panel) if panel else rows
    return list(
        within(viewer, rows.exclude(pk__in=told), "panels.write", area="panel__area_id").select_related("panel").order_by("starts_at")
    )


def closed_meeting(viewer: Viewer, pk: int) -> Meeting | None:
    """A closed meeting of a panel of which this viewer may make publications."""
    rows = Meeting.objects.filter(pk=pk, state=Meeting.State.CLOSED).select_related("panel__area", "panel__kind")
    return within(viewer, rows, "panels.write", area="panel__area_id").first()


def update_of(meeting: Meeting) -> Publication | None:
    """The update that tells of a meeting, published or not."""
    return Publication.objects.filter(kind=Kind.UPDATE, meeting=meeting).exclude(state=State.WITHDRAWN).first()


def panels_to_publish(viewer: Viewer) -> QuerySet[Panel]:
    """The panels of which this viewer may make publications, by name."""
    rows = Panel.objects.select_related("area", "kind").order_by("name_en", "pk")
    return within(viewer, rows, "panels.write", area="area_id")


def panel_to_publish(viewer: Viewer, code: str) -> Panel:
    """One of those. Raises Panel.DoesNotExist for one out of sight."""
    return panels_to_publish(viewer).get(code=code)


@dataclass(frozen=True)
class Check:
    """What would leave in each version, what was found in it, what is missing, and the fingerprint of it all.

    `stale` names the parts of the records that are not as they were when it was made.
    """

    leaving: dict[Version, PublicationText]
    unread: list[Version]
    findings: list[Finding]
    problems: list[str]
    hash: str
    gaps: dict[Version, int] = field(default_factory=dict)
    stale: tuple[str, ...] = ()

    @property
    def blocking(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.blocks]

    @property
    def may_leave(self) -> bool:
        return not self.problems and not self.blocking


def check_before_leaving(publication: Publication, *, today: date) -> Check:
    """The one check: every version that leaves is read for what may point to a person, and held against the records of today."""
    texts = {Version(row.which): row for row in publication.publicationtexts.all()}
    leaving = {which: row for which, row in texts.items() if which is Version.ENGLISH or row.read_at is not None}
    explained = {row.key: row.why for row in publication.publicationfindings.all()}
    findings = find_in(publication.panel, leaving, explained, today=today)
    gaps = {which: wording.passages_in(row.words, "en") for which, row in leaving.items() if which.language == "cy"}
    return Check(
        leaving, [which for which in texts if which not in leaving], findings, _problems(publication, leaving, gaps),
        fingerprint_of(publication, leaving, [(each.key, each.explained) for each in findings]), gaps, stale_parts(publication),
    )  # fmt: skip


def find_in(panel: Panel, texts: dict[Version, PublicationText], explained: dict[str, str], *, today: date) -> list[Finding]:
    """What the leak check finds in these texts, as people read them."""
    read = {which.value: f"{row.title}\n\n{wording.as_read(row.words)}" for which, row in texts.items()}
    return findings_in(read, known_about(panel, read.values()), this_year=today.year, explained=explained)


def find_in_words(panel: Panel, words: str, *, today: date) -> list[Finding]:
    """What can never leave, in words that are shown at once: a reason for withdrawing."""
    found = findings_in({"": words}, known_about(panel, [words]), this_year=today.year, explained={})
    return [finding for finding in found if finding.never]


def fingerprint_of(publication: Publication, leaving: dict[Version, PublicationText], explained: Iterable[tuple[str, str]]) -> str:
    body = wording.frozen({which.value: (row.title, row.words) for which, row in leaving.items()})
    return wording.fingerprint(about_of(publication), body, explained)


def about_of(publication: Publication) -> list[object]:
    """What a publication is about, as it enters the fingerprint."""
    return [
        publication.panel.code, publication.kind, publication.meeting_id or "", publication.first, publication.last,
        publication.asked_on or "", publication.asked_as,
    ]  # fmt: skip


def is_as_agreed(publication: Publication) -> bool:
    """Whether what is published is still what two people agreed to, by its fingerprint."""
    explained = [(row.key, row.why) for row in publication.publicationfindings.all()]
    return wording.fingerprint(about_of(publication), publication.body or {}, explained) == publication.fingerprint


def facts_now(publication: Publication) -> dict[str, Any]:
    """What the records say now of what the publication is about."""
    return facts_of(Kind(publication.kind), publication.panel, first=publication.first, last=publication.last, meeting=publication.meeting)


def stale_parts(publication: Publication) -> tuple[str, ...]:
    """Which parts of the records are no longer as they were when this was made; none for what is frozen."""
    if publication.state not in OPEN:
        return ()
    now, then = facts_now(publication), publication.facts
    return tuple(sorted(name for name in {*now, *then} if now.get(name) != then.get(name)))


def _problems(publication: Publication, leaving: dict[Version, PublicationText], gaps: dict[Version, int]) -> list[str]:
    panel = publication.panel
    found = version_problems(leaving, gaps, welsh_area=panel.area is not None and panel.area.code == WELSH_AREA)
    if not panel.public and publication.kind != Kind.FOI:
        found.append(_("This panel is not on the public page. Put it there before anything of it is published."))
    return found
