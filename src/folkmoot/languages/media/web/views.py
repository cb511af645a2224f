"""Films, readings and large print of a text: attached by one person, looked through by another, released, withdrawn, removed."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from folkmoot.accounts.access import may
from folkmoot.accounts.scope import Viewer
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.foundation.saving import Refused
from folkmoot.foundation.uploads import takes_file
from folkmoot.languages.media import operations
from folkmoot.languages.media.kinds import BY_ENDING, FILM
from folkmoot.languages.media.models import Rendition
from folkmoot.languages.media.queries import get_rendition, is_old, lines_of
from folkmoot.languages.media.rules import MOST_BYTES, Said, State, may_go
from folkmoot.languages.media.web.forms import AttachForm, ConfirmForm, ReasonForm, ReleaseForm, RemoveForm, SendBackForm, WithdrawForm
from folkmoot.languages.media.web.presenters import STATES, length_of, line_shown, pace_of
from folkmoot.languages.media.web.serving import sent
from folkmoot.languages.models import Document
from folkmoot.languages.queries import get_document
from folkmoot.webkit.templatetags.components import day


@may("languages.read")
def listing(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything made of one text."""
    row = _document(request, pk)
    lines = [line_shown(line) for line in lines_of(request.viewer, row)]
    return render(
        request, "languages/media_list.html", {"row": row, "lines": lines, "may_attach": request.viewer.may("languages.translate")}
    )


@may("languages.translate")
@takes_file(MOST_BYTES)
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    row = _document(request, pk)
    posted = request.method == "POST"
    versions = [
        (one.number, _now("Version %(number)d, offered %(day)s") % {"number": one.number, "day": day(one.at)})
        for one in row.versions.order_by("-number")
    ]
    form = AttachForm(
        request.POST if posted else None, request.FILES if posted else None, versions=versions,
        too_large=getattr(request, "file_too_large", False), initial=started(language=row.language),
    )  # fmt: skip

    def do(values: dict[str, Any]) -> str:
        file, made_from = values.pop("file"), values.pop("made_from")
        made = operations.attach(
            by=request.viewer, at=request.at, document=row, said=Said(**values), file=file, file_name=file.name, made_from=made_from
        )
        return address_of(made)

    return form_page(
        request, form, title=_("Attach a film, a reading or large print"), lead=row.title,
        back=reverse("languages:media", args=[row.pk]), do=do, done=_("It was attached. A second person goes through it."),
    )  # fmt: skip


@may("languages.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    row, viewer = _rendition(request, pk), request.viewer
    words, colour = STATES[row.state]
    context = {
        "row": row, "words": words, "colour": colour, "old": is_old(row), "length": length_of(row), "pace": pace_of(row),
        "is_film": row.state is not State.REMOVED and BY_ENDING[row.ending].what == FILM, "gone": row.state is State.REMOVED,
        "type": BY_ENDING[row.ending].content_type, "own": row.made_by_id == viewer.account_id, **_steps(viewer, row),
    }  # fmt: skip
    return render(request, "languages/media_detail.html", context)


@may("languages.read")
@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file for whoever goes through it; the public gets it at an address of its own."""
    row = _rendition(request, pk)
    if row.state is State.REMOVED:
        raise Http404
    return sent(request, row, kept="private, no-store")


@may("languages.check")
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    row = _rendition(request, pk, State.CONFIRMED)
    form = ConfirmForm(request.POST or None, row=row, initial=started(version=row.version))

    def do(values: dict[str, Any]) -> str:
        operations.confirm(by=request.viewer, at=request.at, rendition=row, same=values["same"], seen_version=values["version"])
        return address_of(row)

    return form_page(request, form, title=_("Confirm it"), lead=str(row), back=address_of(row), do=do, done=_("It is confirmed."))


@may("languages.release")
def release(request: HttpRequest, pk: int) -> HttpResponse:
    row = _rendition(request, pk, State.RELEASED)
    form = ReleaseForm(request.POST or None, old=is_old(row), initial=started(version=row.version))

    def do(values: dict[str, Any]) -> str:
        version = values.pop("version")
        try:
            operations.release(by=request.viewer, at=request.at, rendition=row, seen_version=version, **values)
        except Refused as refused:  # the text was changed while the form was open: there is no box to tick on it yet
            raise Refused({name if name in form.fields else "": said for name, said in refused.problems.items()}) from refused
        return address_of(row)

    return form_page(
        request, form, title=_("Release it"), lead=str(row), back=address_of(row), do=do,
        done=_("It is released: anybody gets it with the text once the text itself is public."),
    )  # fmt: skip


@may("languages.check")
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    return _with_reason(request, pk, State.RETURNED, SendBackForm, operations.send_back, _("Send it back"), _("It was sent back."))


@may("languages.release")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    done = _("It was withdrawn: nobody gets it any more.")
    return _with_reason(request, pk, State.WITHDRAWN, WithdrawForm, operations.withdraw, _("Withdraw it"), done)


@may("languages.release")
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    done = _("The file and the words were removed.")
    return _with_reason(request, pk, State.REMOVED, RemoveForm, operations.remove, _("Remove it for good"), done)


def _with_reason(
    request: HttpRequest, pk: int, after: State, kind: type[ReasonForm], run: Callable[..., Rendition], title: object, done: object
) -> HttpResponse:
    row = _rendition(request, pk, after)
    form = kind(request.POST or None, initial=started(version=row.version))

    def do(values: dict[str, Any]) -> str:
        run(by=request.viewer, at=request.at, rendition=row, reason=values["reason"], seen_version=values["version"])
        return address_of(row)

    return form_page(request, form, title=title, lead=str(row), back=address_of(row), do=do, done=done)


def _steps(viewer: Viewer, row: Rendition) -> dict[str, bool]:
    """What this person may do with it now."""
    return {
        "may_confirm": viewer.may("languages.check") and may_go(row.state, State.CONFIRMED) and row.made_by_id != viewer.account_id,
        "may_send_back": viewer.may("languages.check") and may_go(row.state, State.RETURNED),
        "may_release": viewer.may("languages.release") and may_go(row.state, State.RELEASED),
        "may_withdraw": viewer.may("languages.release") and may_go(row.state, State.WITHDRAWN),
        "may_remove": viewer.may("languages.release") and may_go(row.state, State.REMOVED),
    }


def address_of(row: Rendition) -> str:
    return reverse("languages:medium", args=[row.pk])


def _document(request: HttpRequest, pk: int) -> Document:
    try:
        return get_document(request.viewer, pk)
    except Document.DoesNotExist:
        raise Http404 from None


def _rendition(request: HttpRequest, pk: int, after: State | None = None) -> Rendition:
    """One in sight; where a step is meant, one that may go there (a form that was sent is told why it may not)."""
    try:
        row = get_rendition(request.viewer, pk)
    except Rendition.DoesNotExist:
        raise Http404 from None
    if after is not None and request.method != "POST" and not may_go(row.state, after):
        raise Http404
    return row
