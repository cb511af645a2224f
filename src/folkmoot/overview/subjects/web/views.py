"""The pages of the right of access: find a person, and make the file that is given to them. No name stands in an address."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.communities.web.consultation import read, shown
from folkmoot.foundation.saving import Refused
from folkmoot.overview.subjects import operations
from folkmoot.overview.subjects.files import FORMATS
from folkmoot.overview.subjects.people import FOUND_AT_MOST, find, get
from folkmoot.webkit.forms import GovukForm


class SearchForm(GovukForm):
    send_label = _("Search")
    words = forms.CharField(
        label=_("Name, e-mail address, or reference of an answer"), min_length=3, max_length=254,
        help_text=_("As they gave it when they asked. At least three letters."),
    )  # fmt: skip


class GiveForm(GovukForm):
    send_label = _("Make the file")
    recipient = forms.CharField(
        label=_("Who receives it"), max_length=254, help_text=_("The person, or who asks in their name. It is recorded.")
    )
    ending = forms.ChoiceField(
        label=_("As what"), widget=forms.RadioSelect, initial="html",
        choices=[("html", _("A page that any browser opens")), ("ods", _("A workbook (.ods)")), ("json", _("For a machine (.json)"))],
    )  # fmt: skip
    sure = forms.BooleanField(label=_("I made sure that it is they who ask"))


@may("subjects.give")
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.POST or None)
    found = find(request.viewer, form.cleaned_data["words"]) if request.method == "POST" and form.is_valid() else None
    shown(request, [each.row for each in found or ()])
    context = {"form": form, "found": found, "most": FOUND_AT_MOST}
    return render(request, "overview/subjects/search.html", context, status=422 if form.errors else 200)


@may("subjects.give")
def give(request: HttpRequest, key: str) -> HttpResponse:
    found = get(request.viewer, key)
    if found is None:
        raise Http404
    read(request, found.row)
    form = GiveForm(request.POST or None, initial={"recipient": found.name})
    if request.method == "POST" and form.is_valid():
        try:
            return _file(request, key, form.cleaned_data)
        except Refused as refused:
            form.add_problems(refused.problems)
    context: dict[str, Any] = {"form": form, "found": found, "back": reverse("subjects")}
    return render(request, "overview/subjects/give.html", context, status=422 if form.errors else 200)


def _file(request: HttpRequest, key: str, said: dict[str, Any]) -> HttpResponse:
    """The file, by a name that says nothing of the person: names of files stand in many places."""
    ending = said["ending"]
    given = operations.give(by=request.viewer, at=request.at, key=key, recipient=said["recipient"], ending=ending, route=request.path)
    name = f"held-about-you-{timezone.localdate(request.at):%Y-%m-%d}.{ending}"
    return HttpResponse(given.data, content_type=FORMATS[ending], headers={"Content-Disposition": f'attachment; filename="{name}"'})
