"""Which requests may carry a file, and how much. A page that takes none refuses the first byte, before anything is written to disk."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, MemoryFileUploadHandler, SkipFile, StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_protect


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


def takes_file(limit: int) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """The page takes files of at most `limit` bytes together; `request.file_too_large` says that they were more.

    It stands within the rule of the page (`@may(…)` above it), so that nobody who may not open the page sends it anything. Looking for the
    token of a form reads the form, and files with it. So the watch at the door lets the page pass, the limit is set, and only
    then the token is looked for: the page is protected as every other.
    """

    def declare(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        protected = csrf_protect(view)

        @wraps(view)
        def taking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            take_file(request, limit)
            return protected(request, *args, **kwargs)

        taking.csrf_exempt = taking.takes_file = True  # type: ignore[attr-defined]
        return taking

    return declare
