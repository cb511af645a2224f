"""Answers, tellings, readings and what was answered in a form are added; none is changed or taken away."""

from django.db import migrations

from folkmoot.foundation.guards import Stays, lifting, setting, standing



def _issued(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM voice_codinglist WHERE id = {row}.coding_list_id AND issued_on IS NOT NULL)"


ISSUED = "an issued coding list is kept"
STAYS = (
    Stays("voice_answer", "an answer is kept; a later one stands beside it"),
    Stays("voice_telling", "that somebody was told is kept", fixed=("point_id", "on", "channel", "who", "words", "by_id")),
    Stays("voice_issuepoint", "who joined a point to an issue is kept", fixed=("issue_id", "point_id", "joined_by_id")),
    Stays("voice_issue", "who opened an issue, when and where is kept", fixed=("area_id", "opened_on", "opened_by_id")),
    Stays("voice_reading", "how a point was coded is kept", fixed=("point_id", "by_id", "at")),
    Stays("voice_coding", "how a point was coded is kept", fixed=("point_id", "theme_id", "by_id", "at", "how")),
    Stays("voice_suggestion", "what was suggested is kept", fixed=("point_id", "theme_id", "suggester_id")),
    Stays("voice_drawn", "what was drawn for a second reading is kept"),
    Stays("voice_codinglist", ISSUED, when="OLD.issued_on IS NOT NULL"),
    Stays("voice_listentry", ISSUED, when=_issued("OLD"), closed=_issued("NEW")),
    Stays("voice_response", "what was answered in a form is kept", fixed=("form_id",)),
    Stays("voice_monitoringcount", "equality answers are only counted", fixed=("form_id", "scheme_id", "category_id")),
    Stays("voice_monitoringcount", "equality answers are only added", name="voice_monitoring_up", when='NEW."count" < OLD."count"', may_go=True),
    Stays("voice_responseanswer", "what was answered in a form is kept"),
)
GUARDS, UNDO = setting(STAYS), lifting(STAYS)


class Migration(migrations.Migration):
    dependencies = [("voice", "0003_themes_forms_issues")]
    operations = [standing(STAYS)]
