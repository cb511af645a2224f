"""Two people changed the same: what is kept beside what was typed, in words."""

from datetime import date

from django import forms

from folkmoot.webkit.both_versions import Differing, differing
from folkmoot.webkit.forms import GovukForm


class AboutForm(GovukForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label="Name")
    kind = forms.ChoiceField(label="Kind", choices=[("c", "Charity"), ("s", "School")])
    since = forms.DateField(label="Since", required=False)
    open = forms.BooleanField(label="Open", required=False)


KEPT = {"version": 4, "name": "Fenland Together", "kind": "s", "since": date(2026, 3, 7), "open": True}


def sent(**typed):
    form = AboutForm({"version": "3", "name": "Fenland Together", "kind": "s", "since": "2026-03-07", "open": "on"} | typed, initial=KEPT)
    assert form.is_valid()
    return form


def test_only_what_differs_is_shown_and_in_words():
    told = differing(sent(name="Fenland", kind="c", since="", open=""))
    assert told == [
        Differing("Name", "Fenland Together", "Fenland"), Differing("Kind", "School", "Charity"),
        Differing("Since", "7 March 2026", ""), Differing("Open", "Yes", "No"),
    ]  # fmt: skip
    assert differing(sent()) == []


def test_the_form_can_be_sent_again_knowing_of_the_other_version():
    form = sent(name="Fenland")
    assert form.compare_versions()
    assert form["version"].value() == "4"
    assert form["name"].value() == "Fenland"


def test_a_form_that_was_opened_after_the_change_compares_nothing():
    assert not sent(version="4").compare_versions()
