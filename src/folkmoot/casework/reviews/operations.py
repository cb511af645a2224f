"""Issuing questions, drawing a round, reading apart, settling, closing, learning, and assessing the process. What is locked stays."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.casework.reviews import queries
from folkmoot.casework.reviews.drawing import Drawn
from folkmoot.casework.reviews.drawing import check as check_draw
from folkmoot.casework.reviews.models import (
    CaseReading,
    CaseReview,
    ProcessAssessment,
    QuestionSet,
    ReviewLearning,
    ReviewRound,
    Settlement,
)
from folkmoot.casework.reviews.queries import REVIEW
from folkmoot.casework.reviews.rules import (
    ASSESSMENT_PARTS,
    SENTENCE_WORDS,
    Question,
    answer_problems,
    assessment_problems,
    closing_problems,
    question_problems,
    round_problems,
    settling_problems,
    taking_problem,
)
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.foundation.tables.table import Table
from folkmoot.voice.naming import personal_in


@transaction.atomic
def issue_questions(*, by: Viewer, at: datetime, questions: Sequence[Question], why: str) -> QuestionSet:
    """Issue the next set; rounds that are under way keep theirs. Raises Refused or NotAllowed."""
    by.require_national(REVIEW)
    number, before = queries.questions_now()
    problems = question_problems(questions, why=why, before=before if number else ())
    if problems:
        raise Refused(problems)
    return _set(by, at, number + 1, questions, why)


def _set(by: Viewer, at: datetime, number: int, questions: Sequence[Question], why: str) -> QuestionSet:
    row = QuestionSet(
        number=number, questions=[one.plain() for one in questions], why=why.strip(), issued_by_id=by.account_id, issued_at=at
    )
    check(row)
    row.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, detail={"questions": len(questions)})
    return row


def _set_now(by: Viewer, at: datetime) -> QuestionSet:
    """The set to be asked; the one that ships is issued with the first round."""
    number, asked = queries.questions_now()
    return QuestionSet.objects.get(number=number) if number else _set(by, at, 1, asked, _("The set that ships with the product"))


@transaction.atomic
def keep_round(
    *, by: Viewer, at: datetime, area: Area | None, title: str, from_on: date, to_on: date, drawn: Drawn, reference_column: str,
    unit: str = "",
) -> ReviewRound:  # fmt: skip
    """Keep what was drawn: numbers, marks and coarse facts, and no reference. Raises Refused (by field) or NotAllowed.

    The caller shows `drawn.cases` once to whoever drew; that they were shown is recorded here.
    """
    by.require_for(REVIEW, area.pk if area else None)
    problems = round_problems(
        title=title, from_on=from_on, to_on=to_on, today=timezone.localdate(at), wanted=drawn.receipt.rules.number, listed=drawn.list_cases
    )
    if problems:
        raise Refused(problems)
    facts = sorted(drawn.listed)
    row = ReviewRound(
        title=title.strip(), area=area, unit=unit.strip(), questions=_set_now(by, at), from_on=from_on, to_on=to_on,
        reference_column=reference_column, facts=facts, listed=drawn.listed, list_cases=drawn.list_cases, receipt=drawn.receipt.to_plain(),
        drawn_by_id=by.account_id, drawn_at=at,
    )  # fmt: skip
    check(row)
    row.save()
    CaseReview.objects.bulk_create([CaseReview(round=row, number=one.number, mark=one.mark, facts=one.facts) for one in drawn.cases])
    detail = {"cases": len(drawn.cases), "listed": drawn.list_cases, "receipt": drawn.receipt.checksum}
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, detail=detail)
    audit.record(audit.Kind.DISCLOSURE, by=by, at=at, subject=row, recipient=by.name, detail={"references_shown": len(drawn.cases)})
    return row


@transaction.atomic
def check_receipt(*, by: Viewer, at: datetime, round: ReviewRound, table: Table) -> list[str]:
    """What of the draw does not hold, from the list brought again; nothing where all of it does. Raises NotAllowed, and as
    `drawing.check` does."""
    by.require_for(REVIEW, round.area_id)
    problems = check_draw(table, round.receipt)
    audit.record(audit.Kind.CONSULTATION, by=by, at=at, subject=round, detail={"receipt_checked": not problems})
    return problems


@transaction.atomic
def take_case(*, by: Viewer, at: datetime, case: CaseReview, took_no_part: bool) -> CaseReading:
    """Take a case to read, as its first or second reviewer. Raises Refused or NotAllowed."""
    by.require_for(REVIEW, case.round.area_id)
    list(CaseReview.objects.select_for_update().filter(pk=case.pk))
    readings = list(CaseReading.objects.filter(case=case))
    mine = any(one.reviewer_id == by.account_id for one in readings)
    problem = taking_problem(places=len(readings), mine=mine, closed=case.round.closed_at is not None, declared=took_no_part)
    if problem or by.account_id is None:
        raise Refused({"": [problem or _("Only a person can read a case.")]})
    place = 2 if any(one.place == 1 for one in readings) else 1
    row = CaseReading(case=case, place=place, reviewer_id=by.account_id, took_no_part=True, taken_at=at)
    check(row)
    row.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, area_id=row.area_id, detail={"place": place})
    return row


@transaction.atomic
def hand_back(*, by: Viewer, at: datetime, reading: CaseReading) -> None:
    """Give back a case that was taken and not locked, so that somebody else can read it. Raises Refused or NotAllowed."""
    by.require_for(REVIEW, reading.area_id)
    held = CaseReading.objects.select_for_update().filter(pk=reading.pk, reviewer=by.account_id, locked_at=None).first()
    if held is None:
        raise Refused({"": [_("Only your own reading can be given back, and only before it is locked.")]})
    audit.record(audit.Kind.ERASURE, by=by, at=at, subject=held, area_id=held.area_id, detail={"place": held.place})
    held.delete()


@transaction.atomic
def lock_answers(*, by: Viewer, at: datetime, reading: CaseReading, answers: Mapping[str, str], remarks: Mapping[str, str]) -> CaseReading:
    """Lock one's answers on a case: they never change. Raises Refused (by the key of the question) or NotAllowed."""
    by.require_for(REVIEW, reading.area_id)
    held = CaseReading.objects.select_for_update().filter(pk=reading.pk, reviewer=by.account_id).first()
    if held is None:
        raise Refused({"": [_("This is not your reading.")]})
    asked = queries.questions_of(reading.case.round)
    tidy = {one.key: remarks.get(one.key, "").strip() for one in asked if remarks.get(one.key, "").strip()}
    locked = held.locked_at is not None or reading.case.round.closed_at is not None
    problems = answer_problems(asked, answers, tidy, locked=locked, identifying=_identifying(*tidy.values()))
    if problems:
        raise Refused(problems)
    change(held, {"answers": {one.key: answers[one.key] for one in asked}, "remarks": tidy, "locked_at": at})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, area_id=held.area_id, detail={"locked": True})
    return held


