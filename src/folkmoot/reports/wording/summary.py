"""The first page: what was done, what moved, what is late, whether decisions are fair, and what cannot be known."""

from folkmoot.reports.rules import Verdict
from folkmoot.reports.shapes import Change, Figures
from folkmoot.reports.wording import rooms
from folkmoot.reports.wording.changes import moved_beyond_chance, nothing_moved, still_running
from folkmoot.reports.wording.document import Block, Bullets, Heading, Paragraph, Section
from folkmoot.reports.wording.engagement import people_words
from folkmoot.reports.wording.fairness import headline_words as fairness_words
from folkmoot.reports.wording.findings import named_blocks
from folkmoot.reports.wording.measures import measure_label, written
from folkmoot.reports.wording.places import communities_words
from folkmoot.reports.wording.unknown import unknowns
from folkmoot.reports.wording.voice import headline_words, loop_words, waiting_words
from folkmoot.reports.wording.words import Line, Months, Words, day, half_year, line, share, whole
from folkmoot.reports.wording.words import say as _
from folkmoot.reports.wording.words import say_many as ngettext

MOST_UNKNOWN = 4


def section(figures: Figures) -> Section:
    late = late_lines(figures)
    blocks: list[Block] = [
        Heading(_("What was done")), Bullets(tuple(_done(figures))),
        Heading(_("What moved")), *_moved(figures),
        Heading(_("What is late")), Bullets(tuple(late)) if late else Paragraph(line(_("Nothing is late."))),
        Heading(_("Are decisions fair?")), Paragraph(line(fairness_words(figures["fairness"]))), *named_blocks(figures),
        Heading(_("What cannot be known")), Bullets(tuple(line(one) for one in unknowns(figures)[:MOST_UNKNOWN])),
    ]  # fmt: skip
    return Section("summary", _("Summary"), tuple(blocks))


def _done(figures: Figures) -> list[Line]:
    engagement, voice = figures["engagement"], figures["voice"]
    total = engagement["total"]
    held = ngettext("%(number)s activity was held.", "%(number)s activities were held.", total["activities"])
    found = [line(held, " ", people_words(total["people"])) if total["activities"] else line(_("No activity was recorded in this period."))]
    if engagement["reached"]["of"]:
        reached = share(engagement["reached"]["count"], engagement["reached"]["of"])
        found.append(line(_("%(share)s %(communities)s were reached.", share=reached, communities=communities_words(figures).text)))
    if not voice["loop"]["raised"]:
        return [*found, line(_("No point was recorded in this period."))]
    return [*found, line(loop_words(voice["loop"])), line(headline_words(voice))]


def _moved(figures: Figures) -> list[Block]:
    since = figures["since"]
    if since["earlier"] is None:
        return [Paragraph(line(_("This is the first report for this scope, so nothing can be compared yet.")))]
    moved = moved_beyond_chance(since)
    caveat: list[Block] = [] if figures["ended"] else [Paragraph(line(still_running()))]
    if not moved:
        return [Paragraph(line(nothing_moved(since, since["earlier"]))), *caveat]
    return [Bullets(tuple(_moved_line(one, half_year(since["earlier"]["period"])) for one in moved)), *caveat]


def _moved_line(one: Change, period: Months) -> Line:
    phrase = (
        _("rose to %(now)s from %(before)s in %(period)s, which is more than chance would give.", **_two(one, period))
        if one["verdict"] == Verdict.MORE
        else _("fell to %(now)s from %(before)s in %(period)s, which is more than chance would give.", **_two(one, period))
    )
    return line(measure_label(one["now"]["key"]), " ", phrase)


def _two(one: Change, period: Months) -> dict[str, object]:
    return {"now": written(one["now"]).text, "before": written(one["before"]).text, "period": period}


def late_lines(figures: Figures) -> list[Line]:
    """What should have happened by now and has not; empty where nothing is late."""
    found = [*_late_actions(figures), *_late_answers(figures)]
    quiet = figures["engagement"]["quiet"]
    if quiet["count"]:
        late = share(quiet["count"], quiet["of"])
        found.append(line(
            _("Contact is later than expected with %(share)s %(communities)s.", share=late, communities=communities_words(figures).text)
        ))  # fmt: skip
    promised = len(figures["since"]["not_done"])
    if promised:
        words = _(
            "%(share)s actions that the last report said would be done by now are not done.",
            share=share(promised, figures["since"]["promised"]),
        )
        found.append(line(words))
    return [*found, *rooms.late_lines(figures)]


def _was(figures: Figures, key: str) -> tuple[Words, ...]:
    """The figure of the report before, to stand beside this one's; nothing where there is none."""
    before = next((one["before"] for one in figures["since"]["changes"] if one["now"]["key"] == key), None)
    earlier = figures["since"]["earlier"]
    if before is None or earlier is None or (before["kind"] == "part" and not before["of"]):
        return ()
    words = _("It was %(before)s in the report for %(period)s.", before=written(before).text, period=half_year(earlier["period"]))
    return Words(" "), words


def _late_actions(figures: Figures) -> list[Line]:
    actions, found = figures["actions"], []
    if actions["overdue"]:
        longest = max(one["days"] for one in actions["overdue_list"])
        words = _(
            "%(share)s open actions are overdue, the longest by %(days)s days.",
            share=share(actions["overdue"], actions["open"]), days=whole(longest),
        )  # fmt: skip
        found.append(line(words, *_was(figures, "overdue")))
    if actions["ownerless"]:
        words = _("%(share)s open actions have no owner.", share=share(actions["ownerless"], actions["open"]))
        found.append(line(words, *_was(figures, "ownerless")))
    return found


def _late_answers(figures: Figures) -> list[Line]:
    voice = figures["voice"]
    if not voice["waiting_overdue"]:
        return []
    longest = voice["waiting_longest"][0]
    words = _(
        "%(share)s points waiting for an answer have waited more than %(due)s days, the longest since %(day)s.",
        share=share(voice["waiting_overdue"], voice["waiting"]), due=voice["response_days"], day=day(longest["said_on"]),
    )  # fmt: skip
    return [line(waiting_words(voice), *_was(figures, "waiting")), line(words)]
