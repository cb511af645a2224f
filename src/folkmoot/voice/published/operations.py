"""Preparing, agreeing, publishing and withdrawing entries. Each is one transaction with its audit event; no word enters the trail."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.foundation import audit
from folkmoot.foundation.saving import ChangedMeanwhile, Refused, change, check
from folkmoot.voice.models import Telling
from folkmoot.voice.published.facts import behind
from folkmoot.voice.published.models import Edition, EditionText, Entry, FindingExplained
from folkmoot.voice.published.queries import check_before_leaving, dated_state, entries, origin_in_sight, points_behind
from folkmoot.voice.published.rules import State, Version, agreeing_problem, told_by_publication, transition_problem
from folkmoot.voice.queries import facts_of
from folkmoot.voice.rules import telling_problem
from folkmoot.voice.themes.models import Theme

PARTS = ("title", "you_said", "we_did", "shown_by")
# What an edit takes away: the submission, the agreement, and what was said when it was sent back.
_UNAGREED: dict[str, object] = {
    "submitted_at": None, "submitted_by_id": None, "returned_at": None, "returned_by_id": None, "returned_why": "", "agreed_at": None,
    "agreed_by_id": None, "agreed_hash": "",
}  # fmt: skip
_OF_RETURN = frozenset({"submitted_at", "submitted_by_id", "returned_at", "returned_by_id", "returned_why"})


@transaction.atomic
def prepare_entry(*, by: Viewer, at: datetime, area: Area, origin_kind: str, origin_id: int, theme: Theme | None = None) -> Entry:
    """Begin an entry from a point or an issue in sight. Raises Refused where there is one already, or nothing behind it."""
    by.require("you_said.write", area.pk)
    origin = origin_in_sight(by, origin_kind, origin_id)
    if origin is None or not behind([Entry(area=area, origin_kind=origin_kind, origin_id=origin_id)])[None].points:
        raise Refused({"": [_("The point or issue is not of this Area, or not in your sight.")]})
    if Entry.objects.filter(area=area, origin_kind=origin_kind, origin_id=origin_id, withdrawn_at__isnull=True).exists():
        raise Refused({"": [_("This Area has an entry on it already. Open that one, or begin a new version of it.")]})
    entry = Entry(area=area, origin_kind=origin_kind, origin_id=origin_id, theme=theme, prepared_by_id=by.account_id, prepared_at=at)
    check(entry)
    entry.save()
    edition = Edition(entry=entry, number=1)
    check(edition)
    edition.save()
    _wrote(edition, by)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=entry, detail={"from": origin_kind})
    return entry


@transaction.atomic
def write_version(
    *, by: Viewer, at: datetime, edition: Edition, which: str, title: str, you_said: str, we_did: str, shown_by: str = "",
    seen_version: int | None = None,
) -> list[str]:  # fmt: skip
    """Write one version (“en”, “cy”, “easy”, “easy-cy”); empty texts take it away. An agreement is gone with it.

    `seen_version` is the version of the text the person had before them (0: none). Raises Refused, ChangedMeanwhile or NotAllowed.
    """
    held = _to_edit(by, edition)
    row = EditionText.objects.filter(edition=held, which=Version(which)).first()
    if seen_version is not None and seen_version != (row.version if row else 0):
        raise ChangedMeanwhile(row or held)
    values = dict(zip(PARTS, (text.strip() for text in (title, you_said, we_did, shown_by)), strict=True))
    if row is None:
        row = EditionText(edition=held, which=Version(which).value, **values)
        check(row)
        changed = [name for name, value in values.items() if value]
        if changed:
            row.save()
    else:
        changed = change(row, values)
        if not any(values.values()):
            row.delete()
    if changed:
        _edited(held, by, at, {}, [f"{which} {name}" for name in changed])
    return changed


@transaction.atomic
def change_about(
    *, by: Viewer, at: datetime, edition: Edition, theme: Theme | None, corrects: str = "", corrects_cy: str = "",
    seen_version: int | None = None,
) -> list[str]:  # fmt: skip
    """Change the theme it is found by and, of a later version, what it corrects. Raises Refused, ChangedMeanwhile or NotAllowed."""
    held = _to_edit(by, edition)
    if seen_version is not None and seen_version != held.version:
        raise ChangedMeanwhile(held)
    values: dict[str, object] = {"corrects": corrects.strip(), "corrects_cy": corrects_cy.strip()}
    changed = [name for name, value in values.items() if getattr(held, name) != value]
    if change(held.entry, {"theme": theme}):
        changed.append("theme")
    if changed:
        _edited(held, by, at, values, changed)
    return changed


@transaction.atomic
def explain(*, by: Viewer, at: datetime, edition: Edition, key: str, words: str) -> None:
    """Vouch for a finding: say why it may stay; the second person reads it. Raises Refused for one that is not there, or with no words."""
    held = _to_edit(by, edition)
    found = {finding.hit.key: finding.hit for finding in check_before_leaving(held, today=timezone.localdate(at)).findings}
    if key not in found:
        raise Refused({"": [_("This no longer stands in the text.")]})
    if len(words.split()) < 3:
        raise Refused({"words": [_("Say why it may stay, for example “our own address for replies”.")]})
    row = FindingExplained.objects.filter(edition=held, key=key).first() or FindingExplained(edition=held, key=key)
    row.words, row.by_id = words.strip(), by.account_id
    check(row)
    row.save()
    _edited(held, by, at, {}, [f"explained {found[key].kind.value}"])


@transaction.atomic
def submit(*, by: Viewer, at: datetime, edition: Edition) -> None:
    """Submit to the second person; who submits is the first of the two. Raises Refused while something is missing or unexplained."""
    held = _locked(by, edition, "you_said.write")
    checked = check_before_leaving(held, today=timezone.localdate(at))
    _refuse_transition(checked.state, "submit")
    if checked.problems:
        raise Refused({"": checked.problems})
    if checked.unexplained:
        raise Refused({"": [_("The check found something in the texts. Take each out, or say why it may stay.")]})
    change(held, {**_UNAGREED, "submitted_at": at, "submitted_by_id": by.account_id})
    _wrote(held, by)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, detail={"submitted": checked.hash})


@transaction.atomic
def agree(*, by: Viewer, at: datetime, edition: Edition, seen_hash: str) -> None:
    """Agree as the second person: `seen_hash` is `Check.hash` as it was on their page. Raises Refused, ChangedMeanwhile or NotAllowed."""
    held = _locked(by, edition, "you_said.agree")
    checked = check_before_leaving(held, today=timezone.localdate(at))
    _refuse_transition(checked.state, "agree")
    _refuse_writer(by, held)
    if seen_hash != checked.hash:
        raise ChangedMeanwhile(held)
    if not checked.may_leave:
        raise Refused({"": [*checked.problems, _("Something is missing or was found since it was submitted. Send it back.")]})
    change(held, {"agreed_at": at, "agreed_by_id": by.account_id, "agreed_hash": checked.hash})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, detail={"agreed": checked.hash})


@transaction.atomic
def send_back(*, by: Viewer, at: datetime, edition: Edition, reason: str) -> None:
    """Send what was submitted back to who wrote it, saying why. Raises Refused or NotAllowed."""
    held = _locked(by, edition, "you_said.agree")
    _refuse_transition(check_before_leaving(held, today=timezone.localdate(at)).state, "send back")
    _refuse_writer(by, held)
    if not reason.strip():
        raise Refused({"reason": [_("Say why, so that the author knows what to change.")]})
    unagreed = {"agreed_at": None, "agreed_by_id": None, "agreed_hash": ""}
    change(held, {**unagreed, "returned_at": at, "returned_by_id": by.account_id, "returned_why": reason.strip()})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, detail={"sent back": True})


@transaction.atomic
def publish(*, by: Viewer, at: datetime, edition: Edition) -> list[Telling]:
    """Publish exactly what two people agreed, if it is still so today; returns the tellings this makes (`rules.told_by_publication`).

    Raises Refused or NotAllowed.
    """
    held = _locked(by, edition, "you_said.write")
    checked = check_before_leaving(held, today=timezone.localdate(at))
    _refuse_transition(checked.state, "publish")
    if not checked.may_leave:
        raise Refused({"": [*checked.problems, _("Something is missing or was found since it was agreed.")]})
    values = {"published_at": at, "published_by_id": by.account_id, "rests_on": checked.facts.kept(), "sha256": checked.hash}
    change(held, values)
    told = _tell_whom_nothing_else_reaches(by, at, held, checked.leaves[Version.ENGLISH].we_did)
    detail: dict[str, object] = {"sha256": checked.hash, "versions": sorted(checked.leaves), "told": len(told)}
    audit.record(audit.Kind.DISCLOSURE, by=by, at=at, subject=held, recipient="everybody", detail=detail)
    return told


@transaction.atomic
def begin_version(*, by: Viewer, at: datetime, entry: Entry) -> Edition:
    """Begin a later version of what is published, with its texts to start from; the published one stands until it is replaced.

    Raises Refused or NotAllowed.
    """
    by.require("you_said.write", entry.area_id)
    Entry.objects.select_for_update().get(pk=entry.pk)
    latest = Edition.objects.filter(entry=entry).order_by("-number").first()
    if latest is None or dated_state(latest) is not State.PUBLISHED:
        raise Refused({"": [_("A new version is begun of what is published, once no other version is being written.")]})
    edition = Edition(entry=entry, number=latest.number + 1)
    check(edition)
    edition.save()
    for row in latest.editiontexts.all():
        EditionText.objects.create(edition=edition, which=row.which, **{name: getattr(row, name) for name in PARTS})
    for why in latest.findingexplaineds.all():
        FindingExplained.objects.create(edition=edition, key=why.key, words=why.words, by_id=why.by_id)
    edition.writers.set(latest.writers.all())
    _wrote(edition, by)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=entry, detail={"version begun": edition.number})
    return edition


@transaction.atomic
def discard(*, by: Viewer, at: datetime, edition: Edition) -> bool:
    """Take away a version that was never published, and with the first the entry; whether that is gone. Raises Refused or NotAllowed."""
    held = _to_edit(by, edition)
    entry, gone = held.entry, held.number == 1
    audit.record(audit.Kind.ERASURE, by=by, at=at, subject=held, detail={"discarded": held.number})
    (entry if gone else held).delete()
    return gone


@transaction.atomic
def withdraw(*, by: Viewer, at: datetime, entry: Entry, reason: str, reason_cy: str = "") -> None:
    """Withdraw what is published, at once and by one person; the reason stands in its place for everybody. Raises Refused or NotAllowed."""
    by.require("you_said.write", entry.area_id)
    held = entries(by).select_for_update(of=("self",)).get(pk=entry.pk)
    published = held.editions.filter(published_at__isnull=False).order_by("-number").first()
    _refuse_transition(dated_state(published) if published else State.DRAFT, "withdraw")
    if len(reason.split()) < 3:
        raise Refused({"reason": [_("Give the reason in a sentence: it stands on the public page in place of the entry.")]})
    values = {"withdrawn_at": at, "withdrawn_by_id": by.account_id, "withdrawn_why": reason.strip(), "withdrawn_why_cy": reason_cy.strip()}
    change(held, values)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, detail={"withdrawn": True})


def _tell_whom_nothing_else_reaches(by: Viewer, at: datetime, edition: Edition, words: str) -> list[Telling]:
    today = timezone.localdate(at)
    found = []
    with override("en-gb"):
        who = _("Everybody who reads “You said, we did”")
    for point in points_behind(by, edition.entry).select_for_update(of=("self",)):
        facts = facts_of(point)
        told = facts.told_on and facts.to_tell_since and facts.told_on >= facts.to_tell_since
        if told or not told_by_publication(reply_by=point.reply_by, said_by=point.said_by):
            continue
        if telling_problem(facts=facts, on=today, who=who, words=words, said_on=point.said_on, today=today):
            continue
        telling = Telling(point=point, on=today, channel=Telling.Channel.PUBLISHED, who=who, words=words, by_id=by.account_id)
        check(telling)
        telling.save()
        found.append(telling)
    return found


def _locked(by: Viewer, edition: Edition, capability: str) -> Edition:
    """The version as it is now, held until the transaction ends: nobody edits it while another agrees to it."""
    by.require(capability, edition.entry.area_id)
    rows = Edition.objects.select_for_update(of=("self",)).select_related("entry__area", "entry__theme")
    return rows.prefetch_related("editiontexts", "findingexplaineds", "writers").get(pk=edition.pk)


def _to_edit(by: Viewer, edition: Edition) -> Edition:
    held = _locked(by, edition, "you_said.write")
    _refuse_transition(dated_state(held), "edit")
    return held


def _edited(edition: Edition, by: Viewer, at: datetime, values: dict[str, object], changed: list[str]) -> None:
    """Store the change, take submission and agreement away, and count the person among those who wrote it.

    What was sent back stays so, with its reason in sight, until it is submitted again.
    """
    was_agreed = edition.agreed_at is not None
    kept = _OF_RETURN if edition.returned_at else frozenset()
    change(edition, {**values, **{name: value for name, value in _UNAGREED.items() if name not in kept}})
    _wrote(edition, by)
    detail: dict[str, object] = {"fields": sorted(changed)} | ({"agreement taken away": True} if was_agreed else {})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=edition, detail=detail)


def _wrote(edition: Edition, by: Viewer) -> None:
    if by.account_id is not None:
        edition.writers.add(by.account_id)


def _refuse_transition(state: State, what: str) -> None:
    if problem := transition_problem(state, what):
        raise Refused({"": [problem]})


def _refuse_writer(by: Viewer, edition: Edition) -> None:
    if problem := agreeing_problem(by_id=by.account_id, writers={writer.pk for writer in edition.writers.all()}):
        raise Refused({"": [problem]})
