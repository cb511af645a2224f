"""A report in forms to work with: as a Word document, as tables in a spreadsheet, and as sentences for whoever translates it."""
