"""The whole service as open files, and back into an empty one.

Owns no table.
"""
