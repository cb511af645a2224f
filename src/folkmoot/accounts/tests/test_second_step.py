"""The second step cannot be skipped, reused, or set up on somebody else's account."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from folkmoot.accounts.tests.factories import PASSWORD, account, icem

pytestmark = pytest.mark.django_db
NIA = "nia.rowe@example.org"


@pytest.fixture(autouse=True)
def _start():
    cache.clear()
    icem()


def with_password(client=None) -> Client:
    client = client or Client()
    client.post(reverse("account_login"), {"login": NIA, "password": PASSWORD})
    return client


def is_in(client) -> bool:
    return client.get(reverse("accounts:me")).status_code == 200


def code(secret, steps=0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


@pytest.fixture
def protected():
    """Nia has set up an app; gives its secret and her recovery codes."""
    client = with_password()
    assert client.get(reverse("mfa_activate_totp")).url.startswith(reverse("account_reauthenticate"))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    done = client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert done.url == reverse("mfa_view_recovery_codes")
    codes = re.findall(r"<code>(\w+)</code>", client.get(done.url).content.decode())
    assert len(codes) == 10
    cache.clear()
    return secret, codes


def test_after_the_password_the_code_is_asked_for_and_nothing_opens_before(protected):
    client = with_password()
    assert not is_in(client)
    assert "Second step" in client.get(reverse("mfa_authenticate")).content.decode()
    client.post(reverse("mfa_authenticate"), {"code": code(protected[0])})
    assert is_in(client)


def test_the_second_step_cannot_be_reached_without_the_first(protected):
    assert Client().get(reverse("mfa_authenticate")).url == reverse("account_login")
    assert Client().post(reverse("mfa_authenticate"), {"code": code(protected[0])}).url == reverse("account_login")


def test_a_code_works_once(protected):
    right = code(protected[0])
    for expected in (True, False):
        client = with_password()
        client.post(reverse("mfa_authenticate"), {"code": right})
        assert is_in(client) is expected


def test_an_old_or_wrong_code_does_not_work(protected):
    for wrong in (code(protected[0], steps=-3), "000000", "", "abcdef"):
        client = with_password()
        client.post(reverse("mfa_authenticate"), {"code": wrong})
        assert not is_in(client)


def test_codes_cannot_be_guessed_through(protected):
    client = with_password()
    for _ in range(12):
        client.post(reverse("mfa_authenticate"), {"code": "000000"}, REMOTE_ADDR="198.51.100.9")
    client.post(reverse("mfa_authenticate"), {"code": code(protected[0])})
    assert not is_in(client)


def test_a_recovery_code_works_once(protected):
    for expected in (True, False):
        client = with_password()
        client.post(reverse("mfa_authenticate"), {"code": protected[1][0]})
        assert is_in(client) is expected


def test_a_new_password_by_email_does_not_skip_the_second_step(protected):
    client = Client()
    mail.outbox.clear()
    client.post(reverse("account_reset_password"), {"email": NIA})
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True).request["PATH_INFO"]
    client.post(form, {"password1": "heather-compass-17", "password2": "heather-compass-17"})
    assert not is_in(client)
    client.post(reverse("account_login"), {"login": NIA, "password": "heather-compass-17"})
    assert not is_in(client)
    assert Authenticator.objects.filter(user=account(), type="totp").exists()


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_add_webauthn"])
def test_protection_is_changed_only_by_somebody_who_has_just_confirmed(protected, name):
    client = with_password()
    client.post(reverse("mfa_authenticate"), {"code": protected[1][1]})
    session = client.session
    session["account_authentication_methods"] = [
        record for record in session["account_authentication_methods"] if not record.get("reauthenticated")
    ]
    session.save()
    for send in (client.get, client.post):
        response = send(reverse(name))
        assert response.status_code == 302
        assert "reauthenticate" in response.url or response.url == reverse("mfa_deactivate_totp")


def test_one_person_cannot_touch_the_passkey_of_another(protected):
    icem("mair.ellis@example.org", "Mair Ellis")
    key = Authenticator.objects.create(user=account("mair.ellis@example.org"), type="webauthn", data={"name": "theirs", "credential": {}})
    client = with_password()
    client.post(reverse("mfa_authenticate"), {"code": protected[1][2]})
    client.post(reverse("mfa_reauthenticate"), {"code": protected[1][3]})
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert client.get(reverse(name, args=[key.pk])).status_code == 404
        assert client.post(reverse(name, args=[key.pk]), {"name": "mine"}).status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_a_change_of_protection_is_logged_and_told_by_email(protected, caplog):
    client = with_password()
    client.post(reverse("mfa_authenticate"), {"code": protected[1][4]})
    client.post(reverse("mfa_reauthenticate"), {"code": protected[1][5]})
    mail.outbox.clear()
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=account()).exists()
    assert f"account {account().pk}: totp deactivated" in caplog.text
    assert [message.subject for message in mail.outbox] == ["Folkmoot: Authenticator App Deactivated"]
    assert "If it was not you, choose a new password now" in mail.outbox[0].body


NONSENSE = [
    "", "{}", "[]", "1", "null", '"x"', '{"id": "x"}', '{"id": 1, "rawId": [], "type": null, "response": "x"}',
    '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA","authenticatorData":"AA","signature":"AA"}}',
]  # fmt: skip


@pytest.mark.parametrize("credential", NONSENSE)
def test_a_made_up_passkey_opens_nothing_and_breaks_nothing(protected, credential):
    stranger = Client()
    stranger.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})
    response = stranger.post(reverse("mfa_login_webauthn"), {"credential": credential})
    assert response.url == reverse("account_login")
    assert not is_in(stranger)
    half_way = with_password()
    half_way.get(reverse("mfa_authenticate"))
    assert half_way.post(reverse("mfa_authenticate"), {"credential": credential}).status_code == 200
    assert not is_in(half_way)


@pytest.mark.parametrize("credential", NONSENSE)
def test_a_made_up_passkey_cannot_be_added(protected, credential):
    client = with_password()
    client.post(reverse("mfa_authenticate"), {"code": protected[1][6]})
    client.post(reverse("mfa_reauthenticate"), {"code": protected[1][7]})
    client.get(reverse("mfa_add_webauthn"))
    assert client.post(reverse("mfa_add_webauthn"), {"name": "x", "credential": credential}).status_code == 200
    assert not Authenticator.objects.filter(type="webauthn").exists()
