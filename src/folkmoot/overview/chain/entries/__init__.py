"""What each kind of row says in a chain: one function a kind, from the row to its steps."""
