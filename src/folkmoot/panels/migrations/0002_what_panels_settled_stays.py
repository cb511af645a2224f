"""What a panel settled stays: agreed terms, closed meetings, agreed minutes, recommendations and answers, what was published.

Words about people can still be emptied, since what is kept of a past member or an applicant ends with its time.
"""

from django.db import migrations

from folkmoot.foundation.guards import Stays, lifting, setting, standing


def _row(table: str, column: str, row: str, condition: str) -> str:
    return f"EXISTS (SELECT 1 FROM {table} WHERE {column} = {row} AND {condition})"


def _out(row: str) -> str:
    return _row("panels_publication", "id", f"{row}.publication_id", "fingerprint <> ''")


def _meeting_closed(row: str) -> str:
    return _row("panels_meeting", "id", f"{row}.meeting_id", "state = 'closed'")


MINUTED = _row("panels_minutes", "meeting_id", "OLD.meeting_id", "state = 'agreed'")
CIRCULATED = (
    "EXISTS (SELECT 1 FROM panels_minutes JOIN panels_item ON panels_item.meeting_id = panels_minutes.meeting_id"
    " WHERE panels_item.id = OLD.item_id AND panels_minutes.state <> 'draft')"
)
OUT = "what was published is kept as it was published"
CLOSED = "a closed meeting is kept as it was"
PUBLISHED = tuple(
    "panel_id kind meeting_id first last asked_on asked_as question facts made_at prepared_by_id submitted_at submitted_by_id agreed_at "
    "agreed_by_id body fingerprint".split()
)
HELD = tuple(
    "panel_id number kind state theme why_extraordinary starts_at lasts where place link access chaired_by_id drafted_at called_at "
    "opened_at closed_at quorate series_id entered_afterwards no_quorum_why record fingerprint".split()
)
STAYS = (
    Stays("panels_panelkind", "a kind of panel is kept", fixed=("code",)),
    Stays("panels_remit", "a part of a remit is kept", fixed=("code", "kind_id")),
    Stays("panels_panel", "a panel is kept", fixed=("code", "kind_id", "area_id", "starts")),
    Stays(
        "panels_panel", "a panel that ended stays ended", name="panels_ended", when="OLD.ended_on IS NOT NULL", fixed=("ended_on", "ended_why")
    ),
    Stays("panels_terms", "agreed terms of reference are kept as they were agreed", when="OLD.agreed_on IS NOT NULL"),
    # members
    Stays(
        "panels_member", "a seat is kept as it was given", fixed=("panel_id", "starts", "how", "appointed_by_id", "appointed_at", "renews_id")
    ),
    Stays("panels_undertaking", "an undertaking is kept as it was signed", fixed=("terms_id", "signed_on", "lapses_on", "how"), may_go=True),
    Stays("panels_vetting", "vetting is kept as it was recorded", fixed=("level", "state", "on", "valid_until"), may_go=True),
    Stays("panels_training", "training is kept as it was recorded", fixed=("what", "done_on", "needed", "good_until"), may_go=True),
    Stays("panels_interest", "an interest is kept as it was declared", fixed=("kind", "declared_on"), may_go=True),
    Stays("panels_office", "an office is kept", fixed=("position", "how", "starts", "votes_for", "votes_against", "votes_withheld")),
    Stays("panels_rate", "a rate is kept"),
    Stays("panels_claim", "a claim is kept", fixed=("recorded_by_id", "recorded_at")),
    Stays(
        "panels_claim", "a claim that was paid is kept", name="panels_claim_paid", when="OLD.state = 'paid'",
        fixed=("state", "decided_by_id", "decided_at", "paid_on"),
    ),
    Stays("panels_claimline", "an expense is kept as it was claimed", fixed=("kind", "on", "quantity", "rate_id", "asked"), may_go=True),
    # applications
    Stays("panels_application", "an application is kept", fixed=("campaign_id", "reference", "received_on", "channel")),
    Stays("panels_sifting", "a sifting is kept", fixed=("application_id", "by_id", "at")),
    Stays("panels_step", "a step is kept", fixed=("application_id", "kind", "on", "by_id", "at")),
    Stays(
        "panels_step", "that somebody was told is kept", name="panels_step_told", when="OLD.told_on IS NOT NULL", fixed=("told_on", "told_how")
    ),
    Stays("panels_placing", "where a campaign was told of is kept"),
    # meetings
    Stays("panels_meeting", CLOSED, when="OLD.state = 'closed'", fixed=HELD),
    Stays(
        "panels_meeting", "a meeting that was called is kept", name="panels_meeting_called", when="OLD.state <> 'draft'",
        fixed=("panel_id", "number"),
    ),
    Stays(
        "panels_meeting", "a meeting that was called off stays so", name="panels_meeting_off", when="OLD.state = 'cancelled'",
        fixed=("state", "cancelled_why", "cancelled_at"),
    ),
    Stays(
        "panels_attendance", CLOSED, when=_meeting_closed("OLD"), closed=_meeting_closed("NEW"),
        fixed=("meeting_id", "member_id", "stands_for_id", "votes", "present", "came_at", "left_at"),
    ),
    Stays("panels_series", "a series is kept as it was planned"),
    Stays("panels_poll", "a poll is kept", fixed=("panel_id", "asked_by_id", "asked_at")),
    Stays("panels_polldate", "a date that was asked is kept"),
    # agenda and minutes
    Stays("panels_item", "an item is kept", fixed=("panel_id", "kind", "origin_kind", "origin_id", "added_at")),
    Stays(
        "panels_item", "agreed minutes are kept as they were agreed", name="panels_item_minuted", when=MINUTED,
        fixed=("meeting_id", "order", "title_en", "title_cy", "remit_id", "state", "unfinished", "words", "outcome"),
    ),
    Stays("panels_declaration", "an interest in an item is kept", when=CIRCULATED, fixed=("item_id", "attendance_id", "withdrew")),
    Stays("panels_enquiry", "an enquiry is kept", fixed=("panel_id", "item_id", "words", "of_whom", "asked_at")),
    Stays(
        "panels_enquiry", "a reply is kept as it was given", name="panels_enquiry_replied", when="OLD.replied_at IS NOT NULL",
        fixed=("reply", "replied_at", "replied_by_id"),
    ),
    Stays(
        "panels_enquiry", "that the panel was told is kept", name="panels_enquiry_told", when="OLD.told_at_meeting_id IS NOT NULL",
        fixed=("told_at_meeting_id",),
    ),
    Stays("panels_minutes", "minutes are kept", fixed=("meeting_id", "begun_at")),
    Stays("panels_minutes", "agreed minutes are kept as they were agreed", name="panels_minutes_agreed", when="OLD.state = 'agreed'"),
    Stays("panels_circulation", "what was circulated is kept"),
    Stays("panels_correction", "a correction is kept", fixed=("minutes_id", "item_id", "asked", "asked_at")),
    Stays(
        "panels_correction", "an answered correction is kept", name="panels_correction_answered", when="OLD.answered_at IS NOT NULL"
    ),
    # recommendations
    Stays(
        "panels_recommendation", "a recommendation stays as it was made",
        fixed=(
            "panel_id", "meeting_id", "item_id", "number", "words_en", "reasons", "to", "to_whom", "made_on", "entered_by_id", "entered_at",
        ),
    ),
    Stays(
        "panels_recommendation", "a recommendation stays as it was made", name="panels_recommendation_cy", when="OLD.words_cy <> ''",
        fixed=("words_cy",),
    ),
    Stays("panels_recommendationanswer", "an answer to a recommendation is kept"),
    Stays("panels_recommendationstep", "what was done is kept"),
    Stays("panels_recommendationevidence", "evidence is kept"),
    Stays("panels_recommendationtelling", "that the panel was told is kept"),
    Stays("panels_recommendationrepeat", "a judgement on a repeat is kept"),
    # papers and guidance
    Stays("panels_panelfile", "a file is kept", fixed=("kept_as", "sha256", "size", "panel_id")),
    Stays("panels_meetingpaper", "a paper is kept", fixed=("meeting_id", "words", "file_id", "added_by_id", "added_at")),
    Stays("panels_paperreading", "that a paper was read is kept"),
    Stays("panels_guidanceversion", "agreed guidance is kept as it was agreed", when="OLD.agreed_at IS NOT NULL"),
    Stays("panels_guidancereading", "that guidance was read is kept"),
    # publications
    Stays("panels_publication", OUT, when="OLD.fingerprint <> ''", fixed=PUBLISHED),
    Stays(
        "panels_publication", "what was withdrawn stays withdrawn", name="panels_withdrawn", when="OLD.withdrawn_at IS NOT NULL",
        fixed=("state", "withdrawn_at", "withdrawn_by_id", "withdrawn_why", "withdrawn_why_cy"),
    ),
    Stays("panels_publicationtext", OUT, when=_out("OLD"), closed=_out("NEW")),
    Stays("panels_publicationfinding", OUT, when=_out("OLD"), closed=_out("NEW")),
    Stays("panels_publication_writers", OUT, when=_out("OLD"), closed=_out("NEW")),
    # the members' own
    Stays("panels_occasion", "an occasion that was called off stays so", when="OLD.cancelled_at IS NOT NULL"),
    Stays("panels_invitation", "an invitation is kept", fixed=("occasion_id", "member_id", "part")),
    Stays("panels_survey", "a survey is kept", fixed=("panel_id", "year", "opens_on")),
    Stays("panels_tally", "what was counted is kept", fixed=("survey_id", "question", "answer")),
    Stays("panels_taken", "that a survey was answered is kept"),
    Stays("panels_remark", "what was written in a survey is kept", fixed=("survey_id",), may_go=True),
)  # fmt: skip
GUARDS, UNDO = setting(STAYS), lifting(STAYS)


class Migration(migrations.Migration):
    dependencies = [("panels", "0001_initial")]
    operations = [standing(STAYS)]
