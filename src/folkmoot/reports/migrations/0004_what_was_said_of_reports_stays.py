"""What reviewers said, how it was answered, who signed, to whom a report went and what was published stays as it was."""

from importlib import import_module

from django.db import migrations

from folkmoot.foundation.guards import Guards, Stays, lifting, setting, standing

FROZEN = import_module("folkmoot.reports.migrations.0002_frozen")  # its tables were made anew by the step before

SAID = "what was said of a report is kept"
PUBLISHED = "what was published of a report is kept"
SIGNED = 'EXISTS (SELECT 1 FROM reports_report AS said_of WHERE said_of.id = {report} AND said_of.signed_at IS NOT NULL)'
REVIEWED = '(SELECT looked.report_id FROM reports_review AS looked WHERE looked.id = OLD."review_id")'
JUDGED = """EXISTS (
    SELECT 1 FROM reports_signatoryverdict AS given JOIN reports_signatory AS named ON named.id = given.signatory_id
    WHERE named.report_id = OLD."report_id"
)"""
STAYS = (
    Stays("reports_comment", SAID, fixed=("section", "words", "challenge", "at", "late", "reviewer_id")),
    Stays("reports_comment", SAID, fixed=("taken_up_by_id",), when='OLD."taken_up_by_id" IS NOT NULL', may_go=True, name="reports_comment_taken_up"),
    Stays("reports_answer", "an answer is followed by another"),
    Stays("reports_annex", "the annex of a report is kept"),
    Stays("reports_distribution", "to whom a report went is kept"),
    Stays("reports_signatoryverdict", "what a signatory decided is kept"),
    Stays("reports_review", SAID, fixed=("report_id", "opened_at", "opened_by_id", "note")),
    Stays(
        "reports_review", SAID, fixed=("last_day", "ended_at", "ended_by_id"), when=SIGNED.format(report='OLD."report_id"'), may_go=True,
        name="reports_review_over",
    ),
    Stays("reports_reviewer", SAID, fixed=("outside", "office", "asked_at", "account_id", "review_id")),
    Stays("reports_reviewer", SAID, fixed=("named",), when=SIGNED.format(report=REVIEWED), may_go=True, name="reports_reviewer_named"),
    Stays("reports_signatory", "who signs a report is settled with the first verdict", when=JUDGED),
    Stays("reports_publishedreport", PUBLISHED, fixed=("report_id", "prepared_at", "prepared_by_id")),
    Stays(
        "reports_publishedreport", PUBLISHED, fixed=("explained", "published_at", "published_by_id", "found", "fingerprint"),
        when="OLD.\"step\" IN ('published', 'withdrawn')", may_go=True, name="reports_publishedreport_out",
    ),
    Stays(
        "reports_publishedreport", PUBLISHED, fixed=("returned_at", "returned_by_id", "returned_why"), when='OLD."returned_at" IS NOT NULL',
        may_go=True, name="reports_publishedreport_returned",
    ),
    Stays(
        "reports_publishedreport", PUBLISHED, fixed=("step", "withdrawn_at", "withdrawn_by_id", "withdrawn_why", "withdrawn_why_cy"),
        when='OLD."withdrawn_at" IS NOT NULL', may_go=True, name="reports_publishedreport_withdrawn",
    ),
)  # fmt: skip
GUARDS, UNDO = setting(STAYS), lifting(STAYS)


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_review_and_release")]
    operations = [Guards(FROZEN.GUARDS, FROZEN.UNDO), standing(STAYS)]
