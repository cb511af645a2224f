"""Category schemes: how each characteristic is recorded, by whom, since when, and how one scheme maps to another.

Owns schemes, categories, mappings and the labels met in real files. Holds nothing about any person.
"""
