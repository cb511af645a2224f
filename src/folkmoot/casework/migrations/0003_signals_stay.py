"""A signal stays as it was noticed, and each answer to it as it was given."""

from django.db import migrations

from folkmoot.foundation.guards import Stays, lifting, setting, standing

STAYS = (
    Stays("casework_signal", "a signal is kept as it was noticed"),
    Stays("casework_signalanswer", "an answer to a signal is kept"),
)
GUARDS, UNDO = setting(STAYS), lifting(STAYS)


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_signals")]
    operations = [standing(STAYS)]
