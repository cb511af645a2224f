"""Check 9: words that lead elsewhere lead nowhere: not an address to another site, a name to another file, a text to a template."""

import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from trust.checks.in_process import MEMBER, begin, client, routes
from trust.figures import Figure, Size, check, control

ELSEWHERE = "evil.example"
AWAY = (
    f"https://{ELSEWHERE}/", f"//{ELSEWHERE}", f"///{ELSEWHERE}", f"\\\\{ELSEWHERE}", f"/\\{ELSEWHERE}", f"http:{ELSEWHERE}",
    f"https:/{ELSEWHERE}", f"https:///{ELSEWHERE}", f"/%2F{ELSEWHERE}", f"/%5C{ELSEWHERE}", f"https://testserver@{ELSEWHERE}/",
    f"https://testserver.{ELSEWHERE}/", f"https://{ELSEWHERE}#testserver", f"https://{ELSEWHERE}%23@testserver/", f"\t//{ELSEWHERE}",
    f"/\t/{ELSEWHERE}", f"\u00a0//{ELSEWHERE}", f"http://{ELSEWHERE}\\@testserver/", "javascript:alert(1)", "java\nscript:alert(1)",
    f"data:text/html,<meta http-equiv=refresh content=0;url=//{ELSEWHERE}>", f"/\r\nLocation: https://{ELSEWHERE}",
    f"/%0d%0aLocation:%20https://{ELSEWHERE}",
    f"\u3002{ELSEWHERE}", f"//{ELSEWHERE}%E3%80%82com", f"ftp://{ELSEWHERE}/", f"//{ELSEWHERE}:80/",
)  # fmt: skip
NEXT = (
    "next",
    "back",
    "url",
    "return",
    "return_to",
    "redirect",
    "redirect_to",
    "to",
    "where",
    "address",
    "went_to",
    "continue",
    "goto",
    "from",
)
OUTSIDE = (
    "../secret.key", "../../secret.key", "../../../../../../etc/passwd", "..%2fsecret.key", "..%2f..%2f..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/secret.key", "..%252fsecret.key", "..\\..\\secret.key", "..%5c..%5csecret.key", "/etc/passwd", "%2fetc%2fpasswd",
    "....//....//secret.key", "..;/secret.key", ".%00./secret.key", "secret.key%00.css", "file:///etc/passwd", "%c0%ae%c0%ae/secret.key",
    "..%c0%afsecret.key", "\uff0e\uff0e/secret.key", "a'b", 'a"b', "a%00", "a%0d%0aX-Evil:%201", "{{7*7}}", "${7*7}", "CON", "-1", "9" * 40,
)  # fmt: skip
BREAKS = ("\r\n", "\n", "\r", "\r\n\r\n", "\n ", "%0d%0a", "\u2028", "\x85", "\x0b", "\x0c", "\0")
TEMPLATES = (
    "{{ 668|add:670 }}", "{{668+670}}", "${668+670}", "#{668+670}", "<%= 668+670 %>", "{% now 'Y' %}{{ 668|add:670 }}", "{668+670}",
    "{{ settings.SECRET_KEY }}", "{{ request.user.password }}", "{% debug %}", "{% include 'base.html' %}", "%(password)s", "{0.__class__}",
    "{self.__init__.__globals__}", "$(expr 668 + 670)", "`expr 668 + 670`",
)  # fmt: skip
WORKED_OUT = ("1338", "argon2$", "__globals__':", "<class '")
HOME_MARK = "root:x:0:0:"


@check(
    9, "Words that lead elsewhere lead nowhere: no other site, no other file, no header of theirs, no template",
    target="0 hits, 0 × 5xx; 0 redirects off-site",
)  # fmt: skip
def words_that_lead(size: Size) -> Figure:
    return _all(size, quiet().home)


@control("9", "a page goes on to whatever address it was told")
def open_redirect(size: Size) -> Figure:
    return _with("goes_on")


@control("9", "what is not found is looked for in a folder by its name")
def by_its_name(size: Size) -> Figure:
    return _with("hands_over")


@control("9", "a page is worked out as a template once more, with the words that stand in it")
def template_twice(size: Size) -> Figure:
    return _with("works_out")


def _with(middleware: str) -> Figure:
    place = quiet()
    from django.conf import settings

    settings.MIDDLEWARE = [f"trust.checks.c09_words_that_lead.{middleware}", *settings.MIDDLEWARE]
    return _all(Size.GATE, place.home)


def quiet() -> Any:
    import logging

    place = begin()
    logging.disable(logging.ERROR)  # a name of a host that is not ours is refused, and said so
    return place


def goes_on(get_response: Any) -> Any:
    from django.http import HttpResponse

    def answer(request: Any) -> Any:
        if "next" in request.GET:
            told = HttpResponse(status=302)
            told.headers["Location"] = request.GET["next"].replace("\r", "").replace("\n", "")
            return told
        return get_response(request)

    return answer


