"""Data sources: who owns each, when its data are due, how its columns are read, and the cube of each load.

No row of a case file is kept. A file is opened in a process of its own, counted, and gone; its cube adds to the cubes before it.
"""
