"""Volunteering that staff may take up, and the hours they give. Hours are each person's own; others see totals."""
