"""What the checks of signing in share: the fictional year behind https within this process, people of it, sessions, codes."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from trust.places import Place, fictional

HOST = "testserver"


def behind_https(**said: str) -> Place:
    """The fictional year as it stands behind a proxy with TLS, set up within this process. Call once."""
    place = fictional()
    os.environ |= place.environment | {"DJANGO_SETTINGS_MODULE": "folkmoot.config.settings"}
    os.environ |= {"FOLKMOOT_URL": f"https://{HOST}", "FOLKMOOT_BEHIND_PROXY": "true"} | said
    import logging

    import django

    django.setup()
    logging.disable(logging.CRITICAL)
    return place


def cast(place: Place) -> tuple[dict[str, str], str]:
    """The address of one person of each role, and the password of all of them."""
    told = json.loads((place.home / "fictional").read_text(encoding="utf-8"))
    people: dict[str, str] = {}
    for each in told["people"]:
        people.setdefault(each["role"], each["email"])
    return people, str(told["password"])


def browser(*, forms_checked: bool = False, **headers: str) -> Any:
    """A browser on https, as the proxy in front passes on what it asks; an error is shown as its page."""
    from django.test import Client

    passed_on = {"SERVER_NAME": HOST, "HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_FOR": "192.0.2.10"} | headers
    return Client(raise_request_exception=False, enforce_csrf_checks=forms_checked, **passed_on)


def account(email: str) -> Any:
    from folkmoot.accounts.models import Account

    return Account.objects.get(email=email)


def session_of(email: str) -> str:
    """The key of a new session of somebody, as signing in leaves it."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    who, now = account(email), timezone.now().isoformat()
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(who.pk), who.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session["signed_in_at"] = session["last_seen"] = now
    session.create()
    return str(session.session_key)


def signed_in(email: str) -> Any:
    from django.conf import settings

    client = browser()
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(email)
    return client


def is_in(client: Any) -> bool:
    """Whether a page opens that needs nothing but to have signed in."""
    return bool(client.get("/me/").status_code == 200)


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def links_in(page: bytes) -> Iterator[str]:
    """The addresses of our own that a page leads to, without what stands behind a hash sign."""
    for found in re.findall(rb'(?:href|action)="(/[^"#]*)', page):
        yield found.decode(errors="replace").replace("&amp;", "&")


def addresses() -> list[str]:
    """One address of every route of the product, with placeholders put in, from the resolver itself."""
    from tools.documents import routes

    found = {re.sub(r"<(?:(\w+):)?\w+>", lambda part: "1" if part[1] == "int" else "x1", route.address) for route in routes()}
    return sorted(re.sub(r"<[^>]*>", "1", each) for each in found)


def processor_seconds() -> float:
    told = os.times()
    return told.user + told.system


def statics(place: Place) -> list[str]:
    folder: Path = place.home / "static"
    return sorted(f"/static/{file.relative_to(folder)}" for file in folder.rglob("*") if file.is_file() and file.suffix in {".css", ".js"})
