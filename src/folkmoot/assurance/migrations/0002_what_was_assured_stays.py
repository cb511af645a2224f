"""A framework stays as issued, an assessment as submitted, validated and settled, a certificate as signed."""

from django.db import migrations

from folkmoot.foundation.guards import Stays, lifting, setting, standing

ISSUED = "a framework stays as it was issued"
ASSESSED = "an assessment stays as it was submitted"
SIGNED = "a certificate stays as it was signed"


def in_framework(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM assurance_framework AS held WHERE held.id = {row}.framework_id AND held.issued_at IS NOT NULL)"


def in_criterion(row: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM assurance_criterion AS asked JOIN assurance_framework AS held ON held.id = asked.framework_id"
        f" WHERE asked.id = {row}.criterion_id AND held.issued_at IS NOT NULL)"
    )


def past(column: str) -> str:
    """The assessment of an answer has come to a step."""
    return f"EXISTS (SELECT 1 FROM assurance_areaassessment AS held WHERE held.id = OLD.assessment_id AND held.{column} IS NOT NULL)"


def submitted(row: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM assurance_criterionanswer AS given JOIN assurance_areaassessment AS held ON held.id = given.assessment_id"
        f" WHERE given.id = {row}.answer_id AND held.submitted_at IS NOT NULL)"
    )


def signed(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM assurance_certificate AS held WHERE held.id = {row}.certificate_id AND held.signed_at IS NOT NULL)"


STAYS = (
    Stays("assurance_framework", ISSUED, when="OLD.issued_at IS NOT NULL"),
    Stays("assurance_criterion", ISSUED, when=in_framework("OLD"), closed=in_framework("NEW")),
    Stays("assurance_level", ISSUED, when=in_criterion("OLD"), closed=in_criterion("NEW")),
    Stays("assurance_round", "a round stays as it was opened", fixed=("framework_id", "period", "opened_by_id", "opened_at")),
    Stays("assurance_areaassessment", ASSESSED, fixed=("round_id", "area_id")),
    Stays(
        "assurance_areaassessment", ASSESSED, fixed=("submitted_by_id", "submitted_at", "record", "fingerprint"),
        when="OLD.submitted_at IS NOT NULL", may_go=True, name="assurance_assessment_submitted",
    ),
    Stays(
        "assurance_areaassessment", ASSESSED, fixed=("validator_id", "validator_why", "validated_by_id", "validated_at"),
        when="OLD.validated_at IS NOT NULL", may_go=True, name="assurance_assessment_validated",
    ),
    Stays(
        "assurance_areaassessment", ASSESSED, fixed=("answered_by_id", "answered_at"), when="OLD.answered_at IS NOT NULL", may_go=True,
        name="assurance_assessment_answered",
    ),
    Stays(
        "assurance_areaassessment", ASSESSED, fixed=("settled_at",), when="OLD.settled_at IS NOT NULL", may_go=True,
        name="assurance_assessment_settled",
    ),
    Stays("assurance_criterionanswer", ASSESSED, fixed=("level", "words"), when=past("submitted_at")),
    Stays(
        "assurance_criterionanswer", ASSESSED, fixed=("validator_level", "validator_reasons"), when=past("validated_at"), may_go=True,
        name="assurance_answer_validated",
    ),
    Stays(
        "assurance_criterionanswer", ASSESSED, fixed=("reply", "reply_words"), when=past("answered_at"), may_go=True,
        name="assurance_answer_replied",
    ),
    Stays(
        "assurance_criterionanswer", ASSESSED, fixed=("moderated_level", "moderated_reasons", "moderated_by_id", "moderated_at"),
        when="OLD.moderated_at IS NOT NULL", may_go=True, name="assurance_answer_moderated",
    ),
    Stays(
        "assurance_criterionanswer", ASSESSED, fixed=("settled_level",), when="OLD.settled_level IS NOT NULL", may_go=True,
        name="assurance_answer_settled",
    ),
    Stays("assurance_evidencelink", ASSESSED, when=submitted("OLD"), closed=submitted("NEW")),
    Stays("assurance_frozenfigure", ASSESSED, when=submitted("OLD"), closed=submitted("NEW")),
    Stays("assurance_certificate", SIGNED, when="OLD.signed_at IS NOT NULL"),
    Stays("assurance_certificateentry", SIGNED, when=signed("OLD"), closed=signed("NEW")),
    Stays("assurance_certificatefollowup", SIGNED, when=signed("OLD"), closed=signed("NEW")),
)  # fmt: skip
GUARDS, UNDO = setting(STAYS), lifting(STAYS)


class Migration(migrations.Migration):
    dependencies = [("assurance", "0001_initial")]
    operations = [standing(STAYS)]
