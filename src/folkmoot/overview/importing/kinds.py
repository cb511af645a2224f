"""The kinds of row that can be brought in and taken out, and a file of one of them."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.communities.imports import COMMUNITIES
from folkmoot.engagement.imports import ACTIVITIES, POINTS
from folkmoot.errors import FolkmootError
from folkmoot.foundation.importing.columns import ImportSpec
from folkmoot.foundation.importing.exporting import TakenOut, take_out
from folkmoot.foundation.importing.matching import Matching, asked_for, remembered, suggest
from folkmoot.overview.importing.named import KIND_NAMES
from folkmoot.stakeholders.imported_standing import AFFILIATIONS, SPEAKS_FOR
from folkmoot.stakeholders.imports import CONTACTS, ORGANISATIONS

_SPECS = {spec.kind: spec for spec in (COMMUNITIES, ORGANISATIONS, CONTACTS, AFFILIATIONS, SPEAKS_FOR, ACTIVITIES, POINTS)}
KINDS: dict[str, ImportSpec] = {name: _SPECS[name] for name in KIND_NAMES}


def spec_of(kind: str) -> ImportSpec:
    """Raises FolkmootError for a kind that does not exist."""
    try:
        return KINDS[kind]
    except KeyError as error:
        raise FolkmootError(
            f"“{kind}” is nothing that can be brought in or taken out.", "", f"Choose one of: {', '.join(KINDS)}."
        ) from error


def likely_matching(spec: ImportSpec, headings: tuple[str, ...], *, by: Viewer, wishes: Iterable[str] = ()) -> Matching:
    """How the last file of this shape was matched, or else the likeliest; changed by what was asked for."""
    kept = remembered(spec, headings, by=by, area_ids=by.sight("imports.run").area_ids)
    return asked_for(spec, headings, wishes, kept or suggest(spec, headings))


def taken_out(kind: str, ending: str, *, by: Viewer, at: datetime, area: Area | None = None, route: str = "") -> TakenOut:
    """The rows of a kind that the viewer may take out, as a file. Raises NotAllowed."""
    by.require("exports.run", area.pk if area else None)
    return take_out(spec_of(kind), ending, by=by, at=at, area=area, route=route)


def ending_of(path: Path) -> str:
    return path.suffix.lower().lstrip(".")
