"""The annex: what outside members and reviewers said of the drafts, and how each was answered. The order in which it was said."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils import translation
from django.utils.translation import gettext_lazy, gettext_noop

from folkmoot.reports.review.annex import Answered, Entry
from folkmoot.reports.review.models import OUTCOME_NAMES
from folkmoot.reports.review.rules import Outcome
from folkmoot.reports.wording.document import Block, Document, Heading, Paragraph, Section
from folkmoot.reports.wording.words import Line, Words, data, day, in_welsh, label, line
from folkmoot.reports.wording.words import say as _
from folkmoot.voice.languages import guess

HEADING = gettext_lazy("Comments and answers")
COLUMNS = (
    gettext_noop("Number"), gettext_noop("Part of the report"), gettext_noop("Said by"), gettext_noop("Said on"),
    gettext_noop("Language"), gettext_noop("Comment"), gettext_noop("A challenge"), gettext_noop("Outcome"), gettext_noop("Answer"),
    gettext_noop("Answered by"), gettext_noop("Answered on"),
)  # fmt: skip


def with_annex(document: Document, entries: Sequence[Entry]) -> Document:
    """The report with its annex at the end; as it was where nobody said anything."""
    if not entries:
        return document
    with translation.override("cy" if document.language == "cy" else "en-gb"):
        return replace(document, sections=(*document.sections, section(document, entries)))


def section(document: Document, entries: Sequence[Entry]) -> Section:
    lead = _(
        "What outside members and reviewers said of the drafts, in their own words and in the language in which they said it, and how each"
        " was answered."
    )
    blocks: list[Block] = [Paragraph(line(lead))]
    for one in entries:
        blocks += _entry(document, one)
    return Section("annex", label(HEADING), tuple(blocks))


def spoken(words: str) -> Words:
    """Somebody's own words, marked with their language where it is the other one of the two."""
    found = guess(words)
    return Words(words, english=in_welsh() and found == "en", welsh=not in_welsh() and found == "cy")


def _entry(document: Document, one: Entry) -> Iterator[Block]:
    yield Heading(_("Comment %(number)s, on: %(part)s", number=one.number, part=_part(document, one).text))
    yield Paragraph((*_who(one), Words(" "), *_notes(one)) if _notes(one) else _who(one))
    yield Paragraph(line(spoken(one.words)))
    if one.answer is None:
        yield Paragraph(line(_("No answer was given: it was no challenge.") if not one.challenge else _("No answer was given.")))
        return
    yield Paragraph(
        line(
            _outcome(one.answer), ". ",
            _("Answered by %(by)s on %(day)s:", by=one.answer.by, day=day(one.answer.on)), " ", spoken(one.answer.words),
        )
    )  # fmt: skip


def _part(document: Document, one: Entry) -> Words:
    headings = {section.key: section.heading for section in document.every_section()}
    return headings.get(one.section) or (data(one.section) if one.section else _("the whole report"))


def _who(one: Entry) -> Line:
    if one.challenge:
        return line(_("A challenge by %(by)s on %(day)s, to draft %(draft)s.", by=one.said_by, day=day(one.said_on), draft=one.draft))
    return line(_("Said by %(by)s on %(day)s, of draft %(draft)s.", by=one.said_by, day=day(one.said_on), draft=one.draft))


def _notes(one: Entry) -> Line:
    found = []
    if one.carried:
        found.append(_("It was said of an earlier draft."))
    if one.late:
        found.append(_("It came after the review was over."))
    return tuple(piece for words in found for piece in (words, Words(" ")))[:-1] if found else ()


def _outcome(answer: Answered) -> Words:
    return label(OUTCOME_NAMES[Outcome(answer.outcome)])


def rows(document: Document, entries: Sequence[Entry]) -> Iterator[tuple[Line, ...]]:
    """The annex as a table: one line a comment, under COLUMNS."""
    for one in entries:
        answer = one.answer
        given = (
            (line(_outcome(answer)), line(data(answer.words)), line(data(answer.by)), line(day(answer.on)))
            if answer
            else (line(_("not answered")), (), (), ())
        )
        yield (
            line(str(one.number)), line(_part(document, one)), line(data(one.said_by)), line(day(one.said_on)),
            line(_language(one.words)), line(data(one.words)), line(_("yes") if one.challenge else _("no")), *given,
        )  # fmt: skip


def _language(words: str) -> Words:
    return {"cy": _("Welsh"), "en": _("English")}.get(guess(words)) or _("not known")
