"""Representation and declaration by unit and level beside targets and the people who live there."""
