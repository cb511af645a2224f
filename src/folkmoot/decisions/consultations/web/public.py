"""The public pages of consultations: no sign-in, nothing personal, small numbers withheld."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from folkmoot.accounts.access import public
from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.decisions.consultations.models import Consultation
from folkmoot.decisions.consultations.queries import analysis_of, get_published, published
from folkmoot.decisions.consultations.rules import State
from folkmoot.decisions.consultations.web.presenters import STATE_COLOURS, STATE_WORDS, Said, published_themes, said_in
from folkmoot.foundation import fence
from folkmoot.voice.forms.queries import state_of_row as form_state
from folkmoot.voice.forms.rules import State as FormState
from folkmoot.webkit.by_address import in_language_of_address


@public
@in_language_of_address
def listing(request: HttpRequest) -> HttpResponse:
    lines = [
        (row, STATE_WORDS[state], STATE_COLOURS[state], state is State.OPEN)
        for row, state in published(today=timezone.localdate(request.at))
    ]
    return render(request, "decisions/consultations_public.html", {"lines": lines})


@public
@in_language_of_address
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    today = timezone.localdate(request.at)
    found = get_published(pk, today=today)
    if found is None:
        raise Http404
    row, state = found
    with fence.lifted():  # its points are counted over every Area, and shown to nobody
        analysis = analysis_of(THE_PRODUCT, row) if state is State.RESPONDED else None
    context = {
        "consultation": row, "words": STATE_WORDS[state], "colour": STATE_COLOURS[state], "open": state is State.OPEN,
        "responded": state is State.RESPONDED, "texts": _texts(row), "documents": row.documents.all(),
        "themes": published_themes(analysis) if analysis else None,
        "form_address": _form_address(row, today) if state is State.OPEN else "",
    }  # fmt: skip
    return render(request, "decisions/consultation_public.html", context)


def _form_address(row: Consultation, today: date) -> str:
    """Where people answer in a form, while it takes answers; empty where there is none."""
    if row.form is None or form_state(row.form, today) is not FormState.OPEN:
        return ""
    return reverse("answering:answer", args=[row.form.code])


def _texts(row: Consultation) -> dict[str, Said]:
    """Each text in the language of the page, where it was written in it."""
    language = get_language() or "en"
    return {name: said_in(row, name, language) for name in ("proposal", "ways", "heard", "changed", "unchanged")}
