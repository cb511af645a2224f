"""The public site of the service, and its open data: what was published, in one place, without signing in.

Owns no table: every line belongs to the room that published it.
"""
