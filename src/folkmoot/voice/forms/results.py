"""What the answers to a form add up to. Values in, values out.

Where fewer than ten people answered a question nothing of it is shown but how many they were: the same rule as for confidence. The
words of free answers are read question by question and never beside the other answers of the same person.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from statistics import fmean
from typing import TYPE_CHECKING

from folkmoot.stats.counts import Counts, CountsTable, Key
from folkmoot.stats.disclosure import DEFAULT_THRESHOLD, SMALL_GROUPS, withheld
from folkmoot.stats.intervals import Estimate, wilson
from folkmoot.voice.forms.models import FormQuestion, MonitoringCount, Response, ResponseAnswer
from folkmoot.voice.forms.rules import CHOSEN, IN_WORDS, Kind, Value, shown
from folkmoot.voice.models import Point

if TYPE_CHECKING:
    from folkmoot.voice.forms.queries import Outline

SMALLEST_BASE = 10


class Kept(StrEnum):
    """Why somebody may not read an answer in words.

    `RESTRICTED`: it may tell who somebody is, or was kept to those who answer points. `ELSEWHERE`: its point stands where they see none.
    """

    RESTRICTED = "restricted"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class Share:
    """One answer that may be chosen: how many chose it of those who answered the question, with its interval."""

    key: str
    count: int
    share: Estimate


@dataclass(frozen=True)
class Said:
    """One answer in words, with the points that were recorded from it."""

    text: str
    points: tuple[int, ...]


@dataclass(frozen=True)
class Spread:
    """Numbers or days: the lowest, the middle and the highest, as texts in which they were given."""

    lowest: str
    middle: str
    highest: str


@dataclass(frozen=True)
class QuestionResult:
    """`asked`: how many were led to the question; `answered`: how many of them answered it.

    `shares`, `mean` and `spread` are empty where fewer than ten answered (`too_few`). `said` are the answers in words that the viewer
    may read, in no order of time, and `kept` counts the others.
    """

    question: FormQuestion
    asked: int
    answered: int
    shares: list[Share]
    mean: float | None
    spread: Spread | None
    said: list[Said]
    kept: Mapping[Kept, int] = field(default_factory=dict)

    @property
    def too_few(self) -> bool:
        return 0 < self.answered < SMALLEST_BASE and self.question.kind not in IN_WORDS

    @property
    def unanswered(self) -> int:
        return self.asked - self.answered


@dataclass(frozen=True)
class MonitoringLine:
    """One answer to an equality question; `name` None: groups too small to show one by one; `count` None: not shown."""

    name: str | None
    unsaid: bool
    count: int | None


@dataclass(frozen=True)
class MonitoringTable:
    name: str
    total: int | None
    lines: list[MonitoringLine]


@dataclass(frozen=True)
class Results:
    """`by_day` and `by_channel` count the responses that count. `monitoring` is empty until counting is over (`counted_out`).

    `read` are the points, or the responses where there are none, whose words are shown: what a log of reading must name.
    """

    counted: int
    held: int
    refused: int
    by_day: list[tuple[date, int]]
    by_channel: Mapping[str, int]
    in_welsh: int
    questions: list[QuestionResult]
    monitoring: list[MonitoringTable]
    counted_out: bool
    read: list[Point | Response] = field(default_factory=list)

    @property
    def not_shown(self) -> int:
        return sum(sum(each.kept.values()) for each in self.questions)


def add_up(
    found: "Outline", counted: Sequence[tuple[date, str, str]], answers: Iterable[ResponseAnswer], routes: Mapping[int, int], *,
    kept: Mapping[object, Kept], held: int, refused: int, monitoring: list[MonitoringTable], counted_out: bool,
) -> Results:  # fmt: skip
    """`counted`: (day, channel, language) of each response that counts; `routes`: how many were led past each question.

    `kept`: by the id of an answer, why its words are not shown.
    """
    by_question: dict[int, list[ResponseAnswer]] = {}
    for answer in answers:
        by_question.setdefault(answer.question_id, []).append(answer)
    rows, read = [], []
    for question in found.every:
        given = by_question.get(question.pk, [])
        if question.withdrawn_at is not None and not given:
            continue
        led = len(given) if question.withdrawn_at else max(len(given), len(counted) - routes.get(question.pk, 0))
        rows.append(_result(question, given, led, kept))
        read += _read(question, given, kept)
    return Results(
        counted=len(counted), held=held, refused=refused, by_day=sorted(Counter(on for on, _c, _l in counted).items()),
        by_channel=Counter(channel for _on, channel, _l in counted), in_welsh=sum(language == "cy" for _o, _c, language in counted),
        questions=rows, monitoring=monitoring, counted_out=counted_out, read=list(dict.fromkeys(read)),
    )  # fmt: skip


def _read(question: FormQuestion, given: Sequence[ResponseAnswer], kept: Mapping[object, Kept]) -> list[Point | Response]:
    if question.kind not in IN_WORDS:
        return []
    rows: list[Point | Response] = []
    for each in given:
        if each.pk not in kept:
            rows += list(each.points.all()) or [each.response]
    return rows


def routes(found: "Outline", answers: Iterable[ResponseAnswer]) -> dict[int, int]:
    """For each question, how many who answered anything were led past it by their own answers: they are no non-response."""
    asked = found.asked
    if not any(each.conditions for each in asked):
        return {}
    by_response: dict[object, dict[int, Value]] = {}
    for answer in answers:
        by_response.setdefault(answer.response_id, {})[answer.question_id] = Value(answer.text, tuple(answer.keys))
    past: Counter[int] = Counter()
    for values in by_response.values():
        led = {each.id for each in shown(asked, values)}
        past.update(each.id for each in asked if each.id not in led)
    return dict(past)


def _result(question: FormQuestion, given: Sequence[ResponseAnswer], asked: int, kept: Mapping[object, Kept]) -> QuestionResult:
    kind, base = Kind(question.kind), len(given)
    enough = base >= SMALLEST_BASE
    shares = _shares(question, given) if kind in CHOSEN and enough else []
    mean = fmean(int(answer.keys[0]) for answer in given) if kind is Kind.SCALE and enough else None
    spread = _spread(kind, given) if kind in {Kind.NUMBER, Kind.DAY} and enough else None
    if kind not in IN_WORDS:
        return QuestionResult(question, asked, base, shares, mean, spread, [])
    said = [Said(each.text, tuple(point.pk for point in each.points.all())) for each in given if each.pk not in kept]
    return QuestionResult(question, asked, base, shares, mean, spread, said, Counter(kept[each.pk] for each in given if each.pk in kept))


def _shares(question: FormQuestion, given: Sequence[ResponseAnswer]) -> list[Share]:
    chosen = Counter(key for answer in given for key in answer.keys)
    return [Share(key, chosen[key], wilson(chosen[key], len(given))) for key in all_keys(question)]


def all_keys(question: FormQuestion) -> list[str]:
    """Every key that could ever be chosen, those of the wording in use first: what was once offered and chosen stays."""
    fixed = {Kind.SCALE: ("1", "2", "3", "4", "5"), Kind.YES_NO: ("yes", "no", "unsaid")}.get(Kind(question.kind))
    if fixed:
        return list(fixed)
    wordings = sorted(question.wordings.all(), key=lambda each: -each.number)
    return list(dict.fromkeys(option["key"] for wording in wordings for option in wording.options))


def _spread(kind: Kind, given: Sequence[ResponseAnswer]) -> Spread:
    texts = sorted((answer.text for answer in given), key=float if kind is Kind.NUMBER else str)
    return Spread(texts[0], texts[(len(texts) - 1) // 2], texts[-1])


def monitoring(rows: Sequence[MonitoringCount]) -> list[MonitoringTable]:
    """A one-way table for each equality question, without any number from which fewer than five people could be worked out."""
    by_scheme: dict[int, list[MonitoringCount]] = {}
    for row in rows:
        by_scheme.setdefault(row.scheme_id, []).append(row)
    return [_monitoring_table(each) for each in by_scheme.values()]


def _monitoring_table(rows: Sequence[MonitoringCount]) -> MonitoringTable:
    """The unsaid are a group like any other: nobody's answer follows from what is left when the rest is subtracted."""
    cells: dict[Key, Counts] = {(str(row.pk),): Counts(row.count, 0) for row in rows if row.count}
    name = rows[0].scheme.name
    total = sum(row.count for row in rows)
    if total < SMALLEST_BASE:
        return MonitoringTable(name, None, [])
    plan = withheld([CountsTable(("answer",), "asked", cells, total)], DEFAULT_THRESHOLD)
    if plan.everything or plan.total:
        return MonitoringTable(name, None if plan.total else total, [])
    lines = []
    for row in rows:
        key = (str(row.pk),)
        if key not in plan.merged:
            hidden = key in plan.bases | plan.outcomes
            lines.append(MonitoringLine(row.category.name if row.category else "", row.category is None, None if hidden else row.count))
    if plan.merged:
        together = None if (SMALL_GROUPS,) in plan.bases | plan.outcomes else sum(cells[key].base for key in plan.merged)
        lines.append(MonitoringLine(None, False, together))
    return MonitoringTable(name, total, lines)
