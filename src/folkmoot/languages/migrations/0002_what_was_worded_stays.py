"""Texts as offered, their wordings, what was released, and Easy Read as it was read and released, stay as they were."""

from django.db import migrations

from folkmoot.foundation.guards import Stays, lifting, setting, standing

WORDED = "a wording is followed by another"
EASY = "an Easy Read edition stays as it was released"


def released(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM languages_easyedition AS held WHERE held.id = {row}.edition_id AND held.released_at IS NOT NULL)"


STAYS = (
    Stays("languages_sourceversion", "a text is kept as it was offered"),
    Stays("languages_sourcesegment", "a text is kept as it was offered"),
    Stays("languages_translation", "what was asked for is kept"),
    Stays("languages_release", "what was released is kept"),
    Stays("languages_easyreading", "who read it is kept"),
    Stays("languages_document", "which text it is does not change", fixed=("kind", "number", "language", "offered_by_id", "offered_at")),
    Stays("languages_wording", WORDED, fixed=("translation_id", "key", "source_text", "text", "taken_from", "by_id", "at")),
    Stays(
        "languages_wording", WORDED, fixed=("checked_by_id", "checked_at"), when="OLD.checked_at IS NOT NULL", may_go=True,
        name="languages_wording_checked",
    ),
    Stays("languages_easyedition", EASY, fixed=("document_id", "source_id", "number", "begun_by_id", "begun_at")),
    Stays("languages_easyedition", EASY, when="OLD.released_at IS NOT NULL", may_go=True, name="languages_easyedition_released"),
    Stays("languages_easypart", EASY, when=released("OLD"), closed=released("NEW")),
)  # fmt: skip
GUARDS, UNDO = setting(STAYS), lifting(STAYS)


class Migration(migrations.Migration):
    dependencies = [("languages", "0001_initial")]
    operations = [standing(STAYS)]
