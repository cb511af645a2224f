"""Sign-in with the organisation's identity provider, against a provider on this machine: it opens accounts, and makes none."""

import json
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from importlib.util import find_spec
from urllib.parse import urlencode, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import PASSWORD, account, icem
from folkmoot.foundation.models import AuditEvent

pytestmark = pytest.mark.django_db
NIA = "nia.rowe@example.org"


@pytest.fixture(scope="module")
def provider():
    """The port of a running identity provider."""
    if find_spec("oidc_provider_mock") is None:
        pytest.skip("the identity provider for tests (oidc-provider-mock) is not installed")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(port, process):
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    pytest.fail("the identity provider for tests did not start")


@pytest.fixture(autouse=True)
def _configured(provider, settings):
    cache.clear()
    icem()
    app = {
        "provider_id": "organisation", "name": "Example Office", "client_id": "folkmoot", "secret": "not-so-secret",
        "settings": {"server_url": f"http://127.0.0.1:{provider}"},
    }  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}


def send(port, method, path, body, kind="application/json"):
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(method, path, body, {"Content-Type": kind})
    response = connection.getresponse()
    response.read()
    connection.close()
    return response


def come_back(provider, client, sub, claims, process="login"):
    """Sign in at the provider as `sub` and follow the way back."""
    send(provider, "PUT", f"/users/{sub}", json.dumps(claims))
    address = reverse("openid_connect_login", args=["organisation"])
    leaving = client.get(address, {"process": process} if process != "login" else {})
    assert leaving.url.startswith(f"http://127.0.0.1:{provider}/")
    there = urlsplit(leaving.url)
    answer = send(provider, "POST", f"{there.path}?{there.query}", urlencode({"sub": sub}), "application/x-www-form-urlencoded")
    back = urlsplit(answer.headers["Location"])
    return client.get(f"{back.path}?{back.query}")


def is_in(client) -> bool:
    return client.get(reverse("accounts:me")).status_code == 200


VERIFIED = {"email": NIA, "email_verified": True, "name": "Nia R."}


def test_the_button_stands_on_the_sign_in_page(client):
    page = client.get(reverse("account_login")).content.decode()
    assert "Sign in with Example Office" in page


def test_a_person_with_an_account_and_a_verified_address_gets_in_and_stays_known(provider, client):
    response = come_back(provider, client, "n-1", VERIFIED)
    assert response.url == "/"
    assert is_in(client)
    assert SocialAccount.objects.get().user == account()
    assert SocialAccount.objects.get().extra_data == {}
    assert account().check_password(PASSWORD)
    said = [(event.kind, event.subject_ids, event.detail) for event in AuditEvent.objects.order_by("-seq")[:6]]
    said = [each for each in said if each[1] == [account().pk]]  # failed attempts of others may be settled in between
    assert ("alteration", [account().pk], {"fields": ["identity provider"]}) in said
    assert said[0] == ("collection", [account().pk], {"sign-in": "signed in"})
    again = Client()
    come_back(provider, again, "n-1", VERIFIED | {"email": "new.address@example.org"})
    assert is_in(again)
    assert SocialAccount.objects.get().extra_data == {}


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "stranger@example.org", "email_verified": True},
        {"email": NIA, "email_verified": False},
        {"email": NIA},
        {"email_verified": True},
    ],
)
def test_nobody_else_gets_in_and_no_account_is_made(provider, client, claims):
    people = Account.objects.count()
    response = come_back(provider, client, "x-1", claims)
    assert response.status_code == 403
    assert "There is no account for you here yet" in response.content.decode()
    assert not is_in(client)
    assert (Account.objects.count(), SocialAccount.objects.count()) == (people, 0)
    assert client.get(reverse("socialaccount_signup")).status_code == 404


def test_a_disabled_account_is_refused(provider, client):
    Account.objects.update(is_active=False)
    assert come_back(provider, client, "n-2", VERIFIED).status_code == 403
    assert not SocialAccount.objects.exists()


def test_a_known_person_whose_account_was_disabled_is_refused(provider, client):
    come_back(provider, Client(), "n-3", VERIFIED)
    Account.objects.update(is_active=False)
    assert come_back(provider, client, "n-3", VERIFIED).status_code == 403
    assert not is_in(client)


def test_a_second_person_with_the_same_address_does_not_get_the_first_ones_account(provider, client):
    come_back(provider, Client(), "n-4", VERIFIED)
    assert come_back(provider, client, "n-5", VERIFIED).status_code == 403
    assert not is_in(client)


def test_a_signed_in_person_cannot_tie_another_identity_to_the_account(provider, client):
    client.post(reverse("account_login"), {"login": NIA, "password": PASSWORD})
    come_back(provider, client, "x-9", {"email": "other@example.org", "email_verified": True}, process="connect")
    assert not SocialAccount.objects.exists()


def test_without_a_role_the_provider_opens_nothing(provider, client):
    account().grants.all().delete()
    assert come_back(provider, client, "n-6", VERIFIED).url == reverse("accounts:no_role")
    assert not is_in(client)


def test_a_reply_that_nobody_asked_for_is_refused(client):
    response = client.get(reverse("openid_connect_callback", args=["organisation"]), {"code": "x", "state": "y"})
    assert "did not work" in response.content.decode()
    assert not is_in(client)


def test_a_provider_that_does_not_answer_gives_a_plain_page(client, settings):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
        app["settings"]["server_url"] = f"http://127.0.0.1:{closed.getsockname()[1]}"
        response = client.get(reverse("openid_connect_login", args=["organisation"]))
    assert "did not work" in response.content.decode()


def test_another_provider_than_the_configured_one_does_not_exist(client):
    assert client.get(reverse("openid_connect_login", args=["elsewhere"])).status_code == 404
