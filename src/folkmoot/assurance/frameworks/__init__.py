"""Frameworks: the criteria by which an Area's work with communities is assessed, and the levels of each, version by version."""
