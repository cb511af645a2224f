"""A pack from the draw to its reader and back: nobody reviews what they prepared, and nothing is read that two did not clear."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, hq, icem, inspector
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.panels.meetings.models import Attendance
from folkmoot.panels.members.tests.factories import ready
from folkmoot.panels.space.tests.factories import as_viewer
from folkmoot.scrutiny.draws.tests.factories import SOON
from folkmoot.scrutiny.frames.operations import declare_tie
from folkmoot.scrutiny.packs import operations, queries
from folkmoot.scrutiny.packs.models import Pack, PackBlock, PackReading, PackReview
from folkmoot.scrutiny.packs.operations import PackClosed
from folkmoot.scrutiny.packs.rules import CHECK_CODES
from folkmoot.scrutiny.packs.summary.operations import write_summary
from folkmoot.scrutiny.packs.tests.factories import (
    FACTS,
    UNTIL,
    drawn,
    lawyer,
    lead,
    other_icem,
    pack,
    released,
    reviewed,
    submitted,
    written,
)

pytestmark = pytest.mark.django_db


def seat_in(row: Pack, name: str = "Ruth Adeyemi"):
    member = row.drawn.draw.panel.members.get(contact__name=name)
    ready(member)
    Attendance.objects.get_or_create(meeting=row.drawn.draw.meeting, member=member)
    return member


def said(refused) -> str:
    return " ".join(sentence for sentences in refused.value.problems.values() for sentence in sentences)


def test_a_case_is_begun_once_and_only_by_those_who_prepare():
    case = drawn()
    with pytest.raises(NotAllowed):
        operations.begin_pack(by=lead(), at=NOW, drawn=case)
    first = operations.begin_pack(by=icem(), at=NOW, drawn=case)
    assert (first.state, first.edition, queries.had_a_hand(first, icem().account_id)) == ("draft", 1, True)
    with pytest.raises(Refused):
        operations.begin_pack(by=icem(), at=NOW, drawn=case)


def test_nothing_goes_to_review_without_a_title_and_a_summary():
    row = pack(title="")
    with pytest.raises(Refused) as refused:
        operations.submit(by=icem(), at=NOW, pack=row)
    assert set(refused.value.problems) == {"title", ""}
    assert not PackBlock.objects.exists()


def test_the_name_of_the_case_in_a_summary_stops_it():
    row = written()
    victim = next(each.value for each in _known(row) if each.kind == "name")
    write_summary(by=icem(), at=NOW, pack=row, values=FACTS | {"happened": f"The defendant shouted at {victim} for weeks."})
    with pytest.raises(Refused) as refused:
        operations.submit(by=icem(), at=NOW, pack=row)
    assert "leak scan" in said(refused)
    assert victim not in said(refused)
    assert victim not in str(list(AuditEvent.objects.values_list("detail", flat=True)))


def test_without_the_scan_the_name_would_go_through(monkeypatch):
    """The control: the check above is the scan's work and not some other rule's."""
    row = written()
    victim = next(each.value for each in _known(row) if each.kind == "name")
    write_summary(by=icem(), at=NOW, pack=row, values=FACTS | {"happened": f"The defendant shouted at {victim} for weeks."})
    monkeypatch.setattr("folkmoot.scrutiny.packs.scanning.scan", lambda _text, _known: [])
    operations.submit(by=icem(), at=NOW, pack=row)
    assert victim in " ".join(PackBlock.objects.values_list("words", flat=True))


def test_three_people_see_a_pack_before_a_member_does():
    row = submitted()
    with pytest.raises(Refused, match="had a hand"):
        operations.review(by=icem(), at=NOW, pack=row, cleared=True, checked=CHECK_CODES)
    with pytest.raises(Refused, match="Look at each"):
        operations.review(by=lead(), at=NOW, pack=row, cleared=True, checked=CHECK_CODES[:-1])
    reviewed(row, lead())
    assert row.state == "reviewed"
    with pytest.raises(Refused, match="reviewed it already"):
        operations.review(by=lead(), at=NOW, pack=row, cleared=True, checked=CHECK_CODES)
    with pytest.raises(Refused, match="Two people"):
        operations.release(by=lead(), at=NOW, pack=row, expires_at=UNTIL)
    reviewed(row, lawyer())
    assert (row.state, [each.number for each in queries.standing_reviews(row)]) == ("cleared", [1, 2])
    operations.release(by=icem(), at=NOW, pack=row, expires_at=UNTIL)
    row.refresh_from_db()
    assert (row.state, row.expires_at) == ("released", UNTIL)


def test_the_database_refuses_a_second_review_by_the_same_person_and_a_second_first_review():
    row = reviewed(submitted(), lead())
    held = PackReview.objects.get()
    for who in (held.by_id, icem().account_id):
        with pytest.raises(IntegrityError), transaction.atomic():
            PackReview.objects.create(pack=row, edition=1, number=1, by_id=who, at=NOW, cleared=True)


def test_an_edit_makes_every_review_void_and_whoever_edits_can_never_review():
    row = reviewed(submitted(), lead(), lawyer())
    with pytest.raises(Refused, match="back to draft"):
        write_summary(by=other_icem(), at=NOW, pack=row, values=FACTS | {"outcome": "Found guilty"})
    operations.reopen(by=other_icem(), at=NOW, pack=row, why="The outcome was wrong in it.")
    row.refresh_from_db()
    assert (row.state, row.edition, queries.standing_reviews(row)) == ("draft", 2, [])
    write_summary(by=other_icem(), at=NOW, pack=row, values=FACTS | {"outcome": "Found guilty"})
    operations.submit(by=other_icem(), at=NOW, pack=row)
    row.refresh_from_db()
    for hand in (icem(), other_icem()):
        with pytest.raises(Refused, match="had a hand"):
            operations.review(by=hand, at=NOW, pack=row, cleared=True, checked=CHECK_CODES)
    assert [block.words for block in queries.blocks_of(row, 1) if block.field == "outcome"] == ["Guilty plea; fined"]
    assert [block.words for block in queries.blocks_of(row) if block.field == "outcome"] == ["Found guilty"]


def test_a_review_of_an_edition_that_was_not_on_screen_is_refused():
    row = submitted()
    operations.reopen(by=icem(), at=NOW, pack=row, why="A word was wrong.")
    operations.submit(by=icem(), at=NOW, pack=row)
    with pytest.raises(ChangedMeanwhile):
        operations.review(by=lead(), at=NOW, pack=row, cleared=True, checked=CHECK_CODES, seen_edition=1)


def test_what_is_sent_back_comes_back_as_a_draft_and_its_preparer_is_told():
    row = submitted()
    with pytest.raises(Refused, match="what must change"):
        operations.review(by=lead(), at=NOW, pack=row, cleared=False)
    operations.review(by=lead(), at=NOW, pack=row, cleared=False, remarks="The fence tells the street.")
    row.refresh_from_db()
    assert (row.state, row.edition) == ("draft", 2)
    notice = icem_notices().get(kind="scrutiny.pack_returned")
    assert notice.address == f"/scrutiny/packs/{row.pk}/"


def icem_notices():
    from folkmoot.accounts.notices.models import Notice

    return Notice.objects.filter(account=icem().account_id)


def test_a_leak_learned_of_after_the_reviews_stops_the_release():
    from folkmoot.redaction.spans import Kind, Known
    from folkmoot.scrutiny.identities.operations import add_details

    row = reviewed(submitted(), lead(), lawyer())
    add_details(
        by=icem(), at=NOW, identity=row.drawn.case.identity, known=[Known("Harassment Fenceley", Kind.NAME), Known("fence", Kind.PLACE)]
    )
    with pytest.raises(Refused, match="leak scan now finds"):
        operations.release(by=lead(), at=NOW, pack=row, expires_at=UNTIL)


@pytest.mark.parametrize("until", [None, NOW - timedelta(hours=1), SOON - timedelta(days=1), SOON + timedelta(days=70)])
def test_reading_ends_at_a_time_that_makes_sense(until):
    row = reviewed(submitted(), lead(), lawyer())
    with pytest.raises(Refused) as refused:
        operations.release(by=lead(), at=NOW, pack=row, expires_at=until)
    assert "expires_at" in refused.value.problems


def test_a_member_reads_with_their_mark_and_each_opening_is_kept_and_logged():
    row = released()
    seat = seat_in(row)
    text = operations.open_for(by=as_viewer(seat.account), at=NOW, pack=row, seat=seat, route="/my-cases/cases/1/")
    assert (text.title, text.mark) == (row.title, "Ruth Adeyemi · 10 March 2026, 09:30")
    assert "Over four weeks the defendant shouted abuse across a fence." in [block.words for block in text.blocks]
    operations.open_for(by=as_viewer(seat.account), at=NOW, pack=row, seat=seat)
    assert PackReading.objects.filter(pack=row, member=seat, edition=1).count() == 2
    logged = AuditEvent.objects.filter(kind="disclosure", subject_kind="scrutiny.pack", recipient="Ruth Adeyemi")
    assert logged.count() == 2


def test_who_may_not_read_is_told_why():
    row = released()
    seat = seat_in(row)
    other = row.drawn.draw.panel.members.get(contact__name="Gwilym Parry")
    assert queries.reading_problem(row, seat, NOW) == ""
    assert "undertaking" in queries.reading_problem(row, other, NOW)
    declare_tie(by=icem(), at=NOW, member=seat, case=row.drawn.case, what="Her cousin lives there.")
    assert "connected with this case" in queries.reading_problem(row, seat, NOW)
    assert queries.packs_for(seat, NOW) == []
    with pytest.raises(PackClosed, match="connected"):
        operations.open_for(by=as_viewer(seat.account), at=NOW, pack=row, seat=seat)
    assert not PackReading.objects.exists()


def test_a_pack_closes_by_itself_and_a_chair_with_a_conflict_is_no_exception():
    row = released()
    seat = seat_in(row)
    assert queries.packs_for(seat, UNTIL - timedelta(seconds=1)) == [row]
    assert "time for reading" in queries.reading_problem(row, seat, UNTIL)
    assert queries.apart_why(row, seat, UNTIL) == ""
    seat.position = "chair"
    seat.save()
    declare_tie(by=as_viewer(seat.account), at=NOW, member=seat, case=row.drawn.case, what="I chaired her tenants’ group.")
    assert "connected with this case" in queries.reading_problem(row, seat, NOW)


def test_an_observer_gets_no_packs_and_somebody_not_asked_gets_none():
    row = released()
    seat = seat_in(row)
    Attendance.objects.filter(member=seat).delete()
    assert "not asked to the meeting" in queries.reading_problem(row, seat, NOW)
    seat.position = "observer"
    seat.save()
    assert "Observers" in queries.reading_problem(row, seat, NOW)


def test_a_recalled_pack_is_closed_to_the_very_next_request_and_its_readers_are_told():
    from folkmoot.accounts.notices.models import Notice

    row = released()
    seat = seat_in(row)
    operations.open_for(by=as_viewer(seat.account), at=NOW, pack=row, seat=seat)
    with pytest.raises(Refused):
        operations.recall(by=icem(), at=NOW, pack=row, why="")
    operations.recall(by=icem(), at=NOW, pack=row, why="An appeal was lodged yesterday.")
    row.refresh_from_db()
    assert (row.state, queries.standing_reviews(row)) == ("withdrawn", [])
    with pytest.raises(PackClosed, match="withdrawn"):
        operations.open_for(by=as_viewer(seat.account), at=NOW, pack=row, seat=seat)
    notice = Notice.objects.get(account=seat.account, kind="scrutiny.pack_recalled")
    assert "do not speak of it" in notice.words
    assert "appeal" not in notice.words


def test_a_pack_taken_back_and_released_anew_keeps_what_was_read_before():
    row = released()
    operations.recall(by=icem(), at=NOW, pack=row, why="A witness could be told from it.")
    operations.reopen(by=icem(), at=NOW, pack=row, why="The witness is taken out.")
    operations.submit(by=icem(), at=NOW, pack=row)
    row.refresh_from_db()
    reviewed(row, lead(), lawyer())
    operations.release(by=lead(), at=NOW, pack=row, expires_at=UNTIL)
    row.refresh_from_db()
    assert (row.state, row.edition, row.withdrawn_why) == ("released", 2, "A witness could be told from it.")
    assert queries.blocks_of(row, 1) == queries.blocks_of(row, 2)


def test_those_who_only_read_change_nothing():
    row = submitted()
    for act in (
        lambda: operations.review(by=inspector(), at=NOW, pack=row, cleared=True, checked=CHECK_CODES),
        lambda: operations.recall(by=inspector(), at=NOW, pack=row, why="Because I say so."),
        lambda: operations.reopen(by=lead(), at=NOW, pack=row, why="Because I say so."),
        lambda: operations.submit(by=lawyer(), at=NOW, pack=row),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_case_replaced_in_the_draw_is_not_released_and_not_read():
    row = reviewed(submitted(), lead(), lawyer())
    row.drawn.replaced_at, row.drawn.replaced_why = NOW, "A member knows the victim."
    row.drawn.save()
    with pytest.raises(Refused, match="replaced"):
        operations.release(by=lead(), at=NOW, pack=row, expires_at=UNTIL)


def test_packs_are_listed_in_a_constant_number_of_queries(django_assert_max_num_queries):
    released()
    written()
    viewer = hq()
    with django_assert_max_num_queries(2):
        found = queries.list_packs(viewer)
    assert sorted(each.pack.state for each in found) == ["draft", "released"]
    seat = seat_in(Pack.objects.get(state="released"))
    with django_assert_max_num_queries(9):
        queries.packs_for(seat, NOW)


def test_the_time_for_reading_can_be_changed_afterwards():
    row = released()
    operations.lengthen(by=lead(), at=NOW, pack=row, expires_at=UNTIL + timedelta(days=7))
    row.refresh_from_db()
    assert timezone.localtime(row.expires_at).day == 6


def _known(row: Pack):
    from folkmoot.scrutiny.identities.keeping import known_of

    return known_of(row.drawn.case.identity)


def test_a_full_file_is_looked_at_only_at_the_meeting_by_members_named():
    from folkmoot.scrutiny.packs.documents.operations import see_hazards
    from folkmoot.scrutiny.packs.tests.factories import TEXT, document

    row = pack("full")
    held = document(row)
    see_hazards(by=icem(), at=NOW, document=held)
    operations.submit(by=icem(), at=NOW, pack=row)
    row.refresh_from_db()
    reviewed(row, lead(), lawyer())
    operations.release(by=lead(), at=NOW, pack=row, expires_at=UNTIL)
    row.refresh_from_db()
    seat = seat_in(row)
    other = row.drawn.draw.panel.members.get(contact__name="Gwilym Parry")
    assert "somebody of the service beside you" in queries.reading_problem(row, seat, NOW)
    with pytest.raises(Refused, match="while the meeting is held"):
        operations.open_supervised(by=icem(), at=NOW, pack=row, readers=[seat])
    meeting = row.drawn.draw.meeting
    meeting.state, meeting.opened_at = "in_progress", NOW
    meeting.save()
    with pytest.raises(Refused, match="may not"):
        operations.open_supervised(by=icem(), at=NOW, pack=row, readers=[seat, other])
    with pytest.raises(NotAllowed):
        operations.open_supervised(by=lead(), at=NOW, pack=row, readers=[seat])
    assert operations.open_supervised(by=icem(), at=NOW, pack=row, readers=[seat]) == [("A statement", TEXT)]
    assert PackReading.objects.get().member == seat
    assert AuditEvent.objects.filter(kind="disclosure", recipient="Ruth Adeyemi", detail__supervised=True).count() == 1


def test_the_product_itself_prepares_nothing_and_clears_nothing():
    from folkmoot.accounts.scope import THE_PRODUCT

    row = submitted()
    with pytest.raises(Refused, match="signed in"):
        operations.review(by=THE_PRODUCT, at=NOW, pack=row, cleared=True, checked=CHECK_CODES)


def test_two_requests_that_both_saw_the_same_pack_do_not_both_take_effect():
    row = submitted()
    first, second = Pack.objects.get(pk=row.pk), Pack.objects.get(pk=row.pk)
    operations.review(by=lead(), at=NOW, pack=first, cleared=False, remarks="The fence tells the street.")
    with pytest.raises(Refused, match="does not wait"):
        operations.review(by=lawyer(), at=NOW, pack=second, cleared=True, checked=CHECK_CODES)
    assert not PackReview.objects.filter(cleared=True).exists()
