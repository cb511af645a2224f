"""What the Welsh catalogue holds: a phrase is Welsh only where somebody has translated it."""

from django.utils.translation import trans_real


def is_translated(words: str, language: str = "cy") -> bool:
    """Whether the catalogue of `language` holds `words` (as one phrase, or as the singular of a plural)."""
    catalogue = trans_real.translation(language)._catalog
    return bool(catalogue.get(words) or catalogue.get((words, 0)))
