"""Drafting a version of the framework, and issuing it: from then on it stays."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.assurance.figures import FIGURES
from folkmoot.assurance.frameworks.models import Criterion, Framework, Level
from folkmoot.assurance.frameworks.rules import criterion_problems, issue_problems
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, check

CAPABILITY = "assurance.moderate"


@transaction.atomic
def begin_draft(*, by: Viewer, at: datetime, title: str, about: str, source: str) -> Framework:
    """Begin the next version as a draft, with the criteria and levels of the latest one. Raises Refused (by field) or NotAllowed."""
    by.require_national(CAPABILITY)
    if Framework.objects.filter(issued_at__isnull=True).exists():
        raise Refused({"": [_("There is a draft already. Finish it, or issue it, before the next one is begun.")]})
    latest = Framework.objects.order_by("-number").first()
    number = (Framework.objects.aggregate(most=Max("number"))["most"] or 0) + 1
    made = Framework(number=number, title=title.strip(), about=about.strip(), source=source.strip(), begun_by_id=by.account_id, begun_at=at)
    check(made)
    made.save()
    for criterion in latest.criteria.prefetch_related("levels") if latest else ():
        _copy(criterion, made)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=made, detail={"number": number})
    return made


@transaction.atomic
def keep_criterion(
    *, by: Viewer, at: datetime, framework: Framework, code: str, group: str, title: str, asks: str, guidance: str, order: int,
    figures: Sequence[str], levels: Mapping[int, tuple[str, str]], seen_version: int | None = None,
) -> Criterion:  # fmt: skip
    """Add a criterion to a draft, or change the one of this short name. Raises Refused (by field), ChangedMeanwhile or NotAllowed."""
    held = _draft(by, framework)
    problems = criterion_problems(
        code=code, group=group, title=title, asks=asks, guidance=guidance, figures=figures, known=FIGURES, levels=levels
    )
    if problems:
        raise Refused(problems)
    values = {"group": group, "title": title, "asks": asks, "guidance": guidance}
    fields: dict[str, object] = {name: value.strip() for name, value in values.items()}
    fields |= {"order": order, "figures": list(figures)}
    row = held.criteria.filter(code=code).first()
    if row:
        change(row, fields, seen_version=seen_version)
    else:
        row = Criterion(framework=held, code=code, **fields)
        check(row)
        row.save()
    _keep_levels(row, levels)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, detail={"criterion": code})
    return row


@transaction.atomic
def drop_criterion(*, by: Viewer, at: datetime, criterion: Criterion) -> None:
    """Take a criterion out of a draft. Raises Refused or NotAllowed."""
    _draft(by, criterion.framework)
    audit.record(audit.Kind.ERASURE, by=by, at=at, subject=criterion, detail={"criterion": criterion.code})
    criterion.delete()


@transaction.atomic
def issue_framework(*, by: Viewer, at: datetime, framework: Framework) -> Framework:
    """Issue a draft; rounds opened from now on use it. Raises Refused or NotAllowed."""
    by.require_national(CAPABILITY)
    held = Framework.objects.select_for_update().get(pk=framework.pk)
    problems = issue_problems(list(held.criteria.values_list("code", flat=True)), draft=held.draft)
    if problems:
        raise Refused({"": problems})
    change(held, {"issued_by_id": by.account_id, "issued_at": at})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, detail={"issued": held.number})
    return held


def _draft(by: Viewer, framework: Framework) -> Framework:
    by.require_national(CAPABILITY)
    held = Framework.objects.select_for_update().get(pk=framework.pk)
    if not held.draft:
        raise Refused({"": [_("This version was issued and never changes. Start a draft of the next one.")]})
    return held


def _keep_levels(row: Criterion, levels: Mapping[int, tuple[str, str]]) -> None:
    known = {level.number: level for level in row.levels.all()}
    for number, (name, words) in sorted(levels.items()):
        level = known.get(number)
        if level:
            change(level, {"name": name.strip(), "words": words.strip()})
        else:
            level = Level(criterion=row, number=number, name=name.strip(), words=words.strip())
            check(level)
            level.save()


def _copy(criterion: Criterion, into: Framework) -> None:
    kept = {name: getattr(criterion, name) for name in ("code", "order", "group", "title", "asks", "guidance", "figures")}
    made = Criterion.objects.create(framework=into, **kept)
    Level.objects.bulk_create(
        Level(criterion=made, number=level.number, name=level.name, words=level.words) for level in criterion.levels.all()
    )
