"""What the answers to a form add up to. Values in, values out.

Where fewer than ten people answered a question nothing of it is shown but how many they were: the same rule as for confidence. The
words of free answers are read question by question and never beside the other answers of the same person.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import TYPE_CHECKING

from folkmoot.stats.counts import Counts, CountsTable, Key
from folkmoot.stats.disclosure import DEFAULT_THRESHOLD, SMALL_GROUPS, withheld
from folkmoot.stats.intervals import Estimate, wilson
from folkmoot.voice.forms.models import FormQuestion, MonitoringCount, ResponseAnswer
from folkmoot.voice.forms.rules import CHOSEN, IN_WORDS, Kind, Value, shown

if TYPE_CHECKING:
    from folkmoot.voice.forms.queries import Outline

SMALLEST_BASE = 10


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

    `shares`, `mean` and `spread` are empty where fewer than ten answered (`too_few`). `said` are answers in words, in no order of time.
    """

    question: FormQuestion
    asked: int
    answered: int
    shares: list[Share]
    mean: float | None
    spread: Spread | None
    said: list[Said]

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
    """`by_day` and `by_channel` count the responses that count. `monitoring` is empty until counting is over (`counted_out`)."""

    counted: int
    held: int
    refused: int
    by_day: list[tuple[date, int]]
    by_channel: Mapping[str, int]
    in_welsh: int
    questions: list[QuestionResult]
    monitoring: list[MonitoringTable]
    counted_out: bool


def add_up(
    found: "Outline", counted: Sequence[tuple[date, str, str]], answers: Iterable[ResponseAnswer], routes: Mapping[int, int], *,
    held: int, refused: int, monitoring: list[MonitoringTable], counted_out: bool,
) -> Results:  # fmt: skip
    """`counted`: (day, channel, language) of each response that counts; `routes`: how many were led past each question."""
    by_question: dict[int, list[ResponseAnswer]] = {}
    for answer in answers:
        by_question.setdefault(answer.question_id, []).append(answer)
    rows = []
    for question in found.every:
        given = by_question.get(question.pk, [])
        if question.withdrawn_at is not None and not given:
            continue
        led = len(given) if question.withdrawn_at else max(len(given), len(counted) - routes.get(question.pk, 0))
        rows.append(_result(question, given, led))
    return Results(
        counted=len(counted), held=held, refused=refused, by_day=sorted(Counter(on for on, _c, _l in counted).items()),
        by_channel=Counter(channel for _on, channel, _l in counted), in_welsh=sum(language == "cy" for _o, _c, language in counted),
        questions=rows, monitoring=monitoring, counted_out=counted_out,
    )  # fmt: skip


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


def _result(question: FormQuestion, given: Sequence[ResponseAnswer], asked: int) -> QuestionResult:
    kind, base = Kind(question.kind), len(given)
    enough = base >= SMALLEST_BASE
    shares = _shares(question, given) if kind in CHOSEN and enough else []
    mean = fmean(int(answer.keys[0]) for answer in given) if kind is Kind.SCALE and enough else None
    spread = _spread(kind, given) if kind in {Kind.NUMBER, Kind.DAY} and enough else None
    said = [Said(each.text, tuple(point.pk for point in each.points.all())) for each in given] if kind in IN_WORDS else []
    return QuestionResult(question, asked, base, shares, mean, spread, said)


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
