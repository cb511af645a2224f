"""The case extract of the fictional year as a data source: loaded by month, looked at every month, its signals answered or waiting."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import Viewer, viewer_for
from folkmoot.actions.operations import raise_action
from folkmoot.areas.queries import areas_by_key, forces_by_key
from folkmoot.casework import process
from folkmoot.casework.signals.models import Signal
from folkmoot.casework.signals.operations import add_hypothesis, answer_signal, review_answer, test_hypothesis
from folkmoot.casework.signals.runs.operations import issue_rule, run_signals
from folkmoot.casework.signals.runs.rules import Scope, Thresholds
from folkmoot.casework.sources.layouts import proposed
from folkmoot.casework.sources.models import Source
from folkmoot.casework.sources.operations import declare_source, issue_layout, load_file
from folkmoot.casework.workbench.opening import open_source
from folkmoot.casework.workbench.operations import save_view
from folkmoot.casework.workbench.rules import View
from folkmoot.demo.cases import write_case_file
from folkmoot.demo.story import at_nine
from folkmoot.foundation.periods import months_before

MONTHS = 15
SUSPECTS_A_MONTH = 22_000
RUNS = 2


def enter_casework(folder: Path, seed: int, accounts: dict[str, Account], now: datetime) -> None:
    """Declare the source, load all months but the last as one file and the last by itself, and run the rule as the months came."""
    today = timezone.localdate(now)
    viewer = _as(accounts, today)
    analyst = viewer("farah.nadeem@example.org")
    months = [f"{months_before(today.replace(day=1), back):%Y-%m}" for back in range(MONTHS, 0, -1)]
    came = {month: _came(month, now) for month in months}
    source = _declare(analyst, accounts, came[months[0]])
    _load(folder, seed, analyst, source, months[:-RUNS], came[months[-RUNS - 1]])
    _rule(analyst, source, came[months[-RUNS - 1]])
    for place, month in enumerate(months[-RUNS:]):
        _load(folder, seed + place + 1, analyst, source, [month], came[month])
        run_signals(at=came[month] + timedelta(hours=4), month=month)
    _answer(accounts, viewer, source, now)
    _save(analyst, source, came[months[-1]])


def _as(accounts: dict[str, Account], today: date) -> Callable[[str], Viewer]:
    return lambda email: viewer_for(accounts[email], today)


def _came(month: str, now: datetime) -> datetime:
    """The day on which the data of a month came: the twelfth of the next, or this morning where that is still to come."""
    end = date.fromisoformat(f"{month}-01")
    nominal = at_nine((end + timedelta(days=32)).replace(day=12))
    return min(nominal, now - timedelta(hours=5))


def _declare(analyst: Viewer, accounts: dict[str, Account], at: datetime) -> Source:
    values = {
        "title": "Charging and prosecution extract", "kind": Source.Kind.EXTRACT, "population": Source.Population.SUSPECTS,
        "owner": accounts["farah.nadeem@example.org"], "area": None, "publisher": "Case management system, monthly extract",
        "licence": "For use inside the service", "cadence": Source.Cadence.MONTHLY, "days_after": 20,
        "note": "Synthetic cases with planted disparities. One row for each suspect in the month of the charging decision.",
    }  # fmt: skip
    published = {
        "title": "Published case outcomes by principal offence", "kind": Source.Kind.OUTCOMES, "population": Source.Population.DEFENDANTS,
        "owner": accounts["owen.achebe@example.org"], "area": None, "publisher": "Crown Prosecution Service, data.gov.uk",
        "licence": "Open Government Licence v3.0", "cadence": Source.Cadence.MONTHLY, "days_after": 90,
    }  # fmt: skip
    declare_source(by=analyst, at=at, values=published)
    return declare_source(by=analyst, at=at, values=values)


def _load(folder: Path, seed: int, analyst: Viewer, source: Source, months: list[str], at: datetime) -> None:
    path = write_case_file(
        folder / f"extract-{months[-1]}.parquet", seed=seed, months=months, suspects=SUSPECTS_A_MONTH * len(months), followed=True
    )
    if not source.layouts.exists():
        looked = process.look(path)
        issue_layout(
            by=analyst, at=at, source=source,
            columns=proposed(looked.columns, source.population, areas_by_key(analyst), forces_by_key(analyst)),
        )  # fmt: skip
    last = date.fromisoformat(f"{months[-1]}-28")
    load_file(by=analyst, at=at, source=source, path=path, data_as_of=min(last, timezone.localdate(at)), vouched=True)
    path.unlink()


def _rule(analyst: Viewer, source: Source, at: datetime) -> None:
    scope = Scope(
        stages=("charged", "convicted", "custody"), characteristics=("ethnicity", "sex"), references={"ethnicity": "White British", "sex": "Male"},
        controls=("offence",), months=12,
    )  # fmt: skip
    why = "Agreed with the advisory group in spring: what is smaller than two percentage points is not followed case by case."
    issue_rule(by=analyst, at=at, source=source, thresholds=Thresholds(), scope=scope, why=why)


def _answer(accounts: dict[str, Account], viewer: Callable[[str], Viewer], source: Source, now: datetime) -> None:
    """One signal is explained and reviewed, one is acted on, the others wait."""
    found = list(Signal.objects.filter(source=source).select_related("area").order_by("pk"))
    analyst, lead = viewer("farah.nadeem@example.org"), viewer("owen.achebe@example.org")
    at = now - timedelta(hours=3)
    tilted = next((one for one in found if one.area and one.area.name_en == "West Midlands" and one.group == "Pakistani"), None)
    if tilted:
        _explain(tilted, analyst, lead, accounts, at)
    acted = next((one for one in found if one.area is None and one.group == "White and Black Caribbean"), None)
    if acted:
        hypothesis = add_hypothesis(
            by=analyst, at=at, signal=acted, words="They are suspected of offences for which everybody is charged more often."
        )
        test_hypothesis(
            by=analyst, at=at, hypothesis=hypothesis, finding="not_supported",
            words="With the offence taken into account the difference is as large as before.", evidence="Adjusted difference on this page",
        )  # fmt: skip
        raise_action(
            by=lead, at=at, area=None, origin_kind="casework.signal", origin_id=acted.pk, owner=accounts["owen.achebe@example.org"],
            title="Read thirty charging decisions about White and Black Caribbean suspects with two panels",
            measure="Findings of both panels written down and answered", due_on=timezone.localdate(now) + timedelta(days=90),
        )  # fmt: skip
        answer_signal(
            by=analyst, at=at, signal=acted, outcome="accepted", way="action", owner=accounts["owen.achebe@example.org"],
            reasons="The offence does not explain it, so the decisions themselves have to be read.",
            retest_on=timezone.localdate(now) + timedelta(days=180),
        )  # fmt: skip


def _explain(signal: Signal, analyst: Viewer, reviewer: Viewer, accounts: dict[str, Account], at: datetime) -> None:
    hypothesis = add_hypothesis(
        by=analyst,
        at=at,
        signal=signal,
        words="More of them are suspected of drugs and motoring offences, for which everybody is charged more often.",
    )
    test_hypothesis(
        by=analyst, at=at, hypothesis=hypothesis, finding="supported",
        words="With the offence taken into account nothing is left of the difference.", evidence="Adjusted difference on this page",
    )  # fmt: skip
    answer = answer_signal(
        by=analyst, at=at, signal=signal, outcome="explained", owner=accounts["farah.nadeem@example.org"],
        reasons="The difference is one of offences and goes once they are taken into account.",
        evidence="Adjusted difference on this page, and the decomposition in the workbench",
    )  # fmt: skip
    review_answer(by=reviewer, at=at + timedelta(minutes=30), answer=answer, agreed=True, remarks="")


def _save(analyst: Viewer, source: Source, at: datetime) -> None:
    opened = open_source(analyst, source.pk)
    view = View(source=source.pk, stage="charged", by=("ethnicity",), reference="White British", controls=("offence",))
    save_view(
        by=analyst, at=at, opened=opened, view=view, title="Charged, by ethnicity, with the offence taken into account", sharing="all",
        note="The view behind the rule for signals.",
    )  # fmt: skip
