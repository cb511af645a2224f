"""Which message was written, and that it was: fixed, so that none is sent twice and none is forgotten to have been sent."""

from django.db import migrations

from folkmoot.foundation.guards import Stays, lifting, setting, standing

STAYS = (
    Stays("accounts_notice", "a notice is kept as it was given", fixed=("key", "account_id", "kind", "at"), may_go=True),
    Stays("accounts_letter", "which letter it is does not change", fixed=("key", "message_id", "about", "made_at"), may_go=True),
)
GUARDS, UNDO = setting(STAYS), lifting(STAYS)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_notices")]
    operations = [standing(STAYS)]
