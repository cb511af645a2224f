"""What sources that lie on the server offer is fetched once a day: the months of a table that are not loaded, the new files of a folder.

Addresses, and whatever opens them, stand in the settings (FOLKMOOT_CASEWORK, name=address) and nowhere else: a plain error of an engine
that holds one is not shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.casework.rules import THRESHOLD
from folkmoot.casework.sources.columns import Role, Roles, from_plain
from folkmoot.casework.sources.counting import tally
from folkmoot.casework.sources.models import Layout, Load, LoadedMonth, Source
from folkmoot.casework.sources.operations import keep, load_file
from folkmoot.casework.sources.preparing import prepare_table
from folkmoot.casework.sources.queries import current_layout
from folkmoot.casework.sources.rules import in_ranges
from folkmoot.engines import registry
from folkmoot.engines.cube import Cube
from folkmoot.engines.files import CaseFile, fingerprint
from folkmoot.engines.spec import CubeSpec
from folkmoot.errors import FolkmootError

_FILES = (".csv", ".parquet", ".xlsx", ".ods")


@dataclass(frozen=True)
class Fetched:
    """What became of one source: how many loads were made, and a sentence where something stood in the way."""

    source: Source
    loads: tuple[Load, ...] = ()
    problem: str = ""


class NoSuchConnection(FolkmootError):
    """A source names a table or folder that the settings do not know."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("The settings know no table or folder “%(name)s”.") % {"name": name}, "",
            _("Ask whoever runs the server to add it to FOLKMOOT_CASEWORK, as name=address."),
        )  # fmt: skip


def connections() -> Mapping[str, str]:
    """Address by name. For opening, never for showing."""
    return dict(getattr(settings, "CASEWORK", {}))


def fetch_tables(*, by: Viewer, at: datetime) -> list[Fetched]:
    """Load what every source offers that is fetched and kept up. One that cannot be read does not stop the others."""
    rows = Source.objects.filter(arrives=Source.Arrives.TABLE, retired_on=None).select_related("area", "owner")
    return [_fetched(by, at, source) for source in rows if by.sight("casework.load").holds(source.area_id)]


def _fetched(by: Viewer, at: datetime, source: Source) -> Fetched:
    loads: list[Load] = []
    try:
        address = connections().get(source.connection_name)
        if address is None:
            raise NoSuchConnection(source.connection_name)
        if Path(address).is_dir():
            _from_folder(by, at, source, Path(address), loads)
        else:
            _from_table(by, at, source, address, loads)
    except FolkmootError as error:
        return Fetched(source, tuple(loads), _without_address(str(error), connections().get(source.connection_name, "")))
    return Fetched(source, tuple(loads))


def _from_folder(by: Viewer, at: datetime, source: Source, folder: Path, loads: list[Load]) -> None:
    """Every file that was not loaded before, by name; a load that was taken back is not loaded again by itself."""
    known = set(Load.objects.filter(source=source).values_list("sha256", flat=True))
    for path in sorted(each for each in folder.iterdir() if each.is_file() and each.suffix.lower() in _FILES):
        if fingerprint(CaseFile(path)).sha256 not in known:
            changed = timezone.localdate(datetime.fromtimestamp(path.stat().st_mtime, at.tzinfo))
            loads.append(load_file(by=by, at=at, source=source, path=path, data_as_of=min(changed, timezone.localdate(at))))


def _from_table(by: Viewer, at: datetime, source: Source, address: str, loads: list[Load]) -> None:
    """The whole months that the table has and the source has not, as one load. The month that still runs waits."""
    layout = current_layout(source)
    if layout is None:
        raise FolkmootError(_("Nobody has said yet what the columns of this source are for."), "", _("Map its columns first."))
    offered = months_offered(layout, address)
    taken_back = {month for load in Load.objects.filter(source=source, state=Load.State.TAKEN_BACK) for month in load.months}
    held = set(LoadedMonth.objects.filter(source=source).values_list("month", flat=True)) | taken_back
    today = timezone.localdate(at)
    new = [month for month in offered if month not in held and month < f"{today:%Y-%m}"]
    if new:
        prepared = prepare_table(by, source, layout, address, new)
        loads.append(keep(by=by, at=at, source=source, prepared=prepared, data_as_of=today))


def months_offered(layout: Layout, address: str) -> list[str]:
    """The months of a table. Raises FolkmootError where its layout has no column of months."""
    roles = Roles(tuple(column for column in from_plain(layout.columns) if column.role in (Role.MONTH, Role.COUNT)))
    if not roles.month:
        raise FolkmootError(_("The layout of a table needs a column of dates or months."), "", _("Issue a new version of the layout."))

    def count(spec: CubeSpec) -> Cube:
        return registry.count([address], spec, threshold=THRESHOLD)

    found = tally(count, roles).of(roles.named(Role.MONTH.value))
    return sorted(month for month in found if month is not None)


def _without_address(words: str, address: str) -> str:
    """A plain error, unless it would show where the data lie or how they are opened."""
    parts = urlsplit(address)
    secret = [address, parts.hostname, parts.username, parts.password] if parts.netloc else [address]
    if any(part and part in words for part in secret):
        return _("The table or folder could not be read. Whoever runs the server can try its address with: folkmoot cube build")
    return words


def in_words(fetched: Sequence[Fetched]) -> list[str]:
    """One line for each source, for the daily run and the command line."""
    lines = []
    for each in fetched:
        months = sorted({month for load in each.loads for month in load.months})
        if each.loads:
            lines.append(_("%(source)s: loaded %(months)s") % {"source": each.source, "months": in_ranges(months)})
        if each.problem:
            lines.append(_("%(source)s: %(problem)s") % {"source": each.source, "problem": each.problem})
        if not each.loads and not each.problem:
            lines.append(_("%(source)s: nothing new") % {"source": each.source})
    return lines
