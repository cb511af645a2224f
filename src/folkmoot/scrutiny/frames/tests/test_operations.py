"""Bringing in a list of finalised cases: what may be drawn, what may not and why, and what is never there twice."""

import pytest

from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, icem, inspector
from folkmoot.communities.tests.factories import area
from folkmoot.foundation.audit import faults
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import Refused
from folkmoot.foundation.tables.ods_writer import write_ods
from folkmoot.foundation.tables.sheets import Sheet
from folkmoot.foundation.tables.xlsx_writer import write_xlsx
from folkmoot.panels.members.tests.factories import member
from folkmoot.panels.members.tests.factories import panel as a_panel
from folkmoot.scrutiny.frames import queries
from folkmoot.scrutiny.frames.models import Frame, FrameCase, Tie
from folkmoot.scrutiny.frames.operations import declare_tie, find_case, refuse_case, withdraw_frame
from folkmoot.scrutiny.frames.tests.factories import COLUMNS, HEADINGS, as_csv, case, cases, frame, sent
from folkmoot.scrutiny.identities.keeping import known_of
from folkmoot.scrutiny.identities.models import CaseIdentity

pytestmark = pytest.mark.django_db


def reasons(row: Frame) -> dict[int, str]:
    return dict(queries.refused_cases(row).values_list("row", "refused"))


def test_cases_stand_under_pseudonyms_and_the_database_holds_no_name_and_no_reference():
    row = frame(a_panel())
    assert row.counts["eligible"] == 24
    one = row.cases.get(row=2)
    assert one.facts == {"strand": "religious", "force": "Essex", "outcome": "Convicted", "offence": "Public order", "month": "2026-01"}
    assert [(each.value, each.kind.value) for each in known_of(one.identity)][:2] == [
        ("05/AB/10000/25", "reference"),
        ("Victoria Sample0", "name"),
    ]
    stored = str(
        [
            list(FrameCase.objects.values()),
            list(CaseIdentity.objects.values()),
            list(Frame.objects.values()),
            list(AuditEvent.objects.values()),
        ]
    )
    for secret in ("10000", "Sample0", "Example0"):
        assert secret not in stored
    assert list(faults()) == []


def test_the_control_of_the_test_above_sees_a_name_that_is_there():
    row = frame(a_panel())
    one = row.cases.get(row=2)
    one.facts = one.facts | {"victim": "Victoria Sample0"}
    one.save()
    assert "Sample0" in str(list(FrameCase.objects.values()))


def test_what_may_not_be_drawn_says_its_row_and_why():
    rows = [
        case(1), case(2, Status="Live"), case(3, Appeal="Yes"), case(4, Restrictions="Y"), case(5, Youth="Yes"), case(6, Appeal=""),
        case(7, Status="Sub judice"), case(8, finalised="2026-03-01"), case(9, finalised="2025-02-01"), case(10, finalised=""),
        case(11, finalised="2026-12-01"),
    ]  # fmt: skip
    row = frame(a_panel(), rows, window=None)
    assert reasons(row) == {
        3: "live", 4: "appeal", 5: "reporting", 6: "youth", 7: "unknown", 8: "unknown", 9: "appeal", 11: "unknown", 12: "live",
    }  # fmt: skip
    assert row.cases.get(row=8).refused_why == "status|Sub judice"
    windowed = frame(a_panel("another-panel"), [*rows, case(12)])
    assert reasons(windowed)[10] == "outside"
    assert row.counts["refused"] == {"live": 2, "appeal": 2, "reporting": 1, "youth": 1, "unknown": 3}


def test_of_a_case_that_may_not_be_drawn_no_name_is_kept():
    row = frame(a_panel(), [case(1), case(2, Status="Live")])
    live = row.cases.get(refused="live")
    assert [each.kind.value for each in known_of(live.identity)] == ["reference"]
    assert live.identity.erase_on < row.cases.get(refused="").identity.erase_on


def test_what_words_of_a_list_mean_is_taught_by_a_person_and_what_it_lacks_is_vouched_for():
    rows = [case(1, Status="Concluded at MC"), case(2, Status="Sub judice")]
    taught = {"status": {"concluded at mc": "clear", "sub judice": "barred"}}
    row = frame(a_panel(), rows, taught=taught)
    assert reasons(row) == {3: "live"}
    columns = {name: heading for name, heading in COLUMNS.items() if name != "youth"}
    other = a_panel("another-panel")
    with pytest.raises(Refused, match="Say which column"):
        frame(other, rows, columns=columns)
    vouched = frame(other, rows, columns=columns, taught=taught, vouched={"youth": "clear"})
    assert reasons(vouched) == {3: "live"}
    assert vouched.columns["vouched"] == {"youth": "clear"}


