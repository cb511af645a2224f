"""The public pages: adverts, the form, and the applicant’s own link. No account, no script, no cookie but the form’s own."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from folkmoot.accounts.access import public
from folkmoot.foundation.once import new_mark
from folkmoot.foundation.saving import Refused
from folkmoot.panels.recruitment import applying
from folkmoot.panels.recruitment.models import Application, Campaign
from folkmoot.panels.recruitment.queries import closed_publicly, open_campaign, open_campaigns, state_now
from folkmoot.panels.recruitment.rules import OVER, State
from folkmoot.panels.recruitment.web.asking import ApplicationForm
from folkmoot.panels.recruitment.web.presenters import TO_THEM, advert_of

# Everybody in a hall may share one address, so the limit is wide; the second is of one campaign, whoever sends.
RATES = {"application": "30/10m/ip,120/h/key"}
View = Callable[..., HttpResponse]


def in_language(view: View) -> View:
    """Show the page in the language that its address or its form asks for (`language`), else in that of the browser."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        go = request.POST.get("go", "")
        asked = go.removeprefix("language:") if go.startswith("language:") else request.POST.get("language") or request.GET.get("language")
        language = "cy" if (asked or translation.get_language()) == "cy" else "en"
        with translation.override("cy" if language == "cy" else "en-gb"):
            response = view(request, *args, **kwargs)
        response.headers["Content-Language"] = language
        return response

    return shown


def _language() -> str:
    return "cy" if get_language() == "cy" else "en"


@public
@in_language
def listing(request: HttpRequest) -> HttpResponse:
    """Every panel that looks for members now."""
    adverts = [advert_of(row, _language()) for row in open_campaigns(timezone.localdate(request.at))]
    return render(request, "panels/recruitment_public_list.html", {"adverts": adverts, "language": _language()})


@public
@in_language
def advert(request: HttpRequest, pk: int) -> HttpResponse:
    row = _open(request, pk)
    if row is None:
        return _closed(request, pk)
    return render(request, "panels/recruitment_public_advert.html", {"advert": advert_of(row, _language()), "language": _language()})


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@in_language
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """The form. What was typed stays on the page whatever is wrong with it, and when the language is changed."""
    row = _open(request, pk)
    sent = request.method == "POST" and not request.POST.get("go", "").startswith("language:")
    offered = list(row.communities.all()) if row else []
    form = ApplicationForm(
        request.POST if request.method == "POST" else None, offered=offered, keep_months=row.keep_months if row else 6, quiet=not sent,
        initial={"mark": new_mark()},
    )  # fmt: skip
    if row is None:
        return _closed(request, pk)
    if not (sent and form.is_valid()):
        return _form(request, row, form, 422 if sent else 200)
    if not ratelimit.consume(request, app="folkmoot", action="application", config=RATES, key=f"campaign {pk}"):
        return _form(request, row, form, 429)
    try:
        taken = _take(request, row, form.cleaned_data)
    except Refused as refused:
        form.add_problems(refused.problems)
        return _form(request, row, form, 422)
    context = {"application": taken, "token": applying.token_of(taken), "language": _language()}
    return render(request, "panels/recruitment_public_thanks.html", context)


def _form(request: HttpRequest, row: Campaign, form: ApplicationForm, status: int) -> HttpResponse:
    context = {"form": form, "advert": advert_of(row, _language()), "language": _language(), "busy": status == 429}
    return render(request, "panels/recruitment_public_form.html", context, status=status)


def _take(request: HttpRequest, row: Campaign, values: dict[str, Any]) -> Application:
    """`doubtful`: a field was filled in that people do not see."""
    given = dict(values)
    mark = given.pop("mark", "") or new_mark()
    taken, _new = applying.take_application(
        by=applying.BY_PAGE,
        at=request.at,
        campaign=row,
        mark=mark,
        language=_language(),
        doubtful=bool(request.POST.get("website")),
        **given,
    )
    return taken


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@in_language
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """How an application stands, for whoever has its link: no name and nothing they wrote is on it. Here an offer is answered."""
    found = applying.by_token(token, today=timezone.localdate(request.at))
    if found is None:
        return render(request, "panels/recruitment_public_over.html", {"language": _language()}, status=404)
    problem = ""
    if request.method == "POST" and request.POST.get("step") in ("accepted", "declined", "withdrew"):
        try:
            applying.say_by_link(by=applying.BY_PAGE, at=request.at, application=found, step=request.POST["step"])
            return redirect(f"{reverse('take_part:mine', args=[token])}?language={_language()}")
        except Refused as refused:
            problem = str(refused)
    return render(request, "panels/recruitment_public_mine.html", _standing(found, problem), status=422 if problem else 200)


def _standing(found: Application, problem: str) -> dict[str, Any]:
    state = state_now(found)
    ahead = found.interviews.filter(held_on__isnull=True, cancelled_on__isnull=True).first()
    return {
        "application": found, "advert": advert_of(found.campaign, _language()), "words": TO_THEM[state], "interview": ahead,
        "offered": state is State.OFFERED, "may_withdraw": state not in OVER and state is not State.OFFERED, "problem": problem,
        "language": _language(),
    }  # fmt: skip


def _open(request: HttpRequest, pk: int) -> Campaign | None:
    return open_campaign(pk, timezone.localdate(request.at))


def _closed(request: HttpRequest, pk: int) -> HttpResponse:
    """An advert whose time is over says so; one that never was open is not there."""
    row = closed_publicly(pk, timezone.localdate(request.at))
    if row is None:
        raise Http404
    others = [advert_of(each, _language()) for each in open_campaigns(timezone.localdate(request.at))]
    context = {"advert": advert_of(row, _language()), "others": others, "language": _language()}
    return render(request, "panels/recruitment_public_closed.html", context, status=410)
