"""Writing: which organisation is the service; a published workbook brought in whole or not at all; one taken back."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.published.survey.figures import Figure, SurveyFile
from folkmoot.workforce.survey.keeping import digest_of, kept_of, report_of
from folkmoot.workforce.survey.models import SurveyFigure, SurveyLoad, SurveyOrganisation
from folkmoot.workforce.survey.rules import file_again

WRITE = "workforce.write"
_AT_ONCE = 1000


@dataclass(frozen=True)
class Kept:
    """What bringing a workbook in did. `again`: "file" or "figures" where it was in already, and nothing was stored."""

    load: SurveyLoad
    again: str


@transaction.atomic
def choose_organisation(*, by: Viewer, at: datetime, name: str) -> SurveyOrganisation:
    """Say which organisation of the published tables this service is. Raises Refused or NotAllowed."""
    by.require_national(WRITE)
    clean = " ".join(name.split())
    if not clean:
        raise Refused({"name": [_("Enter the service's name as the published tables print it.")]})
    before = SurveyOrganisation.objects.first()
    if before and before.name == clean:
        return before
    row = SurveyOrganisation(name=clean, by_id=by.account_id, at=at)
    check(row)
    row.save()
    kind = audit.Kind.ALTERATION if before else audit.Kind.COLLECTION
    audit.record(kind, by=by, at=at, subject=row, detail={"name": clean, "before": before.name if before else ""})
    return row


@transaction.atomic
def bring_in(*, by: Viewer, at: datetime, file: SurveyFile, sha256: str) -> Kept:
    """Keep the service's figures and everybody's of a published workbook. The same file or figures again change nothing.

    Raises Refused where no organisation was chosen yet or nothing in the file is of it or of everybody, and NotAllowed.
    """
    by.require_national(WRITE)
    name = SurveyOrganisation.objects.values_list("name", flat=True).first()
    if not name:
        raise Refused({"": [_("Say first which organisation of the published tables this service is.")]})
    kept = kept_of(file, name)
    if not kept:
        raise Refused({"": [_("Nothing in this file is of %(name)s or of all civil servants.") % {"name": name}]})
    digest = digest_of(kept)
    standing = SurveyLoad.objects.select_for_update().filter(organisation=name, taken_back_at__isnull=True)
    again = file_again(sha256, digest, [(load.sha256, load.digest) for load in standing])
    if again:
        return Kept(next(load for load in standing if sha256 == load.sha256 or digest == load.digest), again)
    load = SurveyLoad(
        organisation=name, year=file.year, file_name=file.name[-200:], sha256=sha256, digest=digest, kept=len(kept),
        report=report_of(file), by_id=by.account_id, at=at,
    )  # fmt: skip
    check(load)
    load.save()
    SurveyFigure.objects.bulk_create([_row(load, figure) for figure in kept], batch_size=_AT_ONCE)
    detail: dict[str, object] = {"file": load.file_name, "sha256": sha256, "year": load.year, "figures": load.kept}
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=load, detail=detail)
    return Kept(load, "")


@transaction.atomic
def take_back(*, by: Viewer, at: datetime, load: SurveyLoad, why: str, seen_version: int | None = None) -> None:
    """Take a workbook out of use, saying why; its figures stay on record. Raises Refused, ChangedMeanwhile or NotAllowed."""
    by.require_national(WRITE)
    row = SurveyLoad.objects.select_for_update().get(pk=load.pk)
    problems: dict[str, list[str]] = {}
    if row.taken_back_at:
        problems[""] = [_("This file was taken back already.")]
    elif not why.strip():
        problems["why"] = [_("Say why it is taken back.")]
    if problems:
        raise Refused(problems)
    values = {"taken_back_at": at, "taken_back_by_id": by.account_id, "taken_back_why": why.strip()}
    change(row, values, seen_version=seen_version)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, detail={"taken_back": True, "why": why.strip()})


def _row(load: SurveyLoad, figure: Figure) -> SurveyFigure:
    place = figure.place
    return SurveyFigure(
        load=load, year=figure.year, whose=figure.whose.value, characteristic=figure.characteristic, group=figure.group, item=figure.item,
        base=figure.base, base_rounded=figure.base_rounded, low=figure.low, high=figure.high, mark=figure.mark, decimals=figure.decimals,
        place=f"{place.sheet}, {place.row}, {place.column}"[:200],
    )  # fmt: skip
