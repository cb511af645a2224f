"""How good suggestions are on points that were not learned from: precision, recall and F1 of each theme, with base and interval."""

import random
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from folkmoot.stats.intervals import wilson


@dataclass(frozen=True)
class Score:
    """One theme, or all together: suggested rightly, suggested wrongly, and missed. `base` is how many points people gave the theme."""

    theme: str
    right: int
    wrong: int
    missed: int

    @property
    def base(self) -> int:
        return self.right + self.missed

    @property
    def precision(self) -> float | None:
        """Of what was suggested, the share that people gave too; None where nothing was suggested."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else None

    @property
    def recall(self) -> float | None:
        """Of what people gave, the share that was suggested; None where nobody gave it."""
        return self.right / self.base if self.base else None

    @property
    def f1(self) -> float | None:
        together = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / together if together else None

    @property
    def f1_interval(self) -> tuple[float, float] | None:
        """95 per cent: Wilson's interval of right / (right + wrong + missed), of which F1 is a rising function, 2j / (1 + j)."""
        union = self.right + self.wrong + self.missed
        if not union:
            return None
        share = wilson(self.right, union)
        return 2 * share.low / (1 + share.low), 2 * share.high / (1 + share.high)


def scores(given: Sequence[Collection[str]], suggested: Sequence[Collection[str]], themes: Iterable[str]) -> list[Score]:
    """One score for each theme, in the order given. `given` is what people chose and `suggested` what was suggested, point by point."""
    pairs = list(zip(given, suggested, strict=True))
    return [
        Score(
            theme,
            sum(theme in mine and theme in other for mine, other in pairs),
            sum(theme not in mine and theme in other for mine, other in pairs),
            sum(theme in mine and theme not in other for mine, other in pairs),
        )
        for theme in themes
    ]


def together(each: Sequence[Score], name: str) -> Score:
    """All themes as one: every theme of every point counts alike (the micro average)."""
    return Score(name, sum(one.right for one in each), sum(one.wrong for one in each), sum(one.missed for one in each))


def mean_f1(each: Sequence[Score]) -> float | None:
    """The mean F1 of the themes, each counting alike (the macro average); a theme nobody gave and nothing suggested is left out."""
    known = [one.f1 for one in each if one.f1 is not None]
    return sum(known) / len(known) if known else None


def split(number: int, held_out: float, seed: int) -> tuple[list[int], list[int]]:
    """Places of the points to learn from and of those held out, drawn at random; the same seed gives the same split."""
    places = list(range(number))
    random.Random(seed).shuffle(places)  # noqa: S311  # a split is no secret
    last = number - round(number * held_out)
    return sorted(places[:last]), sorted(places[last:])
