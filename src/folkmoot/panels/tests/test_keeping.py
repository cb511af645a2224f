"""Kinds of panel: as they ship, and as headquarters keeps them."""

import pytest

from folkmoot.accounts.scope import THE_PRODUCT, NotAllowed
from folkmoot.accounts.tests.factories import NOW, area, hq, icem
from folkmoot.foundation.reference.files import BadReferenceFile
from folkmoot.foundation.saving import Refused
from folkmoot.panels import keeping, queries, tables
from folkmoot.panels.models import PanelKind, Remit
from folkmoot.panels.tests.factories import HATE_CRIME, bare_panel, kind

pytestmark = pytest.mark.django_db


def test_what_ships_is_loaded_once_and_each_kind_has_a_remit_and_a_source():
    keeping.load_reference_data(by=THE_PRODUCT, at=NOW)
    assert all(changes.nothing for changes in keeping.load_reference_data(by=THE_PRODUCT, at=NOW))
    for each in queries.kinds():
        assert each.remits_in_use, each.code
        assert each.source
    assert queries.kinds().count() == 10


def test_what_headquarters_changed_is_its_own_and_loading_leaves_it():
    kind()
    keeping.keep_kind(by=hq(), at=NOW, code=HATE_CRIME, quorum=5)
    keeping.keep_remit(by=hq(), at=NOW, kind=kind(), code="strands", every_months=6)
    keeping.withdraw_remit(by=hq(), at=NOW, remit=Remit.objects.get(kind=kind(), code="reporting"))
    assert all(changes.nothing for changes in keeping.load_reference_data(by=THE_PRODUCT, at=NOW))
    assert kind().quorum == 5
    assert "reporting" not in {each.code for each in queries.kinds().get(code=HATE_CRIME).remits_in_use}
    with pytest.raises(NotAllowed):
        keeping.keep_kind(by=icem(), at=NOW, code=HATE_CRIME, quorum=3)


def test_a_kind_under_which_no_panel_could_work_is_refused():
    given = {"name_en": "A panel of parents", "purpose_en": "To hear parents.", "level": "area", "voting": ["member"]}
    with pytest.raises(Refused) as caught:
        keeping.keep_kind(
            by=hq(), at=NOW, code="parents", **(given | {"voting": ["observer"], "quorum": 40, "most_cases": 0, "least_cases": 2})
        )
    assert set(caught.value.problems) == {"voting", "quorum", "most_cases"}
    made = keeping.keep_kind(by=hq(), at=NOW, code="parents", **given)
    bare_panel(area(), of="parents")
    with pytest.raises(Refused):
        keeping.withdraw_kind(by=hq(), at=NOW, kind=made)
    assert not PanelKind.objects.get(code="parents").shipped


def test_a_fault_in_a_shipped_file_names_the_row(tmp_path):
    for name in ("kinds.csv", "remits.csv"):
        (tmp_path / name).write_text((tables.FOLDER / name).read_text(encoding="utf-8"), encoding="utf-8")
    remits = tmp_path / "remits.csv"
    remits.write_text(remits.read_text(encoding="utf-8") + "no-such-kind,cases,10,Cases,,6\n", encoding="utf-8")
    with pytest.raises(BadReferenceFile, match="no-such-kind"):
        tables.read_kinds(tmp_path)
