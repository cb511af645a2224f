"""More kinds may be found: the index reads the audit trail from its start again."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def forget_how_far(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("overview", "ReadSoFar").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("overview", "0004_daily_runs")]
    operations = [migrations.RunPython(forget_how_far, migrations.RunPython.noop)]
