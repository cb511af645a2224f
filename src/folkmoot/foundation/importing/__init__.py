"""Bringing rows in from tables that people keep elsewhere, and giving them back in the same columns.

A room declares each kind of row as an `ImportSpec`: its columns, and a `Book` that knows the names in use, which stored row
a given one is, and how to add or change one. Everything else is here: matching columns (`matching`), reading cells (`cells`),
the dry run (`plan`), the one transaction that brings in all or nothing (`running`), and the way back (`exporting`).
"""
