"""Publications in words: kinds, states, what the check found, and each version with what is still to be done."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.panels.publications import wording
from folkmoot.panels.publications.leaks import Finding
from folkmoot.panels.publications.leaks import Kind as Leak
from folkmoot.panels.publications.models import STATE_NAMES, Publication, PublicationText
from folkmoot.panels.publications.queries import Check
from folkmoot.panels.publications.rules import Kind, State
from folkmoot.voice.published import easy
from folkmoot.voice.published.models import VERSION_NAMES
from folkmoot.voice.published.rules import WELSH_AREA, Version

STATE_COLOURS = {State.DRAFT: "grey", State.WAITING: "yellow", State.PUBLISHED: "turquoise", State.WITHDRAWN: "orange"}
LEAK_WORDS: dict[Leak, Promise] = {
    Leak.MEMBER: _("The name of somebody who is or was on a panel, came as a guest, or applied"),
    Leak.CONFIDENCE: _("Words that are kept about members"), Leak.CASE: _("A case reference"), Leak.BIRTH: _("A date of birth"),
    Leak.INSURANCE: _("A National Insurance number"), Leak.SURNAME: _("The surname of somebody on the panel"),
    Leak.PERSON: _("The name of somebody we know"), Leak.STAFF: _("The name of somebody who works in the service"),
    Leak.NAME: _("A person’s name"), Leak.EMAIL: _("An e-mail address"), Leak.PHONE: _("A telephone number"),
    Leak.POSTCODE: _("A postcode"), Leak.ADDRESS: _("A street address"), Leak.VEHICLE: _("The registration mark of a vehicle"),
    Leak.OLD_DATE: _("A date long ago, which may be a date of birth"),
    Leak.SMALL_NUMBER: _("A number so small that people may be recognised"), Leak.MINUTES: _("Words that stand so in the minutes"),
}  # fmt: skip
STALE_WORDS: dict[str, Promise] = {
    "panel": _("the panel"), "meeting": _("the meeting"), "items": _("what was discussed"), "made": _("recommendations"),
    "answered": _("answers to recommendations"), "next": _("the next date"), "terms": _("terms of reference"), "meetings": _("meetings"),
    "organisations": _("organisations"), "recommendations": _("recommendations and what became of them"),
    "earlier": _("what was open from before"), "coverage": _("coverage of the remit"), "briefed": _("whom members told"),
    "represented": _("who is represented"),
    "again": _("meetings held since"), "actions": _("actions raised"), "survey": _("the survey of members"),
}  # fmt: skip


def line_of(row: Publication) -> dict[str, Any]:
    """A publication as a line of a list."""
    return {"row": row, "state": STATE_NAMES[State(row.state)], "colour": STATE_COLOURS[State(row.state)]}


def finding_lines(found: list[Finding]) -> list[dict[str, Any]]:
    return [
        {"finding": each, "words": LEAK_WORDS[each.kind], "versions": [VERSION_NAMES[Version(which)] for which in each.versions]}
        for each in found
    ]


def version_lines(publication: Publication, checked: Check) -> list[dict[str, Any]]:
    """Each version: its text as a page, whether it leaves, who read it, what stands in English, and how easily Easy Read reads."""
    welsh_area = publication.panel.area is not None and publication.panel.area.code == WELSH_AREA
    rows = {Version(row.which): row for row in publication.publicationtexts.all()}
    return [_version(which, rows[which], which in checked.leaving, welsh_area) for which in Version if which in rows]


def _version(which: Version, row: PublicationText, leaves: bool, welsh_area: bool) -> dict[str, Any]:
    plain = wording.sentences(row.words) if which.is_easy else ""
    return {
        "which": which.value, "name": VERSION_NAMES[which], "language": which.language, "row": row, "leaves": leaves,
        "needed": which is Version.ENGLISH or (which is Version.WELSH and welsh_area), "page": wording.as_page(row.words, level=3),
        "gaps": wording.passages_in(row.words, "en") if which.language == "cy" else 0, "easy": easy.in_short(plain),
        "hard": easy.hard(plain)[:12], "is_english": which is Version.ENGLISH,
    }  # fmt: skip


def stale_in_words(parts: tuple[str, ...]) -> list[Promise]:
    return [STALE_WORDS[part] for part in parts if part in STALE_WORDS]


def kind_of(publication: Publication) -> Kind:
    return Kind(publication.kind)
