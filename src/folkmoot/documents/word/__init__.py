"""Word documents (DOCX): the text as printed with every change accepted, and what else the file holds."""
