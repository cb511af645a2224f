"""What a program that watches the service is told, and what nobody is told: nothing of people, nothing without the token."""

import io
import json
import logging
import re
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from folkmoot.accounts.notices.models import Letter
from folkmoot.accounts.tests.factories import account, icem
from folkmoot.config.json_log import JsonLines
from folkmoot.overview.reminders.models import DailyPart, DailyRun
from folkmoot.overview.running import counts, state
from folkmoot.overview.running.web import views

FROM_AFAR = {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}


@pytest.fixture(autouse=True)
def looked_at_anew(monkeypatch):
    monkeypatch.setattr(views, "KEPT_SECONDS", 0.0)
    monkeypatch.setattr(counts, "COUNTS", made := counts.Counts())
    for module in ("middleware", "exposition"):
        monkeypatch.setattr(f"folkmoot.overview.running.{module}.COUNTS", made)
    return made


@pytest.mark.django_db
def test_it_lives_without_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/health/live")
    assert (answer.status_code, answer.json(), answer.headers["Cache-Control"]) == (200, {"status": "live"}, "no-store")
    assert client.get("/health/live", HTTP_ACCEPT="text/plain").content == b"live\n"


@pytest.mark.django_db
def test_ready_tells_a_stranger_nothing_but_that_and_the_operator_what_was_looked_at(client, settings):
    assert client.get("/health/ready", **FROM_AFAR).json() == {"status": "ready"}
    assert client.get("/health/ready", REMOTE_ADDR="192.0.2.7").json() == {"status": "ready"}
    here = client.get("/health/ready").json()["checks"]
    assert {name: check["ok"] for name, check in here.items()} == {
        "disk": True, "database": True, "migrations": True, "letters": True, "daily_parts": True, "daily_job": False,
    }  # fmt: skip
    settings.METRICS_TOKEN = "the-token"
    assert "checks" in client.get("/health/ready", HTTP_AUTHORIZATION="Bearer the-token", **FROM_AFAR).json()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("broken", "how"),
    [
        ("free_bytes", lambda: 1000),
        ("migrations_missing", lambda: 2),
        ("migrations_missing", lambda: (_ for _ in ()).throw(DatabaseError("gone"))),
    ],
)
def test_not_ready_where_it_cannot_work(client, monkeypatch, broken, how):
    monkeypatch.setattr(state, broken, how)
    answer = client.get("/health/ready", **FROM_AFAR)
    assert (answer.status_code, answer.json()) == (503, {"status": "not ready"})


@pytest.mark.django_db
def test_the_metrics_are_for_the_token_and_name_nobody(client, settings):
    icem()
    at = timezone.now()
    Letter.objects.create(
        key="k", to="nia.rowe@example.org", subject="s", text="t", made_at=at, state_at=at, next_at=at - timedelta(minutes=5)
    )
    DailyRun.objects.create(day=timezone.localdate(at), begun_at=at, finished_at=at)
    DailyPart.objects.create(day=timezone.localdate(at), name="Signals", tries=5, begun_at=at, parked_at=at, reason="ValueError")
    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = "the-token"
    assert client.get("/metrics").status_code == client.get("/metrics", HTTP_AUTHORIZATION="Bearer other").status_code == 404
    told = client.get("/metrics", HTTP_AUTHORIZATION="Bearer the-token").content.decode()
    for line in told.splitlines():
        assert re.fullmatch(r'# (HELP|TYPE) \w+ .+|\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? [0-9.e+-]+', line), line
    assert 'folkmoot_requests_total{route="metrics",status="404"} 3' in told
    assert "folkmoot_letters_waiting 1" in told
    assert "folkmoot_daily_parts_parked 1" in told
    assert re.search(r"folkmoot_letters_oldest_seconds 30\d\n", told)
    assert "folkmoot_request_duration_seconds_count 3" in told
    assert not re.search(r"nia|example\.org", told, re.IGNORECASE)


def test_processes_count_together_and_a_new_one_goes_on_where_the_last_was(looked_at_anew):
    for place, number in ((0, 3), (1, 4), (0, 5)):
        looked_at_anew.take_place(place)
        for _ in range(number):
            looked_at_anew.add("health/live", 200, 0.02)
    looked_at_anew.add("no such route", 599, 20.0)
    totals = looked_at_anew.totals()
    assert totals.requests == {("health/live", "200"): 12, (counts.NO_ROUTE, "other"): 1}
    assert (totals.buckets[2], totals.buckets[-1], round(totals.seconds, 2)) == (12, 1, 20.24)
    assert len(counts.places_of_routes()) < counts.MOST_ROUTES


@pytest.mark.django_db
def test_the_log_in_json_holds_the_pattern_and_the_number_of_the_account_and_nothing_else(settings):
    settings.LOG_FORM = "json"
    icem()
    client, out = Client(), io.StringIO()
    client.force_login(account())
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonLines())
    logs = [logging.getLogger(name) for name in ("folkmoot.requests", "django.request")]
    for log in logs:
        log.addHandler(handler)
    try:
        client.get("/organisations/?words=secret-words", HTTP_X_REQUEST_ID="forged-by-a-stranger")
        client.get("/join/?key=SECRET")
        client.get("/f/secret-name/")
    finally:
        for log in logs:
            log.removeHandler(handler)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [(line["route"], line["status"], line["account"]) for line in lines[:2]] == [
        ("organisations/", 200, account().pk), ("join/", 302, account().pk),
    ]  # fmt: skip
    assert lines[-1]["message"] == "Not Found: (none)"
    assert len({line.get("request") for line in lines[:3]}) == 3
    assert not re.search(r"secret|forged|nia|example\.org|127\.0", out.getvalue(), re.IGNORECASE)
