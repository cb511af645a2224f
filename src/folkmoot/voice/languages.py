"""The language in which something was said: a short list, and a guess that a person can correct. No database, no network."""

from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

# ISO 639-1 codes of the main languages most spoken in England and Wales (Census 2021, table TS024), English and Welsh first.
LANGUAGES: tuple[tuple[str, Any], ...] = (
    ("en", _("English")), ("cy", _("Welsh")), ("ar", _("Arabic")), ("bn", _("Bengali")), ("bg", _("Bulgarian")), ("zh", _("Chinese")),
    ("fr", _("French")), ("de", _("German")), ("el", _("Greek")), ("gu", _("Gujarati")), ("hi", _("Hindi")), ("hu", _("Hungarian")),
    ("it", _("Italian")), ("ku", _("Kurdish")), ("lt", _("Lithuanian")), ("fa", _("Persian or Farsi")), ("pl", _("Polish")),
    ("pt", _("Portuguese")), ("pa", _("Punjabi")), ("ro", _("Romanian")), ("ru", _("Russian")), ("sk", _("Slovak")),
    ("so", _("Somali")), ("es", _("Spanish")), ("ta", _("Tamil")), ("tr", _("Turkish")), ("uk", _("Ukrainian")), ("ur", _("Urdu")),
    ("vi", _("Vietnamese")),
)  # fmt: skip
KNOWN = dict(LANGUAGES)
_READ = 2000  # characters: more words do not make the guess better
_FEWEST_LETTERS = 12
_SURE, _SURE_OF_OTHERS = 0.9, 0.99


def guess(words: str) -> str:
    """The code of the language the words are most likely in; empty where they are too few, or the guess is unsure."""
    read = words[:_READ]
    if sum(character.isalpha() for character in read) < _FEWEST_LETTERS:
        return ""
    code, probability = _identifier().classify(read)
    return str(code) if probability >= (_SURE if code in ("en", "cy") else _SURE_OF_OTHERS) else ""


@cache
def _identifier() -> Any:
    """The model takes most of a second to load, so it is loaded by the first who needs it."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(sorted(set(KNOWN) & set(identifier.labels)))
    return identifier
