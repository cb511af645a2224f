"""The process that reads one untrusted document and looks for what is to be replaced: it knows no database, no key and no network.

It is told on standard input how long the document is and what is known of the case (a line of JSON), then gets the document. It writes
a line of JSON for each step and, last, what it found. Nothing is written to disk.
"""

import json
import resource
import sys
from typing import Any, BinaryIO

from folkmoot.errors import FolkmootError

MEMORY = 3_000_000_000  # bytes of address space: a local model takes up to two thousand million
CPU_SECONDS = 300


def main() -> int:
    _limit()
    stream = sys.stdin.buffer
    asked = json.loads(stream.readline())
    try:
        said = _answer(asked, stream)
    except FolkmootError as error:
        said = {"error": {"what": error.what, "why": error.why, "do": error.do}}
    except MemoryError:
        said = {
            "error": {
                "what": "This document is too large to be read.",
                "why": "It needs more memory than is allowed.",
                "do": "Send it in parts.",
            }
        }
    _write(said)
    return 0


def _answer(asked: dict[str, Any], stream: BinaryIO) -> dict[str, Any]:
    """What is asked: to read a document and make suggestions, or to make suggestions anew for a text that was read."""
    if "text" in asked:
        return _suggested(asked["text"], asked)
    from folkmoot.documents import read

    reading = read(stream.read(int(asked["size"])), progress=lambda done, total: _write({"done": done, "total": total}))
    found = {
        "kind": str(reading.kind), "text": reading.text, "pages": reading.pages,
        "hazards": [[str(one.kind), one.where, one.count] for one in reading.hazards],
    }  # fmt: skip
    return found | _suggested(reading.text, asked)


def _suggested(text: str, asked: dict[str, Any]) -> dict[str, Any]:
    from folkmoot.redaction import names
    from folkmoot.redaction.pseudonyms import Pseudonyms
    from folkmoot.redaction.spans import Kind, Known
    from folkmoot.redaction.suggesting import suggest

    known = [Known(value, Kind(kind), role, person) for value, kind, role, person in asked["known"]]
    pseudonyms = Pseudonyms.from_json(asked["pseudonyms"]) if asked["pseudonyms"] else Pseudonyms()
    finder = names.finder()
    spans = suggest(text, known, finder=finder, pseudonyms=pseudonyms)
    return {"spans": [span.as_dict() for span in spans], "pseudonyms": pseudonyms.to_json(), "model": finder.uses_model}


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _write(said: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
