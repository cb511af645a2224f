"""A member’s own judgement: begun, saved as it is typed, locked; standing aside; setting a case aside; the key of a calibration round."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import NotAllowed, Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.models import Row
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.queries import seat_is_theirs
from folkmoot.panels.queries import may_in
from folkmoot.scrutiny.assessment.models import Assessment, CalibrationKey, Judgement, Recusal
from folkmoot.scrutiny.assessment.queries import has_read, last_round, not_locked, own_judgement, put_to, round_of, why_not_judge
from folkmoot.scrutiny.assessment.questions.models import Grade, QuestionSet
from folkmoot.scrutiny.assessment.questions.queries import asked_of
from folkmoot.scrutiny.assessment.questions.rules import WORDS, Asked, answer_problem
from folkmoot.scrutiny.assessment.rules import SENTENCE_WORDS, locking_problems
from folkmoot.scrutiny.frames.models import Tie
from folkmoot.scrutiny.packs.models import Pack
from folkmoot.voice.naming import personal_in

TEXTS = ("good", "better", "missing")


@transaction.atomic
def start_judgement(*, by: Viewer, at: datetime, pack: Pack, member: Member) -> Judgement:
    """The member’s own judgement of a case, begun now where it was not. The first to begin fixes which questions are put to all.

    Raises Refused, with the sentence why not, or NotAllowed where the seat is not theirs.
    """
    _require_seat(by, member)
    Pack.objects.select_for_update(of=("self",)).get(pk=pack.pk)  # two who begin at once begin the same round
    row = round_of(pack)
    known = own_judgement(member, row)
    if known is not None:
        return known
    if problem := why_not_judge(member, pack, row, at):
        raise Refused({"": [problem]})
    assessment = row or _begun(by, at, pack)
    judgement = Judgement(assessment=assessment, member=member, edition=pack.edition, begun_at=at, saved_at=at)
    _keep(judgement)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=judgement, area_id=pack.area_id, detail={"edition": pack.edition})
    return judgement


def _begun(by: Viewer, at: datetime, pack: Pack) -> Assessment:
    question_set = put_to(pack)
    if question_set is None:
        raise Refused({"": [_("No questions are in use for cases of this kind. The person who runs your panel must issue some first.")]})
    row = Assessment(pack=pack, number=last_round(pack) + 1, meeting=pack.drawn.draw.meeting, question_set=question_set, begun_at=at)
    _keep(row)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, detail={"questions": f"{question_set.code} {question_set.number}"})
    return row


@transaction.atomic
def save_judgement(
    *, by: Viewer, at: datetime, judgement: Judgement, answers: Mapping[str, str] | None = None, remarks: Mapping[str, str] | None = None,
    grade: Grade | None = None, texts: Mapping[str, str] | None = None, seen_version: int | None = None,
) -> Judgement:  # fmt: skip
    """Keep a draft as it stands: only what is given changes; a blank answer takes the answer out. `texts`: of TEXTS.

    Raises Refused (by a question’s code, or ""), ChangedMeanwhile or NotAllowed.
    """
    row = _own_open(by, at, judgement)
    problems = _unknown(row, answers or {}, remarks or {}, grade)
    if problems:
        raise Refused(problems)
    given: dict[str, object] = {name: words.strip() for name, words in (texts or {}).items() if name in TEXTS}
    if answers is not None:
        given["answers"] = _merged(row.answers, answers)
    if remarks is not None:
        given["remarks"] = _merged(row.remarks, remarks)
    if grade is not None:
        given["grade"] = grade
    fields = change(row, given, seen_version=seen_version)
    if fields:
        Judgement.objects.filter(pk=row.pk).update(saved_at=at)
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, detail={"fields": fields})
    return row


@transaction.atomic
def lock_judgement(
    *, by: Viewer, at: datetime, judgement: Judgement, names_nobody: bool = False, seen_version: int | None = None
) -> Judgement:
    """Lock a judgement for good. When every member who may judge has locked, the answers are put side by side by themselves.

    Raises Refused (by a question’s code, or a field), ChangedMeanwhile or NotAllowed.
    """
    row = _own_open(by, at, judgement)
    assessment = row.assessment
    questions = asked_of(assessment.question_set)
    words = "\n".join([*row.remarks.values(), *_in_words(row, questions), *(getattr(row, name) for name in TEXTS)])
    problems = locking_problems(
        questions=questions, answers=row.answers, has_scale=has_grades(assessment.question_set), graded=row.grade is not None,
        concludes=row.grade is None or row.grade.concludes, better=row.better, missing=row.missing,
        read=has_read(row.member, assessment.pack), identifying=[found.text for found in personal_in(words)], vouched=names_nobody,
    )  # fmt: skip
    if problems:
        raise Refused(problems)
    change(row, {"locked_at": at, "edition": assessment.pack.edition}, seen_version=seen_version)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, detail={"locked": True})
    if not not_locked(assessment):
        change(assessment, {"shown_at": at})
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=assessment, detail={"shown": "all have locked"})
    return row


def _in_words(row: Judgement, questions: list[Asked]) -> list[str]:
    return [row.answers.get(each.code, "") for each in questions if each.kind == WORDS]


def has_grades(question_set: QuestionSet) -> bool:
    return question_set.scale.grades.filter(withdrawn_on__isnull=True).exists()


@transaction.atomic
def stand_aside(*, by: Viewer, at: datetime, pack: Pack, member: Member, why: str, what: str = "") -> Recusal:
    """Record that a member stands aside from a case: said by themselves, or entered by whoever prepares the panel’s cases.

    A tie closes the case to them in every list. What they answered before stays, is shown to nobody and counts for nothing. It is not
    undone. Raises Refused (by field) or NotAllowed.
    """
    if not seat_is_theirs(by, member) and not may_in(by, member.panel, "scrutiny.prepare"):
        raise NotAllowed("scrutiny.prepare")
    if pack.drawn.draw.panel_id != member.panel_id:
        raise Refused({"": [_("This case is not before this member’s panel.")]})
    if Recusal.objects.filter(pack=pack, member__contact=member.contact_id).exists():
        raise Refused({"": [_("They stand aside from this case already.")]})
    if why == Recusal.Why.TIED and len(what.split()) < 2:
        raise Refused({"what": [_("Say in a few words how. Nobody on the panel sees it.")]})
    row = Recusal(pack=pack, member=member, why=why, what=what.strip(), at=at, entered_by_id=by.account_id)
    _keep(row)
    if why == Recusal.Why.TIED and not Tie.objects.filter(case=pack.drawn.case, member=member).exists():
        _keep(Tie(case=pack.drawn.case, member=member, what=what.strip(), declared_at=at, entered_by_id=by.account_id))
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, detail={"why": str(why)})
    return row


@transaction.atomic
def set_aside(*, by: Viewer, at: datetime, pack: Pack, why: str) -> int:
    """Set aside every round of a case that should not have come before the panel (found to be live or appealed, say).

    Its judgements and joint view stay as they are and count for nothing. Returns how many rounds. Raises Refused or NotAllowed.
    """
    by.require_for("scrutiny.review", pack.area_id)
    if len(why.split()) < SENTENCE_WORDS:
        raise Refused({"why": [_("Say in a few words why: the members will ask.")]})
    rows = list(Assessment.objects.select_for_update().filter(pack=pack, set_aside_at__isnull=True))
    for row in rows:
        change(row, {"set_aside_at": at, "set_aside_by_id": by.account_id, "set_aside_why": why.strip()})
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, detail={"set aside": row.number})
    return len(rows)


@transaction.atomic
def keep_key(
    *, by: Viewer, at: datetime, pack: Pack, answers: Mapping[str, str], reasons: str, grade: Grade | None = None
) -> CalibrationKey:
    """Keep how a lawyer reads the case of a calibration round, before any member has locked. Raises Refused (by field) or NotAllowed."""
    by.require_for("scrutiny.review", pack.area_id)
    if not pack.drawn.draw.calibration:
        raise Refused({"": [_("Only the cases of a calibration round have a key.")]})
    if CalibrationKey.objects.filter(pack=pack).exists():
        raise Refused({"": [_("The key is set. It stays, so that nobody can fit it to the answers.")]})
    if Judgement.objects.filter(assessment__pack=pack, locked_at__isnull=False).exists():
        raise Refused({"": [_("A member has locked a judgement already. A key set now could be fitted to the answers.")]})
    row = round_of(pack)
    question_set = row.question_set if row else put_to(pack)
    if question_set is None:
        raise Refused({"": [_("No questions are in use for cases of this kind. Issue some first.")]})
    problems = {
        each.code: [_("Choose an answer.")] for each in asked_of(question_set) if each.kind != WORDS and not answers.get(each.code)
    } | _wrong(question_set, answers)
    if len(reasons.split()) < SENTENCE_WORDS:
        problems["reasons"] = [_("Say why it is read so: members learn from the reasons.")]
    if problems:
        raise Refused(problems)
    key = CalibrationKey(
        pack=pack, question_set=question_set, answers=_merged({}, answers), grade=grade, reasons=reasons.strip(), set_by_id=by.account_id,
        set_at=at,
    )  # fmt: skip
    _keep(key)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=key, detail={"questions": len(key.answers)})
    return key


def _own_open(by: Viewer, at: datetime, judgement: Judgement) -> Judgement:
    """The judgement, read afresh and held, where it may still be changed. Raises Refused or NotAllowed."""
    _require_seat(by, judgement.member)
    Assessment.objects.select_for_update().get(pk=judgement.assessment_id)  # nobody locks while the answers are being shown
    related = ("assessment__pack__drawn__draw__panel", "assessment__question_set__scale", "assessment__meeting", "member__panel", "grade")
    row = Judgement.objects.select_related(*related).get(pk=judgement.pk)
    if row.locked_at is not None:
        raise Refused({"": [_("You locked your judgement. It stays as it is, so that nobody can fit it to what others answered.")]})
    if problem := why_not_judge(row.member, row.assessment.pack, round_of(row.assessment.pack), at):
        raise Refused({"": [problem]})
    return row


def _require_seat(by: Viewer, member: Member) -> None:
    if not seat_is_theirs(by, member) or member.panel.code not in by.panels("case.judge"):
        raise NotAllowed("case.judge")


def _unknown(row: Judgement, answers: Mapping[str, str], remarks: Mapping[str, str], grade: Grade | None) -> dict[str, list[str]]:
    problems = _wrong(row.assessment.question_set, answers)
    codes = {each.code for each in asked_of(row.assessment.question_set)}
    for code in {*answers, *remarks} - codes:
        problems[""] = [_("This case is not asked about “%(code)s”.") % {"code": code}]
    if grade is not None and grade.scale_id != row.assessment.question_set.scale_id:
        problems["grade"] = [_("Choose a grade of the scale by which this case is graded.")]
    return problems


def _wrong(question_set: QuestionSet, answers: Mapping[str, str]) -> dict[str, list[str]]:
    asked = {each.code: each for each in asked_of(question_set)}
    found = {code: answer_problem(asked[code], value) for code, value in answers.items() if code in asked}
    return {code: [problem] for code, problem in found.items() if problem}


def _merged(kept: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    return {code: words for code, words in {**kept, **{code: words.strip() for code, words in given.items()}}.items() if words}


def _keep(row: Row) -> None:
    check(row)
    row.save()
