"""The minimum set: write and issue items, give each Area its own action, agree where an item does not apply, withdraw."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.actions.minimum.models import Exemption, MinimumEdition, MinimumItem
from folkmoot.actions.minimum.queries import ORIGIN, areas_that_lack
from folkmoot.actions.minimum.rules import due_for, item_problems, reason_problem
from folkmoot.actions.models import Action
from folkmoot.actions.operations import end_action, raise_action
from folkmoot.actions.queries import CLOSED, held, state_of_row
from folkmoot.areas.models import Area
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.strategy.measures.models import Measure
from folkmoot.strategy.models import Commitment

CHANGEABLE = frozenset({"title", "measure", "resources", "evidence_wanted", "due_on", "commitment", "moves"})


@transaction.atomic
def write_item(
    *, by: Viewer, at: datetime, title: str, measure: str, resources: str, evidence_wanted: str, due_on: date,
    commitment: Commitment | None = None, moves: Measure | None = None,
) -> MinimumItem:  # fmt: skip
    """Write an item as a draft: no Area gets it before it is issued. Raises Refused (by field) or NotAllowed."""
    by.require_national("minimum.issue")
    item = MinimumItem(
        title=title, measure=measure, resources=resources, evidence_wanted=evidence_wanted, due_on=due_on, commitment=commitment,
        moves=moves, written_by_id=by.account_id, written_at=at,
    )  # fmt: skip
    _must_hold(item, timezone.localdate(at))
    check(item)
    item.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=item, detail={"draft": True})
    return item


@transaction.atomic
def change_item(*, by: Viewer, at: datetime, item: MinimumItem, seen_version: int | None = None, **values: object) -> list[str]:
    """Change a draft. Raises Refused for an item that was issued, ChangedMeanwhile, or KeyError for another field."""
    by.require_national("minimum.issue")
    if unknown := set(values) - CHANGEABLE:
        raise KeyError(f"an item's {', '.join(sorted(unknown))} cannot be changed")
    if _locked(item).edition_id:
        raise Refused({"": [_("This item was issued: Areas work on it. Withdraw it and write another.")]})
    wanted = MinimumItem(**{name: values.get(name, getattr(item, name)) for name in CHANGEABLE})
    _must_hold(wanted, timezone.localdate(at))
    changed = change(item, values, seen_version=seen_version)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=item, detail={"fields": changed})
    return changed


@transaction.atomic
def issue_set(*, by: Viewer, at: datetime, words: str) -> MinimumEdition:
    """Issue every draft as the next edition and give each Area its actions. Raises Refused where there is no draft, or no words."""
    by.require_national("minimum.issue")
    drafts = list(MinimumItem.objects.select_for_update().filter(edition__isnull=True, withdrawn_on__isnull=True))
    if not drafts:
        raise Refused({"": [_("There is nothing to issue: write an item first.")]})
    if problem := reason_problem(words):
        raise Refused({"words": [problem]})
    for item in drafts:
        _must_hold(item, timezone.localdate(at))
    last = MinimumEdition.objects.aggregate(last=Max("number"))["last"] or 0
    edition = MinimumEdition(number=last + 1, words=words, issued_at=at, issued_by_id=by.account_id)
    check(edition)
    edition.save()
    for item in drafts:
        change(item, {"edition": edition})
    audit.record(audit.Kind.DISCLOSURE, by=by, at=at, subject=edition, detail={"items": len(drafts)})
    give_out(by=by, at=at)
    return edition


@transaction.atomic
def give_out(*, by: Viewer, at: datetime) -> int:
    """Give every Area in being today the actions of the set that it lacks; returns how many. Doing it again gives none.

    An Area that began later has as long for an item as the others had.
    """
    by.require_national("minimum.issue")
    today, given = timezone.localdate(at), []
    for item, area in areas_that_lack(today=today):
        _locked(item)
        if Action.objects.filter(minimum=item, area=area).exists():
            continue
        given.append(_give(item, area, by=by, at=at, today=today).pk)
    if given:
        audit.record(audit.Kind.COLLECTION, by=by, at=at, subject="actions.action", ids=given, detail={"origin": ORIGIN})
    return len(given)


@transaction.atomic
def ask_exemption(*, by: Viewer, at: datetime, item: MinimumItem, area: Area, reason: str) -> Exemption:
    """An Area says that an item does not apply to it; headquarters decides. Raises Refused."""
    by.require("actions.write", area.pk)
    if problem := reason_problem(reason):
        raise Refused({"reason": [problem]})
    action = Action.objects.filter(minimum=item, area=area).first()
    if action is None or state_of_row(held(action), timezone.localdate(at)) in CLOSED:
        raise Refused({"": [_("This Area has no open action from the item.")]})
    if Exemption.objects.filter(item=item, area=area, agreed__isnull=True).exists():
        raise Refused({"": [_("This was asked already and waits for headquarters.")]})
    exemption = Exemption(item=item, area=area, reason=reason, asked_at=at, asked_by_id=by.account_id)
    check(exemption)
    exemption.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=exemption, detail={"item": item.pk})
    return exemption


@transaction.atomic
def decide_exemption(*, by: Viewer, at: datetime, exemption: Exemption, agreed: bool, answer: str) -> None:
    """Agree that an item does not apply to an Area, which ends its action, or say why it does; nobody agrees to what they asked.

    Raises Refused.
    """
    by.require_national("minimum.issue")
    if problem := reason_problem(answer):
        raise Refused({"answer": [problem]})
    stored = Exemption.objects.select_for_update().get(pk=exemption.pk)
    if stored.agreed is not None:
        raise Refused({"": [_("Somebody else has decided this meanwhile.")]})
    if agreed and stored.asked_by_id == by.account_id:
        raise Refused({"": [_("You asked for this exemption yourself. Somebody else at headquarters has to agree to it.")]})
    change(exemption, {"agreed": agreed, "answer": answer, "decided_at": at, "decided_by_id": by.account_id})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=exemption, detail={"agreed": agreed})
    if agreed:
        _end_open(by, at, Action.objects.filter(minimum=exemption.item, area=exemption.area), answer)


@transaction.atomic
def withdraw_item(*, by: Viewer, at: datetime, item: MinimumItem, reason: str) -> None:
    """Take an item out of the set; open actions from it end with the reason, achieved ones stay as they are. Raises Refused."""
    by.require_national("minimum.issue")
    if problem := reason_problem(reason):
        raise Refused({"reason": [problem]})
    if _locked(item).withdrawn_on:
        raise Refused({"": [_("This item was withdrawn already.")]})
    change(item, {"withdrawn_on": timezone.localdate(at), "withdrawn_why": reason})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=item, detail={"withdrawn": True})
    _end_open(by, at, Action.objects.filter(minimum=item), reason)


def _give(item: MinimumItem, area: Area, *, by: Viewer, at: datetime, today: date) -> Action:
    edition = item.edition
    issued_on = timezone.localdate(edition.issued_at) if edition else today
    due_on = due_for(item_due=item.due_on, issued_on=issued_on, today=today)
    commitments = [item.commitment] if item.commitment else []
    return raise_action(
        by=by, at=at, area=area, origin_kind=ORIGIN, origin_id=item.pk, title=item.title, measure=item.measure, owner=None,
        due_on=max(due_on, today), resources=item.resources, moves=item.moves, commitments=commitments, minimum=item,
    )  # fmt: skip


def _end_open(by: Viewer, at: datetime, rows: Iterable[Action], reason: str) -> None:
    today = timezone.localdate(at)
    for action in rows:
        if state_of_row(held(action), today) not in CLOSED:
            end_action(by=by, at=at, action=action, reason=reason[:300])


def _locked(item: MinimumItem) -> MinimumItem:
    return MinimumItem.objects.select_for_update().get(pk=item.pk)


def _must_hold(item: MinimumItem, today: date) -> None:
    problems = item_problems(
        title=item.title, measure=item.measure, resources=item.resources, evidence_wanted=item.evidence_wanted, due_on=item.due_on,
        today=today,
    )  # fmt: skip
    if problems:
        raise Refused(problems)
