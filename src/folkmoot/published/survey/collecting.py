"""Figures and remarks as they are found, each sheet's apart, with what two sheets say about one thing compared at the end."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from folkmoot.published.survey.catalogue import Group, folded, group_of, item_of, question_of
from folkmoot.published.survey.cells import base_of, interval_of, is_number, mark_of, number_of, shown_decimals
from folkmoot.published.survey.figures import Figure, Mark, Place, Remark, Said, Whose
from folkmoot.published.survey.grids import Grid

RATE = "RR"
_MEAN_NAMES = ("all civil servants", "civil service mean")
_MEDIAN_NAMES = ("civil service benchmark", "civil service median")


@dataclass(frozen=True)
class Owner:
    """Of whom a row speaks, in which year and group."""

    year: int
    whose: Whose
    organisation: str = ""
    characteristic: str = ""
    group: str = ""


@dataclass(frozen=True)
class Base:
    number: int | None = None
    mark: str = Mark.NOT_PUBLISHED
    rounded: bool = False


@dataclass
class Found:
    """What one workbook has given so far."""

    figures: list[Figure] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    said: dict[tuple[str, ...], int] = field(default_factory=dict)

    def say(self, said: Said, place: Place, *what: str, count: int = 1) -> None:
        """Add a remark; the same one is said once and counted, with its first place."""
        key = _same(said, place, what)
        if key in self.said:
            at = self.said[key]
            self.remarks[at] = replace(self.remarks[at], count=self.remarks[at].count + count)
            return
        self.said[key] = len(self.remarks)
        self.remarks.append(Remark(said, place, what, count))

    def take(self, owner: Owner, item: str, text: str, base: Base, *, decimals: int, fraction: bool, place: Place) -> None:
        """Keep one score, or the mark in its place. A score that was not asked is no figure. Raises SurveyError."""
        mark = mark_of(text)
        if mark is Mark.NOT_ASKED:
            return
        if item == RATE and mark is None and number_of(text, place) * (100 if fraction else 1) > 100:
            self.say(Said.OVER_100, place, owner.organisation, text.strip())
            return
        low, high = (None, None) if mark else interval_of(text, decimals, fraction, place)
        self.figures.append(
            Figure(
                owner.year, owner.whose, owner.organisation, owner.characteristic, owner.group, item, base.number, base.mark, base.rounded,
                low, high, mark or "", 0 if mark else shown_decimals(decimals, fraction), place,
            )
        )  # fmt: skip

    def take_columns(self, grid: Grid, headings: Sequence[str], columns: Iterable[int]) -> dict[int, str]:
        """The columns that hold scores which are kept; every other one is said."""
        kept: dict[int, str] = {}
        questions: list[str] = []
        for column in columns:
            heading = headings[column] if column < len(headings) else ""
            item, question = item_of(heading), question_of(heading)
            if item:
                kept[column] = item
            elif question:
                questions.append(question)
            elif heading.strip():
                self.say(
                    Said.UNKNOWN_COLUMN, Place(grid.sheet, None, grid.place(0, column, heading).column), " ".join(heading.split())[:120]
                )
        if questions:
            self.say(Said.QUESTIONS_NOT_KEPT, Place(grid.sheet), questions[0], questions[-1], count=len(questions))
        return kept

    def group(self, characteristic: str, label: str, place: Place) -> Group | None:
        """The group of a label; one that is not known is said, one whose words have changed is said too."""
        group = group_of(characteristic, label)
        if group is None:
            self.say(Said.UNKNOWN_LABEL, place, " ".join(label.split())[:120], characteristic)
        elif folded(label) != folded(group.words):
            self.say(Said.RENAMED, place, " ".join(label.split())[:120], characteristic, group.code)
        return group

    def settle(self) -> tuple[Figure, ...]:
        """One figure for each key: where two sheets say the same the more precise stays; where they contradict it is said."""
        kept: dict[tuple[int, str, str, str, str, str], Figure] = {}
        for figure in self.figures:
            before = kept.get(figure.key)
            if before is None:
                kept[figure.key] = figure
                continue
            if not _agree(before, figure):
                self.say(Said.TWO_FIGURES, figure.place, figure.item, _shown(before), _shown(figure), before.place.sheet)
            kept[figure.key] = max((before, figure), key=_precision)
        return tuple(kept.values())


def _same(said: Said, place: Place, what: tuple[str, ...]) -> tuple[str, ...]:
    """What makes two remarks one: of labels their words, of sums and contradictions the sheet and the score, else the sheet too."""
    if said in (Said.RENAMED, Said.FRACTIONS, Said.DIFFERENCES_NOT_READ):
        return said, *what[:1] * (said is Said.RENAMED)
    return said, place.sheet, *(what[:1] if said in (Said.TWO_FIGURES, Said.DOES_NOT_ADD_UP) else what)


def _precision(figure: Figure) -> tuple[bool, bool, int]:
    return figure.low is not None, figure.base is not None, figure.decimals


def _agree(first: Figure, second: Figure) -> bool:
    if first.low is None or second.low is None or first.high is None or second.high is None:
        return first.mark == second.mark or "x" in (first.mark, second.mark)
    return max(first.low, second.low) <= min(first.high, second.high) + 1e-9


def _shown(figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return f"[{figure.mark}]"
    return f"{(figure.low + figure.high) / 2:.{figure.decimals}f}"


def base_from(text: str, place: Place, *, rounded: bool = False) -> Base:
    """Raises SurveyError."""
    number, mark = base_of(text, place)
    return Base(number, mark, rounded and number is not None)


def are_rounded(bases: Iterable[str]) -> bool:
    """Whether numbers of respondents are printed to the nearest 10: every one of at least ten."""
    numbers = [text.replace(",", "").strip() for text in bases if is_number(text)]
    return len(numbers) >= 10 and all(number.isdigit() and int(number) % 10 == 0 for number in numbers)


def whose_of(code: str, name: str) -> Whose:
    """Whether a row is an organisation's, the mean of all civil servants, or the median of organisations."""
    said = folded(name)
    if code.strip().upper() == "CS_MEDIAN" or said.startswith(_MEDIAN_NAMES):
        return Whose.MEDIAN
    return Whose.MEAN if code.strip().upper() == "CS_MEAN" or said.startswith(_MEAN_NAMES) else Whose.ORGANISATION
