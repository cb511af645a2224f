"""Which requests may carry a file, and how much; and that each was scanned before a page reads it.

A page that takes none refuses the first byte, before anything is written to disk.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, MemoryFileUploadHandler, SkipFile, StopUpload, TemporaryFileUploadHandler
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_protect

from folkmoot.foundation import audit, scanner


class RefuseFiles(FileUploadHandler):
    """The handler of every page that has not said it takes a file: the connection is closed at the first one."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        raise StopUpload(connection_reset=True)

    def file_complete(self, file_size: int) -> Any:
        return None


class AtMost(FileUploadHandler):
    """Lets files through until all of the request together pass the limit, in bytes; then `request.file_too_large` is set."""

    def __init__(self, request: HttpRequest, limit: int) -> None:
        super().__init__(request)
        self.limit, self.taken = limit, 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.taken += len(raw_data)
        if self.taken > self.limit:
            self.request.file_too_large = True  # type: ignore[union-attr]
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> Any:
        return None  # the next handler keeps the file


def take_file(request: HttpRequest, limit: int) -> None:
    """Let this request carry a file of at most `limit` bytes. Call it before anything reads the form."""
    request.upload_handlers = [AtMost(request, limit), MemoryFileUploadHandler(request), TemporaryFileUploadHandler(request)]


def scan_files(request: HttpRequest) -> None:
    """Have every file of the request scanned. One that does not pass leaves an event of what was refused and why; raises NotPassed."""
    try:
        for name in request.FILES:
            for file in request.FILES.getlist(name):
                scanner.scan(file.chunks())
                file.seek(0)
    except scanner.NotPassed as refused:
        refused_by_scanner(refused, by=request.viewer, at=request.at, route=request.path)  # type: ignore[attr-defined]
        raise


def scan_path(path: Path, *, by: audit.Actor, at: datetime, route: str) -> None:
    """The same for a file that an operator names at the command line. Raises NotPassed, and OSError where it cannot be read."""
    try:
        with path.open("rb") as file:
            scanner.scan(iter(lambda: file.read(scanner.A_PIECE), b""))
    except scanner.NotPassed as refused:
        refused_by_scanner(refused, by=by, at=at, route=route)
        raise


def refused_by_scanner(refused: scanner.NotPassed, *, by: audit.Actor, at: datetime, route: str) -> None:
    """Leave an event of a file that was refused unread: nothing of it is known but why, and what the scanner calls it."""
    detail: dict[str, object] = {"refused": type(refused).__name__, "signature": getattr(refused, "signature", "")[:100]}
    with transaction.atomic():
        audit.record(audit.Kind.COLLECTION, by=by, at=at, subject="foundation.upload", ids=[], route=route, detail=detail)


def takes_file(limit: int) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """The page takes files of at most `limit` bytes together; `request.file_too_large` says that they were more.

    It stands within the rule of the page (`@may(…)` above it), so that nobody who may not open the page sends it anything. Looking for the
    token of a form reads the form, and files with it. So the watch at the door lets the page pass, the limit is set, and only
    then the token is looked for: the page is protected as every other. Last, every file is scanned; the page itself never sees one
    that did not pass.
    """

    def declare(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def scanned(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            scan_files(request)
            return view(request, *args, **kwargs)

        protected = csrf_protect(scanned)

        @wraps(view)
        def taking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            take_file(request, limit)
            return protected(request, *args, **kwargs)

        taking.csrf_exempt = taking.takes_file = True  # type: ignore[attr-defined]
        return taking

    return declare
