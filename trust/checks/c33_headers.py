"""33: the headers that guard a browser, on every answer: pages, errors, files, what is not there, and what is refused before a page."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from trust.checks.doors import HOST, addresses, behind_https, body_of, browser, cast, links_in, signed_in, statics
from trust.figures import Figure, Size, check, control

YEAR = 31_536_000
REFERRERS = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
_ELSEWHERE = re.compile(rb'<(?:script|link|img|iframe|source|video|audio|embed|form)\b[^>]*\b(?:src|href|action)="((?:https?:)?//[^"]+)"')
Rule = Callable[[Any], str]


def faults_of(response: Any, *, inside: bool) -> Iterator[str]:
    """What an answer lacks, in words; `inside`: whoever asked had signed in."""
    told = response.headers
    policy = told.get("Content-Security-Policy", "")
    directives = {part.split()[0]: part.split()[1:] for part in policy.split(";") if part.strip()}
    if directives.get("default-src") != ["'none'"] or directives.get("frame-ancestors") != ["'none'"] or "unsafe" in policy:
        yield f"Content-Security-Policy: {policy or 'none'}"
    strict = told.get("Strict-Transport-Security", "")
    seconds = re.search(r"max-age=(\d+)", strict)
    if not seconds or int(seconds[1]) < YEAR or "includeSubDomains" not in strict:
        yield f"Strict-Transport-Security: {strict or 'none'}"
    if told.get("X-Content-Type-Options") != "nosniff":
        yield "X-Content-Type-Options"
    if told.get("Referrer-Policy") not in REFERRERS:
        yield "Referrer-Policy"
    if told.get("X-Frame-Options") != "DENY":
        yield "X-Frame-Options"
    if inside and "no-store" not in told.get("Cache-Control", ""):
        yield f"Cache-Control for somebody signed in: {told.get('Cache-Control', 'none')}"
    for name, cookie in response.cookies.items():
        if not (name.startswith("__Host-") and cookie["secure"] and cookie["httponly"] and cookie["samesite"] in {"Lax", "Strict"}):
            yield f"cookie {name}"


def third_parties(page: bytes) -> list[str]:
    found = (address.decode(errors="replace").split("//", 1)[1].split("/")[0] for address in _ELSEWHERE.findall(page))
    return sorted({host for host in found if host != HOST})


class _Crawl:
    """Answers asked for, and what was wrong with them."""

    def __init__(self) -> None:
        self.tried, self.wrong, self.found, self.kinds = 0, 0, [], {}  # type: ignore[var-annotated]

    def look(self, who: str, client: Any, address: str, *, method: str = "get", inside: bool = False) -> bytes:
        response = getattr(client, method)(address)
        body = body_of(response)
        html = response.headers.get("Content-Type", "").startswith("text/html")
        kept = address.startswith("/static/")  # styles and scripts: the same for everybody, and nothing of anybody
        wrong = [*faults_of(response, inside=inside and not kept), *(third_parties(body) if html else [])]
        self.tried += 1
        self.kinds[response.status_code] = self.kinds.get(response.status_code, 0) + 1
        if wrong:
            self.wrong += 1
            self.found.append(f"{who} {method.upper()} {address.split('?')[0]} {response.status_code}: {'; '.join(wrong)}")
        return body if html else b""

    def follow(self, who: str, client: Any, start: str, most: int, *, inside: bool) -> None:
        """From page to page by their links, each address once."""
        waiting, seen = [start], {start}
        while waiting and most:
            most -= 1
            page = self.look(who, client, waiting.pop(0), inside=inside)
            for link in links_in(page):
                if link not in seen and "logout" not in link and "//" not in link[1:]:
                    seen.add(link)
                    waiting.append(link)


def _crawl(size: Size, change: Callable[[Any], None] | None = None) -> Figure:
    place = behind_https()
    if change:
        from django.conf import settings

        change(settings)  # nothing was asked for yet: the first request reads them
    people, _password = cast(place)
    crawl, whole = _Crawl(), size is Size.WHOLE
    every = addresses()
    for address in every if whole else every[::12]:
        crawl.look("stranger", browser(), address)
    crawl.follow("stranger", browser(), "/public/", 2000 if whole else 15, inside=False)
    for role in people if whole else ("icem", "panel_member"):
        crawl.follow(role, signed_in(people[role]), "/", 400 if whole else 20, inside=True)
    if whole:
        one = signed_in(people["administrator"])
        for address in every:
            if "logout" not in address:
                crawl.look("administrator", one, address, inside=True)
    _refusals(crawl, signed_in(people["hq"]))
    for address in statics(place)[: None if whole else 6]:
        crawl.look("stranger", browser(), address)
    return Figure(
        crawl.wrong + _settings_warned(), crawl.tried + 1, "answers (and `check --deploy`)", least=3000 if whole else 120,
        found=tuple(crawl.found[:20]), more={"answers by status": dict(sorted(crawl.kinds.items())), "routes": len(every)},
    )  # fmt: skip


def _refusals(crawl: _Crawl, inside: Any) -> None:
    """What is refused before there is a page, and what no page is: each must wear the same headers."""
    for address in ("/nothing/at/all", "/people/?words=%00", "/static/nothing.css", "/join/?key=x", "/r/x", "/c/x"):
        crawl.look("stranger", browser(), address)
    for method in ("trace", "options", "put", "delete", "patch", "head"):
        crawl.look("stranger", browser(), "/account/login/", method=method)
    crawl.look("another host's name", browser(HTTP_HOST="evil.example.org"), "/")
    crawl.look("forged form", browser(forms_checked=True), "/account/login/", method="post")
    crawl.look("a language chosen", browser(), "/language", method="post")
    crawl.look("signed in, forbidden", inside, "/people/", inside=True)
    crawl.look("signed in, nothing there", inside, "/nothing/at/all", inside=True)


def _settings_warned() -> int:
    """How many warnings Django's own look at a deployment gives."""
    from django.core.checks import WARNING, run_checks

    return sum(message.level >= WARNING and not message.is_silenced() for message in run_checks(include_deployment_checks=True))


@check(33, "Every answer wears the headers that guard a browser", target="all of a crawl as strangers and every role")
def headers(size: Size) -> Figure:
    return _crawl(size)


@control(33, "the content policy set where it stood before, behind whatever answers first")
def policy_behind(size: Size) -> Figure:
    def change(settings: Any) -> None:
        """As it stood until it was found here that refusals and styles went without."""
        rest = [each for each in settings.MIDDLEWARE if "CSPMiddleware" not in each]
        settings.MIDDLEWARE = [*rest[:-3], "csp.middleware.CSPMiddleware", *rest[-3:]]

    return _crawl(size, change)


@control(33, "pages of somebody signed in may be kept by the browser")
def kept_pages(size: Size) -> Figure:
    def change(settings: Any) -> None:
        settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if not each.endswith("PlainErrors")]

    return _crawl(size, change)


@control(33, "cookies readable by scripts")
def open_cookies(size: Size) -> Figure:
    def change(settings: Any) -> None:
        settings.CSRF_COOKIE_HTTPONLY = settings.LANGUAGE_COOKIE_HTTPONLY = False

    return _crawl(size, change)
