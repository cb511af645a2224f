"""The page on which a question is made and its answers are read, and the public page on which it is answered."""

import io
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token, rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.html import format_html
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from folkmoot.accounts.access import may, public
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.engagement import queries
from folkmoot.engagement.confidence import operations
from folkmoot.engagement.confidence.models import Sheet
from folkmoot.engagement.confidence.queries import Asked, Open, asked_at, open_on, open_sheet
from folkmoot.engagement.confidence.rules import verdict
from folkmoot.engagement.confidence.web.forms import AnswerForm, SheetForm
from folkmoot.engagement.confidence.web.presenters import difference_words, group_words, part_words
from folkmoot.engagement.models import Activity
from folkmoot.engagement.rules import may_change
from folkmoot.foundation.once import new_mark, only_once

# Everybody in a hall may share one address, so the limit is wide; it only stops a machine.
RATES = {"confidence": "150/10m/ip,1000/h/key"}


@may("engagement.read")
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The codes and, once no more answers are taken, the results; where nothing is asked yet, the form that makes them."""
    activity = _activity(request, pk)
    today = timezone.localdate(request.at)
    asked = asked_at(request.viewer, activity, today=today)
    may_write = request.viewer.may("engagement.write", activity.area_id)
    back = reverse("engagement:detail", args=[pk])
    if asked:
        context = {
            "activity": activity, "asked": asked, "open_now": open_on(asked.sheet, today), "may_write": may_write,
            "links": _links(asked.sheet), "mark": new_mark(), "back": back, **_results(asked),
        }  # fmt: skip
        return render(request, "engagement/confidence_sheet.html", context)
    if not may_write or not may_change(queries.state_of_row(activity)):
        raise Http404
    return _make(request, activity, back)


def _results(asked: Asked) -> dict[str, Any]:
    """What the answers add up to, in words; nothing while they come in."""
    if asked.change is None:
        return {}
    return {
        "verdict": verdict(asked.change), "difference": difference_words(asked.change), "parts": [part_words(each) for each in asked.parts],
        "groups": [group_words(gettext("Before"), asked.change.before), group_words(gettext("After"), asked.change.after)],
    }  # fmt: skip


def _make(request: HttpRequest, activity: Activity, back: str) -> HttpResponse:
    form = SheetForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.make_sheet(by=request.viewer, at=request.at, activity=activity, **values)
        return reverse("engagement:confidence", args=[activity.pk])

    return form_page(request, form, title=_("Ask about confidence, before and after"), lead=activity.title, back=back, do=do,
                     done=_("The codes are ready."), template="engagement/confidence_make.html")  # fmt: skip


@may("engagement.write")
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    row = _sheet(request, pk)

    def do() -> str:
        if row.stopped_at is None:
            operations.stop_sheet(by=request.viewer, at=request.at, sheet=row)
        return reverse("engagement:confidence", args=[pk])

    return redirect(only_once(request.POST.get("mark", ""), account_id=request.viewer.account_id, at=request.at, do=do))


@may("engagement.read")
def poster(request: HttpRequest, pk: int, phase: str) -> HttpResponse:
    """A page to print or to hold up: one code, and what it is for."""
    row = _sheet(request, pk)
    link = next(each for each in _links(row) if each["phase"] == phase)
    return render(request, "engagement/confidence_poster.html", {"sheet": row, "link": link, "activity": row.activity, "until": row.until})


@may("engagement.read")
def code(request: HttpRequest, pk: int, phase: str) -> HttpResponse:
    """The code as a picture."""
    import segno

    row = _sheet(request, pk)
    link = next(each for each in _links(row) if each["phase"] == phase)
    target = io.BytesIO()
    segno.make(link["url"], error="m", micro=False).save(
        target, kind="svg", scale=8, border=4, svgclass=None, lineclass=None, light="#fff", omitsize=True
    )
    return HttpResponse(target.getvalue(), content_type="image/svg+xml", headers={"X-Content-Type-Options": "nosniff"})


@public
@never_cache
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The question, for anybody with the link: no account, no cookie but the one that protects the form."""
    found = open_sheet(token, timezone.localdate(request.at))
    if found is None:
        return render(request, "engagement/confidence_over.html", status=404)
    if "another" in request.POST:
        rotate_token(request)
        return redirect("confidence:answer", token)
    sent = request.method == "POST"
    if sent and not ratelimit.consume(request, app="folkmoot", action="confidence", config=RATES, key=f"sheet {found.sheet.pk}"):
        return render(request, "engagement/confidence_busy.html", status=429)
    form = AnswerForm(request.POST if sent else None, question=_question(found), asks=_asks(found), categories=found.categories)
    if sent and form.is_valid():
        taken = operations.take_answer(
            by=request.viewer, at=request.at, sheet=found.sheet, phase=found.phase, mark=_mark(request, token), **form.cleaned_data
        )
        return render(request, "engagement/confidence_thanks.html", {"taken": taken, "phase": found.phase})
    return render(request, "engagement/confidence_answer.html", {"form": form, "found": found}, status=422 if form.errors else 200)


def _mark(request: HttpRequest, token: str) -> str:
    """One for each browser and link: made from the token that protects the form, from which it cannot be led back."""
    get_token(request)
    return salted_hmac("folkmoot.confidence", f"{request.META['CSRF_COOKIE']} {token}", algorithm="sha256").hexdigest()


def _question(found: Open) -> Any:
    """The question in the words in which it is published, marked as English where the page is in Welsh."""
    return format_html('<span lang="en">{}</span>', found.words) if get_language() == "cy" else found.words


def _asks(found: Open) -> str:
    return found.categories[0].scheme.name if found.categories else ""


def _links(row: Sheet) -> list[dict[str, str]]:
    """Both links: phase, its name, address, and the words that stand for its code."""
    links = []
    for phase, name, token in (("before", gettext("Before"), row.before_token), ("after", gettext("After"), row.after_token)):
        url = settings.PUBLIC_URL + reverse("confidence:answer", args=[token])
        links.append({"phase": phase, "name": name, "url": url, "alt": gettext("Code for %(url)s") % {"url": url}})
    return links


def _activity(request: HttpRequest, pk: int) -> Activity:
    try:
        return queries.get_activity(request.viewer, pk)
    except Activity.DoesNotExist:
        raise Http404 from None


def _sheet(request: HttpRequest, pk: int) -> Sheet:
    asked = asked_at(request.viewer, _activity(request, pk), today=timezone.localdate(request.at))
    if asked is None:
        raise Http404
    return asked.sheet
