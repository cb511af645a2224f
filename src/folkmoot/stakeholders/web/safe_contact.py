"""Pages of the note on how somebody may safely be contacted: never shown without a reason."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.web.consultation import shown
from folkmoot.communities.web.forms import ConfirmForm
from folkmoot.foundation.saving import Refused
from folkmoot.stakeholders import operations, queries
from folkmoot.stakeholders.models import Contact
from folkmoot.stakeholders.web.people import address_of, in_sight
from folkmoot.stakeholders.web.standing_forms import SafeContactForm, SafeContactReasonForm


@may("safe_contact.read")
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a reason; with one, show the note on a page that browsers do not keep."""
    contact = _noted(request, pk)
    form = SafeContactReasonForm(request.POST or None, initial=started())
    if request.method == "POST" and form.is_valid():
        try:
            note = operations.read_note(
                by=request.viewer, at=request.at, contact=contact, reason=form.cleaned_data["reason"], route=request.path
            )
        except Refused as refused:
            form.add_problems(refused.problems)
        else:
            context = {"contact": contact, "note": note, "may_write": request.viewer.may("safe_contact.write", contact.area_id)}
            return render(request, "stakeholders/safe_contact.html", context)
    shown(request, [contact])
    context = {"form": form, "title": _("Read how to contact them safely"), "lead": contact.name, "back": address_of(contact)}
    return render(request, "webkit/form_page.html", context, status=422 if form.errors else 200)


@may("safe_contact.write")
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the note, or write it anew: what stood there is not shown here, as it is read only for a reason."""
    contact = _in_reach(request, pk, "safe_contact.write")
    shown(request, [contact])
    form = SafeContactForm(request.POST or None, initial=started(version=queries.safe_contact_version(request.viewer, contact)))

    def do(values: dict[str, Any]) -> str:
        operations.write_note(by=request.viewer, at=request.at, contact=contact, words=values["words"], seen_version=values["version"])
        return address_of(contact)

    lead = _("A new note takes the place of the one there is. Read that first.") if _has_note(request, contact) else contact.name
    return form_page(
        request,
        form,
        title=_("Write how to contact them safely"),
        lead=lead,
        back=address_of(contact),
        do=do,
        done=_("The note was saved."),
    )


@may("safe_contact.write")
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    contact = _noted(request, pk, "safe_contact.write")
    shown(request, [contact])

    def do(values: dict[str, Any]) -> str:
        operations.remove_note(by=request.viewer, at=request.at, contact=contact)
        return address_of(contact)

    return form_page(
        request, ConfirmForm(request.POST or None, initial=started()), title=_("Remove the note on safe contact?"), lead=contact.name,
        back=address_of(contact), do=do, done=_("The note was taken away."),
    )  # fmt: skip


def _in_reach(request: HttpRequest, pk: int, capability: str) -> Contact:
    contact = in_sight(request, pk)
    if not request.viewer.may(capability, contact.area_id):
        raise Http404
    return contact


def _noted(request: HttpRequest, pk: int, capability: str = "safe_contact.read") -> Contact:
    contact = _in_reach(request, pk, capability)
    if not _has_note(request, contact):
        raise Http404
    return contact


def _has_note(request: HttpRequest, contact: Contact) -> bool:
    return contact.pk in queries.with_safe_contact_note(request.viewer, [contact.pk])
