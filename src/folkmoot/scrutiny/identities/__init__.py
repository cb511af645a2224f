"""Which case a pseudonym is: kept apart, sealed with a key that is not in the database, and every look at it recorded."""
