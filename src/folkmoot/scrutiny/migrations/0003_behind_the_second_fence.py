"""On PostgreSQL the rows of an Area show only to a connection that was told of it."""

from django.db import migrations

from folkmoot.foundation.fence import Fenced, fencing

FENCED = [
    Fenced("scrutiny_caseidentity"),
]


class Migration(migrations.Migration):
    dependencies = [("scrutiny", "0002_what_was_drawn_and_judged_stays")]
    operations = [fencing(FENCED)]
