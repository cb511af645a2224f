"""Section 2: what communities said and what became of it. Themes and Areas only: no words and no names."""

from django.utils.translation import gettext_lazy

from folkmoot.reports.rules import LEAST_BASE
from folkmoot.reports.shapes import Figures, Loop, Voice
from folkmoot.reports.wording.document import Answer, Block, Column, Heading, Paragraph, Section, Table, TableRow, Target
from folkmoot.reports.wording.places import area_column, area_words, asks_of, in_area
from folkmoot.reports.wording.words import Line, Words, data, day, hours, label, line, share, whole
from folkmoot.reports.wording.words import say as _
from folkmoot.reports.wording.words import say_many as ngettext

MOST_CHANGED = 15
NATURES = {
    "concern": gettext_lazy("Concern"),
    "praise": gettext_lazy("Praise"),
    "question": gettext_lazy("Question"),
    "idea": gettext_lazy("Idea"),
    "promise": gettext_lazy("Promise we made"),
}


def section(figures: Figures) -> Section:
    voice = figures["voice"]
    if not voice["loop"]["raised"]:
        blocks: list[Block] = [Answer(line(_("No point was recorded in this period.")), Target("voice:list", asks=asks_of(figures)))]
    else:
        blocks = [Answer(line(headline_words(voice)), Target("voice:list", asks=asks_of(figures, reached="changed"))), *_tables(figures)]
    blocks += _changed(figures)
    blocks += [Heading(_("Waiting for an answer")), *_waiting(figures)]
    return Section("voice", _("What communities said"), tuple(blocks))


def headline_words(voice: Voice) -> Words:
    """The share of concerns that led to a change, with its base."""
    changed = voice["concerns_changed"]
    if not changed["of"]:
        return _("No concern was raised in this period.")
    return _(
        "%(share)s concerns raised in this period had led to a change: an action was carried out and there is evidence of it.",
        share=share(changed["count"], changed["of"]),
    )


def loop_words(loop: Loop) -> Words:
    return ngettext(
        "%(number)s point was raised: %(answered)s answered, %(actioned)s turned into an action, %(changed)s changed something. Those who"
        " raised it have been told what came of %(told)s.",
        "%(number)s points were raised: %(answered)s were answered, %(actioned)s turned into an action, %(changed)s changed something."
        " Those who raised them have been told what came of %(told)s of them.",
        loop["raised"], answered=whole(loop["answered"]), actioned=whole(loop["actioned"]), changed=whole(loop["changed"]),
        told=whole(loop["told"]),
    )  # fmt: skip


def waiting_words(voice: Voice) -> Words:
    """How many points wait, whenever they were raised, and how many of them are praise, for which thanks may be the only answer."""
    praise = voice.get("waiting_praise", 0)
    if praise:
        return ngettext(
            "%(number)s point is waiting for an answer, whenever it was raised; it is praise.",
            "%(number)s points are waiting for an answer, whenever they were raised; %(praise)s of them are praise.",
            voice["waiting"], praise=whole(praise),
        )  # fmt: skip
    return ngettext(
        "%(number)s point is waiting for an answer, whenever it was raised; it is not praise.",
        "%(number)s points are waiting for an answer, whenever they were raised; none of them is praise.", voice["waiting"],
    )  # fmt: skip


def _changed(figures: Figures) -> list[Block]:
    """What was done because of points, as actions: nobody's words and no names."""
    found = figures["voice"].get("changed_list")
    if found is None:
        return []
    heading = Heading(_("What changed because people spoke"))
    if not found:
        return [heading, Paragraph(line(_("No action that came from a point was achieved with evidence in this period.")))]
    national = figures["scope"] is None
    columns = (
        Column(_("What was done"), number=False, weight=3.2), *area_column(national), Column(_("Theme"), number=False),
        Column(_("Achieved on"), number=False, weight=1.3),
    )  # fmt: skip
    rows = [
        TableRow((
            line(data(one["title"])), *([line(area_words(one["area"]))] if national else []),
            line(data(one["theme"]) if one["theme"] else _("not coded")), line(day(one["on"])),
        ), Target("actions:detail", key=one["id"], area=in_area(one["area"])))
        for one in found[:MOST_CHANGED]
    ]  # fmt: skip
    left = len(found) - MOST_CHANGED
    note = line(ngettext("And %(number)s more.", "And %(number)s more.", left)) if left > 0 else ()
    caption = line(_("Actions that came from points and were achieved with evidence, the latest first"))
    return [heading, Table(caption, columns, tuple(rows), note)]


