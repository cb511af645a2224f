"""Dated targets for representation and declaration, in the words of the document that set them; each version stays."""
