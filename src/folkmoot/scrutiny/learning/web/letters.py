"""Letters to prosecutors and units about one case: proposed from the records, made, printed, and recorded as given."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.foundation import audit
from folkmoot.panels.queries import of_panels
from folkmoot.scrutiny.learning import feedback, queries
from folkmoot.scrutiny.learning.models import FeedbackLetter
from folkmoot.scrutiny.learning.web.forms import GivenForm, LetterForm
from folkmoot.scrutiny.packs.models import Pack


@may("scrutiny.learn")
@transaction.atomic
def letters(request: HttpRequest, pack: int) -> HttpResponse:
    """What may be told of one case, and the letters that were made."""
    row = _pack(request, pack)
    made = list(queries.letters(request.viewer, pack=row))
    audit.consulted(by=request.viewer, at=request.at, rows=[row, *made], route=request.path)
    proposals = [(whom, label, feedback.proposed(row, whom)) for whom, label in FeedbackLetter.Whom.choices]
    context = {"pack": row, "letters": made, "proposals": [each for each in proposals if each[2]]}
    return render(request, "scrutiny/learning_letters.html", context)


@may("scrutiny.learn")
def make(request: HttpRequest, pack: int, whom: str) -> HttpResponse:
    row = _pack(request, pack)
    words = feedback.proposed(row, whom) if whom in feedback.TO else ""
    if not words:
        raise Http404

    def do(values: dict[str, Any]) -> str:
        return address_of(feedback.make_letter(by=request.viewer, at=request.at, pack=row, whom=whom, **values))

    form = LetterForm(request.POST or None, initial=started())
    back = reverse("scrutiny:learning_letters", args=[row.pk])
    return form_page(
        request, form, title=_("Make the letter"), back=back, do=do, done=_("The letter was made. Print it and give it by hand."),
        template="scrutiny/learning_make_letter.html", words=words,
    )  # fmt: skip


@may("scrutiny.learn")
@transaction.atomic
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    row = _letter(request, pk)
    audit.consulted(by=request.viewer, at=request.at, rows=[row], route=request.path)
    response = render(request, "scrutiny/learning_letter.html", {"letter": row, "paragraphs": row.words.split("\n\n")})
    response["Cache-Control"] = "no-store"
    return response


@may("scrutiny.learn")
def given(request: HttpRequest, pk: int) -> HttpResponse:
    row = _letter(request, pk)
    form = GivenForm(request.POST or None, initial=started(on=timezone.localdate(request.at)))

    def do(values: dict[str, Any]) -> str:
        feedback.give_letter(by=request.viewer, at=request.at, letter=row, **values)
        return address_of(row)

    return form_page(request, form, title=_("Record that it was given"), back=address_of(row), do=do, done=_("It is recorded as given."))


def _pack(request: HttpRequest, pk: int) -> Pack:
    rows = Pack.objects.select_related("drawn__draw__panel__area", "drawn__draw__meeting", "drawn__case__identity")
    row = of_panels(request.viewer, rows, "scrutiny.learn", panel="drawn__draw__panel").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _letter(request: HttpRequest, pk: int) -> FeedbackLetter:
    row = queries.letters(request.viewer).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def address_of(letter: FeedbackLetter) -> str:
    return reverse("scrutiny:learning_letter", args=[letter.pk])
