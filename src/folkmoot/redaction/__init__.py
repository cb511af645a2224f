"""Finding what could tell who somebody is in the text of a case, and saying what to put in its place; a person decides."""
