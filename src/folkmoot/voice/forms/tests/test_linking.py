"""Somebody who holds the whole database tries to find out what one person said of themselves."""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import F
from django.forms.models import model_to_dict
from django.utils import timezone

from folkmoot.accounts.tests.factories import icem
from folkmoot.foundation import audit
from folkmoot.foundation.models import AuditEvent
from folkmoot.voice.forms import operations, taking
from folkmoot.voice.forms.models import MonitoringCount, Response, ResponseAnswer
from folkmoot.voice.forms.queries import results
from folkmoot.voice.forms.taking import Sent, enter_equality_sheets, take_from_page
from folkmoot.voice.forms.tests.factories import DAY, scheme, whole

pytestmark = pytest.mark.django_db


def sent(questions, category, number):
    raw = {questions[0].pk: ["2"], questions[2].pk: [f"What person number {number} wanted to say about it."]}
    return Sent(mark=f"m{number}", raw=raw, monitoring={category.scheme_id: category.pk})


def taken(form, questions, categories):
    at = timezone.localtime(DAY) + timedelta(hours=2)
    for number, category in enumerate(categories):
        take_from_page(at=at + timedelta(minutes=number), began=at - timedelta(hours=1), form=form, sent=sent(questions, category, number))


def _same_whoever_gave_which_answer():
    belief = scheme()
    north, south, _east = belief.categories.order_by("order")
    left = []
    for number, order in enumerate(([north, north, south], [south, north, north], [north, south, north])):
        form, questions = whole(code=f"form{number}", schemes=[belief])
        taken(form, questions, order)
        left.append([(row.category_id, row.count) for row in MonitoringCount.objects.filter(form=form).order_by("pk")])
    assert left[0] == left[1] == left[2]


def test_the_database_is_the_same_whoever_gave_which_answer():
    """The strongest form of the attack: two histories that differ only in who said what leave the same rows behind."""
    _same_whoever_gave_which_answer()


def test_control_a_tally_that_leaves_a_trace_of_the_order_is_noticed(monkeypatch):
    """A number that depends on how many answered before: from it follows who answered when."""

    def in_order(form, more):
        before = sum(MonitoringCount.objects.filter(form=form).values_list("count", flat=True))
        MonitoringCount.objects.filter(pk__in=more).update(count=F("count") + before + 1)

    monkeypatch.setattr(taking, "_add_to_counts", in_order)
    with pytest.raises(AssertionError):
        _same_whoever_gave_which_answer()


def test_no_column_leads_from_a_count_to_a_response_and_no_time_stands_beside_it():
    columns = {field.name: field for field in MonitoringCount._meta.get_fields()}
    assert set(columns) == {"id", "form", "scheme", "category", "count"}
    reached = {field.related_model for model in (Response, ResponseAnswer) for field in model._meta.get_fields() if field.related_model}
    assert not reached & {MonitoringCount}
    assert not [
        model
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.related_model is MonitoringCount and not field.auto_created
    ]


def _every_row_is_touched_alike():
    form, questions = whole(schemes=[scheme()])
    with CaptureUpdates() as seen:
        taken(form, questions, [scheme().categories.first()])
    (update,) = seen.of("voice_monitoringcount")
    where = update.split("WHERE")[-1]
    assert "form_id" in where
    assert "category" not in where
    assert "count" not in where.replace("monitoringcount", "")
    assert " id" not in where.replace('"', " ")


def test_every_row_is_touched_by_every_response_alike():
    """So that what a database notes beside the rows of one transaction names no category: one UPDATE, of all rows of the form."""
    _every_row_is_touched_alike()


def test_control_a_tally_that_touches_only_what_was_chosen_is_noticed(monkeypatch):
    def chosen_alone(form, more):
        MonitoringCount.objects.filter(form=form, pk__in=more).update(count=F("count") + 1)

    monkeypatch.setattr(taking, "_add_to_counts", chosen_alone)
    with pytest.raises(AssertionError):
        _every_row_is_touched_alike()


def _no_trace_of_single_answers():
    form, questions = whole(schemes=[scheme()])
    before = AuditEvent.objects.count()
    categories = list(scheme().categories.order_by("order"))
    taken(form, questions, [categories[0], categories[1], categories[0]])
    told = json.dumps([model_to_dict(event) for event in AuditEvent.objects.order_by("seq")[before:]], default=str)
    assert "monitoring" not in told
    assert "categor" not in told
    assert "response" not in told  # of an anonymous form only the first answer is noted, without its id
    assert all(len(str(pk)) == 36 for pk in Response.objects.values_list("pk", flat=True))
    assert {field.name for field in Response._meta.get_fields() if "Time" in type(field).__name__} == {"decided_at"}


def test_the_audit_trail_and_the_ids_hold_no_trace_of_single_answers():
    _no_trace_of_single_answers()


def test_control_a_tally_that_writes_an_event_is_noticed(monkeypatch):
    counting = taking._count_monitoring

    def told(form, chosen):
        counting(form, chosen)
        audit.record(audit.Kind.COLLECTION, by=taking.BY_FORM, at=DAY, subject=form, detail={"categories": sorted(chosen.values())})

    monkeypatch.setattr(taking, "_count_monitoring", told)
    with pytest.raises(AssertionError):
        _no_trace_of_single_answers()


def test_a_held_response_adds_nothing_that_a_later_decision_could_undo():
    form, questions = whole(schemes=[scheme()])
    at = timezone.localtime(DAY)
    take_from_page(at=at, began=at, form=form, sent=sent(questions, scheme().categories.first(), 1))  # within no time
    assert Response.objects.get().held_for == "quick"
    assert sum(MonitoringCount.objects.values_list("count", flat=True)) == 0


def test_nothing_is_shown_until_counting_is_over_and_then_no_small_number():
    form, questions = whole(schemes=[scheme()])
    north, south, east = scheme().categories.order_by("order")
    taken(form, questions, [north] * 9 + [south] * 8 + [east] * 2)
    assert results(icem(), form, today=DAY.date()).monitoring == []
    after = DAY + timedelta(days=22)
    operations.finish_counting(by=icem(), at=after, form=form)
    (table,) = results(icem(), form, today=after.date()).monitoring
    shown = {line.name: line.count for line in table.lines}
    assert table.total == 19
    assert "East" not in shown  # two people, who could be asked
    assert None in [line.count for line in table.lines]  # and with the total none of the rest gives them away
    assert sum(line.count is None for line in table.lines) >= 2


def test_sheets_of_paper_are_counted_apart_and_only_until_counting_is_over():
    form, _questions = whole(schemes=[scheme()])
    row = MonitoringCount.objects.filter(form=form).first()
    assert enter_equality_sheets(by=icem(), at=DAY, form=form, numbers={row.pk: 7}) == 7
    row.refresh_from_db()
    assert row.count == 7


class CaptureUpdates:
    """The UPDATE statements sent to the database meanwhile."""

    def __enter__(self):
        self.statements: list[str] = []
        self._wrapper = connection.execute_wrapper(self._note)
        self._wrapper.__enter__()
        return self

    def _note(self, execute, sql, params, many, context):
        self.statements.append(sql)
        return execute(sql, params, many, context)

    def __exit__(self, *args):
        self._wrapper.__exit__(*args)

    def of(self, table: str) -> list[str]:
        return [sql for sql in self.statements if sql.startswith("UPDATE") and table in sql]
