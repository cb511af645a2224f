"""Recording recommendations, their answers, what was done and what the panel was told. Nothing written here is ever changed.

Each is one transaction with its audit event; whatever is wrong is put right by what is added after it.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import NotAllowed, Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.models import Row
from folkmoot.foundation.saving import ChangedMeanwhile, Refused, change, check
from folkmoot.panels.agenda.models import Item
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.models import Panel
from folkmoot.panels.papers.keeping import Opened, Upload, hand_over_file, keep_file
from folkmoot.panels.papers.models import PanelFile
from folkmoot.panels.queries import may_in
from folkmoot.panels.recommendations.models import (
    Recommendation,
    RecommendationAnswer,
    RecommendationEvidence,
    RecommendationRepeat,
    RecommendationStep,
    RecommendationTelling,
)
from folkmoot.panels.recommendations.queries import HELD, ORIGIN, Standing, evidence_since_taken_up, standing_of, with_history
from folkmoot.panels.recommendations.rules import (
    REJECTED,
    SERVICE,
    State,
    answer_problems,
    evidence_problems,
    finishing_problems,
    making_problems,
    reopening_problems,
    step_problems,
    telling_problem,
)
from folkmoot.voice.naming import personal_in


@transaction.atomic
def recommend(
    *, by: Viewer, at: datetime, meeting: Meeting, words_en: str, to: str, words_cy: str = "", reasons: str = "", to_whom: str = "",
    item: Item | None = None, names_nobody: bool = False,
) -> Recommendation:  # fmt: skip
    """Record what a panel recommended at a meeting that was opened; `to` is of `Recommendation.To`. It stays as it is written.

    `names_nobody`: somebody read it and vouches that it identifies nobody, though it looks so. Raises Refused (by field) or NotAllowed.
    """
    by.require_for("panels.write", meeting.panel.area_id)
    problems = making_problems(
        words=words_en, to=to, to_whom=to_whom, meeting_held=meeting.state in HELD and meeting.starts_at is not None,
        item_elsewhere=item is not None and item.meeting_id != meeting.pk,
        identifying=[found.text for found in personal_in("\n".join((words_en, words_cy, reasons, to_whom)))], vouched=names_nobody,
    )  # fmt: skip
    if problems or meeting.starts_at is None:
        raise Refused(problems)
    row = Recommendation(
        panel=meeting.panel, meeting=meeting, item=item, number=_next_number(meeting.panel), words_en=words_en.strip(),
        words_cy=words_cy.strip(), reasons=reasons.strip(), to=to, to_whom=to_whom.strip() if to != SERVICE else "",
        made_on=timezone.localdate(meeting.starts_at), entered_by_id=by.account_id, entered_at=at,
    )  # fmt: skip
    _keep(row)
    _note(by, at, row, {"made": row.number})
    return row


@transaction.atomic
def add_welsh(*, by: Viewer, at: datetime, recommendation: Recommendation, words_cy: str) -> None:
    """Add the Welsh words where there were none. Raises Refused where there are: what was written stays."""
    by.require_for("panels.write", recommendation.panel.area_id)
    if recommendation.words_cy:
        raise Refused({"words_cy": [_("It has Welsh words already, and they stay as they were written.")]})
    if not words_cy.strip():
        raise Refused({"words_cy": [_("Write the recommendation in Welsh.")]})
    change(recommendation, {"words_cy": words_cy.strip()})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=recommendation, detail={"fields": ["words_cy"]})


@transaction.atomic
def answer(
    *, by: Viewer, at: datetime, recommendation: Recommendation, answer: str, reason: str, owner: Account | None = None,
    owner_words: str = "", due: date | None = None, reason_cy: str = "", on: date | None = None, seen_answers: int | None = None,
) -> RecommendationAnswer:  # fmt: skip
    """Answer it: `answer` is of `RecommendationAnswer.Outcome`, `due` the day by which it is done. An earlier answer stays, superseded.

    `seen_answers`: how many answers the person had on screen. Raises Refused (by field), ChangedMeanwhile or NotAllowed.
    """
    standing = _to_alter(by, recommendation, at, "panels.answer")
    row, today = standing.row, timezone.localdate(at)
    if seen_answers is not None and seen_answers != (standing.answer.number if standing.answer else 0):
        raise ChangedMeanwhile(recommendation)
    day, to_be_done = on or today, answer != REJECTED
    problems = answer_problems(
        state=standing.state, outcome=answer, reason=reason, owned=owner is not None or bool(owner_words.strip()), to=row.to, due_on=due,
        on=day, made_on=row.made_on, today=today,
    )  # fmt: skip
    if problems:
        raise Refused(problems)
    given = RecommendationAnswer(
        recommendation=row, number=(standing.answer.number if standing.answer else 0) + 1, outcome=answer, reason_en=reason.strip(),
        reason_cy=reason_cy.strip(), owner=owner if to_be_done else None, owner_words=owner_words.strip() if to_be_done else "",
        due_on=due if to_be_done else None, answered_on=day, by_id=by.account_id, at=at,
    )  # fmt: skip
    _keep(given)
    _note(by, at, row, {"answer": answer, "number": given.number})
    return given


@transaction.atomic
def record_progress(*, by: Viewer, at: datetime, recommendation: Recommendation, words: str, on: date | None = None) -> RecommendationStep:
    """Record what was done on a day. Raises Refused (by field) or NotAllowed."""
    standing, today = _to_alter(by, recommendation, at), timezone.localdate(at)
    problems = step_problems(state=standing.state, words=words, on=on or today, answered_on=_answered_on(standing), today=today)
    return _step(by, at, standing.row, RecommendationStep.Kind.PROGRESS, words, on or today, problems)


@transaction.atomic
def add_evidence(
    *, by: Viewer, at: datetime, recommendation: Recommendation, what: str, address: str = "", lies: str = "", upload: Upload | None = None
) -> RecommendationEvidence:
    """Add what shows that it was done: a file, an address, or where the paper lies. Raises Refused (by field) or NotAllowed."""
    standing = _to_alter(by, recommendation, at)
    row, places = standing.row, (bool(address.strip()), bool(lies.strip()), upload is not None)
    problems = evidence_problems(state=standing.state, what=what, places=sum(places))
    if problems:
        raise Refused(problems)
    file = keep_file(by=by, at=at, panel=row.panel, use=PanelFile.Use.EVIDENCE, upload=upload) if upload else None
    evidence = RecommendationEvidence(
        recommendation=row, what=what.strip(), address=address.strip(), lies=lies.strip(), file=file, by_id=by.account_id, at=at
    )
    _keep(evidence)
    _note(by, at, row, {"evidence": evidence.pk})
    return evidence


@transaction.atomic
def finish(*, by: Viewer, at: datetime, recommendation: Recommendation, words: str, on: date | None = None) -> RecommendationStep:
    """Record that it was done. Raises Refused without evidence since it was last taken up, or NotAllowed."""
    standing, today = _to_alter(by, recommendation, at), timezone.localdate(at)
    problems = finishing_problems(
        state=standing.state, words=words, on=on or today, answered_on=_answered_on(standing), today=today,
        evidence=evidence_since_taken_up(standing.row),
    )  # fmt: skip
    return _step(by, at, standing.row, RecommendationStep.Kind.FINISHED, words, on or today, problems)


@transaction.atomic
def take_up_again(*, by: Viewer, at: datetime, recommendation: Recommendation, why: str) -> RecommendationStep:
    """Take up again what was finished, where the panel does not hold it to be done. Raises Refused or NotAllowed."""
    standing = _to_alter(by, recommendation, at)
    problems = reopening_problems(state=standing.state, why=why)
    return _step(by, at, standing.row, RecommendationStep.Kind.REOPENED, why, timezone.localdate(at), problems)


@transaction.atomic
def told(*, by: Viewer, at: datetime, recommendation: Recommendation, meeting: Meeting, words: str = "") -> RecommendationTelling:
    """Record that the panel was told at a meeting what holds now; `words` is what it said to it. Raises Refused or NotAllowed."""
    standing = _to_alter(by, recommendation, at, "panels.write")
    row, given, finished = standing.row, standing.answer, standing.state is State.FINISHED
    problem = telling_problem(
        answered=given is not None, same_panel=meeting.panel_id == row.panel_id, held=meeting.state in HELD,
        before=bool(meeting.starts_at and row.meeting.starts_at and meeting.starts_at < row.meeting.starts_at),
        told_already=any(
            each.meeting_id == meeting.pk and given is not None and each.answer_id == given.pk and each.finished == finished
            for each in row.tellings.all()
        ),
    )  # fmt: skip
    if problem or given is None:
        raise Refused({"meeting": [problem]})
    telling = RecommendationTelling(
        recommendation=row, meeting=meeting, answer=given, finished=finished, words=words.strip(), by_id=by.account_id, at=at
    )
    _keep(telling)
    _note(by, at, row, {"told": meeting.pk})
    return telling


def tell_dealt_with(*, by: Viewer, at: datetime, meeting: Meeting) -> int:
    """Record the panel as told of every recommendation that an item of this meeting dealt with; returns of how many."""
    done = meeting.items.filter(state=Item.State.DONE, origin_kind=ORIGIN, origin_id__isnull=False)
    number = 0
    for item in done:
        row = with_history().filter(pk=item.origin_id or 0, panel=meeting.panel).first()
        if row is not None and standing_of(row, timezone.localdate(at)).to_tell:
            told(by=by, at=at, recommendation=row, meeting=meeting, words=item.outcome)
            number += 1
    return number


@transaction.atomic
def judge_repeat(
    *, by: Viewer, at: datetime, recommendation: Recommendation, other: Recommendation, same: bool, why: str = ""
) -> RecommendationRepeat:
    """Say whether two recommendations recommend the same; the last word holds, and each stays. Raises Refused or NotAllowed."""
    if not any(may_in(by, row.panel, "panels.write") for row in (recommendation, other)):
        raise NotAllowed("panels.write")
    if recommendation.pk == other.pk:
        raise Refused({"": [_("Choose another recommendation: this is the same one.")]})
    earlier, later = sorted((recommendation, other), key=lambda row: (row.made_on, row.pk))
    judged = RecommendationRepeat(later=later, earlier=earlier, same=same, why=why.strip(), by_id=by.account_id, at=at)
    _keep(judged)
    _note(by, at, later, {"same_as" if same else "unlike": earlier.pk})
    return judged


@transaction.atomic
def take_out_evidence(*, by: Viewer, at: datetime, evidence: RecommendationEvidence, route: str = "") -> Opened:
    """The file of a piece of evidence, recorded as a disclosure. Raises FileGone, NotAllowed, or Refused where there is no file."""
    by.require_for("panels.read", evidence.recommendation.panel.area_id)
    if evidence.file is None:
        raise Refused({"": [_("This evidence has no file.")]})
    audit.record(audit.Kind.CONSULTATION, by=by, at=at, subject=evidence, area_id=evidence.recommendation.panel.area_id, route=route)
    return hand_over_file(by=by, at=at, file=evidence.file, route=route)


def _to_alter(by: Viewer, recommendation: Recommendation, at: datetime, capability: str = "") -> Standing:
    """Where it stands now, read afresh. With no capability named, answering or writing is enough. Raises NotAllowed."""
    wanted = [capability] if capability else ["panels.answer", "panels.write"]
    if not any(may_in(by, recommendation.panel, each) for each in wanted):
        raise NotAllowed(wanted[0])
    Panel.objects.select_for_update().get(pk=recommendation.panel_id)
    return standing_of(with_history().get(pk=recommendation.pk), timezone.localdate(at))


def _step(
    by: Viewer, at: datetime, row: Recommendation, kind: RecommendationStep.Kind, words: str, on: date, problems: dict[str, list[str]]
) -> RecommendationStep:
    if problems:
        raise Refused(problems)
    step = RecommendationStep(recommendation=row, kind=kind, on=on, words=words.strip(), by_id=by.account_id, at=at)
    _keep(step)
    _note(by, at, row, {"step": kind.value})
    return step


def _next_number(panel: Panel) -> int:
    """The panel is held so that two who record at once do not take the same number."""
    Panel.objects.select_for_update().get(pk=panel.pk)
    return (Recommendation.objects.filter(panel=panel).aggregate(Max("number"))["number__max"] or 0) + 1


def _answered_on(standing: Standing) -> date | None:
    return standing.answer.answered_on if standing.answer else None


def _keep(row: Row) -> None:
    check(row)
    row.save()


def _note(by: Viewer, at: datetime, row: Recommendation, detail: dict[str, object]) -> None:
    kind = audit.Kind.COLLECTION if "made" in detail else audit.Kind.ALTERATION
    audit.record(kind, by=by, at=at, subject=row, detail=detail)
