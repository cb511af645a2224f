"""What does not leave the service, each with its reason; and labels for the tables of the libraries, which carry none.

Everything else leaves: a table nobody has thought of is exported, never forgotten.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from folkmoot.foundation.privacy import Label, labels

TABLES_LEFT_OUT: dict[str, str] = {
    "sessions.session": "it opens what somebody has open",
    "mfa.authenticator": "it holds the secrets of second steps",
    "account.emailconfirmation": "it holds keys that were sent in letters",
    "socialaccount.socialapp": "it holds the secret of the sign-in of your own organisation, which stands in the settings",
    "socialaccount.socialaccount": "it says how somebody proves who they are elsewhere; it is tied anew when they first sign in",
    "socialaccount.socialtoken": "it holds tokens",
    "contenttypes.contenttype": "it is made with the database, and nothing points at it",
    "auth.permission": "it is made with the database, and nothing points at it",
    "auth.group": "it is never used: what somebody may do follows from their role",
    "auth.group_permissions": "it is never used: what somebody may do follows from their role",
    "stakeholders.namekey": "it is made anew from the people and organisations",
    "overview.found": "it is made anew from what may be found",
    "overview.readsofar": "it says how far the index of search has read, and is made anew with it",
}

# Of these, the tables that are made anew from the others once they are in.
MADE_ANEW = ("stakeholders.namekey", "overview.found", "overview.readsofar")


@dataclass(frozen=True)
class ColumnLeftOut:
    """A column that does not leave, why, and what stands in it when the rows come back."""

    reason: str
    instead: Callable[[], str]


COLUMNS_LEFT_OUT: dict[tuple[str, str], ColumnLeftOut] = {
    ("accounts.account", "password"): ColumnLeftOut(
        "passwords never leave, not even as fingerprints; everybody chooses a new one", lambda: make_password(None)
    ),
    ("accounts.invitation", "fingerprint"): ColumnLeftOut("links that were sent stop working", lambda: secrets.token_hex(32)),
    ("engagement.feed", "fingerprint"): ColumnLeftOut("secret addresses of calendars stop working", lambda: secrets.token_hex(32)),
    ("engagement.sheet", "before_token"): ColumnLeftOut("links printed on sheets stop working", lambda: secrets.token_urlsafe(12)),
    ("engagement.sheet", "after_token"): ColumnLeftOut("links printed on sheets stop working", lambda: secrets.token_urlsafe(12)),
}

# Files of the data folder that do not leave, each with its reason.
FOLDERS_LEFT_OUT: dict[str, str] = {
    "secret.key": "it signs links and sessions; carry it by hand if the new service is to honour those already sent",
    "cases.key": "it opens the cases that were sealed; carry it by hand, apart from this package, or they stay sealed for ever",
    "folkmoot.sqlite3": "it is the database, of which this package is the open form",
    "static": "it comes with the product",
    "cache": "it is made anew",
    "incoming": "it holds files that nobody has used yet, and is emptied after two hours",
    "outbox": "it holds letters that were written to files because no mail server is named",
    "attempts": "it holds the failed sign-ins of the last quarter of an hour, which become events of the audit trail",
    "fictional": "it marks a fictional service, and holds its password; the package says that it is fictional",
}

# Labels of the tables of libraries that leave.
LIBRARY_LABELS: dict[str, dict[str, Label]] = {"account.emailaddress": labels(personal="email user", operational="id verified primary")}

# What `folkmoot setup` and `folkmoot reference load` put into a new service: these rows give way to those that come in.
FILLED_BY_SETUP = frozenset(
    """
    foundation.auditevent areas.area areas.areaalias areas.areasuccession areas.policeforce areas.forcealias areas.county areas.areaforce
    areas.areacounty areas.forcecounty areas.authority areas.authoritysuccession characteristics.scheme characteristics.category
    characteristics.categorymapping characteristics.categorylabel strategy.strategy strategy.aim strategy.commitment strategy.measure
    voice.theme voice.codinglist voice.listentry panels.panelkind panels.remit panels.guidance panels.guidanceversion panels.rate
    scrutiny.gradescale scrutiny.grade scrutiny.questionset scrutiny.question workforce.target
    assurance.framework assurance.criterion assurance.level assurance.certificateline
    """.split()  # noqa: SIM905
)
