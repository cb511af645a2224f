"""Lists of finalised cases brought in, what was refused and why, and the pseudonyms under which cases are drawn."""
