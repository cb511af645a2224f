"""How well the characteristics of defendants, victims and witnesses are recorded, what that could change, and what is done with forces.

Owns plans of improvement and their readings. It owns no data: every figure is computed from the cube of a source.
"""
