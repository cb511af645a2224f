"""One way into every kind of document."""

from folkmoot.documents.archive import damaged
from folkmoot.documents.contract import Attachment, DocumentKind, Progress, Reading
from folkmoot.documents.kinds import kind_of
from folkmoot.documents.plain import decoded, read_text


def read(data: bytes, name: str = "", *, progress: Progress | None = None) -> Reading:
    """What a person sees in the file, and what else it holds. The kind is told by content, never by the ending of `name`.

    `progress(done, total)` is called after each page of a PDF. Raises DocumentError, and NeedsPassword where only a password opens it.
    """
    called = name or "The file"
    kind = kind_of(data, called)
    try:
        return _read_as(kind, data, called, progress)
    except RecursionError:
        raise damaged(called) from None


def _read_as(kind: DocumentKind, data: bytes, name: str, progress: Progress | None) -> Reading:
    match kind:
        case DocumentKind.PDF:
            from folkmoot.documents.pdf.reading import read_pdf

            return read_pdf(data, name, progress)
        case DocumentKind.DOCX:
            from folkmoot.documents.word.reading import read_word

            return read_word(data, name)
        case DocumentKind.ODT:
            from folkmoot.documents.opendoc.reading import read_open_text

            return read_open_text(data, name)
        case DocumentKind.EML:
            from folkmoot.documents.mail.reading import read_mail

            return read_mail(data, name)
        case DocumentKind.PICTURE:
            from folkmoot.documents.pictures import read_picture

            return read_picture(data, name)
        case DocumentKind.XLSX | DocumentKind.ODS:
            from folkmoot.documents.sheets.reading import read_sheets

            return read_sheets(kind, data, name)
        case DocumentKind.HTML:
            from folkmoot.documents.html import read_html

            return read_html(decoded(data) or "")
        case DocumentKind.TEXT:
            return read_text(decoded(data) or "")


def attachments(data: bytes, name: str = "") -> tuple[Attachment, ...]:
    """The files inside an e-mail or a PDF, to be read as documents of their own; none for other kinds. Raises DocumentError."""
    called = name or "The file"
    match kind_of(data, called):
        case DocumentKind.EML:
            from folkmoot.documents.mail.reading import attached, message_of

            return attached(message_of(data, called))
        case DocumentKind.PDF:
            from folkmoot.documents.pdf.outside import files_within

            return files_within(data, called)
        case _:
            return ()
