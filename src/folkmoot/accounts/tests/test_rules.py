"""The table of roles, and the rules of giving them. No database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from folkmoot.accounts.models import ROLE_NAMES
from folkmoot.accounts.rules import (
    CAPABILITIES,
    ROLE_MAY,
    Role,
    fingerprint,
    giving_problem,
    grant_problem,
    in_force,
    invitation_open,
    session_over,
)

AREA_READING = (
    "actions.read bulletins.read calendar.read casework.read communities.read engagement.read home.read reference.read reports.read"
    " stakeholders.read voice.read forms.read decisions.read consultations.read assessments.read panels.read"
    " scrutiny.read quality.read signals.read tables.read assurance.read"
)
AREA_WRITING = (
    " actions.write bulletins.write calendar.write casework.write communities.write engagement.write exports.run imports.run reports.make"
    " reports.answer"
    " safe_contact.read safe_contact.write staff_work.write stakeholders.write strategy.write voice.answer voice.write"
    " voice.restricted forms.write you_said.write you_said.agree decisions.write consultations.write assessments.write"
    " panels.write panels.members panels.answer panels.agree scrutiny.prepare scrutiny.review scrutiny.learn"
)
# What each role may do, written out again by hand: a change of the table must be meant.
MAY = {
    "icem": AREA_READING + AREA_WRITING + " scrutiny.identities casework.review goals.write workforce.read workforce.plans"
    " assurance.write assurance.validate languages.read languages.ask",
    "comms": "actions.read bulletins.read bulletins.write calendar.read calendar.write communities.read engagement.read engagement.write"
    " home.read reference.read reports.read stakeholders.read voice.read voice.write"
    " forms.read forms.write you_said.write you_said.agree decisions.read consultations.read assessments.read"
    " panels.read panels.agree assurance.read languages.ask languages.check languages.read languages.release languages.translate",
    "lead": AREA_READING
    + " actions.write reports.sign reports.review safe_contact.read voice.answer voice.restricted you_said.agree decisions.write"
    " decisions.sign assessments.write assessments.sign panels.answer panels.agree scrutiny.review scrutiny.learn"
    " casework.review quality.review tables.agree goals.write workforce.read workforce.review workforce.plans certificates.sign",
    "staff": "calendar.read communities.read engagement.read engagement.write home.read reference.read voice.write",
    "hq": AREA_READING + AREA_WRITING + " census.load reports.sign themes.issue minimum.issue decisions.sign assessments.sign panels.kinds"
    " reports.review reports.publish"
    " casework.load casework.review quality.review tables.publish tables.agree goals.write workforce.read workforce.write"
    " workforce.review workforce.plans assurance.moderate assurance.write certificates.sign surveys.load"
    " languages.ask languages.check languages.read languages.release languages.translate",
    "analyst": "actions.read casework.read casework.write census.load communities.read home.read reference.read reports.read"
    " decisions.read assessments.read casework.load casework.review quality.read quality.review tables.read tables.publish workforce.read"
    " signals.read surveys.load",
    "hr": "actions.read home.read reference.read reports.read decisions.read assessments.read assessments.write"
    " actions.write tables.read tables.publish workforce.read workforce.write workforce.review workforce.plans signals.read",
    "panel_member": "panel.home case.judge",
    "governance_member": "home.read reference.read reports.read reports.review",
    "lawyer": "bulletins.clear bulletins.read home.read reference.read scrutiny.identities scrutiny.learn scrutiny.read scrutiny.review"
    " quality.read quality.review",
    "inspector": AREA_READING + " audit.read workforce.read",
    "administrator": "accounts.manage audit.read census.load everything.take home.read reference.read subjects.give",
}


@pytest.mark.parametrize("role", list(Role))
def test_what_each_role_may_do(role):
    assert sorted(ROLE_MAY[role]) == sorted(MAY[role].split())


def test_every_role_has_a_name_and_every_capability_words():
    assert set(ROLE_MAY) == set(ROLE_NAMES) == set(Role)
    assert frozenset().union(*ROLE_MAY.values()) <= set(CAPABILITIES)
    assert all(words and not words.endswith(".") for words in CAPABILITIES.values())


def test_only_administrators_manage_accounts_and_they_see_no_communities_voice_or_cases():
    assert [role for role in Role if "accounts.manage" in ROLE_MAY[role]] == [Role.ADMINISTRATOR]
    assert not {"voice.read", "casework.read", "stakeholders.read", "communities.read"} & ROLE_MAY[Role.ADMINISTRATOR]


def test_a_panel_member_may_open_nothing_of_the_services_pages():
    assert not ROLE_MAY[Role.PANEL_MEMBER] & {capability for role in Role if role is not Role.PANEL_MEMBER for capability in ROLE_MAY[role]}


START = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("role", "national", "areas", "panel", "ends", "problem"),
    [
        (Role.ICEM, False, 1, "", None, None),
        (Role.ICEM, False, 3, "", date(2026, 3, 10), None),
        (Role.HQ, True, 0, "", None, None),
        (Role.ANALYST, False, 2, "", None, None),
        (Role.ADMINISTRATOR, True, 0, "", None, None),
        (Role.PANEL_MEMBER, False, 0, "eastern", None, None),
        (Role.PANEL_MEMBER, False, 0, "", None, "A panel member's role is given for one panel, and for no Area."),
        (Role.PANEL_MEMBER, True, 0, "eastern", None, "A panel member's role is given for one panel, and for no Area."),
        (Role.PANEL_MEMBER, False, 1, "eastern", None, "A panel member's role is given for one panel, and for no Area."),
        (Role.ICEM, False, 1, "eastern", None, "Only a panel member's role is given for a panel."),
        (Role.HQ, True, 1, "", None, "Choose the whole of England and Wales or named Areas, not both."),
        (Role.ICEM, False, 0, "", None, "Choose at least one Area."),
        (Role.ICEM, True, 0, "", None, "This role works in named Areas: choose them."),
        (Role.STAFF, True, 0, "", None, "This role works in named Areas: choose them."),
        (Role.ADMINISTRATOR, False, 1, "", None, "An administrator works for the whole of England and Wales."),
        (Role.ICEM, False, 1, "", date(2026, 3, 9), "The role ends before it starts."),
    ],
)  # fmt: skip
def test_why_a_role_may_not_be_given(role, national, areas, panel, ends, problem):
    assert grant_problem(role, national=national, areas=areas, panel=panel, starts=START, ends=ends) == problem


@pytest.mark.parametrize(
    ("day", "holds"),
    [(date(2026, 3, 9), False), (START, True), (date(2026, 3, 20), True), (date(2026, 3, 21), False)],
)
def test_a_role_holds_on_its_first_and_last_day(day, holds):
    assert in_force(START, date(2026, 3, 20), day) is holds


def test_a_role_without_an_end_holds_on():
    assert in_force(START, None, date(2099, 1, 1))


def test_nobody_gives_themselves_a_role():
    assert giving_problem(by_id=4, to_id=4)
    assert giving_problem(by_id=4, to_id=5) is None
    assert giving_problem(by_id=None, to_id=5) is None


NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("began", "seen", "over"),
    [
        (NOON - 2 * HOUR, NOON - HOUR, False),
        (NOON - 2 * HOUR, NOON - HOUR - MINUTE, True),
        (NOON - 8 * HOUR, NOON, False),
        (NOON - 8 * HOUR - MINUTE, NOON, True),
    ],
)
def test_a_session_ends_by_being_left_and_by_its_age_each_to_the_minute(began, seen, over):
    assert session_over(began=began, seen=seen, at=NOON, idle=HOUR, longest=8 * HOUR) is over


@pytest.mark.parametrize(
    ("expires", "accepted", "withdrawn", "is_open"),
    [
        (NOON + MINUTE, None, None, True),
        (NOON, None, None, False),
        (NOON - MINUTE, None, None, False),
        (NOON + HOUR, NOON - HOUR, None, False),
        (NOON + HOUR, None, NOON - HOUR, False),
    ],
)
def test_an_invitation_is_open_once_until_it_expires_or_is_withdrawn(expires, accepted, withdrawn, is_open):
    assert invitation_open(at=NOON, expires_at=expires, accepted_at=accepted, withdrawn_at=withdrawn) is is_open


def test_the_fingerprint_is_sha_256():
    assert fingerprint("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
