"""A small run of the whole product on a machine that can reach nothing: started by check 36 within a network of its own.

`python -m trust.checks.alone OUT MOST [BREAKS]`: writes what was tried, and every attempt to reach beyond the machine, as JSON.
"""

import fcntl
import json
import os
import socket
import struct
import sys
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

_SET_FLAGS, _UP, _RUNNING = 0x8914, 0x1, 0x40
ELSEWHERE = (
    "http://169.254.169.254/latest/meta-data/", "https://192.0.2.1/", "http://example.org/", "http://[2001:db8::1]/", "ftp://192.0.2.1/x",
    "http://192.0.2.1@example.org/", "https://example.org:8443/x?y=z", "http://0x7f000001.example.org/", "http://metadata.google.internal/",
    "https://xn--e1afmkfd.example/",
)  # fmt: skip


def _loopback_up() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        fcntl.ioctl(probe.fileno(), _SET_FLAGS, struct.pack("16sh14s", b"lo", _UP | _RUNNING, b""))


def _asked(address: str, page: str, key: str) -> tuple[int, bytes]:
    connection = HTTPConnection(address.removeprefix("http://"), timeout=120)
    try:
        connection.request("GET", page, headers={"Host": "localhost"} | ({"Cookie": f"sessionid={key}"} if key else {}))
        answer = connection.getresponse()
        return answer.status, answer.read() if "html" in (answer.headers.get("Content-Type") or "") else b""
    finally:
        connection.close()


def _crawled(address: str, key: str, start: str, most: int) -> int:
    from trust.checks.doors import links_in

    waiting, seen, asked = [start], {start}, 0
    while waiting and asked < most:
        asked += 1
        _status, page = _asked(address, waiting.pop(0), key)
        for link in links_in(page):
            if link not in seen and "logout" not in link and not link.startswith(("//", "/static")):
                seen.add(link)
                waiting.append(link)
    return asked


def _forms_with_addresses() -> int:
    """Every form field that takes a web address, given addresses that a server might be made to fetch; returns how many were tried."""
    import importlib
    import inspect

    from django import forms

    import folkmoot

    tried, root = 0, Path(folkmoot.__file__).parent
    for file in sorted(root.rglob("web/*forms*.py")):
        module = importlib.import_module(".".join(("folkmoot", *file.relative_to(root).with_suffix("").parts)))
        for _name, form in inspect.getmembers(module, inspect.isclass):
            fields: dict[str, Any] = getattr(form, "base_fields", {})
            for field in (each for each in fields.values() if isinstance(each, forms.URLField) and form.__module__ == module.__name__):
                for value in ELSEWHERE:
                    tried += 1
                    try:
                        field.clean(value)
                    except forms.ValidationError:
                        continue
    return tried


def main(out: Path, most: int, breaks: str) -> None:
    _loopback_up()
    from trust.checks.doors import cast, session_of
    from trust.places import fictional, served, use

    place = fictional()
    watched = place.home / "watched"
    extra = {"DJANGO_SETTINGS_MODULE": "trust.watched_settings", "TRUST_WATCHED": str(watched), "TRUST_BREAKS": breaks}
    with served(place, **extra):
        answering, place.address = place.address, ""
        os.environ["TRUST_WATCHED"] = str(watched)
        use(place)
        people, _password = cast(place)
        told = {"requests": _crawled(answering, "", "/public/", most)}
        for role in ("icem", "hq", "panel_member"):
            told["requests"] += _crawled(answering, session_of(people[role]), "/", most)
    words = (["daily"], ["post"], ["doctor"], ["audit", "verify"]) if not breaks else ()
    for command in words:
        place.run(*command, code=None, **extra)
    told |= {"commands": len(words), "addresses in forms": _with_watch(watched)}
    told["reached"] = watched.read_text().splitlines() if watched.exists() else []  # type: ignore[assignment]
    out.write_text(json.dumps(told))


def _with_watch(watched: Path) -> int:
    os.environ["TRUST_WATCHED"] = str(watched)
    import trust.watched_settings  # noqa: F401 - from here on this process is watched too

    return _forms_with_addresses()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "")
