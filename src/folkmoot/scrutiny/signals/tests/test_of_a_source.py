"""The cases of a signal that the monthly run listed: found in a list by the headings and readings of its source."""

from dataclasses import replace

import pytest

from folkmoot.accounts.tests.factories import NOW, area, hq
from folkmoot.casework.signals.cases import NoCases, cases_of
from folkmoot.casework.signals.models import Signal
from folkmoot.casework.signals.operations import answer_signal, raise_from
from folkmoot.casework.signals.rules import Figures
from folkmoot.casework.signals.runs.tests.factories import source
from folkmoot.casework.signals.tests.factories import acceptance
from folkmoot.casework.sources.models import Layout
from folkmoot.casework.tests.visits import client_of
from folkmoot.casework.workbench.tests.factories import COLUMNS
from folkmoot.foundation.tests.lifting import lifted
from folkmoot.scrutiny.signals.queries import expected_of, to_bring, wanted_of
from folkmoot.scrutiny.signals.rules import missing_columns, sides_of
from folkmoot.scrutiny.signals.tests.test_rules import as_table

GUARDS = "casework.migrations.0005_what_was_found_stays"

pytestmark = pytest.mark.django_db
TEXT = (
    "URN,Month,Area,Ethnicity,Decision\n"
    "1,2025-03-07,East of England,B1,Charge\n2,14/05/2025,CPS East of England,B2,charge\n3,2025-06-01,East of England,B1,NFA\n"
    "4,2025-06-30,East of England,W1,Charge\n5,2024-12-31,East of England,B1,Charge\n6,2025-06-30,Wessex,B1,Charge\n"
    "7,2025-06-30,East of England,,Charge\n8,2025-06-30,East of England,B1,\n"
)
LABELS = (("B1", "Black"), ("B2", "Black"), ("W1", "White"))


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.HOME = tmp_path


def listed() -> Signal:
    of = source()
    columns = [replace(one, scheme="ethnicity", labels=LABELS) if one.key == "ethnicity" else one for one in COLUMNS]
    with lifted(GUARDS):
        Layout.objects.filter(source=of).update(columns=[one.plain() for one in columns])
    figures = Figures(
        "Black", "White", "Charged", ("ethnicity",), 0.75, 0.7, 0.8, 0.6, 0.15, 0.1, 0.2, base=400, with_outcome=300, reference_base=900,
        reference_with=540, window_first="2025-01", window_last="2025-06",
    )  # fmt: skip
    return raise_from(by=hq(), at=NOW, figures=figures, subject="casework", area=area(), source=of, stage="charged")


def test_exactly_its_group_its_area_its_months_and_its_outcome(tmp_path):
    asked = wanted_of(listed())
    assert asked.columns == {"Ethnicity", "Decision", "Area", "Month"}
    sides = sides_of(as_table(tmp_path, TEXT.encode()), asked)
    assert (sides.signal, sides.others) == ((2, 3), (5,))
    assert missing_columns(asked, ["URN", "Ethnicity", "Decision"]) == ["Area", "Month"]


def test_as_many_are_expected_as_were_counted_and_it_waits_to_be_brought():
    row = listed()
    assert expected_of(row) == 300
    answer_signal(by=hq(), at=NOW, signal=row, **acceptance(hq()))
    assert [one.row for one in to_bring(hq(), NOW.date())] == [row]
    page = client_of(hq()).get("/scrutiny/signals/")
    assert "Suspects, all Areas" in page.text
    bring = client_of(hq()).get(f"/scrutiny/signals/{row.pk}/cases")
    assert bring.status_code in (200, 403)


def test_a_stage_that_the_source_no_longer_makes_has_no_cases():
    row = listed()
    with lifted(GUARDS):
        Layout.objects.filter(source=row.source).update(columns=[one.plain() for one in COLUMNS if one.key != "decision"])
    with pytest.raises(NoCases):
        cases_of(row)
