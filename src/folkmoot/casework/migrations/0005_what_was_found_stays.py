"""What was loaded, found, answered, reviewed and published stays as it was."""

from django.db import migrations

from folkmoot.foundation.guards import Stays, lifting, setting, standing

SIGNAL = "what is said of a signal is kept"
LOADED = (
    "source_id layout_id file_name sha256 content_sha256 undated_sha256 months first_month last_month data_as_of rows_read rows_counted cells"
    " report cube_name received_by_id received_at"
)
GOAL = (
    "source_id area_id stage outcome column group reference measure months baseline baseline_low baseline_high window_first window_last"
    " data_as_of organisation_id advisory_words agreed_on present set_by_id set_at"
)
ROUND = "title area_id unit questions_id from_on to_on reference_column facts listed list_cases receipt drawn_by_id drawn_at"
ASSESSED = "area_id from_on to_on figures sampling coverage reviewers agreement changed findings next_on author_id at"
EDITION = (
    "publication_id major minor fingerprint agreed_by_id agreed_at published_by_id published_at prepared_by_id prepared_at title_en title_cy"
    " about_en about_cy about_easy about_easy_cy period_first period_last data_as_of next_on provisional changes changes_cy corrects_id body"
    " checked checked_at checked_by_id"
)
PUBLISHED = "EXISTS (SELECT 1 FROM casework_edition WHERE id = {row}.edition_id AND published_at IS NOT NULL)"
STAYS = (
    Stays("casework_signal", "a signal is kept as it was noticed"),
    Stays("casework_signalanswer", "an answer to a signal is kept"),
    Stays("casework_signalreview", SIGNAL),
    Stays("casework_signalowner", SIGNAL),
    Stays("casework_hypothesis", SIGNAL),
    Stays("casework_hypothesistest", SIGNAL),
    Stays("casework_signalreading", "a reading of a signal is kept"),
    Stays("casework_signalrule", "a version of the rule is kept"),
    Stays("casework_retest", "a re-test that was made is kept", when="OLD.done_at IS NOT NULL"),
    Stays("casework_run", "a run is kept", fixed=("month", "at", "by_id", "sources", "comparisons", "crossed", "report")),
    Stays("casework_goalreading", "how a goal stood is kept"),
    Stays("casework_goal", "a goal stays as it was set", fixed=tuple(GOAL.split())),
    Stays("casework_goalversion", "published words of a goal stay", when="OLD.published_at IS NOT NULL"),
    Stays("casework_layout", "how columns were read is kept"),
    Stays("casework_load", "what was loaded is kept", fixed=tuple(LOADED.split())),
    Stays("casework_planstep", "a step of a plan is kept"),
    Stays("casework_planreading", "what a plan was measured by is kept"),
    Stays("casework_improvementplan", "a plan stays as it was agreed"),
    Stays("casework_questionset", "a version of the questions is kept"),
    Stays("casework_casereview", "a case that was drawn stays drawn"),
    Stays("casework_casereading", "locked answers stay as they were given", when="OLD.locked_at IS NOT NULL"),
    Stays("casework_settlement", "how a difference was settled is kept"),
    Stays("casework_reviewlearning", "what reviews showed is kept"),
    Stays("casework_reviewround", "what was drawn stays as it was drawn", fixed=tuple(ROUND.split())),
    Stays("casework_reviewround", "a closed round stays closed", name="casework_reviewround_closed", when="OLD.closed_at IS NOT NULL"),
    Stays("casework_processassessment", "an assessment stays as it was written", fixed=tuple(ASSESSED.split())),
    Stays(
        "casework_processassessment", "what a second person said stays", name="casework_processassessment_second",
        when="OLD.second_at IS NOT NULL",
    ),
    Stays("casework_edition", "what was published stays published", when="OLD.published_at IS NOT NULL", fixed=tuple(EDITION.split())),
    Stays(
        "casework_content", "what was published stays as it was published", when=PUBLISHED.format(row="OLD"),
        closed=PUBLISHED.format(row="NEW"),
    ),
    Stays("casework_publishedrelease", "what was released is kept"),
)  # fmt: skip
GUARDS, UNDO = setting(STAYS), lifting(STAYS)


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_fair_decisions")]
    operations = [standing(STAYS)]
