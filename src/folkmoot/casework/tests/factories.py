"""Synthetic case files, and analyses counted from them without a second process."""

import csv
import io
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from folkmoot.accounts.tests.factories import NOW
from folkmoot.areas.models import Area
from folkmoot.casework.counting import specification
from folkmoot.casework.models import Analysis
from folkmoot.casework.rules import Choices
from folkmoot.engines import memory
from folkmoot.engines.cube import Cube, SourceFile

COLUMNS = ("URN", "Suspect name", "Ethnicity", "Sex", "Decision", "Stage")
# ethnicity, sex, how many, how many of them charged
GROUPS = (
    ("White", "Male", 400, 240), ("White", "Female", 200, 120), ("Black", "Male", 160, 128), ("Black", "Female", 60, 46),
    ("Asian", "Male", 120, 73), ("Asian", "Female", 80, 47), ("Mixed", "Male", 40, 30), ("Mixed", "Female", 35, 24),
    ("Chinese", "Male", 31, 28), ("Chinese", "Female", 26, 25), ("", "Male", 50, 30), ("Not stated", "Female", 30, 18),
)  # fmt: skip


def cases(groups=GROUPS):
    """One row for each suspect, with a name and a number that must never be seen again."""
    rows = []
    for ethnicity, sex, number, charged in groups:
        for place in range(number):
            key = len(rows) + 1
            decision = "Charge" if place < charged else "No further action"
            stage = "Legal decision" if key % 7 else "Administrative"
            rows.append((f"45CX{key:06}26", f"Imagined Person {key}", ethnicity, sex, decision, stage))
    return rows


def csv_text(rows=None, columns=COLUMNS):
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(columns)
    writer.writerows(cases() if rows is None else rows)
    return target.getvalue()


def case_file(name="cases.csv", content=None):
    content = csv_text() if content is None else content
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def choices(**over):
    given = {"outcome": "charged", "outcome_column": "Decision", "outcome_values": ("Charge",), "by": ("Ethnicity", "Sex")}
    return Choices(**(given | over))


def cube(rows=None, wanted=None):
    wanted = wanted or choices()
    counted = memory.count([dict(zip(COLUMNS, row, strict=True)) for row in (cases() if rows is None else rows)], specification(wanted))
    return Cube(counted.spec, counted.groupings, (SourceFile("cases.csv", "ab" * 32, 1234),))


def analysis(area: Area | None = None, rows=None, **over) -> Analysis:
    counted = cube(rows)
    given = {
        "area": area, "title": "Charging decisions, January to June 2025", "source": "Case management system, extract of 3 July",
        "data_as_of": date(2025, 6, 30), "outcome": "charged", "outcome_column": "Decision", "outcome_values": ["Charge"],
        "by_columns": ["Ethnicity", "Sex"], "adverse": "with", "file_name": "cases.csv", "file_sha256": "ab" * 32,
        "rows_counted": counted.rows, "cube": counted.to_json(), "made_at": NOW,
    }  # fmt: skip
    return Analysis.objects.create(**(given | over))
