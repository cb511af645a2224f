"""An invented source for the workbench: three years of months, three Areas, four stages of the same people."""

import random
from datetime import date
from functools import cache

from folkmoot.accounts.tests.factories import NOW, account
from folkmoot.casework.sources.columns import Column, Role
from folkmoot.casework.sources.cubes import path_of
from folkmoot.casework.sources.models import Layout, Load, LoadedMonth, Source
from folkmoot.casework.workbench.shape import Shape, Stage
from folkmoot.engines import cubefile, memory
from folkmoot.engines.cube import Cube, SourceFile
from folkmoot.engines.spec import Condition, CubeSpec, Outcome

FLAG = "vawg_domestic_abuse"
BY = ("month", "area", "offence", "ethnicity", "sex", FLAG)
AREAS = ("East of England", "Wessex", "London North")
MONTHS = tuple(f"{year}-{month:02}" for year in (2023, 2024, 2025) for month in range(1, 13))
YES = frozenset({"yes"})
STAGES = (
    Stage("charged", "Charged", "Suspects with a legal decision", "Suspects about whom prosecutors decided."),
    Stage("convicted", "Convicted", "Defendants prosecuted", "Defendants whose prosecution was completed."),
)  # fmt: skip
CHARGE = {"White": 0.6, "Black": 0.75, "Asian": 0.62, "Mixed": 0.66, "Chinese": 0.6, "": 0.6, "Not stated": 0.6}
SHARE = {"White": 60, "Black": 15, "Asian": 12, "Mixed": 6, "Chinese": 1, "": 3, "Not stated": 3}


@cache
def cube(rows: int = 6000, seed: int = 3) -> Cube:
    """One row a suspect. Black suspects are charged more often; very few are Chinese, so that something is withheld."""
    rng = random.Random(seed)
    spec = CubeSpec(
        BY,
        (Outcome("charged", "charged", YES), Outcome("convicted", "convicted", YES, (Condition("charged", YES),))),
    )
    counted = memory.count([_row(rng) for _ in range(rows)], spec)
    return Cube(counted.spec, counted.groupings, (SourceFile("invented.csv", "cd" * 32, 9),))


def _row(rng: random.Random) -> dict[str, str | None]:
    ethnicity = rng.choices(list(SHARE), list(SHARE.values()))[0]
    charged = rng.random() < CHARGE[ethnicity]
    return {
        "month": rng.choice(MONTHS), "area": rng.choices(AREAS, (5, 3, 2))[0], "offence": rng.choice(("Violence", "Theft")),
        "ethnicity": ethnicity, "sex": rng.choice(("Male", "Male", "Female")), FLAG: "yes" if rng.random() < 0.2 else "no",
        "charged": "yes" if charged else "no", "convicted": ("yes" if rng.random() < 0.8 else "no") if charged else "",
    }  # fmt: skip


def shape(of: Cube | None = None) -> Shape:
    counted = of or cube()
    grouping = counted.groupings[counted.spec.by]
    return Shape(
        STAGES, ("ethnicity", "sex"), month="month", area="area", offence="offence", flags=(FLAG,), breaks=("2024-07",),
        occurring={factor.name: tuple(level for level in factor.levels if level) for factor in grouping.factors},
        titles={"ethnicity": "Ethnicity", "sex": "Sex", "area": "Area", "offence": "Offence", FLAG: "Domestic abuse"},
    )  # fmt: skip


DATA_AS_OF = date(2026, 1, 12)
COLUMNS = (
    Column("Month", Role.MONTH), Column("Area", Role.AREA), Column("Offence", Role.OFFENCE),
    Column("Ethnicity", Role.CHARACTERISTIC, "ethnicity"), Column("Sex", Role.CHARACTERISTIC, "sex"), Column("DA", Role.FLAG, FLAG),
    Column("Decision", Role.STAGE, "decision", meanings={"Charge": "charge", "NFA": "nfa"}),
    Column("Outcome", Role.STAGE, "outcome", meanings={"Guilty plea": "guilty_plea", "Acquitted": "acquitted"}),
)  # fmt: skip


def source(title="Suspects, all Areas", area=None, owner=None) -> Source:
    """A source with one load, whose cube is the invented one. HOME is a folder of the test's own."""
    row = Source.objects.create(
        title=title, kind="extract", population="suspects", owner=owner or account(), area=area, publisher="CPS", cadence="monthly",
        declared_at=NOW,
    )  # fmt: skip
    layout = Layout.objects.create(source=row, number=1, columns=[one.plain() for one in COLUMNS], issued_at=NOW)
    load = Load.objects.create(
        source=row, layout=layout, file_name="suspects.csv", sha256="cd" * 32, content_sha256=f"{row.pk:064}", undated_sha256="ef" * 32,
        months=list(MONTHS), first_month=MONTHS[0], last_month=MONTHS[-1], data_as_of=DATA_AS_OF, rows_read=6000, rows_counted=6000,
        cells=len(cube().groupings[BY]), cube_name=f"load-{row.pk}.cube", received_at=NOW,
    )  # fmt: skip
    LoadedMonth.objects.bulk_create(LoadedMonth(source=row, month=month, load=load) for month in MONTHS)
    cubefile.write(cube(), path_of(load))
    return row