def hands_over(get_response: Any) -> Any:
    from django.http import HttpResponse

    def answer(request: Any) -> Any:
        given = get_response(request)
        path = os.path.normpath(Path(os.environ["FOLKMOOT_HOME"], "files", request.path_info.lstrip("/").partition("/")[2]))
        return HttpResponse(Path(path).read_bytes()) if given.status_code == 404 and "\0" not in path and Path(path).is_file() else given

    return answer


def works_out(get_response: Any) -> Any:
    from django.template import Context, Template

    def answer(request: Any) -> Any:
        given = get_response(request)
        if "html" in given.headers.get("Content-Type", "") and not given.streaming:
            worked = re.sub(r"\{\{ \d.*?\}\}", lambda found: Template(found[0]).render(Context()), given.text)
            given.content = worked.encode()
        return given

    return answer


def _all(size: Size, home: Path) -> Figure:
    made = client()
    kinds: Counter[str] = Counter()
    wrong: list[str] = []
    parts = {
        "addresses to go on to": _goes_on(made, size), "names within addresses": _names(made, size, home), "headers": _headers(made, size),
        "names of files": _files(made, size, home), "templates in words": _templates(made, size),
    }  # fmt: skip
    for kind, tries in parts.items():
        for what, fault in tries:
            kinds[kind] += 1
            wrong += [f"{kind}: {what}: {fault}"] if fault else []
    more = {**kinds, "not measured": "the lists of 1,630 lines are not here: those of this file were sent"}
    return Figure(len(wrong), sum(kinds.values()), "tries", more, tuple(wrong), 2000 if size is Size.WHOLE else 200)


def _some(things: Any, size: Size, each: int) -> list[Any]:
    """All of them, or every so-manieth."""
    return list(things) if size is Size.WHOLE else list(things)[::each]


def _wrong(answer: Any) -> str:
    """Whether an answer leads off the site, or broke."""
    went = answer.headers.get("Location", "")
    said = re.sub(r"[\t\r\n]", "", went.strip()).replace("\\", "/")  # as browsers read it
    where = urlsplit(said)
    if answer.status_code >= 500:
        return str(answer.status_code)
    ours = where.scheme in ("http", "https") and where.netloc == "testserver"
    if went and not ours and (where.scheme or said.startswith("//")):
        return f"goes on to {went}"
    if any(name.lower() in ("x-evil", "set-cookie2") for name in answer.headers):
        return "has a header of somebody else's"
    if "html" in answer.headers.get("Content-Type", "") and re.search(
        rf'(?:href|action|src|content)="(?:[^"]*url=)?(?:https?:)?[/\\]{{2,}}{re.escape(ELSEWHERE)}|href="javascript:', answer.text
    ):
        return "leads there by a link"
    return ""


def _goes_on(made: Any, size: Size) -> Iterator[tuple[str, str]]:
    """Every page that stands by itself, signing in, changing the language, asked to go on elsewhere."""
    from django.test import Client

    nobody = Client(raise_request_exception=False)
    alone = [f"/{route.path}" for route in routes() if "<" not in route.path and not re.search(r"[\\^(]", route.path)]
    for number, path in enumerate(_some(alone, size, 12)):
        for away in AWAY if size is Size.WHOLE else AWAY[number % 9 :: 9]:
            asked = "&".join(f"{name}={quote(away)}" for name in NEXT)
            yield f"{path} {away!r}", _wrong(made.get(f"{path}?{asked}"))
    member = client(MEMBER, everything=False)
    for away in AWAY:
        asked = f"next={quote(away)}"
        for who, path in ((nobody, "/account/login/"), (nobody, "/account/logout/"), (member, "/account/login/")):
            yield f"{path} {away!r}", _wrong(who.get(f"{path}?{asked}"))
        typed = {"login": "ruth.adeyemi@example.org", "password": "marigold-lantern-42", "next": away}
        if size is Size.WHOLE:
            yield f"signed in with {away!r}", _wrong(Client(raise_request_exception=False).post("/account/login/", typed))
        for path in ("/language", "/i18n/setlang/"):
            yield f"{path} {away!r}", _wrong(nobody.post(path, {"language": "cy", "next": away}, HTTP_REFERER=away.strip() or "/"))


def _names(made: Any, size: Size, home: Path) -> Iterator[tuple[str, str]]:
    """Every route with a word in its address, that word being a name of another file; and the addresses of files themselves."""
    key = (home / "secret.key").read_bytes().strip()[:24]
    with_words = [route for route in routes() if re.search(r"<(?:str|slug|path):", route.path)]
    said = [quote(name, safe="%/.;") for name in OUTSIDE]
    paths = []
    for number, route in enumerate(_some(with_words, size, 8)):
        for name in said if size is Size.WHOLE else said[number % 14 :: 14]:
            word = name.replace("/", "%2f")
            paths.append("/" + re.sub(r"<int:\w+>", "1", re.sub(r"<(?:str|slug|path):\w+>", lambda _found, put=word: put, route.path)))
    paths += [f"{before}{name}" for before in ("/static/", "/media/", "/files/", "/") for name in said]
    for path in paths:
        answer = made.get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        hit = "holds another file" if key in body or HOME_MARK.encode() in body else ""
        yield path, hit or _wrong(answer)


