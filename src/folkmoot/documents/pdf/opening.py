"""Opening a PDF with PDFium, one thread at a time: the library knows no threads."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from folkmoot.documents.contract import LIMITS, DocumentError, NeedsPassword

_ONE_AT_A_TIME = threading.RLock()
_PASSWORD_ERROR = 4  # FPDF_ERR_PASSWORD


@contextmanager
def opened(data: bytes, name: str) -> Iterator[Any]:
    """A pypdfium2 document, closed again afterwards. Raises DocumentError, and NeedsPassword where only a password opens it."""
    import pypdfium2

    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise refusal(name, needs_password=getattr(error, "err_code", None) == _PASSWORD_ERROR) from None
        try:
            if len(document) > LIMITS.pages:
                raise DocumentError(
                    f"{name} has {len(document):,} pages.", f"More than {LIMITS.pages:,} are not read.", "Split it, and bring the parts in."
                )
            yield document
        except pypdfium2.PdfiumError:
            raise refusal(name) from None
        finally:
            document.close()


def refusal(name: str, *, needs_password: bool = False) -> DocumentError:
    """Why a PDF was not opened."""
    if needs_password:
        return NeedsPassword(
            f"{name} opens only with a password.",
            "What lies behind a password cannot be looked at.",
            "Open it, save it without a password, and bring that copy in.",
        )
    return DocumentError(f"{name} could not be read as a PDF.", "The file is damaged or incomplete.", "Save or export it again.")
