"""Bulletins to community groups on finalised cases: written, cleared by a named lawyer, sent, and kept as they were sent."""
