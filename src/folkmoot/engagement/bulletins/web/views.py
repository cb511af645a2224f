"""Pages on which a bulletin is written, checked and cleared."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for, choose_area, place_of_form
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.web.consultation import read, shown
from folkmoot.engagement.bulletins import operations, queries
from folkmoot.engagement.bulletins.delivery.queries import copies_of
from folkmoot.engagement.bulletins.models import VERSION_NAMES, Bulletin, BulletinCase
from folkmoot.engagement.bulletins.rules import State
from folkmoot.engagement.bulletins.web.forms import BulletinFilter, BulletinForm, CaseForm, ExplainForm, ReturnForm, SubmitForm
from folkmoot.engagement.bulletins.web.presenters import KIND_WORDS, STATE_COLOURS, STATE_WORDS, gaps_in_words
from folkmoot.engagement.bulletins.wording import as_page
from folkmoot.errors import FolkmootError
from folkmoot.voice.web.presenters import line_of as line_of_point

A_PAGE = 50
CASE_FIELDS = ("outcome", "court", "source", "words", "outcome_cy", "court_cy", "words_cy", "words_easy")


@may("bulletins.read")
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    filters = BulletinFilter(request.GET, areas_for(viewer, "bulletins.read", today=today))
    asked = filters.chosen
    state = State(asked["state"]) if "state" in asked else None
    page = Paginator(queries.list_bulletins(viewer, area_id=asked.get("area_id"), state=state), A_PAGE).get_page(request.GET.get("page"))
    lines = [(row, STATE_WORDS[queries.dated_state(row)], STATE_COLOURS[queries.dated_state(row)]) for row in page]
    context = {
        "filters": filters, "asked": asked, "page": page, "lines": lines, "may_write": viewer.may("bulletins.write"),
        "may_clear": viewer.may("bulletins.clear"), "waiting": list(queries.waiting_for_lawyer(viewer)),
    }  # fmt: skip
    return render(request, "engagement/bulletins_list.html", context)


@may("bulletins.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return detail_page(request, in_sight(request, pk))


def detail_page(request: HttpRequest, bulletin: Bulletin, refused: str = "") -> HttpResponse:
    """The page of a bulletin; `refused` says what could not be done."""
    viewer, today = request.viewer, timezone.localdate(request.at)
    checked = queries.check_before_leaving(bulletin, today=today)
    replies = list(queries.replies_to(viewer, bulletin)) if checked.state is State.SEALED else []
    shown(request, [bulletin, *replies])
    may_write = viewer.may("bulletins.write", bulletin.area_id)
    is_lawyer = viewer.account_id is not None and bulletin.lawyer_id == viewer.account_id
    leaves = [(VERSION_NAMES[each.version], each.version, each.subject, as_page(each.text)) for each in checked.leaves.values()]
    context = {
        "bulletin": bulletin, "checked": checked, "state": checked.state, "state_words": STATE_WORDS[checked.state],
        "state_colour": STATE_COLOURS[checked.state], "refused": refused, "leaves": leaves, "gaps": gaps_in_words(checked),
        "findings": [(finding, KIND_WORDS[finding.hit.kind]) for finding in checked.findings],
        "may_edit": may_write and checked.state is not State.SEALED, "may_write": may_write,
        "may_submit": may_write and checked.may_be_submitted and checked.state in (State.DRAFT, State.RETURNED),
        "may_clear": is_lawyer and viewer.may("bulletins.clear", bulletin.area_id) and checked.state is State.SUBMITTED,
        "sees_names": may_write or is_lawyer,
        "replies": [line_of_point(point, today) for point in replies],
    }  # fmt: skip
    return render(request, "engagement/bulletins_detail.html", context, status=422 if refused else 200)


@may("bulletins.read")
def copy(request: HttpRequest, pk: int, which: str) -> HttpResponse:
    """The exact words that left, also for printing and handing over."""
    bulletin = in_sight(request, pk)
    kept = copies_of(request.viewer, bulletin).filter(which=which).first()
    if kept is None:
        raise Http404
    shown(request, [bulletin])
    return render(request, "engagement/bulletins_copy.html", {"bulletin": bulletin, "copy": kept, "words": as_page(kept.text, level=2)})


@may("bulletins.write")
def new(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    title, back = _("Write a bulletin"), reverse("engagement:bulletins")
    place = place_of_form(request, "bulletins.write", today=today)
    if place is None or place.area is None:
        return choose_area(request, "bulletins.write", title=title, back=back, today=today)
    area = place.area
    form = BulletinForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        del values["version"]
        return address(operations.write_bulletin(by=viewer, at=request.at, area=area, **values))

    return form_page(request, form, title=title, lead=area.name, back=back, do=do, done=_("The draft was saved. Now add its cases."))


@may("bulletins.write")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    bulletin = to_edit(request, pk)
    stored = {name: getattr(bulletin, name) for name in (*operations.WRITABLE, "version")}
    form = BulletinForm(request.POST or None, initial=started(**stored))
    shown(request, [bulletin])

    def do(values: dict[str, Any]) -> str:
        operations.change_bulletin(by=request.viewer, at=request.at, bulletin=bulletin, seen_version=values.pop("version"), **values)
        return address(bulletin)

    return form_page(
        request, form, title=_("Change the bulletin"), back=address(bulletin), template="engagement/bulletins_form.html", do=do,
        done=_("The bulletin was changed."), bulletin=bulletin,
    )  # fmt: skip


@may("bulletins.write")
def new_case(request: HttpRequest, pk: int) -> HttpResponse:
    bulletin = to_edit(request, pk)
    form = CaseForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        del values["version"]
        operations.add_case(by=request.viewer, at=request.at, bulletin=bulletin, **values)
        return address(bulletin)

    return form_page(
        request, form, title=_("Add a finalised case"), lead=bulletin.title, back=address(bulletin), do=do, done=_("The case was added."),
        template="engagement/bulletins_form.html", bulletin=bulletin,
    )  # fmt: skip


@may("bulletins.write")
def change_case(request: HttpRequest, pk: int, case: int) -> HttpResponse:
    bulletin, row = _case(request, pk, case)
    stored = {name: getattr(row, name) for name in (*CASE_FIELDS, "finalised_on", "version")} | {"finalised": "yes"}
    form = CaseForm(request.POST or None, initial=started(**stored))

    def do(values: dict[str, Any]) -> str:
        operations.change_case(by=request.viewer, at=request.at, case=row, seen_version=values.pop("version"), **values)
        return address(bulletin)

    return form_page(
        request, form, title=_("Change the case"), lead=bulletin.title, back=address(bulletin), do=do, done=_("The case was changed."),
        template="engagement/bulletins_form.html", bulletin=bulletin,
    )  # fmt: skip


@may("bulletins.write")
@require_POST
def remove_case(request: HttpRequest, pk: int, case: int) -> HttpResponse:
    bulletin, row = _case(request, pk, case)
    operations.remove_case(by=request.viewer, at=request.at, case=row)
    messages.success(request, str(_("The case was taken out.")))
    return redirect(address(bulletin))


@may("bulletins.write")
def explain(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    bulletin = to_edit(request, pk)
    checked = queries.check_before_leaving(bulletin, today=timezone.localdate(request.at))
    finding = next((each for each in checked.findings if each.hit.key == key), None)
    if finding is None:
        raise Http404
    form = ExplainForm(request.POST or None, initial=started(words=finding.explained))
    shown(request, [bulletin])

    def do(values: dict[str, Any]) -> str:
        operations.explain(by=request.viewer, at=request.at, bulletin=bulletin, key=key, **values)
        return address(bulletin)

    return form_page(
        request, form, title=_("Say why it may stay"), lead=f"{KIND_WORDS[finding.hit.kind]}: {finding.hit.context}",
        back=address(bulletin), do=do, done=_("The explanation was saved."),
    )  # fmt: skip


@may("bulletins.write")
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    bulletin = to_edit(request, pk)
    lawyers = queries.lawyers_for(request.viewer, bulletin, today=timezone.localdate(request.at))
    form = SubmitForm(request.POST or None, lawyers=lawyers, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.submit(by=request.viewer, at=request.at, bulletin=bulletin, **values)
        return address(bulletin)

    return form_page(
        request, form, title=_("Submit to a lawyer"), lead=bulletin.title, back=address(bulletin), do=do, done=_("It is with the lawyer."),
        template="engagement/bulletins_submit.html", no_lawyer=not lawyers,
    )  # fmt: skip


@may("bulletins.clear")
@require_POST
def clear(request: HttpRequest, pk: int) -> HttpResponse:
    bulletin = in_sight(request, pk)
    try:
        operations.clear(by=request.viewer, at=request.at, bulletin=bulletin, seen_hash=request.POST.get("hash", ""))
    except FolkmootError as refused:
        return detail_page(request, in_sight(request, pk), str(refused))
    messages.success(request, str(_("Cleared. It may now be sent as it stands.")))
    return redirect(address(bulletin))


@may("bulletins.clear")
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    bulletin = in_sight(request, pk)
    if bulletin.lawyer_id != request.viewer.account_id:
        raise Http404
    form = ReturnForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.send_back(by=request.viewer, at=request.at, bulletin=bulletin, **values)
        return address(bulletin)

    return form_page(
        request,
        form,
        title=_("Send it back"),
        lead=bulletin.title,
        back=address(bulletin),
        do=do,
        done=_("It was sent back to its author."),
    )


def address(bulletin: Bulletin) -> str:
    return reverse("engagement:bulletin", args=[bulletin.pk])


def in_sight(request: HttpRequest, pk: int) -> Bulletin:
    try:
        return queries.get_bulletin(request.viewer, pk)
    except Bulletin.DoesNotExist:
        raise Http404 from None


def to_edit(request: HttpRequest, pk: int) -> Bulletin:
    """A bulletin that this viewer may still write; for any other the page does not exist."""
    bulletin = in_sight(request, pk)
    if not request.viewer.may("bulletins.write", bulletin.area_id) or bulletin.sealed_at:
        raise Http404
    return bulletin


def _case(request: HttpRequest, pk: int, case: int) -> tuple[Bulletin, BulletinCase]:
    bulletin = to_edit(request, pk)
    row = bulletin.cases.filter(pk=case).first()
    if row is None:
        raise Http404
    return bulletin, read(request, row)
