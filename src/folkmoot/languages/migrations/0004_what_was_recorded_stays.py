"""A film, a reading or large print stays as it was made; each step is taken once; only a removal takes its words away."""

from django.db import migrations

from folkmoot.foundation.guards import Stays, lifting, setting, standing

TABLE = "languages_rendition"
MADE = tuple(
    "document_id source_id sort language number sound seconds kept_as sha256 size says_who_wrote_it agreed_on made_by_id made_at".split()
)
WORDS = ("transcript", "performer", "agreed_how", "short_why", "file_name")
STEPS = {
    "checked": ("checked_by_id", "checked_at"),
    "returned": ("returned_by_id", "returned_at", "returned_why"),
    "released": ("office", "released_by_id", "released_at"),
    "withdrawn": ("withdrawn_by_id", "withdrawn_at", "withdrawn_why"),
}
STAYS = (
    Stays(TABLE, "what was made in another form is followed by another", fixed=MADE),
    Stays(TABLE, "its words stay until it is removed", fixed=WORDS, when='NEW."removed_at" IS NULL', may_go=True, name=f"{TABLE}_words"),
    *(
        Stays(
            TABLE, "each step is taken once", fixed=columns, when=f'OLD."{step}_at" IS NOT NULL', may_go=True, name=f"{TABLE}_{step}"
        )
        for step, columns in STEPS.items()
    ),
    Stays(TABLE, "what was removed is kept as it was", when='OLD."removed_at" IS NOT NULL', may_go=True, name=f"{TABLE}_removed"),
)  # fmt: skip
GUARDS, UNDO = setting(STAYS), lifting(STAYS)


class Migration(migrations.Migration):
    dependencies = [("languages", "0003_renditions")]
    operations = [standing(STAYS)]
