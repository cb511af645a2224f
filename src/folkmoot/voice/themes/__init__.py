"""The coding list and what is coded with it: versions of the list, codings by hand, suggestions, agreement between coders.

Owns themes, the versions of the list, codings, readings (one person's coding of one point) and suggestions. A suggestion is
made on this machine from the list's own cue words or from what people coded before; it counts in no figure until a person accepts it.
"""
