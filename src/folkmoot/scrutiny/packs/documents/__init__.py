"""Documents of a case: kept sealed, read by the machine, gone through by a person, and erased."""
