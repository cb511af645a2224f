"""What is known already that helps to read a new file: words explained before, the same numbers of another day, what units are part of."""

from collections.abc import Sequence
from datetime import date

from folkmoot.workforce.headcounts.keeping import digest_of
from folkmoot.workforce.headcounts.models import HeadcountLoad
from folkmoot.workforce.headcounts.reading import Line
from folkmoot.workforce.models import Unit


def words_known(headings: str) -> dict[str, dict[str, str]]:
    """What a person explained for a file of these headings before: "words" of its cells, and what its "columns" are."""
    before = HeadcountLoad.objects.filter(headings=headings).exclude(words={}).order_by("-at").first()
    found = dict(before.words) if before else {}
    return {name: dict(found.get(name) or {}) for name in ("words", "columns")}


def within() -> dict[str, str]:
    """The unit that a unit is part of, by name."""
    return dict(Unit.objects.filter(parent__isnull=False).values_list("name", "parent__name"))


def in_already(lines: Sequence[Line], as_of: date) -> HeadcountLoad | None:
    """The load in use that brought the very same headcounts of that day."""
    return HeadcountLoad.objects.filter(digest=digest_of(lines, as_of), taken_back_at__isnull=True).first()


def same_numbers_before(lines: Sequence[Line], as_of: date) -> HeadcountLoad | None:
    """A load of another day with the very same numbers: most likely last year's file again."""
    for load in HeadcountLoad.objects.filter(taken_back_at__isnull=True, kept=len(lines)).exclude(as_of=as_of):
        if load.digest == digest_of(lines, load.as_of):
            return load
    return None
