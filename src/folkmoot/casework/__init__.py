"""Disproportionality: a case file is counted where it lies, and only the counts are kept.

Owns analyses (a cube of counts and what was counted). No case, name or reference number is ever stored: the file is deleted
once it is counted. What may be shown is decided by `stats`; an analysis becomes an action in the actions room.
"""
