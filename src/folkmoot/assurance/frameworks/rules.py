"""What may stand in a framework before it is issued. No database, no clock."""

from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext as _

LEVELS = (1, 2, 3, 4)
LEAST_WORDS = 3


def criterion_problems(
    *, code: str, group: str, title: str, asks: str, guidance: str, figures: Collection[str], known: Collection[str],
    levels: Mapping[int, tuple[str, str]],
) -> dict[str, list[str]]:  # fmt: skip
    """Why a criterion may not be stored, by field. `levels`: number -> (name, words)."""
    problems: dict[str, list[str]] = {}
    for field, value in (("code", code), ("group", group), ("title", title)):
        if not value.strip():
            problems[field] = [_("This is blank. Fill it in, so that Areas can find the criterion.")]
    for field, value in (("asks", asks), ("guidance", guidance)):
        if len(value.split()) < LEAST_WORDS:
            problems[field] = [_("This is too short to work by. Say it in a whole sentence.")]
    if unknown := sorted(set(figures) - set(known)):
        problems["figures"] = [_("“%(name)s” is not a figure that can be pulled. Choose from the list.") % {"name": unknown[0]}]
    for number in LEVELS:
        name, words = levels.get(number, ("", ""))
        if not name.strip() or len(words.split()) < LEAST_WORDS:
            problems[f"words_{number}"] = [_("Name level %(number)d and say in a sentence what it means.") % {"number": number}]
    return problems


def issue_problems(criteria: Sequence[str], *, draft: bool) -> list[str]:
    """Why a framework may not be issued. `criteria`: the short names of its criteria."""
    if not draft:
        return [_("This version was issued and never changes. Start a draft of the next one.")]
    return [] if criteria else [_("A framework without criteria cannot be used. Add at least one, then issue it.")]
