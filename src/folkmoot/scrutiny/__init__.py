"""Finalised cases before panels: drawn so that nobody can rig it, packed so that nobody is recognised, judged alone, then together."""
