"""An invented case file, the same in every run, and the work that is measured on it.

DuckDB writes it from row numbers alone: 19 ethnic groups (15 % not recorded), six characteristics, five controls, and a chain of three
decisions that depend on them. Nothing but the standard library is imported here, so that a process which only measures stays small.
"""

import subprocess
import sys
from pathlib import Path

CHARACTERISTICS = ("ethnicity", "sex", "age_band", "disability", "religion", "area")
STAGES = ("charge", "convicted", "custody")
CONTROLS = ("sex", "age_band", "area", "offence_group", "prior_band", "legal_rep")
CLUSTER = "police_force"
INTERSECTION = ("ethnicity", "sex", "age_band", "area")

# Label, share in parts of 1,000, effect on the log odds of a charge.
_ETHNICITY = (
    ("White British", 640, 0.0), ("White Irish", 8, 0.02), ("White Gypsy or Irish Traveller", 5, 0.14), ("White Roma", 4, 0.12),
    ("White Other", 60, 0.06), ("Mixed White and Black Caribbean", 19, 0.22), ("Mixed White and Black African", 6, 0.18),
    ("Mixed White and Asian", 7, 0.1), ("Mixed Other", 11, 0.16), ("Indian", 20, 0.03), ("Pakistani", 32, 0.08),
    ("Bangladeshi", 13, 0.07), ("Chinese", 4, -0.05), ("Asian Other", 22, 0.04), ("Black African", 47, 0.12),
    ("Black Caribbean", 44, 0.19), ("Black Other", 24, 0.15), ("Arab", 8, 0.02), ("Other ethnic group", 26, 0.05),
)  # fmt: skip
_SEX = (("Male", 820, 0.0), ("Female", 165, -0.25), ("Other or unknown", 15, -0.1))
_AGE = (
    ("10-17", 90, -0.35), ("18-24", 220, 0.05), ("25-34", 290, 0.0), ("35-44", 200, -0.02), ("45-54", 120, -0.06),
    ("55-64", 55, -0.15), ("65+", 25, -0.3),
)  # fmt: skip
_OFFENCE = (
    ("Homicide", 5, 0.6), ("Violence against the person", 270, 0.0), ("Sexual offences", 60, -0.7), ("Robbery", 30, 0.3),
    ("Burglary", 50, 0.4), ("Theft and handling", 200, 0.5), ("Fraud and forgery", 30, 0.1), ("Criminal damage", 50, 0.2),
    ("Drugs offences", 110, 0.7), ("Public order", 90, 0.15), ("Motoring", 78, 0.8), ("Other offences", 27, -0.1),
)  # fmt: skip
_PRIOR = (("None", 430, 0.0), ("1-2", 250, 0.12), ("3-5", 160, 0.25), ("6-10", 100, 0.38), ("11 or more", 60, 0.5))
_RELIGION = (
    ("No religion", 440, 0.0), ("Christian", 330, 0.0), ("Muslim", 120, 0.0), ("Hindu", 20, 0.0), ("Sikh", 15, 0.0),
    ("Jewish", 4, 0.0), ("Buddhist", 6, 0.0), ("Other religion", 65, 0.0),
)  # fmt: skip
_AREAS = 14
_FORCES = 42  # three in each Area


def _draw(salt: int) -> str:
    """A number from 0 to 999,999 that depends on the row and on nothing else; the salt makes each column its own."""
    return f"CAST(hash(i * 97 + {salt}) % 1000000 AS INTEGER)"


def _code(values: tuple[tuple[str, int, float], ...], salt: int) -> str:
    """The place, from 1, of the value drawn: each fills its share of a list of 1,000 places."""
    places = [str(place) for place, (_, share, _) in enumerate(values, 1) for _ in range(share)]
    if len(places) != 1000:
        raise ValueError("the shares of a column make up 1,000")
    return f"[{', '.join(places)}][1 + {_draw(salt)} % 1000]"


def _labels(values: tuple[tuple[str, int, float], ...], code: str) -> str:
    return "[" + ", ".join(f"'{label}'" for label, _, _ in values) + f"][{code}]"


