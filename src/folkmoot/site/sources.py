"""What each room published, as lines of the register. Only what a room froze on publication is read; each room in a fixed number of
statements, whatever it published.
"""

from collections.abc import Iterator
from datetime import date, datetime, time

from django.urls import reverse
from django.utils import timezone

from folkmoot.casework.goals.queries import public_goals
from folkmoot.casework.tables.models import Edition as TablesEdition
from folkmoot.casework.tables.rules import SHOWN
from folkmoot.casework.tables.rules import State as TablesState
from folkmoot.decisions.assessments.contents import words_in
from folkmoot.decisions.assessments.models import AssessmentPublication
from folkmoot.decisions.consultations.models import Consultation
from folkmoot.panels.publications.models import Publication
from folkmoot.panels.publications.open_pages import versions_of
from folkmoot.panels.publications.rules import State
from folkmoot.reports.release.models import PublishedReport
from folkmoot.reports.release.rules import Step as ReportStep
from folkmoot.site.keeping import LISTS
from folkmoot.site.register import Kind, Release, in_order, place_of
from folkmoot.site.words import Words, in_two
from folkmoot.voice.published.models import Edition
from folkmoot.voice.published.rules import Texts, Version, facts_kept, leaving


def register(tag: str, today: date) -> tuple[Release, ...]:
    """Everything published to a day, the latest first; `tag` is the revision of that day, under which it is made once."""
    return LISTS.made(("register", tag), lambda: in_order(line for source in SOURCES for line in source(today)))


def published_editions() -> list[Edition]:
    """Every version of “You said, we did” that was published, by entry and number, also of entries that were withdrawn."""
    rows = Edition.objects.filter(published_at__isnull=False).select_related("entry__area", "entry__theme")
    return list(rows.prefetch_related("editiontexts").order_by("entry_id", "number"))


def texts_of(edition: Edition) -> dict[Version, Texts]:
    """The versions in which an edition left; none once its entry was withdrawn."""
    if edition.entry.withdrawn_at is not None:
        return {}
    written = {Version(row.which): Texts(row.title, row.you_said, row.we_did, row.shown_by) for row in edition.editiontexts.all()}
    return leaving(written, facts_kept(edition.rests_on).standing)


def _said(_today: date) -> Iterator[Release]:
    rows = published_editions()
    newest = {row.entry_id: row.number for row in rows}
    for row in rows:
        entry, texts = row.entry, texts_of(row)
        yield Release(
            f"said-{entry.pk}.{row.number}", Kind.SAID, place_of(entry.area), _moment(row.published_at),
            Words({version: each.title for version, each in texts.items()}), reverse("said:entry", args=[entry.area.code, entry.pk]),
            "\n".join(each.whole for each in texts.values()), in_two(entry.theme.name if entry.theme and texts else ""), str(row.number),
            row.number == newest[row.entry_id], timezone.localdate(entry.withdrawn_at) if entry.withdrawn_at else None,
            in_two(entry.withdrawn_why, entry.withdrawn_why_cy),
        )  # fmt: skip


def published_by_panels() -> list[Publication]:
    """Every publication of a panel on the public page, by number, also those that were withdrawn."""
    rows = Publication.objects.filter(panel__public=True, state__in=(State.PUBLISHED, State.WITHDRAWN))
    return list(rows.select_related("panel__area", "panel__kind").order_by("pk"))


def _panels(_today: date) -> Iterator[Release]:
    rows = published_by_panels()
    standing = [row for row in rows if row.state == State.PUBLISHED]
    newest = {row.panel_id: row.pk for row in standing if row.kind == Kind.REPRESENTATION}
    for row in rows:
        texts = versions_of(row)
        yield Release(
            f"panel-{row.pk}", Kind(row.kind), place_of(row.panel.area), _moment(row.agreed_at),
            Words({version: title for version, (title, _words) in texts.items()}),
            reverse("our_panels:publication", args=[row.panel.code, row.pk]), "\n".join(words for _title, words in texts.values()),
            in_two(row.panel.name_en, row.panel.name_cy), "", row.kind != Kind.REPRESENTATION or newest.get(row.panel_id) == row.pk,
            timezone.localdate(row.withdrawn_at) if row.withdrawn_at else None, in_two(row.withdrawn_why, row.withdrawn_why_cy),
        )  # fmt: skip


def published_tables() -> list[TablesEdition]:
    """Every edition of tables that was published, by address and number, also those that were withdrawn; with their cells."""
    rows = TablesEdition.objects.filter(state__in=SHOWN).select_related("publication__area")
    return list(rows.order_by("publication__slug", "major", "minor"))


