"""One page, to be saved, that checks a draw and seals a phrase in any browser without a server or a network."""

import base64
import hashlib
import re
from pathlib import Path

import folkmoot
from folkmoot.sampling.errors import ReceiptError

SCRIPTS = Path(folkmoot.__path__[0]) / "webkit" / "static" / "vendor"
PARTS = ("sha256.js", "sampling.js", "draws.js")  # each needs those before it
_IMPORT = re.compile(r"^import .*$", re.MULTILINE)
_STYLE = (
    "body{font:1.125rem/1.5 system-ui,sans-serif;margin:0;color:#0b0c0c;background:#fff}main{max-width:44rem;margin:0 auto;padding:1rem}"
    "label{display:block;font-weight:bold}"
    "input[type=text]{width:100%;box-sizing:border-box;font:inherit;padding:.4rem;border:2px solid #0b0c0c}"
    "button{font:inherit;padding:.5rem 1rem;background:#00703c;color:#fff;border:0;border-bottom:3px solid #002d18;cursor:pointer}"
    "input:focus,button:focus{outline:3px solid #fd0;outline-offset:0;box-shadow:0 0 0 5px #0b0c0c}section:focus,dl:focus{outline:none}"
    "section{border-left:10px solid #b1b4b6;padding:.5rem 1rem}section[data-draw-holds=yes]{border-color:#00703c}"
    "section[data-draw-holds=no]{border-color:#d4351c}dd{margin:0 0 1rem;font-family:monospace}"
    "dd,li{overflow-wrap:anywhere}"
)


def verifier_page(scripts: Path | None = None) -> str:
    """The page as HTML. It may run its own script and nothing else: its policy names the script by its hash. Raises ReceiptError."""
    try:
        parts = [((scripts or SCRIPTS) / name).read_text(encoding="utf-8") for name in PARTS]
    except OSError as error:
        raise ReceiptError("The scripts of the page are not there.", "They are made with the styles.", "Run `folkmoot setup`.") from error
    script = "\n" + "\n".join(_IMPORT.sub("", part) for part in parts)
    filled = (Path(__file__).parent / "verifier.html").read_text(encoding="utf-8")
    values = {"script_hash": _hash(script), "style_hash": _hash(_STYLE), "style": _STYLE, "script": script}
    return re.sub(r"\{(script_hash|style_hash|style|script)\}", lambda found: values[found[1]], filled)


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
