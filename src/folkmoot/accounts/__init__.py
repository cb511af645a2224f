"""People who sign in: accounts, invitations, roles, and the one place where scope is decided.

Owns accounts, role grants and invitations. Does not own what a role may see inside a room: rooms ask `scope`.
"""
