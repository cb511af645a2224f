"""Runs last: every page of the product was looked at by a journey. The routes come from the resolver, never from a list kept by hand."""

import re

from tools.documents import routes

from tests.journeys.conftest import visited

FILE = re.compile(r"\.(csv|xlsx|ods|pdf|html|svg|json|<>)$")
# What is no page of its own, or stands where no journey can walk: looked at by the tests of the room named.
ELSEWHERE = {
    "/casework/workbench/published/<>/": "once a published table is loaded: casework/workbench/tests/test_published.py",
    "/casework/workbench/published/<>/data.<>": "a file", "/engagement/<>/confidence/<>\\.svg": "a picture",
    "/engagement/<>/papers/<>/remove": "asks and leads back",
    "/organisations/people/<>/safe-contact/write": "kept from whoever may not: stakeholders/tests",
    "/workforce/survey/bring-in/<>/forget": "deletes and leads back",
    "/language": "takes a choice and leads back",
    "/health/*": "for machines: overview/running/tests", "/metrics": "for machines: overview/running/tests",
    "/panels/members/<>/step-down": "a form like the others, for whoever chairs: panels/members/tests",
    "/export/<>.<>": "a file", "/import/template/<>.<>": "a file", "/reports/<>/report-<>.<>": "a file",
    "/casework/new/<>/forget/": "deletes and leads back", "/import/<>/forget/": "deletes and leads back",
    "/engagement/<>/close": "closes and leads back", "/communities/<>/resume": "resumes and leads back",
    "/reports/new": "makes and leads to the report", "/people/<>/disable/": "asks and leads back", "/people/<>/enable/": "leads back",
    "/people/invitations/<>/withdraw/": "leads back", "/people/roles/<>/end/": "asks and leads back",
    "/engagement/<>/reopen": "headquarters only, for a closed activity: engagement/tests/test_web.py",
    "/engagement/<>/cancel": "for a planned activity: engagement/tests/test_web.py",
    "/no-role/": "for an account whose last role ended: accounts/tests",
    "/account/2fa/*": "two-step sign-in and passkeys: accounts/tests, in a real browser there",
    "/account/oidc/*": "an identity provider's answer: accounts/tests",
    "/account/3rdparty/*": "an identity provider's answer: accounts/tests",
    "/account/password/reset/*": "from a link in a message: accounts/tests",
    "/areas/brought-in/<>/forget/": "deletes and leads back", "/who-lives-here/bring-in/<>/forget": "deletes and leads back",
    "/engagement/calendar/feeds/<>/revoke": "stops a feed and leads back",
    "/engagement/calendar/activities/<>/invitations/send": "sends and leads back",
    "/engagement/calendar/drafts/<>/discard": "leads back", "/engagement/calendar/drafts/<>/seen": "leads back",
    "/engagement/bulletins/<>/clear": "clears and leads back", "/engagement/bulletins/<>/seal": "seals and leads back",
    "/engagement/bulletins/<>/send": "sends: engagement/bulletins/tests",
    "/engagement/bulletins/<>/send-back": "sends back: engagement/bulletins/tests",
    "/engagement/bulletins/<>/copies/<>": "words as they left",
    "/engagement/bulletins/<>/cases/<>/remove": "leads back", "/engagement/bulletins/recipients/<>/drop": "leads back",
    "/engagement/conversations/me/take-back": "leads back", "/engagement/volunteering/time/<>/remove": "leads back",
    "/engagement/volunteering/<>/take-up": "for staff: engagement/volunteering/tests",
    "/engagement/volunteering/<>/leave": "for staff: engagement/volunteering/tests",
    "/engagement/<>/confidence/stop": "leads back", "/engagement/<>/papers/<>": "a file, or the page to remove it: engagement/papers/tests",
    "/organisations/duplicates/<>/aside": "leads back", "/organisations/duplicates/search": "starts a search and leads back",
    "/organisations/people/roles/<>/main": "leads back", "/organisations/people/<>/safe-contact/remove": "leads back",
    "/organisations/partnerships/<>/resume": "for one that ended: stakeholders/partnerships/tests",
    "/organisations/sources/<>/expect": "for one that ended: stakeholders/sources/tests",
    "/strategy/trends/<>/take-up": "for one that ended: strategy/trends/tests",
    "/communities/<>/count": "counts and leads back", "/c/<>": "for whoever holds the link: engagement/confidence/tests",
    "/r/calendar/<>.ics": "a file",
    "/engagement/conversations/<>/change": "for whoever logged it: engagement/conversations/tests",
    "/engagement/volunteering/time": "for staff: engagement/volunteering/tests",
    "/engagement/bulletins/recipients/<>/reply": "a form like the others: engagement/bulletins/tests",
    "/engagement/<>/confidence/<>": "to be printed and put up: engagement/confidence/tests",
    "/organisations/people/<>/safe-contact": "read with a reason: stakeholders/tests",
    "/organisations/relationships/<>/end": "asks and leads back: stakeholders/tests",
    "/organisations/speaks-for/<>/end": "asks and leads back: stakeholders/tests",
    "/area/<>/<>/": "what leads to a page of one Area: overview/area/tests",
    "/inbox/read/": "marks as read and leads back", "/letters/<>/<>/": "settles a letter and leads back",
    "/about-a-person/<>/": "behind a search that is sent: overview/subjects/tests",
    "/actions/commitments/take-out/<>": "a file", "/voice/forms/<>/step/<>": "opens, closes or counts, and leads back",
    "/voice/forms/<>/pages/<>/remove": "leads back", "/voice/forms/<>/questions/<>/<>": "moves or takes out and leads back",
    "/voice/coding/undo": "takes a coding back and leads back", "/voice/coding-list/local/<>/take-in": "leads to the draft",
    "/voice/published/<>/do/<>": "takes a step and leads back",
    "/voice/published/<>/finding/<>": "only where the check found something: voice/published/tests",
    "/voice/published/<>/withdraw": "a form like the others, for what is published: voice/published/tests",
    "/decisions/assessments/<>/submit": "submits and leads back", "/decisions/assessments/<>/new-version": "begins and leads to it",
    "/decisions/assessments/<>/evidence/<>/leave-out": "leads back", "/decisions/assessments/<>/combinations/<>/remove": "leads back",
    "/decisions/assessments/<>/combinations/<>": "the form that adds one, filled in",
    "/decisions/assessments/<>/publish/explain/<>": "only where the check found something: decisions/assessments/tests",
    "/strategy/bring-in/check/<>": "the lines of a file that was sent: strategy/tests",
    "/dates/<>/meeting.ics": "a file", "/panels/meetings/<>/meeting.ics": "a file", "/panels/papers/<>/file": "a file",
    "/panels/expenses/<>/<>/receipt": "a file", "/panels/expenses/mine/<>/<>/<>/receipt": "a file",
    "/panels/recommendations/<>/evidence/<>": "a file",
    "/panels/meetings/<>/ask-new": "asks and leads back", "/panels/meetings/<>/remind": "writes again and leads back",
    "/panels/meetings/polls/<>/remind": "writes again and leads back",
    "/panels/publications/<>/do/<>": "takes a step and leads back", "/panels/publications/meetings/<>/update": "makes and leads to it",
    "/panels/expenses/<>/<>/take-out": "as the member's own: panels/expenses/tests",
    "/panels/expenses/<>/add": "as the member's own: panels/expenses/tests",
    "/panels/expenses/<>/send": "as the member's own: panels/expenses/tests",
    "/panels/expenses/<>/take-back": "as the member's own: panels/expenses/tests",
    "/check-a-draw/page": "a file", "/my-cases/draws/<>/list": "a file", "/my-cases/draws/<>/receipt": "a file",
    "/scrutiny/draws/<>/list": "a file", "/scrutiny/draws/<>/receipt": "a file", "/scrutiny/learning/<>/evidence/<>": "a file",
    "/my-cases/judge/<>/joint": "as the service's own, for whoever chairs: scrutiny/assessment/tests/test_web.py",
    "/my-cases/judge/<>/show": "as the service's own, for whoever chairs: scrutiny/assessment/tests/test_web.py",
    "/scrutiny/assessment/<>/reply": "only where a grade asks for a reply: scrutiny/assessment/tests/test_web.py",
    "/scrutiny/assessment/calibration/<>/key": "only for a calibration round: scrutiny/assessment/tests/test_web.py",
    "/scrutiny/lists/sent/<>/forget": "deletes and leads back", "/scrutiny/packs/<>/people/<>/forget": "takes out and leads back",
    "/scrutiny/packs/documents/<>/<>/accept": "accepts and leads back", "/scrutiny/packs/documents/<>/<>/missed": "marks and leads back",
    "/scrutiny/packs/documents/<>/<>/unmark": "leads back", "/scrutiny/packs/documents/<>/again": "reads again and leads back",
    "/scrutiny/packs/documents/<>/seen": "leads back", "/scrutiny/questions/<>/<>/out": "takes out and leads back",
    "/casework/sources/<>/load/<>/forget/": "deletes and leads back", "/casework/tables/<>/do/<>": "takes a step and leads back",
    "/casework/quality/<>/beside/<>/": "only where two sources hold the same months: casework/quality/tests",
    "/casework/goals/<>/*": "once a goal is set: casework/goals/tests",
    "/assurance/answers/<>/where/": "leads to where the answer stands",
    "/assurance/evidence/<>/remove/": "asks and leads back: assurance/tests/test_rounds.py",
    "/assurance/framework/criteria/<>/drop/": "asks and leads back: assurance/tests/test_rounds.py",
    "/assurance/validating/<>/send/": "for the Area that validates, while it does: assurance/tests",
    "/assurance/validating/answers/<>/": "for the Area that validates, while it does: assurance/tests",
    "/assurance/certificates/<>/lead/": "a form like the others, for a certificate in hand: assurance/tests",
    "/assurance/certificates/<>/sign/": "a form like the others, for a certificate in hand: assurance/tests",
    "/assurance/certificates/lines/<>/": "a form like the others, for a certificate in hand: assurance/tests",
    "/assurance/certificates/became/<>/": "a form like the others, once an exception was followed up: assurance/tests",
    "/languages/easy-read/part/<>/picture/": "a picture", "/languages/media/<>/file": "a file",
    "/open/v1/<>": "data, no page: site/tests", "/open/v1/<>/<>": "data, no page: site/tests", "/public/releases/feed": "a feed",
    "/other-formats/<>/file": "a file", "/other-formats/<>/transcript.txt": "a file", "/other-formats/easy-read/picture/<>": "a picture",
    "/reports/<>/do/<>": "takes a step and leads back",
    "/reports/<>/review": "a form like the others, for a draft that nobody was asked about: reports/review/tests",
    "/strategy/measures/surveys/check/<>": "the lines of a file that was sent: strategy/surveys/tests",
    "/strategy/measures/take-in": "takes figures in and leads back",
    "/workforce/survey/bring-in/<>/": "the report of a published workbook that was sent: workforce/survey/tests",
}  # fmt: skip


def test_every_page_was_looked_at(service):
    pages = {re.sub(r"<\w+>", "<>", route.address) for route in routes() if route.rule != "closed"}
    patterns = {page: re.compile("^" + re.escape(page).replace("<>", "[^/]+") + "$") for page in pages}
    reached = {page for page, pattern in patterns.items() if any(pattern.match(address) for address in visited)}
    left = [page for page in pages - reached if not FILE.search(page) and not excused(page)]
    assert not left, f"no journey looks at: {sorted(left)}"


def test_what_is_looked_at_elsewhere_exists():
    pages = {re.sub(r"<\w+>", "<>", route.address) for route in routes()}
    assert [one for one in ELSEWHERE if not any(fits(page, one) for page in pages)] == []


def excused(page: str) -> bool:
    return any(fits(page, one) for one in ELSEWHERE)


def fits(page: str, one: str) -> bool:
    """A line with a star stands for every page below it, any other for one page."""
    return page.startswith(one[:-1]) if one.endswith("*") else page == one
