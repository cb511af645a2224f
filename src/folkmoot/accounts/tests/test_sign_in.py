"""Signing in with a password: one answer for every failure, guesses limited before they cost anything, nobody locked out by others."""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import PASSWORD, account, icem

pytestmark = pytest.mark.django_db
NIA, NOBODY_KNOWN = "nia.rowe@example.org", "nobody.x@example.org"  # of one length, so that the pages are too
LIMIT = 10


@pytest.fixture(autouse=True)
def nia():
    cache.clear()
    icem()
    return account()


@pytest.fixture
def hashed(monkeypatch):
    """The passwords that were hashed, in order."""
    seen = []
    encode = MD5PasswordHasher.encode

    def counted(self, password, salt):
        seen.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    return seen


def try_in(client, email=NIA, password="not-the-password", **extra):
    return client.post(reverse("account_login"), {"login": email, "password": password}, **extra)


def is_in(client) -> bool:
    return client.get(reverse("accounts:me")).status_code == 200


def without_secrets(response) -> str:
    """The page without what differs each time, and without the address that was typed."""
    text = re.sub(r'name="(csrfmiddlewaretoken|mark)" value="[^"]*"', "", response.content.decode())
    return re.sub(r'value="[^"]*@[^"]*"', "", text)


def test_the_right_password_opens_the_home_page(client):
    response = try_in(client, password=PASSWORD)
    assert (response.status_code, response.url) == (302, "/")
    assert is_in(client)


def test_the_address_is_found_whatever_its_case(client):
    try_in(client, "Nia.Rowe@Example.ORG", PASSWORD)
    assert is_in(client)


def test_somebody_who_wanted_a_page_is_led_back_to_it(client):
    asked = client.get(reverse("accounts:me"))
    assert asked.url == f"{reverse('account_login')}?next={reverse('accounts:me')}"
    response = client.post(asked.url, {"login": NIA, "password": PASSWORD, "next": reverse("accounts:me")})
    assert response.url == reverse("accounts:me")


def test_nobody_is_led_off_the_site(client):
    response = client.post(reverse("account_login"), {"login": NIA, "password": PASSWORD, "next": "https://example.net/"})
    assert response.url == "/"


def headers_of(response) -> dict[str, str]:
    """The headers without the one that holds the time of day."""
    return {name: value for name, value in response.headers.items() if name != "Expires"}


def prepare_disabled():
    Account.objects.filter(email=NIA).update(is_active=False)


def prepare_without_password():
    nia = account()
    nia.set_unusable_password()
    nia.save()


def prepare_without_role():
    account().grants.all().delete()


@pytest.mark.parametrize("prepare", [lambda: None, prepare_disabled, prepare_without_password, prepare_without_role])
def test_every_failure_has_the_same_answer_and_costs_one_hash(prepare, hashed):
    prepare()
    hashed.clear()
    ours, theirs = Client(), Client()
    known, unknown = try_in(ours), try_in(theirs, NOBODY_KNOWN)
    assert (known.status_code, headers_of(known)) == (unknown.status_code, headers_of(unknown))
    assert without_secrets(known) == without_secrets(unknown)
    assert set(known.cookies) == set(unknown.cookies)
    assert len(hashed) == 2
    assert "The email address or the password is not right." in known.content.decode()


def test_a_disabled_account_is_not_let_in_nor_told_apart_by_the_right_password(client):
    prepare_disabled()
    right, wrong = try_in(client, password=PASSWORD), try_in(Client())
    assert without_secrets(right) == without_secrets(wrong)
    assert not is_in(client)


def test_without_a_role_the_right_password_leads_to_a_page_that_says_so(client):
    prepare_without_role()
    response = try_in(client, password=PASSWORD)
    assert response.url == reverse("accounts:no_role")
    assert "You have no role in Folkmoot at present" in client.get(response.url).content.decode()
    assert not is_in(client)


def guess(times, client=None, email=NIA, spread=True):
    """Wrong passwords, each from an address of its own unless told otherwise."""
    for number in range(times):
        answer = try_in(client or Client(), email, REMOTE_ADDR=f"198.51.{number // 250}.{number % 250}" if spread else "198.51.100.7")
    return answer


def test_guesses_at_one_account_from_everywhere_stop_before_they_are_hashed(hashed):
    guess(LIMIT + 15)
    assert len(hashed) == LIMIT
    assert "There were too many wrong attempts" in guess(1).content.decode()


def test_an_account_that_does_not_exist_is_limited_alike(hashed):
    answer = guess(LIMIT + 5, email=NOBODY_KNOWN)
    assert len(hashed) == LIMIT
    assert "There were too many wrong attempts" in answer.content.decode()


def test_changing_the_case_of_the_address_does_not_start_a_new_count(hashed):
    guess(LIMIT)
    guess(5, email="NIA.ROWE@example.org")
    assert len(hashed) == LIMIT


def test_guesses_at_many_accounts_from_one_address_stop_before_they_are_hashed(hashed):
    for number in range(40):
        guess(1, email=f"person{number}@example.org", spread=False)
    assert len(hashed) == 20


def test_control_without_the_limit_every_guess_is_hashed(hashed, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "", "login": ""}
    guess(LIMIT + 5)
    assert len(hashed) == LIMIT + 5


