from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import icem, inspector, panel_member
from folkmoot.actions.models import Action
from folkmoot.communities.tests.factories import wales
from folkmoot.decisions.assessments.models import Assessment, AssessmentReview
from folkmoot.decisions.assessments.rules import Step
from folkmoot.decisions.assessments.screening import Characteristic
from folkmoot.decisions.assessments.tests.factories import lead, outside, screened, signed, step, written
from folkmoot.foundation.models import AuditEvent

pytestmark = pytest.mark.django_db
LIST = "/decisions/assessments/"


def person(viewer):
    return Account.objects.get(pk=viewer.account_id)


def as_person(client, who):
    client.force_login(who)


@pytest.fixture
def here(client):
    client.force_login(person(icem()))
    return client


def day(days):
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def hidden(page, name):
    return page.split(f'name="{name}" value="')[1].split('"')[0]


def screening(**touched):
    sent = {f"touch_{code}": "none" for code in Characteristic} | {f"why_{code}": "" for code in Characteristic}
    for code, (touch, why) in touched.items():
        sent |= {f"touch_{code}": touch, f"why_{code}": why}
    return sent | {
        "title": "Remote hearings",
        "proposal": "Witnesses speak from home.",
        "affected": "Witnesses",
        "large": "yes",
        "mark": "a",
    }


STEPS = [
    ("proposal", {"title": "Remote hearings", "aims_of_it": "Fewer journeys", "affected": "Witnesses", "decision_due": day(60),
                  "rule_set": "wales", "welsh": "Welsh speakers are heard in Welsh", "language": "en"}),
    ("evidence", {"gaps": "Nothing is known of carers."}),
    ("engagement", {"engaged": "The Deaf club, in March", "consulted": "In June, for six weeks"}),
    ("combinations", {"no_combination": "None was named by anybody"}),
    ("aims", {"eliminate": "Offered to all", "advance": "No journeys", "foster": "Explained in schools"}),
    ("alternatives", {"alternatives": "Longer opening; it costs more"}),
    ("conclusion", {"conclusion": "adjust", "conclusion_why": "Tablets are lent to those without."}),
    ("review", {"review_on": day(200), "monitoring": "Asked each quarter"}),
]  # fmt: skip


def test_the_whole_way_from_a_proposal_to_the_public_page_and_its_review(here, client):
    """Screen, write all ten steps, be stopped while one is blank, raise a mitigation, sign by a second person, publish, review."""
    assert "Nothing is assessed yet" in here.get(LIST).text
    assert here.get(LIST + "new").status_code == 200
    page = here.post(LIST + "new", screening(disability=("negative", "no screen at home"))).url
    assert "Full assessment" in here.get(page).text
    assert "0 of 10 steps" in here.get(page).text
    offers = here.get(page + "evidence/about/disability").text
    assert "no workforce figures yet" in offers
    here.post(page + "evidence/about/disability", {"keys": ["gap:workforce:disability"], "mark": "b"})
    source = {"title": "Survey", "as_of": day(-90), "words": "Most liked it.", "code": "", "mark": "c"}
    assert here.post(page + "evidence/outside", source).status_code == 302
    for name, values in STEPS:
        seen = hidden(here.get(page + f"steps/{name}").text, "seen")
        more = {"owner": icem().account_id} if name == "proposal" else {}
        sent = here.post(page + f"steps/{name}", values | more | {"seen": seen, "mark": f"step-{name}"})
        assert sent.status_code == 302, (name, sent.text)
    row = Assessment.objects.get()
    survey, gap = row.evidence.get(title="Survey"), row.evidence.get(source="gap")
    unproven = {"effect": "no_impact", "words": "The survey shows no difference.", "cited": [survey.pk], "version": 0, "mark": "unproven"}
    assert "None of this evidence tells of this characteristic" in here.post(page + "impact/age", unproven).text
    row.evidence.filter(pk=survey.pk).update(own_words="Its annex breaks the answers down by each characteristic.")
    assert gap.words == "The product holds no workforce figures yet, so nothing about staff."
    for code in Characteristic:
        shown = here.get(page + f"impact/{code}").text
        sent = {
            "effect": "no_impact",
            "words": "The survey shows no difference.",
            "cited": [survey.pk],
            "version": hidden(shown, "version"),
        }
        if code == Characteristic.DISABILITY:
            sent |= {"effect": "negative", "likely": "likely", "severe": "serious", "aims": ["advance"]}
        if code == Characteristic.SEX:
            continue
        assert here.post(page + f"impact/{code}", sent | {"mark": f"impact-{code}"}).status_code == 302
    assert "Blank, which is not “no impact”: Sex" in here.post(page + "submit").text
    here.post(page + "impact/sex", {"effect": "no_evidence", "will_do": "ask the women's centre in May", "version": 0, "mark": "d"})
    both = {"effect": "no_evidence", "will_do": "ask the carers' centre", "codes": ["carers", "disability"], "version": 0, "mark": "e"}
    assert here.post(page + "combinations/new", both).status_code == 302
    assert "Mitigation" in here.post(page + "submit").text
    step_page = page + "steps/mitigation"
    form = here.get(page + "mitigation/new").text
    action = {"title": "Lend tablets to witnesses who have none", "measure": "20 tablets lent by June", "owner": icem().account_id,
              "due_on": day(80), "agency": "cps", "resources": "a small grant, agreed", "mark": hidden(form, "mark")}  # fmt: skip
    raised = here.post(page + "mitigation/new", action)
    assert raised.status_code == 302, raised.text
    assert "Lend tablets" in here.get(step_page).text
    assert Action.objects.get().origin_kind == "decisions.assessment"
    assert here.post(page + "submit").url == page
    assert here.get(page + "sign").status_code == 403

    as_person(here, person(lead()))
    assert "Waiting for you to sign" in here.get(LIST).text
    read = here.get(page + "sign").text
    assert "Tablets are lent to those without." in read
    signed_at = here.post(page + "sign", {"signed_as": "Deputy CCP", "seen_hash": hidden(read, "seen_hash"), "mark": "f"})
    assert signed_at.url == page

    as_person(here, person(icem()))
    assert here.get(page + "steps/aims").status_code == 404
    check = here.get(page + "publish").text
    assert "asks for publication" in check
    here.post(page + "publish/withhold/engagement", {"reason": "The club asked for that.", "mark": "g"})
    check = here.get(page + "publish").text
    assert here.post(page + "publish", {"hash": hidden(check, "hash")}).url == page
    public = f"/assessments/{row.pk}/"
    client.logout()
    assert "Remote hearings" in client.get("/assessments/").text
    outside_view = client.get(public).text
    assert "The club asked for that." in outside_view
    assert "The Deaf club" not in outside_view
    assert "Deputy CCP" in outside_view
    assert "Priya" not in outside_view
    assert "Lend tablets" in outside_view
    assert '<html lang="cy"' in client.get(public, headers={"accept-language": "cy"}).text

    as_person(here, person(icem()))
    sent = {"words": "Witnesses used it as was hoped.", "next_on": day(300), "again": "on", "mark": "h"}
    sent |= {f"came_to_{impact.pk}": "as_expected" for impact in row.impacts.all()}
    after = here.post(page + "review", sent)
    assert AssessmentReview.objects.get().impacts.count() == row.impacts.count()
    assert "version 2" in here.get(after.url).text
    assert "Nothing is different yet" not in here.get(after.url + "differences").text  # the day of review is to be set anew
    assert {"disclosure", "collection", "alteration"} <= set(AuditEvent.objects.values_list("kind", flat=True))


