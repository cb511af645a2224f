"""What a panel's members can speak for, against who lives in the Area: arithmetic, order, and what may be published. No database, no clock.

The names, ethnicity, religion and age of panel members are withheld in answer to freedom-of-information requests (section 40); what was
published instead is a joint statement of membership and representation (Crown Prosecution Service, answer on local involvement and
scrutiny panels, 2024). A member who can speak for a community need not belong to it, and nothing here says that one does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

FEWEST_SHOWN = 5  # fewer members are never given as a number outside the circle of those who keep the members


@dataclass(frozen=True)
class Figure:
    """People of a community and of the whole place, from one source; None where no table can say, and `note` says why."""

    people: int | None = None
    base: int | None = None
    source: str = ""
    note: str = ""

    @property
    def share(self) -> float | None:
        """From 0 to 1; None without a base, or where the figure is larger than its base and so of something else."""
        if self.people is None or not self.base or self.people > self.base:
            return None
        return self.people / self.base


def places_by_share(share: float | None, members: int) -> float | None:
    """How many of so many members would match a share of the population: 0.12 of 10 members are 1.2. No target: a yardstick."""
    return None if share is None else share * members


def gap_order(*, low_trust: bool, share: float | None, people: int | None, name: str) -> tuple[bool, bool, float, int, str]:
    """Sorts what is missing: communities of low trust first, then by share, then by people, those without any figure last."""
    return (not low_trust, share is None and people is None, -(share or 0.0), -(people or 0), name)


def covered_by(
    words_of: Mapping[int, Iterable[int]], before: Mapping[int, Iterable[int]], communities: Iterable[int]
) -> dict[int, set[int]]:
    """For each community the people who can speak for it, by themselves or by one that merged into it.

    `words_of`: the ids of people by the community they can speak for; `before`: the communities that each came from.
    """
    return {
        pk: set(words_of.get(pk, ())).union(*(words_of.get(earlier, ()) for earlier in before.get(pk, ()))) for pk in communities
    }  # fmt: skip


def few(number: int) -> bool:
    """Whether a number of members is too small to be published."""
    return 0 < number < FEWEST_SHOWN


def may_name_communities(members: int) -> bool:
    """Whether it may be published for whom a panel of so many can speak: with fewer than five it could tell who sits on it."""
    return members >= FEWEST_SHOWN
