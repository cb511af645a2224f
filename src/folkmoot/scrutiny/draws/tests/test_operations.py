"""A draw from its preparation to its replacements, by the operations a person would use."""

from datetime import timedelta

import pytest

from folkmoot.accounts.notices.models import Notice
from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, hq, icem, inspector
from folkmoot.communities.tests.factories import area
from folkmoot.foundation.audit import faults
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.foundation.tests.lifting import lifted
from folkmoot.sampling.receipt import Proof
from folkmoot.sampling.seals import seal
from folkmoot.sampling.verifying import verify
from folkmoot.scrutiny.draws import operations, queries
from folkmoot.scrutiny.draws.listing import cases_of_list, list_of_draw
from folkmoot.scrutiny.draws.models import Contribution, Draw, DrawnCase
from folkmoot.scrutiny.draws.tests.factories import SALT, committed, drawn, in_browser, meeting, opening, panel, people, prepared
from folkmoot.scrutiny.frames.models import FrameCase
from folkmoot.scrutiny.frames.operations import declare_tie, refuse_case, withdraw_frame
from folkmoot.scrutiny.frames.tests.factories import case, cases
from folkmoot.scrutiny.frames.tests.factories import frame as a_frame

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=8)


def test_a_draw_follows_from_list_rules_and_phrases_and_anybody_can_check_it():
    seats = people()
    row = committed()
    assert Notice.objects.filter(kind="scrutiny.seal").count() == 2
    salt = in_browser(row, seats[0])
    operations.seal_phrase(by=seats[1][1], at=NOW, draw=row, member=seats[1][0], phrase="two lamps and a ladder")
    row = opening(row)
    assert Notice.objects.filter(kind="scrutiny.open").count() == 1
    with pytest.raises(Refused, match="not open yet"):
        operations.draw_cases(by=icem(), at=NOW, draw=row)
    with pytest.raises(Refused, match="not the phrase that was sealed"):
        operations.open_phrase(by=seats[0][1], at=NOW, draw=row, member=seats[0][0], phrase="a heron", salt=salt)
    operations.open_phrase(by=seats[0][1], at=NOW, draw=row, member=seats[0][0], phrase="a heron over the Ouse", salt=salt)
    row = operations.draw_cases(by=icem(), at=NOW, draw=row)
    receipt = queries.receipt_of(row)
    assert verify(list_of_draw(row), receipt, commitment=row.commitment, closing=row.closing) == []
    assert receipt.proof is Proof.SEALED
    assert sorted(each.how for each in row.drawn.all()) == ["random"] * 6
    assert [each.case.pseudonym for each in queries.cases_of(row.meeting)] == list(receipt.sample)
    assert list(faults()) == []


def test_the_receipt_and_the_list_given_out_say_nothing_of_a_case():
    row = drawn()
    given_out = row.receipt["drawn"][0]["stratum"][0], list_of_draw(row).canonical.decode(), str(row.receipt)
    assert given_out[0].startswith("Group ")
    for secret in ("racial", "disability", "religious", "Essex", "05AB", "05/AB", "Sample1", "Adeyemi"):
        assert secret not in given_out[1]
        assert secret not in given_out[2]
    assert {each.words for each in queries.groups_told(row)} == {"", "racial", "religious"}


def test_a_list_changed_behind_the_service_is_found_before_anything_is_drawn():
    row = opening(committed())
    with lifted("scrutiny.migrations.0002_what_was_drawn_and_judged_stays"):
        FrameCase.objects.filter(frame=row.frame).order_by("pk").first().delete()
    with pytest.raises(Refused, match="not the one that was fixed"):
        operations.draw_cases(by=icem(), at=NOW, draw=row)


def test_without_a_member_it_says_so_and_nobody_is_left_out_by_choice():
    row = opening(committed())
    row = operations.draw_cases(by=icem(), at=NOW, draw=row)
    assert queries.proof_of(row) is Proof.ALONE
    again = committed(prepared(a_frame(panel(), cases(25))))
    in_browser(again, people()[0])
    opening(again)
    with pytest.raises(Refused, match="not open yet"):
        operations.draw_cases(by=icem(), at=NOW + timedelta(hours=23), draw=again)
    again = operations.draw_cases(by=icem(), at=NOW + timedelta(hours=24), draw=again)
    receipt = queries.receipt_of(again)
    assert [each.label for each in receipt.never_opened] == ["Member 1"]
    assert verify(list_of_draw(again), receipt) == []


