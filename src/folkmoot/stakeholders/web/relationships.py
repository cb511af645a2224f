"""Pages where it is recorded how organisations stand to each other."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.web.consultation import shown
from folkmoot.stakeholders import operations, queries
from folkmoot.stakeholders.models import Relationship
from folkmoot.stakeholders.web.standing_forms import EndOnForm, RelationshipForm
from folkmoot.stakeholders.web.views import address_of, may_write, to_write


@may("stakeholders.write")
def new(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = to_write(request, pk)
    shown(request, [organisation])
    others = queries.organisations(request.viewer).exclude(pk=pk)
    form = RelationshipForm(request.POST or None, organisations=others, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.add_relationship(by=request.viewer, at=request.at, organisation=organisation, **values)
        return address_of(organisation)

    return form_page(
        request, form, title=_("Add a relationship with another organisation"), lead=organisation.name, back=address_of(organisation),
        do=do, done=_("The relationship was added."),
    )  # fmt: skip


@may("stakeholders.write")
def end(request: HttpRequest, pk: int) -> HttpResponse:
    row = Relationship.objects.select_related("organisation", "other").filter(pk=pk).first()
    if row is None or not may_write(request, row.organisation):
        raise Http404
    form = EndOnForm(request.POST or None, initial=started(version=row.version, on=timezone.localdate(request.at)))

    def do(values: dict[str, Any]) -> str:
        operations.end_relationship(by=request.viewer, at=request.at, relationship=row, on=values["on"], seen_version=values["version"])
        return address_of(row.organisation)

    return form_page(
        request, form, title=_("Until when this held"), lead=str(row), back=address_of(row.organisation), do=do, done=_("It was recorded.")
    )
