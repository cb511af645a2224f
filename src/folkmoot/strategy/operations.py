"""Writing: bringing the stored strategies in line with the files that ship."""

from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from folkmoot.areas.models import Area
from folkmoot.foundation.audit import Actor
from folkmoot.foundation.reference.files import Line, check_known
from folkmoot.foundation.reference.rows import Changes, record_changes, store, store_all, withdraw_others
from folkmoot.strategy import tables
from folkmoot.strategy.models import Aim, Commitment, Strategy

Fields = dict[str, object]


@transaction.atomic
def load_reference_data(*, by: Actor, at: datetime, folder: Path = tables.FOLDER) -> list[Changes]:
    """Store what the files say: all of it, or nothing. Loading the same files again changes nothing and leaves no audit event.

    The Areas must have been loaded first. Returns the changes, one for each table. Raises BadReferenceFile for a fault in a file.
    """
    read = tables.read_strategies(folder)
    area_ids = dict(Area.objects.values_list("code", "pk"))
    check_known(read.strategies, "area", area_ids, "the loaded Areas")
    loaded = [store_all(Strategy, ("code",), (_fields(line, area=area_ids) for line in read.strategies), at)]
    strategy_ids = dict(Strategy.objects.values_list("code", "pk"))
    loaded.append(_store_aims(read.aims, strategy_ids, at))
    aim_ids = dict(Aim.objects.values_list("code", "pk"))
    commitments = (_fields(line, strategy=strategy_ids, aim=aim_ids) for line in read.commitments)
    loaded.append(store_all(Commitment, ("code",), commitments, at))
    record_changes(loaded, by=by, at=at)
    return loaded


def _store_aims(lines: list[Line], strategy_ids: dict[str, int], at: datetime) -> Changes:
    """Aims first, so that their sub-aims can refer to them."""
    changes = Changes(Aim)
    for is_sub_aim in (False, True):
        ids = dict(Aim.objects.values_list("code", "pk"))
        wanted = [_fields(line, strategy=strategy_ids, parent=ids) for line in lines if bool(line.text("parent")) is is_sub_aim]
        store(changes, ("code",), wanted)
    withdraw_others(changes, ("code",), (line.key for line in lines), timezone.localdate(at))
    return changes


def _fields(line: Line, **ids: dict[str, int]) -> Fields:
    """The fields of a row: columns named in `ids` hold codes, which become ids (none for a blank)."""
    return {
        f"{name}_id" if name in ids else name: (ids[name][str(value)] if value else None) if name in ids else value
        for name, value in line.values.items()
    }
