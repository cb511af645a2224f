import pytest

from folkmoot.overview.search import index


@pytest.fixture(autouse=True)
def _index(db):
    index.create()
