"""Names that nobody listed: found by how people are spoken of, how names are written, and lists of names of many origins."""

from folkmoot.redaction.names.finder import Finder, finder
from folkmoot.redaction.names.model import NoNameModel

__all__ = ["Finder", "NoNameModel", "finder"]
