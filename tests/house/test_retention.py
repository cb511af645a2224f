"""Whatever is held about people and cases says how long it is kept, and what is said to be done each day is done each day."""

from django.apps import apps

from folkmoot.overview.reminders.daily import PARTS
from folkmoot.overview.subjects.kept import KEPT, How, beyond_staff, kept_by_model, kept_of, sensitive_models

MODELS = {model._meta.label: model for model in apps.get_models() if model.__module__.startswith("folkmoot.")}


def test_every_model_about_people_or_cases_says_how_long_it_is_kept():
    undeclared = [model._meta.label for model in sensitive_models() if kept_of(model) is None]
    assert not undeclared, f"say in overview/subjects/kept.py how long these are kept: {undeclared}"


def test_a_model_that_nobody_declared_is_seen(monkeypatch):
    monkeypatch.delitem(kept_by_model(), "stakeholders.Contact")
    assert kept_of(MODELS["stakeholders.Contact"]) is None


def test_what_is_declared_exists_and_somebody_sees_to_it():
    assert set(kept_by_model()) <= set(MODELS)
    parts = {name for name, _part in PARTS}
    for entry in KEPT:
        assert entry.long
        assert entry.then
        assert entry.how is not How.DAILY or entry.by in parts, f"{entry.models}: “{entry.by}” is no part of the day’s job"
        assert entry.how is not How.WITH or entry.by in MODELS, f"{entry.models}: {entry.by} is no model"


def test_who_did_something_is_told_from_what_is_held_of_somebody():
    assert beyond_staff(MODELS["actions.Progress"]) == []
    assert [field.name for field in beyond_staff(MODELS["decisions.ConsultationTelling"])] == ["who"]
