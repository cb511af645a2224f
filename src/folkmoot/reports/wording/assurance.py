"""Assurance: how far the Areas have come with the round of the half-year, which levels were settled, and the certificates."""

from collections import Counter
from typing import Any

from folkmoot.reports.shapes import Figures
from folkmoot.reports.wording.document import Answer, Block, Bullets, Column, Heading, Paragraph, Section, Table, TableRow, Target
from folkmoot.reports.wording.parts import open_ends, promised
from folkmoot.reports.wording.places import area_words
from folkmoot.reports.wording.words import Line, Words, data, day, line, share
from folkmoot.reports.wording.words import say as _
from folkmoot.reports.wording.words import say_many as ngettext


def section(figures: Figures) -> Section:
    standing = figures["assurance"]["standing"]
    blocks: list[Block] = [Answer(line(_answer(figures, standing)), Target("assurance:home"))]
    blocks += [*_levels(figures, standing), *_certificates(figures, standing)]
    blocks += [*promised(_late(standing)), *open_ends(_open())]
    return Section("assurance", _("Assurance"), tuple(blocks))


def _answer(figures: Figures, standing: dict[str, Any]) -> Words:
    held = standing["round"]
    if held is None:
        return _("No round of assurance was opened for this period.")
    states = Counter(one["state"] for one in held["areas"])
    if figures["scope"] is not None and len(held["areas"]) == 1:
        return _("The self-assessment is settled.") if states["settled"] else _("The self-assessment is not settled yet.")
    return _("%(share)s Areas have their self-assessment settled.", share=share(states["settled"], len(held["areas"])))


def _levels(figures: Figures, standing: dict[str, Any]) -> list[Block]:
    """The settled levels: for one Area each criterion, nationally how many Areas moved."""
    criteria = [one for one in standing["criteria"] if one["levels"]]
    if not criteria:
        return []
    columns: tuple[Column, ...]
    if figures["scope"] is not None:
        columns = (Column(_("Criterion"), number=False, weight=3), Column(_("Level"), number=False), Column(_("Before"), number=False))
        rows = [
            TableRow((
                line(data(one["title"])), line(_level(one["levels"][0])),
                line(_("level %(level)s", level=one["levels"][0]["before"]) if one["levels"][0]["before"] else Words("–")),
            ))
            for one in criteria
        ]  # fmt: skip
        return [Table(line(_("Settled levels")), columns, tuple(rows))]
    columns = (
        Column(_("Criterion"), number=False, weight=3), Column(_("Areas by level, the lowest first"), number=False, weight=2.4),
        Column(_("Moved up"), number=False), Column(_("Moved down"), number=False),
    )  # fmt: skip
    return [Table(line(_("Settled levels, by criterion")), columns, tuple(_criterion(one) for one in criteria))]


def _level(one: dict[str, Any]) -> Words:
    if one["level"] is None:
        return _("not settled")
    return _("level %(level)s, %(name)s", level=one["level"], name=one["name"]) if one["name"] else _("level %(level)s", level=one["level"])


def _criterion(one: dict[str, Any]) -> TableRow:
    counts = Counter(each["level"] for each in one["levels"] if each["level"])
    shown = "; ".join(_("level %(level)s: %(number)s", level=level, number=number).text for level, number in sorted(counts.items()))
    known = [each for each in one["levels"] if each["level"] and each["before"]]
    up, down = (sum(_moved(each) == way for each in known) for way in (1, -1))
    cells: tuple[Line, ...] = (
        line(data(one["title"])), line(data(shown or "–")), line(data(share(up, len(known)))),
        line(data(share(down, len(known)))),
    )  # fmt: skip
    return TableRow(cells)


def _moved(each: dict[str, Any]) -> int:
    return int(each["level"] > each["before"]) - int(each["level"] < each["before"])


def _certificates(figures: Figures, standing: dict[str, Any]) -> list[Block]:
    units = standing["certificates"]
    if not units:
        return []
    signed = sum(one["state"] == "signed" for one in units)
    words = _("%(share)s certificates of assurance for this half-year are signed.", share=share(signed, len(units)))
    if len(units) == 1:
        words = _("The certificate of assurance for this half-year is signed.") if signed else _(
            "The certificate of assurance for this half-year is not signed."
        )  # fmt: skip
    exceptions = [
        line(_unit(one), ": ", data(each["words"]), *((" ", _("By %(day)s.", day=day(each["by_on"]))) if each["by_on"] else ()))
        for one in units
        for each in one["exceptions"]
    ]
    blocks: list[Block] = [Heading(_("Certificates")), Paragraph(line(words), Target("assurance:certificates"))]
    return [*blocks, Paragraph(line(_("Exceptions that were signed for:"))), Bullets(tuple(exceptions))] if exceptions else blocks


def _unit(one: dict[str, Any]) -> Words:
    return area_words(one["area"]) if one["area"] else _("Headquarters")


def _late(standing: dict[str, Any]) -> list[Block]:
    found = [
        line(_unit(one), ": ", _("the certificate was due on %(day)s and is not signed.", day=day(one["due_on"])))
        for one in standing["certificates"]
        if one["late"]
    ]
    return [Bullets(tuple(found))] if found else []


def _open() -> list[Words]:
    return [
        _("Whether a level means the same in every Area: another Area validates each, which narrows the difference and does not end it.")
    ]


def late_lines(figures: Figures) -> list[Words]:
    late = sum(one["late"] for one in figures["assurance"]["standing"]["certificates"])
    return [ngettext(
        "%(number)s certificate of assurance is late.", "%(number)s certificates of assurance are late.", late
    )] if late else []  # fmt: skip
