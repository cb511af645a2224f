"""Goals agreed with an advisory group: what is to change, by when, and how far it is, in public."""
