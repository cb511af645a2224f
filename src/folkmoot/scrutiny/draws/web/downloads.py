"""The two files with which anybody checks a draw: the list in canonical form and the receipt. Neither says anything of a case."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from folkmoot.scrutiny.draws.listing import list_of_draw
from folkmoot.scrutiny.draws.models import Draw
from folkmoot.scrutiny.draws.queries import receipt_of


def list_file(draw: Draw) -> HttpResponse:
    """The list as it was fixed. Raises Http404 before that."""
    if not draw.fingerprint:
        raise Http404
    return _file(list_of_draw(draw).canonical, "text/plain; charset=utf-8", f"list-of-draw-{draw.pk}.txt")


def receipt_file(draw: Draw) -> HttpResponse:
    """The receipt. Raises Http404 before the draw."""
    receipt = receipt_of(draw)
    if receipt is None:
        raise Http404
    return _file(receipt.to_json().encode(), "application/json", f"receipt-of-draw-{draw.pk}.json")


def _file(data: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"X-Content-Type-Options": "nosniff", "Content-Disposition": content_disposition_header(True, name) or "attachment"}
    return HttpResponse(data, content_type=content_type, headers=headers)
