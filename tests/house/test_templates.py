"""Pages keep to the strict content policy, escape what people typed, and call no third party."""

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "folkmoot"
TEMPLATES = sorted(file for file in PACKAGE.rglob("templates/**/*") if file.is_file())
# A report is opened from disk, away from any server, so it carries its styles inside.
STANDS_ALONE = {"broken.html"}


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_template(file):
    text = file.read_text()
    standalone = file.name in STANDS_ALONE or "standalone" in file.name
    if not standalone:
        assert not re.search(r"<style\b|\sstyle=", text), "inline styles are refused by the content policy"
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>(?!\s*</script>)", text) or 'type="application/json"' in text, "inline script"
    assert not re.search(r"\son\w+=", text), "inline event handler"
    assert "|safe" not in text, "text typed by people must stay escaped"
    assert file.suffix == ".txt" or "autoescape off" not in text, "only a plain-text message may leave text as it is"
    assert not re.search(r"""(?:src|href|action)=["']https?://""", text), "a page must not call or send people to a third party"


def test_mark_safe_only_in_webkit():
    allowed = {"webkit", "reports"}
    users = {file.relative_to(PACKAGE).parts[0] for file in PACKAGE.rglob("*.py") if "mark_safe(" in file.read_text()}
    assert users <= allowed
