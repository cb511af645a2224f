"""Pages on which papers are put before a meeting, read, lengthened and withdrawn. A file is always handed over to be saved."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.web.consultation import shown
from folkmoot.engagement.papers.rules import MOST_BYTES
from folkmoot.foundation.uploads import takes_file
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.members.queries import sitting
from folkmoot.panels.papers import operations, queries
from folkmoot.panels.papers.models import MeetingPaper
from folkmoot.panels.papers.rules import proposed_end
from folkmoot.panels.papers.web.forms import ChangePaperForm, PaperForm, WithdrawPaperForm
from folkmoot.panels.papers.web.handing import as_download, sent_with_files
from folkmoot.panels.queries import may_in, of_panels


@may("panels.read")
def listing(request: HttpRequest, meeting: int) -> HttpResponse:
    row, viewer = _meeting(request, meeting, "panels.read"), request.viewer
    standings = queries.standings(viewer, row)
    may_write = may_in(viewer, row.panel, "panels.write")
    shown(request, [each.paper for each in standings if each.paper.restricted])
    context = {
        "meeting": row, "standings": standings, "hidden": queries.hidden_from(viewer, row), "today": timezone.localdate(request.at),
        "may_write": may_write, "may_add": queries.may_put_papers(viewer, row),
    }  # fmt: skip
    return render(request, "panels/papers_list.html", context)


@may("panels.write")
@takes_file(MOST_BYTES)
def add(request: HttpRequest, meeting: int) -> HttpResponse:
    row, today = _meeting(request, meeting, "panels.write"), timezone.localdate(request.at)
    end = proposed_end(timezone.localdate(row.starts_at) if row.starts_at else None, today)
    form = PaperForm(**sent_with_files(request), **_choices(row, request), initial=started(expires_on=end, item=request.GET.get("item")))

    def do(values: dict[str, Any]) -> str:
        upload = values.pop("file")
        operations.add_paper(by=request.viewer, at=request.at, meeting=row, upload=upload, **values)
        return _address(row)

    return form_page(
        request, form, title=_("Put a paper before the meeting"), lead=_words(row), back=_address(row), do=do,
        done=_("The paper was added."),
        template="panels/papers_add.html",
    )  # fmt: skip


@may("panels.read")
def read(request: HttpRequest, pk: int) -> HttpResponse:
    paper = _paper(request, pk)
    if paper.file_id:
        raise Http404
    operations.take_out(by=request.viewer, at=request.at, paper=paper, route=request.path)
    return render(request, "panels/papers_read.html", {"paper": paper, "back": _address(paper.meeting)})


@may("panels.read")
def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    paper = _paper(request, pk)
    opened = operations.take_out(by=request.viewer, at=request.at, paper=paper, route=request.path) if paper.file_id else None
    if opened is None:
        raise Http404
    return as_download(opened)


@may("panels.write")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    paper = _paper(request, pk, "panels.write")
    stored = {name: getattr(paper, name) for name in ("title_en", "title_cy", "item", "easy_read", "restricted", "expires_on", "version")}
    form = ChangePaperForm(
        request.POST or None, **_choices(paper.meeting, request), initial=started(**stored, readers=list(paper.readers.all()))
    )  # fmt: skip

    def do(values: dict[str, Any]) -> str:
        seen = values.pop("version")
        operations.change_paper(by=request.viewer, at=request.at, paper=paper, seen_version=seen, **values)
        return _address(paper.meeting)

    return form_page(
        request, form, title=_("Change who may read it, and until when"), lead=paper.title, back=_address(paper.meeting), do=do,
        done=_("The paper was changed."),
    )  # fmt: skip


@may("panels.write")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    paper = _paper(request, pk, "panels.write")

    def do(values: dict[str, Any]) -> str:
        operations.withdraw_paper(by=request.viewer, at=request.at, paper=paper, **values)
        return _address(paper.meeting)

    form = WithdrawPaperForm(request.POST or None, initial=started())
    return form_page(
        request, form, title=_("Withdraw the paper"), lead=paper.title, back=_address(paper.meeting), do=do, done=_("It was withdrawn.")
    )


def _choices(meeting: Meeting, request: HttpRequest) -> dict[str, Any]:
    return {
        "items": meeting.items.order_by("order", "pk"),
        "members": sitting(meeting.panel, timezone.localdate(request.at)),
    }


def _meeting(request: HttpRequest, pk: int, capability: str) -> Meeting:
    row = of_panels(request.viewer, Meeting.objects.select_related("panel__area"), capability).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _paper(request: HttpRequest, pk: int, capability: str = "panels.read") -> MeetingPaper:
    try:
        paper = queries.get_paper(request.viewer, pk)
    except MeetingPaper.DoesNotExist:
        raise Http404 from None
    if not may_in(request.viewer, paper.meeting.panel, capability):
        raise Http404
    return paper


def _address(meeting: Meeting) -> str:
    return reverse("panels:papers", args=[meeting.pk])


def _words(meeting: Meeting) -> str:
    from folkmoot.webkit.templatetags.components import day

    return f"{meeting.panel.name}, {day(meeting.starts_at)}" if meeting.starts_at else meeting.panel.name
