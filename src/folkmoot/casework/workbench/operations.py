"""Keep a view, change its words, take it back, and record that what it shows was taken away. Each leaves its audit event."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import NotAllowed, Viewer
from folkmoot.casework.sources.models import Source
from folkmoot.casework.tables.populations import population_of_view
from folkmoot.casework.tables.register import keep_taken
from folkmoot.casework.workbench.answering import Answer
from folkmoot.casework.workbench.models import SavedView
from folkmoot.casework.workbench.opening import Opened
from folkmoot.casework.workbench.rules import View
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, check


@transaction.atomic
def save_view(*, by: Viewer, at: datetime, opened: Opened, view: View, title: str, note: str = "", sharing: str = "me") -> SavedView:
    """Keep the choice, not a figure. Raises NotAllowed where the viewer may not see what it shows, or Refused."""
    area = opened.area_of(view)
    by.require("casework.read", area.pk if area else None)
    row = SavedView(
        source_id=opened.source, area=area, title=title.strip(), note=note.strip(), view=view.to_json(), sharing=sharing,
        by_id=_account(by), at=at,
    )  # fmt: skip
    check(row)
    row.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, area_id=row.area_id)
    return row


@transaction.atomic
def change_view(
    *, by: Viewer, at: datetime, saved: SavedView, title: str, note: str, sharing: str, seen_version: int | None = None
) -> None:  # fmt: skip
    """Change its words and who may see it. Raises NotAllowed for anybody but who saved it, ChangedMeanwhile, or Refused."""
    _require_own(by, saved)
    values = {"title": title.strip(), "note": note.strip(), "sharing": sharing}
    changed = change(saved, values, seen_version=seen_version)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=saved, area_id=saved.area_id, detail={"fields": sorted(changed)})


@transaction.atomic
def remove_view(*, by: Viewer, at: datetime, saved: SavedView) -> None:
    """Take a saved view back. Actions raised from it stay. Raises NotAllowed for anybody but who saved it."""
    _require_own(by, saved)
    audit.record(audit.Kind.ERASURE, by=by, at=at, subject=saved, area_id=saved.area_id)
    saved.delete()


@transaction.atomic
def take_away(*, by: Viewer, at: datetime, opened: Opened, answer: Answer, kind: str) -> None:
    """Record that what a view shows left as a file of this kind ("csv", "ods" or "xlsx"), and put its tables on the register."""
    view, source, area = answer.view, opened.source, opened.area_of(answer.view)
    by.require("casework.read", area.pk if area else None)
    keep_taken(
        by=by, at=at, tables=answer.tables.release.tables, population=population_of_view(opened, view, answer.tables),
        title=f"{opened.title}: {view.to_query()}", area=area, origin_kind="casework.source", origin_id=source,
    )  # fmt: skip
    detail: dict[str, object] = {"kind": kind, "view": view.to_query()}
    audit.record(
        audit.Kind.DISCLOSURE, by=by, at=at, subject="casework.source", ids=[source], area_id=area.pk if area else None,
        recipient=by.name, detail=detail,
    )  # fmt: skip


@transaction.atomic
def take_published_away(*, by: Viewer, at: datetime, source: Source, query: str, kind: str) -> None:
    """Record that a published table left as a file. Its figures are public, so they enter no register of what must not be subtracted."""
    by.require("casework.read", source.area_id)
    audit.record(audit.Kind.DISCLOSURE, by=by, at=at, subject=source, recipient=by.name, detail={"kind": kind, "view": query})


def _require_own(by: Viewer, saved: SavedView) -> None:
    if by.account_id is None or by.account_id != saved.by_id:
        raise NotAllowed("casework.read")


def _account(by: Viewer) -> int:
    if by.account_id is None:
        raise Refused({"": [_("A view is saved by a person who is signed in.")]})
    return by.account_id
