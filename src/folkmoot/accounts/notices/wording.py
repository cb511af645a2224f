"""What an e-mail to our own people says: that something waits, of which kind, and where. Never what it is.

It is put together from the fixed sentences below and links to the person's own inbox, and checked line by line before it is
written: what was said, a name or a case cannot leave this way, whatever a notice holds.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext

from folkmoot.accounts.notices.lines import LINES, OTHER
from folkmoot.accounts.notices.rules import foreign_lines
from folkmoot.errors import FolkmootError

LINKS_SHOWN = 5


class LeavesTooMuch(FolkmootError):
    """A message to our own people would have carried more than fixed sentences and links."""

    def __init__(self, lines: int) -> None:
        super().__init__("A message was not written.", f"{lines} of its lines were neither a sentence of ours nor a link to an inbox.")


@dataclass(frozen=True)
class Mail:
    subject: str
    text: str


def notice_mail(notices: Sequence[tuple[int, str]], language: str) -> Mail:
    """The message that says that these notices (number and kind of each) wait. Raises LeavesTooMuch."""
    with translation.override("cy" if language == "cy" else "en-gb"):
        start = settings.PUBLIC_URL + reverse("accounts:inbox")
        said = [line_of(kind, number) for kind, number in Counter(kind for _pk, kind in notices).items()]
        text = "\n".join([_opening(), "", *_parts(notices, start), "", _all_of_it(), start, "", _closing()]) + "\n"
        own = {_opening(), _all_of_it(), _closing(), *said}
        if foreign := foreign_lines(text, own, start):
            raise LeavesTooMuch(len(foreign))
        return Mail(_subject(len(notices)), text)


def line_of(kind: str, number: int) -> str:
    """The sentence for so many notices of a kind; a kind without one of its own is said without naming it."""
    return str(LINES.get(kind, OTHER) % {"number": number})


def _parts(notices: Sequence[tuple[int, str]], start: str) -> list[str]:
    parts: list[str] = []
    for kind, number in Counter(kind for _pk, kind in notices).items():
        parts.append(line_of(kind, number))
        parts += [f"{start}{pk}/" for pk, its in notices if its == kind][:LINKS_SHOWN]
    return parts


def _subject(number: int) -> str:
    words = ngettext("Folkmoot: %(number)d thing waits for you", "Folkmoot: %(number)d things wait for you", number)
    return words % {"number": number}


def _opening() -> str:
    return gettext("This waits for you in Folkmoot. What it is stands there, behind your sign-in.")


def _all_of_it() -> str:
    return gettext("Everything that waits for you:")


def _closing() -> str:
    return gettext("You choose how often you get such messages in your inbox, under “What I am sent”.")
