"""Pages on which documents are brought in, looked at, and gone through passage by passage."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.web.consultation import read
from folkmoot.foundation.saving import Refused
from folkmoot.foundation.uploads import takes_file
from folkmoot.panels.papers.web.handing import as_download, sent_with_files
from folkmoot.panels.queries import may_in
from folkmoot.scrutiny.packs.documents import operations, queries
from folkmoot.scrutiny.packs.documents.models import PackDocument, PackSuggestion
from folkmoot.scrutiny.packs.documents.queries import Part
from folkmoot.scrutiny.packs.documents.rules import MOST_BYTES, Decision
from folkmoot.scrutiny.packs.web.forms import DocumentForm, MissedForm, OriginalForm, RemoveForm
from folkmoot.scrutiny.packs.web.member import sealed
from folkmoot.scrutiny.packs.web.presenters import DOCUMENT_COLOURS, hazards_of, lines_of, pieces_of, rules_of
from folkmoot.scrutiny.packs.web.views import address, to_prepare


@may("scrutiny.identities")
@takes_file(MOST_BYTES)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    pack = to_prepare(request, pk)

    def do(values: dict[str, Any]) -> str:
        operations.add_document(by=request.viewer, at=request.at, pack=pack, what=values["what"], upload=values["file"])
        return f"{address(pack)}#documents"

    form = DocumentForm(**sent_with_files(request), initial=started())
    return form_page(
        request, form, title=gettext_lazy("Add a document"), back=address(pack), do=do, template="scrutiny/packs_add.html",
        done=gettext_lazy("The document was added and is being read."),
    )  # fmt: skip


@may("scrutiny.identities")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One document: what else its file holds, its pages, and what can be done with it."""
    document = in_sight(request, pk)
    waiting = queries.open_in(document)
    context = {
        "document": document, "pack": document.pack, "colour": DOCUMENT_COLOURS[document.state], "hazards": hazards_of(document),
        "parts": [(number, waiting[number]) for number in range(1, len(document.cuts) + 1)], "back": address(document.pack),
        "next": queries.next_open(document), "may_prepare": may_in(request.viewer, document.pack.drawn.draw.panel, "scrutiny.prepare"),
    }  # fmt: skip
    return sealed(render(request, "scrutiny/packs_document.html", context))


@may("scrutiny.identities")
@require_POST
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    document = in_sight(request, pk)
    operations.see_hazards(by=request.viewer, at=request.at, document=document)
    return redirect("scrutiny:pack_document", document.pk)


@may("scrutiny.identities")
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    document = in_sight(request, pk)
    operations.read_again(by=request.viewer, at=request.at, document=document)
    return redirect("scrutiny:pack_document", document.pk)


@may("scrutiny.identities")
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    document = in_sight(request, pk)

    def do(values: dict[str, Any]) -> str:
        operations.remove_document(by=request.viewer, at=request.at, document=document, why=values["why"])
        return address(document.pack)

    form = RemoveForm(request.POST or None, initial=started())
    title, done = gettext_lazy("Remove the document"), gettext_lazy("The document was removed and erased.")
    return form_page(request, form, title=title, lead=str(document), back=_address(document), do=do, done=done)


