"""The documents say what is so: generated parts are current, and they name only paths and commands that exist."""

import re
from pathlib import Path

import pytest
from tools import documents

from folkmoot.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("name", sorted(documents.PARTS))
def test_generated_part_is_current(name):
    assert documents.is_current(name), f"run `python tools/documents.py`: the part “{name}” is out of date"


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_paths_exist(file):
    text = file.read_text()
    named = set(re.findall(r"`((?:src|tests|tools|docs|frontend|bench|\.ci)/[\w./*-]+)`", text)) | {
        link for link in re.findall(r"\]\(([^)#:]+)\)", text) if not link.startswith("http")
    }
    for path in named:
        base = ROOT if path.startswith(("src/", "tests/", "tools/", "docs/", "frontend/", "bench/", ".ci/")) else file.parent
        assert list(base.glob(path.rstrip("/"))), f"{file.name} names {path}, which does not exist"


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_commands_exist(file):
    named = set(re.findall(r"\bfolkmoot ([a-z][a-z-]+)\b(?=[^.]*`)", "\n".join(re.findall(r"`[^`\n]*`|^    .*$", file.read_text(), re.M))))
    assert named <= set(COMMANDS), f"{file.name} names commands that do not exist: {named - set(COMMANDS)}"
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    assert set(re.findall(r"`make ([a-z-]+)`", file.read_text())) <= targets


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_command_is_in_the_manual_with_help(command, capsys):
    from folkmoot.cli import main

    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert "usage:" in capsys.readouterr().out
    assert f"`folkmoot {command}" in (ROOT / "docs" / "commands.md").read_text()
