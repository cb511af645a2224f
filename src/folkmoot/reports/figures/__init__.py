"""Gathering what a report says from live records, section by section, each with a note of what it was counted from."""
