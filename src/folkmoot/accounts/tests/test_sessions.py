"""A session ends with the role, the account, the password, by being left, and by its age: the next request is refused."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from folkmoot.accounts import operations
from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.accounts.tests.factories import PASSWORD, account, icem

pytestmark = pytest.mark.django_db
ME = "accounts:me"


@pytest.fixture(autouse=True)
def nia():
    cache.clear()
    icem()
    return account()


def signed_in(email="nia.rowe@example.org") -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": email, "password": PASSWORD})
    assert is_in(client)
    return client


def is_in(client) -> bool:
    return client.get(reverse(ME)).status_code == 200


def go_on(monkeypatch, **later):
    moment = timezone.now() + timedelta(**later)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def test_the_request_after_the_role_ended_is_refused(nia):
    client = signed_in()
    operations.end_role(by=THE_PRODUCT, at=timezone.now(), grant=nia.grants.get())
    response = client.get(reverse(ME))
    assert (response.status_code, response.url) == (302, f"{reverse('account_login')}?next=/me/")
    assert "_auth_user_id" not in client.session


def test_the_request_after_the_last_day_of_the_role_is_refused(nia, monkeypatch):
    client = signed_in()
    nia.grants.update(ends=timezone.localdate())
    assert is_in(client)
    nia.grants.update(ends=timezone.localdate() - timedelta(days=1))
    assert not is_in(client)


def test_the_request_after_the_account_was_disabled_is_refused(nia):
    client = signed_in()
    operations.disable_account(by=THE_PRODUCT, at=timezone.now(), account=nia)
    assert not is_in(client)


def test_a_new_password_ends_every_other_session(nia):
    here, elsewhere = signed_in(), signed_in()
    response = here.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "heather-compass-17", "password2": "heather-compass-17"},
    )
    assert response.url == reverse(ME)
    assert is_in(here)
    assert not is_in(elsewhere)


def test_the_current_password_must_be_right(nia):
    here = signed_in()
    new = {"password1": "heather-compass-17", "password2": "heather-compass-17"}
    page = here.post(reverse("account_change_password"), {"oldpassword": "not-the-password", **new}).content.decode()
    assert "The current password is not right." in page
    assert account().check_password(PASSWORD)


@pytest.mark.parametrize(("minutes", "holds"), [(59, True), (61, False)])
def test_a_session_that_was_left_ends_after_an_hour(monkeypatch, minutes, holds):
    client = signed_in()
    go_on(monkeypatch, minutes=minutes)
    assert is_in(client) is holds


def test_a_busy_session_ends_after_eight_hours(monkeypatch):
    client = signed_in()
    for _ in range(9):
        go_on(monkeypatch, minutes=53)
        assert is_in(client)
    go_on(monkeypatch, minutes=4)
    assert not is_in(client)


def test_a_new_sign_in_starts_both_limits_anew(monkeypatch):
    client = signed_in()
    go_on(monkeypatch, hours=7, minutes=59)
    client.post(reverse("account_login"), {"login": "nia.rowe@example.org", "password": PASSWORD})
    go_on(monkeypatch, minutes=30)
    assert is_in(client)


def test_signing_out_ends_the_session_and_takes_a_form_not_a_link():
    client = signed_in()
    assert "Do you want to sign out?" in client.get(reverse("account_logout")).content.decode()
    assert is_in(client)
    assert client.post(reverse("account_logout")).url == reverse("account_login")
    assert not is_in(client)


def test_signed_in_pages_are_not_kept_by_the_browser():
    assert "no-store" in signed_in().get(reverse(ME)).headers["Cache-Control"]
