"""Roles and what each may do: one literal table. No database, no clock."""

import hashlib
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext_noop as _

INVITATION_HOLDS = timedelta(days=7)


class Role(StrEnum):
    ICEM = "icem"
    COMMS = "comms"
    LEAD = "lead"
    STAFF = "staff"
    HQ = "hq"
    ANALYST = "analyst"
    HR = "hr"
    PANEL_MEMBER = "panel_member"
    GOVERNANCE_MEMBER = "governance_member"
    LAWYER = "lawyer"
    INSPECTOR = "inspector"
    ADMINISTRATOR = "administrator"


# What may be done, in words shown beside each grant so that nobody gives more than they mean to.
CAPABILITIES: dict[str, str] = {
    "home.read": _("open the home page and see what needs them"),
    "panel.home": _("open the panel member's own pages"),
    "reference.read": _("see Areas, forces, counties, category schemes and the strategy"),
    "communities.read": _("see communities and reach"),
    "communities.write": _("add and change communities"),
    "census.load": _("bring in published population, deprivation, lookups and boundaries"),
    "stakeholders.read": _("see organisations and the people in them"),
    "stakeholders.write": _("add and change organisations and the people in them"),
    "safe_contact.read": _("read how somebody may safely be contacted"),
    "safe_contact.write": _("write how somebody may safely be contacted"),
    "engagement.read": _("see planned and recorded activity"),
    "engagement.write": _("plan, record and close activity"),
    "staff_work.write": _("keep staff units, briefings and volunteering opportunities"),
    "calendar.read": _("see the calendar of engagement and communications"),
    "calendar.write": _("put communications into the calendar and invite people"),
    "bulletins.read": _("read casework bulletins"),
    "bulletins.write": _("write casework bulletins and send those that are cleared"),
    "bulletins.clear": _("clear a casework bulletin as its named lawyer"),
    "voice.read": _("read what communities said"),
    "voice.write": _("record what was said"),
    "voice.answer": _("answer a point and record that people were told"),
    "voice.restricted": _("read points that are kept to those who answer them"),
    "themes.issue": _("issue the national coding list of themes"),
    "forms.read": _("see forms and what was answered in them"),
    "forms.write": _("make forms and surveys, and enter answers given on paper"),
    "you_said.write": _("prepare “You said, we did” for publication"),
    "you_said.agree": _("agree, as the second person, that “You said, we did” is published"),
    "actions.read": _("see actions, progress and evidence"),
    "actions.write": _("raise actions and record progress and evidence"),
    "minimum.issue": _("issue the minimum set of actions for every Area"),
    "decisions.read": _("see decisions and what was considered"),
    "decisions.write": _("prepare a decision and what is considered for it"),
    "decisions.sign": _("take a decision in their own name"),
    "consultations.read": _("see consultations and what came of them"),
    "consultations.write": _("run consultations"),
    "assessments.read": _("see equality impact assessments"),
    "assessments.write": _("write equality impact assessments"),
    "assessments.sign": _("sign equality impact assessments"),
    "panels.read": _("see panels, their meetings, minutes and recommendations"),
    "panels.write": _("set up panels, call meetings, write minutes and record recommendations"),
    "panels.members": _("recruit and appoint panel members, and see what is kept about them"),
    "panels.answer": _("answer a panel's recommendation for the service"),
    "panels.agree": _("agree, as the second person, what a panel publishes"),
    "panels.kinds": _("keep the kinds of panel and the guidance on how panels operate"),
    "case.judge": _("read and judge the cases of the panel on which they sit"),
    "scrutiny.read": _("see lists, draws, receipts and what panels found in cases (never whose case it is)"),
    "scrutiny.prepare": _("bring in lists of finalised cases, draw from them and prepare packs"),
    "scrutiny.identities": _("see which case a pseudonym stands for, and what its documents hold"),
    "scrutiny.review": _("review, release and recall packs that others prepared"),
    "scrutiny.learn": _("record what is learned from cases, answer it, and keep community impact statements"),
    "casework.read": _("see disproportionality tables (never a case)"),
    "casework.write": _("load a case file and keep its counts, and answer signals"),
    "casework.load": _("declare data sources, bring in their months and take them back, and set the rule for signals"),
    "casework.review": _("review, as the second person, how a signal was answered"),
    "signals.read": _("see signals, in casework or in the workforce as the role gives, and what became of them"),
    "quality.read": _("see the quality of data and of casework reviews (never whose case it is)"),
    "quality.review": _("draw and review cases for the quality of casework"),
    "tables.read": _("see what is prepared for publication, and the register of what was published"),
    "tables.publish": _("prepare tables for publication"),
    "tables.agree": _("agree, as the second person, that tables are published"),
    "goals.write": _("set public goals with an advisory group"),
    "workforce.read": _("see figures about staff (never a named person)"),
    "workforce.write": _("bring in figures about staff and set targets"),
    "workforce.review": _("review, as the second person, how a signal in the workforce was answered"),
    "workforce.plans": _("keep local diversity and inclusion plans"),
    "assurance.read": _("see how Areas assess their work with communities, and certificates of assurance"),
    "assurance.write": _("assess an Area's work with communities and prepare its certificate of assurance"),
    "assurance.validate": _("validate, for another Area, how an Area assessed itself"),
    "assurance.moderate": _("issue the framework, open rounds, and settle levels on which two Areas differ"),
    "certificates.sign": _("sign a certificate of assurance as its named lead"),
    "reports.read": _("read Board reports"),
    "reports.make": _("make a Board report from live records"),
    "reports.sign": _("sign a Board report"),
    "reports.review": _("comment on and challenge a draft report that was opened to them"),
    "reports.answer": _("answer comments and challenges on a draft report"),
    "reports.publish": _("prepare a signed report for publication, or publish it as the second person"),
    "languages.read": _("see texts in other languages and in Easy Read, and how far they have come"),
    "languages.ask": _("offer a text to the translators and ask for it in another language"),
    "languages.translate": _("translate texts, write Easy Read editions, and attach films in BSL, readings and large print"),
    "languages.check": _("check, as the second person, what somebody else translated, filmed or read aloud"),
    "languages.release": _("release and withdraw translations, Easy Read editions, films, readings and large print"),
    "imports.run": _("bring in organisations, contacts, activities and points from files"),
    "exports.run": _("take out organisations, contacts, activities and points as files"),
    "strategy.write": _("keep trends, strategic priorities, and what is reported on commitments and their measures"),
    "surveys.load": _("bring in surveys of the public that answer a measure"),
    "accounts.manage": _("invite people, give and end roles"),
    "audit.read": _("read the audit trail"),
    "subjects.give": _("gather what is held about one person, and give it to them"),
    "everything.take": _("take the whole service out as files, for a reason that is recorded"),
}

