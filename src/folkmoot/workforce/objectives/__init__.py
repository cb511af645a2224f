"""Counts of staff by unit, in aggregate: who has an objective for inclusion or engagement, and what came of what was offered.

One return is one unit's count for one question at one day: how many it was asked of, and how many of those. Never a person.
"""
