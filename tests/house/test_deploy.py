"""What an operator is handed: units that systemd reads and that are shut tight, a container without rights, a sound bill of materials."""

import configparser
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tools import sbom

from folkmoot.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))
SHUT = {
    "NoNewPrivileges": "yes", "ProtectSystem": "strict", "ProtectHome": "yes", "PrivateTmp": "yes", "PrivateDevices": "yes",
    "CapabilityBoundingSet": "", "RestrictSUIDSGID": "yes", "ProtectKernelModules": "yes", "ProtectKernelTunables": "yes",
    "SystemCallArchitectures": "native", "UMask": "0077", "User": "folkmoot",
}  # fmt: skip


def read(file):
    told = configparser.RawConfigParser(strict=False, interpolation=None)
    told.optionxform = str
    told.read(file)
    return told


@pytest.mark.parametrize("file", UNITS, ids=lambda file: file.name)
def test_a_unit_is_shut_tight_and_runs_a_command_that_exists(file):
    service = read(file)["Service"]
    assert {name: service.get(name) for name in SHUT} == SHUT
    assert re.search(r"/folkmoot (\w+)", service["ExecStart"])[1] in COMMANDS


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_understands_every_unit():
    files = [str(file) for file in (ROOT / "deploy" / "systemd").iterdir()]
    said = subprocess.run(["systemd-analyze", "verify", *files], capture_output=True, text=True, check=False).stderr
    assert not [line for line in said.splitlines() if "folkmoot" in line and "is not executable" not in line]


def test_every_timer_starts_a_unit():
    timers = sorted((ROOT / "deploy" / "systemd").glob("*.timer"))
    assert len(timers) == 3
    assert all(timer.with_suffix(".service") in UNITS for timer in timers)
    assert all(read(timer)["Timer"]["Persistent"] == "true" for timer in timers)


def test_the_container_has_no_rights():
    last = (ROOT / "deploy" / "Containerfile").read_text().split("\nFROM ")[-1]
    assert re.search(r"^USER 10001$", last, re.M)
    assert "/health/ready" in last.split("HEALTHCHECK")[1]
    assert not re.search(r"SECRET|PASSWORD|TOKEN", last)


def test_the_bill_is_what_the_format_asks_for_and_lists_what_is_locked():
    made = json.loads(json.dumps(sbom.bill()))
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.6")
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", made["serialNumber"])
    refs = [part["bom-ref"] for part in made["components"]]
    assert len(refs) == len(set(refs))
    for part in made["components"]:
        assert part["type"] == "library"
        assert re.fullmatch(r"pkg:(pypi|npm)/[A-Za-z0-9._/%-]+@[A-Za-z0-9.+-]+", part["purl"])
        hashes = [*part.get("hashes", []), *(each for ref in part.get("externalReferences", []) for each in ref["hashes"])]
        assert hashes, part["name"]
        assert all(len(each["content"]) == {"SHA-256": 64, "SHA-512": 128}[each["alg"]] for each in hashes)
        forms = [next(iter(licence)) for licence in part.get("licenses", [])]
        assert forms == ["expression"] or set(forms) <= {"license"}  # one expression, or named licences: never both
    assert set(made["dependencies"][0]["dependsOn"]) == set(refs)
    pinned = len(re.findall(r"^[A-Za-z0-9].*==", (ROOT / "requirements.lock").read_text(), re.M))
    assert sum(ref.startswith("pkg:pypi/") for ref in refs) == pinned
    assert sbom.bill()["serialNumber"] == made["serialNumber"]
