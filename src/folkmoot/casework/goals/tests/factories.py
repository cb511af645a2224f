"""A goal in the invented source: Black suspects are to be charged no more often than White ones."""

from datetime import timedelta

from folkmoot.accounts.scope import Viewer
from folkmoot.accounts.tests.factories import NOW, hq
from folkmoot.casework.goals.measuring import What
from folkmoot.casework.goals.models import Goal
from folkmoot.casework.goals.operations import set_goal
from folkmoot.casework.goals.rules import Promise
from folkmoot.casework.signals.runs.tests.factories import source

BY_ON = NOW.date() + timedelta(days=700)
WORDS = "Black suspects are to be charged as often as others."


def promise(**over: object) -> Promise:
    given: dict[str, object] = {"title_en": "Charged as often as others", "words_en": WORDS, "target": 0.02, "by_on": BY_ON}
    return Promise(**(given | over))  # type: ignore[arg-type]


def what(**over: object) -> What:
    given: dict[str, object] = {
        "source": over.pop("source", None) or source(), "area": None, "stage": "charged", "column": "ethnicity", "group": "Black",
        "reference": "White", "measure": "gap", "months": 12,
    }  # fmt: skip
    return What(**(given | over))  # type: ignore[arg-type]


def goal(by: Viewer | None = None, of: What | None = None, **over: object) -> Goal:
    return set_goal(
        by=by or hq(), at=NOW, what=of or what(), promise=promise(**over), agreed_on=NOW.date(), present="Eight members, and the lead.",
        advisory_words="Advisory board on race",
    )  # fmt: skip
