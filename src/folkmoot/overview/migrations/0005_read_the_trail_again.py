"""More kinds may be found: the index reads the audit trail from its start again."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("overview", "0004_daily_runs")]
    operations = [migrations.RunSQL("DELETE FROM overview_readsofar", migrations.RunSQL.noop)]
