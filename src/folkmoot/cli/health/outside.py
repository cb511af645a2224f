"""The address people use, messages out, and the scanner of files."""

import ipaddress
from urllib.parse import urlsplit

from django.conf import settings

from folkmoot.cli.health.finding import Finding, look, ok, wrong


def address() -> Finding:
    public = not _is_this_machine(urlsplit(settings.PUBLIC_URL).hostname or "")
    if public and not settings.HTTPS:
        return wrong(
            f"People would use {settings.PUBLIC_URL} without encryption.", "Put a proxy with TLS in front and set FOLKMOOT_URL=https://…"
        )
    if settings.HTTPS and not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        return look(
            "The address begins with https, but no proxy is declared; folkmoot itself speaks plain HTTP.",
            "Set FOLKMOOT_BEHIND_PROXY=true, with a proxy that sets X-Forwarded-For and X-Forwarded-Proto.",
        )
    return ok(f"People use {settings.PUBLIC_URL}" + ("." if public else " (this machine only)."))


def mail() -> Finding:
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        return look(f"No mail goes out: messages are written to {settings.EMAIL_FILE_PATH}.", "Set EMAIL_URL and FOLKMOOT_FROM.")
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        return look("Messages come from an address at localhost.", "Set FOLKMOOT_FROM to an address of yours.")
    return ok(f"Mail goes out from {settings.DEFAULT_FROM_EMAIL}.")


def virus_scanner() -> Finding:
    from folkmoot.foundation import scanner

    if not settings.SCANNER:
        return look(
            "No file that is sent is scanned for viruses.", "Set FOLKMOOT_SCANNER to a clamd, for example clamd:///run/clamav/clamd.ctl"
        )
    try:
        answers = scanner.answers()
    except ValueError as error:
        return wrong(f"The virus scanner's address cannot be read, so every file is refused: {error}.", "Correct FOLKMOOT_SCANNER.")
    if not answers:
        return wrong(f"The virus scanner {settings.SCANNER} does not answer, so every file is refused.", "Start clamd.")
    return ok(f"Every file that is sent is scanned for viruses by {settings.SCANNER}; one that cannot be scanned is refused.")


def _is_this_machine(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
