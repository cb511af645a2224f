"""What must be true of a conversation, how languages are compared, and how counts of staff are told. No database, no clock."""

from collections import Counter
from collections.abc import Hashable, Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

LEAST = 6  # staff: fewer are not counted in sight of others
STEPS = (6, 10, 20, 50, 100)  # counts are told as “6 or more”, so that one person who comes or goes does not show
MOST_LANGUAGES = 10
EARLIEST = date(2000, 1, 1)


def conversation_problems(*, held_on: date, theme: str, today: date) -> dict[str, list[str]]:
    """Why a conversation may not be stored, by field; empty when it may."""
    problems: dict[str, list[str]] = {}
    if held_on > today:
        problems["held_on"] = [_("This day has not come yet.")]
    if held_on < EARLIEST:
        problems["held_on"] = [_("Check the year.")]
    if not theme.strip():
        problems["theme"] = [_("Say in a word or two what it was about, for example “reporting online”.")]
    return problems


def languages_of(typed: str) -> list[str]:
    """Languages as typed, parted by commas or lines, each once: “polish, Welsh” gives ["Polish", "Welsh"]."""
    named = (" ".join(part.split()) for part in typed.replace("\n", ",").replace(";", ",").split(","))
    tidy = (name[:1].upper() + name[1:] for name in named if name)
    return sorted({name.casefold(): name for name in tidy}.values(), key=str.casefold)


def share_a_language(one: Iterable[str], other: Iterable[str]) -> bool:
    return bool({name.casefold() for name in one} & {name.casefold() for name in other})


def steps_of(counted: Counter[Hashable]) -> list[tuple[Hashable, int]]:
    """What enough staff share, each with the step it reaches, the most first. What fewer share is left out."""
    reached = [(key, max((step for step in STEPS if step <= number), default=0)) for key, number in counted.items()]
    return sorted(((key, step) for key, step in reached if step), key=lambda each: (-each[1], str(each[0])))


def speakers_words(language: str, step: int) -> str:
    """“6 or more staff speak Polish”."""
    return ngettext("%(step)d or more staff speak %(language)s", "%(step)d or more staff speak %(language)s", step) % {
        "step": step, "language": language,
    }  # fmt: skip
