"""The list of packs, one pack with what it needs next, and what its members would read beside what the leak scan found."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.web.consultation import read, shown
from folkmoot.panels.queries import may_in
from folkmoot.scrutiny.packs import operations, queries
from folkmoot.scrutiny.packs.composing import compose, text_of
from folkmoot.scrutiny.packs.documents.queries import progress_of
from folkmoot.scrutiny.packs.models import Pack
from folkmoot.scrutiny.packs.reading import PackText, mark_of_reader
from folkmoot.scrutiny.packs.reading import shown as as_shown
from folkmoot.scrutiny.packs.scanning import look, names_looked_for
from folkmoot.scrutiny.packs.summary.queries import people_of, summary_of
from folkmoot.scrutiny.packs.summary.rarity import rare_people
from folkmoot.scrutiny.packs.summary.told import rare_in_words
from folkmoot.scrutiny.packs.web.forms import AsideForm, PackFilter, PackForm, SubmitForm
from folkmoot.scrutiny.packs.web.member import sealed
from folkmoot.scrutiny.packs.web.presenters import COLOURS, steps_of
from folkmoot.webkit.paging import Pages

A_PAGE = 30


@may("scrutiny.read")
def listing(request: HttpRequest) -> HttpResponse:
    filters = PackFilter(request.GET)
    asked = filters.chosen
    page = Pages(queries.list_packs(request.viewer, **asked), A_PAGE).get_page(request.GET.get("page"))
    lines = [(each, COLOURS[each.pack.state]) for each in page]
    waiting = queries.without_pack(request.viewer)[:A_PAGE]
    shown(request, [each.pack for each in page])
    return render(
        request,
        "scrutiny/packs_list.html",
        {
            "filters": filters, "asked": asked, "page": page, "lines": lines, "waiting": waiting,
            "may_prepare": request.viewer.may("scrutiny.prepare"),
        },
    )  # fmt: skip


@may("scrutiny.prepare")
def begin(request: HttpRequest, drawn: int) -> HttpResponse:
    row = queries.without_pack(request.viewer).filter(pk=drawn).first()
    if row is None:
        raise Http404
    form = PackForm(request.POST or None, initial=started(level=Pack.Level.SUMMARY))

    def do(values: dict[str, Any]) -> str:
        values.pop("version")
        return address(operations.begin_pack(by=request.viewer, at=request.at, drawn=row, **values))

    lead = f"{row.draw.panel.name}, {row.draw}"
    return form_page(
        request, form, title=_("Begin a pack"), lead=lead, back=reverse("scrutiny:packs"), do=do, done=_("The pack was begun.")
    )


@may("scrutiny.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    pack, viewer = in_sight(request, pk), request.viewer
    panel = pack.drawn.draw.panel
    may_review, may_prepare = may_in(viewer, panel, "scrutiny.review"), may_in(viewer, panel, "scrutiny.prepare")
    readings = list(queries.readings_of(viewer, pack)[:100]) if may_review else []
    shown(request, readings)
    documents = progress_of(pack, request.at)
    context = {
        "pack": pack, "colour": COLOURS[pack.state], "documents": documents, "summary": summary_of(pack), "people": people_of(pack),
        "reviews": list(pack.reviews.select_related("by").order_by("-at", "-pk")), "hands": list(pack.hands.select_related("who")),
        "readings": readings, "steps": steps_of(pack, documents, summary_of(pack) is not None),
        "may_prepare": may_prepare, "may_review": may_review, "may_identities": may_in(viewer, panel, "scrutiny.identities"),
        "had_a_hand": queries.had_a_hand(pack, viewer.account_id), "standing": queries.standing_reviews(pack),
        "expired": pack.expires_at is not None and pack.expires_at <= request.at,
        "reviewed_it": any(each.by_id == viewer.account_id for each in queries.standing_reviews(pack)),
    }  # fmt: skip
    return render(request, "scrutiny/packs_detail.html", context)


@may("scrutiny.prepare")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    pack = to_prepare(request, pk)
    stored = {name: getattr(pack, name) for name in ("title", "strand", "level", "version")}
    form = PackForm(request.POST or None, initial=started(**stored))

    def do(values: dict[str, Any]) -> str:
        seen = values.pop("version")
        operations.change_pack(by=request.viewer, at=request.at, pack=pack, seen_version=seen, **values)
        return address(pack)

    return form_page(request, form, title=_("What the panel sees"), back=address(pack), do=do, done=_("The pack was changed."))


@may("scrutiny.prepare")
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """What members would read, what the leak scan found in it, and sending it to review."""
    pack = to_prepare(request, pk)
    form = SubmitForm(request.POST or None, initial=started(version=pack.version))

    def do(values: dict[str, Any]) -> str:
        operations.submit(by=request.viewer, at=request.at, pack=pack, seen_version=values["version"])
        return address(pack)

    done = _("It was sent to review. Two other people look at it before it can be released.")
    answer = form_page(
        request, form, title=_("Check and send to review"), back=address(pack), do=do, done=done, template="scrutiny/packs_check.html",
        **_as_read(request, pack),
    )  # fmt: skip
    return sealed(answer)


@may("scrutiny.prepare")
def aside(request: HttpRequest, pk: int, mark: str) -> HttpResponse:
    """Say why something that the scan found is no leak."""
    pack = to_prepare(request, pk)
    found = next((one for one in look(by=request.viewer, at=request.at, pack=pack, blocks=compose(pack)) if one.mark == mark), None)
    if found is None or not found.may_be_put_aside:
        raise Http404
    back = reverse("scrutiny:pack_check", args=[pack.pk])

    def do(values: dict[str, Any]) -> str:
        operations.put_aside(by=request.viewer, at=request.at, pack=pack, mark=mark, **values)
        return back

    form = AsideForm(request.POST or None, initial=started())
    return sealed(
        form_page(
            request, form, title=_("Is this no leak?"), lead=f"… {found.before}{found.words}{found.after} …", back=back, do=do,
            done=_("It was put aside. Those who review the pack see it with your reason."),
        )
    )  # fmt: skip


def _as_read(request: HttpRequest, pack: Pack) -> dict[str, Any]:
    blocks = compose(pack)
    shown(request, [pack])
    text = PackText(pack, pack.edition, pack.title, as_shown(blocks), mark_of_reader(request.viewer.name, request.at), None)
    found = look(by=request.viewer, at=request.at, pack=pack, blocks=blocks) if blocks else []
    return {
        "pack": pack, "text": text, "names": names_looked_for(pack),
        "leaks": [one for one in found if one.alarm is None], "aside": [one for one in found if one.alarm],
        "rare": rare_people(pack, request.at), "told": rare_in_words(text_of(blocks, ""), pack.drawn.draw.panel.area, request.at),
    }  # fmt: skip


def in_sight(request: HttpRequest, pk: int, capability: str = "scrutiny.read") -> Pack:
    try:
        return read(request, queries.get_pack(request.viewer, pk, capability))
    except Pack.DoesNotExist:
        raise Http404 from None


def to_prepare(request: HttpRequest, pk: int) -> Pack:
    return in_sight(request, pk, "scrutiny.prepare")


def address(pack: Pack) -> str:
    return reverse("scrutiny:pack", args=[pack.pk])