@transaction.atomic
def settle(*, by: Viewer, at: datetime, case: CaseReview, how: str, answers: Mapping[str, str], reasons: str) -> Settlement:
    """Settle where two readings differ. Raises Refused (by field) or NotAllowed."""
    by.require_for(REVIEW, case.round.area_id)
    list(CaseReview.objects.select_for_update().filter(pk=case.pk))
    standing = queries.case_standing(by, queries.get_case(by, case.pk))
    problems = settling_problems(
        state=standing.state, how=how, is_reader=standing.mine is not None, differing=standing.differing, answers=answers, reasons=reasons,
        identifying=_identifying(reasons),
    )  # fmt: skip
    if case.round.closed_at is not None:
        problems = {"": [_("The round is closed.")]}
    if problems or by.account_id is None:
        raise Refused(problems)
    row = Settlement(
        case=case, how=how, answers={key: answers[key] for key in standing.differing}, reasons=reasons.strip(), by_id=by.account_id, at=at
    )
    check(row)
    row.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, area_id=row.area_id, detail={"questions": len(standing.differing)})
    return row


@transaction.atomic
def close_round(*, by: Viewer, at: datetime, round: ReviewRound, words: str) -> None:
    """Close a round, with what it found or why it ends; then its results can be read. Raises Refused or NotAllowed."""
    by.require_for(REVIEW, round.area_id)
    list(ReviewRound.objects.select_for_update().filter(pk=round.pk))
    standing = queries.standing_of(queries.get_round(by, round.pk))
    problems = closing_problems(standing.state, words) or _naming("words", words)
    if problems:
        raise Refused(problems)
    change(round, {"closed_by_id": by.account_id, "closed_at": at, "closing_words": words.strip()})
    left = standing.cases - standing.done
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=round, detail={"closed": True, "cases_not_finished": left})


