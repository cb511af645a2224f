"""Making a form: its days and words, its pages and questions; opening and closing it. Each is one transaction with its audit event."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.characteristics.models import Scheme
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, change_with_links, check, claim
from folkmoot.voice.forms.models import Form, FormQuestion, FormSection, MonitoringCount, QuestionWording
from folkmoot.voice.forms.queries import categories_asked, needs_welsh, outline, point_area, state_of_row, texts_of
from folkmoot.voice.forms.rules import (
    MOST_QUESTIONS,
    Kind,
    State,
    branching_problems,
    days_problem,
    opening_problems,
    options_problem,
)

# What may be changed of a form once people can answer it: its words and its last day. What it is, and what it promised, stays.
CHANGEABLE_OPEN = frozenset({"title_en", "title_cy", "introduction_en", "introduction_cy", "purpose", "audience", "closes_on"})
_COPIED = (
    "title_en", "title_cy", "introduction_en", "introduction_cy", "purpose", "audience", "anonymous", "consent_en", "consent_cy",
    "keep_months",
)  # fmt: skip
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look like another on paper


@transaction.atomic
def make_form(*, by: Viewer, at: datetime, area: Area | None, schemes: Iterable[Scheme] = (), code: str = "", **values: Any) -> Form:
    """Make a draft; `area` None for the whole service. Without a `code` one is made up. Raises Refused (by field) or NotAllowed."""
    by.require_for("forms.write", area.pk if area else None)
    form = Form(area=area, code=(code or _new_code()).lower(), made_by_id=by.account_id, made_at=at, **values)
    _refuse(days_problem(opens_on=form.opens_on, closes_on=form.closes_on, today=timezone.localdate(at)))
    check(form)
    form.save()
    form.schemes.set(schemes)
    FormSection.objects.create(form=form, order=1, title_en=_first_heading("en"), title_cy=_first_heading("cy"))
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=form, area_id=form.area_id, detail={"anonymous": form.anonymous})
    return form


def _first_heading(language: str) -> str:
    return {"en": "Your answers", "cy": "Eich atebion"}[language]


def _new_code() -> str:
    return "".join(secrets.choice(_LETTERS) for _number in range(6))


@transaction.atomic
def change_form(
    *, by: Viewer, at: datetime, form: Form, seen_version: int | None = None, schemes: Iterable[Scheme] | None = None, **values: Any
) -> list[str]:
    """Change a form; returns the fields that changed. Once it is open only CHANGEABLE_OPEN. Raises Refused or ChangedMeanwhile."""
    _may_write(by, form)
    state = _not_closed(form, at)
    _refuse(
        days_problem(
            opens_on=values.get("opens_on", form.opens_on), closes_on=values.get("closes_on", form.closes_on),
            today=timezone.localdate(at), was_closing=form.closes_on,
        )
    )  # fmt: skip
    if state is State.OPEN:
        fixed = [name for name, value in values.items() if name not in CHANGEABLE_OPEN and getattr(form, name) != value]
        if fixed or (schemes is not None and {row.pk for row in schemes} != set(form.schemes.values_list("pk", flat=True))):
            why = _("The form is open: what it is and what it promised cannot be changed any more. Close it, and copy it.")
            raise Refused({fixed[0] if fixed else "schemes": [why]})
    links = {} if schemes is None else {"schemes": list(schemes)}
    changed = change_with_links(form, values, links, seen_version=seen_version)
    _whole(form, at)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=form, area_id=form.area_id, detail={"fields": changed})
    return changed


@transaction.atomic
def copy_form(*, by: Viewer, at: datetime, form: Form, opens_on: date, closes_on: date, area: Area | None = None) -> Form:
    """A draft with the same words, pages and questions (those taken out left behind). Raises Refused or NotAllowed."""
    made = make_form(
        by=by, at=at, area=area, schemes=form.schemes.all(), opens_on=opens_on, closes_on=closes_on, copied_from=form,
        **{name: getattr(form, name) for name in _COPIED},
    )  # fmt: skip
    found = outline(form)
    made.sections.all().delete()
    sections: dict[int | None, FormSection] = {}
    for each in found.sections:
        sections[each.pk] = FormSection.objects.create(form=made, order=each.order, title_en=each.title_en, title_cy=each.title_cy)
    questions: dict[int | None, FormQuestion] = {}
    for question in found.questions:
        questions[question.pk] = _copied(question, made, sections[question.section_id], questions, at)
    for each in found.sections:
        if each.only_if_id in questions:
            change(sections[each.pk], {"only_if": questions[each.only_if_id], "only_keys": each.only_keys})
    return made


def _copied(
    question: FormQuestion, form: Form, section: FormSection, made: Mapping[int | None, FormQuestion], at: datetime
) -> FormQuestion:
    row = FormQuestion.objects.create(
        form=form, section=section, order=question.order, kind=question.kind, nature=question.nature, required=question.required,
        only_if=made.get(question.only_if_id), only_keys=question.only_keys if question.only_if_id in made else [],
    )  # fmt: skip
    words = question.wording
    words.pk, words.question, words.number, words.at = None, row, 1, at
    words._state.adding = True
    words.save()
    return row


@transaction.atomic
def open_form(*, by: Viewer, at: datetime, form: Form) -> None:
    """Let people answer from its first day on. Raises Refused with every sentence that stands in the way."""
    _may_write(by, form)
    if form.opened_at is not None:
        raise Refused({"": [_("The form was opened already.")]})
    found = outline(form)
    problems = opening_problems(
        questions=found.asked, texts=texts_of(found), needs_welsh=needs_welsh(form), anonymous=form.anonymous, consent=form.consent_en,
        closes_on=form.closes_on, today=timezone.localdate(at),
    )  # fmt: skip
    if point_area(form) is None and any(question.nature for question in found.questions):
        problems.append(_("What is said cannot be recorded, because headquarters is not among the Areas. Make the form for one Area."))
    if problems:
        raise Refused({"": problems})
    change(form, {"opened_at": at})
    for scheme, categories in categories_asked(form):
        for category in (*categories, None):
            MonitoringCount.objects.create(form=form, scheme=scheme, category=category)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=form, area_id=form.area_id, detail={"opened": True})


@transaction.atomic
def close_form(*, by: Viewer, at: datetime, form: Form) -> None:
    """Take no more answers, but for those that were begun. It cannot be opened again; it can be copied. Raises Refused."""
    _may_write(by, form)
    if state_of_row(form, timezone.localdate(at)) is not State.OPEN:
        raise Refused({"": [_("Only a form that is open can be closed.")]})
    change(form, {"closed_at": at})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=form, area_id=form.area_id, detail={"closed": True})


@transaction.atomic
def finish_counting(*, by: Viewer, at: datetime, form: Form) -> None:
    """Say that no more sheets of paper will be entered, so that the equality counts may be read. Raises Refused."""
    _may_write(by, form)
    if state_of_row(form, timezone.localdate(at)) is not State.CLOSED or form.finished_at:
        raise Refused({"": [_("Counting is finished once, after the form was closed.")]})
    change(form, {"finished_at": at})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=form, area_id=form.area_id, detail={"counting": "finished"})


@transaction.atomic
def save_section(
    *, by: Viewer, at: datetime, form: Form, section: FormSection | None = None, seen_version: int | None = None, **values: Any
) -> FormSection:
    """Add a page at the end, or change one; its condition stands in `only_if` and `only_keys`. Raises Refused."""
    _may_write(by, form)
    _not_closed(form, at)
    if section is None:
        section = FormSection(form=form, order=_after(form.sections.all()), **values)
        check(section)
        section.save()
    else:
        change(section, values, seen_version=seen_version)
    _whole(form, at)
    audit.record(
        audit.Kind.ALTERATION, by=by, at=at, subject=section, area_id=form.area_id, detail={"form": form.pk, "fields": sorted(values)}
    )
    return section


@transaction.atomic
def remove_section(*, by: Viewer, at: datetime, section: FormSection) -> None:
    """Take away a page that holds no question. Raises Refused."""
    form = section.form
    _may_write(by, form)
    _not_closed(form, at)
    if section.questions.exists():
        raise Refused({"": [_("There are questions on this page, or answers to questions that were on it: it stays.")]})
    audit.record(audit.Kind.ERASURE, by=by, at=at, subject=section, area_id=form.area_id, detail={"form": form.pk})
    section.delete()


_OF_WORDING = ("words_en", "words_cy", "help_en", "help_cy", "low_en", "low_cy", "high_en", "high_cy", "options")


@transaction.atomic
def save_question(
    *, by: Viewer, at: datetime, section: FormSection, question: FormQuestion | None = None, seen_version: int | None = None, **values: Any
) -> FormQuestion:
    """Ask a question, or change one.

    `values` may hold the fields of the question and of its wording together. Once it was answered its kind stays, and new words become
    a new wording: earlier answers keep theirs. Raises Refused (by field) or ChangedMeanwhile.
    """
    form = section.form
    _may_write(by, form)
    _not_closed(form, at)
    words = {name: values.pop(name) for name in _OF_WORDING if name in values}
    if question is None:
        question = _new_question(section, values)
    else:
        _same_kind(question, values)
        changed = change(question, {"section": section, **values}, seen_version=seen_version)
        if not changed and not _says(question, words):
            claim(question)  # its words are kept in rows of their own: whoever opened them before has to see that they changed
    number = _word(question, words, at)
    _whole(form, at)
    detail: dict[str, object] = {"form": form.pk, "fields": sorted(values), "wording": number}
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=question, area_id=form.area_id, detail=detail)
    return question


def _new_question(section: FormSection, values: dict[str, Any]) -> FormQuestion:
    rows = section.form.questions
    if rows.filter(withdrawn_at__isnull=True).count() >= MOST_QUESTIONS:
        raise Refused({"": [_("A form has at most %(most)s questions; far fewer are answered with care.") % {"most": MOST_QUESTIONS}]})
    question = FormQuestion(form=section.form, section=section, order=_after(rows.all()), **values)
    check(question)
    question.save()
    return question


def _same_kind(question: FormQuestion, values: Mapping[str, Any]) -> None:
    if values.get("kind", question.kind) != question.kind and question.answers.exists():
        raise Refused({"kind": [_("People have answered it: its kind stays. Take it out and ask a new one.")]})


def _says(question: FormQuestion, words: Mapping[str, Any]) -> bool:
    latest = question.wordings.order_by("-number").first()
    return latest is not None and all(getattr(latest, name) == value for name, value in words.items())


def _word(question: FormQuestion, words: dict[str, Any], at: datetime) -> int:
    """Write the wording, in place where nobody answered it yet; returns its number."""
    latest = question.wordings.order_by("-number").first()
    if latest and _says(question, words):
        return latest.number
    _refuse(_wording_problem(Kind(question.kind), words))
    if latest and not question.answers.filter(wording=latest).exists():
        for name, value in words.items():
            setattr(latest, name, value)
    else:
        before = {name: getattr(latest, name) for name in _OF_WORDING} if latest else {}
        latest = QuestionWording(question=question, number=latest.number + 1 if latest else 1, **(before | words))
    latest.at = at
    latest.full_clean()
    latest.save()
    return latest.number


def _wording_problem(kind: Kind, words: Mapping[str, Any]) -> tuple[str, str] | None:
    if not str(words.get("words_en", "")).strip():
        return "words_en", _("Write the question.")
    if kind in (Kind.ONE, Kind.SEVERAL) and (problem := options_problem(words.get("options", []))):
        return "options", problem
    if kind is Kind.SCALE and not (words.get("low_en") and words.get("high_en")):
        return "low_en", _("Say what 1 means and what 5 means, as in a published survey.")
    return None


@transaction.atomic
def take_out_question(*, by: Viewer, at: datetime, question: FormQuestion) -> bool:
    """Ask a question no more. One that nobody answered is gone; one that was answered is withdrawn, and its answers stay.

    Returns whether it was kept. Raises Refused where another question or a page depends on it.
    """
    form = question.form
    _may_write(by, form)
    _not_closed(form, at)
    if form.questions.filter(only_if=question, withdrawn_at__isnull=True).exists() or form.sections.filter(only_if=question).exists():
        raise Refused({"": [_("Another question or page is asked only where this one has a certain answer. Change that first.")]})
    kept = question.answers.exists()
    kind = audit.Kind.ALTERATION if kept else audit.Kind.ERASURE
    audit.record(kind, by=by, at=at, subject=question, area_id=form.area_id, detail={"form": form.pk, "answers_stay": kept})
    if kept:
        change(question, {"withdrawn_at": at})
    else:
        form.questions.filter(only_if=question).update(only_if=None, only_keys=[])
        question.delete()
    return kept


@transaction.atomic
def move_question(*, by: Viewer, at: datetime, question: FormQuestion, up: bool) -> None:
    """Ask a question one place earlier or later on its page. Raises Refused where a condition would then point forward."""
    form = question.form
    _may_write(by, form)
    _not_closed(form, at)
    rows = [row for row in outline(form).questions if row.section_id == question.section_id]
    place = next(number for number, row in enumerate(rows) if row.pk == question.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for number, row in enumerate(rows, 1):
        FormQuestion.objects.filter(pk=row.pk).update(order=number)
    _whole(form, at)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=question, area_id=form.area_id, detail={"moved": "up" if up else "down"})


def _after(rows: Any) -> int:
    """The place after the last of these rows."""
    last = rows.order_by("-order").values_list("order", flat=True).first()
    return (last or 0) + 1


def _may_write(by: Viewer, form: Form) -> None:
    by.require_for("forms.write", form.area_id)


def _not_closed(form: Form, at: datetime) -> State:
    state = state_of_row(form, timezone.localdate(at))
    if state is State.CLOSED:
        raise Refused({"": [_("The form is closed: it stays as it was answered. Copy it to ask again.")]})
    return state


def _whole(form: Form, at: datetime) -> None:
    """Refuse what would leave conditions pointing forward, or an open form of Wales without Welsh."""
    found = outline(Form.objects.select_related("area").get(pk=form.pk))
    if problems := branching_problems(found.asked):
        raise Refused({"only_if": [problems[0][1]]})
    if form.opened_at is None or not needs_welsh(form):
        return
    if lacking := [each.name for each in texts_of(found) if each.lacks_welsh]:
        raise Refused({"": [_("The form is open in both languages. There is no Welsh for: %(what)s") % {"what": lacking[0]}]})


def _refuse(problem: tuple[str, str] | None) -> None:
    if problem:
        raise Refused({problem[0]: [problem[1]]})
