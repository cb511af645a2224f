"""A frozen report as a document in one language. It reads the report's own row and nothing that can change afterwards."""

from dataclasses import replace

from django.utils import translation
from django.utils.translation import gettext_lazy

from folkmoot.reports.models import Report
from folkmoot.reports.shapes import Difference, Figures
from folkmoot.reports.wording import actions, changes, engagement, fairness, notes, rooms, summary, unknown, voice
from folkmoot.reports.wording.document import Document, Fact
from folkmoot.reports.wording.measures import measure_label, written
from folkmoot.reports.wording.places import area_words
from folkmoot.reports.wording.words import Line, Words, day, half_year_words, joined, label, line, moment, month_span
from folkmoot.reports.wording.words import say as _

_PARTS = notes.SECTIONS | {
    "since": gettext_lazy("What changed since the last report"),
    "position_on": gettext_lazy("The day of the report"),
}


def document_of(report: Report, language: str) -> Document:
    """The report in English ("en") or Welsh ("cy"); what nobody has translated stands in English and is marked so."""
    with translation.override("cy" if language == "cy" else "en-gb"):
        written_out = _document(report, language)
        return replace(written_out, untranslated=_untranslated(written_out)) if language == "cy" else written_out


def _document(report: Report, language: str) -> Document:
    figures: Figures = report.figures
    return Document(
        language=language,
        title=line(_("Inclusion and community engagement: report to the Board"), ", ", half_year_words(figures["period"])),
        running_head=line(half_year_words(figures["period"]), ", ", area_words(figures["scope"]), ", ", _report_number(report)),
        notices=tuple(_notices(report, figures)),
        facts=tuple(_facts(report, figures)),
        summary=summary.section(figures),
        sections=(
            engagement.section(figures), voice.section(figures), actions.section(figures), fairness.section(figures),
            *rooms.sections(figures), changes.section(figures), unknown.section(figures),
            notes.section(figures, report.inputs, product_version=report.product_version, figures_sha256=report.figures_sha256),
        ),
        contents=_("Contents"),
    )  # fmt: skip


def _report_number(report: Report) -> Words:
    if report.signed_at:
        return _("report %(number)s, signed", number=report.number)
    return _("report %(number)s, draft", number=report.number)


def _notices(report: Report, figures: Figures) -> list[Line]:
    found = []
    if figures["fictional"]:
        found.append(line(_("Fictional data: every person, organisation, case and figure here is invented.")))
    if not figures["ended"]:
        words = _("The half-year has not ended. These figures run to %(day)s and will still move.", day=day(figures["position_on"]))
        found.append(line(words))
    if report.restates:
        found.append(_restatement(report, report.restates))
    return found


def _restatement(report: Report, earlier: Report) -> Line:
    opening = _("This report restates report %(number)s of %(moment)s.", number=earlier.number, moment=moment(earlier.made_at))
    reason = [Words(" "), _("Reason: %(reason)s.", reason=report.reason.rstrip("."))] if report.reason else []
    figures = joined((_difference(one, national=report.area_id is None) for one in report.differences if one["now"]), "; ")
    parts = joined((label(_PARTS[one["section"]]) for one in report.differences if not one["now"]), "; ")
    changed = (Words(" "), _("What changed:"), Words(" "), *figures, Words(".")) if figures else ()
    elsewhere = (Words(" "), _("Figures changed in:"), Words(" "), *parts, Words(".")) if parts else ()
    return (opening, *reason, *changed, *elsewhere)


def _difference(one: Difference, *, national: bool) -> Words:
    """A headline figure that differs from the report that is restated."""
    heading = measure_label(one["now"]["key"] if one["now"] else "", national=national)
    return _("%(figure)s: %(now)s, was %(before)s", figure=heading.text, now=written(one["now"]).text, before=written(one["before"]).text)


def _facts(report: Report, figures: Figures) -> list[Fact]:
    signed = _("Signed by %(name)s on %(moment)s.", name=report.signer_name, moment=moment(report.signed_at)) if report.signed_at else None
    return [
        Fact(_("Period"), line(month_span(figures["first"], figures["last"]))),
        Fact(_("Scope"), line(area_words(figures["scope"]))),
        Fact(_("Report"), line(_("Number %(number)s, made by %(name)s on %(moment)s.", number=report.number, name=report.maker_name,
             moment=moment(report.made_at)))),
        Fact(_("Data as of"), line(_("%(moment)s, from live records", moment=moment(report.made_at)))),
        Fact(_("How things stood on"), line(day(figures["position_on"]))),
        Fact(_("Signed"), line(signed or _("Not signed: a draft."))),
    ]  # fmt: skip


def _untranslated(document: Document) -> Line:
    """How much of a Welsh report stands in English."""
    phrases = [piece for piece in document.pieces() if piece.phrase]
    english = sum(piece.english for piece in phrases)
    if not english:
        return ()
    return line(
        _(
            "%(english)s of the %(all)s phrases in this report are not translated into Welsh yet and stand in English.",
            english=english,
            all=len(phrases),
        )
    )
