"""Words of a case that nobody has reviewed, and who has no part in it: neither reaches the other by a page, an agenda or a message."""

import pytest
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.notices.models import Notice
from folkmoot.accounts.tests.factories import icem
from folkmoot.panels.members.tests.factories import ready
from folkmoot.panels.models import Position
from folkmoot.panels.space.tests.factories import seated
from folkmoot.scrutiny.assessment.queries import for_panels
from folkmoot.scrutiny.assessment.tests.factories import agreed, opened, scene, together
from folkmoot.scrutiny.packs import operations
from folkmoot.scrutiny.packs.models import Pack

pytestmark = pytest.mark.django_db
DRAFTED = "The Hartley brothers and the mosque in Mill Road"


@pytest.fixture
def judged():
    """A case that was judged and shown, and whose pack was taken back since: its title is being written anew."""
    at = scene(at=timezone.now())
    together(at)
    operations.reopen(by=icem(), at=timezone.now(), pack=at.pack, why="The panel missed the letter.")
    operations.change_pack(by=icem(), at=timezone.now(), pack=at.pack, level="summary", title=DRAFTED, strand="racial")
    return at


def pages_of(pack: Pack) -> list[str]:
    case, judge = f"/my-cases/cases/{pack.pk}/", f"/my-cases/judge/{pack.pk}/"
    return ["/my-cases/", case, f"{case}i-know-somebody", judge, f"{judge}aside", f"{judge}together", f"{judge}dissent", f"{judge}check"]


def as_(client, account):
    client.force_login(account)
    return client


def test_members_never_read_a_title_that_nobody_has_reviewed(client, judged):
    member = as_(client, judged.seats[1][0].account)
    found = [page for page in pages_of(judged.pack) if DRAFTED in member.get(page, follow=True).text]
    assert found == []
    assert "Case 1" in member.get("/my-cases/").text


def test_a_recall_names_no_case_to_anybody_and_never_by_a_draft_title(judged):
    operations.recall(by=icem(), at=timezone.now(), pack=judged.pack, why="An appeal was lodged yesterday.")
    told = Notice.objects.filter(kind="scrutiny.pack_recalled")
    assert told.count() == len(judged.seats)
    assert {DRAFTED in each.words or "neighbours" in each.words for each in told} == {False}


def test_an_agenda_does_not_carry_a_title_that_nobody_has_reviewed():
    at = scene()
    assessment = together(at)
    opened(at)
    agreed(at, assessment, concluded=False, reasons="", missing="The letter to the victim is missing.")
    assert "A dispute between neighbours" in for_panels(at.panel, at.meeting.starts_at.date())[0].title_en
    Pack.objects.update(state="draft", title=DRAFTED)
    assert DRAFTED not in for_panels(at.panel, at.meeting.starts_at.date())[0].title_en


def test_an_observer_reads_no_answers_also_when_the_pack_was_taken_back(client, judged):
    watching, viewer = seated(judged.panel, "Owain Pugh", at=judged.at, position=Position.OBSERVER)
    ready(watching, at=judged.at, on=timezone.localdate(judged.at))
    observer = as_(client, Account.objects.get(pk=viewer.account_id))
    assert observer.get(f"/my-cases/judge/{judged.pack.pk}/together").status_code == 404
    Pack.objects.update(state="released", title="A dispute between neighbours")
    assert observer.get(f"/my-cases/judge/{judged.pack.pk}/together").status_code == 404
    assert "A dispute between neighbours" not in observer.get("/my-cases/").text
    assert as_(client, judged.seats[0][0].account).get(f"/my-cases/judge/{judged.pack.pk}/together").status_code == 200
