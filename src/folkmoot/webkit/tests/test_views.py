"""A form that comes without the mark of its page is answered by a page of ours, whoever is signed in."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_form_that_was_refused_is_answered_in_plain_words_without_signing_in():
    answer = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "maya.fenwick@example.org"})
    assert answer.status_code == 403
    for words in ("What you sent was not taken", "Nothing was saved or changed", "load the page again", "govuk-heading-l"):
        assert words in answer.text
    assert "CSRF" not in answer.text
