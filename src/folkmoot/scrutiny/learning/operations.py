"""Recording what was learned, the replies, what was done and who was told. Nothing written here is ever changed.

Each is one transaction with its audit event; whatever is wrong is put right by what is added after it.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import NotAllowed, Viewer
from folkmoot.actions.models import Action
from folkmoot.foundation import audit
from folkmoot.foundation.models import Row
from folkmoot.foundation.saving import ChangedMeanwhile, Refused, change, check
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.models import Panel
from folkmoot.panels.papers.keeping import Opened, Upload, hand_over_file, keep_file
from folkmoot.panels.papers.models import PanelFile
from folkmoot.panels.queries import may_in
from folkmoot.scrutiny.learning.models import (
    LearningEvidence,
    LearningPoint,
    LearningRepeat,
    LearningReply,
    LearningStep,
    LearningTelling,
)
from folkmoot.scrutiny.learning.queries import (
    HELD,
    Standing,
    achieved_actions,
    case_of,
    evidence_since_taken_up,
    next_meeting_day,
    standing_of,
    with_history,
)
from folkmoot.scrutiny.learning.rules import (
    NEEDS_A_NAME,
    WILL_ACT,
    State,
    evidence_problems,
    finishing_problems,
    making_problems,
    reopening_problems,
    reply_day,
    reply_problems,
    sentence_problem,
    step_problems,
    telling_problems,
)
from folkmoot.scrutiny.learning.themes import themes
from folkmoot.scrutiny.packs.models import Pack
from folkmoot.voice.naming import personal_in

LEARN = "scrutiny.learn"


@transaction.atomic
def learn(
    *, by: Viewer, at: datetime, meeting: Meeting, kind: str, words_en: str, theme: str, audiences: Sequence[str], to: str,
    to_whom: str = "", words_cy: str = "", strand: str = "", pack: Pack | None = None, names_nobody: bool = False,
) -> LearningPoint:  # fmt: skip
    """Record what a panel learned at a meeting that was opened; it stays as it is written. The reply is due before the panel meets again.

    `names_nobody`: somebody read it and vouches that it identifies nobody, though it looks so. Raises Refused (by field) or NotAllowed.
    """
    by.require_for(LEARN, meeting.panel.area_id)
    problems = making_problems(
        words=words_en, kind=kind, theme=theme, known_themes=themes(), audiences=audiences, to=to, to_whom=to_whom,
        meeting_held=meeting.state in HELD and meeting.starts_at is not None, case=case_of(pack, meeting) if pack else None,
        identifying=[found.text for found in personal_in("\n".join((words_en, words_cy, to_whom)))], vouched=names_nobody,
    )  # fmt: skip
    if problems or meeting.starts_at is None:
        raise Refused(problems)
    made_on = timezone.localdate(meeting.starts_at)
    row = LearningPoint(
        panel=meeting.panel, meeting=meeting, pack=pack, number=_next_number(meeting.panel), kind=kind, words_en=words_en.strip(),
        words_cy=words_cy.strip(), theme=theme, strand=(strand or (pack.strand if pack else "")).strip(), audiences=sorted(set(audiences)),
        to=to, to_whom=to_whom.strip() if to in NEEDS_A_NAME else "", made_on=made_on,
        reply_due=reply_day(made_on=made_on, next_on=next_meeting_day(meeting)), entered_by_id=by.account_id, entered_at=at,
    )  # fmt: skip
    _keep(row)
    _note(by, at, row, {"made": row.number, "kind": kind})
    return row


@transaction.atomic
def add_welsh(*, by: Viewer, at: datetime, point: LearningPoint, words_cy: str) -> None:
    """Add the Welsh words where there were none. Raises Refused where there are: what was written stays."""
    by.require_for(LEARN, point.panel.area_id)
    if point.words_cy:
        raise Refused({"words_cy": [_("It has Welsh words already, and they stay as they were written.")]})
    if problem := sentence_problem(words_cy):
        raise Refused({"words_cy": [problem]})
    change(point, {"words_cy": words_cy.strip()})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=point, detail={"fields": ["words_cy"]})


@transaction.atomic
def reply(
    *, by: Viewer, at: datetime, point: LearningPoint, outcome: str, words_en: str, from_whom: str, words_cy: str = "",
    owner: Account | None = None, owner_words: str = "", due: date | None = None, on: date | None = None, seen_replies: int | None = None,
) -> LearningReply:  # fmt: skip
    """Record a reply: `outcome` of `LearningReply.Outcome`, `due` the day by which it is done. An earlier reply stays, superseded.

    `seen_replies`: how many replies the person had on screen. Raises Refused (by field), ChangedMeanwhile or NotAllowed.
    """
    standing = _to_alter(by, point, at)
    row, today, number = standing.row, timezone.localdate(at), standing.reply.number if standing.reply else 0
    if seen_replies is not None and seen_replies != number:
        raise ChangedMeanwhile(point)
    day, to_be_done = on or today, outcome == WILL_ACT
    problems = reply_problems(
        state=standing.state, outcome=outcome, words=words_en, from_whom=from_whom, owned=owner is not None or bool(owner_words.strip()),
        to=row.to, due_on=due, on=day, made_on=row.made_on, today=today,
    )  # fmt: skip
    if problems:
        raise Refused(problems)
    given = LearningReply(
        point=row, number=number + 1, outcome=outcome, words_en=words_en.strip(), words_cy=words_cy.strip(), from_whom=from_whom.strip(),
        owner=owner if to_be_done else None, owner_words=owner_words.strip() if to_be_done else "", due_on=due if to_be_done else None,
        replied_on=day, by_id=by.account_id, at=at,
    )  # fmt: skip
    _keep(given)
    _note(by, at, row, {"reply": outcome, "number": given.number})
    return given


@transaction.atomic
def record_progress(*, by: Viewer, at: datetime, point: LearningPoint, words: str, on: date | None = None) -> LearningStep:
    """Record what was done on a day. Raises Refused (by field) or NotAllowed."""
    standing, today = _to_alter(by, point, at), timezone.localdate(at)
    problems = step_problems(state=standing.state, words=words, on=on or today, replied_on=_replied_on(standing), today=today)
    return _step(by, at, standing.row, LearningStep.Kind.PROGRESS, words, on or today, problems)


@transaction.atomic
def add_evidence(
    *, by: Viewer, at: datetime, point: LearningPoint, what: str, address: str = "", lies: str = "", upload: Upload | None = None,
    action: Action | None = None,
) -> LearningEvidence:  # fmt: skip
    """Add what shows that something changed: a file, an address, where the paper lies, or an action raised from it that was achieved.

    Raises Refused (by field) or NotAllowed.
    """
    standing = _to_alter(by, point, at)
    row, places = standing.row, (bool(address.strip()), bool(lies.strip()), upload is not None, action is not None)
    problems = evidence_problems(state=standing.state, what=what, places=sum(places))
    if action is not None and action not in achieved_actions(by, row, timezone.localdate(at)):
        problems["action"] = [_("Choose an action that was raised from this and was achieved.")]
    if problems:
        raise Refused(problems)
    file = keep_file(by=by, at=at, panel=row.panel, use=PanelFile.Use.EVIDENCE, upload=upload) if upload else None
    evidence = LearningEvidence(
        point=row, what=what.strip(), address=address.strip(), lies=lies.strip(), file=file, action=action, by_id=by.account_id, at=at
    )
    _keep(evidence)
    _note(by, at, row, {"evidence": evidence.pk})
    return evidence


@transaction.atomic
def finish(*, by: Viewer, at: datetime, point: LearningPoint, words: str, on: date | None = None) -> LearningStep:
    """Record that it is done; refused without evidence. Raises Refused (by field) or NotAllowed."""
    standing, today = _to_alter(by, point, at), timezone.localdate(at)
    problems = finishing_problems(
        state=standing.state, words=words, on=on or today, replied_on=_replied_on(standing), today=today,
        evidence=evidence_since_taken_up(standing.row),
    )  # fmt: skip
    return _step(by, at, standing.row, LearningStep.Kind.FINISHED, words, on or today, problems)


@transaction.atomic
def take_up_again(*, by: Viewer, at: datetime, point: LearningPoint, why: str) -> LearningStep:
    """Take up again what was finished, saying why; new evidence is then needed to finish it. Raises Refused or NotAllowed."""
    standing = _to_alter(by, point, at)
    problems = reopening_problems(state=standing.state, why=why)
    return _step(by, at, standing.row, LearningStep.Kind.REOPENED, why, timezone.localdate(at), problems)


@transaction.atomic
def told(
    *, by: Viewer, at: datetime, point: LearningPoint, whom: str, meeting: Meeting | None = None, how: str = "", on: date | None = None,
    words: str = "",
) -> LearningTelling:  # fmt: skip
    """Record that somebody was told what holds now: the panel at a meeting, or one of its audiences. Raises Refused or NotAllowed."""
    standing, today = _to_alter(by, point, at), timezone.localdate(at)
    row = standing.row
    held_on = timezone.localdate(meeting.starts_at) if meeting and meeting.starts_at else None
    day = held_on if whom == LearningTelling.Whom.PANEL else on or today
    problems = telling_problems(
        whom=whom, audiences=row.audiences, replied=standing.reply is not None, meeting_fits=_fits(row, meeting), how=how, on=day,
        made_on=row.made_on, today=today,
    )  # fmt: skip
    if not problems and whom not in standing.to_tell and any(each.whom == whom and each.on == day for each in row.tellings.all()):
        problems["whom"] = [_("It is recorded already that they were told this.")]
    if problems or day is None:
        raise Refused(problems)
    telling = LearningTelling(
        point=row, whom=whom, meeting=meeting if whom == LearningTelling.Whom.PANEL else None, reply=standing.reply,
        finished=standing.state is State.FINISHED, on=day, how=how.strip(), words=words.strip(), by_id=by.account_id, at=at,
    )  # fmt: skip
    _keep(telling)
    _note(by, at, row, {"told": whom})
    return telling


def _fits(row: LearningPoint, meeting: Meeting | None) -> bool:
    if meeting is None or meeting.panel_id != row.panel_id or meeting.state not in HELD:
        return False
    return not (meeting.starts_at and row.meeting.starts_at and meeting.starts_at < row.meeting.starts_at)


@transaction.atomic
def judge_repeat(*, by: Viewer, at: datetime, point: LearningPoint, other: LearningPoint, same: bool, why: str = "") -> LearningRepeat:
    """Say whether two learning points say the same; the last word holds, and each stays. Raises Refused or NotAllowed."""
    if not any(may_in(by, row.panel, LEARN) for row in (point, other)):
        raise NotAllowed(LEARN)
    if point.pk == other.pk:
        raise Refused({"": [_("Choose another learning point: this is the same one.")]})
    earlier, later = sorted((point, other), key=lambda row: (row.made_on, row.pk))
    judged = LearningRepeat(later=later, earlier=earlier, same=same, why=why.strip(), by_id=by.account_id, at=at)
    _keep(judged)
    _note(by, at, later, {"same_as" if same else "unlike": earlier.pk})
    return judged


@transaction.atomic
def take_out_evidence(*, by: Viewer, at: datetime, evidence: LearningEvidence, route: str = "") -> Opened:
    """The file of a piece of evidence, recorded as a disclosure. Raises FileGone, NotAllowed, or Refused where there is no file."""
    by.require_for("scrutiny.read", evidence.point.panel.area_id)
    if evidence.file is None:
        raise Refused({"": [_("This evidence has no file.")]})
    audit.record(audit.Kind.CONSULTATION, by=by, at=at, subject=evidence, area_id=evidence.point.panel.area_id, route=route)
    return hand_over_file(by=by, at=at, file=evidence.file, route=route)


def _to_alter(by: Viewer, point: LearningPoint, at: datetime) -> Standing:
    """Where it stands now, read afresh while the panel is held. Raises NotAllowed."""
    by.require_for(LEARN, point.panel.area_id)
    Panel.objects.select_for_update().get(pk=point.panel_id)
    return standing_of(with_history().get(pk=point.pk), timezone.localdate(at))


def _step(
    by: Viewer, at: datetime, row: LearningPoint, kind: LearningStep.Kind, words: str, on: date, problems: dict[str, list[str]]
) -> LearningStep:
    if problems:
        raise Refused(problems)
    step = LearningStep(point=row, kind=kind, on=on, words=words.strip(), by_id=by.account_id, at=at)
    _keep(step)
    _note(by, at, row, {"step": kind.value})
    return step


def _next_number(panel: Panel) -> int:
    """The panel is held so that two who record at once do not take the same number."""
    Panel.objects.select_for_update().get(pk=panel.pk)
    return (LearningPoint.objects.filter(panel=panel).aggregate(Max("number"))["number__max"] or 0) + 1


def _replied_on(standing: Standing) -> date | None:
    return standing.reply.replied_on if standing.reply else None


def _keep(row: Row) -> None:
    check(row)
    row.save()


def _note(by: Viewer, at: datetime, row: Row, detail: dict[str, object]) -> None:
    kind = audit.Kind.COLLECTION if "made" in detail else audit.Kind.ALTERATION
    audit.record(kind, by=by, at=at, subject=row, detail=detail)
