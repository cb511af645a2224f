"""The only place where HTML is written: a tag with its attributes and what stands in it. Text is escaped; only markup made here, and
drawings, are taken as they are.
"""

from html import escape
from typing import TypeAlias

Inside: TypeAlias = object

_EMPTY = {"meta", "br"}


class Markup(str):
    """HTML in which everything that came from outside is escaped."""

    def __html__(self) -> str:
        return str(self)


def tag(name: str, /, *inside: Inside, **attributes: str) -> Markup:
    """One element. `class_` and `for_` lose their underscore, others become hyphens: `aria_label`."""
    written = "".join(f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items())
    start = f"<{name}{written}>"
    return Markup(start) if name in _EMPTY else Markup(f"{start}{together(*inside)}</{name}>")


def together(*inside: Inside) -> Markup:
    return Markup("".join(_as_html(one) for one in inside))


def _as_html(one: Inside) -> str:
    made = getattr(one, "__html__", None)
    return str(made()) if callable(made) else escape(str(one))
