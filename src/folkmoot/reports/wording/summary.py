"""The first page: what was done, what moved, what is late, whether decisions are fair, and what cannot be known."""

from folkmoot.reports.rules import Verdict
from folkmoot.reports.shapes import Change, Figures
from folkmoot.reports.wording.changes import moved_beyond_chance, nothing_moved
from folkmoot.reports.wording.document import Block, Bullets, Heading, Paragraph, Section
from folkmoot.reports.wording.engagement import people_words
from folkmoot.reports.wording.fairness import headline_words as fairness_words
from folkmoot.reports.wording.measures import measure_label, written
from folkmoot.reports.wording.unknown import unknowns
from folkmoot.reports.wording.voice import headline_words, loop_words
from folkmoot.reports.wording.words import Line, Words, day, line, share, whole
from folkmoot.reports.wording.words import say as _
from folkmoot.reports.wording.words import say_many as ngettext

MOST_UNKNOWN = 4


def section(figures: Figures) -> Section:
    late = late_lines(figures)
    blocks: list[Block] = [
        Heading(_("What was done")), Bullets(tuple(_done(figures))),
        Heading(_("What moved")), *_moved(figures),
        Heading(_("What is late")), Bullets(tuple(late)) if late else Paragraph(line(_("Nothing is late."))),
        Heading(_("Are decisions fair?")), Paragraph(line(fairness_words(figures["fairness"]))),
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
        found.append(line(_("%(share)s communities on record were reached.", share=reached)))
    if not voice["loop"]["raised"]:
        return [*found, line(_("No point was recorded in this period."))]
    return [*found, line(loop_words(voice["loop"])), line(headline_words(voice))]


def _moved(figures: Figures) -> list[Block]:
    since = figures["since"]
    if since["earlier"] is None:
        return [Paragraph(line(_("This is the first report for this scope, so nothing can be compared yet.")))]
    moved = moved_beyond_chance(since)
    if not moved:
        return [Paragraph(line(nothing_moved(since, since["earlier"])))]
    return [Bullets(tuple(_moved_line(one, since["earlier"]["period"]) for one in moved))]


def _moved_line(one: Change, period: str) -> Line:
    phrase = (
        _("rose to %(now)s from %(before)s in %(period)s, which is more than chance would give.", **_two(one, period))
        if one["verdict"] == Verdict.MORE
        else _("fell to %(now)s from %(before)s in %(period)s, which is more than chance would give.", **_two(one, period))
    )
    return line(measure_label(one["now"]["key"]), " ", phrase)


def _two(one: Change, period: str) -> dict[str, str]:
    return {"now": written(one["now"]).text, "before": written(one["before"]).text, "period": period}


def late_lines(figures: Figures) -> list[Line]:
    """What should have happened by now and has not; empty where nothing is late."""
    found = [*_late_actions(figures), *_late_answers(figures)]
    quiet = figures["engagement"]["quiet"]
    if quiet["count"]:
        found.append(_("Contact is later than expected with %(share)s communities on record.", share=share(quiet["count"], quiet["of"])))
    promised = len(figures["since"]["not_done"])
    if promised:
        found.append(ngettext(
            "%(number)s action that the last report said would be done by now is not done.",
            "%(number)s actions that the last report said would be done by now are not done.", promised,
        ))  # fmt: skip
    return [line(one) for one in found]


def _late_actions(figures: Figures) -> list[Words]:
    actions, found = figures["actions"], []
    if actions["overdue"]:
        longest = max(one["days"] for one in actions["overdue_list"])
        found.append(ngettext(
            "%(number)s action is overdue, by %(days)s days.", "%(number)s actions are overdue, the longest by %(days)s days.",
            actions["overdue"], days=whole(longest),
        ))  # fmt: skip
    if actions["ownerless"]:
        found.append(ngettext("%(number)s open action has no owner.", "%(number)s open actions have no owner.", actions["ownerless"]))
    return found


def _late_answers(figures: Figures) -> list[Words]:
    voice = figures["voice"]
    if not voice["waiting_overdue"]:
        return []
    longest = voice["waiting_longest"][0]
    return [ngettext(
        "%(number)s point has waited more than %(due)s days for an answer, since %(day)s.",
        "%(number)s points have waited more than %(due)s days for an answer, the longest since %(day)s.",
        voice["waiting_overdue"], due=voice["response_days"], day=day(longest["said_on"]),
    )]  # fmt: skip
