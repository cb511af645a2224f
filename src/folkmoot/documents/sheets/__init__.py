"""Spreadsheets (XLSX, ODS): the cells that show, row by row, and what the workbook hides."""
