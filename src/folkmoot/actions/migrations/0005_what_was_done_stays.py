"""What was recorded of an action stays; an action that was achieved, with evidence, stays as it was until it is reopened."""

from django.db import migrations

from folkmoot.foundation.guards import Stays, lifting, setting, standing

ACHIEVED = (
    "(SELECT level FROM actions_progress WHERE action_id = OLD.id ORDER BY \"on\" DESC, id DESC LIMIT 1) = 'achieved'"
    " AND EXISTS (SELECT 1 FROM actions_evidence WHERE action_id = OLD.id)"
)
STAYS = (
    Stays("actions_progress", "what was recorded of an action is kept"),
    Stays("actions_evidence", "evidence is added and never taken away"),
    Stays("actions_duemove", "an earlier due date is kept"),
    Stays("actions_handover", "who owned an action is kept"),
    Stays("actions_asking", "what a partner was asked is kept"),
    Stays("actions_review", "what was found of an action is kept"),
    Stays("actions_minimumedition", "an issued minimum set is kept"),
    Stays(
        "actions_minimumitem", "an issued item of the minimum set is only withdrawn", when="OLD.edition_id IS NOT NULL",
        fixed=("edition_id", "title", "measure", "due_on", "commitment_id"),
    ),
    Stays("actions_exemption", "a decision on an exemption is kept", when="OLD.agreed IS NOT NULL"),
    Stays("actions_action", "where an action came from does not change", fixed=("origin_kind", "origin_id", "raised_at"), may_go=True),
    Stays(
        "actions_action", "an achieved action is kept as it was achieved", when=ACHIEVED, name="actions_achieved",
        fixed=("title", "measure", "due_on", "starts_on", "baseline", "target", "resources", "moves_id", "agency", "partner_name", "area_id"),
    ),
)  # fmt: skip
GUARDS, UNDO = setting(STAYS), lifting(STAYS)


class Migration(migrations.Migration):
    dependencies = [("actions", "0004_links_of_actions")]
    operations = [standing(STAYS)]
