"""The text of a document, unsealed for the moment in which it is needed, and what is read of it."""

from folkmoot.scrutiny.identities.keeping import seal_bytes, unseal_bytes
from folkmoot.scrutiny.packs.documents.models import PackDocument, PackSuggestion
from folkmoot.scrutiny.packs.documents.rules import REPLACES, Marked, replaced


def sealed(words: str) -> str:
    """Words as they may lie in the database. Raises KeyLost."""
    return seal_bytes(words.encode()).decode()


def unsealed(words: str) -> str:
    """What `sealed` sealed; "" for nothing. Raises KeyLost."""
    return unseal_bytes(words.encode()).decode() if words else ""


def text_of(document: PackDocument) -> str:
    """What a person sees in the document, with every name in it. Raises KeyLost."""
    return unsealed(document.sealed_text)


def marked_in(document: PackDocument) -> list[Marked]:
    """What is replaced in a document: everything but what a person decided to leave. What nobody decided yet counts as replaced."""
    rows = PackSuggestion.objects.filter(document=document, state__in=REPLACES).values_list("start", "end", "replacement")
    return [Marked(start, end, replacement) for start, end, replacement in rows]


def released_text(document: PackDocument) -> str:
    """What members would read of a document. Raises KeyLost."""
    return replaced(text_of(document), marked_in(document))


def replaced_words(document: PackDocument) -> list[tuple[str, str]]:
    """The words that are replaced in a document, each with its kind: no other passage of the pack may hold them. Raises KeyLost."""
    text = text_of(document)
    rows = PackSuggestion.objects.filter(document=document, state__in=REPLACES).values_list("start", "end", "kind")
    return list(dict.fromkeys((text[start:end], kind) for start, end, kind in rows))
