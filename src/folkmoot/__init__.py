"""Folkmoot: inclusion and community engagement for prosecution services, as one loop that closes."""
