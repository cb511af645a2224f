"""What the workforce hands down as values of measures: published survey scores and shares of groups large enough to be shown."""

from datetime import date

import pytest

from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.accounts.tests.factories import NOW, TODAY, area
from folkmoot.foundation.audit import SYSTEM
from folkmoot.workforce.headcounts.columns import Asked
from folkmoot.workforce.headcounts.keeping import File
from folkmoot.workforce.headcounts.operations import bring_in
from folkmoot.workforce.headcounts.reading import read
from folkmoot.workforce.measured import supplied
from folkmoot.workforce.survey.tests.factories import loaded
from folkmoot.workforce.targets.operations import load_reference_data
from folkmoot.workforce.targets.tests.test_targets import LONG, SCS_2023
from folkmoot.workforce.tests.units import hr

pytestmark = pytest.mark.django_db


def test_the_widest_gap_in_discrimination_and_representation_at_the_top():
    assert supplied(THE_PRODUCT, area=None, on=TODAY) == []
    loaded()
    load_reference_data(by=SYSTEM, at=NOW)
    rows = [(number, ("Whole service", "SCS", *row)) for number, row in enumerate(SCS_2023, start=2)]
    file = File("acses.csv", "ab" * 32, "cd" * 32, Asked("to_5"), read(LONG, rows, Asked("to_5")))
    bring_in(by=hr(), at=NOW, file=file, as_of=date(2023, 3, 31), source="Civil Service Statistics 2023")
    found = {one.code: one for one in supplied(THE_PRODUCT, area=None, on=TODAY)}
    # 12.740 of 416 beside 6.047 of 2464, People Survey 2024: Newcombe 3.65 to 10.35 points
    gap = found["success-6"]
    assert (str(gap.value), gap.base, gap.as_of) == ("6.7", 416, date(2024, 10, 31))
    assert (float(gap.low), float(gap.high)) == pytest.approx((3.7, 10.4), abs=0.11)
    assert (str(found["scs-female"].value), found["scs-female"].base) == ("55.6", 90)
    assert str(found["scs-disabled"].value) == "11.8"
    assert not {"scs-lgbt", "scs-bame"} & set(found)  # five people, and a figure that its publisher withholds
    assert found["success-5"].base == 10
    assert supplied(THE_PRODUCT, area=area(), on=TODAY) == []
