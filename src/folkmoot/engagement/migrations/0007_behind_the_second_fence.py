"""On PostgreSQL the rows of an Area show only to a connection that was told of it."""

from django.db import migrations

from folkmoot.foundation.fence import Fenced, fencing

FENCED = [
    Fenced("engagement_activity", public=True),
    Fenced("engagement_conversation", public=True),
    Fenced("engagement_interests"),
    Fenced("engagement_draftactivity", national=True),
    Fenced("engagement_briefing"),
    Fenced("engagement_communication", public=True),
]


class Migration(migrations.Migration):
    dependencies = [("engagement", "0006_days_of_all_areas")]
    operations = [fencing(FENCED)]