def test_a_reference_that_stands_twice_refuses_the_whole_file():
    with pytest.raises(Refused, match="rows 2 & 4"):
        frame(a_panel(), [case(1), case(2), case(1, URN="05ab1000125")])
    assert not Frame.objects.exists()
    assert not CaseIdentity.objects.exists()


def test_the_same_file_is_known_again_until_its_list_is_withdrawn():
    of = a_panel()
    row = frame(of)
    with pytest.raises(Refused, match="here already"):
        frame(of)
    assert frame(of, only={"Strand": ["Racial"]}).counts["left_out"] == 10
    withdraw_frame(by=icem(), at=NOW, frame=row, why="It lacked the courts of Essex.")
    assert frame(of).counts["eligible"] == 24


def test_a_case_in_which_a_member_has_the_same_name_is_kept_out():
    of = a_panel()
    member(of, "Victoria Sample3")
    row = frame(of, [case(number) for number in range(6)])
    assert reasons(row) == {5: "tied"}
    assert row.cases.get(row=5).refused_why == "name"


def test_a_tie_known_before_keeps_the_case_out_of_this_list_and_the_next():
    of = a_panel()
    who = member(of)
    row = frame(of)
    one = find_case(by=icem(), at=NOW, frame=row, reference="05 ab 10003 25")
    declare_tie(by=icem(), at=NOW, member=who, case=one, what="She supported the victim")
    assert reasons(row) == {5: "tied"}
    assert queries.tied(who, one)
    later = frame(of, [case(3), case(50)])
    assert reasons(later) == {2: "tied"}
    assert queries.tied(who, later.cases.get(row=2))
    with pytest.raises(Refused, match="already"):
        declare_tie(by=icem(), at=NOW, member=who, case=one, what="She supported the victim")
    assert Tie.objects.count() == 1


def test_a_case_is_kept_out_when_it_is_appealed_before_the_list_is_fixed():
    row = frame(a_panel())
    one = row.cases.get(row=3)
    refuse_case(by=icem(), at=NOW, case=one, reason="appeal", why="The court told us today.")
    row.refresh_from_db()
    assert (row.counts["eligible"], row.counts["refused"]) == (23, {"appeal": 1})
    with pytest.raises(Refused, match="already"):
        refuse_case(by=icem(), at=NOW, case=one, reason="appeal")


def test_strands_with_few_cases_are_warned_of_and_told_to_members_only_as_few():
    row = frame(a_panel())
    told = {each.value: (each.number, each.few, each.told(5).number) for each in queries.strand_counts(row)}
    assert told == {"racial": (14, False, 14), "religious": (8, False, 8), "disability": (2, True, None)}
    assert queries.strand_counts(
        frame(a_panel("another-panel"), columns={k: v for k, v in COLUMNS.items() if k != "strand"}, strata=["force"])
    )


def test_the_same_list_from_a_workbook_and_from_an_open_document():
    sheet = Sheet("Cases", HEADINGS, cases())
    for number, (write, name) in enumerate(((write_xlsx, "a.xlsx"), (write_ods, "a.ods"))):
        row = frame(a_panel(f"panel-{number}"), upload=sent(write([sheet], "Cases", "en"), name))
        assert row.counts["eligible"] == 24


def test_another_area_and_a_reader_bring_nothing_in():
    row = frame(a_panel())
    other = icem("sian.pugh@example.org", "Sian Pugh", area("cymru-wales", "Cymru-Wales"))
    assert list(queries.frames(other)) == []
    assert list(queries.frames(inspector())) == [row]
    for nobody in (other, inspector()):
        with pytest.raises(NotAllowed):
            frame(row.panel, [case(70)], by=nobody)
        with pytest.raises(NotAllowed):
            find_case(by=nobody, at=NOW, frame=row, reference="05AB1000325")


def test_thousands_of_cases_are_brought_in_with_a_constant_number_of_questions(django_assert_max_num_queries):
    rows = [case(number) for number in range(3_000)]
    with django_assert_max_num_queries(160):
        assert frame(a_panel(), rows).counts["eligible"] == 3_000


def test_what_stands_above_the_headings_is_passed_over():
    above = ["CMS finalised cases, run 20/11/2026"]
    row = frame(a_panel(), upload=sent(as_csv([[], HEADINGS, case(1), case(2)], above)))
    assert row.counts["eligible"] == 2
    assert list(row.cases.order_by("row").values_list("row", flat=True)) == [4, 5]
