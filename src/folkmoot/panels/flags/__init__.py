"""Flags that nobody has to look for: what of a panel is late, missing or about to lapse, worked out from its records."""
