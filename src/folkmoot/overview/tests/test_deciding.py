"""What waits for a signature, a second person or a beginning: each a sentence that leads to its page, for whom it is meant."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import NOW, TODAY, account, area, hq, icem
from folkmoot.actions.minimum.operations import give_out
from folkmoot.actions.minimum.tests.factories import issue as issue_set
from folkmoot.actions.minimum.tests.factories import item
from folkmoot.actions.models import Action
from folkmoot.actions.tests.factories import achieved, action
from folkmoot.communities.tests.factories import wales
from folkmoot.decisions.assessments.models import Assessment
from folkmoot.decisions.assessments.settling.operations import submit
from folkmoot.decisions.assessments.tests.factories import signed, written
from folkmoot.decisions.consultations.models import Consultation
from folkmoot.decisions.consultations.tests.factories import consultation
from folkmoot.decisions.tests.factories import decision, evidence, lead, ready
from folkmoot.foundation.tests.lifting import lifted
from folkmoot.overview.deciding import BEGINNING, SIGNING, late_promises
from folkmoot.overview.needs import Asked, given, needs_of
from folkmoot.strategy.models import Aim, Commitment, Strategy
from folkmoot.voice.forms.models import Response
from folkmoot.voice.forms.tests.factories import form
from folkmoot.voice.published import operations as publishing
from folkmoot.voice.published.tests.factories import edition, entry
from folkmoot.voice.tests.factories import point

pytestmark = pytest.mark.django_db
KINDS = (late_promises, *SIGNING, *BEGINNING)


def said(viewer, of=None):
    groups = given(Asked(viewer, NOW, of.pk if of else None), KINDS)
    return [need.words for group in groups for need in group.needs]


def promise(words="We will write to you."):
    keeper = Account.objects.get(pk=icem().account_id)
    return point(nature="promise", promise_owner=keeper, promise_due=date(2026, 3, 1), words=words)


def held_form():
    asked = form()
    Response.objects.create(id=1, form=asked, mark="m", on=TODAY, channel="online", language="en", reference="R1", held_for="quick")
    return asked


def test_you_said_we_did_waits_for_a_second_person_who_wrote_none_of_it():
    made = entry()
    publishing.submit(by=icem(), at=NOW, edition=edition(made))
    words = "“Hearing back after a report” waits for a second agreement before it is published."
    assert words in said(lead())
    assert words not in said(icem())
    assert words not in said(lead(), wales())


def a_world():
    """One of everything that waits, in the first Area."""
    promise()
    evidence(decided := decision())
    ready(decided)
    submit(by=icem(), at=NOW, assessment=written())
    held_form()
    consultation(title_en="Times of meetings", first=TODAY - timedelta(days=35))
    Consultation.objects.filter(title_en="Times of meetings").update(closes_on=TODAY + timedelta(days=3))
    achieved(on=date(2025, 11, 1), starts_on=date(2025, 10, 1))
    gone = account("gone@example.org", "Gone Away")
    Action.objects.filter(pk=action(title="Visit the mosque in Ely each month").pk).update(owner=gone)
    reviewed = signed(title="Letters in Welsh")
    with lifted("decisions.migrations.0003_what_was_decided_stays"):
        Assessment.objects.filter(pk=reviewed.pk).update(review_on=date(2026, 3, 1))


OF_A_MANAGER = [
    "“We will write to you.”: promised by 1 March 2026, and nothing shows that it was kept.",
    "“After reporting”: 1 answer is held until somebody looks at it.",
    "“Times of meetings” closes on 13 March 2026.",
    "“Visit the mosque in Ely each month” is due on 30 June 2026, and nobody owns it.",
    "“Brief all hate crime prosecutors on special measures” was achieved on 1 November 2025. Did it work?",
    "The review of the assessment “Letters in Welsh” was due on 1 March 2026.",
]
OF_A_LEAD = [
    "“Letters to people who report” is ready for your decision.",
    "The equality impact assessment “Remote hearings for witnesses” waits for a signature.",
]


def test_each_person_is_told_what_waits_for_them():
    a_world()
    assert said(icem()) == OF_A_MANAGER
    assert [words for words in said(lead()) if words not in OF_A_MANAGER] == OF_A_LEAD
    assert said(icem("sian.pugh@example.org", "Sian Pugh", wales())) == []
    assert said(hq(), wales()) == []


def test_every_address_opens_and_the_first_is_a_promise(client):
    a_world()
    for viewer in (icem(), lead()):
        client.force_login(Account.objects.get(pk=viewer.account_id))
        groups = given(Asked(viewer, NOW, None), KINDS)
        for address in [address for group in groups for address in (group.address, *(need.address for need in group.needs))]:
            assert client.get(address).status_code == 200, address
    assert str(needs_of(Asked(icem(), NOW, None))[0].heading) == "Promises overdue"


def test_a_consultation_that_closed_asks_for_its_analysis_until_it_is_given():
    row = consultation(first=date(2026, 1, 5), at=NOW - timedelta(days=60))
    assert said(icem()) == ["“Letters to people who report” closed on 14 February 2026 and is not analysed."]
    Consultation.objects.filter(pk=row.pk).update(analysed_on=TODAY, findings="Found")
    assert said(icem()) == []


def test_the_minimum_set_that_is_not_begun_is_said_once_and_not_among_the_ownerless():
    area()
    item()
    issue_set()
    give_out(by=hq(), at=NOW)
    assert said(icem()) == ["“Hold one meeting with the disability forum” of the minimum set is due on 30 September 2026 and is not begun."]


def test_headquarters_hears_of_commitments_that_nobody_answers_for():
    strategy = Strategy.objects.create(code="s", name_en="Strategy")
    aim = Aim.objects.create(strategy=strategy, code="a", name_en="Heard")
    Commitment.objects.create(strategy=strategy, aim=aim, code="c", kind="commitment", words_en="We will write to everybody.")
    assert said(hq()) == ["Nobody answers for “We will write to everybody”."]
    assert said(icem()) == []
    Commitment.objects.get().ownerships.create(account=account(), since=TODAY)
    assert said(hq()) == []


def test_what_is_read_does_not_grow_with_the_rows():
    a_world()
    numbers = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as asked:
            said(icem())
        numbers.append(len(asked))
        promise(), achieved(on=date(2025, 11, 1), starts_on=date(2025, 10, 1)), consultation()
    assert numbers[0] == numbers[1]
