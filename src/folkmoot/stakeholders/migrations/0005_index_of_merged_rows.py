"""The index of `merged_into` holds merged rows only. It was made with the column and is dropped by its column, without copying the tables."""

import django.db.models.deletion
from django.db import migrations, models


def drop_whole_indexes(apps, schema_editor):
    for name in ("Organisation", "Contact"):
        model = apps.get_model("stakeholders", name)
        for index in _of_merged(model, schema_editor):
            schema_editor.execute(schema_editor._delete_index_sql(model, index))


def make_whole_indexes(apps, schema_editor):
    for name in ("Organisation", "Contact"):
        model = apps.get_model("stakeholders", name)
        field = model._meta.get_field("merged_into")
        schema_editor.execute(schema_editor._create_index_sql(model, fields=[field]))


def _of_merged(model, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        found = schema_editor.connection.introspection.get_constraints(cursor, model._meta.db_table)
    return [name for name, one in found.items() if one["index"] and not one["unique"] and one["columns"] == ["merged_into_id"]]


def merged_into(to):
    return models.ForeignKey(
        blank=True, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="merged_from", to=to
    )


class Migration(migrations.Migration):
    dependencies = [("stakeholders", "0004_first_roles_and_consents")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(drop_whole_indexes, make_whole_indexes)],
            state_operations=[
                migrations.AlterField("organisation", "merged_into", merged_into("stakeholders.organisation")),
                migrations.AlterField("contact", "merged_into", merged_into("stakeholders.contact")),
            ],
        ),
        migrations.AddIndex(
            "organisation",
            models.Index(fields=["merged_into"], name="organisation_merged_into", condition=models.Q(merged_into__isnull=False)),
        ),
        migrations.AddIndex(
            "contact",
            models.Index(fields=["merged_into"], name="contact_merged_into", condition=models.Q(merged_into__isnull=False)),
        ),
    ]
