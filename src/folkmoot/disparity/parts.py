"""The order in which a document is told: the answer, then part by part sentences, pictures and tables, then the method and the caveats."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from folkmoot.disparity import sentences as says
from folkmoot.disparity import tables
from folkmoot.disparity.figures import NEARLY_NOUGHT, NOT_DEFINED, WITHHELD
from folkmoot.disparity.sentences.groups import named
from folkmoot.disparity.tables import Table
from folkmoot.disparity.words import Sentence, gettext_noop

TITLE = gettext_noop("Outcomes compared between groups: %(files)s")
AND_MORE = gettext_noop("and %(number)s more files")
_FILES_NAMED = 3
ANSWER = gettext_noop("The answer")
BY = gettext_noop("%(outcome)s, by %(by)s")
CHAIN = gettext_noop("Stage after stage, by %(by)s")
TOGETHER = gettext_noop("%(outcome)s, by %(by)s together")
AREAS = gettext_noop("%(outcome)s, Area by Area")
PERIODS = gettext_noop("%(outcome)s over time")
WHAT_WOULD_CHANGE = gettext_noop("What would change this answer?")
TAKEN_INTO_ACCOUNT = gettext_noop("What was taken into account")
TESTS = gettext_noop("Tests")
COMPLETENESS = gettext_noop("What is on record")
SCAN = gettext_noop("A search for subgroups")
METHOD = gettext_noop("How this was done")
SMALL_NUMBERS = gettext_noop("Small numbers")
CAVEATS = gettext_noop("Read with care")
SYMBOLS = gettext_noop("Symbols")
LEGEND_LINE = gettext_noop("%(symbol)s: %(meaning)s")
LEGEND = (
    (WITHHELD, gettext_noop("withheld, so that no small number can be seen or worked out")),
    (NOT_DEFINED, gettext_noop("not applicable, or not defined")),
    (NEARLY_NOUGHT, gettext_noop("rounds to nought and is not nought")),
)


@dataclass(frozen=True)
class Part:
    """One part: its answer in sentences, then (pictures and) tables, then what lies behind it as parts of their own.

    `source` is the piece of the document it tells, of `stage`; `kind` says which piece. A table without rows is not printed.
    """

    kind: str
    title: Sentence
    sentences: Sequence[Sentence]
    tables: Sequence[Table] = ()
    source: Any = field(default=None, repr=False)
    stage: Any = field(default=None, repr=False)
    inner: "Sequence[Part]" = ()


def title_of(document: Any) -> Sentence:
    names = [one["name"] for one in document["source"]["files"]]
    more = len(names) - _FILES_NAMED
    rest = [Sentence(AND_MORE, {"number": str(more)})] if more > 0 else []
    return Sentence(TITLE, {"files": [*names[:_FILES_NAMED], *rest]})


def parts_of(document: Any) -> Iterator[Part]:
    yield Part("answer", Sentence(ANSWER, {}), says.headline(document))
    for stage in document["stages"]:
        yield from _stage(stage, document)
    yield from _chains(document)
    yield from _intersections(document)
    yield from _areas(document)
    yield from _periods(document)
    yield from _scan(document)
    yield from _method(document)


def shown_tables(part: Part) -> list[Table]:
    return [table for table in part.tables if table.rows]


def shown_inner(part: Part) -> list[Part]:
    return [inner for inner in part.inner if inner.sentences or shown_tables(inner)]


def _stage(stage: Any, document: Any) -> Iterator[Part]:
    for table in stage["characteristics"]:
        title = Sentence(BY, {"outcome": stage["name"], "by": named(table)})
        said = says.about_groups(table, document)
        inner = [_what_would_change(table, stage), _taken_into_account(table, stage, document), _tests(table, stage)]
        yield Part("groups", title, said, [tables.rates(table, stage)], table, stage, inner)


def _what_would_change(table: Any, stage: Any) -> Part:
    said = says.about_what_would_change(table)
    return Part("what would change", Sentence(WHAT_WOULD_CHANGE, {}), said, [tables.what_would_change(table, stage)])


def _taken_into_account(table: Any, stage: Any, document: Any) -> Part:
    said = [*says.about_model(table, document), *says.about_strata(table), *says.about_parts(table)]
    return Part("taken into account", Sentence(TAKEN_INTO_ACCOUNT, {}), said, tables.taken_into_account(table, stage))


def _tests(table: Any, stage: Any) -> Part:
    return Part("tests", Sentence(TESTS, {}), [], [tables.tests(table, stage)])


def _chains(document: Any) -> Iterator[Part]:
    for chain in document["chain"] or ():
        title = Sentence(CHAIN, {"by": chain["characteristic"]})
        yield Part("chain", title, says.about_chain(chain), [tables.chain_table(chain)], chain)


def _intersections(document: Any) -> Iterator[Part]:
    for table in document["intersections"]:
        stage = {"name": table["stage"], "overall": table["overall"]}
        title = Sentence(TOGETHER, {"outcome": table["stage"], "by": named(table)})
        inner = [_what_would_change(table, stage), _tests(table, stage)]
        yield Part("intersection", title, says.about_groups(table, document), [tables.rates(table, stage)], table, stage, inner)


def _areas(document: Any) -> Iterator[Part]:
    for funnel in document["areas"]:
        title = Sentence(AREAS, {"outcome": funnel["stage"]})
        yield Part("areas", title, says.about_areas(funnel), tables.tables_of_areas(funnel), funnel)


def _periods(document: Any) -> Iterator[Part]:
    for series in document["periods"]:
        title = Sentence(PERIODS, {"outcome": series["stage"]})
        yield Part("periods", title, says.about_periods(series), tables.tables_of_periods(series), series)


def _scan(document: Any) -> Iterator[Part]:
    if document["scan"] is not None:
        yield Part("scan", Sentence(SCAN, {}), says.about_scan(document["scan"]), tables.tables_of_scan(document["scan"]))


def _method(document: Any) -> Iterator[Part]:
    said = [*says.about_source(document), *says.about_completeness(document)]
    yield Part("completeness", Sentence(COMPLETENESS, {}), said, tables.tables_of_completeness(document))
    yield Part("method", Sentence(METHOD, {}), says.about_method(document))
    yield Part("small numbers", Sentence(SMALL_NUMBERS, {}), says.about_disclosure(document))
    yield Part("caveats", Sentence(CAVEATS, {}), says.caveats(document))
    yield Part("symbols", Sentence(SYMBOLS, {}), [Sentence(LEGEND_LINE, {"symbol": one, "meaning": Sentence(how)}) for one, how in LEGEND])
