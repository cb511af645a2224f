"""Every field of every model of ours carries a privacy label, and labels name only fields that exist."""

import pytest
from django.apps import apps

OURS = [model for model in apps.get_models() if model.__module__.startswith("folkmoot.")]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_field_is_labelled(model):
    names = {field.name for field in (*model._meta.local_fields, *model._meta.local_many_to_many)}
    unlabelled = sorted(name for name in names if model.privacy_of(name) is None)
    assert not unlabelled, f"{model._meta.label}: give these fields a privacy label: {unlabelled}"


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_labels_name_real_fields(model):
    names = {field.name for field in (*model._meta.local_fields, *model._meta.local_many_to_many)}
    assert set(model.privacy) <= names | inherited_labels(model), f"{model._meta.label}: labels for fields that are not there"


def inherited_labels(model):
    """Labels written once on an abstract base may name fields that only some of its children have."""
    return {name for base in model.__mro__[1:] for name in getattr(base, "privacy", {})}


def test_an_unlabelled_field_is_seen():
    class Unlabelled:
        privacy = {}

    from folkmoot.foundation.models import Row

    assert Row.privacy_of.__func__(Unlabelled, "name") is None
