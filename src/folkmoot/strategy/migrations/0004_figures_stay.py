"""Figures, owners, reports and corrections are added; none is changed or taken away."""

from django.db import migrations

from folkmoot.foundation.guards import Stays, lifting, setting, standing

STAYS = (
    Stays("strategy_observation", "a figure is corrected by a new figure"),
    Stays("strategy_ownership", "who owned a commitment is kept"),
    Stays("strategy_standing", "what was reported of a commitment is kept"),
    Stays("strategy_correction", "a correction of published words is kept"),
)
GUARDS, UNDO = setting(STAYS), lifting(STAYS)


class Migration(migrations.Migration):
    dependencies = [("strategy", "0003_measures_and_standings")]
    operations = [standing(STAYS)]
