"""Local diversity and inclusion plans, all units side by side: which unit has one, what is missing in it, how far it has come."""
