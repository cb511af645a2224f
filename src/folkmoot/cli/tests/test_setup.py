from importlib import import_module
from pathlib import Path

import pytest

import folkmoot
from folkmoot.cli import setup
from folkmoot.overview.search.models import Found
from folkmoot.panels.expenses.models import Rate
from folkmoot.panels.models import PanelKind
from folkmoot.scrutiny.assessment.questions.queries import set_for
from folkmoot.stakeholders.duplicates.models import NameKey
from folkmoot.stakeholders.tests.factories import organisation
from folkmoot.workforce.targets.models import Target


@pytest.mark.django_db
def test_a_service_older_than_its_indexes_gets_them_once():
    organisation(name="Fenland Forum")
    NameKey.objects.all().delete()
    assert setup._make_indexes() == "names, for finding duplicates, search"
    assert NameKey.objects.exists()
    assert Found.objects.filter(title="Fenland Forum").exists()
    assert setup._make_indexes() == ""


@pytest.mark.django_db
def test_a_new_service_has_questions_to_put_to_a_case_and_the_targets_of_the_strategy():
    setup.load_reference_data()
    assert set_for(strand="racial", kind=PanelKind.objects.get(code="hate-crime-scrutiny")) is not None
    assert Target.objects.exists()
    assert Rate.objects.exists()


def test_whatever_ships_is_loaded_when_a_service_is_set_up():
    """A room that ships something and is not named here would be empty in every new service."""
    source = Path(folkmoot.__file__).parent
    files = (path for path in source.rglob("*.py") if path.parent.name != "cli")
    shipping = {path.relative_to(source.parent) for path in files if "\ndef load_reference_data" in path.read_text("utf-8")}
    loads = (import_module(f"folkmoot.{module}").load_reference_data for module in setup.WITH_REFERENCE_DATA)
    assert {Path(*load.__module__.split(".")).with_suffix(".py") for load in loads} == shipping
