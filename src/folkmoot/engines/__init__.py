"""Counting where the data lie: a case file becomes a cube of counts, and no case, name or reference number leaves the scan."""
