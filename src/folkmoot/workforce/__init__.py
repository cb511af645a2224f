"""Figures about staff, never a named person: representation and declaration beside dated targets, survey, objectives, culture, plans."""