def _effects(values: tuple[tuple[str, int, float], ...], code: str) -> str:
    return "[" + ", ".join(str(effect) for _, _, effect in values) + f"][{code}]"


def _happens(log_odds: str, salt: int) -> str:
    return f"{_draw(salt)} < 1000000 / (1 + exp(-({log_odds})))"


def cases_query(rows: int) -> str:
    """SQL for that many cases. A decision is NULL for those who had not reached it."""
    columns = {"e": (_ETHNICITY, 1), "s": (_SEX, 2), "a": (_AGE, 3), "o": (_OFFENCE, 4), "p": (_PRIOR, 5), "r": (_RELIGION, 6)}
    codes = ", ".join(f"{_code(values, salt)} AS {name}" for name, (values, salt) in columns.items())
    person = f"{_effects(_ETHNICITY, 'e')} + {_effects(_SEX, 's')} + {_effects(_AGE, 'a')}"
    charge = f"0.55 + {person} + {_effects(_OFFENCE, 'o')} + {_effects(_PRIOR, 'p')} + 0.02 * (f % 7)"
    convicted = f"1.4 + 0.4 * {_effects(_ETHNICITY, 'e')} - 0.15 * {_effects(_OFFENCE, 'o')} + 0.05 * p - 0.1 * l"
    custody = f"-1.9 + 0.8 * {_effects(_ETHNICITY, 'e')} + {_effects(_SEX, 's')} + 0.4 * p - {_effects(_OFFENCE, 'o')} - 0.15 * l"
    return f"""
        WITH drawn AS (
            SELECT i, {codes}, {_draw(7)} % {_FORCES} AS f, CAST({_draw(8)} % 100 < 78 AS INTEGER) AS l FROM range({rows}) cases(i)
        ), decided AS (
            SELECT *, {_happens(charge, 9)} AS charged, {_happens(convicted, 10)} AS guilty, {_happens(custody, 11)} AS sent FROM drawn
        )
        SELECT i AS case_number,
            CASE WHEN {_draw(12)} % 100 >= 15 THEN {_labels(_ETHNICITY, "e")} END AS ethnicity,
            {_labels(_SEX, "s")} AS sex,
            {_labels(_AGE, "a")} AS age_band,
            CASE WHEN {_draw(13)} % 100 >= 25 THEN CASE WHEN {_draw(14)} % 100 < 17 THEN 'Yes' ELSE 'No' END END AS disability,
            CASE WHEN {_draw(15)} % 100 >= 40 THEN {_labels(_RELIGION, "r")} END AS religion,
            'Area ' || (1 + f % {_AREAS}) AS area,
            'Force ' || (1 + f) AS police_force,
            {_labels(_OFFENCE, "o")} AS offence_group,
            {_labels(_PRIOR, "p")} AS prior_band,
            CASE WHEN l = 1 THEN 'Yes' ELSE 'No' END AS legal_rep,
            CAST(charged AS TINYINT) AS charge,
            CASE WHEN charged THEN CAST(guilty AS TINYINT) END AS convicted,
            CASE WHEN charged AND guilty THEN CAST(sent AS TINYINT) END AS custody
        FROM decided
    """


_WRITE = """
import sys, duckdb
duckdb.sql("SET enable_progress_bar = false")
duckdb.sql(sys.argv[1])
"""


def written(rows: int, folder: Path) -> Path:
    """The cases as a Parquet file, written in a process of its own: a child's peak memory starts at its parent's."""
    path = folder / f"cases-{rows}.parquet"
    query = f"COPY ({cases_query(rows)}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)"
    subprocess.run([sys.executable, "-c", _WRITE, query], check=True)
    return path


def as_csv(parquet: Path) -> Path:
    """The same cases as text."""
    path = parquet.with_suffix(".csv")
    subprocess.run([sys.executable, "-c", _WRITE, f"COPY (FROM '{parquet}') TO '{path}' (FORMAT csv, HEADER)"], check=True)
    return path
