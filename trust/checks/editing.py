"""Two editors of one form: both open it, the first saves, the second sends what they opened. Every step as a browser takes it."""

import html
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from trust.checks.filling import Form, forms_of
from trust.checks.ids import filled, forms_made

FIRST, SECOND = "quince", "medlar"  # words that stand nowhere in the fictional year


@dataclass
class Told:
    """What came of one form: `wrong` says what was lost, `not_driven` why it could not be tried; both empty where it held."""

    route: str
    wrong: str = ""
    not_driven: str = ""
    edits: bool = True


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever is written within is undone."""
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def try_form(made: Any, route: str, address: str) -> Told:
    """Two editors at the form of an address, and then the second saves knowingly; nothing of it stays."""
    told = Told(route, edits=False)
    with taken_back():
        opened = _form(made, address)
        for name in _candidates(opened) if opened is not None else []:
            with taken_back():
                tried = _try_field(made, route, address, name)
            told = tried if tried.edits or tried.not_driven else told
            if told.edits:
                break
    return told


def still_changeable(made: Any, addresses: Iterable[str], most: int = 12) -> str:
    """The first of so many addresses whose form can be saved as it stands now: not of a row that is locked. Else the first of all."""
    first = ""
    for address in islice(addresses, most):
        first = first or address
        form = _form(made, address)
        for name in _candidates(form) if form is not None else []:
            with taken_back():
                if any(made.post(address, _sent(form, name, FIRST, more)).status_code in (302, 303) for more in (False, True)):
                    return address
    return first


def _try_field(made: Any, route: str, address: str, name: str) -> Told:
    one, two = _form(made, address), _form(made, address)
    if one is None or two is None or name not in one.fields or name not in two.fields:
        return Told(route, not_driven="the form was not there a second time", edits=False)
    begun = _begun(one, name)
    for with_reasons in (False, True):
        first = made.post(address, _sent(one, name, FIRST, with_reasons))
        if first.status_code in (302, 303):
            break
    else:
        return Told(route, not_driven=f"the first save was answered with {first.status_code}" if begun else "", edits=False)
    if not _kept(made, address, name):
        return Told(route, edits=False)  # it adds something each time, or it may be sent once only
    second = made.post(address, _sent(two, name, SECOND, with_reasons))
    return Told(route, wrong=_lost(made, address, one.add_prefix(name), name, second))


def _kept(made: Any, address: str, name: str) -> bool:
    now = _form(made, address)
    return now is not None and name in now.fields and FIRST in _begun(now, name)


def _lost(made: Any, address: str, sent_as: str, name: str, answer: Any) -> str:
    if answer.status_code >= 500:
        return f"the stale form was answered with {answer.status_code}"
    if answer.status_code < 400:
        kept = _kept(made, address, name)
        return "the stale form was taken for saved, and was not" if kept else "the stale form overwrote what the first had saved"
    page = html.unescape(answer.content.decode())
    again = next((form for form in forms_of(page) if form.method == "post" and sent_as in form.fields), None)
    if again is None or SECOND not in again.fields[sent_as].value:
        return f"what the second typed is not in the form of the answer ({answer.status_code})"
    if FIRST not in page:
        return f"what the first had saved is not in the answer ({answer.status_code})"
    if answer.status_code != 409:
        return f"answered with {answer.status_code}, not 409"
    return _knowingly(made, address, answer, again, name)


def _knowingly(made: Any, address: str, answer: Any, again: Form, name: str) -> str:
    """The form of the answer, sent as it stands: what the second typed is kept then."""
    sent = dict(answer.wsgi_request.POST.lists())
    sent |= {each.name: [each.value] for each in again.fields.values() if each.kind == "hidden"}
    known = made.post(address, sent)
    if known.status_code not in (302, 303):
        return f"saving knowingly was answered with {known.status_code}"
    now = _form(made, address)
    saved = now is None or name not in now.fields or SECOND in _begun(now, name)
    return "" if saved else "saving knowingly did not save"


def _form(made: Any, address: str) -> Any:
    """The form of a page in which a person can write most; None where there is none."""
    with forms_made() as forms:
        answer = made.get(address)
    if answer.status_code != 200 or b'method="post"' not in answer.content:
        return None
    marked = [form for form in forms if "mark" in form.fields and _candidates(form)]
    return max(marked, key=lambda form: len(_candidates(form)), default=None)


def _begun(form: Any, name: str) -> str:
    said = form.get_initial_for_field(form.fields[name], name)
    return said if isinstance(said, str) else ""


def _candidates(form: Any) -> list[str]:
    """Fields to write in, the likeliest first: those that hold words already, several lines before one."""
    from django import forms

    found = [name for name, field in form.fields.items() if type(field).__name__ in ("CharField", "WordsField", "HiddenWordsField")]
    found = [name for name in found if not form[name].is_hidden and not form.fields[name].disabled]
    lines = {name for name in found if isinstance(form.fields[name].widget, forms.Textarea)}
    return sorted(found, key=lambda name: (not _begun(form, name), name not in lines))[:4]


def _sent(form: Any, name: str, word: str, with_reasons: bool) -> dict[str, Any]:
    """What a browser sends of a form with other words in one field; `with_reasons`: and something in whatever is empty."""
    fitting = filled(form)
    sent: dict[str, Any] = {}
    for each, field in form.fields.items():
        value = _as_sent(form, each)
        if value in (None, "", []) and (field.required or (with_reasons and each in _candidates(form))):
            value = fitting.get(form.add_prefix(each))
            value = "It was agreed with everybody who was there." if value == "Said" else value
        if value not in (None, "", []):
            sent[form.add_prefix(each)] = value
    before, most = _begun(form, name).strip(), form.fields[name].max_length or 4000
    sent[form.add_prefix(name)] = (
        f"{before} {word}".strip() if len(before) + len(word) < most else f"{before[: most - len(word) - 2]} {word}"
    )
    return sent


def _as_sent(form: Any, name: str) -> Any:
    from django import forms

    field, value = form.fields[name], form[name].value()
    if isinstance(field, forms.FileField) or value is None or value is False:
        return None
    if isinstance(field, forms.BooleanField):
        return "on" if value else None
    if isinstance(field, forms.MultiValueField):
        return None
    if isinstance(value, (list, tuple, set)) or isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        return [str(field.prepare_value(each)) for each in value]
    shown = form[name].field.widget.format_value(value)
    return shown[0] if isinstance(shown, list) and shown else shown
