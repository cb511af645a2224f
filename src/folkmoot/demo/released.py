"""What the fictional service published of its figures: two editions of tables about charging, one of staff, and a public goal."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import THE_PRODUCT, Viewer, viewer_for
from folkmoot.casework.goals.measuring import What
from folkmoot.casework.goals.operations import publish_goal, read_goals, set_goal
from folkmoot.casework.goals.rules import Promise
from folkmoot.casework.sources.models import Source
from folkmoot.casework.tables.models import Edition
from folkmoot.casework.tables.operations import add_content, agree, begin, next_edition, publish, run_check
from folkmoot.casework.tables.rules import months_of
from folkmoot.casework.workbench.opening import open_source
from folkmoot.casework.workbench.rules import View
from folkmoot.demo.story import at_nine
from folkmoot.foundation.periods import months_before
from folkmoot.workforce.representation.publishing import OFFER

ANALYST, HR, SECOND, PUBLISHER = (
    "farah.nadeem@example.org",
    "gareth.hume@example.org",
    "ingrid.solheim@example.org",
    "owen.achebe@example.org",
)
ABOUT_CHARGING = "How often suspects were charged, by their ethnicity, in England and Wales. The cases are invented."
ABOUT_STAFF = "How many staff are of an ethnic minority, by grade. The figures are invented."


def enter_released(accounts: dict[str, Account], now: datetime) -> None:
    """Each is prepared by one person and agreed by another; the goal is read for every month since it was published."""
    today = timezone.localdate(now)
    source = Source.objects.get(title="Charging and prosecution extract")
    viewer = _as(accounts, today)
    _charging(viewer, source, now)
    _staff(viewer, now)
    _goal(viewer, source, now)


def _as(accounts: dict[str, Account], today: date) -> Callable[[str], Viewer]:
    return lambda email: viewer_for(accounts[email], today)


def _charging(viewer: Callable[[str], Viewer], source: Source, now: datetime) -> None:
    """The latest whole quarter is out; a further edition, of sex as well, waits to be agreed."""
    analyst, at = viewer(ANALYST), now - timedelta(hours=2)
    shape = open_source(analyst, source.pk).shape
    quarter = next(one for one in shape.windows if " Q" in one and months_of(*_days_of(one)) <= set(shape.months))
    first, last = _days_of(quarter)
    edition = begin(
        by=analyst, at=at, area=None, title_en="Charging by ethnicity", about_en=ABOUT_CHARGING, period_first=first, period_last=last,
        next_on=months_before(timezone.localdate(now).replace(day=1), -4),
    )  # fmt: skip
    view = View(source.pk, stage="charged", by=("ethnicity",), reference="White British", period=quarter)
    add_content(by=analyst, at=at, edition=edition, choice={"kind": "view", "view": view.to_json()}, title_en="Charged, by ethnicity")
    later = next_edition(
        by=analyst, at=at + timedelta(minutes=40), edition=_out(edition, analyst, viewer(SECOND), at), minor=True,
        changes="The same quarter by sex is added, which two members of the public asked for.",
    )  # fmt: skip
    by_sex = View(source.pk, stage="charged", by=("sex",), reference="Male", period=quarter)
    add_content(by=analyst, at=at + timedelta(minutes=45), edition=later, choice={"kind": "view", "view": by_sex.to_json()})
    run_check(by=analyst, at=at + timedelta(minutes=50), edition=later)


def _staff(viewer: Callable[[str], Viewer], now: datetime) -> None:
    hr, at = viewer(HR), now - timedelta(hours=3)
    key = next(key for key, _title in OFFER.offered(hr) if key.startswith("grade:ethnicity:"))
    table = OFFER.table(hr, key)
    assert table is not None, "what is offered can be had"
    edition = begin(
        by=hr, at=at, area=None, title_en="Ethnic minority staff by grade", about_en=ABOUT_STAFF, period_first=table.data_as_of,
        period_last=table.data_as_of,
    )  # fmt: skip
    add_content(by=hr, at=at, edition=edition, choice={"kind": OFFER.kind, "key": key})
    _out(edition, hr, viewer(SECOND), at)


def _out(edition: Edition, by: Viewer, second: Viewer, at: datetime) -> Edition:
    held = run_check(by=by, at=at, edition=edition)
    agree(by=second, at=at + timedelta(minutes=20), edition=held, seen=held.fingerprint)
    publish(by=by, at=at + timedelta(minutes=30), edition=held)
    return Edition.objects.select_related("publication__area").get(pk=held.pk)


def _goal(viewer: Callable[[str], Viewer], source: Source, now: datetime) -> None:
    """Agreed seven months ago with the advisory board; what it read since is its history."""
    months = [months_before(timezone.localdate(now).replace(day=1), back) for back in range(7, 0, -1)]
    set_at = at_nine(months[0] + timedelta(days=20))
    what = What(source, None, "charged", "ethnicity", "White and Black Caribbean", "White British", "gap", months=6)
    goal = set_goal(
        by=viewer(PUBLISHER), at=set_at, what=what, agreed_on=months[0] + timedelta(days=14),
        present="Nine members of the advisory board, the Director of Operations", advisory_words="National advisory board on race and justice",
        promise=Promise(
            "Charging decisions that do not differ by ethnicity",
            "White and Black Caribbean suspects are to be charged as often as White British suspects.",
            target=0.01, by_on=months_before(months[-1], -18),
        ),
    )  # fmt: skip
    version = goal.versions.get()
    publish_goal(by=viewer(SECOND), at=set_at + timedelta(days=2), version=version)
    for month in months[1:]:
        read_goals(by=THE_PRODUCT, at=min(now, at_nine(month + timedelta(days=45))), month=f"{month:%Y-%m}")


def _days_of(quarter: str) -> tuple[date, date]:
    """The first and last day of a quarter of a financial year: "2025/26 Q1" begins on 1 April 2025."""
    year, number = int(quarter[:4]), int(quarter[-1])
    first = date(year + (number == 4), (number * 3) % 12 + 1, 1)
    return first, months_before(first, -3) - timedelta(days=1)
