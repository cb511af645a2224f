"""Loading the targets that ship, changing one, and recording that declaration was looked at."""

import csv
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.audit import Actor
from folkmoot.foundation.reference.rows import Changes
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.workforce.headcounts.words import questions
from folkmoot.workforce.targets.models import DeclarationReview, Target

FILE = Path(__file__).parent / "data" / "targets.csv"
WRITE = "workforce.write"
SENTENCE_WORDS = 4


@transaction.atomic
def load_reference_data(*, by: Actor, at: datetime) -> list[Changes]:
    """Add the targets of the source document that were never there; one that was changed or ended since is left as it is."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = set(Target.objects.values_list("key", flat=True))
    added = [_target(row) for row in rows if row["key"] not in known]
    for target in added:
        check(target)
        target.save()
    if added:
        audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=added[0], detail={"targets": len(added)})
    return [Changes(Target, added=[str(target) for target in added], ids=[target.pk for target in added])]  # type: ignore[arg-type]  # versioned by itself


def _target(row: dict[str, str]) -> Target:
    return Target(
        key=row["key"], kind=row["kind"], characteristic=row["characteristic"], name=row["name"], words=row["words"],
        source=row["source"],
        groups=[one for one in row["groups"].split(";") if one], levels=[one for one in row["levels"].split(";") if one],
        share=float(row["share"]), from_on=date.fromisoformat(row["from_on"]),
        by_on=date.fromisoformat(row["by_on"]) if row["by_on"] else None,
    )  # fmt: skip


@transaction.atomic
def change_target(
    *, by: Viewer, at: datetime, target: Target, share: float, by_on: date | None, words: str, source: str, why: str,
    seen_version: int | None = None,
) -> Target:  # fmt: skip
    """End a target and put the next version in its place; the earlier one stays. Raises Refused, ChangedMeanwhile or NotAllowed."""
    by.require_national(WRITE)
    problems: dict[str, list[str]] = {}
    if not 0 < share < 1:
        problems["share"] = [_("A target lies above 0 and below 100 percent.")]
    for name, value in (("words", words), ("source", source), ("why", why)):
        if not value.strip():
            problems[name] = [_("Say this, so that nobody has to ask where the target comes from.")]
    if target.ended_on:
        problems[""] = [_("This target was replaced already.")]
    if problems:
        raise Refused(problems)
    today = timezone.localdate(at)
    change(target, {"ended_on": today, "ended_why": why.strip()}, seen_version=seen_version)
    following = Target(
        key=target.key, kind=target.kind, characteristic=target.characteristic, name=target.name, groups=target.groups,
        levels=target.levels,
        share=share, from_on=today, by_on=by_on, words=words.strip(), source=source.strip(),
        version=target.version + 1,  # goes on counting, so that a form opened at the earlier one is known to be of that
    )  # fmt: skip
    check(following)
    following.save()
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=following, detail={"before": target.pk, "share": share})
    return following


@transaction.atomic
def review_declaration(*, by: Viewer, at: datetime, characteristic: str, words: str, next_on: date) -> DeclarationReview:
    """Record that the declaration of a characteristic was looked at, and when next. Raises Refused or NotAllowed."""
    by.require_national(WRITE)
    today, problems = timezone.localdate(at), {}
    if characteristic not in questions():
        problems["characteristic"] = [_("Choose one of the characteristics.")]
    if len(words.split()) < SENTENCE_WORDS:
        problems["words"] = [_("Say in a sentence what was found and what will be done.")]
    if next_on <= today:
        problems["next_on"] = [_("Give a day still to come.")]
    if problems:
        raise Refused(problems)
    row = DeclarationReview(characteristic=characteristic, on=today, words=words.strip(), next_on=next_on, by_id=by.account_id)
    check(row)
    row.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, detail={"characteristic": characteristic})
    return row
