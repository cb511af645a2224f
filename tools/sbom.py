"""Writes the software bill of materials (CycloneDX 1.6, JSON) from the lock files: `python tools/sbom.py [FILE]`, or `make sbom`.

What is locked is what is listed: each package with the SHA-256 or SHA-512 of every file that may be installed for it. Licences of Python
packages are read from what is installed here; one that is not installed, or says nothing, has none in the list and is named at the end.
Source: https://cyclonedx.org/docs/1.6/json/
"""

import base64
import json
import re
import sys
import tomllib
import uuid
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PYTHON_LOCK, NODE_LOCK = ROOT / "requirements.lock", ROOT / "frontend" / "package-lock.json"
_PINNED = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)")
_CLASSIFIER = "License :: OSI Approved :: "
Part = dict[str, Any]


def bill() -> Part:
    """The whole bill; the same locks give the same bill, so that two can be compared."""
    parts = [*python_parts(PYTHON_LOCK.read_text()), *node_parts(json.loads(NODE_LOCK.read_text()))]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    own = {
        "type": "application", "bom-ref": f"pkg:pypi/folkmoot@{project['version']}", "name": "folkmoot", "version": project["version"],
        "description": project["description"], "licenses": [{"license": {"id": project["license"]}}],
        "purl": f"pkg:pypi/folkmoot@{project['version']}",
    }  # fmt: skip
    told = json.dumps([own, parts], sort_keys=True)
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, told)}", "version": 1,
        "metadata": {"component": own, "lifecycles": [{"phase": "pre-build"}]}, "components": parts,
        "dependencies": [{"ref": own["bom-ref"], "dependsOn": [part["bom-ref"] for part in parts]}],
    }  # fmt: skip


def python_parts(lock: str) -> Iterator[Part]:
    """What requirements.lock pins, with the hash of every file that pip would take."""
    for entry in re.split(r"\n(?=\S)", lock):
        found = _PINNED.match(entry)
        if not found:
            continue
        name, version = re.sub(r"[-_.]+", "-", found[1]).lower(), found[2]
        hashes = [{"alg": "SHA-256", "content": content} for content in re.findall(r"--hash=sha256:([0-9a-f]{64})", entry)]
        files = {"type": "distribution", "url": f"https://pypi.org/simple/{name}/", "hashes": hashes, "comment": "any one of these files"}
        yield _part("pypi", name, version, _python_licence(name)) | {"externalReferences": [files]}


def node_parts(lock: Part) -> Iterator[Part]:
    """What compiles the styles; nothing of it runs in the service but the styles, letters and scripts themselves."""
    for path, entry in sorted(lock["packages"].items()):
        if not path:
            continue
        name = path.rpartition("node_modules/")[2]
        algorithm, _, encoded = entry["integrity"].partition("-")
        hashes = [{"alg": algorithm.upper().replace("SHA", "SHA-"), "content": base64.b64decode(encoded).hex()}]
        licence = [{"expression": entry["license"]}] if entry.get("license") else []
        scope = {"scope": "optional"} if entry.get("optional") else {}
        yield _part("npm", name.replace("@", "%40", 1), entry["version"], licence, name) | {"hashes": hashes} | scope


def _part(kind: str, name: str, version: str, licences: list[Part], said: str = "") -> Part:
    purl = f"pkg:{kind}/{name}@{version}"
    part: Part = {"type": "library", "bom-ref": purl, "name": said or name, "version": version, "purl": purl}
    return part | ({"licenses": licences} if licences else {})


def _python_licence(name: str) -> list[Part]:
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return []
    if expression := told.get("License-Expression"):
        return [{"expression": expression}]
    named = [each.removeprefix(_CLASSIFIER) for each in told.get_all("Classifier") or [] if each.startswith(_CLASSIFIER)]
    written = (told.get("License") or "").strip().split("\n")[0][:100]
    return [{"license": {"name": each}} for each in named or ([written] if written else [])]


def main(words: list[str]) -> int:
    target = Path(words[0] if words else ROOT / "dist" / "folkmoot.cdx.json")
    target.parent.mkdir(parents=True, exist_ok=True)
    made = bill()
    target.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    silent = [part["name"] for part in made["components"] if "licenses" not in part]
    print(f"{target}: {len(made['components'])} packages, {len(silent)} without a licence that could be read: {', '.join(silent)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
