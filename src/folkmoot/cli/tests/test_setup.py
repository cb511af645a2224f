import pytest

from folkmoot.cli import setup
from folkmoot.overview.search.models import Found
from folkmoot.stakeholders.duplicates.models import NameKey
from folkmoot.stakeholders.tests.factories import organisation


@pytest.mark.django_db
def test_a_service_older_than_its_indexes_gets_them_once():
    organisation(name="Fenland Forum")
    NameKey.objects.all().delete()
    assert setup._make_indexes() == "names, for finding duplicates, search"
    assert NameKey.objects.exists()
    assert Found.objects.filter(title="Fenland Forum").exists()
    assert setup._make_indexes() == ""
