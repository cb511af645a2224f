"""A person's inbox: what waits for them, opening it, and how they hear of it by e-mail."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from folkmoot.accounts.access import signed_in
from folkmoot.accounts.models import Account
from folkmoot.accounts.notices import operations, queries
from folkmoot.accounts.notices.models import Notice
from folkmoot.accounts.notices.reading import mark_read
from folkmoot.accounts.notices.web.forms import PreferenceForm
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.foundation.outbox import messages_reach_nobody
from folkmoot.webkit.paging import Pages

PAGE = 50


@signed_in
def inbox(request: HttpRequest) -> HttpResponse:
    page = Pages(queries.inbox(request.viewer), PAGE).get_page(request.GET.get("page"))
    preference = queries.preference_of(_own_account(request))
    context = {"page": page, "unread": queries.count_unread(request.viewer), "preference": preference, "no_server": messages_reach_nobody()}
    return render(request, "accounts/notices_inbox.html", context)


@signed_in
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark the notice as read and lead to its page, which itself says where it is no longer in the person's sight."""
    try:
        notice = queries.get_notice(request.viewer, pk)
    except Notice.DoesNotExist as error:
        raise Http404 from error
    mark_read(request.viewer, at=request.at, notice=notice)
    return redirect(notice.address)


@signed_in
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    mark_read(request.viewer, at=request.at)
    return redirect("accounts:inbox")


@signed_in
def preferences(request: HttpRequest) -> HttpResponse:
    row = queries.preference_of(_own_account(request))
    first = started(how=row.how, weekday=row.weekday, language=row.language, version=row.version if row.pk else None)
    form = PreferenceForm(request.POST or None, initial=first)
    back = reverse("accounts:inbox")

    def do(values: dict[str, Any]) -> str:
        seen = values.pop("version")
        operations.prefer(by=request.viewer, at=request.at, seen_version=seen, **values)
        return back

    return form_page(request, form, title=_("What I am sent"), back=back, do=do, done=_("Saved. It holds from the next e-mail."))


def _own_account(request: HttpRequest) -> Account:
    return Account.objects.get(pk=request.viewer.account_id)