def _tables(_today: date) -> Iterator[Release]:
    rows = published_tables()
    newest = {row.publication_id: row.pk for row in rows if row.state == TablesState.PUBLISHED}
    for row in rows:
        gone = row.state == TablesState.WITHDRAWN
        about = (row.about_en, row.about_cy, row.about_easy, row.about_easy_cy)
        yield Release(
            f"tables-{row.publication.slug}-{row.number}", Kind.TABLES, place_of(row.publication.area), _moment(row.published_at),
            Words() if gone else in_two(row.title_en, row.title_cy),
            reverse("fairness:edition", args=[row.publication.slug, row.major, row.minor]), "" if gone else "\n".join(filter(None, about)),
            Words(), row.number, newest.get(row.publication_id) == row.pk,
            timezone.localdate(row.withdrawn_at) if row.withdrawn_at else None, in_two(row.withdrawn_why, row.withdrawn_why_cy),
        )  # fmt: skip


def _goals(_today: date) -> Iterator[Release]:
    for goal in public_goals():
        for version in goal.published:
            yield Release(
                f"goal-{goal.row.pk}.{version.number}", Kind.GOAL, place_of(goal.row.area), _moment(version.published_at),
                in_two(version.title_en, version.title_cy), reverse("public_goals:goal", args=[goal.row.pk]),
                f"{version.words_en}\n{version.words_cy}", Words(), str(version.number), version == goal.public,
            )  # fmt: skip


def published_assessments() -> list[AssessmentPublication]:
    """Every publication of an assessment, in the order in which they were published."""
    return list(AssessmentPublication.objects.select_related("assessment__area").order_by("at", "pk"))


def _assessments(_today: date) -> Iterator[Release]:
    rows = published_assessments()
    newest = {row.assessment.line_id: row.pk for row in rows}
    for row in rows:
        held = row.assessment
        yield Release(
            f"assessment-{row.pk}", Kind.ASSESSMENT, place_of(held.area), row.at,
            Words({Version.WELSH if held.language == "cy" else Version.ENGLISH: held.title}),
            reverse("published_assessments:read", args=[held.line_id]), words_in(row.parts), Words(), str(held.edition),
            newest[held.line_id] == row.pk,
        )  # fmt: skip


def published_reports() -> list[PublishedReport]:
    """Every report that was published, in the order in which they were, also those that were withdrawn."""
    rows = PublishedReport.objects.filter(step__in=(ReportStep.PUBLISHED, ReportStep.WITHDRAWN), published_at__isnull=False)
    return list(rows.select_related("report__area", "report__restates").order_by("published_at", "pk"))


def _reports(_today: date) -> Iterator[Release]:
    rows = published_reports()
    newest = {(row.report.period, row.report.area_id): row.pk for row in rows if row.step == ReportStep.PUBLISHED}
    for row in rows:
        held = row.report
        yield Release(
            f"report-{row.pk}", Kind.REPORT, place_of(held.area), _moment(row.published_at), Words(),
            reverse("our_reports:report", args=[held.number]), "", in_two(held.period), str(held.number),
            newest.get((held.period, held.area_id)) == row.pk, timezone.localdate(row.withdrawn_at) if row.withdrawn_at else None,
            in_two(row.withdrawn_why, row.withdrawn_why_cy),
        )  # fmt: skip


def _consultations(today: date) -> Iterator[Release]:
    rows = Consultation.objects.filter(opened_at__isnull=False, public=True, opens_on__lte=today).select_related("area")
    for row in rows.order_by("pk"):
        gone = row.withdrawn_on is not None
        begins = timezone.make_aware(datetime.combine(row.opens_on, time()))
        yield Release(
            f"consultation-{row.pk}", Kind.CONSULTATION, place_of(row.area), max(begins, _moment(row.opened_at)),
            Words() if gone else in_two(row.title_en, row.title_cy), "" if gone else reverse("consultations:detail", args=[row.pk]),
            "" if gone else f"{row.proposal_en}\n{row.proposal_cy}", withdrawn=row.withdrawn_on, why=in_two(row.withdrawn_why),
        )  # fmt: skip


def _moment(at: datetime | None) -> datetime:
    if at is None:
        raise ValueError("what was published has the moment of its publication")
    return at


SOURCES = (_said, _panels, _tables, _goals, _assessments, _reports, _consultations)
