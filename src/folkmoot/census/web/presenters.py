"""Words, order and pictures of the pages of published counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from folkmoot.census.queries import Changes, Deprivation, Profile, ProfileRow
from folkmoot.census.rules import Change
from folkmoot.census.web.bars import Bar, bars_svg, bars_svg_wide
from folkmoot.webkit.charts.drawing import Drawing

DRAWN = 12  # bars in a picture; the table has every row
LONG = 12  # rows of a table that is folded away


def number(value: int) -> str:
    return f"{value:,}"


def percent(share: float | None) -> str:
    """One decimal, as published; a share too small for it keeps two."""
    if share is None:
        return ""
    return f"{share:.2f}%" if 0 < share < 0.1 else f"{share:.1f}%"


def points(value: float | None) -> str:
    if value is None:
        return ""
    said = f"{value:+.1f}"
    return "0.0" if float(said) == 0 else said.replace("-", "−")


@dataclass(frozen=True)
class Section:
    """One table on the page of a place: sentences, the picture, every row, and the change since an earlier census."""

    profile: Profile
    key: str
    sentences: list[str]
    narrow: Drawing
    wide: Drawing
    caption: str
    rows: list[dict[str, Any]]
    changes: list["ChangeTable"]

    @property
    def folded(self) -> bool:
        return len(self.rows) > LONG


@dataclass(frozen=True)
class Sections:
    """The tables that say something of a place, and those that hold nothing for it."""

    shown: list[Section]
    silent: list[Profile]


def sections(profiles: Sequence[Profile], changes: Sequence[Changes], place: str) -> Sections:
    """One section a table; an earlier census that a later one is compared with stands in that comparison alone."""
    compared = {one.before.pk for one in changes}
    apart = [one for one in profiles if one.table.pk not in compared]
    shown = [_section(one, [each for each in changes if each.after.pk == one.table.pk], place) for one in apart if one.base is not None]
    return Sections(shown, [one for one in apart if one.base is None])


def _section(profile: Profile, changes: Sequence[Changes], place: str) -> Section:
    lang = "cy" if get_language() == "cy" else "en-GB"
    drawn = _drawn(profile.rows)
    bars = [Bar(str(row.category.name), row.share or 0.0, percent(row.share)) for row in drawn]
    caption = _("%(table)s: shares in %(place)s.") % {"table": profile.source.title, "place": place}
    if len(drawn) == DRAWN:
        caption += " " + _("The largest %(number)s are drawn.") % {"number": DRAWN}
    described = "; ".join(f"{bar.label} {bar.said}" for bar in bars)
    narrow, wide = (draw(bars, title=caption, description=described, lang=lang) for draw in (bars_svg, bars_svg_wide))
    return Section(
        profile, f"table-{profile.table.pk}", _sentences(profile, drawn, place), narrow, wide, caption, _rows(profile.rows),
        [_change_table(one, place) for one in changes],
    )  # fmt: skip


def _rows(rows: Sequence[ProfileRow]) -> list[dict[str, Any]]:
    """Each heading with its answers under it; the scheme's order otherwise."""
    position = {row.category.code: place for place, row in enumerate(rows)}
    ordered = sorted(rows, key=lambda row: (position.get(row.category.parent_code or row.category.code, 0), not row.is_heading))
    return [
        {
            "name": row.category.name, "language": row.category.language, "heading": row.is_heading, "people": number(row.people),
            "share": percent(row.share),
        }
        for row in ordered
    ]  # fmt: skip


def _drawn(rows: Sequence[ProfileRow]) -> list[ProfileRow]:
    """The headings where all answers stand under one, else the answers; in the scheme's order, or the largest of very many."""
    headings = [row for row in rows if row.is_heading]
    under = {row.category.parent_code for row in rows if row.is_answer}
    chosen = headings if headings and "" not in under else [row for row in rows if not row.is_heading]
    return chosen if len(chosen) <= DRAWN + 6 else sorted(chosen, key=lambda row: -row.people)[:DRAWN]


def _sentences(profile: Profile, drawn: Sequence[ProfileRow], place: str) -> list[str]:
    said = {
        "place": place,
        "base": str(profile.source.base),
        "number": number(profile.base or 0),
        "day": date_format(profile.source.day, "j F Y"),
    }
    sentences = [_("Counted in %(place)s on %(day)s: %(number)s (%(base)s).") % said]
    largest = sorted((row for row in drawn if row.is_heading or row.is_answer), key=lambda row: -row.people)[:3]
    if largest:
        names = "; ".join(f"{row.category.name}, {percent(row.share)} ({number(row.people)})" for row in largest)
        sentences.append(_("The largest groups: %(names)s.") % {"names": names})
    if profile.answered is not None:
        sentences.append(_("%(share)s of them answered the question.") % {"share": percent(profile.answered)})
    if profile.table.partial:
        sentences.append(_("The table holds only some of the country's authorities."))
    if profile.note:
        sentences.append(profile.note)
    return sentences


@dataclass(frozen=True)
class ChangeTable:
    changes: Changes
    key: str
    title: str
    sentences: list[str]
    rows: list[dict[str, Any]]


def _change_table(changes: Changes, place: str) -> ChangeTable:
    said = {"before": changes.before.year, "after": changes.after.year, "place": place}
    title = _("Change from %(before)s to %(after)s") % said
    rows = [
        {
            "name": row.category.name, "language": row.category.language, "heading": row.category.kind == "group", "lossy": row.lossy,
            "after": number(row.after), **_moved(row.change),
        }
        for row in changes.rows
    ]  # fmt: skip
    return ChangeTable(changes, f"change-{changes.after.pk}", title, _change_sentences(changes, place), rows)


def _moved(change: Change | None) -> dict[str, Any]:
    if change is None:
        return {"change": None}
    return {
        "change": change, "before_people": number(change.before), "before": percent(change.share_before),
        "after_share": percent(change.share_after), "points": points(change.points), "within": not change.beyond_perturbation,
    }  # fmt: skip


def _change_sentences(changes: Changes, place: str) -> list[str]:
    if changes.people is None:
        return [*changes.notes, _("So no change can be given for %(place)s.") % {"place": place}]
    grown = changes.people
    said = {
        "place": place, "before": number(grown.before), "after": number(grown.after), "people": f"{grown.people:+,}".replace("-", "−"),
        "first": changes.before.year, "last": changes.after.year,
    }  # fmt: skip
    sentences = [_("%(place)s had %(before)s people in %(first)s and %(after)s in %(last)s (%(people)s).") % said]
    moved = [row for row in changes.rows if row.category.kind == "group" and row.change and row.change.beyond_perturbation]
    largest = max(moved, key=lambda row: abs((row.change.points or 0) if row.change else 0), default=None)
    if largest and largest.change:
        told = {"name": largest.category.name, "before": percent(largest.change.share_before), "after": percent(largest.change.share_after)}
        sentences.append(_("The share that moved most: %(name)s, from %(before)s to %(after)s.") % told)
    return [*sentences, *changes.notes]


def deprivation_tables(found: Sequence[Deprivation]) -> list[dict[str, Any]]:
    """One table for each index: nations and editions are never put together."""
    tables: dict[str, dict[str, Any]] = {}
    for one in found:
        table = tables.setdefault(one.source.name, {"source": one.source, "key": one.source.name, "of": one.of, "rows": []})
        table["rows"].append(
            {"authority": one.authority, "average": f"{one.average:.3f}", "worst": percent(100 * one.share_worst), "rank": one.rank}
        )
    return [table | {"folded": len(table["rows"]) > LONG} for table in tables.values()]
