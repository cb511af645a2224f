"""The public pages of goals: no account, no cookie, and an address for each language."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from folkmoot.accounts.access import public
from folkmoot.casework.goals import queries
from folkmoot.casework.goals.web import presenters
from folkmoot.voice.published.models import VERSION_NAMES
from folkmoot.voice.published.rules import Version
from folkmoot.voice.published.web.public import in_version

LANGUAGES = (Version.ENGLISH, Version.WELSH)


@public
@in_version
def index(request: HttpRequest, version: Version) -> HttpResponse:
    lines = [presenters.line_of(one, one.public) for one in queries.public_goals()]
    return render(request, "casework/goals_public_index.html", {"lines": lines, **_frame(version)})


@public
@in_version
def goal(request: HttpRequest, pk: int, version: Version) -> HttpResponse:
    standing = queries.public_goal(pk)
    if standing is None:
        raise Http404
    context = {
        "line": presenters.line_of(standing, standing.public), "row": standing.row, "history": presenters.history_lines(standing),
        "pictures": presenters.pictures(standing), "changes": presenters.changes_of(standing, standing.published),
        "place": presenters.place_of(standing.row), **_frame(version),
    }  # fmt: skip
    return render(request, "casework/goals_public_one.html", context)


def _frame(version: Version) -> dict[str, Any]:
    """What stands on every page: the languages to change to."""
    names = [(each.value, VERSION_NAMES[each], each is version) for each in LANGUAGES]
    return {"version": version.value, "versions": names, "is_easy": False, "welsh": version.language == "cy"}
