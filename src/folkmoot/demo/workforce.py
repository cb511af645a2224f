"""Staff of the fictional service, in aggregate: one target held, one missed, one that the figures cannot tell; and what units say.

Every number is invented. No person is in any of it.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import Viewer, viewer_for
from folkmoot.actions.operations import raise_action
from folkmoot.areas.models import Area
from folkmoot.demo.places import TOWNS
from folkmoot.demo.story import at_nine
from folkmoot.foundation.periods import months_before
from folkmoot.foundation.tables.ods_writer import write_ods
from folkmoot.foundation.tables.sheets import Cell, Sheet
from folkmoot.published.survey.reading import read as read_survey
from folkmoot.strategy.models import Aim
from folkmoot.workforce.culture.operations import add_network, keep_accreditation, keep_standard, record_event
from folkmoot.workforce.headcounts.columns import Asked
from folkmoot.workforce.headcounts.keeping import File
from folkmoot.workforce.headcounts.operations import bring_in
from folkmoot.workforce.headcounts.reading import read
from folkmoot.workforce.models import Unit
from folkmoot.workforce.objectives.operations import record_count
from folkmoot.workforce.plans.operations import begin_unit_plan, review_unit_plan
from folkmoot.workforce.signals.operations import raise_of_workforce
from folkmoot.workforce.signals.queries import offers
from folkmoot.workforce.survey.operations import bring_in as bring_in_survey
from folkmoot.workforce.survey.operations import choose_organisation
from folkmoot.workforce.targets.operations import review_declaration

HR = "gareth.hume@example.org"
COLUMNS = ("Unit", "Grade", "Measure", "Characteristic", "Group", "Headcount")
DIRECTORATES = ("Digital and Information", "Operations", "People and Communications", "Strategy and Policy")
SHAPE = {"AA/AO": 0.22, "EO": 0.2, "HEO/SEO": 0.14, "G7/G6": 0.44}
GROUPS = {
    "Sex": {"Female": 0.67, "Male": 0.33},
    "Ethnicity": {"White": 0.70, "Asian": 0.11, "Black": 0.06, "Mixed": 0.03, "Other": 0.01, "Undeclared": 0.02, "Unknown": 0.07},
    "Disability": {"Disabled": 0.13, "Not disabled": 0.66, "Undeclared": 0.02, "Unknown": 0.19},
    "Sexual orientation": {"LGB or other": 0.05, "Heterosexual": 0.68, "Undeclared": 0.06, "Unknown": 0.21},
    "Socio-economic background": {"Professional background": 0.27, "Intermediate background": 0.09, "Lower socio-economic background": 0.18, "Unknown": 0.46},
}  # fmt: skip
# The Senior Civil Service is counted for the service as a whole: women are held, disabled staff are missed, ethnicity cannot be told.
SCS = (
    ("Sex", "Female", 52), ("Sex", "Male", 40), ("Disability", "Disabled", 3), ("Disability", "Not disabled", 81), ("Disability", "Unknown", 8),
    ("Ethnicity", "White", 74), ("Ethnicity", "Asian", 7), ("Ethnicity", "Black", 3), ("Ethnicity", "Mixed", 2), ("Ethnicity", "Unknown", 6),
    ("Sexual orientation", "LGB or other", 8), ("Sexual orientation", "Heterosexual", 70), ("Sexual orientation", "Unknown", 14),
)  # fmt: skip
SURVEY_HEADINGS = (
    "Organisation code", "Organisation name", "Department group", "Focus demographic variable", "Focus demographic response", "Notes", "Count",
    "EES\nEmployee engagement index (B47 to B51)", "if_ts\nInclusion and fair treatment theme score (% positive)",
    "E01_yes\nHave you been discriminated against at work in the last 12 months?\n(% selecting 'Yes')",
)  # fmt: skip
SERVICE = "Crown Prosecution Service"


def enter_workforce(seed: int, accounts: dict[str, Account], now: datetime) -> None:
    """Four quarters of headcounts, the survey, counts of objectives, networks and plans, each on its day."""
    chance, today = Random(seed), timezone.localdate(now)
    hr = viewer_for(accounts[HR], today)
    for back in (12, 9, 6, 3):
        as_of = months_before(today.replace(day=1), back) - timedelta(days=1)
        _headcounts(hr, seed, as_of, at_nine(as_of + timedelta(days=20)))
    _survey(hr, today.year - 1, now - timedelta(days=120))
    _objectives(hr, chance, now)
    _culture(hr, today, now)
    _plans(accounts, hr, today, now)
    review_declaration(
        by=hr, at=now - timedelta(days=200), characteristic="disability", next_on=today - timedelta(days=10),
        words="A third of the units are below three quarters; managers will say at every review why it is asked.",
    )  # fmt: skip
    for offer in offers(hr)[:2]:
        raise_of_workforce(by=hr, at=now - timedelta(days=30), key=offer.key)


def _headcounts(hr: Viewer, seed: int, as_of: date, at: datetime) -> None:
    rows: list[tuple[str, ...]] = [("Whole service", "SCS", "In post", *row[:2], str(row[2])) for row in SCS]
    for name in (*Area.objects.filter(code__in=TOWNS).order_by("name_en").values_list("name_en", flat=True), *DIRECTORATES):
        rows += list(_unit(name, Random(f"{seed} {name}"), Random(f"{seed} {name} {as_of}")))
    asked = Asked("exact")
    file = File(
        f"staff-{as_of:%Y-%m}.csv", f"{as_of:%Y%m%d}".ljust(64, "0"), "demo".ljust(64, "0"), asked,
        read(COLUMNS, list(enumerate(rows, start=2)), asked),
    )  # fmt: skip
    bring_in(by=hr, at=at, file=file, as_of=as_of, source="Personnel system, quarterly table of headcounts (invented)")


def _unit(name: str, settled: Random, chance: Random) -> Iterator[tuple[str, ...]]:
    """`settled` gives what stays from quarter to quarter, `chance` what moves a little."""
    staff = round(settled.randint(240, 620) * chance.uniform(0.98, 1.03))
    for grade, share in SHAPE.items():
        there = round(staff * share)
        for characteristic, groups in GROUPS.items():
            left = there
            for group, part in list(groups.items())[1:]:
                number = min(left, round(there * part * settled.uniform(0.85, 1.15) * chance.uniform(0.98, 1.02)))
                left -= number
                yield name, grade, "In post", characteristic, group, str(number)
            yield name, grade, "In post", characteristic, next(iter(groups)), str(left)
    for measure, share in (("Joiners", 0.09), ("Leavers", 0.08), ("Promotions", 0.05)):
        moved = round(staff * share)
        women = round(moved * chance.uniform(0.58, 0.74))
        yield name, "EO", measure, "Sex", "Female", str(women)
        yield name, "EO", measure, "Sex", "Male", str(moved - women)


def _survey(hr: Viewer, year: int, at: datetime) -> None:
    choose_organisation(by=hr, at=at, name=SERVICE)
    for place, (focus, rows) in enumerate(_SURVEYED.items()):
        listed: list[list[Cell]] = [["This worksheet contains one table."], ["Every number is invented."]]
        listed += [[f"Source: Civil Service People Survey {year}."], list(SURVEY_HEADINGS)]
        for group, service, everyone in rows:
            listed.append(["CPS", SERVICE, "Attorney General's Departments", focus, group, "", *service])
            listed.append(["CS_MEAN", "All civil servants (mean score)", "All", focus, group, "", *everyone])
        wide = [[*row, *[""] * (len(SURVEY_HEADINGS) - len(row))] for row in listed]
        columns = [f"Table 2: Results by Organisation {year}", *[""] * (len(SURVEY_HEADINGS) - 1)]
        data = write_ods([Sheet("Organisation", columns, wide)], "Survey", "en-GB")
        name = f"people-survey-{year}-{place + 1}.ods"
        bring_in_survey(by=hr, at=at, file=read_survey(data, name), sha256=f"{year}{place}".ljust(64, "0"))


_SURVEYED: dict[str, list[tuple[str, list[Cell], list[Cell]]]] = {
    "J03_grouped. Ethnic Minority / White": [
        ("Ethnic Minority", [402, "67.210", "73.884", "12.935"], [46110, "67.020", "79.402", "11.610"]),
        ("White", [2391, "67.905", "80.742", "6.148"], [260118, "61.790", "81.655", "7.604"]),
    ],
}


def _objectives(hr: Viewer, chance: Random, now: datetime) -> None:
    units = list(Unit.objects.exclude(kind=Unit.Kind.SERVICE).order_by("name"))
    day = timezone.localdate(now) - timedelta(days=40)
    for question, low, high in (("inclusion_objective", 0.55, 0.95), ("engagement_objective", 0.2, 0.7), ("adjustments_in_time", 0.5, 0.9)):
        for unit in units[:-3]:  # three units have not answered yet
            whole = chance.randint(220, 600) if "objective" in question else chance.randint(12, 40)
            record_count(
                by=hr, at=now - timedelta(days=35), unit=unit, question=question, as_of=day, whole=whole, part=round(whole * chance.uniform(low, high)),
                source="Return of the unit (invented)",
            )  # fmt: skip


def _culture(hr: Viewer, today: date, now: datetime) -> None:
    networks = [
        add_network(by=hr, at=now - timedelta(days=400), name=name, purpose=purpose, champion=champion)
        for name, purpose, champion in (
            ("Disability network", "For disabled staff and those who care for somebody", "Chief Executive"),
            ("Race equality network", "For staff of every ethnic group", "Director of Operations"),
            ("Pride network", "For lesbian, gay, bisexual and trans staff and their allies", ""),
        )
    ]
    record_event(
        by=hr, at=now, network=networks[0], on=today - timedelta(days=60), title="What an adjustment should feel like", came=46,
        outcome="Four proposals to the people committee; two are agreed.",
    )  # fmt: skip
    record_event(by=hr, at=now, network=networks[1], on=today - timedelta(days=25), title="Listening session on promotion", came=71)
    keep_accreditation(
        by=hr, at=now, name="Disability Confident", body="Department for Work and Pensions", level="Leader", evidence="Certificate, people folder",
        awarded_on=today - timedelta(days=980), expires_on=today + timedelta(days=80), next_step="Self-assessment to be sent in six weeks",
    )  # fmt: skip
    keep_standard(
        by=hr, at=now, name="Standard for senior managers", who="Grades 7 and 6", issued_on=today - timedelta(days=500),
        review_on=today + timedelta(days=200), where="Standards on the intranet",
        behaviours="Asks who is not in the room. Explains decisions to those they touch. Makes adjustments without being chased.",
    )  # fmt: skip
    keep_standard(
        by=hr, at=now, name="Standard for caseworkers", who="Administrative grades", issued_on=today - timedelta(days=900),
        review_on=today - timedelta(days=30), where="Standards on the intranet",
    )  # fmt: skip


def _plans(accounts: dict[str, Account], hr: Viewer, today: date, now: datetime) -> None:
    aim = Aim.objects.order_by("pk").first()
    for name, actions in (("Digital and Information", 3), ("Operations", 1)):
        unit = Unit.objects.get(name=name)
        begun = begin_unit_plan(
            by=hr, at=now - timedelta(days=150), unit=unit, title=f"Diversity and inclusion plan, {name}", owner=accounts[HR], aim=aim,
            purpose="Staff of every group are recruited, heard and promoted as often as others.", starts_on=today - timedelta(days=150),
            ends_on=today + timedelta(days=215), review_on=today + timedelta(days=30),
        )  # fmt: skip
        for title, days in _ACTIONS[:actions]:
            raise_action(
                by=hr, at=now - timedelta(days=140), area=None, origin_kind="workforce.plan", origin_id=begun.pk, owner=accounts[HR], title=title,
                measure="Shown in the half-yearly figures of the unit", due_on=today + timedelta(days=days), plan=begun.plan,
            )  # fmt: skip
        review_unit_plan(
            by=hr, at=now - timedelta(days=20), unit_plan=begun, words="The first action has begun; the others wait for the recruitment round.",
            next_on=today + timedelta(days=160),
        )  # fmt: skip


_ACTIONS = (
    ("Advertise every post of grade 6 and above outside the unit", 60),
    ("Ask every leaver of a smaller group why they leave", 90),
    ("Put an inclusion objective into every manager’s agreement", -5),
)
