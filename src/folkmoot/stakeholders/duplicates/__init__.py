"""The same organisation or person known twice: found as one types and in the background, explained, merged, and unmerged completely.

Owns the keys by which rows are looked up, the searches, the pairs found and the merges. It knows no room above it by name: what
points at a row is read from the tables themselves.
"""
