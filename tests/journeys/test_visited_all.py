"""Runs last: every page of the product was looked at by a journey. The routes come from the resolver, never from a list kept by hand."""

import re

from tools.documents import routes

from tests.journeys.conftest import visited

FILE = re.compile(r"\.(csv|xlsx|ods|pdf|html|svg|json|<>)$")
# What is no page of its own, or stands where no journey can walk: looked at by the tests of the room named.
ELSEWHERE = {
    "/language": "takes a choice and leads back",
    "/export/<>.<>": "a file", "/import/template/<>.<>": "a file", "/reports/<>/report-<>.<>": "a file",
    "/casework/new/<>/forget/": "deletes and leads back", "/import/<>/forget/": "deletes and leads back",
    "/engagement/<>/close": "closes and leads back", "/communities/<>/resume": "resumes and leads back",
    "/reports/new": "makes and leads to the report", "/people/<>/disable/": "asks and leads back", "/people/<>/enable/": "leads back",
    "/people/invitations/<>/withdraw/": "leads back", "/people/roles/<>/end/": "asks and leads back",
    "/engagement/<>/reopen": "headquarters only, for a closed activity: engagement/tests/test_web.py",
    "/engagement/<>/cancel": "for a planned activity: engagement/tests/test_web.py",
    "/no-role/": "for an account whose last role ended: accounts/tests",
    "/account/2fa/": "two-step sign-in and passkeys: accounts/tests, in a real browser there",
    "/account/oidc/": "an identity provider's answer: accounts/tests",
    "/account/3rdparty/": "an identity provider's answer: accounts/tests",
    "/account/password/reset/": "from a link in a message: accounts/tests",
}  # fmt: skip


def test_every_page_was_looked_at(service):
    pages = {re.sub(r"<\w+>", "<>", route.address) for route in routes() if route.rule != "closed"}
    patterns = {page: re.compile("^" + re.escape(page).replace("<>", "[^/]+") + "$") for page in pages}
    reached = {page for page, pattern in patterns.items() if any(pattern.match(address) for address in visited)}
    left = [page for page in pages - reached if not FILE.search(page) and not page.startswith(tuple(ELSEWHERE))]
    assert not left, f"no journey looks at: {sorted(left)}"


def test_what_is_looked_at_elsewhere_exists():
    pages = {re.sub(r"<\w+>", "<>", route.address) for route in routes()}
    assert all(any(page.startswith(one) for page in pages) for one in ELSEWHERE)
