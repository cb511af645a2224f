"""Frozen six-monthly reports to the Board, made from live records.

Owns reports and the files made of them. A report is made once and never changed: what changes afterwards is reported by a later
report that restates it. Knows every room below; no room below knows it.
"""
