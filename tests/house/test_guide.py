"""The guide's pictures are those that the journeys take: none missing, none unused."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "guide"


def test_guide_pictures_and_journeys_agree():
    shown = set(re.findall(r"pictures/([\w-]+)\.png", (GUIDE / "README.md").read_text()))
    taken = {
        name
        for file in (ROOT / "tests" / "journeys").glob("test_*.py")
        for name in re.findall(r'\.picture\("([\w-]+)"\)', file.read_text())
    }
    kept = {file.stem for file in (GUIDE / "pictures").glob("*.png")}
    assert shown == taken, f"in the guide and not taken: {shown - taken}; taken and not in the guide: {taken - shown}"
    assert shown == kept, f"to be taken with FOLKMOOT_PICTURES=1 make journeys: {shown ^ kept}"
