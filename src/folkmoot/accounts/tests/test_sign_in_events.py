"""Sign-ins in the audit trail: who came and went at once, a flood of failures as a few events, nothing of what was typed."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from folkmoot.accounts import sign_in_events
from folkmoot.accounts.sign_in_events import Missed, missed, settle
from folkmoot.accounts.tests.factories import PASSWORD, account, icem
from folkmoot.foundation import audit
from folkmoot.foundation.models import AuditEvent

pytestmark = pytest.mark.django_db
NIA = "nia.rowe@example.org"


@pytest.fixture(autouse=True)
def nia(tmp_path, settings):
    settings.HOME = tmp_path
    cache.clear()
    icem()
    return account()


def try_in(email=NIA, password="not-the-password-at-all"):
    client = Client()
    client.post(reverse("account_login"), {"login": email, "password": password})
    return client


def said():
    return [(event.subject_ids, event.detail) for event in AuditEvent.objects.order_by("seq") if "sign-in" in event.detail]


def test_who_came_and_went_stands_there_at_once(nia):
    try_in(password=PASSWORD).post(reverse("account_logout"))
    assert said() == [([nia.pk], {"sign-in": "signed in"}), ([nia.pk], {"sign-in": "signed out"})]


def test_a_flood_becomes_one_event_for_the_account_and_one_for_all_unknown_addresses(nia):
    for number in range(15):
        try_in()
        try_in(f"typed-{number}@example.org", "typed-by-mistake-42")
    assert not said()
    assert settle(at=timezone.now()) == 0  # the quarter of an hour is not over
    later = timezone.now() + sign_in_events.WINDOW
    assert settle(at=later) == 2
    assert settle(at=later) == 0
    (known, of_known), (unknown, of_unknown) = said()
    assert (known, unknown) == ([nia.pk], [])
    assert {**of_known, "from": ""} == {"sign-in": "failed", "from": "", "password": 10, "refused by the limit": 5}
    assert of_unknown["password"] + of_unknown["refused by the limit"] == 15
    assert not list(audit.faults())
    assert "typed" not in str(list(AuditEvent.objects.values_list("detail", "actor_name", "recipient")))


def test_many_accounts_share_one_event_beyond_a_number(nia, monkeypatch):
    monkeypatch.setattr(sign_in_events, "MOST_NAMED", 2)
    for account_id in range(1, 9):
        missed(Missed.WRONG, account_id=account_id, at=timezone.now())
    assert settle(at=timezone.now() + sign_in_events.WINDOW) == 3
    assert said()[-1][1]["password"] == 6


def test_a_file_fills_no_disk_and_one_that_a_dead_process_left_is_taken_up_once(tmp_path, monkeypatch):
    monkeypatch.setattr(sign_in_events, "MOST_BYTES", 30)
    at = timezone.now()
    for _ in range(100):
        missed(Missed.WRONG, account_id=1, at=at)
    (file,) = (tmp_path / "attempts").iterdir()
    assert file.stat().st_size < 60
    kept = file.read_text()
    assert settle(at=at + sign_in_events.WINDOW) == 1
    file.with_suffix(".99999").write_text(kept)  # its process died after the events were stored
    before = len(said())
    assert settle(at=at + timedelta(hours=1)) == 0
    assert (len(said()), list((tmp_path / "attempts").iterdir())) == (before, [])


def test_an_account_that_was_disabled_is_guessed_at_no_more_often_than_another(nia):
    nia.is_active = False
    nia.save(update_fields=["is_active"])
    for _ in range(12):
        try_in(password=PASSWORD)
    settle(at=timezone.now() + sign_in_events.WINDOW)
    assert said()[0][1]["password"] == 10


def test_a_wrong_code_of_the_second_step_is_counted(nia):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(nia, generate_totp_secret())
    client = try_in(password=PASSWORD)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    settle(at=timezone.now() + sign_in_events.WINDOW)
    assert said()[-1][1]["second step"] == 1
