"""Each test begins with an empty memory of pages: two tests may publish the same number of things at the same moment."""

import pytest

from folkmoot.site.keeping import LISTS, PAGES


@pytest.fixture(autouse=True)
def nothing_kept():
    PAGES.clear()
    LISTS.clear()
