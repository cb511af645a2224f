"""Sending a film, a reading or large print: whole, or the part that a player asks for (RFC 9110, section 14), and never run as a page."""

import re
from typing import cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from folkmoot.languages.media import files
from folkmoot.languages.media.kinds import BY_ENDING
from folkmoot.languages.media.models import Rendition

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


def part_asked_for(header: str, size: int) -> tuple[int, int] | None:
    """The first and last byte that a Range header asks for, both counted; None for the whole file: no range, or several at once.

    Raises ValueError where nothing of the file lies in it.
    """
    found = _RANGE.fullmatch(header.strip())
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:  # the last so many bytes
        first, last = max(size - int(found[2]), 0), size - 1
        if not int(found[2]):
            raise ValueError("no byte is asked for")
        return first, last
    first, last = int(found[1]), min(int(found[2] or size - 1), size - 1)
    if found[2] and int(found[2]) < first:
        return None
    if first >= size:
        raise ValueError("it begins behind the end")
    return first, last


def called(row: Rendition) -> str:
    """The name under which it is saved: of the text, never the name of the file that was sent, which may name a person."""
    return f"{slugify(row.document.title)[:80] or 'text'}-{row.sort.replace('_', '-')}-{row.language}.{row.ending}"


def sent(request: HttpRequest, row: Rendition, *, kept: str) -> HttpResponse:
    """The answer with the file, or the part asked for; `kept` is its Cache-Control. Raises FileGone."""
    mark = f'"{row.sha256}"'
    known = get_conditional_response(request, etag=mark)
    asked = request.headers.get("Range", "") if request.headers.get("If-Range", mark) == mark else ""
    try:
        part = part_asked_for(asked, row.size)
        first, last = part or (0, row.size - 1)
        answer = known or _streamed(request, row, first, last, partial=part is not None)
    except ValueError:
        answer = HttpResponse(status=416, headers={"Content-Range": f"bytes */{row.size}"})
    answer.headers["Accept-Ranges"] = "bytes"
    answer.headers["ETag"] = mark
    answer.headers["Cache-Control"] = kept
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _streamed(request: HttpRequest, row: Rendition, first: int, last: int, *, partial: bool) -> HttpResponse:
    files.opened(row).close()  # what is missing is said before the answer begins
    content = files.pieces(row, first, last) if request.method != "HEAD" else iter(())
    answer = StreamingHttpResponse(content, content_type=BY_ENDING[row.ending].content_type, status=206 if partial else 200)
    answer.headers["Content-Length"] = str(last - first + 1)
    answer.headers["Content-Disposition"] = content_disposition_header(not row.recorded, called(row)) or "inline"
    if partial:
        answer.headers["Content-Range"] = f"bytes {first}-{last}/{row.size}"
    return cast(HttpResponse, answer)  # the rules of access name HttpResponse alone; nothing on the way asks for the content
