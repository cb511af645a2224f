"""The audit trail cannot be changed or cut, even by a statement that goes round the product.

Not obvious: SQLite's INSERT OR REPLACE removes the row it replaces without calling a delete trigger, and PostgreSQL's TRUNCATE
calls no row trigger; each has a guard of its own.
"""

from django.db import migrations

from folkmoot.foundation.guards import Guards

GUARDS = {
    "sqlite": [
        "CREATE TRIGGER audit_no_update BEFORE UPDATE ON foundation_auditevent "
        "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END",
        "CREATE TRIGGER audit_no_delete BEFORE DELETE ON foundation_auditevent "
        "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END",
        "CREATE TRIGGER audit_no_replace BEFORE INSERT ON foundation_auditevent "
        "WHEN EXISTS (SELECT 1 FROM foundation_auditevent WHERE seq = NEW.seq OR hash = NEW.hash) "
        "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$",
        "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON foundation_auditevent FOR EACH ROW EXECUTE FUNCTION audit_append_only()",
        "CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON foundation_auditevent FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()",
    ],
}
UNDO = {
    "sqlite": ["DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete", "DROP TRIGGER audit_no_replace"],
    "postgresql": [
        "DROP TRIGGER audit_no_change ON foundation_auditevent",
        "DROP TRIGGER audit_no_truncate ON foundation_auditevent",
        "DROP FUNCTION audit_append_only",
    ],
}


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_initial")]
    operations = [Guards(GUARDS, UNDO)]