@transaction.atomic
def learn(*, by: Viewer, at: datetime, round: ReviewRound, words: str, question: str = "") -> ReviewLearning:
    """Record what a round teaches. Raises Refused (by field) or NotAllowed."""
    by.require_for(REVIEW, round.area_id)
    problems = _naming("words", words)
    if len(words.split()) < SENTENCE_WORDS:
        problems = {"words": [_("Write a whole sentence that somebody who was not there can act on.")]}
    if round.closed_at is None:
        problems = {"": [_("Close the round first: what it teaches is known once its results are.")]}
    if question and question not in {one.key for one in queries.questions_of(round)}:
        problems = {"question": [_("Choose one of the questions of the round.")]}
    if problems:
        raise Refused(problems)
    row = ReviewLearning(round=round, question=question, words=words.strip(), by_id=by.account_id, at=at)
    check(row)
    row.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, area_id=row.area_id)
    return row


@transaction.atomic
def assess_process(
    *, by: Viewer, at: datetime, area: Area | None, from_on: date | None, to_on: date | None, next_on: date | None, parts: Mapping[str, str]
) -> ProcessAssessment:
    """Assess the process of review itself against the Equality Act 2010; `parts` by `rules.ASSESSMENT_PARTS`. Raises Refused (by field)
    or NotAllowed."""
    by.require_for(REVIEW, area.pk if area else None)
    problems = assessment_problems(parts, from_on=from_on, to_on=to_on, next_on=next_on, today=timezone.localdate(at))
    if problems or from_on is None or to_on is None or next_on is None:
        raise Refused(problems)
    row = ProcessAssessment(
        area=area, from_on=from_on, to_on=to_on, next_on=next_on, author_id=by.account_id, at=at,
        figures=queries.figures_of_process(area.pk if area else None, from_on, to_on),
        **{name: parts[name].strip() for name in ASSESSMENT_PARTS},
    )  # fmt: skip
    check(row)
    row.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row)
    return row


@transaction.atomic
def second_opinion(*, by: Viewer, at: datetime, assessment: ProcessAssessment, agreed: bool, words: str) -> None:
    """Say as the second person whether one agrees with an assessment. Raises Refused (by field) or NotAllowed."""
    by.require_for(REVIEW, assessment.area_id)
    held = ProcessAssessment.objects.select_for_update().get(pk=assessment.pk)
    problems: dict[str, list[str]] = {}
    if held.author_id == by.account_id:
        problems[""] = [_("You wrote it. Somebody else says whether they agree.")]
    elif held.second_at is not None:
        problems[""] = [_("Somebody has said so already, and it stays.")]
    elif len(words.split()) < SENTENCE_WORDS:
        problems["words"] = [_("Say in a whole sentence why.")]
    if problems:
        raise Refused(problems)
    change(held, {"agreed": agreed, "second_words": words.strip(), "second_id": by.account_id, "second_at": at})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=held, detail={"agreed": agreed})


def _identifying(*texts: str) -> list[str]:
    return [found.text for text in texts for found in personal_in(text)]


def _naming(field: str, words: str) -> dict[str, list[str]]:
    found = _identifying(words)
    return {field: [_("This may identify a person: %(what)s. Take it out.") % {"what": "; ".join(found)}]} if found else {}
