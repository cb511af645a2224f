"""Which state of all that is published a page was made from: one statement, and another answer as soon as anything is published,
corrected, withdrawn or closed.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import CharField, Count, DateTimeField, F, Max, Q, QuerySet, Sum, Value
from django.utils.dateparse import parse_datetime

from folkmoot.areas.models import Area, AreaCounty, AreaForce
from folkmoot.casework.goals.models import Goal, GoalReading, GoalVersion
from folkmoot.casework.tables.models import Edition as TablesEdition
from folkmoot.casework.tables.rules import SHOWN
from folkmoot.decisions.assessments.models import AssessmentPublication
from folkmoot.decisions.consultations.models import Consultation
from folkmoot.panels.models import Panel
from folkmoot.panels.publications.models import Publication
from folkmoot.panels.publications.rules import State
from folkmoot.panels.recruitment.models import Campaign
from folkmoot.reports.release.models import PublishedReport
from folkmoot.reports.release.rules import Step as ReportStep
from folkmoot.voice.forms.models import Form
from folkmoot.voice.published.models import Edition, Entry

LAST = 3  # the place of the latest moment in a row of `_count`


@dataclass(frozen=True)
class Revision:
    """`tag`: 32 figures and letters that are others after every change; `last`: when something was last published or withdrawn."""

    tag: str
    last: datetime | None


def revision() -> Revision:
    """The state of what is published now."""
    statement, values = _statement(connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = sorted(tuple(str(value) for value in row) for row in cursor.fetchall())
    moments = [row[LAST] for row in rows if row[LAST] != "None"]
    return Revision(hashlib.sha256(repr(rows).encode()).hexdigest()[:32], _moment(max(moments, default="")))


@cache
def _statement(_vendor: str) -> tuple[str, tuple[Any, ...]]:
    """The statement as it is sent, composed once in each worker: composing it anew would cost more than asking."""
    first, *rest = _counted()
    return first.union(*rest, all=True).query.sql_with_params()


def _moment(written: str) -> datetime | None:
    """A moment as the database writes it; SQLite leaves out that it is in UTC."""
    found = parse_datetime(written)
    return found.replace(tzinfo=UTC) if found and found.tzinfo is None else found


def of_a_day(found: Revision, today: date) -> str:
    """The revision on a day: what is open or coming follows from the calendar, too."""
    return f"{found.tag}-{today.isoformat()}"


def _counted() -> Iterator[QuerySet[Any, dict[str, Any]]]:
    yield _count("said", Edition.objects.filter(published_at__isnull=False), "published_at", "sha256")
    yield _count("said withdrawn", Entry.objects.filter(withdrawn_at__isnull=False), "withdrawn_at")
    shown = Publication.objects.filter(state__in=(State.PUBLISHED, State.WITHDRAWN), panel__public=True)
    yield _count("panels", shown, "agreed_at", "fingerprint")
    yield _count("panels withdrawn", shown.filter(state=State.WITHDRAWN), "withdrawn_at")
    yield _count("panels themselves", Panel.objects.filter(public=True), "", "name_en")
    yield _count("panels ended", Panel.objects.filter(public=True, ended_on__isnull=False))
    editions = TablesEdition.objects.filter(state__in=SHOWN)
    yield _count("tables", editions, "published_at", "fingerprint")
    yield _count("tables withdrawn", editions.filter(withdrawn_at__isnull=False), "withdrawn_at")
    yield _count("tables down", editions.filter(taken_down=True))
    yield _count("goals", GoalVersion.objects.filter(published_at__isnull=False), "published_at", "title_en")
    yield _count("goals read", GoalReading.objects.all(), "at")
    yield _count("goals ended", Goal.objects.filter(ended_on__isnull=False))
    yield _count("assessments", AssessmentPublication.objects.all(), "at", "sha256")
    asked = Consultation.objects.filter(opened_at__isnull=False, public=True)
    yield _count("consultations", asked, "opened_at", "title_en")
    yield _count("consultations over", asked.filter(Q(withdrawn_on__isnull=False) | Q(responded_on__isnull=False)))
    yield _count("adverts", Campaign.objects.filter(opened_at__isnull=False), "opened_at")
    yield _count("adverts over", Campaign.objects.filter(opened_at__isnull=False, ended_on__isnull=False))
    yield _count("forms", Form.objects.filter(opened_at__isnull=False), "opened_at")
    yield _count("forms over", Form.objects.filter(closed_at__isnull=False), "closed_at")
    reports = PublishedReport.objects.filter(published_at__isnull=False)
    yield _count("reports", reports.filter(step=ReportStep.PUBLISHED), "published_at", "fingerprint")
    yield _count("reports withdrawn", reports.filter(step=ReportStep.WITHDRAWN), "withdrawn_at")
    yield _count("areas", Area.objects.filter(withdrawn_on__isnull=True), "", "name_en")
    yield _count("areas, forces", AreaForce.objects.filter(withdrawn_on__isnull=True))
    yield _count("areas, counties", AreaCounty.objects.filter(withdrawn_on__isnull=True))


def _count(source: str, rows: QuerySet[Any], moment: str = "", mark: str = "") -> QuerySet[Any, dict[str, Any]]:
    """How many rows, their versions together, and the latest moment and the largest mark among them."""
    last = Max(F(moment)) if moment else Value(None, output_field=DateTimeField())
    largest = Max(F(mark), output_field=CharField()) if mark else Value("", output_field=CharField())
    named = rows.order_by().values(counted_of=Value(source, output_field=CharField()))
    counted: QuerySet[Any, dict[str, Any]] = named.annotate(
        counted_rows=Count("pk"), counted_versions=Sum("version"), counted_last=last, counted_mark=largest
    )  # fmt: skip
    return counted
