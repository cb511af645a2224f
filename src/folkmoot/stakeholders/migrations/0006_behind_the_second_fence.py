"""On PostgreSQL the rows of an Area show only to a connection that was told of it."""

from django.db import migrations

from folkmoot.foundation.fence import Fenced, fencing

FENCED = [
    Fenced("stakeholders_organisation"),
    Fenced("stakeholders_contact"),
    Fenced("stakeholders_namekey"),
]


class Migration(migrations.Migration):
    dependencies = [("stakeholders", "0005_index_of_merged_rows")]
    operations = [fencing(FENCED)]
