"""Figures, owners, reports and corrections are added; none is changed or taken away. So with baselines, breaks, surveys and their results."""

from django.db import migrations

from folkmoot.foundation.guards import Stays, lifting, setting, standing

TAKEN_BACK = ("taken_back_at", "taken_back_by_id", "taken_back_why")
SURVEY = tuple("name question source starts as_of unbased vouched file_name sha256 digest at area_id by_id measure_id".split())
STAYS = (
    Stays("strategy_observation", "a figure is corrected by a new figure"),
    Stays("strategy_ownership", "who owned a commitment is kept"),
    Stays("strategy_standing", "what was reported of a commitment is kept"),
    Stays("strategy_correction", "a correction of published words is kept"),
    Stays("strategy_baseline", "a baseline is followed by another"),
    Stays("strategy_break", "a break that was noted is kept"),
    Stays("strategy_result", "what a survey found is kept"),
    Stays("strategy_survey", "a survey stays as it was brought in", fixed=SURVEY),
    Stays(
        "strategy_survey", "a survey is taken back once", fixed=TAKEN_BACK, when='OLD."taken_back_at" IS NOT NULL', may_go=True,
        name="strategy_survey_taken_back",
    ),
)  # fmt: skip
GUARDS, UNDO = setting(STAYS), lifting(STAYS)


class Migration(migrations.Migration):
    dependencies = [("strategy", "0005_judged_measures")]
    operations = [standing(STAYS)]
