"""A plugin of pytest: files, and the tests in each, run in an order drawn at random from TRUST_ORDER."""

import os
import random
from typing import Any


def pytest_collection_modifyitems(items: list[Any]) -> None:
    drawn = random.Random(os.environ["TRUST_ORDER"])
    files: dict[Any, list[Any]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    order = sorted(files)
    drawn.shuffle(order)
    for tests in files.values():
        tests.sort(key=lambda item: item.nodeid)
        drawn.shuffle(tests)
    items[:] = [item for file in order for item in files[file]]
