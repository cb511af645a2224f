"""What a report said cannot be changed or deleted, even by a statement that goes round the product."""

from django.db import migrations

from folkmoot.foundation.guards import Guards

KEPT = "period, area_id, number, made_at, made_by_id, maker_name, product_version, figures, figures_sha256, inputs, restates_id, reason, differences"
WORDS = "a report that was made cannot be changed"
_SQLITE = [
    f"CREATE TRIGGER report_kept BEFORE UPDATE OF {KEPT} ON reports_report BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
    "CREATE TRIGGER report_signature_kept BEFORE UPDATE OF signed_by_id, signer_name, signed_at ON reports_report"
    f" WHEN OLD.signed_at IS NOT NULL BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
    f"CREATE TRIGGER report_not_deleted BEFORE DELETE ON reports_report BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
    f"CREATE TRIGGER report_file_kept BEFORE UPDATE ON reports_reportfile BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
    f"CREATE TRIGGER report_file_not_deleted BEFORE DELETE ON reports_reportfile BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
]
_POSTGRESQL = [
    f"CREATE FUNCTION report_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{WORDS}'; END $$",
    f"CREATE TRIGGER report_kept BEFORE UPDATE OF {KEPT} ON reports_report FOR EACH ROW EXECUTE FUNCTION report_frozen()",
    "CREATE TRIGGER report_signature_kept BEFORE UPDATE OF signed_by_id, signer_name, signed_at ON reports_report"
    " FOR EACH ROW WHEN (OLD.signed_at IS NOT NULL) EXECUTE FUNCTION report_frozen()",
    "CREATE TRIGGER report_not_deleted BEFORE DELETE ON reports_report FOR EACH ROW EXECUTE FUNCTION report_frozen()",
    "CREATE TRIGGER report_file_kept BEFORE UPDATE OR DELETE ON reports_reportfile FOR EACH ROW EXECUTE FUNCTION report_frozen()",
]
GUARDS = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}
UNDO = {
    "sqlite": [
        f"DROP TRIGGER {name}"
        for name in ("report_kept", "report_signature_kept", "report_not_deleted", "report_file_kept", "report_file_not_deleted")
    ],
    "postgresql": [
        *(f"DROP TRIGGER {name} ON reports_report" for name in ("report_kept", "report_signature_kept", "report_not_deleted")),
        "DROP TRIGGER report_file_kept ON reports_reportfile",
        "DROP FUNCTION report_frozen()",
    ],
}


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]
    operations = [Guards(GUARDS, UNDO)]