@may("scrutiny.identities")
def original(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand over the file as it was sent, for a stated reason."""
    document = in_sight(request, pk)
    form = OriginalForm(request.POST or None, initial=started())
    if request.method == "POST" and form.is_valid():
        try:
            why = form.cleaned_data["why"]
            return sealed(
                as_download(operations.open_original(by=request.viewer, at=request.at, document=document, why=why, route=request.path))
            )
        except Refused as refused:
            form.add_problems(refused.problems)
    context = {"form": form, "title": gettext_lazy("Open the original"), "lead": str(document), "back": _address(document)}
    return render(request, "webkit/form_page.html", context, status=422 if form.errors else 200)


@may("scrutiny.identities")
def part(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One page of a document: the original beside what members read, and each passage to be accepted, changed or left."""
    document = in_sight(request, pk)
    problems: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            operations.decide(by=request.viewer, at=request.at, document=document, decisions=list(_decisions(request)))
        except Refused as refused:
            problems = refused.problems
        if request.headers.get("X-Decide"):
            return _said(document, number, problems)
        if not problems:
            return _after(request, document, number)
    return sealed(_page(request, document, number, problems))


def _page(
    request: HttpRequest, document: PackDocument, number: int, problems: dict[str, list[str]], missed: MissedForm | None = None
) -> HttpResponse:
    shown = _part(request, document, number)
    context = {
        "document": document, "pack": document.pack, "part": shown, "pieces": pieces_of(shown), "lines": lines_of(shown),
        "rules": rules_of(shown), "reasons": PackSuggestion.Reason.choices, "missed": missed or MissedForm(initial=started()),
        "may_prepare": may_in(request.viewer, document.pack.drawn.draw.panel, "scrutiny.prepare") and document.pack.state == "draft",
        "problems": [sentence for sentences in problems.values() for sentence in sentences], "back": _address(document),
        "left": sum(one.state == PackSuggestion.State.OPEN for one in shown.suggestions),
    }  # fmt: skip
    return render(request, "scrutiny/packs_part.html", context, status=422 if problems or (missed and missed.errors) else 200)


@may("scrutiny.identities")
@require_POST
def missed(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Mark words that the machine did not find."""
    document = in_sight(request, pk)
    form = MissedForm(request.POST)
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("words", "kind", "replacement", "everywhere", "start", "end")}
        try:
            marked = operations.mark_missed(by=request.viewer, at=request.at, document=document, **values)
        except Refused as refused:
            form.add_problems(refused.problems)
        else:
            messages.success(request, ngettext("Marked in %(number)d place.", "Marked in %(number)d places.", marked) % {"number": marked})
            return redirect("scrutiny:pack_part", document.pk, number)
    return sealed(_page(request, document, number, {}, form))


@may("scrutiny.identities")
@require_POST
def accept(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Accept everything in the document that one rule found."""
    document = in_sight(request, pk)
    accepted = operations.accept_alike(by=request.viewer, at=request.at, document=document, rule=request.POST.get("rule", ""))
    messages.success(request, _("%(number)d passages were accepted.") % {"number": accepted})
    return redirect("scrutiny:pack_part", document.pk, number)


@may("scrutiny.identities")
@require_POST
def unmark(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take back what a person marked."""
    document = in_sight(request, pk)
    one = document.suggestions.filter(pk=_number(request.POST.get("mark_of", "")) or 0).first()
    if one is None:
        raise Http404
    operations.unmark(by=request.viewer, at=request.at, document=document, suggestion=one)
    return redirect("scrutiny:pack_part", document.pk, number)


def _decisions(request: HttpRequest) -> Iterator[Decision]:
    """What the form says of each passage: `s12` the decision, `r12` the replacement, `w12` the reason."""
    for name, state in request.POST.items():
        pk = _number(name[1:]) if name.startswith("s") else None
        if pk is not None:
            yield Decision(pk, str(state), request.POST.get(f"r{pk}", ""), request.POST.get(f"w{pk}", ""))


def _said(document: PackDocument, number: int, problems: dict[str, list[str]]) -> HttpResponse:
    """The answer to the script of the page."""
    if problems:
        return sealed(JsonResponse({"problems": problems}, status=422))
    return sealed(JsonResponse({"left": queries.open_in(document)[number]}))


def _after(request: HttpRequest, document: PackDocument, number: int) -> HttpResponse:
    """On to the next page on which something waits; back to the document where nothing does."""
    waiting = queries.open_in(document)
    following = min((page for page in waiting if page > number), default=min(waiting, default=None))
    messages.success(request, _("Your decisions were saved."))
    if following is None:
        return redirect("scrutiny:pack_document", document.pk)
    return redirect("scrutiny:pack_part", document.pk, following)


def _part(request: HttpRequest, document: PackDocument, number: int) -> Part:
    if document.state != PackDocument.State.READ or document.erased_at:
        raise Http404
    try:
        return operations.open_part(by=request.viewer, at=request.at, document=document, number=number, route=request.path)
    except IndexError:
        raise Http404 from None


def in_sight(request: HttpRequest, pk: int) -> PackDocument:
    try:
        return read(request, queries.get_document(request.viewer, pk))
    except PackDocument.DoesNotExist:
        raise Http404 from None


def _address(document: PackDocument) -> str:
    return reverse("scrutiny:pack_document", args=[document.pk])


def _number(words: str) -> int | None:
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 19 else None
