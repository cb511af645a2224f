"""Sending a file to every page that takes one, found from the code, with the rest of the form filled in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from trust.checks.filling import filled, forms_of
from trust.checks.in_process import MEMBER, Route, client, opened, routes


@dataclass(frozen=True)
class Point:
    """A page that takes a file: where it stands, who sends, under which name the file goes, and the rest of its form."""

    route: Route
    address: str
    client: Any
    field: str
    form: dict[str, str]

    def send(self, name: str, data: bytes, content_type: str = "application/octet-stream") -> Any:
        from django.core.files.uploadedfile import SimpleUploadedFile

        sent = SimpleUploadedFile(name, data, content_type)
        return self.client.post(self.address, {**self.form, self.field: sent}, REMOTE_ADDR="127.0.0.1")


def points() -> tuple[list[Point], list[str]]:
    """Every page that takes a file and opens here, and the names of those for which the fictional year has nothing to open."""
    member, found, closed = client(MEMBER, everything=False), [], []
    officer = client()
    for route in (each for each in routes() if each.takes_file):
        made = next((point for each in (officer, member) if (point := _point(route, each))), None)
        if made:
            found.append(made)
        else:
            closed.append(route.name)
    return found, closed


def _point(route: Route, made: Any) -> Point | None:
    address = opened(made, route)
    if not address:
        return None
    for form in forms_of(made.get(address).content.decode()):
        if holder := next((name for name, one in form.fields.items() if one.kind == "file"), None):
            return Point(route, address, made, holder, filled(form) | HINTS.get(route.name, {}))
    return None


# What a page asks for that nobody can guess from its form.
HINTS: dict[str, dict[str, str]] = {}


@contextmanager
def nothing_kept() -> Iterator[None]:
    """Whatever is stored in the block is taken back at its end, so that each file meets the same service."""
    from django.db import transaction

    class Back(Exception):
        pass

    try:
        with transaction.atomic():
            yield
            raise Back
    except Back:
        pass
