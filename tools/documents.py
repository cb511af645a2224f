"""Writes the parts of the documents that are made from the code: `python tools/documents.py`; `--check` only compares.

A part stands between `<!-- made: NAME -->` and `<!-- /made -->`.
"""

import argparse
import contextlib
import importlib
import io
import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "folkmoot"


@dataclass(frozen=True)
class Route:
    address: str
    name: str
    rule: str

    def opens_for(self, role: str) -> bool:
        from folkmoot.accounts.rules import ROLE_MAY, Role

        return self.rule in {"public", "signed in"} or not ROLE_MAY[Role(role)].isdisjoint(self.rule.split(" or "))


def routes() -> list[Route]:
    """Every address from the resolver itself, never from a list kept by hand."""
    _start()
    from django.urls import get_resolver

    return sorted(_walk(get_resolver().url_patterns, "/", ""), key=lambda route: route.address)


def _walk(patterns: list, address: str, space: str) -> Iterator[Route]:
    from folkmoot.accounts.third_party_routes import RULES

    for pattern in patterns:
        here = address + _plain(str(pattern.pattern))
        if hasattr(pattern, "url_patterns"):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, here, inner)
        else:
            name = f"{space}{pattern.name}" if pattern.name else ""
            yield Route(here, name, getattr(pattern.callback, "access_rule", None) or RULES.get(name) or _undeclared(pattern.callback))


def _undeclared(view: Callable[..., object]) -> str:
    """A library's page that no rule names answers 404; a view of ours without a rule is a fault."""
    return "" if view.__module__.startswith("folkmoot.") else "closed"


def _plain(pattern: str) -> str:
    named = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", pattern)
    return re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", named).replace("^", "").replace("\\Z", "").replace("$", "")


def access_rows() -> list[Route]:
    return routes()


def access_matrix() -> str:
    _start()
    from folkmoot.accounts.rules import Role

    roles = list(Role)
    lines = ["| address | rule | " + " | ".join(role.value.replace("_", " ") for role in roles) + " |", "|---" * (len(roles) + 2) + "|"]
    lines += [
        f"| `{route.address}` | {route.rule} | " + " | ".join("yes" if route.opens_for(role) else "" for role in roles) + " |"
        for route in access_rows()
    ]
    return "\n".join(lines)


def states() -> str:
    """One diagram for each room's literal table of transitions."""
    _start()
    parts = []
    for file in sorted(PACKAGE.glob("**/rules.py")):
        room = ".".join(file.parent.relative_to(PACKAGE).parts)
        table = getattr(importlib.import_module(f"folkmoot.{room}.rules"), "TRANSITIONS", None)
        if table:
            arrows = "\n".join(f"    {before} --> {after}: {cause}" for before, cause, after in table)
            parts.append(f"**{room.replace('.', ', ')}**\n\n```mermaid\nstateDiagram-v2\n{arrows}\n```")
    return "\n\n".join(parts)


def commands() -> str:
    """Each command's help as it prints."""
    from folkmoot.cli import COMMANDS, main

    os.environ["COLUMNS"] = "110"
    parts = []
    for name, (_, summary) in sorted(COMMANDS.items()):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.suppress(SystemExit):
            main([name, "--help"])
        parts.append(f"## `folkmoot {name}`\n\n{summary[0].upper()}{summary[1:]}.\n\n```\n{printed.getvalue().rstrip()}\n```")
    return "\n\n".join(parts)


def labels() -> str:
    """The data-protection table: every field of every model with its label."""
    _start()
    from django.apps import apps

    lines = ["| table | public | operational | personal | special category | case-related |", "|---" * 6 + "|"]
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label):
        if not model.__module__.startswith("folkmoot."):
            continue
        names = [field.name for field in (*model._meta.local_fields, *model._meta.local_many_to_many)]
        cells = [
            ", ".join(name for name in names if str(model.privacy_of(name)) == label)
            for label in ("public", "operational", "personal", "special_category", "case_related")
        ]
        lines.append(f"| {model._meta.label} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def retention() -> str:
    """How long what is held about people and cases is kept, as the product declares it."""
    _start()
    from folkmoot.overview.subjects.kept import NAMES_STAFF, How, kept_of, sensitive_models

    words = {
        How.DAILY: "the day’s job, “{by}”", How.BY_HAND: "whoever keeps it, by hand", How.WITH: "with {by}", How.AT_ONCE: "never kept",
        How.STAYS: "**kept without a limit**",
    }  # fmt: skip
    lines = ["| table | why it is held | kept | what happens then, or why it stays | seen to by |", "|---|---|---|---|---|"]
    for model in sensitive_models():
        kept = kept_of(model)
        if kept and kept is not NAMES_STAFF:
            lines.append(f"| {model._meta.label} | {kept.why} | {kept.long} | {kept.then} | {words[kept.how].format(by=kept.by)} |")
    lines.append(f"| every other | {NAMES_STAFF.why} | {NAMES_STAFF.long} | {NAMES_STAFF.then} | {words[NAMES_STAFF.how]} |")
    return "\n".join(lines)


def glossary() -> str:
    import csv

    with (PACKAGE / "overview" / "data" / "glossary.csv").open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["term"].casefold())
    return "\n".join(["| word | meaning |", "|---|---|", *(f"| {row['term']} | {row['meaning_en']} |" for row in rows)])


# name of the part -> (document, how it is made)
PARTS: dict[str, tuple[str, Callable[[], str]]] = {
    "access": ("docs/access.md", access_matrix),
    "states": ("docs/architecture.md", states),
    "commands": ("docs/commands.md", commands),
    "labels": ("docs/data-protection.md", labels),
    "retention": ("docs/data-protection.md", retention),
    "glossary": ("docs/glossary.md", glossary),
}


def written(name: str) -> str:
    """The document with its part made anew."""
    document, make = PARTS[name]
    text = (ROOT / document).read_text(encoding="utf-8")
    pattern = re.compile(rf"(<!-- made: {name} -->\n).*?(\n<!-- /made -->)", re.S)
    if not pattern.search(text):
        raise SystemExit(f"{document} has no place for the part “{name}”")
    made = make()
    return pattern.sub(lambda match: match[1] + made + match[2], text)


def is_current(name: str) -> bool:
    return written(name) == (ROOT / PARTS[name][0]).read_text(encoding="utf-8")


def _start() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.config.settings_for_tests")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        stale = [name for name in PARTS if not is_current(name)]
        print("\n".join(f"out of date: {PARTS[name][0]} ({name})" for name in stale))
        return 1 if stale else 0
    for name, (document, _) in PARTS.items():
        (ROOT / document).write_text(written(name), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
