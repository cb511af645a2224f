"""What was counted, surveyed and set as a target stays as it was; what is taken back goes whole, with its reason."""

from django.db import migrations

from folkmoot.foundation.guards import Stays, lifting, setting, standing

SURVEYED = "organisation year file_name sha256 digest kept report by_id at"
COUNTED = "as_of source counted file_name sha256 digest headings words kept report by_id at"
TARGET = "key kind characteristic name groups levels share from_on by_on words source"
STAYS = (
    Stays("workforce_surveyfigure", "a published figure is kept"),
    Stays("workforce_surveyorganisation", "which organisation is meant is kept"),
    Stays("workforce_surveyload", "what was brought in is kept", fixed=tuple(SURVEYED.split())),
    Stays("workforce_headcountload", "what was brought in is kept", fixed=tuple(COUNTED.split())),
    Stays(
        "workforce_headcount", "a headcount stays as it was brought in", may_go=True,
        fixed=("load_id", "unit_id", "level", "measure", "characteristic", "group", "kind", "low", "high", "printed"),
    ),
    Stays(
        "workforce_staffcount", "a count of a unit is kept",
        fixed=("unit_id", "question", "about", "as_of", "whole", "part", "source", "made_by_id", "made_at"),
    ),
    Stays("workforce_target", "a target stays as it was set", fixed=tuple(TARGET.split())),
    Stays("workforce_declarationreview", "that declaration was looked at is kept"),
    Stays("workforce_planreview", "that a plan was looked at is kept"),
)  # fmt: skip
GUARDS, UNDO = setting(STAYS), lifting(STAYS)


class Migration(migrations.Migration):
    dependencies = [("workforce", "0001_initial")]
    operations = [standing(STAYS)]
