"""The monthly run: the rule for each source, what each run looked at, and the history and re-tests of signals it writes."""
