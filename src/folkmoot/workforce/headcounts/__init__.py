"""Figures about staff as they were brought in: headcounts by unit, grade and group, each a range. No named person is ever loaded."""
