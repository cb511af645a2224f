"""The public door of the statistics."""

import importlib
import subprocess
import sys

import folkmoot.stats


def test_every_name_comes_from_where_the_door_says():
    for name in folkmoot.stats.__all__:
        assert getattr(folkmoot.stats, name) is not None


def test_no_name_hides_a_module():
    for name in folkmoot.stats.__all__:
        assert importlib.util.find_spec(f"folkmoot.stats.{name}") is None, name


def test_one_name_does_not_cost_the_others():
    code = (
        "import sys; from folkmoot.stats import wilson, adjust, release_all\n"
        "print(sorted({'numpy', 'scipy', 'django', 'duckdb'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
