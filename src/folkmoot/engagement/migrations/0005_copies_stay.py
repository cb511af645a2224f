"""What left as a bulletin stays as it left, even from a statement that goes round the product."""

from django.db import migrations

from folkmoot.foundation.guards import Guards

SAID = "what was sent as a bulletin is kept as it was sent"
GUARDS = {
    "sqlite": [
        f"CREATE TRIGGER bulletin_copy_no_{verb} BEFORE {verb.upper()} ON engagement_copy BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
        for verb in ("update", "delete")
    ],
    "postgresql": [
        f"CREATE FUNCTION bulletin_copy_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{SAID}'; END $$",
        "CREATE TRIGGER bulletin_copy_no_change BEFORE UPDATE OR DELETE ON engagement_copy FOR EACH ROW EXECUTE FUNCTION bulletin_copy_stays()",
        "CREATE TRIGGER bulletin_copy_no_truncate BEFORE TRUNCATE ON engagement_copy "
        "FOR EACH STATEMENT EXECUTE FUNCTION bulletin_copy_stays()",
    ],
}
UNDO = {
    "sqlite": ["DROP TRIGGER bulletin_copy_no_update", "DROP TRIGGER bulletin_copy_no_delete"],
    "postgresql": [
        "DROP TRIGGER bulletin_copy_no_change ON engagement_copy",
        "DROP TRIGGER bulletin_copy_no_truncate ON engagement_copy",
        "DROP FUNCTION bulletin_copy_stays",
    ],
}


class Migration(migrations.Migration):
    dependencies = [("engagement", "0004_ladder_and_trends")]
    operations = [Guards(GUARDS, UNDO)]
