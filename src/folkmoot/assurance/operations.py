"""Loading what ships with the room: the first framework, once, and the lines of the certificate."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from folkmoot.assurance import tables
from folkmoot.assurance.certificates.models import CertificateLine
from folkmoot.assurance.frameworks.models import Criterion, Framework, Level
from folkmoot.foundation import audit
from folkmoot.foundation.audit import Actor
from folkmoot.foundation.reference.files import Line
from folkmoot.foundation.reference.rows import Changes, record_changes, store_all
from folkmoot.foundation.saving import check


@transaction.atomic
def load_reference_data(*, by: Actor, at: datetime, folder: Path = tables.FOLDER) -> list[Changes]:
    """Issue the framework that ships as version 1 where there is none yet, and bring the certificate's lines in line with their file.

    Raises BadReferenceFile for a fault in a file.
    """
    read = tables.read_shipped(folder)
    lines = store_all(CertificateLine, ("code",), [line.values for line in read.certificate_lines], at)
    record_changes([lines], by=by, at=at)
    loaded = Changes(Criterion)  # type: ignore[arg-type]  # only the names of the table are read from it
    if not Framework.objects.exists():
        made = _first_framework(read.criteria, by=by, at=at)
        loaded.added, loaded.ids = [row.title for row in made], [row.pk for row in made]
        audit.record(audit.Kind.COLLECTION, by=by, at=at, subject="assurance.framework", ids=[made[0].framework_id], detail={"number": 1})
    return [lines, loaded]


def _first_framework(criteria: list[Line], *, by: Actor, at: datetime) -> list[Criterion]:
    framework = Framework(number=1, title=tables.TITLE, about=tables.ABOUT, source=tables.SOURCE, begun_by_id=by.account_id, begun_at=at)
    check(framework)
    framework.save()
    made = [_criterion(framework, line) for line in criteria]
    framework.issued_by_id, framework.issued_at = by.account_id, at
    framework.save()
    return made


def _criterion(framework: Framework, line: Line) -> Criterion:
    values = {name: line[name] for name in ("code", "order", "group", "title", "asks", "guidance")}
    row = Criterion(framework=framework, figures=line.text("figures").split(), **values)
    check(row)
    row.save()
    for number, name in enumerate(tables.LEVEL_NAMES, start=1):
        level = Level(criterion=row, number=number, name=name, words=line.text(f"level_{number}"))
        check(level)
        level.save()
    return row
