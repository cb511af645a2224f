"""What a backup takes is one moment of the database, on either engine."""

import pytest
from django.db import connection

from folkmoot.accounts.tests.factories import area
from folkmoot.errors import FolkmootError
from folkmoot.keeping.moments import take_moment
from folkmoot.stakeholders.tests.factories import organisation


@pytest.mark.django_db(transaction=True)
def test_the_database_is_taken_with_what_is_behind_the_fence(tmp_path):
    organisation(area=area())
    moment = take_moment(tmp_path / "database")
    assert moment.file.stat().st_size > 10_000
    assert moment.holding.engine == connection.vendor
    assert moment.holding.counts["stakeholders_organisation"] == 1


@pytest.mark.django_db
def test_nothing_is_taken_in_the_middle_of_a_change(tmp_path):
    with pytest.raises(FolkmootError, match="in the middle of a change"):
        take_moment(tmp_path / "database")
