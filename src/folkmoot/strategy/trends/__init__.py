"""Trends and strategic priorities: what is changing, and what comes first, with evidence and a day on which it is looked at again.

Partnerships, plans and actions refer to them. Of the whole service, or of one Area.
"""
