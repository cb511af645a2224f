"""One pass over all sources with a rule: what every group reads in the latest complete window, and what could not be looked at."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.areas.models import Area
from folkmoot.casework.signals.figures import NotShown, figures_of_row
from folkmoot.casework.signals.rules import Figures, Left
from folkmoot.casework.signals.runs.adjusting import adjusted
from folkmoot.casework.signals.runs.counting import Asked, Counted, Place, counted
from folkmoot.casework.signals.runs.judging import Judged, judged
from folkmoot.casework.signals.runs.models import SignalRule
from folkmoot.casework.signals.runs.queries import thresholds_of
from folkmoot.casework.signals.runs.windows import Missing, Window, window_of
from folkmoot.casework.sources.models import Source
from folkmoot.casework.workbench.opening import Opened, open_source
from folkmoot.errors import FolkmootError
from folkmoot.stats.disparity import Settings
from folkmoot.stats.judgement import Finding

Key = tuple[int, str, str, str, int | None]  # source, stage, characteristic, group, Area


@dataclass(frozen=True)
class Read:
    """What a group of a source reads now. `figures` None: they are withheld."""

    source: Source
    stage: str
    area: Area | None
    finding: Finding | None
    figures: Figures | None
    judged: Judged
    asked: Asked
    controls: tuple[str, ...]

    def left(self) -> Left | None:
        """What is left of the gap with the controls of the rule. Made only where it is asked for."""
        return adjusted(self.asked, self.judged.of, self.judged.row.group, self.controls)


@dataclass
class Look:
    """What a run found. `unread`: what could not be looked at, with the reason, one line each; `windows` by source."""

    read: dict[Key, Read] = field(default_factory=dict)
    comparisons: int = 0
    unread: list[dict[str, str]] = field(default_factory=list)
    stopped: dict[int, str] = field(default_factory=dict)
    windows: dict[int, tuple[str, str]] = field(default_factory=dict)
    as_of: dict[int, date | None] = field(default_factory=dict)


@dataclass(frozen=True)
class _Found:
    rule: SignalRule
    opened: Opened
    asked: Asked
    area: Area | None
    of: Counted


def look(rules: Sequence[SignalRule], *, month: str) -> Look:
    """Look at every source with a rule, up to the data of `month`. A source that cannot be read stops no other."""
    result = Look()
    found = [one for rule in rules for one in _tables_of(rule, month, result)]
    by_table = {id(one.of): one for one in found}
    answers, result.comparisons = judged([(one.of, thresholds_of(one.rule)) for one in found])
    for answer in answers:
        read = _read(by_table[id(answer.of)], answer)
        key = (read.source.pk, read.stage, answer.of.column, answer.row.group, read.area.pk if read.area else None)
        result.read[key] = read
    result.unread += _not_judged(result.read.values())
    return result


def _not_judged(read: Iterable[Read]) -> list[dict[str, str]]:
    """How many groups could not be judged, by source, place and reason."""
    whys = {None: "withheld", Finding.TOO_FEW: "too_few", Finding.MISSING_DATA: "missing"}
    found = Counter((one.source.title, one.area.name if one.area else "", whys[one.finding]) for one in read if one.finding in whys)
    return [{"source": source, "where": where, "why": why, "words": str(number)} for (source, where, why), number in sorted(found.items())]


def _tables_of(rule: SignalRule, month: str, result: Look) -> list[_Found]:
    source = rule.source
    assert source is not None
    try:
        opened = open_source(THE_PRODUCT, source.pk)
        window = window_of(opened.shape.months, cadence=source.cadence, length=rule.months, upto=month)
    except FolkmootError as error:
        return _stopped(result, source, "stopped", str(error))
    if isinstance(window, Missing):
        return _stopped(result, source, "no_data", ", ".join(window.periods))
    result.windows[source.pk], result.as_of[source.pk] = (window.first, window.last), opened.data_as_of
    asked = _asked(rule, opened, window)
    if not asked.stages or not asked.characteristics:
        return _stopped(result, source, "stopped", "no outcome or no characteristic")
    places = _places(rule, opened, result)
    return [_Found(rule, opened, asked, area, of) for area, place in places for of in _counted(asked, place, area, source.title, result)]


def _stopped(result: Look, source: Source, why: str, words: str) -> list[_Found]:
    result.stopped[source.pk] = why
    result.unread.append({"source": source.title, "where": "", "why": why, "words": words})
    return []


def _asked(rule: SignalRule, opened: Opened, window: Window) -> Asked:
    shape = opened.shape
    stages = tuple(one for one in shape.stages if not rule.stages or one.name in rule.stages)
    columns = tuple(one for one in shape.characteristics if not rule.characteristics or one in rule.characteristics)
    references: Mapping[str, str] = {shape.title(column): group for column, group in rule.references.items()}
    return Asked(opened.source, opened.cube, shape, stages, columns, window, Settings(references, rule=thresholds_of(rule)))


def _places(rule: SignalRule, opened: Opened, result: Look) -> list[tuple[Area | None, Place]]:
    """All that a source holds, and each Area of it by itself. A level that is the name of no Area is said, and left out."""
    found: list[tuple[Area | None, Place]] = [(opened.home, Place())]
    if not rule.by_area or not opened.shape.area or opened.home is not None:
        return found
    for level in opened.shape.levels(opened.shape.area):
        if level in opened.areas:
            found.append((opened.areas[level], Place(level)))
        else:
            result.unread.append({"source": opened.title, "where": level, "why": "no_area", "words": ""})
    return found


def _counted(asked: Asked, place: Place, area: Area | None, title: str, result: Look) -> list[Counted]:
    try:
        found = counted(asked, place)
    except FolkmootError as error:
        result.unread.append({"source": title, "where": area.name if area else "", "why": "stopped", "words": str(error)})
        return []
    if not found:
        result.unread.append({"source": title, "where": area.name if area else "", "why": "place", "words": ""})
    return found


def _read(found: _Found, answer: Judged) -> Read:
    of, source = answer.of, found.rule.source
    assert source is not None
    window = found.asked.window
    try:
        figures = figures_of_row(
            of.table, answer.row, by=(of.column,), outcome=of.stage.title, as_of=found.opened.data_as_of, window=(window.first, window.last)
        )
    except NotShown:
        figures = None
    return Read(source, of.stage.name, found.area, answer.finding, figures, answer, found.asked, _controls(found))


def _controls(found: _Found) -> tuple[str, ...]:
    """What is taken into account: what the rule names, or the offence and the two characteristics that follow."""
    shape = found.asked.shape
    if found.rule.controls:
        return tuple(one for one in found.rule.controls if one in shape.controls)
    others = [one for one in shape.characteristics if one != found.of.column]
    return tuple(one for one in (shape.offence, *others[:2]) if one)
