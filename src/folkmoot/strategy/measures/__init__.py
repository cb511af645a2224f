"""Measures: what shows whether a commitment or an aim is met, and what was observed, when, where, with what certainty.

No figure ships with the product. A measure without an observation says so, and says what would give one.
"""