def test_a_forged_forwarding_header_starts_no_new_count(hashed):
    for number in range(40):
        try_in(Client(), f"person{number}@example.org", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}", REMOTE_ADDR="198.51.100.7")
    assert len(hashed) == 20


def test_behind_a_declared_proxy_the_last_address_in_the_header_counts(hashed, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(40):
        forged = f"203.0.113.{number}, 192.0.2.5"
        try_in(Client(), f"person{number}@example.org", HTTP_X_FORWARDED_FOR=forged, REMOTE_ADDR="10.0.0.1")
    assert len(hashed) == 20
    try_in(Client(), "person99@example.org", HTTP_X_FORWARDED_FOR="192.0.2.6", REMOTE_ADDR="10.0.0.1")
    assert len(hashed) == 21


def test_right_passwords_are_not_counted(client, hashed):
    for _ in range(LIMIT + 5):
        one = Client()
        try_in(one, password=PASSWORD)
        assert is_in(one)


def test_strangers_cannot_lock_out_somebody_in_a_browser_they_have_used(client):
    try_in(client, password=PASSWORD)
    client.post(reverse("account_logout"))
    guess(LIMIT + 5)
    stranger = Client()
    try_in(stranger, password=PASSWORD)
    assert not is_in(stranger)
    try_in(client, password=PASSWORD)
    assert is_in(client)


def test_a_known_browser_gives_no_more_guesses_than_an_unknown_one(client, hashed):
    try_in(client, password=PASSWORD)
    client.post(reverse("account_logout"))
    hashed.clear()
    guess(LIMIT + 5, client=client)
    assert len(hashed) == LIMIT


def test_the_mark_of_a_known_browser_holds_for_its_own_account_and_cannot_be_made(client, hashed):
    try_in(client, password=PASSWORD)
    client.post(reverse("account_logout"))
    icem("mair.ellis@example.org", "Mair Ellis")
    guess(LIMIT, email="mair.ellis@example.org")
    try_in(client, "mair.ellis@example.org", PASSWORD)
    assert not is_in(client)
    guess(LIMIT)
    forger = Client()
    forger.cookies["browser"] = client.cookies["browser"].value[:-3] + "AAA"
    try_in(forger, password=PASSWORD)
    assert not is_in(forger)


def test_a_new_password_by_email_lifts_the_limit(client):
    guess(LIMIT + 5)
    reset(client, "heather-compass-17")
    try_in(client, password="heather-compass-17")
    assert is_in(client)


def reset(client, password):
    mail.outbox.clear()
    client.post(reverse("account_reset_password"), {"email": NIA})
    link = re.search(r"http://\S+", mail.outbox[0].body)[0]
    form = client.get(link.replace("http://testserver", ""), follow=True)
    return client.post(form.request["PATH_INFO"], {"password1": password, "password2": password}, follow=True)


def test_asking_for_a_new_password_has_one_answer_and_one_message_for_every_address():
    prepare_cases = [(NIA, lambda: None), (NOBODY_KNOWN, lambda: None), (NIA, prepare_disabled)]
    answers = set()
    for address, prepare in prepare_cases:
        prepare()
        mail.outbox.clear()
        response = Client().post(reverse("account_reset_password"), {"email": address}, follow=True)
        assert [message.to for message in mail.outbox] == [[address]]
        answers.add((response.status_code, response.redirect_chain[0], without_secrets(response)))
    assert len(answers) == 1


def test_a_mail_server_that_fails_gives_the_same_answer(client, monkeypatch):
    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", lambda *_: (_ for _ in ()).throw(OSError("refused")))
    response = client.post(reverse("account_reset_password"), {"email": NIA})
    assert response.url == reverse("account_reset_password_done")


def test_a_reset_link_works_once(client):
    reset(client, "heather-compass-17")
    link = re.search(r"http://\S+", mail.outbox[0].body)[0].replace("http://testserver", "")
    assert "This link cannot be used" in Client().get(link, follow=True).content.decode()


def test_asking_for_resets_is_limited(client):
    for _ in range(5):
        client.post(reverse("account_reset_password"), {"email": NIA})
    mail.outbox.clear()
    response = client.post(reverse("account_reset_password"), {"email": NIA})
    assert (response.status_code, mail.outbox) == (429, [])
    assert "Too many attempts" in response.content.decode()


def test_failed_sign_ins_are_logged_without_what_was_typed(client, caplog):
    try_in(client, "my-secret-passphrase@example.org")
    assert "failed sign-in from 127.0.0.1" in caplog.text
    assert "my-secret-passphrase" not in caplog.text


def test_the_page_names_its_error_in_title_and_summary(client):
    page = try_in(client, "", "").content.decode()
    assert "<title>Error: Sign in – Folkmoot</title>" in page
    assert "Enter your email address." in page
    assert "Enter your password." in page


def test_the_product_hashes_with_the_measured_cost():
    """Settings for tests hash cheaply; this looks at what real settings name."""
    from argon2 import extract_parameters

    from folkmoot.accounts.hashers import MeasuredArgon2

    stored = MeasuredArgon2().encode(PASSWORD, "saltsaltsalt")
    found = extract_parameters(stored.removeprefix("argon2"))
    assert (found.memory_cost, found.time_cost, found.parallelism) == (19 * 1024, 2, 1)
