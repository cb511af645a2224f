"""A form on paper, as a tagged PDF (PDF/UA-1): boxes to tick, lines to write on, and the branching in words.

No text of the form is ever read as typesetting: it goes in as data, and the typesetting is one fixed file.
"""

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.characteristics.models import Category, Scheme
from folkmoot.errors import FolkmootError
from folkmoot.voice.forms.models import FormQuestion, in_language
from folkmoot.voice.forms.queries import Outline
from folkmoot.voice.forms.rules import CHOSEN, SCALE_KEYS, Asked, Kind, next_after
from folkmoot.voice.forms.web.presenters import condition_words

_LAYOUT = Path(__file__).with_name("paper.typ")
_NO_GLYPH = re.compile(r"the text `(\".*?\")` could not be displayed", re.DOTALL)
_MOST_ATTEMPTS = 60
LINES = {Kind.SHORT: 1, Kind.LONG: 6, Kind.NUMBER: 1, Kind.DAY: 1}


class CannotTypeset(FolkmootError):
    """The typesetting failed."""


def paper_pdf(found: Outline, equality: Sequence[tuple[Scheme, Sequence[Category]]], *, language: str, address: str, at: datetime) -> bytes:
    """The PDF's bytes, the same for the same form and time. `language`: "en" or "cy". Raises CannotTypeset."""
    with translation.override("cy" if language == "cy" else "en-gb"):
        text = json.dumps(_data(found, equality, language, address), ensure_ascii=False)
    for _attempt in range(_MOST_ATTEMPTS):
        try:
            return _typeset(text, at)
        except RuntimeError as error:
            missing = _NO_GLYPH.search(str(error))
            if not missing:
                raise CannotTypeset(
                    "The paper form could not be made.", str(error)[:300], "Print the preview instead, and report this."
                ) from error
            text = _without(text, missing[1])
    raise CannotTypeset(
        "The paper form could not be made.", "It holds too many signs for which no letter form is known.", "Print the preview."
    )


def _typeset(text: str, at: datetime) -> bytes:
    import typst

    made = typst.compile(
        _LAYOUT, format="pdf", font_paths=[Path(settings.PACKAGE) / "webkit" / "static" / "vendor" / "fonts"], ignore_system_fonts=True,
        sys_inputs={"form": text}, pdf_standards="ua-1", timestamp=at.astimezone(UTC).replace(microsecond=0),
    )  # fmt: skip
    if not isinstance(made, bytes):
        raise CannotTypeset("The paper form could not be made.")
    return made


def _without(text: str, quoted: str) -> str:
    """The form with a sign for which the font has no shape replaced by a box, and in a foreign script all signs of its block with it."""
    signs = re.sub(r"\\u\{([0-9a-f]+)\}", lambda found: chr(int(found[1], 16)), quoted[1:-1])
    for one in signs:
        first = ord(one) & ~0xFF
        foreign = 0x0590 <= ord(one) < 0x1E00 or ord(one) >= 0x2E80
        text = re.sub(f"[{chr(first)}-{chr(first + 0xFF)}]", "□", text) if foreign else text.replace(one, "□")
    return text


def _data(found: Outline, equality: Sequence[tuple[Scheme, Sequence[Category]]], language: str, address: str) -> dict[str, Any]:
    form = found.form
    numbers = {question.pk: number for number, question in enumerate(found.questions, 1)}
    by_id = {question.pk: question for question in found.every}
    sections = [
        {
            "heading": section.title, "condition": condition_words(section, numbers, by_id),
            "questions": [_question(each, numbers, by_id, found.asked) for each in found.on_page(section)],
        }
        for section in found.sections if found.on_page(section)
    ]  # fmt: skip
    return {
        "lang": language, "title": form.title, "introduction": form.introduction, "sections": sections,
        "code": form.code, "address": address, "words": _words(found), "anonymous": form.anonymous, "consent": form.consent,
        "equality": [{"words": scheme.name, "choices": [row.name for row in rows]} for scheme, rows in equality],
    }  # fmt: skip


def _question(question: FormQuestion, numbers: dict[int, int], by_id: dict[int, FormQuestion], asked: Sequence[Asked]) -> dict[str, Any]:
    words = question.wording
    kind = Kind(question.kind)
    hints = [condition_words(question, numbers, by_id), words.help, _("Tick all that apply.") if kind is Kind.SEVERAL else ""]
    ways = _ways(question, numbers, asked) if kind in CHOSEN and kind is not Kind.SEVERAL else {}
    return {
        "number": numbers[question.pk], "words": words.words, "optional": "" if question.required else _("(optional)"),
        "hints": [hint for hint in hints if hint], "lines": LINES.get(kind, 0),
        "choices": [{"words": str(label), "way": ways.get(key, "")} for key, label in _plain_choices(question)],
    }  # fmt: skip


def _plain_choices(question: FormQuestion) -> list[tuple[str, str]]:
    """What may be ticked, as (key, words): as text, for nothing of it is markup."""
    words, kind = question.wording, Kind(question.kind)
    if kind is Kind.SCALE:
        ends = {"1": in_language(words.low_en, words.low_cy), "5": in_language(words.high_en, words.high_cy)}
        return [(key, f"{key} – {ends[key]}" if key in ends else key) for key in SCALE_KEYS]
    if kind is Kind.YES_NO:
        return [("yes", _("Yes")), ("no", _("No")), ("unsaid", _("I prefer not to say"))]
    return [(option["key"], in_language(option["en"], option["cy"])) for option in words.options]


def _ways(question: FormQuestion, numbers: dict[int, int], asked: Sequence[Asked]) -> dict[str, str]:
    """“Go to question 5” for each choice after which questions are passed over; nothing where the next one follows."""
    ways = {}
    for key, _label in _plain_choices(question):
        after = next_after(asked, question.pk, key)
        if after is None and numbers[question.pk] < len(numbers):
            ways[key] = _("Then go to the end.")
        elif after is not None and numbers[after] > numbers[question.pk] + 1:
            ways[key] = _("Then go to question %(number)s.") % {"number": numbers[after]}
    return ways


def _words(found: Outline) -> dict[str, str]:
    form = found.form
    last = date_format(form.closes_on, "j F Y")
    return {
        "sheet": _("For us: batch and number of this sheet"),
        "until": _("Give or send this back by %(last)s. You can also answer at:") % {"last": last},
        "lines": _("Write on the back or on another sheet if the lines do not suffice."),
        "who": _("We do not ask who you are. Please write no names.")
        if form.anonymous
        else _("Name and address, if you want to be told (optional)"),
        "equality": _("About you"),
        "tear": _("This page is torn off before your answers are read, and only counted. You need answer none of it."),
        "unsaid": _("I prefer not to say"),
        "agree": _("I agree"),
    }
