"""Communities as records of their own: of place, identity, interest and circumstance; how often we expect to meet them.

Owns communities and which points and what population belong to them. Does not own organisations or activities.
"""
