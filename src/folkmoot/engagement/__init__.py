"""Activity: planned, recorded, closed. Who was met, how many, at what cost, for which aims, and the points raised in it.

Owns activities. Points raised inside them live in voice; communities and organisations in their own rooms.
"""
