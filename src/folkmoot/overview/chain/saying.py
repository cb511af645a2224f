"""How one thing in a chain is said: steps, lines, and what of them may be published.

For publication every value whose field is labelled personal, special category or case related is withheld: what may be shown
follows from the labels, so a new field is withheld until somebody labels it otherwise.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import SENSITIVE
from folkmoot.overview.chain.links import Node
from folkmoot.voice.models import Point


class Stage(IntEnum):
    """Where in the chain a step stands, from who lives here to who was told."""

    LIVES = 1
    KNOWN = 2
    MET = 3
    SAID = 4
    JOINED = 5
    SEEN = 6
    CONSIDERED = 7
    ANSWERED = 8
    WILL_DO = 9
    DID = 10
    WORKED = 11
    TOLD = 12


STAGE_WORDS: dict[Stage, Promise] = {
    Stage.LIVES: _("Who lives here"),
    Stage.KNOWN: _("Whom we know"),
    Stage.MET: _("Whom we met and asked"),
    Stage.SAID: _("What was said"),
    Stage.JOINED: _("What was joined into an issue"),
    Stage.SEEN: _("What our own data show"),
    Stage.CONSIDERED: _("What was considered and decided"),
    Stage.ANSWERED: _("What was answered"),
    Stage.WILL_DO: _("What will be done"),
    Stage.DID: _("What was done"),
    Stage.WORKED: _("Whether it worked"),
    Stage.TOLD: _("Who was told"),
}


@dataclass(frozen=True)
class Line:
    """A label and what it says; `withheld` where a published page may not say it: the page says once why."""

    label: str | Promise
    words: str
    withheld: bool = False


@dataclass(frozen=True)
class Step:
    """One step of the chain, of the row `node`. `broken` says what is missing there; `quote` are words as they were said or written.

    `language` is that of the quote where it is known. `ours`: what is missing is our own gap, and no part of what is published.
    """

    stage: Stage
    node: Node
    heading: str | Promise
    on: date | None = None
    quote: Line | None = None
    lines: tuple[Line, ...] = ()
    broken: str = ""
    language: str = ""
    ours: bool = False


@dataclass
class Teller:
    """Reads values off rows, and withholds what may not be published. An unlabelled field is withheld too.

    `words_read`: a person has read the words of the points and vouches that they identify nobody. Points kept to those who answer
    stay withheld all the same.
    """

    publication: bool
    today: date
    words_read: bool = False
    named: list[Row] = field(default_factory=list)  # people whose names are shown, for the log of what was read

    def may_show(self, row: Row, name: str) -> bool:
        if self.words_read and isinstance(row, Point) and name == "words":
            return row.visibility == Point.Visibility.AREA
        label = row.privacy_of(name)
        return not self.publication or (label is not None and label not in SENSITIVE)

    def line(self, label: str | Promise, row: Row, name: str, words: object = None) -> Line:
        """One value as a line; `words` where the stored value is not what a person should read."""
        if not self.may_show(row, name):
            return Line(label, gettext("withheld"), True)
        return Line(label, str(getattr(row, name) if words is None else words))

    def lines(self, row: Row, *wanted: tuple[str | Promise, str] | tuple[str | Promise, str, object]) -> tuple[Line, ...]:
        """The lines that have something to say: (label, field), or (label, field, words in place of the stored value)."""
        said = [(label, name, words[0] if words else getattr(row, name)) for label, name, *words in wanted]
        return tuple(self.line(label, row, name, words) for label, name, words in said if words not in ("", None))

    def day(self, day: date | None) -> str:
        """“7 March” within this year, “7 March 2025” otherwise."""
        return date_format(day, "j F" if day.year == self.today.year else "j F Y") if day else ""


def whole_day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""


def area_words(row: Any) -> str:
    return row.area.name if row.area_id else gettext("England and Wales")
