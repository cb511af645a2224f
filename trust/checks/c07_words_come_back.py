"""Check 7b: what somebody types comes back as it was typed, or is refused with a sentence; it is never changed in silence."""

from collections.abc import Iterator
from typing import Any
from unittest import mock

from trust.checks.c13_lost_updates import GATE
from trust.checks.editing import _begun, _candidates, _form, _sent, still_changeable, taken_back
from trust.checks.in_process import begin, client, every_opened, routes
from trust.checks.naughty import OURS, listed
from trust.figures import Figure, Size, check, control

HARD = (
    "\0", "a\0b", "\x01", "\x7f", "\ufeffmark", "e\u0301", "\u00e9", "\u0175\u0177\u0174\u0176", "\U0001f469\u200d\U0001f52c",
    "\u202eesrever", "a" * 5000, "\uffff", "a\u2028b", "a\u0085b", "a\tb", "a\r\nb", "a\rb", "a\nb", "\u00a0nbsp\u00a0",
    "\u200bzero", "%00", "\\0", "&amp;", "&#0;",
)  # fmt: skip


@check(
    7, "What is typed comes back as it was typed, or is refused in words", part="b",
    target="515 of 515 strings in every form: byte-equal or refused with a message, 0 × 5xx",
)  # fmt: skip
def words_come_back(size: Size) -> Figure:
    begin()
    return _typed(size)


@control("7b", "a character that a form does not like is dropped in silence")
def dropped(size: Size) -> Figure:
    begin()
    from django.forms import CharField

    clean = CharField.to_python
    with mock.patch.object(CharField, "to_python", lambda field, value: clean(field, str(value or "").replace("<", ""))):
        return _typed(Size.GATE)


def _typed(size: Size) -> Figure:
    made, found, tried, asked, refused = client(), [], 0, 0, 0
    strings = [*HARD, *OURS, *listed()]
    for route in (each for each in routes() if each.name in (GATE if size is Size.WHOLE else GATE[:3])):
        address = still_changeable(made, every_opened(made, route))
        for fault in _in_form(made, address, strings if size is Size.WHOLE else [*HARD[:12], *strings[len(HARD) :: 20]]) if address else ():
            tried, refused = tried + 1, refused + (fault == "refused")
            found += [f"{route.name}: {fault}"] if fault not in ("", "refused") else []
        asked += bool(address)
    more = {"strings": len(strings), "forms": asked, "refused in words": refused}
    return Figure(len(found), tried, "strings typed in forms", more, tuple(found), 3000 if size is Size.WHOLE else 60)


def _in_form(made: Any, address: str, strings: list[str]) -> Iterator[str]:
    """Of each string typed into the form's likeliest field: nothing where it came back, “refused”, or what went wrong."""
    form = _form(made, address)
    names = _candidates(form) if form is not None else []
    if not names:
        return
    for number, string in enumerate(strings):
        with taken_back():
            yield _come_back(made, address, names[number % len(names)], string)


def _come_back(made: Any, address: str, name: str, string: str) -> str:
    form = _form(made, address)
    sent = _sent(form, name, "", True) | {form.add_prefix(name): string}
    answer = made.post(address, sent)
    if answer.status_code >= 500:
        return f"{string[:40]!r} in {name} was answered with {answer.status_code}"
    if answer.status_code < 300 or answer.status_code >= 400:
        told = b"govuk-error-message" in answer.content or b"govuk-error-summary" in answer.content
        return "refused" if told else f"{string[:40]!r} in {name}: {answer.status_code} without a sentence"
    now = _form(made, address)
    kept = _begun(now, name) if now is not None and name in now.fields else ""
    return "" if _plain(kept) == _plain(string) else f"{string[:40]!r} in {name} became {kept[:40]!r}"


def _plain(words: str) -> str:
    """Without what every browser changes on its way: how lines end; and spaces around, which no form of ours keeps."""
    return words.replace("\r\n", "\n").replace("\r", "\n").strip()
