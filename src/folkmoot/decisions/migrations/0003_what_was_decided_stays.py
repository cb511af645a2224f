"""A decision that was taken, with everything considered for it, and a signed assessment stay as they were at that moment."""

from django.db import migrations

from folkmoot.foundation.guards import Stays, lifting, setting, standing


def _taken(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM decisions_decision WHERE id = {row}.decision_id AND taken_at IS NOT NULL)"


def _signed(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM decisions_assessment WHERE id = {row}.assessment_id AND signed_at IS NOT NULL)"


LATER = "nothing is put among what was considered after the decision was taken"
SIGNED = "a signed assessment is kept as it was signed"
ASSESSED = tuple(
    (
        "area_id decision_id edition first_id before_id title proposal affected large screening asked_for kind screening_reason "
        "rule_set language aims_of_it owner_id starts_on decision_due welsh gaps engaged consulted no_combination eliminate "
        "advance foster alternatives no_mitigation conclusion conclusion_why review_on monitoring author_id begun_at submitted_at "
        "signed_at signed_by_id signed_as signed_hash signed_parts "
    ).split()
)
STAYS = (
    Stays("decisions_decision", "a decision that was taken is kept as it was taken", when="OLD.taken_at IS NOT NULL"),
    Stays("decisions_option", LATER, when=_taken("OLD"), closed=_taken("NEW")),
    Stays("decisions_considered", LATER, when=_taken("OLD"), closed=_taken("NEW")),
    Stays("decisions_laternote", "a later note is kept"),
    Stays("decisions_consultationresponse", "an answer to a consultation is kept"),
    Stays("decisions_consultationtelling", "that those who answered were told is kept"),
    Stays(
        "decisions_consultation", "what was asked is kept once the consultation is open", when="OLD.opened_at IS NOT NULL",
        fixed=("title_en", "proposal_en", "open_to_change", "opens_on", "kind"),
    ),
    Stays(
        "decisions_consultation", "what was answered is kept", name="decisions_responded", when="OLD.responded_on IS NOT NULL",
        fixed=("heard_en", "changed_en", "unchanged_en", "responded_on"),
    ),
    Stays("decisions_assessment", SIGNED, when="OLD.signed_at IS NOT NULL", fixed=ASSESSED),
    Stays("decisions_impact", SIGNED, when=_signed("OLD"), closed=_signed("NEW")),
    Stays("decisions_takenevidence", SIGNED, when=_signed("OLD"), closed=_signed("NEW")),
    Stays("decisions_assessmentpublication", "that an assessment was published is kept"),
    Stays("decisions_assessmentreview", "a review is kept"),
    Stays("decisions_impactreviewed", "a review is kept"),
)  # fmt: skip
GUARDS, UNDO = setting(STAYS), lifting(STAYS)


class Migration(migrations.Migration):
    dependencies = [("decisions", "0002_links")]
    operations = [standing(STAYS)]
