"""How the service runs: whether it can work, in figures about the machine and the queue, never about people. For whoever operates it."""
