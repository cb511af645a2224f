"""Which requests may carry a file, and how much. A page that takes none refuses the first byte, before anything is written to disk."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, MemoryFileUploadHandler, SkipFile, StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest


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
