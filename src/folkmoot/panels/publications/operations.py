"""Making, agreeing and withdrawing publications of panels. Each is one transaction with its audit event; no word enters the trail."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.saving import ChangedMeanwhile, Refused, change, check
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.models import Panel
from folkmoot.panels.publications import rules, wording
from folkmoot.panels.publications.facts import facts_of
from folkmoot.panels.publications.making import texts_from
from folkmoot.panels.publications.models import Publication, PublicationFinding, PublicationText
from folkmoot.panels.publications.queries import check_before_leaving, facts_now, find_in_words
from folkmoot.panels.publications.rules import Kind, State
from folkmoot.voice.published.rules import Version

LONGEST = 60_000  # characters of one version
_UNSUBMITTED: dict[str, object] = {"state": State.DRAFT.value, "submitted_at": None, "submitted_by_id": None}
_UNRETURNED: dict[str, object] = {"returned_at": None, "returned_by_id": None, "returned_why": ""}


@transaction.atomic
def make(
    *, by: Viewer, at: datetime, panel: Panel, kind: str, meeting: Meeting | None = None, first: date | None = None,
    last: date | None = None, asked_on: date | None = None, asked_as: str = "", question: str = "",
) -> Publication:  # fmt: skip
    """Make a publication from the records, in every version. An update is of a closed `meeting`, a statement of the day `last`.

    An annual report and an answer to a request are about the days from `first` to `last`. Raises Refused (by field) or NotAllowed.
    """
    by.require_for("panels.write", panel.area_id)
    what = Kind(kind)
    today = timezone.localdate(at)
    first, last = _days(what, meeting, first, last)
    problems = {} if what is not Kind.UPDATE else _meeting_problems(panel, meeting)
    if what is Kind.FOI:
        problems |= rules.request_problems(asked_on=asked_on, asked_as=asked_as, question=question, today=today)
    if not problems and first is not None and last is not None:
        problems = rules.period_problems(kind=what, first=first, last=last, today=today)
    if problems or first is None or last is None:
        raise Refused(problems or {"last": [_("Give the days it is about.")]})
    row = Publication(
        panel=panel, kind=what.value, meeting=meeting if what is Kind.UPDATE else None, first=first, last=last, made_at=at,
        prepared_by_id=by.account_id, facts=facts_of(what, panel, first=first, last=last, meeting=meeting),
    )  # fmt: skip
    if what is Kind.FOI:
        row.asked_on, row.asked_as, row.question = asked_on, asked_as.strip(), question.strip()
    _refuse_second(row)
    check(row)
    row.save()
    _write_made(row)
    _wrote(row, by)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, area_id=panel.area_id, detail={"kind": what.value})
    return row


@transaction.atomic
def make_again(*, by: Viewer, at: datetime, publication: Publication, over_hand: bool = False) -> list[str]:
    """Take in what the records say now; returns the versions a person had changed and that were therefore left as they are.

    With `over_hand` those are made again too, and what was changed by hand is gone. Raises Refused or NotAllowed.
    """
    held = _to_edit(by, publication)
    left = [] if over_hand else [row.which for row in held.publicationtexts.all() if row.by_hand]
    change(held, {"facts": facts_now(held), "made_at": at, **_UNSUBMITTED})
    _write_made(held, leave=left)
    _wrote(held, by)
    _note(by, at, held, {"made again": True, "left as written": left})
    return left


@transaction.atomic
def write_text(
    *, by: Viewer, at: datetime, publication: Publication, which: str, title: str, words: str, read: bool, seen_version: int | None = None
) -> list[str]:
    """Change one version (“en”, “cy”, “easy”, “easy-cy”). `read`: the person reads that language and has read it through.

    A version not read by anybody is not published; what a second person was to agree to goes back to a draft.
    Raises Refused, ChangedMeanwhile or NotAllowed.
    """
    held = _to_edit(by, publication)
    row = PublicationText.objects.select_for_update().get(publication=held, which=Version(which).value)
    if len(words) > LONGEST:
        raise Refused({"words": [_("This is too long to be read by anybody: shorten it to 60,000 characters.")]})
    reader = {"read_by_id": by.account_id, "read_at": at} if read else {"read_by_id": None, "read_at": None}
    same = read and row.read_at is not None and [row.title, row.words] == [title.strip(), words.strip()]
    values = {"title": " ".join(title.split()), "words": _tidy(words), **({} if same else reader)}
    changed = change(row, values, seen_version=seen_version)
    if changed:
        _edited(held, by, at, [f"{which} {name}" for name in changed])
    return changed


@transaction.atomic
def explain(*, by: Viewer, at: datetime, publication: Publication, key: str, why: str) -> None:
    """Vouch for a finding: say why it may stay; the second person reads it.

    Raises Refused for one that is not there, one that can never leave, or with no words.
    """
    held = _to_edit(by, publication)
    found = {finding.key: finding for finding in check_before_leaving(held, today=timezone.localdate(at)).findings}
    if key not in found:
        raise Refused({"": [_("This no longer stands in the text.")]})
    if found[key].never:
        raise Refused({"": [_("This can never be published, whatever the reason. Take it out of the text.")]})
    if len(why.split()) < 3:
        raise Refused({"why": [_("Say why it may stay, for example “our own address for replies”.")]})
    row = PublicationFinding.objects.filter(publication=held, key=key).first() or PublicationFinding(publication=held, key=key)
    row.why, row.by_id = why.strip(), by.account_id
    check(row)
    row.save()
    _edited(held, by, at, [f"explained {found[key].kind.value}"])


@transaction.atomic
def submit(*, by: Viewer, at: datetime, publication: Publication) -> None:
    """Vouch for it as the first of two people, and hand it to a second. Raises Refused while something is missing or was found."""
    held = _locked(by, publication, "panels.write")
    _refuse_transition(held, "submit")
    _refuse_leak(held, at)
    _wrote(held, by)
    change(held, {"state": State.WAITING.value, "submitted_at": at, "submitted_by_id": by.account_id, **_UNRETURNED})
    _note(by, at, held, {"submitted": True})


@transaction.atomic
def agree(*, by: Viewer, at: datetime, publication: Publication, seen_hash: str) -> None:
    """Agree as the second person: it is frozen and published in that moment. `seen_hash` is `Check.hash` as it was on their page.

    Raises Refused, ChangedMeanwhile or NotAllowed.
    """
    held = _locked(by, publication, "panels.agree")
    _refuse_transition(held, "agree")
    _refuse_writer(by, held)
    checked = check_before_leaving(held, today=timezone.localdate(at))
    if seen_hash != checked.hash:
        raise ChangedMeanwhile(held)
    _refuse_leak(held, at)
    held.publicationfindings.exclude(key__in=[finding.key for finding in checked.findings]).delete()
    body = wording.frozen({which.value: (row.title, row.words) for which, row in checked.leaving.items()})
    values = {"state": State.PUBLISHED.value, "agreed_at": at, "agreed_by_id": by.account_id, "body": body, "fingerprint": checked.hash}
    change(held, values)
    detail: dict[str, object] = {"sha256": checked.hash, "versions": sorted(body)}
    audit.record(audit.Kind.DISCLOSURE, by=by, at=at, subject=held, area_id=held.panel.area_id, recipient="everybody", detail=detail)


@transaction.atomic
def send_back(*, by: Viewer, at: datetime, publication: Publication, reason: str) -> None:
    """Give it back to whoever made it, with what has to change. Raises Refused or NotAllowed."""
    held = _locked(by, publication, "panels.agree")
    _refuse_transition(held, "send back")
    _refuse_writer(by, held)
    if not reason.strip():
        raise Refused({"reason": [_("Say why, so that whoever made it knows what to change.")]})
    change(held, {**_UNSUBMITTED, "returned_at": at, "returned_by_id": by.account_id, "returned_why": reason.strip()})
    _note(by, at, held, {"sent back": True})


@transaction.atomic
def discard(*, by: Viewer, at: datetime, publication: Publication) -> None:
    """Take away what was never published. Raises Refused or NotAllowed."""
    held = _locked(by, publication, "panels.write")
    _refuse_transition(held, "discard")
    audit.record(audit.Kind.ERASURE, by=by, at=at, subject=held, area_id=held.panel.area_id, detail={"discarded": held.kind})
    held.delete()


@transaction.atomic
def withdraw(*, by: Viewer, at: datetime, publication: Publication, reason: str, reason_cy: str = "") -> None:
    """Withdraw what is published, at once and by one person; the reason stands in its place for everybody. Raises Refused."""
    held = _locked(by, publication, "panels.write")
    _refuse_transition(held, "withdraw")
    problems = {"reason": [problem]} if (problem := rules.reason_problem(reason)) else {}
    for name, words in (("reason", reason), ("reason_cy", reason_cy)):
        if found := find_in_words(held.panel, words, today=timezone.localdate(at)):
            sentence = _("“%(words)s” may point to a person and can never be published. Give the reason without it.")
            problems[name] = [sentence % {"words": each.text} for each in found]
    if problems:
        raise Refused(problems)
    change(held, {
        "state": State.WITHDRAWN.value, "withdrawn_at": at, "withdrawn_by_id": by.account_id, "withdrawn_why": reason.strip(),
        "withdrawn_why_cy": reason_cy.strip(),
    })  # fmt: skip
    _note(by, at, held, {"withdrawn": True})


def _days(kind: Kind, meeting: Meeting | None, first: date | None, last: date | None) -> tuple[date | None, date | None]:
    if kind is Kind.UPDATE and meeting is not None and meeting.starts_at is not None:
        day = timezone.localdate(meeting.starts_at)
        return day, day
    return (last, last) if kind is Kind.REPRESENTATION else (first, last)


def _meeting_problems(panel: Panel, meeting: Meeting | None) -> dict[str, list[str]]:
    if meeting is None or meeting.panel_id != panel.pk:
        return {"meeting": [_("Choose a meeting of this panel.")]}
    if meeting.state != Meeting.State.CLOSED:
        return {"meeting": [_("This meeting is not closed yet. Close it: what was there and decided is settled then.")]}
    return {}


def _refuse_second(row: Publication) -> None:
    """One update of a meeting, one report of a year, one answer to a request: the other one is opened, or withdrawn first."""
    choices: dict[Kind, dict[str, Any]] = {
        Kind.UPDATE: {"meeting": row.meeting}, Kind.ANNUAL: {"first": row.first, "last": row.last}, Kind.FOI: {"asked_as": row.asked_as},
        Kind.REPRESENTATION: {"last": row.last},
    }  # fmt: skip
    rows = Publication.objects.filter(panel=row.panel, kind=row.kind, **choices[Kind(row.kind)]).exclude(state=State.WITHDRAWN)
    if rows.exists():
        raise Refused({"": [_("There is one already. Open that one; if it is published and wrong, withdraw it with a reason first.")]})


def _write_made(held: Publication, leave: list[str] | None = None) -> None:
    """Write every version as the records give it. One that came out as it was stays as it is, with who has read it."""
    texts = texts_from(Kind(held.kind), held.facts, {
        "first": held.first.isoformat(), "last": held.last.isoformat(), "asked_as": held.asked_as, "question": held.question,
        "asked_on": held.asked_on.isoformat() if held.asked_on else "",
    })  # fmt: skip
    stored = {row.which: row for row in held.publicationtexts.all()}
    for version, (title, words) in texts.items():
        row = stored.get(version.value)
        made = [title[:200], _tidy(words)]
        if row is None:
            row = PublicationText(publication=held, which=version.value, title=made[0], words=made[1], made=made)
            check(row)
            row.save()
        elif row.which in (leave or ()):
            change(row, {"made": made})
        elif [row.title, row.words] != made or row.made != made:
            change(row, {"title": made[0], "words": made[1], "made": made, "read_by_id": None, "read_at": None})
    held._prefetched_objects_cache = {}  # type: ignore[attr-defined]  # the texts read before are no longer those


def _tidy(words: str) -> str:
    return words.replace("\r\n", "\n").strip()


def _locked(by: Viewer, publication: Publication, capability: str) -> Publication:
    """The publication as it is now, held until the transaction ends: nobody edits it while another agrees to it."""
    by.require_for(capability, publication.panel.area_id)
    rows = Publication.objects.select_for_update(of=("self",)).select_related("panel__area", "panel__kind", "meeting")
    return rows.prefetch_related("publicationtexts", "publicationfindings", "writers").get(pk=publication.pk)


def _to_edit(by: Viewer, publication: Publication) -> Publication:
    held = _locked(by, publication, "panels.write")
    _refuse_transition(held, "edit")
    return held


def _edited(held: Publication, by: Viewer, at: datetime, changed: list[str]) -> None:
    """Count the person among those who wrote it; what waited for a second person is a draft again."""
    was_waiting = held.state == State.WAITING
    if was_waiting:
        change(held, _UNSUBMITTED)
    _wrote(held, by)
    _note(by, at, held, {"fields": sorted(changed)} | ({"taken back from the second person": True} if was_waiting else {}))


def _wrote(held: Publication, by: Viewer) -> None:
    if by.account_id is not None:
        held.writers.add(by.account_id)


def _note(by: Viewer, at: datetime, held: Publication, detail: dict[str, object]) -> None:
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, area_id=held.panel.area_id, detail=detail)


def _refuse_transition(held: Publication, what: str) -> None:
    if problem := rules.transition_problem(held.state, what):
        raise Refused({"": [problem]})


def _refuse_writer(by: Viewer, held: Publication) -> None:
    if problem := rules.agreeing_problem(by_id=by.account_id, writers={writer.pk for writer in held.writers.all()}):
        raise Refused({"": [problem]})


def _refuse_leak(held: Publication, at: datetime) -> None:
    """Nothing goes on while the check finds something, something is missing, or the records are not as they were."""
    checked = check_before_leaving(held, today=timezone.localdate(at))
    found = list(checked.problems)
    if checked.blocking:
        found.append(_("The check found something in the texts. Take it out, or say why it may stay."))
    if checked.stale:
        found.append(_("The records have changed since this was made. Make it again, so that it says how things stand."))
    if found:
        raise Refused({"": found})
