"""Pages on which a publication is made, each version read and changed, and a finding vouched for."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.errors import FolkmootError
from folkmoot.foundation.once import only_once
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.publications import operations, queries, wording
from folkmoot.panels.publications.models import Publication
from folkmoot.panels.publications.rules import OPEN, Kind
from folkmoot.panels.publications.web.forms import AnnualForm, AnswerForm, ExplainForm, StatementForm, TextForm
from folkmoot.panels.publications.web.presenters import LEAK_WORDS
from folkmoot.panels.publications.web.views import address, in_sight, to_make_for
from folkmoot.voice.published import easy
from folkmoot.voice.published.models import VERSION_NAMES
from folkmoot.voice.published.rules import Version
from folkmoot.webkit.forms import GovukForm

A_PAGE = 50
# part of the address -> form, title, and what it says of itself
FORMS: dict[str, tuple[type[GovukForm], Promise, Promise]] = {
    "annual": (
        AnnualForm, _("Make an annual report"),
        _("It is made from meetings, terms of reference, recommendations and their answers, coverage of the remit, who is represented, "
          "whom members told, and the survey of members."),
    ),
    "foi": (
        AnswerForm, _("Answer a request for information"),
        _("It is made from the dates of meetings, terms of reference, organisations represented, recommendations with what became of "
          "them, and actions. No person is in it."),
    ),
    "representation": (
        StatementForm, _("Make a statement of representation"),
        _("It says for which communities the members of the panel can speak, and for which nobody can yet. No person is in it."),
    ),
}  # fmt: skip


@may("panels.write")
def choose(request: HttpRequest) -> HttpResponse:
    """The panels of which something can be made."""
    page = Paginator(queries.panels_to_publish(request.viewer), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "panels/publications_choose.html", {"page": page})


@may("panels.write")
def new(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """One form for each kind but the update, which needs none."""
    if kind not in FORMS:
        raise Http404
    panel, today = to_make_for(request, code), timezone.localdate(request.at)
    form_class, title, lead = FORMS[kind]
    form = form_class(request.POST or None, initial=started(**_first_values(Kind(kind), panel.starts, today)))

    def do(values: dict[str, Any]) -> str:
        return address(operations.make(by=request.viewer, at=request.at, panel=panel, kind=kind, **values))

    return form_page(
        request, form, title=title, lead=f"{panel.name}. {lead}", back=reverse("panels:publications"), do=do,
        done=_("It is made. Read it, and read what the check found."),
    )  # fmt: skip


def _first_values(kind: Kind, set_up: date, today: date) -> dict[str, object]:
    if kind is Kind.REPRESENTATION:
        return {"last": today}
    if kind is Kind.FOI:
        return {"first": max(set_up, today - timedelta(days=3 * 365)), "last": today}
    year = today.year if today >= date(today.year, 4, 1) else today.year - 1
    return {"first": date(year - 1, 4, 1), "last": date(year, 3, 31)}


@may("panels.write")
@require_POST
def update(request: HttpRequest, pk: int) -> HttpResponse:
    """The update after a meeting, in one press."""
    meeting = queries.closed_meeting(request.viewer, pk)
    if meeting is None:
        raise Http404

    def do() -> str:
        made = operations.make(by=request.viewer, at=request.at, panel=meeting.panel, kind=Kind.UPDATE, meeting=meeting)
        return address(made)

    try:
        where = only_once(request.POST.get("mark", ""), account_id=request.viewer.account_id, at=request.at, do=do)
    except FolkmootError as refused:
        messages.error(request, str(refused))
        return redirect(_there_already(meeting) or reverse("panels:publications"))
    messages.success(request, str(_("It is made. Read it, and read what the check found.")))
    return redirect(where)


def _there_already(meeting: Meeting) -> str:
    found = queries.update_of(meeting)
    return address(found) if found else ""


@may("panels.write")
def text(request: HttpRequest, pk: int, which: str) -> HttpResponse:
    """One version: read it, change it, and say that it was read."""
    publication, version = to_edit(request, pk), _version(which)
    row = next(each for each in publication.publicationtexts.all() if each.which == version.value)
    initial = started(version=row.version, title=row.title, words=row.words, read=row.read_at is not None)
    form = TextForm(request.POST or None, initial=initial)

    def do(values: dict[str, Any]) -> str:
        operations.write_text(
            by=request.viewer, at=request.at, publication=publication, which=version.value, seen_version=values.pop("version"), **values
        )
        return address(publication)

    return form_page(
        request, form, title=_("Version: %(name)s") % {"name": VERSION_NAMES[version]}, back=address(publication), do=do,
        done=_("The version was saved."), template="panels/publications_text.html", publication=publication, row=row,
        is_easy=version.is_easy, language=version.language, hard=easy.hard(wording.sentences(row.words)) if version.is_easy else [],
    )  # fmt: skip


@may("panels.write")
def explain(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Vouch for something that the check found."""
    publication = to_edit(request, pk)
    checked = queries.check_before_leaving(publication, today=timezone.localdate(request.at))
    finding = next((each for each in checked.findings if each.key == key and not each.never), None)
    if finding is None:
        raise Http404
    form = ExplainForm(request.POST or None, initial=started(why=finding.explained))

    def do(values: dict[str, Any]) -> str:
        operations.explain(by=request.viewer, at=request.at, publication=publication, key=key, **values)
        return address(publication)

    return form_page(
        request, form, title=_("Say why it may stay"), lead=f"{LEAK_WORDS[finding.kind]}: {finding.context}", back=address(publication),
        do=do, done=_("The explanation was saved."),
    )  # fmt: skip


def to_edit(request: HttpRequest, pk: int) -> Publication:
    """A publication that this viewer may still write; any other page does not exist."""
    publication = in_sight(request, pk)
    to_make_for(request, publication.panel.code)
    if publication.state not in OPEN:
        raise Http404
    return publication


def _version(which: str) -> Version:
    try:
        return Version(which)
    except ValueError:
        raise Http404 from None
