"""What somebody of the service could try so that the cases come out as they wish, and that each of it is refused or seen by members."""

import pytest

from folkmoot.accounts.notices.models import Notice
from folkmoot.accounts.tests.factories import NOW, icem
from folkmoot.foundation.saving import Refused
from folkmoot.sampling.seals import seal
from folkmoot.scrutiny.draws import operations, queries
from folkmoot.scrutiny.draws.models import Contribution
from folkmoot.scrutiny.draws.tests.factories import SALT, committed, drawn, in_browser, opening, people, prepared
from folkmoot.scrutiny.draws.web.presenters import ceremony
from folkmoot.scrutiny.frames.operations import declare_tie, withdraw_frame
from folkmoot.scrutiny.frames.tests.factories import frame as a_frame

pytestmark = pytest.mark.django_db


def test_the_service_never_puts_a_seal_of_its_own_in_place_of_a_members():
    seats = people()
    row = committed()
    in_browser(row, seats[0])
    with pytest.raises(Refused, match="sealed a phrase already"):
        operations.seal_phrase(by=icem(), at=NOW, draw=row, member=seats[0][0], seal=seal("chosen to suit us", SALT))
    assert Contribution.objects.get(draw=row, member=seats[0][0]).seal == seal("a heron over the Ouse", SALT)


def test_a_seal_that_the_service_entered_is_marked_for_all_and_its_member_is_told():
    seats = people()
    row = committed()
    operations.seal_phrase(by=icem(), at=NOW, draw=row, member=seats[0][0], seal=seal("made up by us", SALT))
    held = Contribution.objects.get(draw=row, member=seats[0][0])
    assert held.label == "Member 1 (entered by the service)"
    told = Notice.objects.get(account=seats[0][0].account, kind="scrutiny.entered")
    assert "If it is not yours" in told.words
    in_browser(row, seats[0], "my own after all")
    held.refresh_from_db()
    assert held.label == "Member 1"
    operations.seal_phrase(by=icem(), at=NOW, draw=row, member=seats[1][0], seal=seal("by telephone", SALT))
    assert Contribution.objects.get(draw=row, member=seats[1][0]).label == "Member 2 (entered by the service)"
    opening(row)
    for seat, phrase in ((seats[0], "my own after all"), (seats[1], "by telephone")):
        operations.open_phrase(by=icem(), at=NOW, draw=row, member=seat[0], phrase=phrase, salt=SALT)
    done = operations.draw_cases(by=icem(), at=NOW, draw=row)
    assert "Member 2 (entered by the service)" in [each["label"] for each in done.receipt["contributions"]]


def test_a_list_brought_in_again_does_not_hide_that_a_draw_from_its_cases_was_given_up():
    row = opening(committed())
    operations.give_up(by=icem(), at=NOW, draw=row, why="The meeting was put off")
    withdraw_frame(by=icem(), at=NOW, frame=row.frame, why="It was the wrong one.")
    again = prepared(a_frame(row.panel))
    assert again.frame_id != row.frame_id
    assert "given up before: 1" in again.rules["title"]
    assert list(queries.given_up_before(again)) == [row]
    assert ceremony(again).given_up == [row]


def test_two_draws_from_the_same_cases_never_go_on_side_by_side():
    first, second = prepared(), prepared(title="The same once more")
    committed(first)
    with pytest.raises(Refused, match="still going on"):
        committed(second)
    operations.give_up(by=icem(), at=NOW, draw=first, why="We saw what would come")
    second.refresh_from_db()
    fixed = committed(second)
    assert "given up before: 1" in fixed.rules["title"]
    assert list(queries.given_up_before(fixed)) == [first]
    assert "given up before: 1" in drawn_title(fixed)


def drawn_title(row):
    seat = people()[0]
    in_browser(row, seat)
    opening(row)
    operations.open_phrase(by=seat[1], at=NOW, draw=row, member=seat[0], phrase="a heron over the Ouse", salt=SALT)
    return operations.draw_cases(by=icem(), at=NOW, draw=row).receipt["rules"]["title"]


def test_members_are_told_when_a_draw_is_given_up_and_when_a_case_is_replaced():
    people()
    row = opening(committed())
    operations.give_up(by=icem(), at=NOW, draw=row, why="The meeting was put off")
    assert Notice.objects.filter(kind="scrutiny.given_up", address=f"/my-cases/draws/{row.pk}/").count() == 2
    done = drawn(prepared(row.frame))
    gone = done.drawn.filter(how="random").first()
    operations.replace_case(by=icem(), at=NOW, drawn=gone, why="An appeal was lodged")
    told = Notice.objects.filter(kind="scrutiny.replaced")
    assert told.count() == 2
    assert gone.case.pseudonym not in told[0].words


def test_a_draw_given_up_before_anything_was_fixed_is_nobodys_news():
    people()
    operations.give_up(by=icem(), at=NOW, draw=prepared(), why="Another theme is wanted")
    assert not Notice.objects.filter(kind="scrutiny.given_up").exists()


def test_a_member_is_told_of_a_tie_that_the_service_entered_and_not_of_their_own():
    member, viewer = people()[0]
    row = committed()
    one, two = row.frame.cases.order_by("row")[:2]
    declare_tie(by=icem(), at=NOW, member=member, case=one, what="Her cousin was a witness")
    told = Notice.objects.get(kind="scrutiny.tied")
    assert (told.account, one.pseudonym in told.words, "cousin" in told.words) == (member.account, False, False)
    declare_tie(by=viewer, at=NOW, member=member, case=two, what="I know somebody in it")
    assert Notice.objects.filter(kind="scrutiny.tied").count() == 1
