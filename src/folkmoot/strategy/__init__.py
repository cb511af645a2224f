"""The top of the tree: strategies with their aims and commitments.

Owns what was promised. Does not own the actions and measures below a commitment; they refer up to nothing here.
"""
