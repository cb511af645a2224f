"""What panels recommend, what was answered and done, and what the panel was told; nothing of it can be edited away."""
