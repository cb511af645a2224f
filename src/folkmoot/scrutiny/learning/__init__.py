"""What should be learned from cases and what was done well, to whom it goes, and whether it came back."""
