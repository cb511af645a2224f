"""What the Welsh catalogue holds: a phrase is Welsh only where somebody has translated it."""

from django.utils.translation import gettext_noop, trans_real

# Django's own Welsh spells this month wrongly; our catalogue comes before it.
MISSPELT = (gettext_noop("July"),)


def is_translated(words: str, language: str = "cy") -> bool:
    """Whether the catalogue of `language` holds `words` (as one phrase, or as the singular of a plural)."""
    catalogue = trans_real.translation(language)._catalog  # type: ignore[attr-defined]  # gettext offers no other way to ask
    return bool(catalogue.get(words) or catalogue.get((words, 0)))
