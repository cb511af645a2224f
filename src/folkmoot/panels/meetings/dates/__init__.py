"""Dates found by asking: a poll of days, each member answering by their own link; and series of meetings."""
