"""The page of a chain, in full and as it may be published."""

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from folkmoot.accounts.access import may
from folkmoot.foundation import audit
from folkmoot.overview.chain.gathering import Chain, address_of, chain_of
from folkmoot.overview.chain.links import POINT


@may("voice.read")
def of_point(request: HttpRequest, point_id: int) -> HttpResponse:
    """The chain of a point, under the shorter address."""
    return _page(request, POINT, point_id, reverse("chain", args=[point_id]))


@may("home.read")
def of_row(request: HttpRequest, kind: str, row_id: int) -> HttpResponse:
    """The chain of a row of any kind; not found where there is no such kind, or it is out of sight."""
    return _page(request, kind, row_id, reverse("chain_of", args=[kind, row_id]))


@transaction.atomic
def _page(request: HttpRequest, kind: str, row_id: int, here: str) -> HttpResponse:
    """`?for=publication` withholds what may identify a person.

    With `&words=yes` the person vouches for the words said, which are then shown: that is recorded as a disclosure.
    """
    publication = request.GET.get("for") == "publication"
    words_read = publication and request.GET.get("words") == "yes"
    today = timezone.localdate(request.at)
    made = chain_of(request.viewer, kind, row_id, today=today, publication=publication, words_read=words_read)
    if made is None:
        raise Http404
    _log(request, made, words_read)
    context = {
        "chain": made, "publication": publication, "words_read": words_read, "today": today, "here": here, "kind": kind,
        "may_vouch": any(step.quote and step.quote.withheld for step in made.steps), "back": address_of(kind, row_id),
    }  # fmt: skip
    if publication:
        context |= {"navigation": [], "viewer": None, "found": [one.text for one in made.identifiers]}
    return render(request, "overview/chain.html", context)


def _log(request: HttpRequest, made: Chain, words_read: bool) -> None:
    route = request.get_full_path()
    audit.consulted(by=request.viewer, at=request.at, rows=made.read, route=route)
    if words_read and made.vouched:
        audit.record(
            audit.Kind.DISCLOSURE, by=request.viewer, at=request.at, subject=POINT, ids=[point.pk for point in made.vouched], route=route,
            recipient=request.viewer.name, detail={"fields": ["words"]},
        )  # fmt: skip
