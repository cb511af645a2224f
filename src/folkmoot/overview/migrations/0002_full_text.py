"""The full-text index beside the table of what may be found: made by the same code that makes it anew."""

from django.db import migrations

from folkmoot.overview.search import index


class Migration(migrations.Migration):
    dependencies = [("overview", "0001_initial")]
    operations = [migrations.RunPython(lambda _apps, _editor: index.create(), lambda _apps, _editor: index.drop())]
