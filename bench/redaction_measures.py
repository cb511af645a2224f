"""Recall, precision, false alarms, fairness between origins and calibration of one finder on generated papers."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import sqrt

from redaction_cases import UNLISTED, Paper, Truth

from folkmoot.redaction.folding import fold
from folkmoot.redaction.names.lexicon import lexicon

Z = 1.959964


def wilson(found: int, base: int) -> tuple[float, float]:
    """The 95% Wilson interval of a share; (0, 1) without a base."""
    if not base:
        return 0.0, 1.0
    share, z = found / base, Z * Z / base
    middle = (share + z / 2) / (1 + z)
    half = Z / (1 + z) * sqrt(share * (1 - share) / base + z / (4 * base))
    return max(0.0, middle - half), min(1.0, middle + half)


def newcombe(one: tuple[int, int], other: tuple[int, int]) -> tuple[float, float, float]:
    """The difference of two shares with Newcombe's 95% interval (his method 10)."""
    (a, m), (b, n) = one, other
    low1, high1 = wilson(a, m)
    low2, high2 = wilson(b, n)
    p, q = a / m, b / n
    return p - q, p - q - sqrt((p - low1) ** 2 + (high2 - q) ** 2), p - q + sqrt((high1 - p) ** 2 + (q - low2) ** 2)


def refuse_listed_names() -> None:
    """Stop where a name that should be unlisted stands in a shipped list."""
    known = lexicon()
    listed = [name for parts in UNLISTED.values() for names in parts.values() for name in names if fold(name) in known.given | known.family]
    if listed:
        raise SystemExit(f"These names stand in a shipped list and cannot measure unlisted ones: {', '.join(listed)}.")


class Measured:
    """One finder's findings beside the truth."""

    def __init__(
        self, which: str, papers: Sequence[Paper], found: Sequence[Sequence[Sequence[float]]], cost: dict[str, float], words: int
    ) -> None:
        self.which, self.cost, self.words = which, cost, words
        self.rows: list[tuple[Paper, Truth, bool]] = []
        self.alarms: list[tuple[Paper, str]] = []
        self.scored: list[tuple[float, bool]] = []
        for paper, spans in zip(papers, found, strict=True):
            self._take(paper, spans)

    def _take(self, paper: Paper, spans: Sequence[Sequence[float]]) -> None:
        covered = bytearray(len(paper.text) + 1)
        for start, end, _ in spans:
            covered[int(start) : int(end)] = b"\1" * int(end - start)
        named = bytearray(len(paper.text) + 1)
        for name in paper.names:
            named[name.start : name.end] = b"\1" * (name.end - name.start)
            letters = [place for place in range(name.start, name.end) if paper.text[place].isalpha()]
            self.rows.append((paper, name, all(covered[place] for place in letters)))
        for start, end, confidence in spans:
            right = any(named[int(start) : int(end)])
            self.scored.append((confidence, right))
            if not right:
                self.alarms.append((paper, paper.text[int(start) : int(end)]))

    def _count(self, rows: Sequence[tuple[Paper, Truth, bool]]) -> tuple[int, int]:
        return sum(found for _, _, found in rows), len(rows)

    def summary(self) -> str:
        found, base = self._count(self.rows)
        low, high = wilson(found, base)
        right = len(self.scored) - len(self.alarms)
        unlisted_rows = [row for row in self.rows if not row[1].listed]
        seen, of = self._count(unlisted_rows)
        return (
            f"{self.which:16} recall {found / base:.1%} ({low:.1%} to {high:.1%}); of unlisted names {seen / of:.1%}; "
            f"precision {right / max(1, len(self.scored)):.1%}; {1000 * len(self.alarms) / self.words:.1f} false alarms in 1,000 words; "
            f"{self.cost['cpu']:.1f} s CPU in all, {self.cost['finding'] / self.cost['words'] * 50_000:.2f} s for 100 pages; "
            f"{self.cost['megabytes']:.0f} MB"
        )

    def _groups(self, key: str) -> dict[str, list[tuple[Paper, Truth, bool]]]:
        groups: dict[str, list[tuple[Paper, Truth, bool]]] = defaultdict(list)
        for row in self.rows:
            groups[row[0].kind if key == "kind" else str(getattr(row[1], key))].append(row)
        return groups

    def recall_by(self, key: str) -> dict[str, str]:
        cells = {}
        for group, rows in sorted(self._groups(key).items()):
            found, base = self._count(rows)
            low, high = wilson(found, base)
            cells[group] = f"{found / base:.1%} ({low:.0%} to {high:.0%})"
        return cells

    def fairness(self) -> str:
        counts = {origin: self._count(rows) for origin, rows in self._groups("origin").items()}
        order = sorted(counts, key=lambda origin: counts[origin][0] / counts[origin][1])
        worst, best = order[0], order[-1]
        gap, low, high = newcombe(counts[best], counts[worst])
        whole = self._count(self.rows)
        behind = [origin for origin in order if self._surely_behind(counts[origin], whole)]
        said = f"surely more than 2 points behind all others together: {', '.join(behind) or 'none'}"
        return f"{self.which}: best {best}, worst {worst}, difference {gap:.1%} ({low:.1%} to {high:.1%}); {said}"

    def _surely_behind(self, one: tuple[int, int], whole: tuple[int, int]) -> bool:
        rest = whole[0] - one[0], whole[1] - one[1]
        return newcombe(rest, one)[1] > 0.02

    def calibration(self) -> str:
        bands: dict[int, list[bool]] = defaultdict(list)
        for confidence, right in self.scored:
            bands[min(9, int(confidence * 10))].append(right)
        told = "; ".join(f"{band / 10:.1f}+: {sum(rights) / len(rights):.0%} of {len(rights):,}" for band, rights in sorted(bands.items()))
        return f"{self.which}: right where its confidence is {told}"

    def print_examples(self) -> None:
        missed = Counter((paper.kind, name.form, name.text) for paper, name, found in self.rows if not found)
        print("\nMissed:", *(f"{times} x {kind}/{form}: {text}" for (kind, form, text), times in missed.most_common(80)), sep="\n  ")
        wrong = Counter(text for _, text in self.alarms)
        print("\nFound wrongly:", *(f"{times} x {text!r}" for text, times in wrong.most_common(60)), sep="\n  ")
