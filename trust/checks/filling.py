"""Filling in a form as a browser would: what a page asks for, and something that fits in each field."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

WORDS = ("text", "textarea", "search", "hidden-words")


@dataclass
class Field:
    """One name of a form. `kind`: text, textarea, select, radio, checkbox, file, hidden, email…; `options`: what may be chosen."""

    name: str
    kind: str
    value: str = ""
    options: list[str] = field(default_factory=list)
    most: int = 0

    @property
    def free(self) -> bool:
        """Whether a person writes words of their own in it."""
        return self.kind in ("text", "textarea", "search") and not any(part in self.name for part in ("date", "_on", "day", "time"))


@dataclass
class Form:
    method: str
    action: str
    fields: dict[str, Field]

    @property
    def free(self) -> list[Field]:
        return [each for each in self.fields.values() if each.free]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._within: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(said.get("method", "get").lower(), said.get("action", ""), {})
            self.forms.append(self._open)
        elif self._open is None or "disabled" in said:
            return
        elif tag in ("input", "select", "textarea") and said.get("name"):
            self._add(tag, said)
        elif tag == "option" and self._within is not None and said.get("value"):
            self._within.options.append(said["value"])
            if "selected" in said:
                self._within.value = said["value"]

    def _add(self, tag: str, said: dict[str, str]) -> None:
        assert self._open is not None
        kind = said.get("type", "text") if tag == "input" else tag
        made = self._open.fields.setdefault(said["name"], Field(said["name"], kind, most=int(said.get("maxlength") or 0)))
        if kind in ("radio", "checkbox"):
            made.options.append(said.get("value", "on"))
            made.value = said.get("value", "on") if "checked" in said else made.value
        elif tag == "input":
            made.value = said.get("value", "")
        self._within = made if tag in ("select", "textarea") else None

    def handle_data(self, data: str) -> None:
        if self._within is not None and self._within.kind == "textarea":
            self._within.value += data.removeprefix("\n") if not self._within.value else data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag in ("select", "textarea"):
            self._within = None


def forms_of(page: str) -> list[Form]:
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def filled(form: Form, words: Callable[[Field], str] = lambda _one: "Words for this") -> dict[str, str]:
    """Something that fits in every field but files; `words` for those in which a person writes."""
    return {name: value for name, one in form.fields.items() if (value := _fitting(one, words)) is not None}


def _fitting(one: Field, words: Callable[[Field], str]) -> str | None:
    if one.kind in ("file", "submit", "button"):
        return None
    if one.free:
        return words(one)
    if one.kind in ("radio", "select") and one.options:
        return one.value or next((each for each in one.options if each), "")
    if one.kind == "checkbox":
        return one.options[0]
    return one.value or _typed(one)


def _typed(one: Field) -> str:
    if one.kind == "email":
        return "somebody@example.org"
    if one.kind == "number":
        return "3"
    if one.kind == "url":
        return "https://www.example.org/"
    if "time" in one.name:
        return "10:30"
    if one.kind == "hidden":
        return ""
    ahead = 30 if any(part in one.name for part in ("due", "expires", "ends", "until")) else -1
    return (datetime.now(UTC) + timedelta(days=ahead)).strftime("%d/%m/%Y")
