"""The blocks a report is made of. They know no HTML and no typesetting."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from folkmoot.reports.wording.words import Line, Words


@dataclass(frozen=True)
class Target:
    """Where the rows behind a figure can be seen: the page (a route's name) and what to ask it for. Only the product's own page uses it.

    `area`: the code of the Area to which the one row belongs, where the page is that of one row.
    """

    route: str
    key: int | str | None = None
    asks: tuple[tuple[str, str], ...] = ()
    area: str = ""


@dataclass(frozen=True)
class Paragraph:
    words: Line
    target: Target | None = None


@dataclass(frozen=True)
class Answer:
    """A paragraph that holds the answer of its section, set apart."""

    words: Line
    target: Target | None = None


@dataclass(frozen=True)
class Bullets:
    items: tuple[Line, ...]


@dataclass(frozen=True)
class Heading:
    """A heading inside a section."""

    words: Words


@dataclass(frozen=True)
class Column:
    """A column and its head. `weight`: how wide beside the others on paper, where that is not plain from what it holds."""

    words: Words
    number: bool = True
    weight: float = 0

    @property
    def width(self) -> float:
        return self.weight or (1 if self.number else 1.6)


@dataclass(frozen=True)
class TableRow:
    """The first cell is the row's header. `total` rows are set apart."""

    cells: tuple[Line, ...]
    target: Target | None = None
    total: bool = False


@dataclass(frozen=True)
class Table:
    caption: Line
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    note: Line = ()


@dataclass(frozen=True)
class Chart:
    """An SVG drawing for a narrow screen, and `wide` for paper and wide screens.

    `alt` says what it shows to those who do not see it. A table with the same figures stands beside it.
    """

    svg: str
    wide: str
    alt: str
    caption: Line


Block: TypeAlias = Paragraph | Answer | Bullets | Heading | Table | Chart


@dataclass(frozen=True)
class Section:
    key: str
    heading: Words
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Fact:
    label: Words
    words: Line


@dataclass(frozen=True)
class Document:
    """A whole report. `notices` stand above everything: fictional data, a draft, a restatement."""

    language: str
    title: Line
    running_head: Line
    notices: tuple[Line, ...]
    facts: tuple[Fact, ...]
    summary: Section
    sections: tuple[Section, ...]
    contents: Words
    untranslated: Line = ()

    def every_section(self) -> tuple[Section, ...]:
        return (self.summary, *self.sections)

    def pieces(self) -> Iterator[Words]:
        """Every piece of text in it."""
        yield from self.title
        for notice in self.notices:
            yield from notice
        for fact in self.facts:
            yield from (fact.label, *fact.words)
        for section in self.every_section():
            yield section.heading
            for block in section.blocks:
                yield from pieces_of(block)


def pieces_of(block: Block) -> Iterator[Words]:
    if isinstance(block, Paragraph | Answer):
        yield from block.words
    elif isinstance(block, Bullets):
        for item in block.items:
            yield from item
    elif isinstance(block, Heading):
        yield block.words
    elif isinstance(block, Table):
        yield from (*block.caption, *(column.words for column in block.columns), *block.note)
        for row in block.rows:
            for cell in row.cells:
                yield from cell
    else:
        yield from block.caption
