"""Strings that are words to a person and something else to a program, and where a page gave one away to the browser."""

import json
import os
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from trust.figures import Cannot
from trust.places import ROOT

LISTED = Path(os.environ.get("FOLKMOOT_SHARED_DATA", ROOT.parent / "shared" / "data")) / "hostile" / "blns.json"
# Ways out of a text, an attribute in either quotes, an element that holds text only, a comment, a script, a style, an address.
OUT = ("", '">', "'>", "</title>", "</textarea>", "</script>", "</option></select>", "-->", "]]>", "</svg>", "</td></tr></table>")
RUNNING = ("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>")
OURS = (
    *(f"{out}{way}" for out in OUT for way in RUNNING),
    '" onmouseover=alert(1) x="', "' onfocus=alert(1) autofocus x='", "` onclick=alert(1) `", '" autofocus onfocus=alert(1) "',
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "<a href=javascript:alert(1)>here",
    "data:text/html,<script>alert(1)</script>", "<iframe srcdoc='<script>alert(1)</script>'>", "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>", "<form action=//evil.example><button>go",
    "<link rel=stylesheet href=//evil.example>", "<details open ontoggle=alert(1)>", "<b onclick=alert(1)>b",
    "<style>@import'//evil.example'</style>", "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\\u003cscript>alert(1)</script>", "<<script>alert(1)//<</script>", "<scr\x01ipt>alert(1)</scr\x01ipt>",
    "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e", "{{constructor.constructor('alert(1)')()}}", "';alert(1);//", '";alert(1);//',
    "<math><mi xlink:href=javascript:alert(1)>", "<object data=javascript:alert(1)>",
)  # fmt: skip
STRANGE = frozenset({"iframe", "object", "embed", "base", "marquee", "applet", "frame", "frameset", "math", "bgsound", "blink", "xss"})


@cache
def listed() -> tuple[str, ...]:
    """The published list of naughty strings. Raises Cannot where it is not here."""
    if not LISTED.is_file():
        raise Cannot(f"the list of naughty strings is not at {LISTED}: set FOLKMOOT_SHARED_DATA")
    return tuple(each for each in json.loads(LISTED.read_text(encoding="utf-8")) if each)


class Given(HTMLParser):
    """What of a page a browser would run or fetch that no page of ours asks it to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.found += [f"<{tag} {name}={value[:40]}>" for name, value in said.items() if re.fullmatch(r"on\w+", name)]
        for name in ("href", "src", "action", "formaction", "data", "xlink:href", "srcdoc", "content"):
            if re.match(r"[\s\x00-\x1f]*(javascript|vbscript|data:text)", re.sub(r"[\t\r\n]", "", said.get(name, "")), re.IGNORECASE):
                self.found.append(f"<{tag} {name}={said[name][:40]}>")
        if tag in STRANGE or (
            tag == "script" and "src" not in said and said.get("type") not in {"application/json", "application/ld+json"}
        ):
            self.found.append(f"<{tag}>")
        if "evil.example" in " ".join(said.get(name, "") for name in ("href", "src", "action", "content")):
            self.found.append(f"<{tag}> leads elsewhere")
