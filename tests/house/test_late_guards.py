"""Guards that stand between rooms: the second step asked of a role, reads that are logged, leftovers that are removed, numbers typed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import area, hq, icem
from folkmoot.foundation import audit, incoming
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.typed import number
from folkmoot.voice.operations import record_point

pytestmark = pytest.mark.django_db


def client_of(viewer) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=viewer.account_id), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_role_that_must_have_a_second_step_opens_nothing_before_it(settings):
    client = client_of(hq())
    assert client.get("/reports/").status_code == 200  # the control: without the setting the page opens
    settings.TWO_STEP_ROLES = frozenset({"hq"})
    answer = client.get("/reports/")
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("mfa_index"))
    assert client_of(icem()).get("/reports/").status_code == 200


def test_opening_a_point_to_change_it_is_logged():
    maya, at = icem(), timezone.now()
    point = record_point(by=maya, at=at, area=area(), origin_kind="letter", words="Nobody rang.", said_on=timezone.localdate(at))
    client_of(maya).get(reverse("voice:change", args=[point.pk]))
    assert AuditEvent.objects.filter(kind=audit.Kind.CONSULTATION, subject_kind="voice.point", area_id=point.area_id).exists()


def test_a_forgotten_file_is_gone_once_somebody_uses_the_product():
    old = incoming.receive("a.csv", [b"x"], account_id=7, at=timezone.now() - timedelta(hours=3))
    fresh = incoming.receive("b.csv", [b"x"], account_id=7, at=timezone.now())
    client_of(icem()).get("/")
    assert not old.path.exists()
    assert fresh.path.exists()
    incoming.discard(fresh)


@pytest.mark.parametrize(("text", "read"), [("12", 12), ("²", None), ("", None), ("9" * 5000, None), ("-1", None)])
def test_only_a_plain_number_is_read_as_one(text, read):
    assert number(text) == read
