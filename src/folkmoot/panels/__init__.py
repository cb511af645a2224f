"""Panels of volunteers who scrutinise and advise: kinds, terms of reference, members, meetings, recommendations, publications.

Owns: everything of a panel from advert to annual report. The cases that panels see are scrutiny's; the people, stakeholders'.
"""
