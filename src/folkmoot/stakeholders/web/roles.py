"""Pages where the roles of a person are recorded."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.web.consultation import shown
from folkmoot.communities.web.forms import ConfirmForm
from folkmoot.stakeholders import operations, queries
from folkmoot.stakeholders.models import Affiliation
from folkmoot.stakeholders.web.people import address_of, organisations_of, to_write
from folkmoot.stakeholders.web.standing_forms import RoleForm
from folkmoot.stakeholders.web.views import may_write


@may("stakeholders.write")
def new(request: HttpRequest, pk: int) -> HttpResponse:
    contact = to_write(request, pk)
    shown(request, [contact])
    form = RoleForm(request.POST or None, organisations=organisations_of(request, contact.area), initial=started())

    def do(values: dict[str, Any]) -> str:
        del values["version"]
        operations.add_affiliation(by=request.viewer, at=request.at, contact=contact, **values)
        return address_of(contact)

    return form_page(
        request, form, title=_("Add a role"), lead=contact.name, back=address_of(contact), do=do, done=_("The role was added.")
    )


@may("stakeholders.write")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    role = _to_write(request, pk)
    shown(request, [role.contact])
    names = ("organisation", "kind", "title", "starts", "ends", "version")
    initial = started(**{name: getattr(role, name) for name in names})
    form = RoleForm(request.POST or None, organisations=organisations_of(request, role.contact.area), initial=initial)

    def do(values: dict[str, Any]) -> str:
        operations.change_affiliation(by=request.viewer, at=request.at, affiliation=role, seen_version=values.pop("version"), **values)
        return address_of(role.contact)

    return form_page(
        request, form, title=_("Change the role, or say when it ended"), lead=role.contact.name, back=address_of(role.contact), do=do,
        done=_("The role was changed."),
    )  # fmt: skip


@may("stakeholders.write")
def main(request: HttpRequest, pk: int) -> HttpResponse:
    role = _to_write(request, pk)
    shown(request, [role.contact])

    def do(values: dict[str, Any]) -> str:
        operations.make_main(by=request.viewer, at=request.at, affiliation=role)
        return address_of(role.contact)

    return form_page(
        request, ConfirmForm(request.POST or None, initial=started()), title=_("Show this role beside the name?"), lead=str(role),
        back=address_of(role.contact), do=do, done=_("The role is shown beside the name."),
    )  # fmt: skip


def _to_write(request: HttpRequest, pk: int) -> Affiliation:
    role = queries.affiliations(request.viewer).filter(pk=pk).first()
    if role is None or not may_write(request, role.contact):
        raise Http404
    return role
