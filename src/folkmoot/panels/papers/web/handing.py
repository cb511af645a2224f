"""Taking files in and handing them over, for every page of the room that carries one."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.panels.papers.keeping import Opened, Upload
from folkmoot.panels.papers.rules import MOST_MEGABYTES
from folkmoot.webkit.forms import GovukForm

KINDS_TAKEN = gettext_lazy("A PDF, DOCX, ODT or text document, or a JPEG, PNG or WebP picture. Up to 25 MB.")


class FileForm(GovukForm):
    """A form with a file. `values["file"]` is an `Upload`, or None where none was sent and none is needed."""

    file = forms.FileField(label=gettext_lazy("File"), required=False, allow_empty_file=True, max_length=255, help_text=KINDS_TAKEN)

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large

    def clean_file(self) -> Upload | None:
        sent = self.cleaned_data["file"]
        if self.too_large:
            raise forms.ValidationError(_("This file is larger than %(most)s MB. Send a smaller one.") % {"most": MOST_MEGABYTES})
        return Upload(sent.name, sent.read()) if sent is not None else None


def sent_with_files(request: HttpRequest) -> dict[str, Any]:
    """What a `FileForm` is made of: the view declares `@takes_file`."""
    sent = request.method == "POST"
    return {
        "data": request.POST if sent else None,
        "files": request.FILES if sent else None,
        "too_large": getattr(request, "file_too_large", False),
    }


def as_download(opened: Opened) -> HttpResponse:
    """The file, to be saved by the browser and never shown in a page of the service."""
    return HttpResponse(
        opened.data, content_type=opened.content_type,
        headers={
            "Content-Disposition": content_disposition_header(True, opened.file_name) or "attachment", "X-Content-Type-Options": "nosniff",
        },
    )  # fmt: skip
