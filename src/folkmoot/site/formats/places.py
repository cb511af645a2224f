"""Which texts are public, and where each stands: asked of the room that a text belongs to, at every request.

A text is offered to the languages room before it is published. So nothing made of it is shown here until its own room says that it is out,
and nothing any more once that room has withdrawn it. A kind of text that no line here knows is never public.
"""

from collections.abc import Callable, Collection

from django.urls import reverse

from folkmoot.languages.media.open_pages import Forms, released_forms
from folkmoot.languages.models import Document
from folkmoot.reports.formats.segments import KIND as REPORT
from folkmoot.reports.open_pages import published_reports

PAGES = "service"  # the words of the public pages themselves


def _reports(numbers: Collection[int]) -> dict[int, str]:
    return {one.number: one.address for one in published_reports(everywhere=True) if one.number in numbers}


def _pages(numbers: Collection[int]) -> dict[int, str]:
    return dict.fromkeys(numbers, reverse("site:front"))


# kind of text -> the addresses of those of these numbers that are public now
PUBLIC_TEXTS: dict[str, Callable[[Collection[int]], dict[int, str]]] = {REPORT: _reports, PAGES: _pages}


def public_addresses(documents: Collection[Document]) -> dict[int, str]:
    """The address of each text that is public now, by its number in the languages room; one question for each kind."""
    found: dict[int, str] = {}
    for kind, ask in PUBLIC_TEXTS.items():
        held = {one.number: one.pk for one in documents if one.kind == kind}
        addresses = ask(held) if held else {}
        found |= {held[number]: address for number, address in addresses.items() if number in held}
    return found


def public_forms() -> list[tuple[Forms, str]]:
    """Every public text that is there in another form, with the address of the text, by its title."""
    forms = released_forms(list(Document.objects.order_by("title", "pk")))
    addresses = public_addresses([one.document for one in forms])
    return [(one, addresses[one.document.pk]) for one in forms if one.document.pk in addresses]


def public_text(pk: int) -> tuple[Forms, str] | None:
    """One public text in its other forms, with its address; None where it is not public, or there is no other form."""
    row = Document.objects.filter(pk=pk, kind__in=PUBLIC_TEXTS).first()
    address = public_addresses([row]).get(pk) if row else None
    forms = released_forms([row]) if row and address else []
    return (forms[0], address) if forms and address else None


def is_public(document: Document) -> bool:
    return document.pk in public_addresses([document])
