"""An invented minimum set."""

from datetime import date

from folkmoot.accounts.tests.factories import NOW, hq
from folkmoot.actions.minimum import operations
from folkmoot.actions.minimum.models import MinimumEdition, MinimumItem


def item(**over: object) -> MinimumItem:
    values = {
        "title": "Hold one meeting with the disability forum", "measure": "One meeting held, by its note", "due_on": date(2026, 9, 30),
        "resources": "half a day of the manager", "evidence_wanted": "the note of the meeting",
    }  # fmt: skip
    return operations.write_item(by=hq(), at=NOW, **{**values, **over})


def issue(words: str = "The first edition of the set.") -> MinimumEdition:
    return operations.issue_set(by=hq(), at=NOW, words=words)