_AREA_READING = {
    "home.read", "reference.read", "communities.read", "stakeholders.read", "engagement.read", "voice.read", "actions.read",
    "casework.read", "reports.read", "calendar.read", "bulletins.read",
    "forms.read", "decisions.read", "consultations.read", "assessments.read", "panels.read", "scrutiny.read", "quality.read",
    "signals.read",
    "tables.read", "assurance.read",
}  # fmt: skip
_AREA_WRITING = {
    "communities.write", "stakeholders.write", "safe_contact.read", "safe_contact.write", "engagement.write", "calendar.write",
    "staff_work.write", "bulletins.write", "strategy.write", "voice.write", "voice.answer", "voice.restricted", "actions.write",
    "forms.write", "you_said.write", "you_said.agree", "decisions.write", "consultations.write", "assessments.write",
    "imports.run", "exports.run", "panels.write", "panels.members", "panels.answer", "panels.agree",
    "scrutiny.prepare", "scrutiny.review", "scrutiny.learn",
}  # fmt: skip

ROLE_MAY: dict[Role, frozenset[str]] = {
    Role.ICEM: frozenset(
        _AREA_READING
        | _AREA_WRITING
        | {
            "languages.read",
            "languages.ask",
            "casework.write",
            "casework.review",
            "goals.write",
            "reports.make",
            "reports.answer",
            "assurance.write",
            "assurance.validate",
            "scrutiny.identities",
            "workforce.read",
            "workforce.plans",
        }
    ),
    Role.COMMS: frozenset(
        _AREA_READING - {"casework.read", "scrutiny.read", "quality.read", "signals.read", "tables.read"}
        | {
            "languages.read",
            "languages.ask",
            "languages.translate",
            "languages.check",
            "languages.release",
            "engagement.write",
            "voice.write",
            "calendar.write",
            "bulletins.write",
            "forms.write",
            "you_said.write",
            "you_said.agree",
            "panels.agree",
        }
    ),
    Role.LEAD: frozenset(
        _AREA_READING
        | {
            "safe_contact.read",
            "voice.answer",
            "voice.restricted",
            "actions.write",
            "reports.sign",
            "certificates.sign",
            "reports.review",
            "you_said.agree",
            "decisions.write",
            "decisions.sign",
            "assessments.write",
            "assessments.sign",
            "panels.answer",
            "panels.agree",
            "scrutiny.review",
            "scrutiny.learn",
            "casework.review",
            "quality.review",
            "tables.agree",
            "goals.write",
            "workforce.read",
            "workforce.review",
            "workforce.plans",
        }
    ),
    Role.STAFF: frozenset(
        {"home.read", "reference.read", "communities.read", "engagement.read", "engagement.write", "voice.write", "calendar.read"}
    ),
    Role.HQ: frozenset(
        _AREA_READING
        | _AREA_WRITING
        | {
            "languages.read",
            "languages.ask",
            "languages.translate",
            "languages.check",
            "languages.release",
            "census.load",
            "surveys.load",
            "casework.write",
            "casework.load",
            "casework.review",
            "quality.review",
            "tables.publish",
            "tables.agree",
            "goals.write",
            "workforce.read",
            "workforce.write",
            "workforce.review",
            "workforce.plans",
            "reports.make",
            "reports.sign",
            "assurance.write",
            "assurance.moderate",
            "certificates.sign",
            "reports.review",
            "reports.answer",
            "reports.publish",
            "themes.issue",
            "minimum.issue",
            "panels.kinds",
            "decisions.sign",
            "assessments.sign",
        }
    ),
    Role.ANALYST: frozenset(
        {
            "home.read",
            "reference.read",
            "communities.read",
            "census.load",
            "surveys.load",
            "actions.read",
            "casework.read",
            "casework.write",
            "casework.load",
            "casework.review",
            "quality.read",
            "signals.read",
            "quality.review",
            "tables.read",
            "tables.publish",
            "workforce.read",
            "reports.read",
            "decisions.read",
            "assessments.read",
        }
    ),
    Role.HR: frozenset(
        {
            "home.read",
            "reference.read",
            "actions.read",
            "actions.write",
            "reports.read",
            "decisions.read",
            "assessments.read",
            "assessments.write",
            "tables.read",
            "tables.publish",
            "signals.read",
            "workforce.read",
            "workforce.write",
            "workforce.review",
            "workforce.plans",
        }
    ),
    Role.PANEL_MEMBER: frozenset({"panel.home", "case.judge"}),
    Role.GOVERNANCE_MEMBER: frozenset({"home.read", "reference.read", "reports.read", "reports.review"}),
    Role.LAWYER: frozenset(
        {
            "home.read",
            "reference.read",
            "bulletins.read",
            "bulletins.clear",
            "scrutiny.read",
            "scrutiny.identities",
            "scrutiny.review",
            "scrutiny.learn",
            "quality.read",
            "quality.review",
        }
    ),
    Role.INSPECTOR: frozenset(_AREA_READING | {"audit.read", "workforce.read"}),
    Role.ADMINISTRATOR: frozenset(
        {"home.read", "reference.read", "census.load", "accounts.manage", "audit.read", "subjects.give", "everything.take"}
    ),
}
# Roles that work for the whole service; all others are given for named Areas, or a panel.
NATIONAL_ROLES = frozenset({Role.HQ, Role.ANALYST, Role.HR, Role.GOVERNANCE_MEMBER, Role.INSPECTOR, Role.ADMINISTRATOR})


