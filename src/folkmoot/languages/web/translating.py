"""Translating one segment after the other, checking what somebody else wrote, and releasing."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.languages import memory, operations, queries
from folkmoot.languages.memory import Match
from folkmoot.languages.models import Translation, Wording
from folkmoot.languages.queries import Line
from folkmoot.languages.rules import State
from folkmoot.languages.shapes import ENGLISH, WELSH
from folkmoot.languages.terms import terms_in
from folkmoot.languages.web import presenters
from folkmoot.languages.web.forms import CheckForm, ReleaseForm, SegmentForm
from folkmoot.languages.web.views import address_of, translation_in_sight


@may("languages.translate")
def to_next(request: HttpRequest, pk: int) -> HttpResponse:
    """To the first segment that wants words, or back to the text where none does."""
    return redirect(_next_of(request, translation_in_sight(request, pk)))


@may("languages.translate")
def segment(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    row = translation_in_sight(request, pk)
    standing = queries.standing_of(row)
    line = next((one for one in standing.lines if one.position == position), None)
    if line is None:
        raise Http404
    found = memory.matches(request.viewer, row, line.source)
    first = _first(line, _chosen(request, found))
    form = SegmentForm(
        request.POST or None, language=row.language,
        initial=started(key=line.key, seen=line.wording.pk if line.wording else 0, seen_source=standing.source, **first),
    )  # fmt: skip

    def do(values: dict[str, Any]) -> str:
        operations.translate(by=request.viewer, at=request.at, translation=row, **values)
        return _next_of(request, row)

    terms = terms_in(line.source) if (row.document.language, row.language) == (ENGLISH, WELSH) else []
    return form_page(
        request, form, title=_("Translate a segment"), back=address_of(row), do=do, done=_("Saved. Somebody else checks it."),
        template="languages/segment.html", row=row, shown=presenters.line_of(line), matches=found, terms=terms, total=len(standing.lines),
    )  # fmt: skip


def _chosen(request: HttpRequest, found: list[Match]) -> Match | None:
    """The match whose words the person asked for in the address."""
    asked = request.GET.get("words", "")
    return next((one for one in found if str(one.wording) == asked), None)


def _first(line: Line, chosen: Match | None) -> dict[str, str]:
    """What stands in the form at first: the chosen match, or the words as they are."""
    if chosen:
        return {"text": chosen.text, "taken_from": chosen.document}
    return {"text": line.wording.text, "taken_from": line.wording.taken_from} if line.wording else {}


def _next_of(request: HttpRequest, row: Translation) -> str:
    line = queries.standing_of(row).next_line
    if line is None:
        messages.info(request, str(_("Every segment has words. What is not checked yet waits for a second person.")))
        return address_of(row)
    return reverse("languages:segment", args=[row.pk, line.position])


@may("languages.check")
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """The next wording that somebody else wrote; `after` passes over what the person leaves for now."""
    row = translation_in_sight(request, pk)
    waiting = _waiting(request, row)
    sent = request.POST.get("wording", "")
    line = next((one for one in waiting if one.wording and str(one.wording.pk) == sent), waiting[0] if waiting else None)
    if line is None or line.wording is None:
        messages.info(request, str(_("Nothing waits for your check: what you wrote yourself is checked by somebody else.")))
        return redirect(address_of(row))
    form = CheckForm(request.POST or None, initial=started(wording=line.wording.pk))

    def do(values: dict[str, Any]) -> str:
        wording = Wording.objects.filter(translation=row, pk=values["wording"]).first()
        if wording is None:
            raise Http404
        operations.check(by=request.viewer, at=request.at, wording=wording)
        return reverse("languages:check", args=[row.pk])

    return form_page(
        request, form, title=_("Check a translation"), back=address_of(row), do=do, done=_("It is checked."),
        template="languages/check.html", row=row, shown=presenters.line_of(line), left=len(waiting),
    )  # fmt: skip


def _waiting(request: HttpRequest, row: Translation) -> list[Line]:
    """What this person may check, beginning after the segment they passed over."""
    asked = request.GET.get("after", "")
    after = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else 0
    lines = [
        one
        for one in queries.standing_of(row).lines
        if one.state is State.UNCHECKED and one.wording and one.wording.by_id != request.viewer.account_id
    ]
    return sorted(lines, key=lambda one: (one.position <= after, one.position))


@may("languages.release")
def release(request: HttpRequest, pk: int) -> HttpResponse:
    row = translation_in_sight(request, pk)
    standing = queries.standing_of(row)
    form = ReleaseForm(request.POST or None, initial=started(seen_version=standing.source))

    def do(values: dict[str, Any]) -> str:
        operations.release(by=request.viewer, at=request.at, translation=row, **values)
        return address_of(row)

    return form_page(
        request, form, title=_("Release the translation"), lead=str(row), back=address_of(row), do=do, done=_("It is released."),
        template="languages/release.html", words=presenters.progress_words(standing.progress), progress=standing.progress,
    )  # fmt: skip
