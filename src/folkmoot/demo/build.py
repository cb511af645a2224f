"""Builds the fictional year: everything through the rooms' own operations, from a seed, in the order of its days."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import Viewer, viewer_for
from folkmoot.actions.operations import raise_action
from folkmoot.areas.models import Area
from folkmoot.areas.operations import load_reference_data as load_areas
from folkmoot.assurance.operations import load_reference_data as load_assurance
from folkmoot.casework.models import Analysis
from folkmoot.casework.operations import count_file
from folkmoot.casework.rules import Choices
from folkmoot.characteristics.operations import load_reference_data as load_characteristics
from folkmoot.demo.assuring import enter_assuring
from folkmoot.demo.calendar import Calendar
from folkmoot.demo.cases import write_case_file
from folkmoot.demo.casework import enter_casework
from folkmoot.demo.coding import enter_coding
from folkmoot.demo.deciding import enter_decisions
from folkmoot.demo.forms import enter_forms
from folkmoot.demo.known import make_known
from folkmoot.demo.letters import enter_letters
from folkmoot.demo.measures import enter_measures
from folkmoot.demo.media import enter_media
from folkmoot.demo.panels import enter_panels
from folkmoot.demo.partners import enter_partners, work_nationally
from folkmoot.demo.people import icem_of, icem_person, make_people, mark_fictional
from folkmoot.demo.people_known import enter_people_known
from folkmoot.demo.places import TOWNS
from folkmoot.demo.places_known import make_places
from folkmoot.demo.planning import enter_plans
from folkmoot.demo.posting import enter_choice, fill_inboxes, settle_the_post
from folkmoot.demo.published import enter_published
from folkmoot.demo.released import enter_released
from folkmoot.demo.reviewing import open_the_draft, review_and_publish
from folkmoot.demo.scrutiny import enter_scrutiny
from folkmoot.demo.story import Story, at_nine
from folkmoot.demo.translating import enter_translating
from folkmoot.demo.week import enter_week
from folkmoot.demo.workforce import enter_workforce
from folkmoot.foundation.audit import SYSTEM
from folkmoot.foundation.periods import HalfYear, half_year_of, months_before
from folkmoot.foundation.saving import constraints_left_to_the_database
from folkmoot.panels.guidance.operations import load_reference_data as load_panel_guidance
from folkmoot.panels.operations import load_kinds as load_panel_kinds
from folkmoot.reports.operations import make_report
from folkmoot.scrutiny.assessment.questions.shipped import load_reference_data as load_questions
from folkmoot.strategy.models import Aim
from folkmoot.strategy.operations import load_reference_data as load_strategy
from folkmoot.voice.themes.lists.operations import load_reference_data as load_themes
from folkmoot.workforce.targets.operations import load_reference_data as load_targets

Say = Callable[[str], None]
RICH = ("cymru-wales", "east-of-england")  # Areas where everything the product can hold is there to be seen
CASE_FILE = "fictional-cases.parquet"


def build(folder: Path, *, seed: int, say: Say, now: datetime | None = None) -> Path:
    """Build the year into an empty database and `folder`; returns the folder with the Board report. `say` is told what is done."""
    now = now or timezone.now()
    period = half_year_of(timezone.localdate(now)).previous
    # A quarter before the first report: a service does not begin as a stranger to every community.
    began = at_nine(months_before(period.previous.first, 3))
    say("tables")
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    say("Areas, category schemes, strategy, themes")
    for load in (
        load_areas,
        load_characteristics,
        load_strategy,
        load_themes,
        load_panel_kinds,
        load_panel_guidance,
        load_questions,
        load_targets,
        load_assurance,
    ):
        load(by=SYSTEM, at=began - timedelta(days=60))
    accounts = _live_the_year(seed, began=began, now=now, say=say)
    say("case files of 200,000 suspects, counted and compared")
    _compare_cases(folder, seed, period, accounts, now)
    enter_casework(folder, seed, accounts, now)
    say("staff, in aggregate")
    enter_workforce(seed, accounts, now)
    enter_released(accounts, now)
    enter_measures(accounts, now)
    say("inboxes and letters")
    fill_inboxes(accounts, now=now)
    settle_the_post(now=now)
    say("Board reports")
    reports = _report(folder, period, accounts, now)
    mark_fictional(folder)
    say("done")
    return reports


def _live_the_year(seed: int, *, began: datetime, now: datetime, say: Say) -> dict[str, Account]:
    areas = {area.code: area for area in Area.objects.filter(code__in=TOWNS)}
    aims = {aim.code: aim for aim in Aim.objects.all()}
    calendar, everyone = Calendar(until=now), {}
    with transaction.atomic(), constraints_left_to_the_database():
        accounts = make_people(areas, starts=(began - timedelta(days=50)).date(), at=began - timedelta(days=50))
        make_places(analyst=_viewer(accounts, "farah.nadeem@example.org", began.date()), at=began - timedelta(days=40), seed=seed)
        say("forces, map tiles and census tables")
        for code, area in sorted(areas.items()):
            chance = Random(f"{seed} {code}")
            by = icem_of(area, accounts, began.date())
            known = make_known(area, by=by, at=began - timedelta(days=30), chance=chance)
            everyone[code] = known
            owner = accounts[icem_person(area).email]
            Story(area, by=by, owner=owner, known=known, aims=aims, calendar=calendar, chance=chance).enter(began)
            if code in RICH:
                enter_people_known(area, by=by, known=known, calendar=calendar, first=began)
                enter_partners(area, by=by, owner=owner, known=known, aims=aims, calendar=calendar, first=began)
        owen = accounts["owen.achebe@example.org"]
        calendar.enter(began + timedelta(days=25), lambda day: work_nationally(viewer_for(owen, day.date()), owen, aims, day))
        for enter in (enter_week, enter_letters, enter_coding, enter_decisions, enter_plans, enter_published):
            enter(areas, accounts, calendar=calendar, first=began)
        enter_panels(areas, accounts, known=everyone, calendar=calendar, first=began)
        enter_forms(areas, accounts, calendar=calendar, first=began, seed=seed)
        enter_scrutiny(accounts, calendar=calendar, seed=seed)
        enter_choice(accounts, calendar=calendar)
        enter_translating(accounts, calendar=calendar)
        enter_assuring(areas, accounts, calendar=calendar, now=now)
        say(f"{len(areas)} Areas with their communities and organisations")
        calendar.run(_tell_months(say))
    return accounts


def _tell_months(say: Say) -> Callable[[datetime], None]:
    told: set[str] = set()

    def passed(at: datetime) -> None:
        month = f"{at:%B %Y}"
        if month not in told:
            told.add(month)
            say(month)

    return passed


def _compare_cases(folder: Path, seed: int, period: HalfYear, accounts: dict[str, Account], now: datetime) -> None:
    """Case files of the last half-year and of the one before, each counted when it would have been."""
    analyst = _viewer(accounts, "farah.nadeem@example.org", now.date())
    earlier = folder / "fictional-cases-before.parquet"
    _count(
        write_case_file(earlier, seed=seed + 1, months=_months(period.previous)), period.previous, "", analyst, _made_after(period.previous)
    )
    earlier.unlink()
    latest = write_case_file(folder / CASE_FILE, seed=seed, months=_months(period))
    national = _count(latest, period, "", analyst, _made_after(period))
    for name in ("East of England", "West Midlands"):
        _count(latest, period, name, analyst, _made_after(period))
    _act_on(national, accounts, _made_after(period) + timedelta(days=10))


def _months(period: HalfYear) -> list[str]:
    return [f"{period.year}-{month:02d}" for month in range(period.first.month, period.last.month + 1)]


def _made_after(period: HalfYear) -> datetime:
    return at_nine(period.last + timedelta(days=15))


def _count(file: Path, period: HalfYear, area: str, analyst: Viewer, at: datetime) -> Analysis:
    choices = Choices(
        outcome="charged", outcome_column="decision", outcome_values=("Charge",), by=("ethnicity", "sex", "age_band", "disabled"),
        references={"ethnicity": "White British", "sex": "Male"}, restrict_column="area" if area else "", restrict_values=(area,) if area else (),
    )  # fmt: skip
    return count_file(
        by=analyst, at=at, path=file, choices=choices, adverse="with", area=Area.objects.get(name_en=area) if area else None,
        title=f"Charging decisions, {period.first:%B} to {period.last:%B %Y}" + (f", {area}" if area else ""), source="Synthetic case file with planted disparities",
        data_as_of=period.last,
    )  # fmt: skip


def _act_on(analysis: Analysis, accounts: dict[str, Account], at: datetime) -> None:
    """A difference that needs review becomes an action: cases go to the panels, and the Board hears what they found."""
    owner = accounts["owen.achebe@example.org"]
    raise_action(
        by=_viewer(accounts, owner.email, at.date()), at=at, area=None, origin_kind="casework.analysis", origin_id=analysis.pk, owner=owner,
        title="Bring forty charging decisions about White and Black Caribbean suspects to three scrutiny panels",
        measure="Forty cases looked at and the panels' findings in the next Board report", due_on=at.date() + timedelta(days=150),
    )  # fmt: skip


def _report(folder: Path, period: HalfYear, accounts: dict[str, Account], now: datetime) -> Path:
    """The Board report of the half-year before, made then, reviewed, signed and published; and the one of the last, open for review."""
    maker = _viewer(accounts, "owen.achebe@example.org", now.date())
    made_then = _made_after(period.previous) + timedelta(days=5)
    earlier = make_report(by=maker, at=made_then, period=period.previous, area=None)
    review_and_publish(earlier.report, accounts, at=made_then + timedelta(days=1))
    enter_media(accounts, earlier.report, at=made_then + timedelta(days=20))
    latest = make_report(by=maker, at=now, period=period, area=None)
    open_the_draft(latest.report, accounts, at=now)
    into = folder / "reports"
    into.mkdir(exist_ok=True)
    for made in (earlier, latest):
        for file in made.report.files.filter(language="en"):
            (into / f"board-report-{made.report.period}.{file.kind}").write_bytes(bytes(file.content))
    return into


def _viewer(accounts: dict[str, Account], email: str, today: date) -> Viewer:
    return viewer_for(accounts[email], today)
