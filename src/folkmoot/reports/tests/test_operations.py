import hashlib

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from folkmoot.accounts.scope import THE_PRODUCT, NotAllowed
from folkmoot.accounts.tests.factories import area, hq, icem
from folkmoot.engagement.models import Activity
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import ChangedMeanwhile
from folkmoot.reports import operations, queries
from folkmoot.reports.models import Frozen, Report, ReportFile
from folkmoot.reports.rendering import rendered
from folkmoot.reports.tests import factories
from folkmoot.reports.tests.factories import AUGUST, FIRST_HALF, JULY

pytestmark = pytest.mark.django_db


def make(by, at=JULY, area=None, reason=""):
    return operations.make_report(by=by, at=at, period=FIRST_HALF, area=area, reason=reason)


def test_a_report_has_every_file_and_an_audit_event():
    made = make(icem(), area=area())
    assert made.new
    files = made.report.files.all()
    kinds = ("html", "pdf", "docx", "ods")
    assert {(one.kind, one.language) for one in files} == {(kind, language) for kind in kinds for language in ("en", "cy")}
    assert all(hashlib.sha256(bytes(one.content)).hexdigest() == one.sha256 for one in files)
    event = AuditEvent.objects.get(kind="combination")
    assert (event.subject_ids, event.area_id) == ([made.report.pk], area().pk)


