"""PDF: what is drawn and seen on each page, and what the file holds beside its pages."""
