"""Sending a cleared bulletin: one message each, never twice, and what became of it."""
