"""`folkmoot invite`: the first way in."""

import re

import pytest
from django.core import mail
from django.test import Client

from folkmoot.accounts.models import Invitation
from folkmoot.accounts.rules import Role
from folkmoot.accounts.tests.factories import PASSWORD, account, area, icem
from folkmoot.cli import main

pytestmark = pytest.mark.django_db


def invite(*more) -> int:
    return main(["invite", "gwen.pryce@example.org", "--name", "Gwen Pryce", *more])


def test_the_printed_link_makes_the_first_administrator(capsys):
    assert invite("--role", "administrator") == 0
    said = capsys.readouterr().out
    link = re.search(r"http://localhost:8000(/join/\?key=\S+)", said)[1]
    assert mail.outbox[0].to == ["gwen.pryce@example.org"]
    client = Client()
    client.get(link)
    client.post("/join/", {"name": "Gwen Pryce", "password": PASSWORD, "again": PASSWORD})
    assert account("gwen.pryce@example.org").grants.get().role == Role.ADMINISTRATOR
    assert account("gwen.pryce@example.org").grants.get().national


def test_a_role_for_areas_and_for_a_panel():
    area(), area("wales", "Wales")
    assert invite("--role", "icem", "--area", "wales", "--area", "east-of-england", "--ends", "2099-03-31") == 0
    stored = Invitation.objects.latest("pk")
    assert (stored.role, stored.national, stored.areas.count(), stored.role_ends.isoformat()) == ("icem", False, 2, "2099-03-31")
    assert invite("--role", "panel_member", "--panel", "eastern") == 0
    assert Invitation.objects.latest("pk").panel == "eastern"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--role", "king"], "There is no role “king”. Choose one of: icem, comms"),
        (["--role", "icem", "--area", "atlantis"], "There is no Area “atlantis”. The codes are: east-of-england"),
        (["--role", "icem"], "Choose at least one Area."),
        (["--role", "icem", "--national"], "This role works in named Areas"),
        (["--role", "administrator", "--by", "nia.rowe@example.org"], "Your role does not let you invite people"),
        (["--role", "administrator", "--by", "nobody@example.org"], "No account has the address nobody@example.org."),
    ],
)
def test_what_cannot_be_is_said_in_words(capsys, words, said):
    icem()
    assert invite(*words) == 1
    assert said in capsys.readouterr().err
    assert not Invitation.objects.exists()
