"""The tracker and the page of a commitment: from an empty list to an action raised from it; and what does not leak."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import area, hq, icem
from folkmoot.actions.models import Action
from folkmoot.actions.tests.factories import action
from folkmoot.foundation.models import AuditEvent
from folkmoot.strategy.models import Aim, Commitment
from folkmoot.strategy.tests.factories import load_strategies

pytestmark = pytest.mark.django_db
LIST = "/actions/commitments/"


def signed_in(client, viewer):
    client.force_login(Account.objects.get(pk=viewer.account_id))
    return client


def test_without_strategies_the_page_says_what_to_run(client):
    assert "folkmoot reference load" in signed_in(client, icem()).get(LIST).text


def test_an_action_is_raised_for_a_commitment_in_the_own_area(client):
    load_strategies()
    line, here = Commitment.objects.get(code="trust-1"), signed_in(client, icem())
    page = here.get(f"{LIST}{line.pk}/").text
    assert "In 14 Areas no action is open or achieved for this" in page
    form = f"{LIST}{line.pk}/act?area={area().code}"
    assert line.words in here.get(form).text
    sent = {
        "title": "Meet the new Hong Kong community in Cambridge", "measure": "3 meetings held by June", "owner": icem().account_id,
        "agency": "cps", "due_on": (timezone.localdate() + timedelta(days=60)).isoformat(),
        "commitments": [line.pk], "resources": "Two days of one person", "weight": "1", "mark": "m1",
    }  # fmt: skip
    here.post(form, sent)
    raised = Action.objects.get()
    assert (raised.origin_kind, raised.origin_id, list(raised.commitments.all())) == ("strategy.commitment", line.pk, [line])
    page = here.get(f"{LIST}{line.pk}/").text
    assert "In 13 Areas no action is open or achieved for this" in page
    assert raised.title in page
    assert f"{LIST}{line.pk}/" in here.get(f"/actions/{raised.pk}/").text


def test_the_titles_of_another_area_do_not_leak(client):
    load_strategies()
    line = Commitment.objects.get(code="trust-1")
    mine = action(commitments=[line], title="Meet the Hong Kong community in Cambridge")
    other = icem("sian.pugh@example.org", "Sian Pugh", area("cymru-wales", "Cymru-Wales"))
    for page in (f"{LIST}{line.pk}/", LIST, f"{LIST}aims/{line.aim_id}/"):
        assert mine.title not in signed_in(client, other).get(page).text
    assert "Something is happening in: East of England" in client.get(f"{LIST}{line.pk}/").text
    assert mine.title in signed_in(client, icem()).get(f"{LIST}{line.pk}/").text


def test_the_file_holds_every_line_and_only_the_actions_in_sight(client):
    load_strategies()
    action(commitments=[Commitment.objects.get(code="trust-1")], title="Meet the Hong Kong community in Cambridge")
    other = icem("sian.pugh@example.org", "Sian Pugh", area("cymru-wales", "Cymru-Wales"))
    for viewer, seen in ((icem(), 1), (other, 0)):
        file = signed_in(client, viewer).get(f"{LIST}take-out/csv").content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(file)))
        assert len(rows) == Commitment.objects.count() + seen
        assert file.count("Hong Kong") == seen
    assert AuditEvent.objects.filter(kind="disclosure", subject_kind="actions.action").count() == 2
    assert client.get(f"{LIST}take-out/xlsx").content[:2] == b"PK"
    assert client.get(f"{LIST}take-out/exe").status_code == 404


def test_what_was_said_about_its_aim_is_counted_beside_a_commitment(client):
    load_strategies()
    line = Commitment.objects.get(code="trust-1")
    assert "0 points that were raised bear on it" in signed_in(client, icem()).get(f"{LIST}{line.pk}/").text


def test_an_aim_shows_what_stands_under_it_and_under_its_sub_aims(client):
    load_strategies()
    page = signed_in(client, hq()).get(f"{LIST}aims/{Aim.objects.get(code='success-of-our-people').pk}/").text
    for words in ("Deliver further support and guidance", "BAME employees at Senior Civil Servant", "target"):
        assert words.lower() in page.lower()


def test_the_tracker_is_filtered_and_its_queries_do_not_grow(client):
    load_strategies()
    here = signed_in(client, hq())
    action(commitments=[Commitment.objects.get(code="trust-1")], area=None, by=hq())
    assert 'id="line-trust-1"' in here.get(LIST).text
    assert 'id="line-plan-1"' not in here.get(f"{LIST}?strategy=cps-2020").text
    assert 'id="line-trust-1"' not in here.get(f"{LIST}?show=mine").text
    with CaptureQueriesContext(connection) as few:
        here.get(LIST)
    for line in Commitment.objects.all()[:6]:
        action(commitments=[line])
    with CaptureQueriesContext(connection) as many:
        here.get(LIST)
    assert len(few) == len(many)
