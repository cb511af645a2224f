"""A view as a page: the answer first in sentences, then the section that was asked for, and what was chosen in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from folkmoot.casework.sources.models import Source
from folkmoot.casework.workbench.answering import Answer
from folkmoot.casework.workbench.asking import controls_of
from folkmoot.casework.workbench.opening import Opened
from folkmoot.casework.workbench.queries import Beside
from folkmoot.casework.workbench.rules import Section, View
from folkmoot.casework.workbench.web.words import COMPARE, SECTIONS, window_words
from folkmoot.disparity import figures as f
from folkmoot.disparity import sentences as says
from folkmoot.disparity.html import CAVEAT
from folkmoot.disparity.parts import Part, parts_of, shown_tables
from folkmoot.disparity.pictures import pictures_of
from folkmoot.disparity.sentences.answer import LEAD
from folkmoot.disparity.tables import Table
from folkmoot.disparity.words import Sentence, cleaned
from folkmoot.stats.intervals import Estimate
from folkmoot.stats.released import SYMBOL
from folkmoot.webkit.charts import Drawing
from folkmoot.webkit.dates import month_words

# The first sentence where it is known whom the source counts.
LEADS: Mapping[str, str] = {
    Source.Population.SUSPECTS: gettext_noop(
        "%(rate)s%% of %(base)s suspects have the outcome “%(outcome)s” (between %(low)s%% and %(high)s%% with %(level)s%% confidence)."
    ),
    Source.Population.DEFENDANTS: gettext_noop(
        "%(rate)s%% of %(base)s defendants have the outcome “%(outcome)s” (between %(low)s%% and %(high)s%% with %(level)s%% confidence)."
    ),
    Source.Population.VICTIMS: gettext_noop(
        "%(rate)s%% of %(base)s victims have the outcome “%(outcome)s” (between %(low)s%% and %(high)s%% with %(level)s%% confidence)."
    ),
    Source.Population.WITNESSES: gettext_noop(
        "%(rate)s%% of %(base)s witnesses have the outcome “%(outcome)s” (between %(low)s%% and %(high)s%% with %(level)s%% confidence)."
    ),
}
BESIDE = gettext_noop("Beside it, %(where)s: %(rate)s of %(base)s.")
BESIDE_WITHHELD = gettext_noop("Beside it, %(where)s: withheld, or nobody was at risk.")
BASE_IS = gettext_noop("The base: %(denominator)s.")
DATA_AS_OF = gettext_noop("Data as of %(day)s, for %(months)s. Management information: provisional, and subject to errors of entry.")
MONTHS = gettext_noop("%(first)s to %(last)s")
_KINDS: Mapping[Section, frozenset[str]] = {
    Section.RATES: frozenset({"groups"}),
    Section.AREAS: frozenset({"areas"}),
    Section.STAGES: frozenset({"chain", "groups"}),
    Section.TIME: frozenset({"periods"}),
    Section.CHANGE: frozenset({"groups"}),
    Section.TOGETHER: frozenset({"intersection"}),
    Section.METHOD: frozenset({"completeness", "method", "small numbers", "caveats", "symbols"}),
}
_INSIDE: Mapping[Section, frozenset[str]] = {
    Section.RATES: frozenset({"tests"}),
    Section.CHANGE: frozenset({"what would change", "taken into account"}),
    Section.TOGETHER: frozenset({"what would change", "tests"}),
}


@dataclass(frozen=True)
class Said:
    """A sentence in the language of the page; `lang` where it is in another."""

    words: str
    lang: str = ""
    review: bool = False


@dataclass(frozen=True)
class Grid:
    """A table: `rows` hold texts, the first of each names the row; `wordy` the places of columns that hold words."""

    key: str
    title: Said
    headings: Sequence[Said]
    rows: Sequence[Sequence[str]]
    wordy: frozenset[int]


@dataclass(frozen=True)
class Figure:
    narrow: Drawing
    wide: Drawing | None
    title: Said
    tells: Said


@dataclass(frozen=True)
class Piece:
    """One part of a section, with what lies behind it as pieces of its own."""

    key: str
    title: Said
    sentences: Sequence[Said]
    figures: Sequence[Figure]
    grids: Sequence[Grid]
    inner: "Sequence[Piece]" = ()


def said(sentence: Sentence | str) -> Said:
    if isinstance(sentence, str):
        return Said(sentence)
    is_english = get_language() == "cy" and not sentence.is_translated(gettext)
    return Said(sentence.said(gettext), "en" if is_english else "", sentence.needs_review)


def lead_of(answer: Answer, opened: Opened, beside: Beside | None) -> list[Said]:
    """The answer for somebody who reads nothing else: how often, who needs review, of whom, how complete, how recent, and the caveat."""
    stage = answer.shape.stage(answer.view.stage)
    document = cleaned({**answer.document, "stages": [one for one in answer.document["stages"] if one["name"] == stage.title], "areas": []})
    sentences = [_of_people(one, opened) for one in says.headline(document)]
    sentences += [Sentence(BASE_IS, {"denominator": stage.denominator.rstrip(".")})] if stage.denominator else []
    sentences += [_beside(beside, opened)] if beside else []
    sentences += [says.about_what_would_change(table)[0] for one in document["stages"] for table in one["characteristics"]]
    sentences += [Sentence(DATA_AS_OF, _as_of(opened)), Sentence(CAVEAT, {})]
    return [said(one) for one in sentences]


def _of_people(sentence: Sentence, opened: Opened) -> Sentence:
    """The first sentence said of suspects, or whomever the source counts."""
    return replace(sentence, phrase=LEADS.get(opened.row.population, LEAD)) if sentence.phrase == LEAD else sentence


def _as_of(opened: Opened) -> dict[str, Any]:
    months = opened.shape.months
    return {
        "day": date_format(opened.data_as_of, "j F Y") if opened.data_as_of else "?",
        "months": Sentence(MONTHS, {"first": month_words(months[0]), "last": month_words(months[-1])}) if months else "?",
    }


def _beside(beside: Beside, opened: Opened) -> Sentence:
    where = ", ".join(words for _, words in choices_of(beside.view, opened) if words) or gettext("all of England and Wales, every month")
    rate = beside.overall.rate
    if not isinstance(rate, Estimate):
        return Sentence(BESIDE_WITHHELD, {"where": where})
    interval = f.rate_with(rate.value, [rate.low, rate.high])
    return Sentence(BESIDE, {"where": where, "rate": interval, "base": f.counted(beside.overall.shown.base)})


def pieces_of(answer: Answer, key: str = "part") -> list[Piece]:
    """The section that was asked for; `key` begins the names of its headings, which differ from all others on a page."""
    section = answer.view.section
    kinds = _KINDS[section]
    parts = [part for part in parts_of(cleaned(answer.document)) if part.kind in kinds]
    return [_piece(part, f"{key}-{place}", section) for place, part in enumerate(parts, 1)]


def _piece(part: Part, key: str, section: Section) -> Piece:
    behind = [one for one in part.inner if one.kind in _INSIDE.get(section, frozenset())]
    is_whole = section is not Section.CHANGE  # there the rates themselves stand on another page
    return Piece(
        key, said(part.title), [said(one) for one in part.sentences] if is_whole else [], list(_figures(part, section)),
        _grids(part, key) if is_whole else [],
        [_piece_behind(one, f"{key}-{place}") for place, one in enumerate(behind, 1) if one.sentences or shown_tables(one)],
    )  # fmt: skip


def _piece_behind(part: Part, key: str) -> Piece:
    return Piece(key, said(part.title), [said(one) for one in part.sentences], (), _grids(part, key))


def _figures(part: Part, section: Section) -> Iterator[Figure]:
    if section is Section.STAGES and part.kind == "groups":
        return
    language = "cy" if get_language() == "cy" else "en-GB"
    for one in pictures_of(part, gettext, language):
        yield Figure(one.narrow, one.wide, said(one.title), said(one.tells))


def _grids(part: Part, key: str) -> list[Grid]:
    return [_grid(table, f"{key}-table-{place}") for place, table in enumerate(shown_tables(part), 1)]


def _grid(table: Table, key: str) -> Grid:
    rows = [[cell if isinstance(cell, str) else cell.said(gettext) for cell in row] for row in table.rows]
    return Grid(key, said(table.title), [said(one) for one in table.headings], rows, table.wordy)


def choices_of(view: View, opened: Opened) -> list[tuple[Promise, str]]:
    """What was chosen beside the outcome and the characteristics, each with its label; nothing for what was not."""
    shape = opened.shape
    area = opened.areas[view.area].name if view.area in opened.areas else view.area
    chosen = [
        (_("Area"), area), (_("Police force"), view.force), (_("Offence"), view.offence),
        (_("Only cases flagged as"), ", ".join(shape.title(one) for one in view.flags)),
        (_("Period"), window_words(view.period) if view.period else ""),
    ]  # fmt: skip
    return [(label, words) for label, words in chosen if words]


def summary_of(view: View, opened: Opened) -> list[tuple[Promise, str]]:
    """Everything that makes the view, for the column beside the answer."""
    shape = opened.shape
    shown = [(_("Outcome"), shape.stage(view.stage).title), (_("Compare by"), ", ".join(shape.title(one) for one in view.by))]
    shown.append((_("Compared with"), view.reference or gettext("the largest group")))
    if view.section is Section.CHANGE:
        shown.append((_("Take into account"), ", ".join(shape.title(one) for one in controls_of(view, shape))))
    if view.compare:
        shown.append((_("Set beside"), str(COMPARE[view.compare])))
    return [*shown, *choices_of(view, opened)]


def sections_of(view: View, opened: Opened) -> list[tuple[Promise, str, bool]]:
    """The sections this source has, each with its address and whether it is the one shown."""
    shape = opened.shape
    absent = {Section.AREAS: not shape.area, Section.TIME: not shape.month, Section.STAGES: len(shape.along(view.stage)) < 2}
    return [(SECTIONS[one], view.at(one).to_query(), one is view.section) for one in Section if not absent.get(one)]


def reviews_of(answer: Answer) -> list[str]:
    """The groups of the first characteristic that need review at this stage."""
    stage = answer.shape.stage(answer.view.stage)
    tables = [one["characteristics"][0] for one in answer.document["stages"] if one["name"] == stage.title]
    return [row["group"] for table in tables for row in table["groups"] if row["verdict"] == "difference found"]


def notes_for_files(answer: Answer, opened: Opened, address: str) -> list[str]:
    """What a file says of the view it was made from, in English as its other caveats."""
    chosen = "; ".join(f"{label}: {words}" for label, words in summary_of(answer.view, opened))
    stage = answer.shape.stage(answer.view.stage)
    day = f"{opened.data_as_of.day} {opened.data_as_of:%B %Y}" if opened.data_as_of else SYMBOL
    return [f"{opened.title}. {chosen}.", *([f"The base: {stage.denominator}"] if stage.denominator else []), f"Data as of {day}.", address]
