"""Photographs and papers of an activity: kept as they came or made harmless, handed over, never shown in a page."""
