"""Tables that people bring and take away: safe reading (`reading.read_table`) and safe writing (`csv_writer.write_csv`,
`xlsx_writer.write_xlsx`, `ods_writer.write_ods`).

What comes in is opened in a separate process with hard limits, because a spreadsheet from outside may be damaged or
built to harm. What goes out can never run as a formula. This package knows nothing of Django, of people or of what a
column means.
"""
