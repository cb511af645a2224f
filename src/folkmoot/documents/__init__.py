"""Reading documents that nobody may trust: what a person sees in them, and what else they hold."""

from folkmoot.documents.contract import (
    Attachment,
    Carrier,
    DocumentError,
    DocumentKind,
    Hazard,
    HazardKind,
    NeedsPassword,
    Piece,
    Place,
    Reading,
)
from folkmoot.documents.everywhere import carriers
from folkmoot.documents.reading import attachments, read

__all__ = [
    "Attachment", "Carrier", "DocumentError", "DocumentKind", "Hazard", "HazardKind", "NeedsPassword", "Piece", "Place", "Reading",
    "attachments", "carriers", "read",
]  # fmt: skip
