"""Surveys of the public brought in from files: shares or scores by community, each with its base, margin and design effect."""