def grant_problem(role: Role, *, national: bool, areas: int, panel: str, starts: date, ends: date | None) -> str | None:
    """Why a grant may not be given, or None. `areas` is how many Areas it names."""
    if role is Role.PANEL_MEMBER and (national or areas or not panel):
        return "A panel member's role is given for one panel, and for no Area."
    if role is not Role.PANEL_MEMBER and panel:
        return "Only a panel member's role is given for a panel."
    if national and areas:
        return "Choose the whole of England and Wales or named Areas, not both."
    if not national and not areas and not panel:
        return "Choose at least one Area."
    if role is Role.ADMINISTRATOR and not national:
        return "An administrator works for the whole of England and Wales."
    if national and role not in NATIONAL_ROLES:
        return "This role works in named Areas: choose them."
    if ends and ends < starts:
        return "The role ends before it starts."
    return None


def in_force(starts: date, ends: date | None, today: date) -> bool:
    """A role holds from its first day to its last, both included."""
    return starts <= today and (ends is None or today <= ends)


def giving_problem(*, by_id: int | None, to_id: int) -> str | None:
    """Why this person may not give that person a role, or None. Nobody widens their own role: that takes two people."""
    return "You cannot give yourself a role. Ask another administrator." if by_id == to_id else None


def session_over(*, began: datetime, seen: datetime, at: datetime, idle: timedelta, longest: timedelta) -> bool:
    """Whether a session has been left for longer than `idle`, or has lasted longer than `longest` however busy it was."""
    return at - seen > idle or at - began > longest


def invitation_open(*, at: datetime, expires_at: datetime, accepted_at: datetime | None, withdrawn_at: datetime | None) -> bool:
    """An invitation works once, until it expires or is withdrawn."""
    return accepted_at is None and withdrawn_at is None and at < expires_at


def fingerprint(token: str) -> str:
    """What is kept of an invitation's link: the SHA-256 of its token. The token has 256 random bits, so no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()
