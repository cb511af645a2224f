"""Pages that gather from every room: home, the chain of one point, bringing files in, words explained.

Owns no table: it only reads the rooms below it.
"""
