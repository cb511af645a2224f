"""A service that published one thing of each kind, each beside a draft whose words may never leave."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from folkmoot.accounts.tests.factories import NOW, account, area
from folkmoot.casework.goals.models import Goal, GoalReading, GoalVersion
from folkmoot.casework.sources.models import Source
from folkmoot.casework.tables.grid import Column, Grid, Line
from folkmoot.casework.tables.models import Edition as TablesEdition
from folkmoot.casework.tables.models import Publication as TablesPublication
from folkmoot.decisions.assessments.models import Assessment, AssessmentPublication
from folkmoot.decisions.assessments.rules import RULE_SETS
from folkmoot.decisions.consultations.models import Consultation
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.models import Panel, PanelKind
from folkmoot.panels.publications.models import Publication
from folkmoot.reports.models import Report
from folkmoot.reports.release.models import PublishedReport
from folkmoot.voice.published.models import Edition, Entry
from folkmoot.voice.published.rules import Facts
from folkmoot.voice.published.tests.factories import TEXTS, planned_point
from folkmoot.voice.queries import ORIGIN
from folkmoot.voice.rules import Standing

CANARY = "quetzalbird"  # stands in every draft, and in no published word
CODE = "east-of-england"
WELSH_WORDS = "Pwy mae’r panel yn ei gynrychioli"
LATER = NOW + timedelta(hours=1)
GRID = Grid(
    "charged", "Charging by ethnicity", ("Ethnicity",), "Charged", "White",
    (
        Column("n", "Cases", "COUNT"), *(Column("rate", "Rate", "PERCENT", end) for end in ("", "low", "high")),
        Column("verdict", "Verdict", "WORDS"),
    ),
    (
        Line(("Asian",), (120, 61.5, 52.6, 69.7, "[z]")), Line(("Other",), ("[c]", "[c]", "[c]", "[c]", "[c]")),
        Line(("everyone",), (900, 60.1, 56.9, 63.3, "[z]"), "everyone"),
    ),
    notes=("Counted from operational records.",), source="Invented extract", data_as_of="2025-07-01", share_recorded=91.2,
)  # fmt: skip


@dataclass
class World:
    """The rows that a test withdraws or counts."""

    said: Entry
    panel: Panel
    statement: Publication
    tables: TablesEdition
    goal: Goal
    assessment: AssessmentPublication


def world() -> World:
    place = area()
    held = planned_point()
    said = of_said(held.pk, TEXTS, published=True)
    of_said(held.pk + 1, TEXTS | {"you_said": f"People say {CANARY}."}, published=False)
    kind = PanelKind.objects.create(code="scrutiny", name_en="Scrutiny panel", purpose_en="To read closed cases.")
    given = {"kind": kind, "area": place, "purpose_en": "To read closed cases.", "starts": date(2024, 1, 8)}
    panel = Panel.objects.create(
        code="east-hate-crime", name_en="Eastern hate crime panel", name_cy="Panel troseddau casineb y dwyrain", **given
    )
    statement = of_panel(panel, "representation", "Whom we represent", cy=WELSH_WORDS)
    of_panel(panel, "update", "What the panel did in March")
    drafted(panel)
    hidden = Panel.objects.create(code="quiet", name_en=f"The {CANARY} panel", public=False, **given)
    of_panel(hidden, "update", f"Of the {CANARY} panel")
    asked = {"area": place, "kind": "service", "proposal_en": "To write to everybody.", "open_to_change": "The words."}
    asked |= {"opens_on": timezone.localdate() - timedelta(days=10), "closes_on": timezone.localdate() + timedelta(days=30)}
    Consultation.objects.create(title_en="Letters to people who report", opened_at=timezone.now() - timedelta(days=10), **asked)
    Consultation.objects.create(title_en=f"About the {CANARY}", **asked)
    reports()
    return World(said, panel, statement, tables(), goal(), assessment())


def reports() -> None:
    """One report that is published, one that waits."""
    for number, step in ((1, "published"), (2, "prepared")):
        made = Report.objects.create(
            period=f"2025-H{number}", number=number, area=area(), made_at=NOW, maker_name=CANARY, product_version="1", inputs={},
            figures={"told": CANARY}, figures_sha256="34" * 32,
        )  # fmt: skip
        out = {"published_at": NOW, "published_by": account("priya.chandran@example.org"), "fingerprint": "56" * 32} if number == 1 else {}
        PublishedReport.objects.create(report=made, step=step, prepared_by=account(), prepared_at=NOW, **out)


def of_said(origin: int, texts: dict[str, str], *, published: bool) -> Entry:
    """An entry with its English words, as two people agreed to it, or as a draft."""
    made = Entry.objects.create(area=area(), origin_kind=ORIGIN, origin_id=origin, prepared_at=NOW)
    edition = Edition.objects.create(entry=made, rests_on=Facts(Standing.PLANNED, date(2026, 6, 30), reasons=(CANARY,)).kept())
    edition.editiontexts.create(which="en", **texts)
    if published:
        mark = "12" * 32
        Edition.objects.filter(pk=edition.pk).update(agreed_at=NOW, agreed_hash=mark, sha256=mark, published_at=NOW, submitted_at=NOW)
    return made


def of_panel(panel: Panel, kind: str, title: str, *, day: date = date(2026, 3, 3), cy: str = "") -> Publication:
    """A publication of a panel as two people agreed it."""
    body = {"en": {"title": title, "words": f"{title}: the words."}} | ({"cy": {"title": cy, "words": f"{cy}."}} if cy else {})
    return Publication.objects.create(
        panel=panel, kind=kind, first=day, last=day, state="published", made_at=NOW, submitted_at=NOW, agreed_at=NOW, body=body,
        fingerprint="ab" * 32, facts={"kept": CANARY}, meeting=meeting(panel) if kind == "update" else None,
        **({"asked_on": day, "asked_as": title} if kind == "foi" else {}),
    )  # fmt: skip


def meeting(panel: Panel) -> Meeting:
    return Meeting.objects.create(panel=panel, number=1, drafted_at=NOW, starts_at=NOW - timedelta(days=7))


def drafted(panel: Panel) -> None:
    made = Publication.objects.create(
        panel=panel, kind="representation", first=date(2025, 1, 1), last=date(2025, 1, 1), made_at=NOW, facts={"kept": CANARY}
    )
    made.publicationtexts.create(which="en", title=f"Draft {CANARY}", words=CANARY)


def tables() -> TablesEdition:
    under = TablesPublication.objects.create(slug="charging", area=area(), begun_at=NOW)
    given = {
        "publication": under, "about_en": "How often suspects were charged.", "period_first": date(2025, 1, 1),
        "period_last": date(2025, 6, 30), "prepared_at": NOW,
    }  # fmt: skip
    TablesEdition.objects.create(**given, major=2, title_en=f"Next {CANARY}", changes=CANARY)
    return TablesEdition.objects.create(
        **given, title_en="Charging by ethnicity", title_cy="Cyhuddo yn ôl ethnigrwydd", state="published", checked_at=NOW,
        checked={"told": CANARY}, body={"tables": [GRID.plain()]}, fingerprint="cd" * 32, agreed_at=NOW, published_at=LATER,
    )  # fmt: skip


def goal() -> Goal:
    source = Source.objects.create(
        title=f"Extract {CANARY}", kind="extract", population="suspects", owner=account(), publisher="Nobody", cadence="monthly",
        declared_at=NOW,
    )  # fmt: skip
    given = {
        "source": source, "stage": "charged", "column": "ethnicity", "group": "Black", "reference": "White", "measure": "gap",
        "baseline": 0.1, "baseline_low": 0.05, "baseline_high": 0.15, "advisory_words": "Advisory board", "agreed_on": date(2026, 3, 1),
        "present": CANARY, "set_at": NOW,
    }  # fmt: skip
    row = Goal.objects.create(**given, outcome="Charged")
    said = {"words_en": "As often as others.", "target": 0.02, "by_on": date(2028, 3, 1), "at": NOW}
    GoalVersion.objects.create(goal=row, number=1, title_en="Charged as often as others", published_at=LATER, **said)
    GoalVersion.objects.create(goal=row, number=2, title_en=f"Sooner {CANARY}", why=CANARY, **said)
    GoalReading.objects.create(
        goal=row, window_last="2026-02", value=0.08, low=0.03, high=0.13, base=900, target=0.02, finding="not_yet", at=NOW
    )
    GoalReading.objects.create(goal=row, window_last="2026-03", base=3, target=0.02, finding="withheld", at=NOW)
    other = Goal.objects.create(**given, outcome=f"Other {CANARY}")
    GoalVersion.objects.create(goal=other, number=1, title_en=f"Unpublished {CANARY}", **said)
    return row


def assessment() -> AssessmentPublication:
    given = {
        "area": area(), "proposal": CANARY, "affected": CANARY, "asked_for": "full", "kind": "full",
        "rule_set": next(iter(RULE_SETS)), "begun_at": NOW, "author": account(),
    }  # fmt: skip
    signed = {
        "signed_at": NOW, "signed_parts": [{"lines": [{"words": CANARY}]}], "signed_hash": "ef" * 32, "signed_as": "Lead",
        "signed_by": account("priya.chandran@example.org"), "submitted_at": NOW, "review_on": date(2027, 3, 1),
    }  # fmt: skip
    row = Assessment.objects.create(**given, **signed, title="Remote hearings")
    Assessment.objects.create(**given, title=f"Draft {CANARY}")
    parts = [{"code": "screening", "lines": [{"kind": "words", "label": "proposal", "words": "Fewer journeys for witnesses."}]}]
    return AssessmentPublication.objects.create(assessment=row, parts=parts, sha256="01" * 32, at=LATER)
