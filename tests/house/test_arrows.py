"""Foreign keys point down the house, and rooms do not talk behind its back."""

import ast
import tomllib
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "folkmoot"
CONTRACT = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
HEIGHT = {room.strip(): -place for place, line in enumerate(CONTRACT["layers"]) for room in line.split("|")}
OURS = [model for model in apps.get_models() if model.__module__.startswith("folkmoot.")]


def room_of(model) -> str:
    return model.__module__.split(".")[1]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_foreign_keys_point_down(model):
    for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
        target = field.related_model
        if target is None or not target.__module__.startswith("folkmoot."):
            continue
        same = room_of(target) == room_of(model)
        down = HEIGHT[room_of(target)] < HEIGHT[room_of(model)]
        assert same or down, f"{model._meta.label}.{field.name} points up to {target._meta.label}"


# A signal in the field's sense: a difference in outcomes that needs review.
A_DIFFERENCE = ("folkmoot.casework.signals", "folkmoot.scrutiny.signals", "folkmoot.workforce.signals")


def test_no_signals_between_rooms():
    for file in PACKAGE.rglob("*.py"):
        tree = ast.parse(file.read_text())
        modules = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
        used = [module for module in modules if "signals" in module and not module.startswith(A_DIFFERENCE)]
        allowed = {"allauth.account.signals", "django.contrib.auth.signals", "django.test.signals", "allauth.mfa.signals"}
        assert set(used) <= allowed, f"{file}: {used}"


def test_no_attic():
    attics = {"utils", "helpers", "common", "misc", "core"}
    found = [file for file in PACKAGE.rglob("*") if file.stem in attics]
    assert not found


@pytest.mark.parametrize("file", sorted(PACKAGE.rglob("*.py")), ids=lambda file: str(file.relative_to(PACKAGE)))
def test_files_and_functions_stay_small(file):
    if "migrations" in file.parts:
        return
    text = file.read_text()
    if "tests" not in file.parts:
        assert text.count("\n") <= 420, f"{file}: past 400 lines it becomes a folder of the same name"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and "tests" not in file.parts:
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= 60, f"{file}:{node.lineno} {node.name} is {length} lines long"
