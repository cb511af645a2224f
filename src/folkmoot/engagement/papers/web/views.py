"""Pages on which papers are attached, taken out and removed. A file is always handed over to be saved, never shown by the service."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.web.consultation import shown
from folkmoot.engagement import queries
from folkmoot.engagement.models import Activity
from folkmoot.engagement.papers import operations
from folkmoot.engagement.papers.files import NotAPicture
from folkmoot.engagement.papers.models import Paper
from folkmoot.engagement.papers.queries import get_paper
from folkmoot.engagement.papers.rules import MOST_BYTES
from folkmoot.engagement.papers.web.forms import PaperForm
from folkmoot.engagement.rules import State
from folkmoot.engagement.web.forms import ReasonForm
from folkmoot.foundation.saving import Refused
from folkmoot.foundation.uploads import takes_file


@may("engagement.write")
@takes_file(MOST_BYTES)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    activity = _activity(request, pk)
    sent = request.method == "POST"
    form = PaperForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        too_large=getattr(request, "file_too_large", False),
        initial=started(),
    )

    def do(values: dict[str, Any]) -> str:
        file = values.pop("file")
        try:
            operations.add_paper(by=request.viewer, at=request.at, activity=activity, file_name=file.name, data=file.read(), **values)
        except NotAPicture as error:
            raise Refused({"file": [str(error)]}) from error
        return _address(activity)

    return form_page(
        request, form, title=_("Attach a photograph or paper"), lead=activity.title, back=_address(activity), do=do,
        done=_("It was attached."),
        template="engagement/papers_add.html",
    )  # fmt: skip


@may("engagement.read")
def take_out(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    row = _paper(request, pk, paper)
    data, content_type = operations.hand_over(by=request.viewer, at=request.at, paper=row, route=request.path)
    return HttpResponse(
        data, content_type=content_type,
        headers={
            "Content-Disposition": content_disposition_header(True, row.file_name) or "attachment", "X-Content-Type-Options": "nosniff",
        },
    )  # fmt: skip


@may("engagement.write")
def remove(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    row, activity = _paper(request, pk, paper), _activity(request, pk)
    form = ReasonForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.remove_paper(by=request.viewer, at=request.at, paper=row, reason=values["reason"])
        return _address(activity)

    shown(request, [row])
    return form_page(
        request, form, title=_("Remove this file for good"), lead=row.title, back=_address(activity), do=do, done=_("The file was removed.")
    )


def _address(activity: Activity) -> str:
    return reverse("engagement:detail", args=[activity.pk]) + "#papers"


def _activity(request: HttpRequest, pk: int) -> Activity:
    try:
        activity = queries.get_activity(request.viewer, pk)
    except Activity.DoesNotExist:
        raise Http404 from None
    if not request.viewer.may("engagement.write", activity.area_id) or queries.state_of_row(activity) is State.CANCELLED:
        raise Http404
    return activity


def _paper(request: HttpRequest, pk: int, paper: int) -> Paper:
    try:
        row = get_paper(request.viewer, paper)
    except Paper.DoesNotExist:
        raise Http404 from None
    if row.activity_id != pk:
        raise Http404
    return row
