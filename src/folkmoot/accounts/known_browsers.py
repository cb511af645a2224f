"""A browser that has signed in before keeps a signed mark, so that a stranger's guesses cannot lock its owner out.

Guesses from unknown browsers share one count for each account. A known browser has a count of its own: it cannot be used up
by others, and whoever steals the mark gains no more guesses than that. Source: OWASP, "Slow Down Online Guessing Attacks with
Device Cookies".
"""

import hashlib
import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

MAX_AGE_SECONDS = 365 * 24 * 3600
SALT = "folkmoot.accounts.known_browsers"


def cookie_name() -> str:
    return "__Host-browser" if settings.HTTPS else "browser"


def remember(response: HttpResponse, email: str) -> None:
    """Mark the browser as one in which the person with this address has signed in."""
    mark = signing.dumps([_fingerprint(email), secrets.token_urlsafe(12)], salt=SALT)
    response.set_cookie(cookie_name(), mark, max_age=MAX_AGE_SECONDS, httponly=True, secure=settings.HTTPS, samesite="Lax", path="/")


def mark_of(request: HttpRequest, email: str) -> str | None:
    """The mark of a browser in which the person with this address has signed in before; None for any other browser."""
    try:
        whose, mark = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=SALT, max_age=MAX_AGE_SECONDS)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return str(mark) if secrets.compare_digest(str(whose), _fingerprint(email)) else None


def _fingerprint(email: str) -> str:
    return hashlib.sha256(email.strip().lower().encode()).hexdigest()
