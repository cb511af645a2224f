"""Every operation says who does it and when, and leaves an audit event in the same transaction."""

import ast
import importlib
import inspect
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "folkmoot"


def operations():
    for file in sorted((*PACKAGE.glob("**/operations.py"), *PACKAGE.glob("*/operations/*.py"))):
        name = ".".join(("folkmoot", *file.relative_to(PACKAGE).with_suffix("").parts))
        module = importlib.import_module(name)
        for function_name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == name and not function_name.startswith("_"):
                yield pytest.param(file, function_name, function, id=f"{file.parent.name}.{function_name}")


ALL = list(operations())


def test_there_are_operations():
    assert len(ALL) > 20


@pytest.mark.parametrize(("file", "name", "function"), ALL)
def test_takes_by_and_at_by_keyword(file, name, function):
    parameters = inspect.signature(inspect.unwrap(function)).parameters
    for needed in ("by", "at"):
        assert needed in parameters, f"{name} does not take {needed}="
    positional = [p.name for p in parameters.values() if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    assert not positional, f"{name} takes {positional} by position"


def functions_that_audit(tree: ast.Module) -> set[str]:
    """Names of the module's functions that reach `audit.record`, directly or through another function of the module."""
    calls = {
        node.name: {called_name(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)}
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
    }
    auditing = {name for name, called in calls.items() if called & {"audit.record", "record", "record_changes"}}
    imported = {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("folkmoot.") and ".operations" in node.module
        for alias in node.names
    }
    modules = {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name == "operations" or (alias.asname or "").endswith("operations")
    }
    while True:
        grown = auditing | {
            name for name, called in calls.items() if called & (auditing | imported) or any(one.split(".")[0] in modules for one in called)
        }
        if grown == auditing:
            return auditing
        auditing = grown


def called_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


@pytest.mark.parametrize(("file", "name", "function"), ALL)
def test_leaves_an_audit_event(file, name, function):
    assert name in functions_that_audit(ast.parse(file.read_text())), f"{file.parent.name}.{name} writes nothing to the audit trail"


def test_an_operation_without_audit_is_seen():
    silent = ast.parse("def forget(*, by, at):\n    row.delete()\n\ndef keep(*, by, at):\n    audit.record(1)\n")
    assert functions_that_audit(silent) == {"keep"}
