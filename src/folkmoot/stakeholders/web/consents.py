"""Pages where it is recorded what people agreed to, and where they are given what is held on them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.web.consultation import shown
from folkmoot.stakeholders import operations, queries
from folkmoot.stakeholders.web.people import address_of, to_write
from folkmoot.stakeholders.web.standing_forms import AgreementForm, WithdrawForm


@may("stakeholders.write")
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    contact = to_write(request, pk)
    shown(request, [contact])
    form = AgreementForm(request.POST or None, initial=started(given_on=timezone.localdate(request.at)))

    def do(values: dict[str, Any]) -> str:
        operations.record_agreement(by=request.viewer, at=request.at, contact=contact, **values)
        return address_of(contact)

    return form_page(
        request, form, title=_("Record what they agreed to"), lead=contact.name, back=address_of(contact), do=do,
        done=_("What they agreed to was recorded."),
    )  # fmt: skip


@may("stakeholders.write")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    contact = to_write(request, pk)
    shown(request, [contact])
    lines = list(queries.in_force(contact))
    form = WithdrawForm(request.POST or None, in_force=lines, initial=started(on=timezone.localdate(request.at)))

    def do(values: dict[str, Any]) -> str:
        operations.withdraw(by=request.viewer, at=request.at, contact=contact, **values)
        return address_of(contact)

    return form_page(
        request, form, title=_("Record that they withdrew"), lead=contact.name, back=address_of(contact), do=do,
        done=_("That they withdrew was recorded. Their details are no longer used for it."),
    )  # fmt: skip


@may("stakeholders.write")
def everything(request: HttpRequest, pk: int) -> HttpResponse:
    """What is held on a person, as one file to give to them; making it is a disclosure and is logged."""
    contact = to_write(request, pk)
    if request.method != "POST":
        shown(request, [contact])
        return render(request, "stakeholders/everything_ask.html", {"contact": contact})
    held = operations.disclose_everything(by=request.viewer, at=request.at, contact=contact, route=request.path)
    page = render_to_string("stakeholders/everything.html", {"contact": contact, "held": held, "today": timezone.localdate(request.at)})
    name = f"held-on-{slugify(contact.name) or contact.pk}.html"
    return HttpResponse(page, headers={"Content-Disposition": f'attachment; filename="{name}"'})
