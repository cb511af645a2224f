"""Pages on which a pack is reviewed by others, released, lengthened, recalled, taken back, and a full file is looked at together."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.web.consultation import shown
from folkmoot.foundation.saving import Refused
from folkmoot.panels.members.queries import sitting
from folkmoot.panels.queries import may_in
from folkmoot.scrutiny.packs import operations, queries
from folkmoot.scrutiny.packs.composing import text_of
from folkmoot.scrutiny.packs.documents.queries import progress_of
from folkmoot.scrutiny.packs.models import Pack
from folkmoot.scrutiny.packs.reading import text_for
from folkmoot.scrutiny.packs.rules import proposed_end
from folkmoot.scrutiny.packs.scanning import look, names_looked_for
from folkmoot.scrutiny.packs.summary.rarity import rare_people
from folkmoot.scrutiny.packs.summary.told import rare_in_words
from folkmoot.scrutiny.packs.web.forms import LengthenForm, RecallForm, ReleaseForm, ReopenForm, ReviewForm, SupervisedForm
from folkmoot.scrutiny.packs.web.member import sealed
from folkmoot.scrutiny.packs.web.presenters import hazards_of
from folkmoot.scrutiny.packs.web.views import address, in_sight


@may("scrutiny.review")
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """What members would read, with what to look for; cleared, or sent back."""
    pack = _to_review(request, pk)
    blocks = queries.blocks_of(pack)
    shown(request, [pack])
    found = look(by=request.viewer, at=request.at, pack=pack, blocks=blocks) if blocks else []
    documents = [(each.document, hazards_of(each.document)) for each in progress_of(pack, request.at) if each.document.removed_at is None]

    def do(values: dict[str, Any]) -> str:
        seen = values.pop("edition")
        operations.review(by=request.viewer, at=request.at, pack=pack, seen_edition=seen, **values)
        return address(pack)

    answer = form_page(
        request, ReviewForm(request.POST or None, initial=started(edition=pack.edition)), title=_("Review the pack"), back=address(pack),
        do=do, done=_("Your review was recorded."), template="scrutiny/packs_review.html", pack=pack,
        text=text_for(pack, request.viewer.name, request.at), names=names_looked_for(pack),
        leaks=[one for one in found if one.alarm is None],
        aside=[one for one in found if one.alarm], rare=rare_people(pack, request.at), documents=documents,
        told=rare_in_words(text_of(blocks, ""), pack.drawn.draw.panel.area, request.at),
        may_identities=may_in(request.viewer, pack.drawn.draw.panel, "scrutiny.identities"),
        had_a_hand=queries.had_a_hand(pack, request.viewer.account_id),
    )  # fmt: skip
    return sealed(answer)


@may("scrutiny.review")
def release(request: HttpRequest, pk: int) -> HttpResponse:
    pack = _to_review(request, pk)
    end = proposed_end(pack.drawn.draw.meeting.starts_at, request.at)
    form = ReleaseForm(request.POST or None, initial=started(expires_at=timezone.localtime(end)))

    def do(values: dict[str, Any]) -> str:
        operations.release(by=request.viewer, at=request.at, pack=pack, **values)
        return address(pack)

    done = _("The pack was released. Members who may read it were told.")
    return form_page(request, form, title=_("Release the pack"), lead=pack.title, back=address(pack), do=do, done=done)


@may("scrutiny.review")
def lengthen(request: HttpRequest, pk: int) -> HttpResponse:
    pack = _to_review(request, pk)
    end = timezone.localtime(pack.expires_at) if pack.expires_at else None

    def do(values: dict[str, Any]) -> str:
        operations.lengthen(by=request.viewer, at=request.at, pack=pack, **values)
        return address(pack)

    form = LengthenForm(request.POST or None, initial=started(expires_at=end))
    title = _("Until when members may read it")
    return form_page(request, form, title=title, lead=pack.title, back=address(pack), do=do, done=_("The time was changed."))


@may("scrutiny.read")
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    pack = in_sight(request, pk, "scrutiny.prepare" if request.viewer.may("scrutiny.prepare") else "scrutiny.review")

    def do(values: dict[str, Any]) -> str:
        operations.recall(by=request.viewer, at=request.at, pack=pack, **values)
        return address(pack)

    form = RecallForm(request.POST or None, initial=started())
    return form_page(
        request, form, title=_("Recall the pack"), lead=pack.title, back=address(pack), do=do, template="scrutiny/packs_recall.html",
        done=_("The pack was recalled. No member can open it any more."),
    )  # fmt: skip


@may("scrutiny.prepare")
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    pack = in_sight(request, pk, "scrutiny.prepare")

    def do(values: dict[str, Any]) -> str:
        operations.reopen(by=request.viewer, at=request.at, pack=pack, **values)
        return address(pack)

    form = ReopenForm(request.POST or None, initial=started())
    return form_page(
        request, form, title=_("Take the pack back to draft"), lead=pack.title, back=address(pack), do=do,
        done=_("The pack is a draft again. It is reviewed anew before members read it."),
    )  # fmt: skip


@may("scrutiny.identities")
def supervised(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a full file on this screen for the members beside it. Nothing of it leaves the page."""
    pack = in_sight(request, pk, "scrutiny.identities")
    seats = sitting(pack.drawn.draw.panel, timezone.localdate(request.at))
    form = SupervisedForm(request.POST or None, members=seats, initial=started())
    if request.method == "POST" and form.is_valid():
        readers = list(form.cleaned_data["readers"])
        try:
            texts = operations.open_supervised(by=request.viewer, at=request.at, pack=pack, readers=readers, route=request.path)
            context = {"pack": pack, "texts": texts, "readers": readers, "back": address(pack), "at": request.at}
            return sealed(render(request, "scrutiny/packs_supervised.html", context))
        except Refused as refused:
            form.add_problems(refused.problems)
    context = {"form": form, "title": _("Look at the full file together"), "lead": pack.title, "back": address(pack)}
    return sealed(render(request, "webkit/form_page.html", context, status=422 if form.errors else 200))


def _to_review(request: HttpRequest, pk: int) -> Pack:
    return in_sight(request, pk, "scrutiny.review")
