"""The anonymised summary of a case: facts written afresh, and the warning where together they would point at somebody."""
