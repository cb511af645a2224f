"""Learning from coded points which words go with which themes: one straight line for each theme over words and pieces of words.

Features are words and pairs of words, and pieces of three to five letters within words, which carry over the mutations of Welsh and
slips of spelling; each family is weighted by rarity (TF-IDF, sublinear) and brought to length 1. For each theme a logistic regression
tells its points from the others; its threshold is the one of best F1 over points held back in turn (cross-validation). What was learned
is kept as plain numbers and names, never as stored code. scikit-learn is needed to learn, not to use what was learned.
"""

import io
import json
import math
import re
import zipfile
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from folkmoot.errors import FolkmootError
from folkmoot.voice.themes.cues import folded

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

LEAST_POINTS = 20  # coded points of a theme, below which nothing is learned for it and its cue words serve
MOST_LETTERS = 20_000  # of one point; the rest of a longer one is not looked at
MOST_FEATURES = (15_000, 30_000)
FOLDS = 4
_WORD = re.compile(r"\w+(?:'\w+)?")


class TooLittleToLearnFrom(FolkmootError):
    """No theme has enough coded points."""


class UnreadableModel(FolkmootError):
    """The file of what was learned is not one of ours, or is damaged."""


def words_in(text: str) -> Iterator[str]:
    """Words and pairs of neighbouring words."""
    words = _WORD.findall(folded(text[:MOST_LETTERS]))
    yield from words
    yield from (f"{one} {other}" for one, other in pairwise(words))


def pieces_in(text: str) -> Iterator[str]:
    """Three to five letters in a row within a word, its two ends marked by a blank."""
    for word, times in Counter(_WORD.findall(folded(text[:MOST_LETTERS]))).items():
        marked = f" {word[:40]} "
        pieces = [marked[at : at + size] for size in (3, 4, 5) for at in range(len(marked) - size + 1)]
        for _ in range(times):
            yield from pieces


FAMILIES = (words_in, pieces_in)


@dataclass(frozen=True)
class Family:
    """One family of features: the column of each, and how rare it is (shape: features)."""

    columns: Mapping[str, int]
    rarity: "Floats"

    def weighted(self, features: Iterator[str]) -> tuple[list[int], list[float]]:
        """Columns and weights of one text, of length 1 together; empty where none of its features is known."""
        counts = Counter(column for each in features if (column := self.columns.get(each)) is not None)
        weights = [(1 + math.log(number)) * float(self.rarity[column]) for column, number in counts.items()]
        length = math.sqrt(sum(weight * weight for weight in weights)) or 1.0
        return list(counts), [weight / length for weight in weights]


@dataclass(frozen=True)
class Learned:
    """What was learned: for each theme (in the order of `themes`) the weight of every feature, an offset and a threshold.

    `weights` has shape (features of all families, themes); `points` is how many coded points each theme was learned from.
    """

    themes: tuple[str, ...]
    families: tuple[Family, ...]
    weights: "Floats"
    offsets: "Floats"
    thresholds: "Floats"
    points: tuple[int, ...]

    def probabilities(self, text: str) -> dict[str, float]:
        """How probable each theme is for a text, 0 to 1, as the regression has it."""
        import numpy as np

        total = self.offsets.astype(np.float64)
        start = 0
        for family, features_in in zip(self.families, FAMILIES, strict=True):
            columns, values = family.weighted(features_in(text))
            if columns:
                total = total + np.array(values) @ self.weights[[start + column for column in columns]]
            start += len(family.columns)
        return dict(zip(self.themes, (1 / (1 + np.exp(-total))).tolist(), strict=True))

    def scores(self, text: str) -> dict[str, float]:
        """The themes at or above their threshold, with their probabilities."""
        above = zip(self.probabilities(text).items(), self.thresholds.tolist(), strict=True)
        return {theme: chance for (theme, chance), threshold in above if chance >= threshold}