def test_after_sealing_has_closed_nobody_can_add_a_phrase():
    seats = people()
    row = committed()
    with pytest.raises(Refused, match="Sealing has closed"):
        operations.seal_phrase(by=seats[0][1], at=LATER, draw=row, member=seats[0][0], phrase="too late for this one")
    in_browser(row, seats[0])
    with pytest.raises(Refused, match="stays sealed until"):
        operations.open_phrase(by=seats[0][1], at=NOW, draw=row, member=seats[0][0], phrase="a heron over the Ouse", salt=SALT)
    operations.open_phrase(by=seats[0][1], at=LATER, draw=row, member=seats[0][0], phrase="a heron over the Ouse", salt=SALT)
    row.refresh_from_db()
    assert row.state == Draw.State.OPENING
    assert row.contributions.filter(opened_at__isnull=True).count() == 0
    with pytest.raises(Refused, match="open already"):
        operations.open_phrase(by=seats[0][1], at=LATER, draw=row, member=seats[0][0], phrase="a heron over the Ouse", salt=SALT)


def test_a_member_may_seal_anew_and_never_the_same_as_another():
    seats = people()
    row = committed()
    in_browser(row, seats[0])
    with pytest.raises(Refused, match="same already"):
        in_browser(row, seats[1])
    in_browser(row, seats[0], "another phrase of mine")
    held = Contribution.objects.get(draw=row, member=seats[0][0])
    assert (held.label, held.seal) == ("Member 1", seal("another phrase of mine", SALT))


def test_the_service_enters_a_seal_made_elsewhere_but_no_phrase_of_a_member():
    seats = people()
    row = committed()
    with pytest.raises(NotAllowed):
        operations.seal_phrase(by=icem(), at=NOW, draw=row, member=seats[0][0], phrase="said across the table")
    operations.seal_phrase(by=icem(), at=NOW, draw=row, member=seats[0][0], seal=seal("said across the table", SALT))
    with pytest.raises(NotAllowed):
        operations.seal_phrase(by=seats[1][1], at=NOW, draw=row, member=seats[0][0], phrase="somebody else's phrase")


def test_a_case_is_replaced_by_the_next_in_line_and_the_receipt_still_holds():
    row = drawn()
    gone = row.drawn.filter(case__stratum="racial").first()
    with pytest.raises(Refused, match="may identify"):
        operations.replace_case(by=icem(), at=NOW, drawn=gone, why="Mr Adeyemi of 12 Fen Road knows the victim")
    came = operations.replace_case(by=icem(), at=NOW, drawn=gone, why="An appeal was made since")
    row.refresh_from_db()
    gone.refresh_from_db()
    assert came.stands_for == gone
    assert came.case.stratum == gone.case.stratum
    assert gone.replaced_why == "An appeal was made since"
    assert [each.case for each in queries.cases_of(row.meeting)] == [each.case for each in row.drawn.exclude(pk=gone.pk).order_by("order")]
    assert verify(list_of_draw(row), queries.receipt_of(row)) == []
    with pytest.raises(Refused, match="not in the sample"):
        operations.replace_case(by=icem(), at=NOW, drawn=gone, why="An appeal was made since")


def test_rare_strands_always_come_and_a_chosen_case_is_never_called_random():
    frame = a_frame(panel(), always={"strand": ["Disability"]})
    mine = frame.cases.filter(refused="", always=False).first()
    with pytest.raises(Refused, match="Say why"):
        prepared(frame, total=4, each=None, grouped=False, chosen={mine.pseudonym: "so"})
    row = prepared(frame, total=4, each=None, grouped=False, chosen={mine.pseudonym: "The panel asked to see one like it"})
    assert row.method == Draw.Method.MIXED
    row = drawn(row)
    assert queries.facts(row) == {"random": 4, "always": 2, "chosen": 1, "replaced": 0}
    assert row.drawn.get(how="chosen").case == mine
    assert operations.replace_case(by=icem(), at=NOW, drawn=row.drawn.get(how="chosen"), why="It was appealed since") is None


def test_a_theme_is_part_of_the_commitment():
    row = prepared(total=3, each=None, grouped=False, only={"strand": ["religious"]}, theme="Hostility to religion")
    assert row.method == Draw.Method.THEME
    assert "Theme: Hostility to religion" in row.rules["title"]
    row = drawn(row)
    assert {each.case.facts["strand"] for each in row.drawn.select_related("case")} == {"religious"}
    with pytest.raises(Refused, match="no case left"):
        prepared(row.frame, total=3, each=None, grouped=False, only={"strand": ["homophobic"]}, theme="Hostility to gay people")


def test_drawing_from_a_group_that_could_tell_who_it_is_needs_a_reason():
    with pytest.raises(Refused, match="so few cases"):
        prepared(few_why="")
    assert prepared().few_why == "The panel asked for it."


