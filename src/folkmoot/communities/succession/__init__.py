"""How communities merge and split without losing their history; what came before and after each.

Owns the acts and their undoing. The rows stand in `communities.models`.
"""
