"""What cannot be known from the records, and why. The list is made from the figures, never left out for being awkward."""

from folkmoot.reports.shapes import Engagement, Figures
from folkmoot.reports.wording import rooms
from folkmoot.reports.wording.changes import trend_words
from folkmoot.reports.wording.document import Block, Bullets, Paragraph, Section
from folkmoot.reports.wording.fairness import title_of
from folkmoot.reports.wording.words import Words, day, line, whole
from folkmoot.reports.wording.words import say as _
from folkmoot.reports.wording.words import say_many as ngettext
from folkmoot.stats.released import SYMBOL


def section(figures: Figures) -> Section:
    lead = Paragraph(line(_("These questions stay open. Each says why, so that somebody can decide whether to close it.")))
    blocks: tuple[Block, ...] = (lead, Bullets(tuple(line(one) for one in (*unknowns(figures), *_always()))))
    return Section("unknown", _("What cannot be known"), blocks)


def unknowns(figures: Figures) -> list[Words]:
    """What these records leave open, the gravest first."""
    found: list[Words] = []
    if not figures["ended"]:
        found.append(_("How the half-year ends: it runs to %(day)s, and these figures will still move.", day=day(figures["last"])))
    found += _fairness(figures)
    found += _engagement(figures["engagement"])
    return [*found, *_voice(figures), *rooms.unknowns(figures), trend_words(figures["since"])]


def _fairness(figures: Figures) -> list[Words]:
    fairness = figures["fairness"]
    if not fairness["files"]:
        return [_("Whether decisions are fair: no case file is loaded for this scope.")]
    found = []
    for table in fairness["tables"]:
        share = table["table"]["completeness"]["share_recorded"]
        least = table["table"]["rule"]["min_completeness"]
        if share != SYMBOL and share < least:
            found.append(_(
                "%(table)s: it is recorded for only %(share)s%% of the records, so no groups are compared.",
                table=title_of(table).text, share=f"{share * 100:.1f}",
            ))  # fmt: skip
    return found


def _engagement(engagement: Engagement) -> list[Words]:
    total, found = engagement["total"], []
    if total["people"]["unsaid"]:
        found.append(ngettext(
            "How many people took part in %(number)s of the %(of)s activities: nobody counted.",
            "How many people took part in %(number)s of the %(of)s activities: nobody counted.", total["people"]["unsaid"],
            of=whole(total["activities"]),
        ))  # fmt: skip
    if total["quarters"]["unsaid"]:
        found.append(ngettext(
            "How much staff time %(number)s of the %(of)s activities took: nobody recorded it.",
            "How much staff time %(number)s of the %(of)s activities took: nobody recorded it.", total["quarters"]["unsaid"],
            of=whole(total["activities"]),
        ))  # fmt: skip
    if total["pence"]["unsaid"]:
        found.append(ngettext(
            "What %(number)s of the %(of)s activities cost: no figure was recorded, not even nought.",
            "What %(number)s of the %(of)s activities cost: no figure was recorded, not even nought.", total["pence"]["unsaid"],
            of=whole(total["activities"]),
        ))  # fmt: skip
    if engagement["not_recorded"]:
        found.append(ngettext(
            "Whether %(number)s planned activity took place: its day has passed and nothing was recorded.",
            "Whether %(number)s planned activities took place: their day has passed and nothing was recorded.", engagement["not_recorded"],
        ))  # fmt: skip
    if not engagement["reached"]["of"]:
        found.append(_("Which communities were missed: none is on record for this scope."))
    return found


def _voice(figures: Figures) -> list[Words]:
    voice, found = figures["voice"], []
    if voice["without_theme"]:
        found.append(ngettext(
            "What %(number)s point is about: it is not coded.", "What %(number)s points are about: they are not coded.",
            voice["without_theme"],
        ))  # fmt: skip
    waiting = voice["loop"]["raised"] - voice["loop"]["answered"]
    if waiting:
        found.append(ngettext(
            "What will become of %(number)s point raised in this period: nobody has answered it yet.",
            "What will become of %(number)s points raised in this period: nobody has answered them yet.", waiting,
        ))  # fmt: skip
    return found


def _always() -> list[Words]:
    return [
        _("How many different people were reached: somebody who came to two activities is counted twice."),
        _("What those think who never spoke to the service, beyond what a survey named in this report says."),
        _("Whether what was done caused what changed: these records show the order of events, not their cause."),
    ]
