"""On PostgreSQL the rows of an Area show only to a connection that was told of it."""

from django.db import migrations

from folkmoot.foundation.fence import Fenced, fencing

FENCED = [
    Fenced("voice_point"),
]


class Migration(migrations.Migration):
    dependencies = [("voice", "0006_what_was_published_stays")]
    operations = [fencing(FENCED)]
