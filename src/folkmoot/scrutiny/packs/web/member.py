"""The pages on which a member reads a case, and says that they know somebody in it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.panels.space.web.gate import own
from folkmoot.scrutiny.frames.operations import declare_tie
from folkmoot.scrutiny.packs import operations, queries
from folkmoot.scrutiny.packs.web.forms import KnownForm

SEALED = {"Cache-Control": "no-store, private", "Pragma": "no-cache", "X-Robots-Tag": "noindex, noarchive"}


@may("case.judge")
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """One case, with the reader's mark. Nothing of it may be stored by the browser, and there is nothing to save."""
    seat, pack = own(request, queries.packs_asked, pk)
    why = queries.reading_problem(pack, seat, request.at)
    if why:
        return sealed(render(request, "scrutiny/packs_closed.html", {"why": why, "back": reverse("my_cases:home")}, status=403))
    text = operations.open_for(by=request.viewer, at=request.at, pack=pack, seat=seat, route=request.path)
    return sealed(render(request, "scrutiny/packs_read.html", {"pack": pack, "text": text, "back": reverse("my_cases:home")}))


@may("case.judge")
def known(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one knows somebody in a case: from then on it is closed to this member, and to nobody else."""
    seat, pack = own(request, queries.packs_asked, pk)

    def do(values: dict[str, Any]) -> str:
        declare_tie(by=request.viewer, at=request.at, member=seat, case=pack.drawn.case, **values)
        return reverse("my_cases:home")

    form = KnownForm(request.POST or None, initial=started())
    return form_page(
        request, form, title=_("I think I know somebody in this case"), lead=pack.told_as, back=reverse("my_cases:home"), do=do,
        done=_("Thank you. The case is closed for you; the other members judge it."),
    )  # fmt: skip


def sealed(answer: HttpResponse) -> HttpResponse:
    """An answer that no browser and nothing between keeps."""
    for name, value in SEALED.items():
        answer.headers[name] = value
    return answer
