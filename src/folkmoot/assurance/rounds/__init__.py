"""Rounds: each Area says where it stands, another Area validates it, headquarters moderates where they differ."""
