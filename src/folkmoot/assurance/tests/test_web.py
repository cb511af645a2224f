"""The pages, pressed through as people do."""

import pytest
from django.test import Client

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import NOW, area, hq, icem, panel_member
from folkmoot.actions.models import Action
from folkmoot.actions.tests.factories import action
from folkmoot.assurance.certificates.models import Certificate
from folkmoot.assurance.certificates.operations import sign_certificate
from folkmoot.assurance.frameworks.models import Framework
from folkmoot.assurance.rounds.models import EvidenceLink, Round
from folkmoot.assurance.rounds.operations.assessing import link_evidence
from folkmoot.assurance.tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def frozen(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def enter(viewer) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=viewer.account_id))
    return client


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, f"{address}: {answer.status_code}"
    return answer.content.decode()


def send(client: Client, address: str, **values: object) -> str:
    answer = client.post(address, values, follow=True)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def test_a_round_is_opened_and_an_area_assesses_itself():
    make.areas()
    make.framework()
    client, manager = enter(hq()), make.manager(area())
    assert "No round yet" in page(client, "/assurance/")
    days = {"self_due": "2026-04-01", "validation_due": "2026-04-20", "reply_due": "2026-05-05", "moderation_due": "2026-05-20"}
    assert "Validated by" in send(client, "/assurance/rounds/new/", period="2025-H2", **days)
    row = Round.objects.get().assessments.get(area=area())
    own = enter(manager)
    assert "Yours to write" in page(own, "/assurance/")
    one = make.answer(row, "people")
    assert "Rests" not in page(own, f"/assurance/answers/{one.pk}/")
    done = action(by=manager)
    assert done.title in page(own, f"/assurance/answers/{one.pk}/evidence/?kind=actions.action&words=prosecutors")
    linked = f"/assurance/answers/{one.pk}/evidence/actions.action/{done.pk}/"
    assert "Link evidence" in page(own, linked)
    assert "Two units have a plan" in send(own, linked, note="Two units have a plan.")
    link = EvidenceLink.objects.get()
    assert "Take this evidence away" in page(own, f"/assurance/evidence/{link.pk}/remove/")
    assert "whole sentence" in own.post(f"/assurance/answers/{one.pk}/", {"version": 1, "level": 2, "words": "No"}).content.decode()
    assert "2. Begun" in send(own, f"/assurance/answers/{one.pk}/", version=one.version, level=2, words=make.WHY)
    refused = own.post(f"/assurance/assessments/{row.pk}/submit/", {"version": row.version}).content.decode()
    assert "“Answered” has no level" in refused
    other = make.answer(row, "answered")
    send(own, f"/assurance/answers/{other.pk}/", version=other.version, level=1, words=make.WHY)
    assert "SHA-256" in send(own, f"/assurance/assessments/{row.pk}/submit/", version=row.version)


def test_another_area_validates_without_the_areas_rows_and_headquarters_settles():
    row = make.assessment(make.a_round())
    secret = action(by=make.manager(area()), title="Ring the shelter in Mill Lane about Amina Yusuf")
    link_evidence(
        by=make.manager(area()), at=NOW, answer=make.answer(row, "people"), kind="actions.action", row_id=secret.pk, note="A plan."
    )
    row = make.assessed(row, people=2)
    theirs, own, head = enter(make.manager(row.validator)), enter(make.manager(area())), enter(hq())
    seen = page(theirs, f"/assurance/validating/{row.pk}/")
    assert "A plan." in seen
    assert f"/actions/{secret.pk}/" not in seen
    assert f"/actions/{secret.pk}/" in page(own, f"/assurance/assessments/{row.pk}/"), "the check would see a row if it were there"
    page(theirs, f"/assurance/assessments/{row.pk}/", 404)
    page(theirs, f"/actions/{secret.pk}/", 404)
    page(own, f"/assurance/validating/{row.pk}/", 404)
    one, two = make.answer(row, "people"), make.answer(row, "answered")
    assert "Agree" in page(theirs, f"/assurance/validating/{row.pk}/")
    assert "Why this level" not in page(theirs, f"/assurance/validating/answers/{one.pk}/")
    send(theirs, f"/assurance/validating/answers/{one.pk}/", version=one.version, level=1, reasons="One plan is not yet a habit here.")
    send(theirs, f"/assurance/validating/answers/{two.pk}/", version=two.version, level=3, reasons="")
    assert "was sent" in send(theirs, f"/assurance/validating/{row.pk}/send/", version=row.version)
    one.refresh_from_db()
    row.refresh_from_db()
    assert "One plan is not yet" in page(own, f"/assurance/answers/{one.pk}/reply/")
    send(own, f"/assurance/answers/{one.pk}/reply/", version=one.version, reply="stands", words="It was done in both units twice.")
    send(own, f"/assurance/assessments/{row.pk}/reply/", version=row.version)
    one.refresh_from_db()
    assert "Settle this level" in page(head, f"/assurance/assessments/{row.pk}/")
    assert "It was done in both" in page(head, f"/assurance/answers/{one.pk}/moderate/")
    settled = send(head, f"/assurance/answers/{one.pk}/moderate/", version=one.version, level=2, reasons="Twice in both units is a start.")
    assert "Twice in both units" in settled
    assert "2. Begun" in page(theirs, f"/assurance/rounds/{row.round_id}/side-by-side/")
    assert "Raise an action" in page(own, f"/assurance/assessments/{row.pk}/")
    assert "Working: what it means" in page(own, f"/assurance/answers/{one.pk}/action/")
    values = {
        "title": "Give two more units a plan of their own", "measure": "Two units with a plan, by register", "resources": "two half days",
        "owner": make.manager(area()).account_id, "due_on": "2026-08-01", "agency": "cps", "weight": 1,
    }  # fmt: skip
    assert "Give two more units" in send(own, f"/assurance/answers/{one.pk}/action/", **values)
    assert Action.objects.filter(origin_kind="assurance.criterionanswer", origin_id=one.pk).exists()
    assert own.get(f"/assurance/answers/{one.pk}/where/").status_code == 302


