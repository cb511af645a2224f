"""Expenses of panel members: rates by day, claims with lines and receipts, agreed by somebody else, paid."""
