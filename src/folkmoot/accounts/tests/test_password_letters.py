"""A letter about a new password is written after the answer, in its language; a fault in it is logged without what it says."""

from concurrent.futures import wait

import pytest
from django.utils import translation

from folkmoot.accounts import password_letters
from folkmoot.accounts.web.sign_in_forms import AskForResetForm


@pytest.fixture
def handed(monkeypatch, settings):
    """What was handed to the other thread."""
    settings.PASSWORD_LETTER_AFTER = 0.01
    taken, submit = [], password_letters.HANDS.submit
    monkeypatch.setattr(password_letters.HANDS, "submit", lambda work: taken.append(submit(work)))
    return taken


def test_it_is_written_after_the_answer_in_its_language(handed):
    said = []
    with translation.override("cy"):
        password_letters.write_later(lambda: said.append(translation.get_language()))
    wait(handed)
    assert said == ["cy"]


def test_a_fault_is_logged_without_its_words(handed, caplog):
    def fails():
        raise OSError("nobody@example.org refused")

    password_letters.write_later(fails)
    wait(handed)
    assert "OSError" in caplog.text
    assert "nobody@" not in caplog.text


def test_no_account_is_looked_for_while_the_person_waits(handed, monkeypatch):
    """Without a database at hand: looking for one would fail."""
    monkeypatch.setattr(AskForResetForm, "_send", lambda _self, _request: None)
    form = AskForResetForm({"email": "Nia.Rowe@Example.org"})
    assert form.is_valid()
    assert form.save(None) == "nia.rowe@example.org"
    assert len(handed) == 1