def test_who_validates_is_changed_by_headquarters_alone():
    row = make.assessment(make.a_round())
    address = f"/assurance/assessments/{row.pk}/validator/"
    assert "Who validates this Area" in page(enter(hq()), address)
    page(enter(make.manager(area())), address, 403)
    page(enter(panel_member()), "/assurance/", 403)


def test_a_framework_is_drafted_and_issued():
    make.framework()
    client = enter(hq())
    send(client, "/assurance/framework/new/", title="Second", about="", source="Ours")
    row = Framework.objects.get(number=2)
    address = f"/assurance/framework/{row.pk}/"
    assert "Add a criterion" in page(client, address)
    levels = {f"{field}_{n}": "What it means here" for n in (1, 2, 3, 4) for field in ("name", "words")}
    words = {"code": "new", "order": 3, "group": "New", "title": "Brand new", "asks": "Is it so everywhere?", "guidance": "What shows it."}
    assert "Brand new" in send(client, f"{address}criterion/", **words, **levels, figures=["points_told"])
    assert "What it means here" in page(client, f"{address}criterion/?code=new")
    drop = row.criteria.get(code="people")
    send(client, f"/assurance/framework/criteria/{drop.pk}/drop/", version=1)
    assert "Issued" in send(client, f"{address}issue/", version=1)
    page(client, f"{address}criterion/", 404)
    assert "Brand new" in page(enter(icem()), address)
    page(enter(icem()), "/assurance/framework/new/", 403)


def test_a_certificate_is_prepared_signed_and_stands_beside_the_others():
    make.lines()
    make.areas()
    lead, own = make.lead(), enter(make.manager(area()))
    assert "Not begun" in page(own, "/assurance/certificates/")
    asked = f"/assurance/certificates/new/?area={area().code}"
    assert "Not answered yet" in send(own, asked, period="2025-H2", lead=lead.account_id)
    row = Certificate.objects.get()
    for entry in row.entries.all():
        address = f"/assurance/certificates/lines/{entry.pk}/"
        page(own, address)
        values = {"answer": "nothing"} if entry.code == "actions" else {
            "answer": "exception", "words": "One letter went to the wrong house.", "doing": "Every address is read back first.",
            "owner": lead.account_id, "by_on": "2026-04-01",
        }  # fmt: skip
        send(own, address, version=entry.version, **values)
    page(own, f"/assurance/certificates/{row.pk}/lead/")
    signing = enter(lead)
    assert "One letter" in page(signing, f"/assurance/certificates/{row.pk}/sign/")
    row.refresh_from_db()
    assert "SHA-256" in send(signing, f"/assurance/certificates/{row.pk}/sign/", version=row.version, statement="")
    beside = page(enter(hq()), "/assurance/certificates/")
    assert "One letter went to the wrong house." in beside
    assert "Head office" in beside
    stranger = enter(make.manager(make.areas()[1]))
    page(stranger, f"/assurance/certificates/{row.pk}/", 404)
    assert "One letter" not in page(stranger, "/assurance/certificates/")


def test_the_next_certificate_asks_what_became(monkeypatch):
    first = make.all_answered(make.certificate(), exception="confidence")
    sign_certificate(by=make.lead(), at=NOW, certificate=first)
    later = make.certificate(period=make.HalfYear(2026, 1), at=make.datetime.combine(make.LATER, NOW.time(), NOW.tzinfo))
    own = enter(make.manager(area()))
    assert "Not said yet" in page(own, f"/assurance/certificates/{later.pk}/")
    held = later.follow_ups.get()
    address = f"/assurance/certificates/became/{held.pk}/"
    assert "wrong house" in page(own, address)
    assert "Put right" in send(own, address, version=held.version, became="resolved", words="Every unit reads addresses back.")
