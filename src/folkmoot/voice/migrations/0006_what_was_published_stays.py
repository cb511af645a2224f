"""What was published under “You said, we did” is kept word for word; it is withdrawn or followed by a newer version."""

from django.db import migrations

from folkmoot.foundation.guards import Stays, lifting, setting, standing

KEPT = "what was published is kept as it was published"


def _published(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM voice_edition WHERE id = {row}.edition_id AND published_at IS NOT NULL)"


STAYS = (
    Stays("voice_edition", KEPT, when="OLD.published_at IS NOT NULL"),
    Stays("voice_editiontext", KEPT, when=_published("OLD"), closed=_published("NEW")),
    Stays("voice_findingexplained", KEPT, when=_published("OLD"), closed=_published("NEW")),
    Stays(
        "voice_entry", "why something was withdrawn is kept", when="OLD.withdrawn_at IS NOT NULL",
        fixed=("withdrawn_at", "withdrawn_by_id", "withdrawn_why", "withdrawn_why_cy"),
    ),
)  # fmt: skip
GUARDS, UNDO = setting(STAYS), lifting(STAYS)


class Migration(migrations.Migration):
    dependencies = [("voice", "0005_you_said_we_did")]
    operations = [standing(STAYS)]
