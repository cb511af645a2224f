"""What the words mean, what the figures were counted from, how they were compared and rounded."""

from typing import Any

from django.utils.translation import gettext_lazy

from folkmoot.reports.shapes import Figures
from folkmoot.reports.wording.document import Block, Bullets, Column, Heading, Paragraph, Section, Table, TableRow
from folkmoot.reports.wording.rooms import NAMES
from folkmoot.reports.wording.words import Words, data, day, in_welsh, label, line, whole
from folkmoot.reports.wording.words import say as _

SECTIONS = {
    "engagement": gettext_lazy("Engagement by aim"),
    "voice": gettext_lazy("What communities said"),
    "actions": gettext_lazy("Actions"),
    "fairness": gettext_lazy("Are decisions fair?"),
    **NAMES,
}


def section(figures: Figures, inputs: dict[str, Any], *, product_version: str, figures_sha256: str) -> Section:
    blocks: list[Block] = [
        Heading(_("Definitions")), Bullets(tuple(line(one) for one in _definitions(figures))),
        Heading(_("Methods")), Bullets(tuple(line(one) for one in _methods())),
        Heading(_("Sources")), Paragraph(line(_sources_lead())), _sources(inputs),
    ]  # fmt: skip
    if inputs["case_files"]:
        blocks += [
            Paragraph(line(_("Case files, by their SHA-256 fingerprint:"))),
            Bullets(tuple(line(data(in_groups(one))) for one in inputs["case_files"])),
        ]
    made = _(
        "Made by Folkmoot (%(version)s). Fingerprint of the figures (SHA-256): %(fingerprint)s.", version=product_version,
        fingerprint=in_groups(figures_sha256),
    )  # fmt: skip
    blocks.append(Paragraph(line(made)))
    return Section("notes", _("Notes"), tuple(blocks))


def in_groups(fingerprint: str) -> str:
    """A fingerprint in groups that fit a narrow screen and can be read out."""
    return " ".join(fingerprint[place : place + 8] for place in range(0, len(fingerprint), 8))


def _definitions(figures: Figures) -> list[Words]:
    return [
        _(
            "Every figure shows how things stood on %(day)s, from what was on record when the report was made. Records entered late change"
            " it: then the report is made again and says so.",
            day=day(figures["position_on"]),
        ),
        _("Activity: a meeting, visit, event or other engagement that was held in the period. Planned and cancelled ones are not counted."),
        _("People reached: the headcounts added up. It counts attendances, not different people."),
        _("Overdue for contact: the last contact with a community is longer ago than was expected for it, or there never was one."),
        _("Point: one thing that a person or group said. Answered: the latest answer counts, or an action was raised from it."),
        _("Led to a change: an action raised from the point was carried out, and there is evidence of it."),
        _("Told: those who raised the point were told of the answer, or of the change that came after it."),
        _("Overdue: the date has passed and the action is not achieved with evidence."),
        _("No owner: the owner's account is closed, or the owner holds no role any more."),
    ]


def _methods() -> list[Words]:
    return [
        _(
            "Two shares are compared by Newcombe's 95% interval for their difference and a test of two proportions, adjusted for all"
            " comparisons of the report (Benjamini and Hochberg). A change counts as beyond chance only where both say so. The two periods"
            " are treated as independent."
        ),
        _("Shares of fewer than ten are not compared with an earlier period."),
        _("Intervals of rates in case files are Wilson's; of relative rates, Koopman's with the factor of Miettinen and Nurminen."),
        _(
            "No percentage is given of fewer than ten. Percentages are rounded last, to whole numbers, so that they may not add up to 100."
            " Differences are taken before rounding."
        ),
        _(
            "Where groups of people are counted, counts below the threshold of the file are withheld, and with them all that could reveal"
            " them."
        ),
    ]


def _sources_lead() -> Words:
    return _("Each section was counted from these rows. The fingerprint changes when any of them changes.")


def _sources(inputs: dict[str, Any]) -> Table:
    columns = (
        Column(_("Section"), number=False),
        Column(_("Rows"), weight=0.5),
        Column(_("What was counted"), number=False, weight=4.5),
        Column(_("Fingerprint (first 16 signs)"), number=False),
    )
    rows = [
        TableRow(
            (
                line(label(SECTIONS[one["section"]])),
                line(whole(one["rows"])),
                line(Words(one["query"], True, in_welsh())),
                line(one["fingerprint"][:16]),
            )
        )
        for one in inputs["sections"]
    ]
    return Table(line(_("What the figures were counted from")), columns, tuple(rows))