def _tables(figures: Figures) -> list[Block]:
    voice = figures["voice"]
    natures = [
        _row(
            line(label(NATURES.get(one["nature"], one["nature"]))),
            one["loop"],
            Target("voice:list", asks=asks_of(figures, nature=one["nature"])),
        )
        for one in voice["by_nature"]
    ]
    total = _row(line(_("All points")), voice["loop"], Target("voice:list", asks=asks_of(figures)), total=True)
    blocks: list[Block] = [Paragraph(line(loop_words(voice["loop"]), " ", _days(voice)))]
    blocks += [_table(_("What became of the points raised, by kind"), _("Kind"), [*natures, total], _late_note())]
    if voice["by_theme"]:
        themes = [_row(line(data(one["theme"])), one["loop"], _theme(figures, one["theme"])) for one in voice["by_theme"]]
        note = (
            ngettext("%(number)s point is not coded.", "%(number)s points are not coded.", voice["without_theme"])
            if voice["without_theme"]
            else None
        )
        blocks.append(_table(_("Themes raised most often"), _("Theme"), themes, line(note) if note else ()))
    if voice["by_area"]:
        areas = [_row(line(area_words(one["area"])), one["loop"], _area(figures, one["area"]["code"])) for one in voice["by_area"]]
        blocks.append(_table(_("What became of the points raised, by Area"), _("Area"), areas, ()))
    return blocks


def _days(voice: Voice) -> Words:
    if voice["median_days"] is None:
        return _("None of them had been answered.")
    return _(
        "Of the %(answers)s that were answered, half had their answer within %(days)s days. Those still waiting are not in this figure.",
        answers=whole(voice["answers"]), days=hours(voice["median_days"]),
    )  # fmt: skip


def _late_note() -> Line:
    return line(_("What was raised late in the period has had less time to be answered and to change something."))


def _theme(figures: Figures, theme: str) -> Target:
    return Target("voice:list", asks=asks_of(figures, theme=theme))


def _area(figures: Figures, code: str) -> Target:
    return Target("voice:list", asks=asks_of(figures, area=code))


def _table(caption: Words, first: Words, rows: list[TableRow], note: Line) -> Table:
    columns = (
        Column(first, number=False), Column(_("Raised")), Column(_("Answered")), Column(_("Turned into an action")), Column(_("Changed")),
        Column(_("Told")),
    )  # fmt: skip
    return Table(line(caption), columns, tuple(rows), note)


def _row(heading: Line, loop: Loop, target: Target, *, total: bool = False) -> TableRow:
    raised = loop["raised"]
    counts = [line(share_or_count(loop["answered"], raised)), line(whole(loop["actioned"])), line(whole(loop["changed"]))]
    return TableRow((heading, line(whole(raised)), *counts, line(share_or_count(loop["told"], raised))), target, total)


def share_or_count(count: int, of: int) -> str:
    """A count with its share; the base stands in the column beside it. Of fewer than ten, the count alone."""
    return f"{whole(count)} ({count / of * 100:.0f}%)" if of >= LEAST_BASE else whole(count)


def _waiting(figures: Figures) -> list[Block]:
    voice = figures["voice"]
    if not voice["waiting"]:
        return [Paragraph(line(_("Nothing is waiting for an answer.")))]
    late = _(
        "%(share)s of them have waited for more than %(days)s days.", share=share(voice["waiting_overdue"], voice["waiting"]),
        days=voice["response_days"],
    )  # fmt: skip
    words = waiting_words(voice)
    national = figures["scope"] is None
    columns = (Column(_("Theme"), number=False), *area_column(national), Column(_("Raised on"), number=False), Column(_("Days waiting")))
    rows = [
        TableRow((
            line(data(one["theme"]) if one["theme"] else _("not coded")), *([line(area_words(one["area"]))] if national else []),
            line(day(one["said_on"])), line(whole(one["days"])),
        ))
        for one in voice["waiting_longest"]
    ]  # fmt: skip
    left = voice["waiting"] - len(rows)
    note = line(ngettext("And %(number)s more.", "And %(number)s more.", left)) if left else ()
    target = Target("voice:list", asks=asks_of(figures, period=False, state="raised"))
    return [Paragraph(line(words, " ", late), target), Table(line(_("Waiting longest")), columns, tuple(rows), note)]
