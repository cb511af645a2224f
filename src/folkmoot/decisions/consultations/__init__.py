"""Consultations: what is proposed while it can still change, what was heard, what changed because of it, and who was told."""