def test_two_people_at_one_step_keep_what_was_typed(here):
    row = screened()
    page = LIST + f"{row.pk}/steps/conclusion"
    seen = hidden(here.get(page).text, "seen")
    step(row, Step.CONCLUSION, conclusion_why="Somebody was quicker.")
    refused = here.post(page, {"conclusion": "stop", "conclusion_why": "My own long reasons", "seen": seen, "mark": "a"})
    assert refused.status_code == 409
    assert "changed by somebody else" in refused.text
    assert "Somebody was quicker." in refused.text
    assert "My own long reasons" in refused.text


def test_screening_out_and_thinking_again(here):
    page = here.post(LIST + "new", screening() | {"large": "no", "reason": "Only the colour of a form changes"}).url
    assert "Screened out by Nia Rowe" in here.get(page).text
    again = here.post(page + "new-version").url
    assert "Short assessment" in here.get(again).text
    refused = here.post(again + "screening", screening(age=("negative", "too small print")) | {"chosen": "short", "mark": "b"})
    assert "never less" in refused.text


def test_what_somebody_may_not_see_does_not_exist(client):
    mine = screened()
    there = screened("Welsh forms", by=icem("sian@example.org", "Sian", of=wales()), area=wales())
    as_person(client, person(icem()))
    assert client.get(LIST + f"{there.pk}/").status_code == 404
    assert "Welsh forms" not in client.get(LIST).text
    as_person(client, person(inspector()))
    assert client.get(LIST + f"{mine.pk}/").status_code == 200
    for address in ("steps/aims", "impact/age", "evidence/outside", "screening"):
        assert client.get(LIST + f"{mine.pk}/{address}").status_code == 403
    as_person(client, person(panel_member()))
    assert client.get(LIST).status_code == 403
    assert client.get(f"/assessments/{mine.pk}/").status_code == 404


def test_register_and_steps_cost_the_same_for_one_and_for_many(here):
    first = signed(written(title="First hearings"))
    here.get(LIST)

    def queries():
        with CaptureQueriesContext(connection) as seen:
            here.get(LIST)
        return len(seen)

    before = queries()
    for place in range(3):
        signed(written(title=f"Hearings {place}"))
    assert queries() == before
    assert here.get(LIST + f"{first.pk}/").status_code == 200


def test_evidence_is_put_into_words_and_left_out(here):
    row = screened()
    taken = outside(row)
    page = LIST + f"{row.pk}/"
    assert here.get(page + f"evidence/{taken.pk}/words").status_code == 200
    here.post(page + f"evidence/{taken.pk}/words", {"own_words": "It speaks for us.", "version": 1, "mark": "a"})
    assert "It speaks for us." in here.get(page + "steps/evidence").text
    assert "It speaks for us." in here.get(page + "whole").text
    assert here.post(page + f"evidence/{taken.pk}/leave-out").status_code == 302
    assert not row.evidence.exists()
