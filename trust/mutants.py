"""Mutants: a module with one small thing in it turned round, which a test ought to notice. Also a plugin of pytest that puts one in.

Turned round: a comparison, “and” for “or”, a condition, “not”, a number, a truth value, and an error that is not raised.
"""

import ast
import copy
import os
import sys
from collections.abc import Iterator
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from typing import Any

TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


def places(tree: ast.Module) -> list[tuple[int, str]]:
    """Every place of a module where something may be turned round: its number in `ast.walk`, and how."""
    return [(number, how) for number, node in enumerate(_worth(tree)) for how in _ways(node)]


def mutated(text: str, place: tuple[int, str]) -> tuple[ast.Module, str]:
    """The module with that place turned round, and what was done, for a person."""
    tree = ast.parse(text)
    number, how = place
    node = list(_worth(tree))[number]
    before = ast.unparse(node).split("\n")[0][:70]
    _turn(node, how)
    ast.fix_missing_locations(tree)
    return tree, f"line {node.lineno}: {before} ({how})"


def _worth(tree: ast.Module) -> Iterator[Any]:
    """Nodes within functions, in the order in which they stand; annotations, defaults and decorators are left alone."""
    for function in (each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)):
        for statement in function.body:
            if not isinstance(statement, ast.FunctionDef | ast.ClassDef):
                yield from (node for node in ast.walk(statement) if isinstance(node, ast.expr | ast.stmt))


def _ways(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in TURNED:
        yield "the comparison turned round"
    elif isinstance(node, ast.BoolOp):
        yield "and for or"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not taken away"
    elif isinstance(node, ast.If | ast.IfExp) and not isinstance(node.test, ast.Compare | ast.UnaryOp):
        yield "the condition turned round"
    elif isinstance(node, ast.Constant) and type(node.value) in (int, bool):
        yield "another value"
    elif isinstance(node, ast.Raise) and node.exc is not None:
        yield "not raised"


def _turn(node: Any, how: str) -> None:
    if how == "the comparison turned round":
        node.ops = [TURNED[type(node.ops[0])]()]
    elif how == "and for or":
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    elif how == "not taken away":
        node.op, node.operand = ast.Not(), ast.UnaryOp(ast.Not(), copy.deepcopy(node.operand))
    elif how == "the condition turned round":
        node.test = ast.UnaryOp(ast.Not(), node.test)
    elif how == "another value":
        node.value = (not node.value) if isinstance(node.value, bool) else node.value + 1
    else:
        node.exc = node.cause = None
        node.__class__ = ast.Pass


class _Loader(SourceFileLoader):
    def source_to_code(self, data: Any, path: Any, **more: Any) -> Any:  # type: ignore[override]
        number, _colon, how = os.environ["TRUST_MUTANT_PLACE"].partition(":")
        return compile(mutated(bytes(data).decode(), (int(number), how))[0], path, "exec")

    def get_code(self, name: str) -> Any:
        path = self.get_filename(name)
        return self.source_to_code(self.get_data(path), path)


class _Finder(MetaPathFinder):
    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        if name != os.environ.get("TRUST_MUTANT"):
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and spec.origin:
            loader: Loader = _Loader(name, spec.origin)
            spec.loader = loader
        return spec


if os.environ.get("TRUST_MUTANT"):  # before anything of the product is imported
    sys.meta_path.insert(0, _Finder())
