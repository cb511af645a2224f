"""One page for each Area and county that gathers everything, and the handover: every open promise, for whoever comes next."""
