"""Settings of a server whose every attempt to reach beyond this machine is written down, in the file that TRUST_WATCHED names."""

import ipaddress
import os
import sys
from typing import Any

from folkmoot.config.settings import *  # noqa: F403

_OUT = os.open(os.environ["TRUST_WATCHED"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


def _here(host: object) -> bool:
    text = host.decode() if isinstance(host, bytes) else str(host or "")
    if text in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(text).is_loopback or ipaddress.ip_address(text).is_unspecified
    except ValueError:
        return False


def _watch(event: str, words: tuple[Any, ...]) -> None:
    """Python itself calls this for every look-up of a name and every connection, whatever made it."""
    if event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        host = words[0]
    elif event in {"socket.connect", "socket.sendto"} and isinstance(words[1], tuple):
        host = words[1][0]
    else:
        return
    if not _here(host):
        os.write(_OUT, f"{event} {host}\n".encode())


sys.addaudithook(_watch)
if os.environ.get("TRUST_BREAKS"):
    MIDDLEWARE = [*MIDDLEWARE, f"trust.broken_middleware.{os.environ['TRUST_BREAKS']}"]  # noqa: F405