def test_without_its_audit_event_no_report_is_kept(monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("the audit trail is full")

    monkeypatch.setattr("folkmoot.foundation.audit.record", broken)
    with pytest.raises(RuntimeError, match="full"), transaction.atomic():
        make(icem(), area=area())
    assert not Report.objects.exists()


def test_who_may_make_one():
    with pytest.raises(NotAllowed):
        make(icem())
    with pytest.raises(NotAllowed):
        make(icem(), area=factories.other_area())
    with pytest.raises(operations.CannotReport, match="nothing to report"):
        operations.make_report(by=icem(), at=factories.JANUARY.replace(year=2025), period=FIRST_HALF, area=area())


def test_the_same_figures_make_no_new_report():
    factories.half_year()
    first = make(icem(), area=area())
    again = make(icem(), at=AUGUST, area=area())
    assert (again.new, again.report.pk) == (False, first.report.pk)
    assert Report.objects.count() == 1


def test_changed_records_restate_and_say_what_changed():
    factories.half_year()
    first = make(icem(), area=area()).report
    Activity.objects.filter(title="Stall at the county show").update(headcount=35)
    later = make(icem(), at=AUGUST, area=area(), reason="A headcount was corrected.").report
    assert (later.restates, later.reason, later.number) == (first, "A headcount was corrected.", first.number + 1)
    changed = [(one["before"]["value"], one["now"]["value"]) for one in later.differences if one["now"]]
    assert changed == [(65, 75)]
    assert {one["section"] for one in later.differences} == {"headline", "engagement"}
    page = rendered(later, kind="html", language="en").decode()
    assert f"restates report {first.number}" in page
    assert "People reached (counted): 75 (in 2 activities), was 65 (in 2 activities)" in page
    assert queries.standing_report(icem(), period=FIRST_HALF, area=area()) == later


def test_a_third_report_restates_the_second():
    factories.half_year()
    numbers = []
    for people in (30, 31, 32):
        Activity.objects.filter(title="Stall at the county show").update(headcount=people)
        numbers.append(make(icem(), at=AUGUST, area=area()).report)
    assert [one.restates for one in numbers] == [None, numbers[0], numbers[1]]


def test_rendering_again_after_records_changed_gives_the_same_bytes():
    factories.half_year()
    report = make(hq()).report
    Activity.objects.update(headcount=999, title="Renamed")
    area().__class__.objects.update(name_en="Renamed Area")
    again = Report.objects.get(pk=report.pk)
    for file in ReportFile.objects.filter(report=report):
        assert rendered(again, kind=file.kind, language=file.language) == bytes(file.content), f"{file.language} {file.kind}"


@pytest.mark.parametrize(
    ("field", "value"), [("figures", {}), ("period", "2027-H1"), ("inputs", {}), ("reason", "other"), ("maker_name", "Somebody Else")]
)
def test_what_a_report_said_cannot_be_changed(field, value):
    report = make(icem(), area=area()).report
    setattr(report, field, value)
    with pytest.raises(Frozen):
        report.save()
    with pytest.raises(Frozen):
        report.save(update_fields=[field])
    with pytest.raises(DatabaseError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(**{field: value})


def test_reports_and_files_cannot_be_deleted_or_replaced():
    report = make(icem(), area=area()).report
    file = report.files.first()
    for row in (report, file):
        with pytest.raises(Frozen):
            row.delete()
    with pytest.raises(Frozen):
        file.save()
    for attempt in (
        lambda: Report.objects.all().delete(),
        lambda: ReportFile.objects.all().delete(),
        lambda: ReportFile.objects.update(content=b"other"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_one_first_report_for_a_period_and_scope():
    report = make(hq()).report
    second = Report(
        period=report.period, area=None, number=99, made_at=JULY, maker_name="x", product_version="x", figures={"a": 1},
        figures_sha256="x", inputs={"a": 1},
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


def test_signing_takes_a_second_person_and_is_written_on_the_files():
    report = make(hq()).report
    with pytest.raises(operations.CannotSign, match="Another person who signs for headquarters"):
        operations.sign_report(by=hq(), at=AUGUST, report=report)
    other = hq("amara.cole@example.org", "Amara Cole")
    operations.sign_report(by=other, at=AUGUST, report=report)
    report.refresh_from_db()
    assert (report.signer_name, report.signed_at) == ("Amara Cole", AUGUST)
    assert report.files.count() == 16
    signed = queries.get_file(other, report.pk, kind="html", language="en")
    assert b"Signed by Amara Cole on 3 August 2026" in bytes(signed.content)
    assert AuditEvent.objects.filter(kind="alteration", subject_ids=[report.pk]).count() == 1
    with pytest.raises(operations.CannotSign, match="signed already"):
        operations.sign_report(by=hq("third@example.org", "Third Person"), at=AUGUST, report=report)


def test_the_database_too_refuses_a_maker_s_signature_and_a_second_one():
    report = make(hq()).report
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(signed_by=report.made_by, signed_at=AUGUST)
    operations.sign_report(by=hq("amara.cole@example.org", "Amara Cole"), at=AUGUST, report=report)
    with pytest.raises(DatabaseError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(signer_name="Somebody Else")


def test_a_report_made_at_the_command_line_is_signed_by_a_person():
    report = make(THE_PRODUCT).report
    with pytest.raises(operations.CannotSign, match="command line"):
        operations.sign_report(by=THE_PRODUCT, at=AUGUST, report=report)
    operations.sign_report(by=hq(), at=AUGUST, report=report)
    assert Report.objects.get().signed_at == AUGUST


def test_what_cannot_be_signed():
    with pytest.raises(NotAllowed):
        operations.sign_report(by=icem("other@example.org", "Other"), at=AUGUST, report=make(icem(), area=area()).report)
    running = operations.make_report(by=icem(), at=JULY, period=factories.HalfYear(2026, 2), area=area()).report
    with pytest.raises(operations.CannotSign, match="not ended"):
        operations.sign_report(by=hq(), at=JULY, report=running)


def test_signing_a_version_that_changed_meanwhile_is_refused():
    report = make(icem(), area=area()).report
    with pytest.raises(ChangedMeanwhile):
        operations.sign_report(by=hq(), at=AUGUST, report=report, seen_version=7)


def test_taking_a_file_is_a_disclosure():
    report = make(icem(), area=area()).report
    file = operations.take_file(by=icem(), at=AUGUST, report_id=report.pk, kind="pdf", language="en", route="/reports/")
    event = AuditEvent.objects.get(kind="disclosure")
    assert (event.subject_ids, event.recipient, event.detail["sha256"]) == ([report.pk], "Nia Rowe", file.sha256)
    with pytest.raises(ReportFile.DoesNotExist):
        operations.take_file(by=factories.other_icem(), at=AUGUST, report_id=report.pk, kind="pdf", language="en", route="/reports/")
