"""Publications from facts: an update, an annual report, an answer to a request, a statement; each in four versions. No database, no clock.

The words come from the records and from fixed phrases. Nothing is translated by a machine.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from folkmoot.panels.publications import sections
from folkmoot.panels.publications.document import Document
from folkmoot.panels.publications.rules import Kind
from folkmoot.voice.published.rules import Version

Fact = Mapping[str, Any]


def texts_from(kind: Kind, facts: Fact, about: Fact) -> dict[Version, tuple[str, str]]:
    """The title and the words of each version. `about`: first and last day, and of a request its day, reference and question."""
    found = {}
    for version in Version:
        doc = Document(version)
        title = _MAKERS[kind](doc, facts, about)
        found[version] = (title, doc.words())
    return found


def _update(doc: Document, facts: Fact, about: Fact) -> str:
    meeting = facts["meeting"]
    sections.the_meeting(doc, meeting)
    sections.discussed(doc, facts["items"])
    sections.recommended(doc, facts["made"], last=about["last"])
    sections.what_became(doc, facts["answered"], last=about["last"])
    sections.what_next(doc, facts["next"], facts["again"])
    sections.who_we_are(doc, facts["panel"])
    return doc.title(_("%(panel)s: update from the meeting on %(day)s"), panel=doc.own(facts["panel"]["name"]), day=doc.day(meeting["on"]))


def _annual(doc: Document, facts: Fact, about: Fact) -> str:
    sections.who_we_are(doc, facts["panel"])
    sections.meetings_held(doc, facts["meetings"], facts["terms"], yearly=True, about=about)
    sections.coverage(doc, facts["coverage"])
    sections.terms(doc, facts["terms"])
    sections.recommended(doc, facts["recommendations"], last=about["last"], whole=True)
    sections.promised_before(doc, facts["earlier"], last=about["last"])
    sections.actions(doc, facts["actions"])
    sections.who_is_represented(doc, facts["represented"], facts["organisations"])
    sections.briefed(doc, facts["briefed"])
    sections.survey(doc, facts["survey"])
    return doc.title(
        _("%(panel)s: annual report, %(first)s to %(last)s"), panel=doc.own(facts["panel"]["name"]), first=doc.day(about["first"]),
        last=doc.day(about["last"]),
    )  # fmt: skip


def _answer(doc: Document, facts: Fact, about: Fact) -> str:
    sections.asked(doc, about)
    sections.who_we_are(doc, facts["panel"])
    sections.terms(doc, facts["terms"])
    sections.meetings_held(doc, facts["meetings"], facts["terms"], yearly=False, about=about)
    sections.who_is_represented(doc, {}, facts["organisations"])
    sections.recommended(doc, facts["recommendations"], last=about["last"], whole=True)
    sections.actions(doc, facts["actions"])
    sections.withheld(doc)
    return doc.title(_("%(panel)s: answer to request %(reference)s"), panel=doc.own(facts["panel"]["name"]), reference=about["asked_as"])


def _representation(doc: Document, facts: Fact, about: Fact) -> str:
    sections.who_we_are(doc, facts["panel"])
    sections.who_is_represented(doc, facts["represented"], facts["organisations"])
    return doc.title(_("%(panel)s: who is represented, %(day)s"), panel=doc.own(facts["panel"]["name"]), day=doc.day(about["last"]))


_MAKERS: dict[Kind, Callable[[Document, Fact, Fact], str]] = {
    Kind.UPDATE: _update, Kind.ANNUAL: _annual, Kind.FOI: _answer, Kind.REPRESENTATION: _representation,
}  # fmt: skip
