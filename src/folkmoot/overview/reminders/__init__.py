"""Reminders: each said once, whenever the daily job runs, however late and however often."""