def test_a_prepared_draw_can_be_changed_until_it_is_committed():
    row = prepared()
    values = {"meeting": row.meeting, "title": "One of each strand", "each": 1, "grouped": True, "few_why": "The panel asked."}
    operations.change_rules(by=icem(), at=NOW, draw=row, seen_version=row.version, **values)
    with pytest.raises(ChangedMeanwhile):
        operations.change_rules(by=icem(), at=NOW, draw=row, seen_version=row.version, **(values | {"each": 2}))
    row.refresh_from_db()
    committed(row)
    with pytest.raises(Refused, match="gone on since"):
        operations.change_rules(by=icem(), at=NOW, draw=row, **values)


def test_once_committed_no_case_of_the_list_changes():
    row = committed()
    one = row.frame.cases.filter(refused="").first()
    with pytest.raises(Refused, match="list is fixed"):
        refuse_case(by=icem(), at=NOW, case=one, reason="appeal")
    with pytest.raises(Refused, match="it stays"):
        withdraw_frame(by=icem(), at=NOW, frame=row.frame, why="It was the wrong one.")
    member = people()[0][0]
    declare_tie(by=icem(), at=NOW, member=member, case=one, what="Her cousin was a witness")
    one.refresh_from_db()
    assert one.refused == ""


def test_a_draw_given_up_is_said_on_the_next_receipt():
    row = opening(committed())
    operations.give_up(by=icem(), at=NOW, draw=row, why="The meeting was put off")
    again = prepared(row.frame)
    assert "given up before: 1" in again.rules["title"]
    assert list(queries.given_up_before(again)) == [row]
    done = drawn(again)
    with pytest.raises(Refused, match="can be replaced"):
        operations.give_up(by=icem(), at=NOW, draw=done, why="We did not like the cases")


def test_a_case_drawn_once_is_kept_out_of_the_next_list_and_comes_again_only_where_that_is_meant():
    row = drawn()
    upload = [case(number, "racial") for number in range(30)]
    later = a_frame(panel(), upload)
    assert later.counts["refused"] == {"reviewed": 6}
    again = a_frame(panel(), [*upload, case(99)], again=True)
    assert again.counts["refused"] == {}
    assert row.drawn.count() == 6


def test_the_page_counts_the_cases_that_the_code_of_the_list_is_made_of():
    first = drawn()
    again = operations.commit(by=icem(), at=LATER, draw=prepared(first.frame, at=LATER, each=None, total=4, grouped=False))
    assert cases_of_list(again) == len(list_of_draw(again).cases) == first.frame.counts["eligible"] - 6


def test_a_second_draw_from_the_list_takes_no_case_twice_and_the_first_still_holds():
    first = drawn()
    again = prepared(first.frame, at=LATER, each=None, total=18, grouped=False)
    operations.commit(by=icem(), at=LATER, draw=again)
    one = first.drawn.filter(case__stratum="racial").first()
    operations.replace_case(by=icem(), at=LATER + timedelta(hours=1), drawn=one, why="An appeal was made since")
    operations.close_sealing(by=icem(), at=LATER + timedelta(hours=2), draw=again)
    again = operations.draw_cases(by=icem(), at=LATER + timedelta(hours=2), draw=again)
    assert again.drawn.count() == 18
    drawn_first = set(first.drawn.exclude(how="replacement").values_list("case", flat=True))
    assert not drawn_first & set(again.drawn.values_list("case", flat=True))
    for row in (Draw.objects.get(pk=first.pk), again):
        assert verify(list_of_draw(row), queries.receipt_of(row)) == []


def test_a_tie_known_before_a_later_draw_keeps_the_case_out_of_it():
    first = committed()
    one = first.frame.cases.filter(refused="").first()
    declare_tie(by=icem(), at=NOW + timedelta(hours=1), member=people()[0][0], case=one, what="Her cousin was a witness")
    assert one.pseudonym in list_of_draw(first).by_id
    assert one.pseudonym not in list_of_draw(prepared(first.frame, at=LATER), at=LATER).by_id


def test_another_area_and_a_reader_draw_nothing():
    row = committed()
    other = icem("sian.pugh@example.org", "Sian Pugh", area("cymru-wales", "Cymru-Wales"))
    assert list(queries.draws(other)) == []
    for nobody in (other, inspector()):
        for do in (operations.close_sealing, operations.draw_cases):
            with pytest.raises(NotAllowed):
                do(by=nobody, at=NOW, draw=row)
    assert operations.close_sealing(by=hq(), at=NOW, draw=row).state == Draw.State.OPENING


def test_cases_go_with_their_draw_to_another_meeting():
    row = drawn()
    later = meeting(row.panel, NOW + timedelta(days=60))
    operations.move_to(by=icem(), at=NOW, draw=row, meeting=later)
    assert [each.draw for each in queries.cases_of(later)] == [row] * 6
    assert DrawnCase.objects.filter(draw__meeting=later).count() == 6
