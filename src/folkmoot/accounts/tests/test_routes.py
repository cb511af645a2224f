"""Every page has a declared rule, a library's pages too; what has none does not open."""

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path, reverse

from folkmoot.accounts.tests.factories import PASSWORD, account, icem
from folkmoot.accounts.third_party_routes import CLOSED, PUBLIC, RULES, SIGNED_IN

pytestmark = pytest.mark.django_db


def library_routes(resolver=None) -> dict[str | None, URLPattern]:
    """The routes below /account/, by name."""
    found = {}
    for entry in (resolver or next(one for one in get_resolver().url_patterns if str(one.pattern) == "account/")).url_patterns:
        found |= library_routes(entry) if isinstance(entry, URLResolver) else {entry.name: entry}
    return found


SAMPLES = {
    "account_confirm_email": {"key": "x"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "x-y"},
    "mfa_edit_webauthn": {"pk": 1},
    "mfa_remove_webauthn": {"pk": 1},
    "openid_connect_login": {"provider_id": "organisation"},
    "openid_connect_callback": {"provider_id": "organisation"},
}


def address(name: str) -> str:
    return reverse(name, kwargs=SAMPLES.get(name, {}))


def test_every_named_route_of_the_library_is_either_open_by_a_rule_or_closed():
    named = {name for name in library_routes() if name}
    assert named == set(RULES) | CLOSED
    assert not set(RULES) & CLOSED
    assert set(RULES.values()) == {PUBLIC, SIGNED_IN}


@pytest.mark.parametrize("name", sorted(CLOSED))
def test_a_closed_page_answers_as_if_it_did_not_exist(name):
    icem()
    signed = Client()
    signed.force_login(account())
    for client in (Client(), signed):
        assert client.get(address(name)).status_code == 404
        assert client.post(address(name), {"email": "new@example.org", "password1": PASSWORD}).status_code == 404


@pytest.mark.parametrize("name", sorted(name for name, rule in RULES.items() if rule == SIGNED_IN))
def test_a_page_for_the_signed_in_sends_everybody_else_to_sign_in(name):
    response = Client().get(address(name))
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", sorted(name for name, rule in RULES.items() if rule == PUBLIC))
def test_a_public_page_answers(name):
    expected = {404} if name.startswith("openid_connect") else {200, 302, 401}  # no identity provider is configured here
    assert Client().get(address(name)).status_code in expected


@pytest.mark.parametrize("name", sorted(RULES))
def test_no_page_of_the_library_is_unstyled(name):
    """Whatever the page answers, signed in and freshly confirmed, if it is a page then it is one of ours."""
    cache.clear()
    icem()
    client = Client()
    client.post(reverse("account_login"), {"login": "nia.rowe@example.org", "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    for one in (client, Client()):
        response = one.get(address(name))
        if response.status_code != 302 and response.headers["Content-Type"].startswith("text/html"):
            assert "govuk-template__body" in response.content.decode()
            assert "– Folkmoot</title>" in response.content.decode()


def undeclared(request):
    return HttpResponse("open to everybody by mistake")


def test_a_view_without_a_rule_does_not_open(client, settings):
    settings.ROOT_URLCONF = UrlsWithAMistake
    assert client.get("/mistake/").status_code == 404
    undeclared.access_rule = "public"
    try:
        assert client.get("/mistake/").content == b"open to everybody by mistake"
    finally:
        del undeclared.access_rule


class UrlsWithAMistake:
    urlpatterns = [path("mistake/", undeclared), *get_resolver("folkmoot.config.urls").url_patterns]
    handler404 = "folkmoot.webkit.views.not_found"
