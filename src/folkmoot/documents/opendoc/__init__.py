"""OpenDocument: text documents (ODT)."""
