"""Lines of the register as a page shows them, in the version that was asked for."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from folkmoot.decisions.consultations.models import Consultation
from folkmoot.panels.recruitment.models import Campaign
from folkmoot.reports.web.presenters import period_in_words
from folkmoot.site.area_page import AreaPage, Ways
from folkmoot.site.register import KIND_NAMES, Kind, Place, Release
from folkmoot.site.words import Said, in_two
from folkmoot.voice.forms.models import Form
from folkmoot.voice.published.models import VERSION_NAMES
from folkmoot.voice.published.rules import Version

# Heading of each part of the page of an Area, what it says where there is nothing, and the page with all of them.
PART_WORDS: dict[str, tuple[Any, Any, str]] = {
    "statements": (
        _("Whom the panels represent"),
        _("No statement of representation is published yet. A panel publishes one once it has asked its members who they are."), "",
    ),
    "updates": (_("Updates after meetings of panels"), _("No update is published yet. One follows each meeting of a panel."), ""),
    "annual": (_("Annual reports and answers of panels"), _("No annual report is published yet. A panel gives one each year."), ""),
    "said": (_("You said, we did"), _("Nothing is published yet. What people say is answered first; then the answer stands here."), "said"),
    "fairness": (_("Fairness of decisions"), _("No table or goal of this Area alone is published yet."), "fairness"),
    "assessments": (_("Equality impact assessments"), _("None of this Area alone is published yet."), "assessments"),
    "reports": (_("Reports"), _("No report of this Area is published yet."), ""),
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One line of the register. `title` is empty of what was withdrawn; `place` is empty for England and Wales."""

    key: str
    kind: Any
    title: Said
    about: Said
    place: str
    code: str
    day: date
    edition: str
    latest: bool
    withdrawn: date | None
    why: Said
    address: str


def line_of(row: Release, version: Version) -> Line:
    about = row.about.said(version)
    if row.kind is Kind.REPORT:
        about = Said(period_in_words(about.words), version.language)
    return Line(
        row.key, KIND_NAMES[row.kind], row.title.said(version), about, place_name(row.place, version), row.area, row.day,
        row.edition, row.latest, row.withdrawn, row.why.said(version), f"{row.address}?version={version.value}" if row.address else "",
    )  # fmt: skip


def place_name(place: Place | None, version: Version) -> str:
    return in_two(place.en, place.cy).said(version).words if place else ""


@dataclass(frozen=True)
class Part:
    name: str
    heading: Any
    nothing: Any
    more: str
    lines: list[Line]


def parts_of(page: AreaPage, version: Version) -> list[Part]:
    return [Part(name, *PART_WORDS[name], [line_of(row, version) for row in rows]) for name, rows in page.parts.items()]


@dataclass(frozen=True)
class Way:
    """One thing that is open today: where, and until when."""

    title: Said
    closes: date
    place: str
    row: Campaign | Consultation | Form


def ways_in_words(found: Ways, version: Version) -> dict[str, list[Way]]:
    """Adverts, consultations and forms that are open, each with its title as it was written."""
    return {
        "campaigns": [_way(row, row.panel.area, version) for row in found.campaigns],
        "consultations": [_way(row, row.area, version) for row in found.consultations],
        "forms": [_way(row, None, version) for row in found.forms],
    }  # fmt: skip


def _way(row: Any, area: Any, version: Version) -> Way:
    return Way(in_two(row.title_en, row.title_cy).said(version), row.closes_on, area.name if area else "", row)


def frame(version: Version) -> dict[str, Any]:
    """What stands on every page: the versions to change to."""
    names = [(each.value, VERSION_NAMES[each], each is version) for each in Version]
    return {"version": version.value, "versions": names, "is_easy": version.is_easy, "welsh": version.language == "cy"}
