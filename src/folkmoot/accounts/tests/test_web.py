"""The administrator's pages, joining, one's own account, and the audit trail on a page."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from folkmoot.accounts import operations
from folkmoot.accounts.models import Account, Invitation
from folkmoot.accounts.operations import Work
from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.accounts.tests.factories import PASSWORD, account, administrator, area, hq, icem, inspector, panel_member
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.once import new_mark

pytestmark = pytest.mark.django_db
GWEN = "gwen.pryce@example.org"


@pytest.fixture(autouse=True)
def _start():
    cache.clear()
    area()


def client_of(viewer) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=viewer.account_id))
    return client


@pytest.fixture
def gwen():
    return client_of(administrator())


def form_of(**changes):
    return {
        "mark": new_mark(),
        "email": "mair.ellis@example.org",
        "name": "Mair Ellis",
        "role": "icem",
        "where": [str(area().pk)],
    } | changes


def pages():
    icem()
    nia = account()
    return [
        reverse("accounts:people"), reverse("accounts:invite"), reverse("accounts:person", args=[nia.pk]),
        reverse("accounts:give_role", args=[nia.pk]), reverse("accounts:audit"),
    ]  # fmt: skip


def posts():
    icem()
    nia = account()
    return [
        reverse("accounts:invite"), reverse("accounts:give_role", args=[nia.pk]), reverse("accounts:disable", args=[nia.pk]),
        reverse("accounts:enable", args=[nia.pk]), reverse("accounts:end_role", args=[nia.grants.get().pk]),
        reverse("accounts:withdraw", args=[1]),
    ]  # fmt: skip


@pytest.mark.parametrize("viewer", [icem, hq, panel_member])
def test_others_open_none_of_the_administrators_pages(viewer):
    client, before = client_of(viewer()), Invitation.objects.count()
    for page in pages():
        assert client.get(page).status_code == 403
    for page in posts():
        response = client.post(page, form_of())
        assert response.status_code == 403
        assert "Mair" not in response.content.decode()
    assert Invitation.objects.count() == before
    assert account().is_active
    assert account().grants.get().ended_at is None


def test_whoever_has_not_signed_in_is_sent_to_sign_in():
    for page in pages() + posts():
        assert Client().get(page).url.startswith(reverse("account_login"))


def test_a_panel_member_sees_no_person_no_role_of_others_and_nothing_of_the_trail():
    nia, member = account(), client_of(panel_member())
    own = member.get(reverse("accounts:me")).content.decode()
    assert "Panel member" in own
    for page in pages():
        text = member.get(page).content.decode()
        assert nia.name not in text
        assert nia.email not in text


def test_the_list_says_roles_areas_and_state_in_words_and_is_itself_recorded(gwen):
    icem()
    text = gwen.get(reverse("accounts:people")).content.decode()
    assert "Inclusion and Community Engagement Manager – East of England" in text
    assert "Never signed in" in text
    event = AuditEvent.objects.latest("seq")
    assert (event.kind, event.subject_kind) == ("consultation", "accounts.account")
    assert account().pk in event.subject_ids
    Account.objects.filter(pk=account().pk).update(is_active=False)
    assert "Disabled" in gwen.get(reverse("accounts:people"), {"words": "rowe"}).content.decode()


def test_a_person_is_found_by_words(gwen):
    icem()
    assert "Nia Rowe" in gwen.get(reverse("accounts:people"), {"words": "ROWE"}).content.decode()
    assert "Nobody here has such a name" in gwen.get(reverse("accounts:people"), {"words": "zzz"}).content.decode()


def test_beside_each_role_stands_what_it_lets_the_person_do(gwen):
    icem()
    text = gwen.get(reverse("accounts:person", args=[account().pk])).content.decode()
    assert "answer a point and record that people were told" in text
    assert "sign a Board report" not in text


def invite_over_the_web(gwen, **changes):
    mail.outbox.clear()
    return gwen.post(reverse("accounts:invite"), form_of(**changes))


def test_from_invitation_to_first_page(gwen):
    response = invite_over_the_web(gwen)
    assert response.url == reverse("accounts:people")
    assert "The invitation to Mair Ellis is on its way." in gwen.get(response.url).content.decode()
    message = mail.outbox[0]
    assert message.to == ["mair.ellis@example.org"]
    link = re.search(r"http://localhost:8000(/join/\?key=\S+)", message.body)[1]

    mair = Client()
    moved = mair.get(link)
    assert moved.url == reverse("accounts:join")  # the key is no longer in the address
    page = mair.get(moved.url).content.decode()
    assert "mair.ellis@example.org" in page
    assert "Inclusion and Community Engagement Manager – East of England" in page
    wrong = mair.post(moved.url, {"name": "Mair Ellis", "password": PASSWORD, "again": "another"}).content.decode()
    assert "The two passwords are not the same." in wrong
    weak = mair.post(moved.url, {"name": "Mair Ellis", "password": "password1234", "again": "password1234"}).content.decode()
    assert "too common" in weak
    assert mair.post(moved.url, {"name": "Mair Ellis", "password": PASSWORD, "again": PASSWORD}).url == reverse("account_login")
    mair.post(reverse("account_login"), {"login": "mair.ellis@example.org", "password": PASSWORD})
    assert "East of England" in mair.get(reverse("accounts:me")).content.decode()


def test_used_expired_withdrawn_and_invented_links_show_one_page(gwen):
    def sent(email):
        work = Work(Role.HQ, national=True)
        return operations.invite(by=THE_PRODUCT, at=timezone.now(), email=email, name="Mair", work=work)

    used, expired, withdrawn = sent("a@example.org"), sent("b@example.org"), sent("c@example.org")
    operations.accept_invitation(by=THE_PRODUCT, at=timezone.now(), token=used[1], name="Mair", password=PASSWORD)
    Invitation.objects.filter(pk=expired[0].pk).update(sent_at="2020-01-01T00:00Z", expires_at="2020-01-08T00:00Z")
    gwen.post(reverse("accounts:withdraw", args=[withdrawn[0].pk]))
    seen = set()
    for key in (used[1], expired[1], withdrawn[1], "invented", ""):
        response = Client().get(reverse("accounts:join"), {"key": key}, follow=True)
        seen.add((response.status_code, re.sub(r'value="[^"]*"', "", response.content.decode())))
    assert len(seen) == 1
    assert "This invitation cannot be used." in seen.pop()[1]


def test_the_link_is_shown_once_where_no_mail_goes_out(gwen, settings, tmp_path):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", tmp_path
    response = invite_over_the_web(gwen)
    assert "/join/?key=" in gwen.get(response.url).content.decode()
    assert "/join/?key=" not in gwen.get(response.url).content.decode()


def test_an_invitation_sent_twice_counts_once(gwen):
    form = form_of()
    invite_over_the_web(gwen, **form)
    assert len(mail.outbox) == 1
    invite_over_the_web(gwen, **form)
    assert mail.outbox == []
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"where": []}, "Choose at least one Area."),
        ({"where": ["national"]}, "This role works in named Areas: choose them."),
        ({"role": ""}, "Choose a role."),
        ({"email": "nobody"}, "enter an address such as name@example.org"),
        ({"email": GWEN}, "already has an account"),
        ({"role": "panel_member"}, "given for one panel"),
        ({"ends": "2020-01-01"}, "The role ends before it starts."),
        ({"where": ["999999"]}, "choose one of those offered"),
    ],
)
def test_what_cannot_be_is_said_at_the_form_and_nothing_typed_is_lost(gwen, changes, words):
    text = gwen.post(reverse("accounts:invite"), form_of(**changes)).content.decode()
    assert words in text
    assert 'value="Mair Ellis"' in text
    assert not Invitation.objects.exists()


def test_a_role_is_given_and_ended_on_the_persons_page(gwen):
    icem()
    nia, page = account(), reverse("accounts:person", args=[account().pk])
    given = gwen.post(reverse("accounts:give_role", args=[nia.pk]), {"mark": new_mark(), "role": "hq", "where": ["national"]})
    assert given.url == page
    assert "Headquarters inclusion team – England and Wales" in gwen.get(page).content.decode()
    gwen.post(reverse("accounts:end_role", args=[nia.grants.get(role="hq").pk]))
    assert nia.grants.get(role="hq").ended_at is not None


def test_an_administrator_cannot_widen_their_own_role(gwen):
    own = account(GWEN)
    assert "Give a role" not in gwen.get(reverse("accounts:person", args=[own.pk])).content.decode()
    answer = gwen.post(reverse("accounts:give_role", args=[own.pk]), {"mark": new_mark(), "role": "hq", "where": ["national"]})
    assert "You cannot give yourself a role" in answer.content.decode()
    assert own.grants.count() == 1


def test_the_last_administrator_cannot_be_ended(gwen):
    response = gwen.post(reverse("accounts:end_role", args=[account(GWEN).grants.get().pk]))
    assert response.status_code == 422
    assert "This is the only administrator" in response.content.decode()
    assert account(GWEN).grants.get().ended_at is None


def test_an_account_is_disabled_and_opened_again(gwen):
    icem()
    gwen.post(reverse("accounts:disable", args=[account().pk]))
    assert not account().is_active
    gwen.post(reverse("accounts:enable", args=[account().pk]))
    assert account().is_active


def test_what_changes_something_takes_a_form_not_a_link(gwen):
    for page in posts()[2:]:
        assert gwen.get(page).status_code == 405


def test_what_is_not_there_answers_404(gwen):
    for name in ("person", "give_role"):
        assert gwen.get(reverse(f"accounts:{name}", args=[99999])).status_code == 404
    for name in ("disable", "enable", "end_role", "withdraw"):
        assert gwen.post(reverse(f"accounts:{name}", args=[99999])).status_code == 404


# --- the audit trail ---------------------------------------------------------------------------------------------------------
def test_the_trail_is_read_newest_first_and_reading_it_is_recorded(gwen):
    icem()
    gwen.get(reverse("accounts:person", args=[account().pk]))
    text = gwen.get(reverse("accounts:audit")).content.decode()
    assert "Gwen Pryce" in text
    assert "Consulted" in text
    newest = AuditEvent.objects.latest("seq")
    assert (newest.kind, newest.subject_kind, newest.actor_name) == ("consultation", "foundation.auditevent", "Gwen Pryce")
    assert newest.subject_ids == [newest.seq - 1]


def test_an_inspector_reads_the_trail_but_manages_nobody():
    client = client_of(inspector())
    assert client.get(reverse("accounts:audit")).status_code == 200
    assert client.get(reverse("accounts:people")).status_code == 403


def test_the_trail_is_filtered_and_paged(gwen):
    for _ in range(60):
        gwen.get(reverse("accounts:people"))
    first = gwen.get(reverse("accounts:audit"), {"kind": "consultation", "person": "gwen", "subject": "account"})
    assert first.content.decode().count('<tr class="govuk-table__row">') == 50
    older = first.context["older"]
    second = gwen.get(reverse("accounts:audit"), {"before": older, "subject": "account"})
    assert {line.event.seq for line in second.context["lines"]} == set(range(1, older))
    assert "No event matches." in gwen.get(reverse("accounts:audit"), {"kind": "erasure"}).content.decode()
    assert AuditEvent.objects.latest("seq").detail == {"filters": ["kind"]}


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40, "²"])
def test_a_nonsense_place_in_the_trail_is_ignored(gwen, before):
    assert gwen.get(reverse("accounts:audit"), {"before": before}).status_code == 200