def _headers(made: Any, size: Size) -> Iterator[tuple[str, str]]:
    """A few pages, each header that a stranger may send holding something of theirs."""
    names = (
        "HTTP_HOST", "HTTP_X_FORWARDED_HOST", "HTTP_X_ORIGINAL_URL", "HTTP_X_REWRITE_URL", "HTTP_REFERER", "HTTP_ORIGIN", "HTTP_USER_AGENT",
        "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE", "HTTP_COOKIE", "CONTENT_TYPE",
        "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_HTTP_METHOD_OVERRIDE", "HTTP_AUTHORIZATION", "HTTP_CONTENT_ENCODING",
    )  # fmt: skip
    values = (
        f"{ELSEWHERE}",
        f"https://{ELSEWHERE}/",
        "a\r\nX-Evil: 1",
        "\0",
        "é" * 300,
        "9" * 5000,
        "bytes=0-,0-,0-,0-",
        "{{7*7}}",
        "')--",
        "..",
    )
    for page in ("/", "/account/login/", "/public/", "/search?q=a"):
        for name in _some(names, size, 3):
            for value in _some(values, size, 3):
                yield f"{page} {name}: {value[:30]!r}", _wrong(made.get(page, **{name: value}))


def _files(made: Any, size: Size, home: Path) -> Iterator[tuple[str, str]]:
    """A paper of an activity under each name: where it is kept, and under which name it is handed over."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from folkmoot.engagement.papers.models import Paper

    names = [*OUTSIDE, *(f"a{broken}X-Evil: 1.txt" for broken in BREAKS), "a" * 5000 + ".txt", "..", ".", "", "nul.txt", "\u202etxt.exe"]
    for name in _some(names, size, 3):
        before, newest = _elsewhere(home), Paper.objects.order_by("-pk").values_list("pk", flat=True).first()
        sent = SimpleUploadedFile("a.txt", b"Plain words", "text/plain")
        sent._name = name or "x"  # as a client of its own making would send it
        form = {"title": "A file", "consent": "all", "transcript": "Words that are heard. " * 3, "mark": "", "file": sent}
        answer = made.post("/engagement/2/papers/new", form)
        fault = _wrong(answer)
        kept = Paper.objects.order_by("-pk").first()
        if kept and kept.pk != newest:
            out = made.get(f"/engagement/2/papers/{kept.pk}")
            handed = out.headers.get("Content-Disposition", "")
            fault = fault or _wrong(out) or ("" if re.fullmatch(r"[0-9a-f]{32}\.\w+", kept.kept_as) else f"is kept as {kept.kept_as}")
            fault = fault or (
                "" if handed.startswith("attachment") and not re.search(r"[\r\n\0]", handed) else f"is handed over as {handed!r}"
            )
        fault = fault or (f"wrote {sorted(_elsewhere(home) - before)[0]}" if _elsewhere(home) - before else "")
        yield repr(name[:40]), fault


def _elsewhere(home: Path) -> set[Path]:
    """What lies about beside the folders in which files belong."""
    return {path for path in home.parent.rglob("*") if not {"files", "incoming"} & set(path.parts) and "sqlite" not in path.name}


def _templates(made: Any, size: Size) -> Iterator[tuple[str, str]]:
    """Names and titles that are templates, on the pages that show them; and words that a page was asked for and says again."""
    from folkmoot.actions.models import Plan
    from folkmoot.engagement.models import Activity
    from folkmoot.stakeholders.models import Organisation

    shown = ((Organisation, "name", "/organisations/"), (Activity, "title", "/engagement/"), (Plan, "title", "/actions/"))
    for words in _some(TEMPLATES, size, 2):
        for model, field, page in shown:
            if row := model.objects.first():
                model.objects.filter(pk=row.pk).update(**{field: words[: model._meta.get_field(field).max_length]})
                yield f"{page} {words}", _worked_out(made.get(page)) or _worked_out(made.get(f"{page}{row.pk}/"))
        for page in ("/search", "/engagement/", "/organisations/", "/actions/", "/voice/"):
            yield f"{page}?q={words}", _worked_out(made.get(page, {"q": words, "name": words, "search": words}))


def _worked_out(answer: Any) -> str:
    if fault := _wrong(answer):
        return fault
    found = [each for each in WORKED_OUT if each in answer.text] if "html" in answer.headers.get("Content-Type", "") else []
    return f"was worked out: {found}" if found else ""
