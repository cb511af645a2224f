"""Publications of invented tables: of counted files and of the workbench's invented source."""

from datetime import date, timedelta

from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import Viewer, viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, grant, hq
from folkmoot.casework.tables import operations
from folkmoot.casework.tables.models import Edition
from folkmoot.casework.tables.protocol import GivenRow, MoreColumn, Range
from folkmoot.casework.tests.factories import analysis
from folkmoot.stats.register import Population

LATER = NOW + timedelta(hours=1)
ABOUT = "How often suspects were charged, by ethnicity and by sex."


def analyst(email: str = "ada.brook@example.org", name: str = "Ada Brook") -> Viewer:
    who = account(email, name)
    if not who.grants.exists():
        grant(who, Role.ANALYST, national=True)
    return viewer_for(who, TODAY)


def human_resources() -> Viewer:
    who = account("hal.moss@example.org", "Hal Moss")
    if not who.grants.exists():
        grant(who, Role.HR, national=True)
    return viewer_for(who, TODAY)


def begun(title: str = "Charging by ethnicity and sex", *, by: Viewer | None = None, area=None, **over) -> Edition:
    given = {"about_en": ABOUT, "period_first": date(2025, 1, 1), "period_last": date(2025, 6, 30)}
    return operations.begin(by=by or analyst(), at=NOW, area=area, title_en=title, **(given | over))


def choice(row, *by) -> dict:
    return {"kind": "analysis", "id": row.pk, "by": [list(one) for one in (by or (("Ethnicity",), ("Sex",)))]}


def filled(row=None, *by, title: str = "Charging by ethnicity and sex", **over) -> Edition:
    """A draft with one choice of tables: those of an analysis."""
    edition = begun(title, **over)
    operations.add_content(by=analyst(), at=NOW, edition=edition, choice=choice(row or analysis(), *by))
    return fresh(edition)


def checked(edition: Edition | None = None) -> Edition:
    return operations.run_check(by=analyst(), at=NOW, edition=edition or filled())


def agreed(edition: Edition | None = None) -> Edition:
    held = checked(edition)
    operations.agree(by=hq(), at=LATER, edition=held, seen=held.fingerprint)
    return fresh(held)


def published(edition: Edition | None = None) -> Edition:
    held = agreed(edition)
    operations.publish(by=analyst(), at=LATER, edition=held)
    return fresh(held)


def fresh(edition: Edition) -> Edition:
    return Edition.objects.select_related("publication__area", "corrects").get(pk=edition.pk)


class Grades:
    """A table such as the workforce hands over: staff by grade, and how many of them are of a group."""

    key, title, by, outcome = "representation ethnicity", "Ethnic minority staff by grade", ("Grade",), "Ethnic minority"
    base_words, had_words = "Staff whose ethnicity is known", "Ethnic minority staff"
    columns = (MoreColumn("target", "Target (%)"),)
    sentences = ("Between 12.0% and 12.5% of staff are of an ethnic minority.",)
    notes = ("Counts are rounded to five before they come here, so a share is a range.",)
    source, data_as_of = "Staff figures", date(2025, 3, 31)
    population = Population(frozenset({"ee" * 32}), periods=frozenset({"2025-03"}))

    def __init__(self, rows, overall) -> None:
        self.rows, self.overall = rows, overall


def grades(**exact) -> Grades:
    """`exact`: grade → (staff, of the group)."""
    rows = [row(name, *counts) for name, counts in exact.items()]
    total = [sum(counts[place] for counts in exact.values()) for place in (0, 1)]
    return Grades(rows, row("", *total))


def row(name: str, base: int, had: int) -> GivenRow:
    return GivenRow((name,), Range(base, base), Range(had, had), (had / base, had / base), {"target": 0.12})


class GradesOffer:
    kind = "test.grades"
    handed = grades(Junior=(400, 60), Middle=(300, 30), Senior=(100, 3), Top=(40, 12))

    def offered(self, viewer):
        return [(self.handed.key, self.handed.title)]

    def table(self, viewer, key):
        return self.handed if key == self.handed.key else None


OFFER = GradesOffer()
