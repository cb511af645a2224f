"""Papers before a meeting: who may open them, that openings are logged, and that nothing stays open for ever."""

from datetime import timedelta

import pytest

from folkmoot.accounts.scope import NOBODY, NotAllowed
from folkmoot.accounts.tests.factories import NOW, TODAY, area, icem, inspector
from folkmoot.foundation.audit import faults
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.panels.agenda.models import Declaration, Item
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.operations import leave, record_training, record_undertaking, record_vetting
from folkmoot.panels.models import Panel
from folkmoot.panels.papers import files, keeping, operations
from folkmoot.panels.papers.keeping import Upload
from folkmoot.panels.papers.models import MeetingPaper, PanelFile
from folkmoot.panels.papers.queries import hidden_from, papers, papers_for, standings, why_closed
from folkmoot.panels.queries import terms_on
from folkmoot.panels.recommendations.tests.factories import called, panel

pytestmark = pytest.mark.django_db
PDF = Upload("figures.exe", b"%PDF-1.7 figures")
END = TODAY + timedelta(days=28)


def ready_members(of: Panel) -> list[Member]:
    """The members, with everything that the terms ask for before papers open."""
    rows, terms = list(of.members.order_by("pk")), terms_on(of, TODAY)
    for each in rows:
        record_undertaking(by=icem(), at=NOW, member=each, signed_on=TODAY, terms=terms)
        record_training(by=icem(), at=NOW, member=each, what=terms.training or "Induction", done_on=TODAY)
        record_vetting(by=icem(), at=NOW, member=each, level=terms.vetting or "Basic", state="cleared", on=TODAY)
    return rows


def paper(meeting, **over) -> MeetingPaper:
    values = {"title_en": "Figures of the quarter", "expires_on": END, "upload": PDF} | over
    return operations.add_paper(by=icem(), at=NOW, meeting=meeting, **values)


def test_members_open_what_is_theirs_and_every_opening_is_logged():
    of = panel()
    ruth, gwilym = ready_members(of)
    held = called(of)
    everybodys, ruths = paper(held), paper(held, title_en="One case", words="Words only.", upload=None, restricted=True, readers=[ruth])
    assert [papers_for(each, held, TODAY) for each in (ruth, gwilym)] == [[everybodys, ruths], [everybodys]]
    opened = operations.read_paper(by=NOBODY, at=NOW, member=ruth, paper=everybodys, route="/my-panel/")
    assert (opened.data, opened.content_type, opened.file_name) == (PDF.data, "application/pdf", "figures.pdf")
    assert operations.read_paper(by=NOBODY, at=NOW, member=ruth, paper=ruths) is None
    with pytest.raises(operations.PaperClosed, match="only for the members named"):
        operations.read_paper(by=NOBODY, at=NOW, member=gwilym, paper=ruths)
    kinds = set(AuditEvent.objects.filter(kind__in=["disclosure", "consultation"]).values_list("kind", "subject_kind"))
    assert kinds == {("disclosure", "panels.panelfile"), ("consultation", "panels.meetingpaper")}
    assert [(each.paper, len(each.meant_for), each.unopened) for each in standings(icem(), held)] == [(everybodys, 2, 1), (ruths, 1, 0)]
    assert list(faults()) == []


def test_nothing_opens_without_undertaking_seat_or_in_time():
    of = panel()
    ruth, gwilym = ready_members(of)
    held = called(of)
    one = paper(held)
    assert why_closed(one, ruth, END) == ""
    assert "is over" in why_closed(one, ruth, END + timedelta(days=1))
    stranger = panel("other", names=("Halina Nowak",)).members.get()
    assert "Only members of this panel" in why_closed(one, stranger, TODAY)
    leave(by=icem(), at=NOW, member=gwilym, on=TODAY, how="resigned")
    gwilym.refresh_from_db()
    assert why_closed(one, gwilym, TODAY + timedelta(days=1))
    unsigned = called(stranger.panel)
    paper(unsigned)
    assert papers_for(stranger, unsigned, TODAY) == []


def test_a_member_who_left_for_an_item_does_not_get_its_papers():
    of = panel()
    ruth, gwilym = ready_members(of)
    held = called(of)
    item = Item.objects.create(panel=of, meeting=held, state=Item.State.ON_AGENDA, title_en="A case", added_at=NOW)
    paper(held, item=item)
    Declaration.objects.create(
        item=item, attendance=held.attendances.get(member=ruth), what="Knows the family", withdrew=True, entered_at=NOW
    )
    assert (papers_for(ruth, held, TODAY), len(papers_for(gwilym, held, TODAY))) == ([], 1)


def test_a_withdrawn_paper_and_a_cancelled_change_are_refused_with_reasons():
    held = called(panel())
    one = paper(held)
    values = {"restricted": False, "readers": [], "title_en": "Figures", "expires_on": END}
    stale = one.version
    operations.change_paper(by=icem(), at=NOW, paper=one, seen_version=stale, **values)
    with pytest.raises(ChangedMeanwhile):
        operations.change_paper(by=icem(), at=NOW, paper=one, seen_version=stale, **(values | {"title_en": "Other"}))
    with pytest.raises(Refused, match="within a year"):
        operations.change_paper(by=icem(), at=NOW, paper=one, **(values | {"expires_on": TODAY + timedelta(days=900)}))
    with pytest.raises(Refused, match="why it is withdrawn"):
        operations.withdraw_paper(by=icem(), at=NOW, paper=one, reason="wrong")
    operations.withdraw_paper(by=icem(), at=NOW, paper=one, reason="It held a name.")
    with pytest.raises(Refused, match="was withdrawn"):
        operations.change_paper(by=icem(), at=NOW, paper=one, **values)


def test_a_reader_sees_no_restricted_paper_and_another_area_none():
    of = panel()
    ruth = of.members.order_by("pk").first()
    held = called(of)
    kept = paper(held, restricted=True, readers=[ruth])
    assert (list(papers(icem())), list(papers(inspector())), hidden_from(inspector(), held)) == ([kept], [], True)
    other = icem("sian.pugh@example.org", "Sian Pugh", area("cymru-wales", "Cymru-Wales"))
    assert list(papers(other)) == []
    with pytest.raises(NotAllowed):
        operations.take_out(by=inspector(), at=NOW, paper=kept)


def test_what_a_file_is_not_and_a_tampered_one_are_refused_and_a_removed_one_is_gone(django_capture_on_commit_callbacks):
    held = called(panel())
    with pytest.raises(Refused, match="no kind of file"):
        paper(held, upload=Upload("letter.pdf", b"MZ\x90\x00 a program"))
    file = paper(held).file
    with files.default_storage.open(f"{files.FOLDER}/{file.kept_as}", "ab") as stored:
        stored.write(b" altered")
    with pytest.raises(keeping.FileGone):
        keeping.hand_over_file(by=icem(), at=NOW, file=file)
    with django_capture_on_commit_callbacks(execute=True):
        keeping.remove_file(by=icem(), at=NOW, file=file, reason="It held a name.")
    assert not files.default_storage.exists(f"{files.FOLDER}/{file.kept_as}")
    assert PanelFile.objects.get().removed_why == "It held a name."
    orphan, _sha256 = files.keep(b"left behind", "txt")
    kept = paper(held, title_en="Another").file.kept_as
    files.sweep(NOW)
    assert files.default_storage.exists(f"{files.FOLDER}/{orphan}")
    files.sweep(NOW + timedelta(days=3650))
    assert [files.default_storage.exists(f"{files.FOLDER}/{name}") for name in (orphan, kept)] == [False, True]
