"""The coding list: what it says, its versions, the draft of the next, and what Areas added."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.accounts.access import may
from folkmoot.accounts.scope import within
from folkmoot.accounts.web.choices import choose_area, place_of_form
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.foundation.saving import Refused
from folkmoot.voice.themes.lists import operations
from folkmoot.voice.themes.lists.queries import SAID, differences, draft_now, entries_of, latest_issued, local_themes, versions
from folkmoot.voice.themes.models import CodingList, ListEntry, Theme
from folkmoot.voice.themes.queries import themes_in_use
from folkmoot.voice.themes.web.forms import EntryForm, InsteadForm, IssueForm, LocalForm, ProposeForm


@may("voice.read")
def listing(request: HttpRequest) -> HttpResponse:
    issued = latest_issued()
    context = {
        "issued": issued, "entries": entries_of(issued), "versions": versions(request.viewer), "local": local_themes(request.viewer),
        "draft": draft_now() if request.viewer.may("themes.issue") else None, "may_issue": request.viewer.may("themes.issue"),
        "may_add": request.viewer.may("voice.write"), "writes_in": _writes_in(request),
    }  # fmt: skip
    return render(request, "voice/coding_list.html", context)


def _writes_in(request: HttpRequest) -> set[int]:
    """The local themes whose Area this person writes in."""
    return set(within(request.viewer, Theme.objects.filter(area__isnull=False), "voice.write").values_list("pk", flat=True))


@may("voice.read")
def version(request: HttpRequest, number: int) -> HttpResponse:
    """What one issued version said, and what it changed."""
    found = get_object_or_404(CodingList, number=number, draft=False)
    before = CodingList.objects.filter(draft=False, number__lt=number).order_by("-number").first()
    context = {"version": found, "entries": entries_of(found), "changed": {one.entry.code: one for one in differences(before, found)}}
    return render(request, "voice/coding_list_version.html", context | {"before": before})


@may("themes.issue")
def draft(request: HttpRequest) -> HttpResponse:
    """The draft of the next version; asked for by POST it is started, or with `drop` dropped."""
    if request.method == "POST":
        held = draft_now()
        if "drop" in request.POST and held:
            operations.drop_draft(by=request.viewer, at=request.at, draft=held)
            return redirect("voice:coding-list")
        operations.start_draft(by=request.viewer, at=request.at)
        return redirect("voice:coding-list-draft")
    held = _draft()
    changed = differences(latest_issued(), held)
    return render(request, "voice/coding_list_draft.html", {"draft": held, "entries": entries_of(held), "changed": changed})


def _draft() -> CodingList:
    held = draft_now()
    if held is None:
        raise Http404
    return held


@may("themes.issue")
def entry(request: HttpRequest, code: str = "") -> HttpResponse:
    held = _draft()
    found = get_object_or_404(ListEntry, coding_list=held, code=code) if code else None
    first = {name: getattr(found, name) for name in (*SAID, "version")} if found else {}
    others = [(each.code, each.name_en) for each in held.entries.filter(retired=False).exclude(code=code)]
    form = EntryForm(request.POST or None, initial=started(**first), others=others, new=found is None)

    def do(values: dict[str, Any]) -> str:
        seen = values.pop("version", None)
        operations.save_entry(by=request.viewer, at=request.at, draft=held, code=code, seen_version=seen if found else None, **values)
        return reverse("voice:coding-list-draft")

    title = _("Change what the list says of a theme") if found else _("Add a theme to the draft")
    return form_page(request, form, title=title, back=reverse("voice:coding-list-draft"), do=do, done=_("The draft was saved."))


@may("themes.issue")
def issue(request: HttpRequest) -> HttpResponse:
    held = _draft()
    form = IssueForm(request.POST or None, initial=started(note=held.note))

    def do(values: dict[str, Any]) -> str:
        operations.issue(by=request.viewer, at=request.at, draft=held, note=values["note"])
        return reverse("voice:coding-list")

    title = _("Issue version %(number)d of the coding list") % {"number": held.number}
    return form_page(request, form, title=title, back=reverse("voice:coding-list-draft"), do=do, done=_("The list was issued."))


@may("voice.write")
def new_local(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    place = place_of_form(request, "voice.write", today=today)
    back = reverse("voice:coding-list")
    if place is None or place.area is None:
        return choose_area(request, "voice.write", title=_("Add a theme of your Area"), back=back, today=today)
    area = place.area
    form = LocalForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.add_local(by=viewer, at=request.at, area=area, **values)
        return back

    return form_page(
        request, form, title=_("Add a theme of your Area"), lead=place.words, back=back, do=do, done=_("The theme can be used now.")
    )


def _local(request: HttpRequest, code: str, capability: str) -> Theme:
    rows = within(request.viewer, Theme.objects.filter(area__isnull=False, ends__isnull=True), capability)
    return get_object_or_404(rows.select_related("area"), code=code)


@may("voice.write")
def propose(request: HttpRequest, code: str) -> HttpResponse:
    found = _local(request, code, "voice.write")
    form = ProposeForm(request.POST or None, initial=started(why=found.proposed_why))

    def do(values: dict[str, Any]) -> str:
        operations.propose(by=request.viewer, at=request.at, theme=found, why=values["why"])
        return reverse("voice:coding-list")

    title = _("Propose “%(theme)s” for the whole service") % {"theme": found.name}
    return form_page(request, form, title=title, back=reverse("voice:coding-list"), do=do, done=_("Headquarters sees the proposal."))


@may("voice.write")
def end(request: HttpRequest, code: str) -> HttpResponse:
    found = _local(request, code, "voice.write")
    instead = themes_in_use(request.viewer, area_id=found.area_id, on=timezone.localdate(request.at)).exclude(pk=found.pk)
    form = InsteadForm(request.POST or None, initial=started(), themes=instead, needed=False)

    def do(values: dict[str, Any]) -> str:
        operations.end_local(by=request.viewer, at=request.at, theme=found, replaced_by=values["instead"])
        return reverse("voice:coding-list")

    title = _("Stop using “%(theme)s”") % {"theme": found.name}
    return form_page(request, form, title=title, back=reverse("voice:coding-list"), do=do, done=_("The theme was ended."))


@may("themes.issue")
def merge(request: HttpRequest, code: str) -> HttpResponse:
    found = _local(request, code, "themes.issue")
    instead = themes_in_use(request.viewer, area_id=None, on=timezone.localdate(request.at))
    form = InsteadForm(request.POST or None, initial=started(), themes=instead, needed=True)

    def do(values: dict[str, Any]) -> str:
        operations.merge(by=request.viewer, at=request.at, theme=found, into=values["instead"])
        return reverse("voice:coding-list")

    title = _("Merge “%(theme)s” into the national list") % {"theme": found.name}
    return form_page(request, form, title=title, back=reverse("voice:coding-list"), do=do, done=_("The theme was merged."))


@may("themes.issue")
@require_POST
def take_in(request: HttpRequest, code: str) -> HttpResponse:
    """Take an Area's theme into the draft, starting one where there is none."""
    found = _local(request, code, "themes.issue")
    try:
        held = operations.start_draft(by=request.viewer, at=request.at)
        operations.take_in(by=request.viewer, at=request.at, draft=held, theme=found)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("voice:coding-list-draft")
