"""What the page of one Area gathers: who it is, its panels, what it published, what it asks about, and how to take part."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area, County, PoliceForce
from folkmoot.areas.queries import NoSuchArea, get_area, list_areas
from folkmoot.areas.rules import in_being
from folkmoot.decisions.consultations.models import Consultation
from folkmoot.decisions.consultations.queries import published as published_consultations
from folkmoot.decisions.consultations.rules import State
from folkmoot.panels.publications.open_pages import PanelLine, public_panels
from folkmoot.panels.recruitment.models import Campaign
from folkmoot.panels.recruitment.queries import open_campaigns
from folkmoot.site.register import Kind, Release, chosen
from folkmoot.voice.forms.models import Form
from folkmoot.voice.published.open_pages import open_forms

SHOWN = 5
# What stands on the page of an Area, in this order, by the kinds of the register.
PARTS: tuple[tuple[str, tuple[Kind, ...]], ...] = (
    ("statements", (Kind.REPRESENTATION,)), ("updates", (Kind.UPDATE,)), ("annual", (Kind.ANNUAL, Kind.FOI)), ("said", (Kind.SAID,)),
    ("fairness", (Kind.TABLES, Kind.GOAL)), ("assessments", (Kind.ASSESSMENT,)), ("reports", (Kind.REPORT,)),
)  # fmt: skip


@dataclass(frozen=True)
class Ways:
    """How anybody can take part today: adverts of panels, consultations and forms that are open."""

    campaigns: tuple[Campaign, ...]
    consultations: tuple[Consultation, ...]
    forms: tuple[Form, ...]

    @property
    def any(self) -> bool:
        return bool(self.campaigns or self.consultations or self.forms)


@dataclass(frozen=True)
class AreaPage:
    """One Area as anybody reads it. `parts`: by the name of the part, the latest lines of the register."""

    area: Area
    forces: tuple[PoliceForce, ...]
    counties: tuple[County, ...]
    panels: tuple[PanelLine, ...]
    parts: dict[str, tuple[Release, ...]]
    ways: Ways


def area_page(viewer: Viewer, code: str, rows: Iterable[Release], *, today: date) -> AreaPage | None:
    """The page of an Area in being; None where there is none. `rows` is the register."""
    try:
        area = get_area(viewer, code)
    except NoSuchArea:
        return None
    if not in_being([area], today):
        return None
    mine = [row for row in rows if row.area == code]
    parts = {name: tuple(islice(chosen(mine, kinds=kinds, standing=True), SHOWN)) for name, kinds in PARTS}
    forces = tuple(row.force for row in area.area_forces.all() if row.ends is None or row.ends >= today)
    counties = tuple(row.county for row in area.area_counties.all())
    panels = tuple(line for line in public_panels(today=today) if line.panel.area_id == area.pk)
    return AreaPage(area, forces, counties, panels, parts, ways(area, today=today))


def areas_listed(viewer: Viewer, rows: Iterable[Release], *, today: date) -> list[tuple[Area, int, date | None]]:
    """The Areas in being, and other parts of the service that published something: how much still stands, and when the last came."""
    counted: dict[str, list[date]] = {}
    for row in chosen(rows, standing=True):
        counted.setdefault(row.area, []).append(row.day)
    held = list_areas(viewer, on=today, kind=None)
    shown = sorted((area for area in held if area.kind == Area.Kind.AREA or area.code in counted), key=lambda area: area.name)
    return [(area, len(counted.get(area.code, ())), max(counted.get(area.code, ()), default=None)) for area in shown]


def ways(area: Area | None, *, today: date) -> Ways:
    """What is open today to everybody of an Area (None: anywhere): its own, and that of the whole service."""
    places = {area.pk, None} if area else None
    campaigns = [row for row in open_campaigns(today) if places is None or row.panel.area_id in places]
    running = [row for row, state in published_consultations(today=today) if state is State.OPEN]
    asked = [row for row in running if places is None or row.area_id in places]
    return Ways(tuple(campaigns), tuple(asked), tuple(open_forms(area, today=today)))
