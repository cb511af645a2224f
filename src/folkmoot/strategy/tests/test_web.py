import pytest
from django.urls import reverse

from folkmoot.areas.tests.factories import sign_in
from folkmoot.strategy.models import Commitment
from folkmoot.strategy.tests.factories import load_strategies

pytestmark = pytest.mark.django_db


def test_the_page_shows_every_line_once(client):
    load_strategies()
    page = sign_in(client).get(reverse("strategy:list")).content.decode()
    for code in Commitment.objects.values_list("code", flat=True):
        assert page.count(f'id="line-{code}"') == 1, code
    for words in ("Build trust with all communities", "England and Wales", "East of England", "Holding CE briefing sessions with staff"):
        assert words in page


def test_the_empty_page_says_what_to_run(client):
    assert "folkmoot reference load" in sign_in(client).get(reverse("strategy:list")).content.decode()


def test_strangers_sign_in_first_and_panel_members_have_no_business_here(client):
    assert client.get(reverse("strategy:list")).status_code == 302
    assert sign_in(client, "panel_member").get(reverse("strategy:list")).status_code == 403
