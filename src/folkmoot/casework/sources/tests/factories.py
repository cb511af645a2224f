"""Synthetic extracts of months, and sources with a layout. Every person in them is invented."""

import csv
import random
from dataclasses import replace

from folkmoot.accounts.tests.factories import NOW, area
from folkmoot.areas.models import Area, ForceAlias, PoliceForce
from folkmoot.areas.rules import force_key
from folkmoot.casework.sources.columns import Column, Role
from folkmoot.casework.sources.models import Source
from folkmoot.casework.sources.operations import declare_source, issue_layout

HEADINGS = ("Case URN", "Decision date", "CPS Area", "Police force", "Ethnicity", "Sex", "Age band", "Racist flag", "Decision", "Outcome")
ETHNICITIES = ("White", "Asian", "Black", "Mixed", "")
AREAS = ("East of England", "CPS London North")
DECISIONS = ("Charge", "No further action - evidential", "No further action - public interest", "Caution", "Administratively finalised")
OUTCOMES = ("Guilty plea", "Convicted after trial", "Acquitted", "Discontinued")

COLUMNS = (
    Column("Decision date", Role.MONTH), Column("CPS Area", Role.AREA), Column("Police force", Role.FORCE),
    Column("Ethnicity", Role.CHARACTERISTIC, "ethnicity"), Column("Sex", Role.CHARACTERISTIC, "sex"),
    Column("Age band", Role.CHARACTERISTIC, "age", bands="10-17,18-24,25-34,35+"), Column("Racist flag", Role.FLAG, "hate_race"),
    Column("Decision", Role.STAGE, "decision", meanings={
        "Charge": "charge", "No further action - evidential": "nfa_evidential",
        "No further action - public interest": "nfa_public_interest",
        "Caution": "out_of_court", "Administratively finalised": "admin_finalised",
    }),
    Column("Outcome", Role.STAGE, "outcome", meanings={
        "Guilty plea": "guilty_plea", "Convicted after trial": "convicted_trial", "Acquitted": "acquitted", "Discontinued": "discontinued",
    }),
)  # fmt: skip


def places():
    """The Areas and forces that the extracts name, with one other name."""
    area()
    Area.objects.get_or_create(code="london-north", defaults={"name_en": "London North", "kind": "area"})
    for code, name in (("essex", "Essex"), ("metropolitan", "Metropolitan")):
        PoliceForce.objects.get_or_create(code=code, defaults={"name_en": name, "kind": "territorial"})
    met = PoliceForce.objects.get(code="metropolitan")
    ForceAlias.objects.get_or_create(force=met, alias="Metropolitan Police Service", key=force_key("Metropolitan Police Service"))


def rows(month="2026-01", number=300, seed=0, **over):
    """Rows of one month. `over` gives a column the same value everywhere, by its heading with _ for a space."""
    told = {heading.replace(" ", "_"): place for place, heading in enumerate(HEADINGS)}
    chance, found = random.Random(f"{month} {seed}"), []
    for place in range(number):
        decision = chance.choice(DECISIONS)
        row = [
            f"45CX{month}{seed}{place:05}", f"{month}-{chance.randrange(1, 28):02}", chance.choice(AREAS),
            chance.choice(("Essex Police", "Metropolitan Police Service")), chance.choice(ETHNICITIES), chance.choice(("Male", "Female")),
            chance.choice(("10-17", "18-24", "25-34", "35+")), chance.choice(("Yes", "No")), decision,
            chance.choice(OUTCOMES) if decision == "Charge" else "",
        ]  # fmt: skip
        for heading, value in over.items():
            row[told[heading]] = value
        found.append(row)
    return found


def extract(folder, name="january.csv", content=None, headings=HEADINGS, **wanted):
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(headings)
        writer.writerows(rows(**wanted) if content is None else content)
    return path


def source(by, owner, *, of=None, columns=COLUMNS, layout=True, **over) -> Source:
    values = {
        "title": "Charging decisions", "kind": Source.Kind.EXTRACT, "population": Source.Population.SUSPECTS, "owner": owner,
        "publisher": "Case management system", "licence": "Internal", "cadence": Source.Cadence.MONTHLY, "days_after": 30, "area": of,
    }  # fmt: skip
    declared = declare_source(by=by, at=NOW, values=values | over)
    if layout:
        issue_layout(by=by, at=NOW, source=declared, columns=columns)
    return declared


def without(heading, columns=COLUMNS):
    return tuple(column for column in columns if column.heading != heading)


def with_column(heading, columns=COLUMNS, **over):
    return tuple(replace(column, **over) if column.heading == heading else column for column in columns)
