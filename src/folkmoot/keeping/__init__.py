"""Backups of the whole service, bringing one back, and checking that what is there is whole.

Owns no table: what was done stands in the audit trail.
"""