def learn(texts: Sequence[str], codings: Sequence[Collection[str]], *, least: int = LEAST_POINTS, seed: int = 0) -> Learned:
    """Learn from texts and the themes each was coded with; the same texts in the same order give the same numbers.

    Only themes coded at least `least` times, and not on every point, are learned. Raises TooLittleToLearnFrom.
    """
    import numpy as np
    from threadpoolctl import threadpool_limits

    times = Counter(theme for themes in codings for theme in set(themes))
    themes = tuple(sorted(theme for theme, number in times.items() if least <= number < len(texts)))
    if not themes:
        raise TooLittleToLearnFrom(
            "There is nothing to learn from yet.",
            f"No theme was coded on {least} points.",
            "Code more points by hand; cue words serve until then.",
        )
    matrix, families = _features(texts)
    answers = np.array([[theme in themes_of for theme in themes] for themes_of in codings])
    # The vectors are too short for several threads: these would spend the time waiting for one another, the more the busier the machine.
    with threadpool_limits(1):
        fitted = [_one_theme(matrix, answers[:, place], seed) for place in range(len(themes))]
    weights = np.stack([each[0] for each in fitted], axis=1).astype(np.float32)
    offsets, thresholds = (np.array([each[place] for each in fitted], dtype=np.float32) for place in (1, 2))
    return Learned(themes, families, weights, offsets, thresholds, tuple(times[theme] for theme in themes))


def _features(texts: Sequence[str]) -> tuple[Any, tuple[Family, ...]]:
    """The sparse table of all texts (rows) by all features (columns), and the families. A feature must stand in three texts."""
    import numpy as np
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfVectorizer

    tables, families = [], []
    for features_in, most in zip(FAMILIES, MOST_FEATURES, strict=True):
        counting = TfidfVectorizer(analyzer=features_in, min_df=min(3, len(texts)), max_features=most, sublinear_tf=True, dtype=np.float32)
        tables.append(counting.fit_transform(texts))
        families.append(Family({str(name): int(column) for name, column in counting.vocabulary_.items()}, counting.idf_.astype(np.float32)))
    return hstack(tables).tocsr(), tuple(families)


def _one_theme(matrix: Any, answers: Any, seed: int) -> tuple[Any, float, float]:
    """Weights, offset and threshold of one theme."""
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    rarest = int(min(answers.sum(), (~answers).sum()))
    folds = StratifiedKFold(max(2, min(FOLDS, rarest)), shuffle=True, random_state=seed)
    chances = cross_val_predict(_regression(), matrix, answers, cv=folds, method="predict_proba")[:, 1]
    fitted = _regression().fit(matrix, answers)
    return fitted.coef_[0], float(fitted.intercept_[0]), best_threshold(chances.tolist(), answers.tolist())


def _regression() -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=6.0, class_weight="balanced", solver="lbfgs", max_iter=1000)


def best_threshold(chances: Sequence[float], answers: Sequence[bool]) -> float:
    """The chance from which “yes” gives the best F1; between it and the next lower one, so that neither is on the edge."""
    ranked = sorted(zip(chances, answers, strict=True), reverse=True)
    wanted, right, best, threshold = sum(answers), 0, -1.0, 0.5
    for place, (chance, is_so) in enumerate(ranked, start=1):
        right += is_so
        below = ranked[place][0] if place < len(ranked) else 0.0
        score = 2 * right / (place + wanted)
        if below < chance and score > best:
            best, threshold = score, (chance + below) / 2
    return threshold


def packed(learned: Learned) -> bytes:
    """What was learned as one compressed file: a table of names as JSON and the numbers in half precision."""
    import numpy as np

    names = {"themes": learned.themes, "points": learned.points, "families": [list(each.columns) for each in learned.families]}
    numbers: dict[str, Any] = {
        "weights": learned.weights.astype(np.float16), "offsets": learned.offsets, "thresholds": learned.thresholds,
        **{f"rarity_{place}": each.rarity for place, each in enumerate(learned.families)},
        **{f"columns_{place}": np.array(list(each.columns.values()), dtype=np.int32) for place, each in enumerate(learned.families)},
    }  # fmt: skip
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("names.json", json.dumps(names, ensure_ascii=False))
        inside = io.BytesIO()
        np.savez(inside, **numbers)
        folder.writestr("numbers.npz", inside.getvalue())
    return kept.getvalue()


def unpacked(kept: bytes) -> Learned:
    """What `packed` made. Raises UnreadableModel."""
    import numpy as np

    try:
        with zipfile.ZipFile(io.BytesIO(kept)) as folder:
            names = json.loads(folder.read("names.json"))
            numbers = np.load(io.BytesIO(folder.read("numbers.npz")), allow_pickle=False)
        families = tuple(
            Family(dict(zip(known, numbers[f"columns_{place}"].tolist(), strict=True)), numbers[f"rarity_{place}"])
            for place, known in enumerate(names["families"])
        )
        weights = numbers["weights"].astype(np.float32)
        return Learned(tuple(names["themes"]), families, weights, numbers["offsets"], numbers["thresholds"], tuple(names["points"]))
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise UnreadableModel("What was learned cannot be read.", str(error), "Run: folkmoot themes learn") from error
